//! Hosts, and the files in which they stand.

use expect_test::expect;

use crate::check;

#[test]
fn options_belong_to_the_host_above_them() {
    check(
        "13.0",
        "//- prosody.cfg.lua
a = 1
VirtualHost \"Example.COM\"
a = 2
VirtualHost \"other.example\" { a = 3 }
a = 4
",
        &expect![[r"
            warning: prosody.cfg.lua:5: Duplicate option 'a'
            * a = 4
            example.com defined = true
            example.com a = 2
            other.example defined = true
            other.example a = 3
        "]],
    );
}

#[test]
fn an_included_file_begins_in_the_global_section() {
    check(
        "13.0",
        "//- prosody.cfg.lua
VirtualHost \"example.com\"
Include \"conf.d/*.cfg.lua\"
b = 1
//- conf.d/one.cfg.lua
a = 1
VirtualHost \"inner.example\"
//- conf.d/.hidden.cfg.lua
hidden = true
//- conf.d/two.cfg.lua.bak
backup = true
",
        &expect![[r"
            example.com defined = true
            example.com b = 1
            * a = 1
            inner.example defined = true
        "]],
    );
}

#[test]
fn a_missing_file_stops_loading_but_a_pattern_without_matches_does_not() {
    check(
        "13.0",
        "//- prosody.cfg.lua
Include \"conf.d/*.cfg.lua\"
Include \"nowhere.cfg.lua\"
//- conf.d/readme.txt
",
        &expect![[r"
            error: Error loading included nowhere.cfg.lua: nowhere.cfg.lua: No such file or directory
        "]],
    );
}

#[test]
fn components_have_a_module_or_are_external() {
    check(
        "13.0",
        "//- prosody.cfg.lua
Component \"rooms.example\" \"muc\"
name = \"Rooms\"
Component \"gateway.example\"
component_secret = \"s\"
Component(\"ignored.example\", \"muc\")
",
        &expect![[r#"
            rooms.example component_module = "muc"
            rooms.example load_global_modules = false
            rooms.example name = "Rooms"
            gateway.example component_module = "component"
            gateway.example load_global_modules = false
            gateway.example component_secret = "s"
            ignored.example component_module = "component"
            ignored.example load_global_modules = false
        "#]],
    );
}

#[test]
fn a_component_may_not_have_the_name_of_a_host() {
    check(
        "13.0",
        "//- prosody.cfg.lua
VirtualHost \"example.com\"
Component \"example.com\" \"muc\"
",
        &expect![[r#"
            error: Component "example.com" clashes with previously defined VirtualHost "example.com", for services use a sub-domain like conference.example.com
            example.com defined = true
        "#]],
    );
}

//! Lists add up, tables merge, values override; layers can say otherwise.

use expect_test::expect;

use crate::check;

#[test]
fn lists_add_up_tables_merge_and_values_override() {
    check(
        r#"
//- core/a.cfg.lua
modules_enabled = { "roster", "tls" }
limits = { c2s = { rate = "3kb/s" }, s2s = { rate = "1kb/s" } }
c2s_timeout = 300
//- core/b.cfg.lua
modules_enabled = { "tls", "mam" }
limits = { c2s = { burst = "2s", rate = "10kb/s" } }
c2s_timeout = 60
"#,
        "",
        &expect![[r#"
            *: c2s_timeout = 60
            *: limits = { c2s = { burst = "2s", rate = "10kb/s" }, s2s = { rate = "1kb/s" } }
            *: modules_enabled = { "roster", "tls", "mam" }
        "#]],
    );
}

#[test]
fn lists_can_be_changed_in_place() {
    check(
        r#"
//- core/a.cfg.lua
modules_enabled = modules_enabled or {}
table.insert(modules_enabled, "roster")
//- core/b.cfg.lua
modules_enabled = modules_enabled or {}
table.insert(modules_enabled, "mam")
modules_enabled[#modules_enabled + 1] = "carbons"
"#,
        "",
        &expect![[r#"
            *: modules_enabled = { "roster", "mam", "carbons" }
        "#]],
    );
}

#[test]
fn layers_can_replace_remove_and_unset() {
    check(
        r#"
//- core/a.cfg.lua
modules_enabled = { "roster", "tls", "pep" }
c2s_ports = { 5222 }
limits = { c2s = { rate = "3kb/s" }, s2s = { rate = "1kb/s" } }
admins = { "a@example.org" }
c2s_timeout = 300
//- core/b.cfg.lua
modules_enabled = remove { "tls", "unheard_of" }
c2s_ports = replace { 15222 }
limits = remove { "s2s" }
admins = remove "a@example.org"
c2s_timeout = nil
s2s_ports = remove { 5269 }
"#,
        "",
        &expect![[r#"
            *: admins = {  }
            *: c2s_ports = { 15222 }
            *: limits = { c2s = { rate = "3kb/s" } }
            *: modules_enabled = { "roster", "pep" }
        "#]],
    );
}

#[test]
fn hosts_have_their_own_options() {
    check(
        r#"
//- core/a.cfg.lua
modules_enabled = { "roster" }
VirtualHost "example.org" { modules_enabled = { "pep" }, admins = { "a@example.org" } }
modules_enabled = { "tls" }
VirtualHost "Example.ORG"
modules_enabled = { "mam" }
Component "rooms.example.org" "muc"
name = "Rooms"
modules_enabled = { "muc_mam" }
//- core/b.cfg.lua
admins = { "global@example.org" }
VirtualHost "example.org" { modules_enabled = { "vcard4" } }
Component "rooms.example.org" "muc" { modules_enabled = { "muc_mam", "tombstones" }, name = "Halls" }
host "example.org"
admins = admins or {}
table.insert(admins, "b@example.org")
"#,
        "",
        &expect![[r#"
            *: admins = { "global@example.org" }
            *: modules_enabled = { "roster", "tls" }
            example.org: admins = { "a@example.org", "b@example.org" }
            example.org: defined = true
            example.org: modules_enabled = { "pep", "mam", "vcard4" }
            rooms.example.org: component_module = "muc"
            rooms.example.org: load_global_modules = false
            rooms.example.org: modules_enabled = { "muc_mam", "tombstones" }
            rooms.example.org: name = "Halls"
        "#]],
    );
}

//! What is refused, and where that is said to be.

use expect_test::expect;

use crate::check;

#[test]
fn errors_name_the_layer_and_its_line() {
    for (layer, expected) in [
        (
            "modules_enabled = {\n\"a\"\n\"b\" }",
            expect![[r#"
            error: core/a.cfg.lua:3: '}' expected (to close '{' at line 1) near '"b"'
        "#]],
        ),
        (
            "\n\nerror(\"not like that\")",
            expect![[r#"
            error: core/a.cfg.lua:3: not like that
        "#]],
        ),
        (
            "\nmodules_enabled = \"mam\"",
            expect![[r#"
            error: core/a.cfg.lua:2: modules_enabled has to be a list of module names: { "roster", "disco" }
        "#]],
        ),
        (
            "\nmodules_enabled = { \"auth_ldap\" }",
            expect![[r#"
            error: core/a.cfg.lua:2: 'auth_ldap' is no module to enable: write authentication = "ldap"
        "#]],
        ),
        (
            "\nVirtualHost \"a\" {\n  modules_enabled = { \"mod_mam\" }\n}",
            expect![[r#"
            error: core/a.cfg.lua:2: modules are named without 'mod_': 'mam'
        "#]],
        ),
        (
            "\nc2s_ports = { \"http\" }",
            expect![[r#"
            error: core/a.cfg.lua:2: c2s_ports has to be a list of port numbers: { 5222 }
        "#]],
        ),
        (
            "\nadmins = { \"me\" }",
            expect![[r#"
            error: core/a.cfg.lua:2: admins has to be a list of addresses: { "you@example.org" }
        "#]],
        ),
        (
            "\nVirtualHost \"a\" \"muc\"",
            expect![[r#"
            error: core/a.cfg.lua:2: VirtualHost entries do not accept a module name (module 'muc' provided for host 'a')
        "#]],
        ),
        (
            "\nVirtualHost \"a\"\n\nComponent \"a\" \"muc\"",
            expect![[r#"
            error: core/a.cfg.lua:4: Component "a" clashes with previously defined VirtualHost "a", for services use a sub-domain like conference.a
        "#]],
        ),
        (
            "\nInclude \"missing.cfg.lua\"",
            expect![[r#"
            error: core/a.cfg.lua:2: there is no file 'core/missing.cfg.lua'
        "#]],
        ),
    ] {
        let tree = format!("//- core/a.cfg.lua\n{layer}\n");
        check(&tree, "", &expected);
    }
}

#[test]
fn modules_that_do_not_go_together_are_told() {
    check(
        r#"
//- core/a.cfg.lua
modules_enabled = { "bookmarks", "vcard", "vcard_legacy" }
VirtualHost "example.org"
modules_disabled = { "pep" }
VirtualHost "example.com"
modules_disabled = { "vcard" }
Component "rooms.example.org" "muc"
modules_disabled = { "pep" } -- components load no such modules anyway
"#,
        "",
        &expect![[r#"
            error: module 'bookmarks' on example.org needs 'pep', which modules_disabled names; module 'vcard_legacy' on example.org needs 'pep', which modules_disabled names; modules 'vcard' and 'vcard_legacy' on example.org do not go together: disable one
        "#]],
    );
}

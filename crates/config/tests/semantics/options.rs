//! Options: how they are set, extended and read back.

use expect_test::expect;

use crate::{check, meaning};

#[test]
fn appending_came_with_13_0() {
    let text = "//- prosody.cfg.lua
modules_enabled = { \"roster\" }
modules_enabled { \"tls\" }
modules_enabled:append { \"disco\" }
";
    check(
        "13.0",
        text,
        &expect![[r#"
            * modules_enabled = {"roster", "tls", "disco"}
        "#]],
    );
    check(
        "0.12",
        text,
        &expect![[r#"
            error: prosody.cfg.lua:2: attempt to call a nil value (global 'modules_enabled')
            * modules_enabled = {"roster"}
        "#]],
    );
}

#[test]
fn the_usual_default_idiom_replaces_the_list_in_0_12_and_loops_in_13_0() {
    let text = "//- prosody.cfg.lua
modules_enabled = { \"roster\" }
modules_enabled = modules_enabled or {}
";
    check(
        "0.12",
        text,
        &expect![[r"
            warning: prosody.cfg.lua:2: Duplicate option 'modules_enabled'
            * modules_enabled = {}
        "]],
    );
    check(
        "13.0.1",
        text,
        &expect![[r"
            warning: prosody.cfg.lua:2: Duplicate option 'modules_enabled'
            * modules_enabled = proxy of * modules_enabled
        "]],
    );
}

#[test]
fn unquoted_values_are_nothing_and_late_13_0_says_so() {
    let text = "//- prosody.cfg.lua
storage = internal
";
    check("0.12", text, &expect![[""]]);
    check(
        "13.0.7",
        text,
        &expect![[r"
            warning: prosody.cfg.lua: 1: unrecognized value: internal (you may be missing quotes around it)
        "]],
    );
}

#[test]
fn the_environment_is_the_profiles() {
    let text = "//- prosody.cfg.lua
a = ENV_DOMAIN
b = Lua.os.getenv(\"NOT_SET\") or \"default\"
if Lua.os.getenv(\"DOMAIN\") == \"example.com\" then c = true end
";
    expect![[r#"
        * a = "example.com"
        * b = "default"
        * c = true
    "#]]
    .assert_eq(&meaning("13.0", &[("DOMAIN", "example.com")], text));
}

#[test]
fn files_can_be_read_since_13_0() {
    check(
        "13.0",
        "//- prosody.cfg.lua
a = FileLine \"secret.txt\"
b = FileLines \"secret.txt\"
//- secret.txt
one
two
",
        &expect![[r#"
            * a = "one"
            * b = {"one", "two"}
        "#]],
    );
}

//! Names of hosts, files, variables, rules and standards.
#![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

use expect_test::expect;

use super::check;
use crate::testing::{at, in_environment};

#[test]
fn hosts() {
    check(
        "//- prosody.cfg.lua\nVirtualHost \"a.example\"\nComponent \"b.example\" \"muc\"\nInclude \"c.cfg.lua\"\n//- c.cfg.lua\nVirtualHost \"$0\"\n",
        &expect![[r#"
            a.example: "" -> "a.example" -- virtual host
            b.example: "" -> "b.example" -- component, muc
        "#]],
    );
}

#[test]
fn paths_one_component_at_a_time() {
    check(
        "Include \"$0\"\n//- conf.d/a.cfg.lua\na = 1\n//- b.cfg.lua\nb = 1\n//- c.txt\nc\n",
        &expect![[r#"
        *.cfg.lua: "" -> "*.cfg.lua" -- all configuration files here
        b.cfg.lua: "" -> "b.cfg.lua"
        conf.d/: "" -> "conf.d/"
    "#]],
    );
    check(
        "Include \"conf.d/$0x.cfg.lua\"\n//- conf.d/a.cfg.lua\na = 1\n",
        &expect![[r#"
        *.cfg.lua: "x.cfg.lua" -> "*.cfg.lua" -- all configuration files here
        a.cfg.lua: "x.cfg.lua" -> "a.cfg.lua"
    "#]],
    );
}

#[test]
fn environment_variables() {
    let set = [("PROSODY_DOMAIN", "example.org")];
    expect![[r#"
        PROSODY_DOMAIN: "" -> "PROSODY_DOMAIN" -- "example.org"
    "#]]
    .assert_eq(&in_environment(&set, "x = os.getenv(\"$0\")\n").complete(3));
    expect![[r#"
        ENV_PROSODY_DOMAIN: "ENV_" -> "ENV_PROSODY_DOMAIN" -- "example.org"
    "#]]
    .assert_eq(&in_environment(&set, "x = ENV_$0\n").complete(3));
}

#[test]
fn variables_that_are_read_elsewhere() {
    let labels = at(
        "//- prosody.cfg.lua\nlog = ENV_LEVEL\nInclude 'a.cfg.lua'\n//- a.cfg.lua\nx = os.getenv(\"$0\")\n",
    );
    assert_eq!(labels.labels(), ["LEVEL"]);
    let labels = at("log = os.getenv('LEVEL')\nadmins = ENV_$0\n").labels();
    assert!(labels.contains(&"ENV_LEVEL".to_owned()), "{labels:?}");
}

#[test]
fn loaders_are_asked_for_layers() {
    let tree = "//- core/a.cfg.lua
a = 1
//- environments/staging/a.cfg.lua
a = 1
//- environments/production.cfg.lua
a = 1
//- tools/core/loader.lua
return {}
//- prosody.cfg.lua
";
    let labels = |call: &str| at(&format!("{tree}require 'tools.core.loader'.{call}\n")).labels();
    assert_eq!(labels("load_directory(\"$0\")"), ["core", "environments"]);
    assert_eq!(labels("load_directory \"co$0\""), ["core"]);
    assert_eq!(labels("load_environment(\"$0\")"), ["production", "staging", "staging/a"]);
    assert_eq!(labels("load_usecase(\"$0\")"), [""; 0]);
}

#[test]
fn comments_name_rules_and_xeps() {
    check(
        "modules_enabled = { \"tofu\" } -- prosody-ls: ignore[$0\n",
        &expect![[r#"
            unknown-module: "" -> "unknown-module"
            unused-ignore: "" -> "unused-ignore"
            assigned-function: "" -> "assigned-function"
            component-in-modules: "" -> "component-in-modules"
            component-without-secret: "" -> "component-without-secret"
            conflicting-modules: "" -> "conflicting-modules"
        "#]],
    );
    check(
        "-- prosody-ls: ig$0",
        &expect![[r#"
        ignore: "ig" -> "ignore[$0]" -- findings of this line, or the next
        ignore-file: "ig" -> "ignore-file[$0]" -- findings of the whole file
    "#]],
    );
    assert!(
        !at("-- prosody-ls: ignore[unknown-module, unknown$0]\n")
            .labels()
            .contains(&"unknown-module".to_owned())
    );
    check(
        "-- see xep-031$0\n",
        &expect![[r#"
            XEP-0031: "xep-031" -> "XEP-0031" -- A Framework For Securing Jabber Conversations
            XEP-0313: "xep-031" -> "XEP-0313" -- Message Archive Management
            XEP-0317: "xep-031" -> "XEP-0317" -- Hats
            XEP-0319: "xep-031" -> "XEP-0319" -- Last User Interaction in Presence
            XEP-0310: "xep-031" -> "XEP-0310" -- Presence State Annotations
            XEP-0311: "xep-031" -> "XEP-0311" -- MUC Fast Reconnect
        "#]],
    );
    for text in ["-- just words$0\n", "-- prosody-ls: ignore[a] wh$0y\n", "-- vxep-0$0\n"] {
        assert_eq!(at(text).labels(), [""; 0], "{text}");
    }
}

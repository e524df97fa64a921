//! Definitions in small trees.
#![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

use expect_test::{Expect, expect};

use crate::testing::at;

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&at(text).definitions());
}

#[test]
fn a_read_leads_to_the_winner() {
    check(
        "x = 1\nx = 2\ny = $0x\n",
        &expect![[r#"
        prosody.cfg.lua:2 x = 2
    "#]],
    );
}

#[test]
fn a_loser_leads_to_the_winner_and_the_winner_to_the_others() {
    check(
        "//- prosody.cfg.lua\nx = 1\nInclude \"a.cfg.lua\"\n$0x = 3\n//- a.cfg.lua\nx = 2\n",
        &expect![[r#"
        a.cfg.lua:1 x = 2
        prosody.cfg.lua:1 x = 1
    "#]],
    );
    check(
        "//- prosody.cfg.lua\n$0x = 1\nInclude \"a.cfg.lua\"\nx = 3\n//- a.cfg.lua\nx = 2\n",
        &expect![[r#"
        prosody.cfg.lua:3 x = 3
    "#]],
    );
    check(
        "$0x = 1\n",
        &expect![[r#"
        prosody.cfg.lua:1 x = 1
    "#]],
    );
}

#[test]
fn a_hosts_own_value_leads_to_the_global_one() {
    check(
        "x = 1\nVirtualHost \"a.example\"\n  $0x = 2\n",
        &expect![[r#"
        prosody.cfg.lua:1 x = 1
    "#]],
    );
}

#[test]
fn includes_lead_to_their_files() {
    check(
        "//- prosody.cfg.lua\nInclude \"c$0onf.d/*.cfg.lua\"\n//- conf.d/a.cfg.lua\na = 1\n//- conf.d/b.cfg.lua\nb = 1\n",
        &expect![[r#"
            conf.d/a.cfg.lua:1 
            conf.d/b.cfg.lua:1 
        "#]],
    );
}

#[test]
fn modules_lead_to_their_source_in_the_plugin_paths() {
    check(
        "//- prosody.cfg.lua\nplugin_paths = { \"modules\" }\nmodules_enabled = { \"my_$0own\" }\n//- modules/mod_my_own/mod_my_own.lua\n",
        &expect![[r#"
            modules/mod_my_own/mod_my_own.lua
        "#]],
    );
    check("modules_enabled = { \"../../et$0c\" }\n", &expect![[""]]);
}

#[test]
fn hosts_lead_to_their_sections() {
    check(
        "VirtualHost \"a.example\"\nVirtualHost \"b.example\"\nVirtualHost \"a.ex$0ample\"\n",
        &expect![[r#"
            prosody.cfg.lua:1 VirtualHost "a.example"
            prosody.cfg.lua:3 VirtualHost "a.example"
        "#]],
    );
}

#[test]
fn locals_lead_to_the_declaration_in_scope() {
    check(
        "local x = 1\ndo\n  local x = 2\n  y = $0x\nend\n",
        &expect![[r#"
        prosody.cfg.lua:3 local x = 2
    "#]],
    );
    check(
        "local x = 1\ndo\n  local x = 2\nend\ny = $0x\n",
        &expect![[r#"
        prosody.cfg.lua:1 local x = 1
    "#]],
    );
    check(
        "for _, host in ipairs { \"a\" } do\n  VirtualHost(hos$0t)\nend\n",
        &expect![[r#"
        prosody.cfg.lua:1 for _, host in ipairs { "a" } do
          VirtualHost(host)
        end
    "#]],
    );
    check(
        "local function f(a)\n  return $0a\nend\n",
        &expect![[r#"
        prosody.cfg.lua:1 function f(a)
          return a
        end
    "#]],
    );
    check("local x = $0x\n", &expect![[""]]);
}

#[test]
fn private_modules_lead_to_their_source_wherever_it_lies() {
    check(
        "//- prosody.cfg.lua\nmodules_enabled = { \"ou$0rs\" }\n//- some/where/mod_ours.lua\n",
        &expect![[r#"
            some/where/mod_ours.lua
        "#]],
    );
    check(
        "//- prosody.cfg.lua\nplugin_paths = { \"b\", \"a\" }\nstorage = \"ou$0rs\"\n//- a/mod_storage_ours.lua\n//- b/mod_storage_ours.lua\n",
        &expect![[r#"
            b/mod_storage_ours.lua
        "#]],
    );
}

#[test]
fn environment_variables_lead_to_the_files_that_set_them() {
    check(
        "//- prosody.cfg.lua\nx = ENV_LE$0VEL\n//- .env\nOTHER=1\nLEVEL=2\n//- compose.yml\nservices:\n  a:\n    environment:\n      LEVEL: 3\n",
        &expect![[r#"
            .env
            compose.yml
        "#]],
    );
    check("x = os.getenv 'LE$0VEL'\n", &expect![[""]]);
}

//! Renames: what changes, and what is refused.
#![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

use expect_test::{Expect, expect};

use crate::testing::at;

/// The files that a rename changes, after it; or why it is refused.
fn check(text: &str, new_name: &str, expected: &Expect) {
    expected.assert_eq(&at(text).rename(new_name));
}

#[test]
fn a_local_variable_is_renamed_in_its_scope() {
    check(
        "local a = 1\nlocal function f(a) return a end\ndo local b = a$0; x = { a = a } end\na = f(a)\n",
        "level",
        &expect![[r#"
            //- prosody.cfg.lua
            local level = 1
            local function f(a) return a end
            do local b = level; x = { a = level } end
            level = f(level)
        "#]],
    );
}

#[test]
fn names_that_would_change_what_names_mean_are_refused() {
    let refused = |text: &str, name: &str| at(text).rename(name);
    expect!["`b` is the name of something else already: line 3 would not mean the same"]
        .assert_eq(&refused("local a$0 = 1\nlocal b = 2\nx = a + b\n", "b"));
    expect!["`b` is the name of something else already: line 2 would not mean the same"]
        .assert_eq(&refused("local a$0 = 1\ndo local b = 2; x = a end\n", "b"));
    expect!["`admins` is the name of something else already: line 2 would not mean the same"]
        .assert_eq(&refused("local a$0 = 1\nadmins = { a }\n", "admins"));
    expect!["`Include` is the name of something else already: line 2 would not mean the same"]
        .assert_eq(&refused("local a$0 = 1\nInclude 'x.cfg.lua'\n", "Include"));
    expect!["`end` is a word of Lua"].assert_eq(&refused("local a$0 = 1\n", "end"));
    expect!["`1a` is no name: a name has letters, digits and `_`, and no digit at its beginning"]
        .assert_eq(&refused("local a$0 = 1\n", "1a"));
}

#[test]
fn a_shadowed_name_elsewhere_is_no_obstacle() {
    check(
        "local a$0 = 1\nx = a\ndo local b = 2; y = b end\n",
        "b",
        &expect![[r#"
            //- prosody.cfg.lua
            local b = 1
            x = b
            do local b = 2; y = b end
        "#]],
    );
}

#[test]
fn files_of_any_name_are_searched_if_they_are_loaded() {
    check(
        "//- prosody.cfg.lua
VirtualHost 'a$0.example'
Include 'hosts/rooms.conf'
//- hosts/rooms.conf
disco_items = { { 'a.example', 'us' } }
",
        "b.example",
        &expect![[r#"
            //- hosts/rooms.conf
            disco_items = { { 'b.example', 'us' } }
            //- prosody.cfg.lua
            VirtualHost 'b.example'
            Include 'hosts/rooms.conf'
        "#]],
    );
}

#[test]
fn a_host_is_renamed_where_options_are_known_to_hold_hosts() {
    check(
        "//- prosody.cfg.lua
Include 'hosts/*.cfg.lua'
admins = { 'me@example.org', \"you@EXAMPLE.org/phone\", 'me@example.org.uk' }
disco_items = { { 'example.org', 'example.org' }, { 'x.example.org' } }
title = 'example.org'
https_certificate = '/etc/certs/example.org.pem'
//- hosts/a.cfg.lua
VirtualHost 'exam$0ple.org' { http_host = 'example.org' }
Component 'rooms.example.org' 'muc'
//- unused/b.cfg.lua
if false then VirtualHost [[Example.org]] end
",
        "bücher.example",
        &expect![[r#"
            //- hosts/a.cfg.lua
            VirtualHost 'bücher.example' { http_host = 'bücher.example' }
            Component 'rooms.example.org' 'muc'
            //- prosody.cfg.lua
            Include 'hosts/*.cfg.lua'
            admins = { 'me@bücher.example', "you@bücher.example/phone", 'me@example.org.uk' }
            disco_items = { { 'bücher.example', 'example.org' }, { 'x.example.org' } }
            title = 'example.org'
            https_certificate = '/etc/certs/example.org.pem'
            //- unused/b.cfg.lua
            if false then VirtualHost [[bücher.example]] end
        "#]],
    );
}

#[test]
fn hosts_that_are_put_together_taken_or_no_names_are_refused() {
    let text = "VirtualHost 'a.exa$0mple'\nVirtualHost 'b.example'\n";
    expect!["`b.example` is a host already, at prosody.cfg.lua:2"].assert_eq(&at(text).rename("B.example"));
    for (name, why) in [
        ("", "it is empty"),
        ("a b", "there are no blanks, quotes, slashes or backslashes in one"),
        ("a\"b", "there are no blanks, quotes, slashes or backslashes in one"),
        ("a\u{200e}b.example", "it has letters that no host's name may have"),
        ("x@b.example", "it is an address where a domain is meant, or the other way round"),
        ("a..example", "a domain name has no empty parts"),
        ("-a.example", "`-a` begins or ends with a hyphen"),
    ] {
        assert_eq!(at(text).rename(name), format!("`{name}` is no name of a host: {why}"));
    }
    expect!["`a.example` is not written out at prosody.cfg.lua:3: its name is put together there"].assert_eq(
        &at("local d = 'example'\nVirtualHost 'a.exa$0mple'\nVirtualHost('a.' .. d)\n").prepared(),
    );
    expect!["`*` is the global section, which has no other name"].assert_eq(&at("Host '*$0'\n").prepared());
    expect!["`b.example` is no host of this configuration"]
        .assert_eq(&at("VirtualHost 'a.example'\nadmins = { 'x@b.exa$0mple' }\n").prepared());
    expect!["Only its looks tell that this is a host: rename it where it is declared"]
        .assert_eq(&at("VirtualHost 'a.example'\nx = 'a.exa$0mple'\n").prepared());
}

#[test]
fn an_option_of_a_private_module_is_renamed_in_its_source_too() {
    check(
        "//- prosody.cfg.lua
ours$0_x = 1
VirtualHost 'a.example' { ours_x = 2 }
//- modules/mod_ours/mod_ours.lua
local x = module:get_option_number('ours_x', 1); log('ours_x')
//- modules/mod_ours/more.lib.lua
local again = module:get_option(\"ours_x\")
",
        "our_level",
        &expect![[r#"
            //- modules/mod_ours/mod_ours.lua
            local x = module:get_option_number('our_level', 1); log('ours_x')
            //- modules/mod_ours/more.lib.lua
            local again = module:get_option("our_level")
            //- prosody.cfg.lua
            our_level = 1
            VirtualHost 'a.example' { our_level = 2 }
        "#]],
    );
}

#[test]
fn options_that_are_not_the_users_are_refused() {
    expect!["`admins` is Prosody's option"].assert_eq(&at("adm$0ins = {}\n").prepared());
    expect!["`http_upload_path` is the option of mod_http_upload, which is not yours"]
        .assert_eq(&at("http_upl$0oad_path = 'x'\n").prepared());
    expect!["No module here reads `nobodys`: what reads it would not be renamed"]
        .assert_eq(&at("nobo$0dys = 1\n").prepared());
    expect!["`mam` is a module: its name is that of its file"]
        .assert_eq(&at("modules_enabled = { 'ma$0m' }\n").prepared());
    expect!["`VirtualHost` is Prosody's own name"].assert_eq(&at("Virtual$0Host 'a.example'\n").prepared());
}

#[test]
fn options_are_not_renamed_to_names_that_mean_something() {
    let text = "//- prosody.cfg.lua\nours$0_x = 1\ny = 1\n//- mod_ours.lua\nmodule:get_option('ours_x')\n";
    expect!["`http_upload_path` is an option already, which http_upload reads"]
        .assert_eq(&at(text).rename("http_upload_path"));
    expect!["`y` is used already, at prosody.cfg.lua:2"].assert_eq(&at(text).rename("y"));
    expect!["`ENV_X` means something else in configurations"].assert_eq(&at(text).rename("ENV_X"));
    let text = "//- prosody.cfg.lua\nours$0_x = 1\n//- mod_ours.lua\nmodule:get_option('ours_' .. 'x')\n";
    expect!["mod_ours.lua puts the name `ours_x` together: rename it there by hand"]
        .assert_eq(&at(text).rename("z"));
}

#[test]
fn a_variable_that_the_workspace_sets_is_renamed_everywhere() {
    check(
        "//- prosody.cfg.lua
x = ENV_LEVEL or os.getenv 'LE$0VEL'
//- compose.yml
services:
  a:
    environment:
      LEVEL: 1
      OTHER_LEVEL: 2
  b:
    environment: [ 'LEVEL=1' ]
//- .env
# LEVEL=0
export LEVEL=1
//- prosody-ls.toml
[profiles.x]
env = { LEVEL = \"1\", OTHER = \"2\" }
",
        "DEPTH",
        &expect![[r#"
            //- .env
            # LEVEL=0
            export DEPTH=1
            //- compose.yml
            services:
              a:
                environment:
                  DEPTH: 1
                  OTHER_LEVEL: 2
              b:
                environment: [ 'DEPTH=1' ]
            //- prosody-ls.toml
            [profiles.x]
            env = { DEPTH = "1", OTHER = "2" }
            //- prosody.cfg.lua
            x = ENV_DEPTH or os.getenv 'DEPTH'
        "#]],
    );
}

#[test]
fn variables_that_others_may_know_are_refused() {
    expect!["`HOME` is not yours: others read it, too"].assert_eq(&at("x = ENV_HO$0ME\n").prepared());
    expect!["No file of the workspace sets `LEVEL`: what sets it would not be renamed"]
        .assert_eq(&at("x = ENV_LE$0VEL\n").prepared());
    let with = |compose: &str, toml: &str| {
        at(&format!(
            "//- prosody.cfg.lua\nx = ENV_LE$0VEL\n//- .env\nLEVEL=1\n//- compose.yml\nservices:\n  a:\n    environment:\n      {compose}\n//- prosody-ls.toml\n{toml}\n"
        ))
        .prepared()
    };
    expect!["compose.yml takes `LEVEL` from elsewhere, where it would not be renamed"]
        .assert_eq(&with("- LEVEL", ""));
    expect!["compose.yml mentions `LEVEL` otherwise than by setting it: rename it there by hand"]
        .assert_eq(&with("A: ${LEVEL}", ""));
    expect!["prosody-ls.toml mentions `LEVEL` otherwise than by setting it: rename it there by hand"]
        .assert_eq(&with("A: 1", "profile = \"LEVEL\""));
    expect!["ENV_<LEVEL>"].assert_eq(&with("A: 1", "").replace("x = ", ""));
}

#[test]
fn nothing_is_renamed_where_mentions_may_be_missed() {
    expect!["b.cfg.lua:1 has a syntax error: what is mentioned there can't be told until it is mended"]
        .assert_eq(
            &at(
                "//- prosody.cfg.lua\nVirtualHost 'a.exam$0ple'\n//- b.cfg.lua\nadmins = = { 'a.example' }\n",
            )
            .rename("b.example"),
        );
    // Elsewhere a mistake does no harm.
    check(
        "//- prosody.cfg.lua\nVirtualHost 'a.exam$0ple'\n//- b.cfg.lua\nadmins = = {}\n",
        "b.example",
        &expect![[r#"
            //- prosody.cfg.lua
            VirtualHost 'b.example'
        "#]],
    );
}

#[test]
fn where_nothing_has_a_name_there_is_nothing_to_rename() {
    expect!["nothing"].assert_eq(&at("x = 1 -- $0y\n").prepared());
    expect!["Nothing that has a name stands here"].assert_eq(&at("x = 1 -- $0y\n").rename("z"));
    expect!["`self` is Lua's own name"].assert_eq(&at("function a:b() return se$0lf end\n").prepared());
}

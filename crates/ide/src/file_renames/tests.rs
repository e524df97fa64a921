//! What changes when files are moved.
#![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

use expect_test::{Expect, expect};

use crate::testing::at;

/// The files that change when files are moved, and what is said.
fn check(text: &str, renames: &[(&str, &str)], expected: &Expect) {
    expected.assert_eq(&at(text).rename_files(renames));
}

const TREE: &str = "//- prosody.cfg.lua
Include 'conf.d/a.cfg.lua' -- $0
Include \"./conf.d/*.cfg.lua\"
if false then Include 'other/b.cfg.lua' end
x = FileLine 'secret.txt'
//- conf.d/a.cfg.lua
Include '../other/b.cfg.lua'
//- other/b.cfg.lua
b = 1
//- secret.txt
x
";

#[test]
fn includes_follow_a_file_to_its_new_name() {
    check(
        TREE,
        &[("other/b.cfg.lua", "other/deep/c.cfg.lua")],
        &expect![[r#"
            //- conf.d/a.cfg.lua
            Include '../other/deep/c.cfg.lua'
            //- prosody.cfg.lua
            Include 'conf.d/a.cfg.lua' -- 
            Include "./conf.d/*.cfg.lua"
            if false then Include 'other/deep/c.cfg.lua' end
            x = FileLine 'secret.txt'
        "#]],
    );
}

#[test]
fn wildcards_follow_their_directory() {
    check(
        TREE,
        &[("conf.d", "hosts/all")],
        &expect![[r#"
            //- conf.d/a.cfg.lua
            Include '../../other/b.cfg.lua'
            //- prosody.cfg.lua
            Include 'hosts/all/a.cfg.lua' -- 
            Include "./hosts/all/*.cfg.lua"
            if false then Include 'other/b.cfg.lua' end
            x = FileLine 'secret.txt'
        "#]],
    );
}

#[test]
fn a_file_that_no_wildcard_matches_any_more_is_named() {
    check(
        TREE,
        &[("conf.d/a.cfg.lua", "a.cfg.lua")],
        &expect![[r#"
            //- conf.d/a.cfg.lua
            Include 'other/b.cfg.lua'
            //- prosody.cfg.lua
            Include 'a.cfg.lua' -- 
            Include "./conf.d/*.cfg.lua"
            if false then Include 'other/b.cfg.lua' end
            x = FileLine 'secret.txt'
            `*.cfg.lua` in prosody.cfg.lua:2 will not load a.cfg.lua any more.
        "#]],
    );
}

#[test]
fn a_file_that_a_wildcard_matches_from_then_on_is_named() {
    check(
        TREE,
        &[("other/b.cfg.lua", "conf.d/b.cfg.lua"), ("conf.d/a.cfg.lua", "conf.d/c.cfg.lua")],
        &expect![[r#"
            //- conf.d/a.cfg.lua
            Include 'b.cfg.lua'
            //- prosody.cfg.lua
            Include 'conf.d/c.cfg.lua' -- 
            Include "./conf.d/*.cfg.lua"
            if false then Include 'conf.d/b.cfg.lua' end
            x = FileLine 'secret.txt'
            `*.cfg.lua` in prosody.cfg.lua:2 will load b.cfg.lua, too.
        "#]],
    );
}

#[test]
fn what_a_moved_file_loads_is_found_from_its_new_place() {
    check(
        TREE,
        &[("prosody.cfg.lua", "etc/prosody.cfg.lua")],
        &expect![[r#"
            //- prosody.cfg.lua
            Include '../conf.d/a.cfg.lua' -- 
            Include "../conf.d/*.cfg.lua"
            if false then Include '../other/b.cfg.lua' end
            x = FileLine '../secret.txt'
        "#]],
    );
}

#[test]
fn what_moves_together_stays_as_it_is() {
    check(
        TREE,
        &[
            ("conf.d", "x/conf.d"),
            ("other", "x/other"),
            ("prosody.cfg.lua", "x/prosody.cfg.lua"),
            ("secret.txt", "x/secret.txt"),
        ],
        &expect![[""]],
    );
}

#[test]
fn absolute_paths_stay_absolute() {
    check(
        "//- prosody.cfg.lua\nInclude '/etc/prosody-of-tests/conf.d/*.cfg.lua' -- $0\nInclude '/somewhere/else.cfg.lua'\n//- conf.d/a.cfg.lua\na = 1\n",
        &[("conf.d", "hosts")],
        &expect![[r#"
            //- prosody.cfg.lua
            Include '/etc/prosody-of-tests/hosts/*.cfg.lua' -- 
            Include '/somewhere/else.cfg.lua'
        "#]],
    );
}

#[test]
fn paths_that_are_put_together_are_named() {
    check(
        "//- prosody.cfg.lua\nInclude('environments/' .. (ENV_E or 'one') .. '.cfg.lua') -- $0\n//- environments/one.cfg.lua\na = 1\n",
        &[("environments", "envs")],
        &expect![[r#"
            prosody.cfg.lua:1 loads what is moved by a path that has to be changed by hand.
        "#]],
    );
}

const LOADER: &str = "//- prosody.cfg.lua
package.path = './?.lua;' .. package.path
local load = require 'tools.loader' -- $0
load(Include, 'core')
//- tools/loader.lua
return function(include, directory) include(directory .. '/a.cfg.lua') end
//- core/a.cfg.lua
a = 1
";

#[test]
fn required_files_follow() {
    check(
        LOADER,
        &[("tools", "lib/tools")],
        &expect![[r#"
            //- prosody.cfg.lua
            package.path = './?.lua;' .. package.path
            local load = require 'lib.tools.loader' -- 
            load(Include, 'core')
        "#]],
    );
    check(
        LOADER,
        &[("core", "base")],
        &expect![[r#"
            //- prosody.cfg.lua
            package.path = './?.lua;' .. package.path
            local load = require 'tools.loader' -- 
            load(Include, 'base')
        "#]],
    );
    check(
        LOADER,
        &[("tools/loader.lua", "tools/my.loader.lua")],
        &expect![[r#"
            prosody.cfg.lua:2 loads what is moved by a path that has to be changed by hand.
        "#]],
    );
}

#[test]
fn names_that_break_the_quotes_are_left_to_a_person() {
    check(
        "//- prosody.cfg.lua\nInclude 'a.cfg.lua' -- $0\n//- a.cfg.lua\na = 1\n",
        &[("a.cfg.lua", "it's.cfg.lua")],
        &expect![[r#"
            prosody.cfg.lua:1 loads what is moved by a path that has to be changed by hand.
        "#]],
    );
}

#[test]
fn project_files_that_name_a_moved_entry_are_named() {
    let text = "//- main.cfg.lua\na = 1 -- $0\n//- prosody-ls.toml\nentry = \"main.cfg.lua\"\n";
    check(
        text,
        &[("main.cfg.lua", "other.cfg.lua")],
        &expect![[r#"
            prosody-ls.toml names main.cfg.lua as the entry: change it by hand.
        "#]],
    );
    check(
        text,
        &[("main.cfg.lua", "x/main.cfg.lua"), ("prosody-ls.toml", "x/prosody-ls.toml")],
        &expect![[""]],
    );
}

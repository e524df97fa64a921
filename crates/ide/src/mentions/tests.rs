//! What a file mentions, and which names mean the same.
#![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

use std::fmt::Write as _;

use expect_test::expect;
use fixture::Fixture;

use super::{Access, Thing, bindings, of_file};

fn mentions(text: &str) -> String {
    let fixture = Fixture::new(text);
    let file = fixture.source("prosody.cfg.lua");
    let mut out = String::new();
    for mention in of_file(&fixture.snapshot, file).mentions {
        let word = String::from_utf8_lossy(mention.span.slice(&file.text));
        let kind = match &mention.thing {
            Thing::Option(_) => "option".to_owned(),
            Thing::Module(name) => format!("module {name}"),
            Thing::Host(name) => format!("host {name}"),
            Thing::Environment(_) => "environment".to_owned(),
            Thing::Language(_) => "language".to_owned(),
            Thing::Local(declaration) => format!("local of {}", declaration.start),
        };
        let access = if mention.access == Access::Write { " =" } else { "" };
        let sure = if mention.sure { "" } else { " ?" };
        let _ = writeln!(out, "{word}: {kind}{access}{sure}");
    }
    out
}

#[test]
fn every_form_of_setting_and_naming_is_met() {
    let text = "Include 'conf.d/*.cfg.lua'
Component 'a@b.example' 'muc' { admins = { 'x@y.example/z' }, storage = 'sql' }
authentication = Lua.os.getenv('A') or 'ldap'
default_bookmarks = { { jid = 'room@r.example', name = 'room.r.example' } }
function f(x) return x, { [x] = ENV_B } end
a.b = a
";
    expect![[r#"
        Include: language
        Component: language
        a@b.example: host a@b.example =
        muc: module muc
        admins: option =
        y.example: host y.example
        storage: option =
        sql: module storage_sql
        authentication: option =
        Lua: language
        A: environment
        ldap: module auth_ldap
        default_bookmarks: option =
        r.example: host r.example
        room.r.example: host room.r.example ?
        f: option =
        x: local of 240 =
        x: local of 240
        x: local of 240
        B: environment
        a: option
        a: option
    "#]]
    .assert_eq(&mentions(text));
}

#[test]
fn options_in_the_table_of_a_host_are_set_by_either_kind_of_key() {
    expect![[r#"
        VirtualHost: language
        a.example: host a.example =
        modules_enabled: option =
        mam: module mam
        name: option =
        key: option
    "#]]
    .assert_eq(&mentions(
        "VirtualHost 'a.example' { ['modules_enabled'] = { 'mam' }, name = 1, [key] = 2 }\n",
    ));
}

#[test]
fn escaped_strings_and_strings_in_computed_names_are_left_alone() {
    expect![[r#"
        admins: option =
        VirtualHost: language
        x: option =
    "#]]
    .assert_eq(&mentions("admins = { '\\97@a.example' }\nVirtualHost 'a\\46example'\nx = 'a b'\n"));
}

#[test]
fn names_are_bound_alike_if_they_mean_the_same() {
    let of = |text: &str| bindings(text.as_bytes()).into_iter().map(|(_, to)| to).collect::<Vec<_>>();
    let before = of("local a = 1\nlocal b = a\nx = a + b");
    assert_eq!(before, of("local c = 1\nlocal b = c\nx = c + b"));
    assert_ne!(before, of("local b = 1\nlocal b = b\nx = b + b"));
}

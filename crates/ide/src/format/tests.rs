use expect_test::{Expect, expect};
use fixture::{Directory, Fixture};
use syntax::Span;

use super::{Formatting, Indent, format};

/// The text as it would be; what stands between `«»` is selected.
fn formatted(marked: &str) -> String {
    let (text, selected) = selection(marked);
    let fixture = Fixture::new(&format!("//- prosody.cfg.lua\n{text}"));
    let result = format(&fixture.snapshot, fixture.id("prosody.cfg.lua"), selected, None);
    assert_eq!(result.refused, None);
    apply(&text, &result)
}

fn selection(marked: &str) -> (String, Option<Span>) {
    let text = marked.replace(['«', '»'], "");
    let selected = marked.find('«').map(|start| {
        let end = marked.find('»').unwrap() - "«".len();
        Span::new(start as u32, end as u32)
    });
    (text, selected)
}

fn apply(text: &str, result: &Formatting) -> String {
    let mut text = text.to_owned();
    for edit in result.edits.iter().rev() {
        text.replace_range(std::ops::Range::from(edit.span), &edit.text);
    }
    text
}

fn check(marked: &str, expected: &Expect) {
    let result = formatted(marked);
    expected.assert_eq(&result);
    if !marked.contains('«') {
        assert_eq!(formatted(&result), result, "formatting what is formatted changes nothing");
    }
}

/// Why a text is not formatted.
fn refusal(text: &[u8]) -> String {
    let directory = Directory::new();
    directory.write("prosody.cfg.lua", text);
    on_disk(&directory, "prosody.cfg.lua", None).refused.unwrap_or_default()
}

fn on_disk(directory: &Directory, path: &str, indent: Option<Indent>) -> Formatting {
    let mut workspace = config::Workspace::new();
    workspace.set_roots(vec![directory.path().to_owned()]);
    let snapshot = workspace.snapshot(&|_, _| {});
    format(&snapshot, snapshot.file_id(&directory.path().join(path)).unwrap(), None, indent)
}

/// The formatted text of a file beside settings files.
fn with_settings(settings: &[(&str, &str)], indent: Option<Indent>, text: &str) -> String {
    let directory = Directory::new();
    directory.write("conf.d/a.cfg.lua", text.as_bytes());
    for (path, content) in settings {
        directory.write(path, content.as_bytes());
    }
    let result = on_disk(&directory, "conf.d/a.cfg.lua", indent);
    result
        .refused
        .clone()
        .map_or_else(|| apply(text, &result), |why| why.replace(&*directory.path().to_string_lossy(), "$DIR"))
}

#[test]
fn a_configuration_keeps_its_calls_and_comments() {
    check(
        "-- Hosts\nadmins={'a@b';'c@d'} -- who\n  VirtualHost   'example.org'\n enabled=true;\n\n\n\nInclude(\"conf.d/*.cfg.lua\")\nlocal x=(1)\nif (x>.5) then log={info='a';levels={'warn'}}end\n",
        &expect![[r#"
            -- Hosts
            admins = { "a@b", "c@d" } -- who
            VirtualHost "example.org"
            enabled = true

            Include("conf.d/*.cfg.lua")
            local x = 1
            if x > 0.5 then
            	log = { info = "a", levels = { "warn" } }
            end
        "#]],
    );
}

#[test]
fn long_lists_have_a_line_for_each_entry() {
    check(
        "modules_enabled = {\n  -- Generally required\n    \"roster\"; -- Allow users to have a roster\n\"saslauth\"; \"tls\";\n  -- \"dialback\";\n};\n",
        &expect![[r#"
            modules_enabled = {
            	-- Generally required
            	"roster", -- Allow users to have a roster
            	"saslauth",
            	"tls",
            	-- "dialback";
            }
        "#]],
    );
}

#[test]
fn edits_are_small() {
    let text = "admins  =  { 'a@b' }\nlog = \"x\"\n";
    let fixture = Fixture::new(&format!("//- prosody.cfg.lua\n{text}"));
    let result = format(&fixture.snapshot, fixture.id("prosody.cfg.lua"), None, None);
    let edits: Vec<_> =
        result.edits.iter().map(|edit| (edit.span.start, edit.span.end, &*edit.text)).collect();
    assert_eq!(edits, [(7, 8, ""), (10, 11, ""), (13, 18, "\"a@b\"")]);
}

#[test]
fn a_range_leaves_other_statements_alone() {
    check("a  = 1\n«b  = 2»\nc  = 3", &expect![["a  = 1\nb = 2\nc  = 3"]]);
    check(
        "a  = 1\nif  x  then\n   b  = 2\n «  c  = { 1,\n» 2 }\n   d  = 1\nend",
        &expect![["a  = 1\nif  x  then\n   b  = 2\n\tc = { 1, 2 }\n   d  = 1\nend"]],
    );
}

#[test]
fn a_byte_order_mark_and_a_first_line_for_the_shell_stay() {
    check("\u{feff}a=1\n", &expect![["\u{feff}a = 1\n"]]);
    check("#!/usr/bin/env prosody\na=1\n", &expect![["#!/usr/bin/env prosody\na = 1\n"]]);
}

#[test]
fn line_ends_of_the_file_stay() {
    check("a=1\r\nb=[[\r\n]]\r\n", &expect![["a = 1\r\nb = [[\r\n]]\r\n"]]);
}

#[test]
fn what_is_marked_for_stylua_stays() {
    check("a=1\n-- stylua: ignore\nb=2\nc=3\n", &expect![["a = 1\n-- stylua: ignore\nb=2\nc = 3\n"]]);
}

#[test]
fn what_is_no_lua_is_left_alone() {
    assert_eq!(refusal(b"a = {\nb = }\n"), "line 2 is not Lua: unexpected symbol near '}'");
    assert_eq!(refusal(b"a = 'caf\xE9'\n"), "the file is not in UTF-8");
}

#[test]
fn settings_files_count() {
    let text = "VirtualHost 'a'\nif x then\n    y = 1\nend\n";
    let editorconfig =
        ("  .editorconfig".trim(), "root = true\n[*.lua]\nindent_style = space\nindent_size = 2\n");
    let stylua = ("conf.d/.stylua.toml", "indent_type = \"Spaces\"\nindent_width = 3\nsyntax = \"Lua51\"\n");
    let quotes = ("stylua.toml", "quote_style = \"ForceSingle\"\ncall_parentheses = \"None\"\n");
    expect![[r#"
        VirtualHost "a"
        if x then
             y = 1
        end
    "#]]
    .assert_eq(&with_settings(&[], Some(Indent::Spaces(5)), text));
    expect![[r#"
        VirtualHost "a"
        if x then
          y = 1
        end
    "#]]
    .assert_eq(&with_settings(&[editorconfig], Some(Indent::Spaces(5)), text));
    expect![[r"
        VirtualHost 'a'
        if x then
        	y = 1
        end
    "]]
    .assert_eq(&with_settings(&[editorconfig, quotes], Some(Indent::Spaces(5)), text));
    // The nearest one counts alone, and means what it means to StyLua.
    expect![[r#"
        VirtualHost("a")
        if x then
           y = 1
        end
    "#]]
    .assert_eq(&with_settings(&[editorconfig, quotes, stylua], None, text));
}

#[test]
fn settings_that_make_no_sense_are_told() {
    let why = with_settings(&[("stylua.toml", "indent = 2\n")], None, "a=1\n");
    assert!(why.starts_with("$DIR/stylua.toml: unknown field `indent`"), "{why}");
}

#[test]
fn statements_are_never_sorted() {
    let text = "local b = require(\"b\")\nlocal a = require(\"a\")\n";
    let settings = ("stylua.toml", "[sort_requires]\nenabled = true\n");
    assert_eq!(with_settings(&[settings], None, text), text);
}

#[test]
fn deep_nesting_takes_no_time_and_no_stack() {
    for (open, close, fits, too_deep) in [
        ("f(", ")", 10, 11),
        ("{ a = ", "}", 10, 190),
        ("f(function() return 1 + ", " end)", 3, 20),
        ("f((1 + ", "))", 4, 20),
        ("1 + ", "", 450, 460),
    ] {
        let text = |depth: usize| format!("x = {}1{}\n", open.repeat(depth), close.repeat(depth));
        let refusal_at = |depth: usize| {
            let fixture = Fixture::new(&format!("//- prosody.cfg.lua\n{}", text(depth)));
            let file = fixture.source("prosody.cfg.lua");
            assert_eq!(file.parse.errors, [], "{}", text(depth));
            format(&fixture.snapshot, file.id, None, None).refused
        };
        assert_eq!(refusal_at(fits), None, "{open}");
        if !close.is_empty() {
            let why = refusal_at(too_deep).unwrap();
            assert_eq!(why, "more than 10 tables, calls or functions lie in one another", "{open}");
        }
    }
    let blocks = format!("{}x=1{}\n", "do ".repeat(190), " end".repeat(190));
    let nested = formatted(&blocks);
    assert!(nested.contains(&format!("\n{}x =", "\t".repeat(190))), "{nested}");
}

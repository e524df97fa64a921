use expect_test::{Expect, expect};

use super::{Cursor, cursor_at};

/// Texts with `|` at the cursor, and what is told of it: kind, what would be replaced, `"` if in a string.
fn check(marked: &str, expected: &Expect) {
    let offset = marked.find('|').unwrap();
    let text = marked.replacen('|', "", 1);
    let context = cursor_at(text.as_bytes(), offset as u32);
    let cursor = match context.cursor {
        Cursor::Statement => "statement".to_owned(),
        Cursor::Value { path } => format!("value of {}", path.join(" > ")),
        Cursor::Entry { path } => format!("entry of [{}]", path.join(" > ")),
        Cursor::Argument { function, index } => format!("argument {index} of {function}"),
        Cursor::Member { object } => format!("member of {object}"),
        Cursor::Expression => "expression".to_owned(),
        Cursor::Comment => "comment".to_owned(),
        Cursor::Nothing => "nothing".to_owned(),
    };
    let replaced = String::from_utf8_lossy(context.replace.slice(text.as_bytes())).into_owned();
    let quote = if context.in_string { " in a string" } else { "" };
    expected.assert_eq(&format!("{cursor}, replaces {replaced:?}{quote}"));
}

#[test]
fn statements() {
    check("|", &expect![[r#"statement, replaces """#]]);
    check("mod|", &expect![[r#"statement, replaces "mod""#]]);
    check("mo|dules = 1", &expect![[r#"statement, replaces "modules""#]]);
    check("x = 1\n|", &expect![[r#"statement, replaces """#]]);
    check("x = 1\nmod|", &expect![[r#"statement, replaces "mod""#]]);
    check("x = 1\nmod|\ny = 2", &expect![[r#"statement, replaces "mod""#]]);
    check("x = { 1 }\nmod|", &expect![[r#"statement, replaces "mod""#]]);
    check("VirtualHost \"a\"\n  mod|", &expect![[r#"statement, replaces "mod""#]]);
    check("x = 1; mod|", &expect![[r#"statement, replaces "mod""#]]);
    check("if x then\n  mod|\nend", &expect![[r#"statement, replaces "mod""#]]);
    check("if x then y = 1 else mod|", &expect![[r#"statement, replaces "mod""#]]);
    check("if x then y = 1 end\nmod|", &expect![[r#"statement, replaces "mod""#]]);
    check("function f()\n  mod|", &expect![[r#"statement, replaces "mod""#]]);
    check("x = function() mod|", &expect![[r#"statement, replaces "mod""#]]);
    check("x = function() return 1 end\nmod|", &expect![[r#"statement, replaces "mod""#]]);
    check("for i = 1, 2 do |", &expect![[r#"statement, replaces """#]]);
    check("repeat |", &expect![[r#"statement, replaces """#]]);
    check("modu\nfoo|", &expect![[r#"statement, replaces "foo""#]]);
}

#[test]
fn values() {
    check("x = |", &expect![[r#"value of x, replaces """#]]);
    check("x =|", &expect![[r#"value of x, replaces """#]]);
    check("x = tr|", &expect![[r#"value of x, replaces "tr""#]]);
    check("x = true|", &expect![[r#"value of x, replaces "true""#]]);
    check("x = \"|", &expect![[r#"value of x, replaces "" in a string"#]]);
    check("x = \"ab|c\"", &expect![[r#"value of x, replaces "abc" in a string"#]]);
    check("x = \"ab|c\ny = 1", &expect![[r#"value of x, replaces "abc" in a string"#]]);
    check("x = 'hello wor|", &expect![[r#"value of x, replaces "hello wor" in a string"#]]);
    check("x = 'hello |", &expect![[r#"value of x, replaces "hello " in a string"#]]);
    check("x = [[a|b]]", &expect![[r#"value of x, replaces "ab" in a string"#]]);
    check("x = [[a|", &expect![[r#"value of x, replaces "a" in a string"#]]);
    check("x = a or |", &expect![[r#"value of x, replaces """#]]);
    check("x = \ny = |", &expect![[r#"value of y, replaces """#]]);
    check("ssl = { key = \"|", &expect![[r#"value of ssl > key, replaces "" in a string"#]]);
    check("ssl = { key = |", &expect![[r#"value of ssl > key, replaces """#]]);
    check("ssl = { [\"key\"] = |", &expect![[r#"value of ssl > key, replaces """#]]);
    check("limits = { c2s = { rate = |", &expect![[r#"value of limits > c2s > rate, replaces """#]]);
    check(
        "limits = {\n  c2s = {\n    rate = \"10kb/s\";\n  };\n  s2s = { rate = \"|\n}",
        &expect![[r#"value of limits > s2s > rate, replaces "" in a string"#]],
    );
    check("a.b = |", &expect![[r#"value of a > b, replaces """#]]);
    check("if x then y = \"|", &expect![[r#"value of y, replaces "" in a string"#]]);
    check(
        "modules_enabled = {\n  \"a\";\n\nadmins = \"|",
        &expect![[r#"value of admins, replaces "" in a string"#]],
    );
    check("x = \"a\" |", &expect![[r#"nothing, replaces """#]]);
}

#[test]
fn entries() {
    check("modules_enabled = { |", &expect![[r#"entry of [modules_enabled], replaces """#]]);
    check(
        "modules_enabled = { \"roster\"; \"sa|",
        &expect![[r#"entry of [modules_enabled], replaces "sa" in a string"#]],
    );
    check(
        "modules_enabled = { \"roster\"; \"sa|\nfoo = 1\n",
        &expect![[r#"entry of [modules_enabled], replaces "sa" in a string"#]],
    );
    check(
        "modules_enabled = {\n  \"roster\"\n  \"sa|\n}",
        &expect![[r#"entry of [modules_enabled], replaces "sa" in a string"#]],
    );
    check(
        "modules_enabled = {\n  \"roster\";\n  |\n}",
        &expect![[r#"entry of [modules_enabled], replaces """#]],
    );
    check(
        "modules_enabled = {\n  \"roster\";\n|\n}",
        &expect![[r#"entry of [modules_enabled], replaces """#]],
    );
    check(
        "modules_enabled = {\n  \"roster\";\nsa|\n}",
        &expect![[r#"entry of [modules_enabled], replaces "sa""#]],
    );
    check("modules_enabled = {\n  \"roster\";\nsa|\n\nx = 1", &expect![[r#"statement, replaces "sa""#]]);
    check(
        "modules_enabled = { \"|\" }",
        &expect![[r#"entry of [modules_enabled], replaces "" in a string"#]],
    );
    check("modules_enabled = { \" |}", &expect![[r#"entry of [modules_enabled], replaces " " in a string"#]]);
    check("modules_enabled { \"|", &expect![[r#"entry of [modules_enabled], replaces "" in a string"#]]);
    check(
        "modules_enabled:append { \"|",
        &expect![[r#"entry of [modules_enabled], replaces "" in a string"#]],
    );
    check(
        "modules_enabled:append({ \"|",
        &expect![[r#"entry of [modules_enabled], replaces "" in a string"#]],
    );
    check("VirtualHost \"x\" { opt|", &expect![[r#"entry of [], replaces "opt""#]]);
    check("VirtualHost \"x\" { ssl = { k|", &expect![[r#"entry of [ssl], replaces "k""#]]);
    check("Component \"x\" \"muc\" { |", &expect![[r#"entry of [], replaces """#]]);
    check("ssl = { ke|", &expect![[r#"entry of [ssl], replaces "ke""#]]);
    check("ssl = { [\"ke|", &expect![[r#"entry of [ssl], replaces "ke" in a string"#]]);
    check("limits = { c2s = { ra|", &expect![[r#"entry of [limits > c2s], replaces "ra""#]]);
    check("list = { 1, { |", &expect![[r#"entry of [list > 2], replaces """#]]);
    check("log = { { levels = { \"|", &expect![[r#"entry of [log > 1 > levels], replaces "" in a string"#]]);
    check("local t = { \"|", &expect![[r#"expression, replaces "" in a string"#]]);
    check("x = y and { \"|", &expect![[r#"entry of [x], replaces "" in a string"#]]);
    check("x = f { \"|", &expect![[r#"expression, replaces "" in a string"#]]);
    check("x = { function() end, |", &expect![[r#"entry of [x], replaces """#]]);
}

#[test]
fn arguments() {
    check("VirtualHost \"exa|", &expect![[r#"argument 0 of VirtualHost, replaces "exa" in a string"#]]);
    check("VirtualHost \"|\"", &expect![[r#"argument 0 of VirtualHost, replaces "" in a string"#]]);
    check("Include \"co|", &expect![[r#"argument 0 of Include, replaces "co" in a string"#]]);
    check("Include \"co|\nx = 1\n", &expect![[r#"argument 0 of Include, replaces "co" in a string"#]]);
    check("Include(\"co|", &expect![[r#"argument 0 of Include, replaces "co" in a string"#]]);
    check("Component \"x\" \"mu|", &expect![[r#"argument 1 of Component, replaces "mu" in a string"#]]);
    check("x = Lua.os.getenv(\"HO|", &expect![[r#"argument 0 of Lua.os.getenv, replaces "HO" in a string"#]]);
    check(
        "x = Lua . os . getenv \"HO|",
        &expect![[r#"argument 0 of Lua.os.getenv, replaces "HO" in a string"#]],
    );
    check("f(1, |", &expect![[r#"argument 1 of f, replaces """#]]);
    check(
        "table.insert(modules_enabled, \"|",
        &expect![[r#"argument 1 of table.insert, replaces "" in a string"#]],
    );
    check("a:b(1, { 2 }, |", &expect![[r#"argument 2 of a:b, replaces """#]]);
    check("f(function() x = 1 end, |", &expect![[r#"argument 1 of f, replaces """#]]);
}

#[test]
fn expressions() {
    check("if |", &expect![[r#"expression, replaces """#]]);
    check("if x == |", &expect![[r#"expression, replaces """#]]);
    check("while not |", &expect![[r#"expression, replaces """#]]);
    check("return |", &expect![[r#"expression, replaces """#]]);
    check("for k in |", &expect![[r#"expression, replaces """#]]);
    check("local x = |", &expect![[r#"expression, replaces """#]]);
    check("x = os.|", &expect![[r#"member of os, replaces """#]]);
    check("x = Lua.os.ge|", &expect![[r#"member of Lua.os, replaces "ge""#]]);
    check("s:|", &expect![[r#"member of s, replaces """#]]);
    check("x[|", &expect![[r#"expression, replaces """#]]);
    check("x = (|", &expect![[r#"expression, replaces """#]]);
    check("repeat x = 1 until |", &expect![[r#"expression, replaces """#]]);
}

#[test]
fn nothing_and_comments() {
    check("x = 12|", &expect![[r#"nothing, replaces """#]]);
    check("local |", &expect![[r#"nothing, replaces """#]]);
    check("local x|", &expect![[r#"nothing, replaces "x""#]]);
    check("for |", &expect![[r#"nothing, replaces """#]]);
    check("function f(|", &expect![[r#"nothing, replaces """#]]);
    check("goto |", &expect![[r#"nothing, replaces """#]]);
    check("modules_enabled |", &expect![[r#"nothing, replaces """#]]);
    check("-- com|ment", &expect![[r#"comment, replaces """#]]);
    check("-- comment|", &expect![[r#"comment, replaces """#]]);
    check("-- comment|\nx = 1", &expect![[r#"comment, replaces """#]]);
    check("-- comment\n|", &expect![[r#"statement, replaces """#]]);
    check("--[[ a\n b|\n]] x = 1", &expect![[r#"comment, replaces """#]]);
    check("--[[ a ]]|", &expect![[r#"statement, replaces """#]]);
    check("--[[ a |", &expect![[r#"comment, replaces """#]]);
    check("|-- comment", &expect![[r#"statement, replaces """#]]);
    check("x = { -- |", &expect![[r#"comment, replaces """#]]);
    check("\"|", &expect![[r#"nothing, replaces "" in a string"#]]);
    check("x = \"-- |\"", &expect![[r#"value of x, replaces "-- " in a string"#]]);
}

//! What survives of a text with mistakes.

#![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

use expect_test::{Expect, expect};

/// The statements that survive, each as far as it was understood, and the errors with what they mark.
fn check(text: &str, expected: &Expect) {
    let parse = syntax::parse(text.as_bytes());
    let source = |span: syntax::Span| String::from_utf8_lossy(span.slice(text.as_bytes())).into_owned();
    let stats = parse.chunk.block.stats.iter().map(|stat| {
        let source = source(stat.span);
        source.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    let errors = parse
        .errors
        .iter()
        .map(|error| format!("! {}: {} [{}]", error.line, error.message, source(error.span)));
    let shown: String = stats.chain(errors).flat_map(|line| [line, "\n".to_owned()]).collect();
    expected.assert_eq(&shown);
}

#[test]
fn a_missing_comma_costs_nothing() {
    check(
        "x = {\n  \"a\";\n  \"b\"\n  \"c\";\n}\ny = 1",
        &expect![[r#"
        x = { "a"; "b" "c"; }
        y = 1
        ! 4: '}' expected (to close '{' at line 1) near '"c"' ["c"]
    "#]],
    );
    check(
        "x = { a = 1 b = 2 }\ny = 1",
        &expect![[r#"
        x = { a = 1 b = 2 }
        y = 1
        ! 1: '}' expected near 'b' [b]
    "#]],
    );
    check(
        "x = {\na = 1\nb = 2\n}\ny = 1",
        &expect![[r#"
        x = { a = 1 b = 2 }
        y = 1
        ! 3: '}' expected (to close '{' at line 1) near 'b' [b]
    "#]],
    );
    check(
        "VirtualHost \"a\"\n  ssl = { key = \"k\" certificate = \"c\" }\ny = 1",
        &expect![[r#"
        VirtualHost "a"
        ssl = { key = "k" certificate = "c" }
        y = 1
        ! 2: '}' expected near 'certificate' [certificate]
    "#]],
    );
    check(
        "f(1 2)\ny = 1",
        &expect![[r#"
        f(1 2)
        y = 1
        ! 1: ')' expected near '2' [2]
    "#]],
    );
}

#[test]
fn a_missing_brace_ends_the_table_before_the_next_statement() {
    check(
        "x = {\n  \"a\";\n  \"b\";\n\ny = 1\nVirtualHost \"z\"\n  w = 2\n",
        &expect![[r#"
        x = { "a"; "b";
        y = 1
        VirtualHost "z"
        w = 2
        ! 6: '}' expected (to close '{' at line 1) near 'VirtualHost' [VirtualHost]
    "#]],
    );
    check(
        "x = {\n  \"a\";\n\ny = { 1 }\nlocal z = 2\n",
        &expect![[r#"
        x = { "a";
        y = { 1 }
        local z = 2
        ! 5: '}' expected (to close '{' at line 1) near 'local' [local]
    "#]],
    );
    check(
        "x = {\n  \"a\"\n\nVirtualHost \"z\"\n  y = 1",
        &expect![[r#"
        x = { "a"
        VirtualHost "z"
        y = 1
        ! 4: '}' expected (to close '{' at line 1) near 'VirtualHost' [VirtualHost]
    "#]],
    );
    check(
        "x = { \"a\"\ny = 1",
        &expect![[r#"
        x = { "a"
        y = 1
        ! 2: '}' expected (to close '{' at line 1) near 'y' [y]
    "#]],
    );
    check(
        "x = { { \"a\"\ny = 1",
        &expect![[r#"
        x = { { "a"
        y = 1
        ! 2: '}' expected (to close '{' at line 1) near 'y' [y]
    "#]],
    );
    check(
        "x = f({ \"a\"\ny = 1",
        &expect![[r#"
        x = f({ "a"
        y = 1
        ! 2: '}' expected (to close '{' at line 1) near 'y' [y]
    "#]],
    );
    check(
        "x = {",
        &expect![[r#"
        x = {
        ! 1: unexpected symbol near <eof> []
    "#]],
    );
}

#[test]
fn an_unfinished_string_ends_with_its_line() {
    check(
        "x = \"abc\ny = 1",
        &expect![[r#"
        x = "abc
        y = 1
        ! 1: unfinished string near '"abc' ["abc]
    "#]],
    );
    check(
        "x = { \"a\", \"b }\ny = 1",
        &expect![[r#"
        x = { "a", "b }
        y = 1
        ! 1: unfinished string near '"b }' ["b]
    "#]],
    );
    check(
        "x = {\n  \"a;\n  \"b\";\n}\ny = 1",
        &expect![[r#"
        x = { "a; "b"; }
        y = 1
        ! 2: unfinished string near '"a;' ["a]
    "#]],
    );
    check(
        "Include \"conf.d/*\nVirtualHost \"a\"\n",
        &expect![[r#"
        Include "conf.d/*
        VirtualHost "a"
        ! 1: unfinished string near '"conf.d/*' ["conf.d/*]
    "#]],
    );
    check(
        "x = 'it's'\ny = 1",
        &expect![[r#"
        x = 'it'
        s'
        y = 1
        ! 1: unfinished string near ''' [']
    "#]],
    );
}

#[test]
fn half_typed_statements_are_left_out() {
    check(
        "x = 1\nmodu\ny = 2",
        &expect![[r#"
        x = 1
        y = 2
        ! 3: syntax error near 'y' [y]
    "#]],
    );
    check(
        "x = 1\nmodu",
        &expect![[r#"
        x = 1
        ! 2: syntax error near <eof> []
    "#]],
    );
    check(
        "x =\ny = 2\nz = 3",
        &expect![[r#"
        y = 2
        z = 3
        ! 2: unexpected symbol near '=' [=]
    "#]],
    );
    check(
        "x = 1 +\ny = 2\nz = 3",
        &expect![[r#"
        y = 2
        z = 3
        ! 2: unexpected symbol near '=' [=]
    "#]],
    );
    check(
        "x = {\n  a =\n  b = 2\n}\ny = 1",
        &expect![[r#"
        x = { a = b = 2 }
        y = 1
        ! 3: '}' expected (to close '{' at line 1) near '=' [=]
    "#]],
    );
    check(
        "x = foo.\ny = 2",
        &expect![[r#"
        y = 2
        ! 2: unexpected symbol near '=' [=]
    "#]],
    );
    check(
        "local\ny = 2",
        &expect![[r#"
        local y = 2
    "#]],
    );
    check(
        "x = = 1\ny = 2",
        &expect![[r#"
        y = 2
        ! 1: unexpected symbol near '=' [=]
    "#]],
    );
    check(
        "if x then\n  modu\n  y = 1\nend\nz = 2",
        &expect![[r#"
        if x then modu y = 1 end
        z = 2
        ! 3: syntax error near 'y' [y]
    "#]],
    );
    check(
        "function f(a b)\n  y = 1\nend\nz = 2",
        &expect![[r#"
        z = 2
        ! 1: ')' expected near 'b' [b]
    "#]],
    );
    check(
        "VirtualHost\nx = 1",
        &expect![[r#"
        x = 1
        ! 2: syntax error near 'x' [x]
    "#]],
    );
}

#[test]
fn a_missing_end_is_put_where_the_indentation_says() {
    check(
        "if x then\n  y = 1\n\nz = 2\nw = 3",
        &expect![[r#"
        if x then y = 1
        z = 2
        w = 3
        ! 5: 'end' expected (to close 'if' at line 1) near <eof> []
    "#]],
    );
    check(
        "function f()\n  if x then\n    y = 1\nend\n\nz = 2",
        &expect![[r#"
        function f() if x then y = 1 end
        z = 2
        ! 6: 'end' expected (to close 'function' at line 1) near <eof> []
    "#]],
    );
    check(
        "if x then\ny = 1\nz = 2",
        &expect![[r#"
        if x then y = 1 z = 2
        ! 3: 'end' expected (to close 'if' at line 1) near <eof> []
    "#]],
    );
    check(
        "x = 1\nend\ny = 2",
        &expect![[r#"
        x = 1
        y = 2
        ! 2: <eof> expected near 'end' [end]
    "#]],
    );
    check(
        "if x\n  y = 1\nend\nz = 2",
        &expect![[r#"
        if x y = 1 end
        z = 2
        ! 2: 'then' expected near 'y' [y]
    "#]],
    );
    check(
        "if x = 1 then\n  y = 1\nend\nz = 2",
        &expect![[r#"
        if x = 1 then y = 1 end
        z = 2
        ! 1: 'then' expected near '=' [=]
    "#]],
    );
    check(
        "return 1\nx = 2",
        &expect![[r#"
        x = 2
        ! 2: <eof> expected near 'x' [x]
    "#]],
    );
}

#[test]
fn stray_characters_cost_their_line() {
    check(
        "x = 1\n@\ny = 2",
        &expect![[r#"
        x = 1
        y = 2
        ! 2: unexpected symbol near '@' [@]
    "#]],
    );
    check(
        "`\ny = 2",
        &expect![[r#"
        y = 2
        ! 1: unexpected symbol near '`' [`]
    "#]],
    );
    check(
        "{% if x %}\nx = 1\n{% endif %}\ny = {{ z }}\n",
        &expect![[r#"
        x = 1
        y = {{ z }}
        ! 1: unexpected symbol near '{' [{]
        ! 3: unexpected symbol near '{' [{]
    "#]],
    );
    check(
        "// comment\nx = 1",
        &expect![[r#"
        x = 1
        ! 1: unexpected symbol near '//' [//]
    "#]],
    );
    check(
        "x = 1 }\ny = 2",
        &expect![[r#"
        x = 1
        y = 2
        ! 1: unexpected symbol near '}' [}]
    "#]],
    );
    check(
        "#!/usr/bin/lua\n--[[ a ]]\nx = 1",
        &expect![[r#"
        x = 1
    "#]],
    );
    check(
        "x = { \"a\", @, \"b\" }\ny = 2",
        &expect![[r#"
        x = { "a", @, "b" }
        y = 2
        ! 1: unexpected symbol near '@' [@]
    "#]],
    );
    check(
        "x = { \"key\" = 1, b = 2 }\ny = 2",
        &expect![[r#"
        x = { "key" = 1, b = 2 }
        y = 2
        ! 1: '}' expected near '=' [=]
    "#]],
    );
    check(
        "x = { key: 1, b = 2 }\ny = 2",
        &expect![[r#"
        x = { key: 1, b = 2 }
        y = 2
        ! 1: <name> expected near '1' [1]
    "#]],
    );
}

#[test]
fn what_lua_refuses_for_other_reasons_than_grammar_stays() {
    check(
        "x = '\\q'\ny = 3x\nz = 1",
        &expect![[r#"
        x = '\q'
        y = 3x
        z = 1
        ! 1: invalid escape sequence near ''\q' [\q]
        ! 2: malformed number near '3x' [3x]
    "#]],
    );
    check(
        "local a <const> = 1\na = 2\nb = 3",
        &expect![[r#"
        local a <const> = 1
        a = 2
        b = 3
        ! 2: attempt to assign to const variable 'a' [=]
    "#]],
    );
    check(
        "goto nowhere\nx = 1",
        &expect![[r#"
            goto nowhere
            x = 1
            ! 2: no visible label 'nowhere' for <goto> at line 1 [nowhere]
        "#]],
    );
    check(
        "break\nx = 1",
        &expect![[r#"
            break
            x = 1
            ! 2: break outside loop at line 1 [break]
        "#]],
    );
}

#[test]
fn an_unfinished_comment_or_long_string_leaves_what_stands_before() {
    check(
        "x = 1\n--[[ y = 2\nz = 3",
        &expect![[r#"
        x = 1
        ! 3: unfinished long comment (starting at line 2) near <eof> [[[]
    "#]],
    );
    check(
        "x = 1\ny = [[ a\nz = 3",
        &expect![[r#"
        x = 1
        y = [[ a z = 3
        ! 3: unfinished long string (starting at line 2) near <eof> [[[]
    "#]],
    );
}

//! Our trees are those of the parser library: for real configurations, for damaged ones, for random programs.

#![cfg(test)]

#[path = "../../tests/support/mod.rs"]
mod support;

use support::corpus;
use support::damage::{Dice, damaged, soups};

use super::lower;
use crate::{build, grammar, lexer};

/// Builds the tree of a text both ways.
fn compare(text: &[u8]) {
    let (walked, _) = grammar::walk(text, lexer::tokenize(text));
    let ours = build::build(text, &walked.tokens);
    let theirs = lower(text, &walked.tokens);
    assert!(theirs.as_ref() == Some(&ours), "{}\n{ours:#?}\n{theirs:#?}", String::from_utf8_lossy(text));
}

/// The parser library needs much stack.
fn on_large_stack(run: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(256 << 20).spawn(run).unwrap().join().unwrap();
}

#[test]
fn every_construct_has_the_tree_of_the_parser_library() {
    for text in [
        "x = 1; y, z.a['b'] = nil, true, false",
        "local a <const>, b <close> = ..., f() local c",
        "x = -2 ^ -3 ^ 2 .. 'a' .. \"b\" == not not #t and 1 << 2 + 3 * 4 // 5 % 6 or ~7 ~ 8 | 9 & 10 > 1",
        "x = (f)(1, { 2; a = 3, ['b'] = 4, [5] = { }, }).c:d 'e' { f } [[g]]",
        "do end; ; do x = 1 end while a do break end repeat local x until x",
        "if a then elseif b then x = 1 elseif c then else y = 2 end if a then b() end",
        "for i = 1, 2 do end for i = 1, 2, -1 do x() end for k, v in pairs(t), nil do goto next ::next:: end",
        "function f() end function a.b.c(x, ...) return end function a.b:c(y) return self, y; end",
        "local function f(a, b, ...) return function(...) return ... end, 1 end return f; ",
        "a() ; (b)() ; (c or d):e()",
        "return",
        "",
    ] {
        assert!(crate::check(text.as_bytes()).is_empty(), "{text}");
        compare(text.as_bytes());
    }
}

#[test]
fn configurations_have_the_trees_of_the_parser_library() {
    on_large_stack(|| corpus().iter().for_each(|(_, text)| compare(text)));
}

#[test]
fn damaged_configurations_have_the_trees_of_the_parser_library() {
    on_large_stack(|| damaged(500, 0x00DD_BA11_5EED).iter().for_each(|text| compare(text)));
    on_large_stack(|| soups(5000, 0x00DD_BA11_F00D).iter().for_each(|text| compare(text)));
}

#[test]
fn random_programs_have_the_trees_of_the_parser_library() {
    on_large_stack(|| {
        let mut dice = Dice(0x00D1_CE0F_5EED);
        let mut valid = 0;
        for _ in 0..2000 {
            let text = block(&mut dice, 4);
            compare(text.as_bytes());
            valid += usize::from(crate::check(text.as_bytes()).is_empty());
        }
        assert!(valid > 500, "{valid} of 2000 are programs");
    });
}

fn pick<'t>(dice: &mut Dice, texts: &[&'t str]) -> &'t str {
    texts[dice.roll(texts.len())]
}

fn name(dice: &mut Dice) -> &'static str {
    pick(dice, &["a", "b", "_c1", "modules_enabled", "self"])
}

/// Some texts with a separator between them.
fn list(dice: &mut Dice, most: usize, separator: &str, mut item: impl FnMut(&mut Dice) -> String) -> String {
    let items: Vec<String> = (0..=dice.roll(most)).map(|_| item(dice)).collect();
    items.join(separator)
}

fn block(dice: &mut Dice, depth: usize) -> String {
    let separator = pick(dice, &[" ", "\n", ";", "; -- comment\n"]);
    let stats = list(dice, 3, separator, |dice| statement(dice, depth));
    let end = if dice.roll(4) == 0 { format!(" return {}", expressions(dice, depth)) } else { String::new() };
    stats + &end
}

fn statement(dice: &mut Dice, depth: usize) -> String {
    let Some(below) = depth.checked_sub(1) else { return format!("{} = 1", name(dice)) };
    match dice.roll(13) {
        0 => format!("local {} = {}", list(dice, 2, ", ", local), expressions(dice, below)),
        1 => format!("do {} end", block(dice, below)),
        2 => format!("while {} do {} end", expression(dice, below), block(dice, below)),
        3 => format!("repeat {} until {}", block(dice, 0), expression(dice, below)),
        4 => {
            let arm = format!("{} then {}", expression(dice, below), block(dice, below));
            let more = match dice.roll(3) {
                0 => format!(" elseif {} then {}", expression(dice, below), block(dice, below)),
                1 => format!(" else {}", block(dice, below)),
                _ => String::new(),
            };
            format!("if {arm}{more} end")
        }
        5 => format!(
            "for {} = {}, {} do {} end",
            name(dice),
            expression(dice, below),
            list(dice, 1, ", ", |dice| expression(dice, below)),
            block(dice, below)
        ),
        6 => format!(
            "for {} in {} do {} end",
            list(dice, 2, ", ", |dice| name(dice).to_owned()),
            expressions(dice, below),
            block(dice, below)
        ),
        7 => format!("function {}{} {} end", dotted(dice), parameters(dice), block(dice, below)),
        8 => format!("local function {}{} {} end", name(dice), parameters(dice), block(dice, below)),
        9 => format!("{}{}", variable(dice, below), arguments(dice, below)),
        10 => format!("::l{}::", dice.roll(1000)),
        _ => format!("{} = {}", list(dice, 2, ", ", |dice| variable(dice, below)), expressions(dice, below)),
    }
}

fn local(dice: &mut Dice) -> String {
    format!("{}{}", name(dice), pick(dice, &["", "", " <const>", " <close>"]))
}

fn dotted(dice: &mut Dice) -> String {
    let names = list(dice, 2, ".", |dice| name(dice).to_owned());
    if dice.roll(3) == 0 { format!("{names}:m") } else { names }
}

fn parameters(dice: &mut Dice) -> String {
    match dice.roll(4) {
        0 => "()".to_owned(),
        1 => "(...)".to_owned(),
        2 => format!("({}, ...)", name(dice)),
        _ => format!("({})", list(dice, 2, ", ", |dice| name(dice).to_owned())),
    }
}

fn expressions(dice: &mut Dice, depth: usize) -> String {
    list(dice, 2, ", ", |dice| expression(dice, depth))
}

fn expression(dice: &mut Dice, depth: usize) -> String {
    const OPERATORS: [&str; 21] = [
        "or", "and", "<", ">", "<=", ">=", "~=", "==", "|", "~", "&", "<<", ">>", "..", "+", "-", "*", "/",
        "//", "%", "^",
    ];
    let Some(below) = depth.checked_sub(1) else { return constant(dice).to_owned() };
    match dice.roll(8) {
        0 => constant(dice).to_owned(),
        1 => format!("{}{}", pick(dice, &["not ", "- ", "#", "~"]), expression(dice, below)),
        2 => format!("function{} {} end", parameters(dice), block(dice, below.min(1))),
        3 => table(dice, below),
        4 => format!("{}{}", variable(dice, below), arguments(dice, below)),
        5 => variable(dice, below),
        _ => {
            let mut text = expression(dice, below);
            for _ in 0..=dice.roll(3) {
                let operator = pick(dice, &OPERATORS);
                text = format!("{text} {operator} {}", expression(dice, below));
            }
            text
        }
    }
}

fn constant(dice: &mut Dice) -> &'static str {
    pick(dice, &["nil", "true", "false", "1", "0x1p4", "'a\\n'", "\"b\"", "[[c]]", "[==[\nd]]]==]", "a", "b"])
}

fn variable(dice: &mut Dice, depth: usize) -> String {
    let mut text =
        if dice.roll(6) == 0 { format!("({})", expression(dice, depth)) } else { name(dice).to_owned() };
    for _ in 0..dice.roll(3) {
        let suffix = match dice.roll(3) {
            0 => format!("[{}]", expression(dice, depth.min(1))),
            1 => format!("{}.x", arguments(dice, depth.min(1))),
            _ => format!(".{}", name(dice)),
        };
        text += &suffix;
    }
    // A name alone, or an index of whatever: something can be assigned to it.
    if text.ends_with(')') { text + ".y" } else { text }
}

fn arguments(dice: &mut Dice, depth: usize) -> String {
    let method = if dice.roll(3) == 0 { ":m" } else { "" };
    let args = match dice.roll(4) {
        0 => "()".to_owned(),
        1 => " 'text'".to_owned(),
        2 => table(dice, depth.min(1)),
        _ => format!("({})", expressions(dice, depth)),
    };
    format!("{method}{args}")
}

fn table(dice: &mut Dice, depth: usize) -> String {
    if dice.roll(5) == 0 {
        return "{}".to_owned();
    }
    let separator = pick(dice, &[", ", "; "]);
    let fields = list(dice, 3, separator, |dice| match dice.roll(3) {
        0 => format!("{} = {}", name(dice), expression(dice, depth)),
        1 => format!("[{}] = {}", expression(dice, depth), expression(dice, depth)),
        _ => expression(dice, depth),
    });
    format!("{{ {fields}{} }}", pick(dice, &["", separator]))
}

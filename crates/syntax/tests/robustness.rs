//! Texts that nobody writes: no crash on a thread with the usual small stack, and no time that grows faster than they do.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "these are tests")]

mod support;

use std::time::{Duration, Instant};

use support::corpus;
use syntax::{Encoding, LineIndex, MAX_ERRORS, MAX_SIZE, cursor_at, parse};

/// Far more than any of them needs in a debug build on a busy machine, far less than anything quadratic takes.
const LIMIT: Duration = Duration::from_secs(20);

/// Parses a text, asks for cursors in it and drops everything, on a thread with 2 MiB of stack.
fn survive(name: &str, text: impl Into<Vec<u8>>) {
    let text = text.into();
    let name = name.to_owned();
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(move || {
        let start = Instant::now();
        let parsed = parse(&text);
        assert!(parsed.errors.len() <= MAX_ERRORS, "{name}");
        let index = LineIndex::new(&text);
        for error in &parsed.errors {
            assert!(error.span.end as usize <= text.len(), "{name}: {error:?}");
            let (first, last) = (index.line_of(error.span.start), index.line_of(error.span.end));
            assert_eq!(first, last, "{name}: the mark of an error stays on its line");
            assert!(error.message.len() < 700, "{name}: {}", error.message.len());
            assert!(!error.message.contains("could not be analysed"), "{name}");
        }
        for part in 0..5 {
            let offset = (text.len() * part / 4) as u32;
            cursor_at(&text, offset);
            parsed.chunk.nodes_at(offset);
            index.position(&text, offset, Encoding::Utf16);
        }
        drop(parsed);
        assert!(start.elapsed() < LIMIT, "{name} took {:?}", start.elapsed());
    });
    thread.unwrap().join().unwrap();
}

#[test]
fn every_prefix_of_a_configuration_can_be_parsed() {
    let files = corpus();
    let Some((_, text)) =
        files.iter().filter(|(_, text)| text.len() > 5000).min_by_key(|(_, text)| text.len())
    else {
        return;
    };
    for end in 0..=text.len() {
        let prefix = &text[..end];
        let parsed = parse(prefix);
        assert!(parsed.errors.len() <= 3, "{}\n{:?}", String::from_utf8_lossy(prefix), parsed.errors);
        cursor_at(prefix, end as u32);
    }
}

#[test]
fn anything_may_be_nested_ten_thousand_deep() {
    for open in [
        "(",
        "{",
        "[",
        "x = (",
        "x = {",
        "x = { a = ",
        "x = a[",
        "f(",
        "f{",
        "f\"",
        "do ",
        "if x then ",
        "while x do ",
        "repeat ",
        "function f() ",
        "x = function() ",
        "for i = 1, 2 do ",
        "x = not ",
        "x = - ",
        "else ",
        "elseif x then ",
        "::a:: ",
        "return ",
        "local ",
        "local function f() ",
        "goto ",
        "break ",
        "a, ",
        "x = 1 .. ",
        "x = 2 ^ ",
        "[[",
        "[=",
        "--[[",
        "\"",
        "'",
        "\\",
        "end ",
        "until ",
        "} ",
        ") ",
        "] ",
        ") end } ",
        "x.",
        "x:",
        "x = ",
        "= ",
        ", ",
        "; ",
        "...",
    ] {
        survive(open, open.repeat(10_000));
        survive(open, format!("x = 1\n{}\ny = 2\n", open.repeat(10_000)));
        survive(open, format!("{open}\n").repeat(10_000));
    }
}

#[test]
fn deep_texts_may_be_closed() {
    for depth in [100, 190, 196, 197, 10_000] {
        let nested = |open: &str, close: &str| format!("{}{}", open.repeat(depth), close.repeat(depth));
        survive("tables", format!("x = {}", nested("{", "}")));
        survive("parentheses", format!("x = {}1{}", "(".repeat(depth), ")".repeat(depth)));
        survive("functions", format!("x = {}", nested("function() return {", "} end ")));
        survive("blocks", nested("if x then ", " end"));
        survive("loops", nested("while x do ", " end"));
        survive("calls", nested("f(function() ", " end)"));
    }
}

#[test]
fn chains_may_be_long() {
    for count in [400, 10_000, 50_000] {
        survive("sum", format!("x = a{}", " + a".repeat(count)));
        survive("concat", format!("x = a{}", " .. a".repeat(count)));
        survive("or", format!("x = a{}", " or a".repeat(count)));
        survive("fields", format!("x = a{}", ".a".repeat(count)));
        survive("calls", format!("f{}", "()".repeat(count)));
        survive("strings", format!("f{}", "'a'".repeat(count)));
        survive("methods", format!("f{}", ":a()".repeat(count)));
        survive("indices", format!("f{} = 1", "[1]".repeat(count)));
        survive("elseif", format!("if x then y = 1 {} end", "elseif x then y = 1 ".repeat(count)));
        survive("arguments", format!("f({}1)", "1, ".repeat(count)));
        survive("targets", format!("{}x = 1", "x, ".repeat(count)));
        survive("semicolons", ";".repeat(count));
    }
}

#[test]
fn a_chain_is_analysed_up_to_the_promised_depth() {
    let links = syntax::ast::MAX_DEPTH as usize - 3;
    let long = parse(format!("x = a{}", " + a".repeat(links)).as_bytes());
    assert_eq!((long.errors.len(), long.chunk.block.stats.len()), (0, 1));
    let longer = parse(format!("x = a{}\ny = 1", " + a".repeat(links + 5)).as_bytes());
    assert_eq!((longer.errors.len(), longer.chunk.block.stats.len()), (1, 1));
}

#[test]
fn anything_may_be_a_megabyte_long() {
    let megabyte = 1 << 20;
    for byte in 0..=255_u8 {
        survive(
            &format!("bytes {byte}"),
            vec![byte; if byte.is_ascii_graphic() { megabyte / 4 } else { megabyte / 16 }],
        );
    }
    survive("NULs", vec![0; megabyte]);
    survive("backticks", "`".repeat(megabyte));
    survive("brackets", "[".repeat(megabyte));
    survive("long bracket", format!("x = [{}", "=".repeat(megabyte)));
    survive("closing brackets", format!("x = [==[{}", "]=".repeat(megabyte / 2)));
    survive("lines of backticks", "`\n".repeat(megabyte / 2));
    survive("line", format!("x = \"{}\"", "a".repeat(megabyte)));
    survive("unfinished line", format!("x = \"{}", "a".repeat(megabyte)));
    survive("long string", format!("x = [[{}]] 1", "a\n".repeat(megabyte / 2)));
    survive("unfinished long string", format!("x = [[{}", "a\n".repeat(megabyte / 2)));
    survive("unfinished comment", format!("x = 1 --[[{}", "a\n".repeat(megabyte / 2)));
    survive("escapes", format!("x = '{}'", "\\065".repeat(megabyte / 4)));
    survive("bad escapes", format!("x = '{}'", "\\q".repeat(megabyte / 2)));
    survive("unfinished strings", "x = 'abc\n".repeat(megabyte / 9));
    survive("comments", "-- comment\n".repeat(megabyte / 11));
    survive("open comments", "--[".repeat(megabyte / 3));
    survive("table", format!("x = {{ {} }}", "\"entry\";\n".repeat(100_000)));
    survive("table without commas", format!("x = {{\n{}\n}}", "\"entry\"\n".repeat(100_000)));
    survive("table on one line without commas", format!("x = {{ {} }}", "\"entry\" ".repeat(100_000)));
    survive("open tables", "x = {\n  1,\n".repeat(50_000));
    survive("open functions", "function f()\n  x = 1\n".repeat(50_000));
    survive("half assignments", "x =\n".repeat(100_000));
    survive("half names", "modu\n".repeat(100_000));
    survive("statements", "x = 1\n".repeat(150_000));
    survive("broken statements", "x = = 1\n".repeat(100_000));
    survive("templates", "{% if x %}\nx = {{ y }}\n".repeat(40_000));
    survive("labels", (0..20_000).map(|n| format!("::l{n}::\n")).collect::<Vec<_>>().concat());
    survive("gotos", (0..20_000).map(|n| format!("goto l{n}\n")).collect::<Vec<_>>().concat());
}

#[test]
fn random_bytes_can_be_parsed() {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for length in [10, 100, 1000, 100_000] {
        for _ in 0..50 {
            let any: Vec<u8> = (0..length).map(|_| random() as u8).collect();
            survive("random bytes", any);
            let alphabet = b" \n{}()[]=\"'-.,;:~<>\\xae01";
            let signs: Vec<u8> = (0..length).map(|_| alphabet[random() as usize % alphabet.len()]).collect();
            survive("random signs", signs);
        }
    }
}

#[test]
fn a_file_beyond_the_limit_is_refused_with_one_error() {
    let parsed = parse(&vec![b'\n'; MAX_SIZE + 1]);
    assert_eq!(parsed.errors.len(), 1);
    assert_eq!(parsed.chunk.block.stats.len(), 0);
    assert_eq!(parse(&vec![b'\n'; MAX_SIZE]).errors.len(), 0);
}

use super::{number_value, numeral_len, quoted_string, string_value};
use crate::ast::Number;

fn string(raw: &[u8]) -> Vec<u8> {
    string_value(raw).into_owned()
}

#[test]
fn escapes_become_the_bytes_that_lua_sees() {
    assert_eq!(string(br#""a\a\b\f\n\r\t\v\\\"\'z""#), b"a\x07\x08\x0C\n\r\t\x0B\\\"'z");
    assert_eq!(string(br"'\65\066\1234\0'"), b"AB{4\0");
    assert_eq!(string(br"'\x41\xfF'"), b"A\xFF");
    assert_eq!(string(b"'a\\\nb\\\r\nc\\\n\rd'"), b"a\nb\nc\nd");
    assert_eq!(string(b"'a\\z  \n\t\x0B b\\z'"), b"ab");
    assert_eq!(string(br"'\u{41}\u{E9}\u{20AC}\u{1D11E}'"), "Aé€𝄞".as_bytes());
    assert_eq!(string(br"'\u{7FFFFFFF}'"), b"\xFD\xBF\xBF\xBF\xBF\xBF");
    assert_eq!(string(br"'\u{200000}'"), b"\xF8\x88\x80\x80\x80");
}

#[test]
fn bytes_that_are_no_text_stay_as_they_are() {
    assert_eq!(string(b"'\xFF\x00\x80'"), b"\xFF\x00\x80");
}

#[test]
fn long_strings_lose_their_first_line_end_and_have_plain_ones() {
    assert_eq!(string(b"[[a]]"), b"a");
    assert_eq!(string(b"[==[\na]]\\n]=]]==]"), b"a]]\\n]=]");
    assert_eq!(string(b"[[\r\n\r\na\rb\n\rc]]"), b"\na\nb\nc");
    assert_eq!(string(b"[[]]"), b"");
}

#[test]
fn unfinished_strings_go_as_far_as_they_do() {
    assert_eq!(string(b"'abc"), b"abc");
    assert_eq!(string(b"'abc\\'"), b"abc'");
    assert_eq!(string(b"'"), b"");
    assert_eq!(string(b"[==[abc]]"), b"abc]]");
    assert_eq!(string(b"[["), b"");
    assert_eq!(string(b"[=[]"), b"]");
    assert_eq!(string(br"'a\qb'"), b"aqb");
}

#[test]
fn messages_quote_strings_with_their_delimiters() {
    assert_eq!(quoted_string(b"'a\\tb'"), b"'a\tb'");
    assert_eq!(quoted_string(b"[=[\na]=]"), b"[=[a]=]");
}

#[test]
fn numerals_are_integers_or_floats() {
    let integer = |raw: &str| match number_value(raw.as_bytes()) {
        Some(Number::Integer(value)) => Some(value),
        _ => None,
    };
    assert_eq!(integer("0"), Some(0));
    assert_eq!(integer("08"), Some(8));
    assert_eq!(integer("9223372036854775807"), Some(i64::MAX));
    assert_eq!(integer("9223372036854775808"), None);
    assert_eq!(integer("0x7fffffffffffffff"), Some(i64::MAX));
    assert_eq!(integer("0xFFFFFFFFFFFFFFFF"), Some(-1));
    assert_eq!(integer("0x1FFFFFFFFFFFFFFFF"), Some(-1), "hexadecimal integers wrap around");
    let float = |raw: &str| match number_value(raw.as_bytes()) {
        Some(Number::Float(value)) => Some(value.to_bits()),
        _ => None,
    };
    // The values that `lua5.4` prints for them.
    for (raw, value) in [
        ("9223372036854775808", 9_223_372_036_854_775_808.0),
        ("3.", 3.0),
        (".5e1", 5.0),
        ("1E-2", 0.01),
        ("1e999", f64::INFINITY),
        ("0x.8", 0.5),
        ("0xA.8p1", 21.0),
        ("0x1p-2", 0.25),
        ("0x1p99999999999999999999", f64::INFINITY),
        ("0x0.00000000000000000000000001p104", 1.0),
        ("0x1234567890123456789p0", 5.373_003_641_998_677e21),
    ] {
        assert_eq!(float(raw), Some(f64::to_bits(value)), "{raw}");
    }
}

#[test]
fn malformed_numerals_have_no_value() {
    for raw in ["3x", "0x", "0xg", "1e", "1e+", "1.2.3", "..", "0x1p", "0x.", "0x.p1", "1f", "1_000"] {
        assert_eq!(number_value(raw.as_bytes()), None, "{raw}");
    }
}

#[test]
fn a_numeral_takes_what_lua_takes_for_it() {
    for (text, taken) in [
        ("12 ", "12"),
        ("1..2", "1..2"),
        ("1e+5-1", "1e+5"),
        ("0xep+1+1", "0xep+1"),
        ("0xe+1", "0xe"),
        ("5222s,", "5222s"),
        ("3ms", "3m"),
        (".5.x", ".5.x"),
    ] {
        assert_eq!(&text[..numeral_len(text.as_bytes())], taken);
    }
}

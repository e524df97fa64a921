use proptest::prelude::*;

use super::{Encoding, LineIndex, LinePosition};
use crate::Span;

const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

fn at(line: u32, column: u32) -> LinePosition {
    LinePosition { line, column }
}

#[test]
fn every_line_end_of_lsp_ends_a_line() {
    let text = b"a\nb\r\nc\rd\n\re\n";
    let index = LineIndex::new(text);
    let lines: Vec<&[u8]> =
        (0..index.line_count()).map(|line| index.line_span(text, line).slice(text)).collect();
    assert_eq!(lines, [&b"a"[..], b"b", b"c", b"d", b"", b"e", b""]);
    assert_eq!(index.line_span(text, 99), Span::empty(12));
    assert_eq!(LineIndex::default(), LineIndex::new(b""));
}

#[test]
fn columns_count_in_the_units_of_the_encoding() {
    let text = "x = \"é𝄞z\"".as_bytes();
    let index = LineIndex::new(text);
    let z = text.iter().position(|b| *b == b'z').unwrap() as u32;
    let columns = ENCODINGS.map(|encoding| index.position(text, z, encoding).column);
    assert_eq!(columns, [11, 8, 7]);
    for (encoding, column) in ENCODINGS.into_iter().zip(columns) {
        assert_eq!(index.offset(text, at(0, column), encoding), z);
    }
}

#[test]
fn places_inside_a_character_are_its_start() {
    let text = "a𝄞b".as_bytes();
    let index = LineIndex::new(text);
    assert_eq!(index.position(text, 3, Encoding::Utf16), at(0, 1));
    assert_eq!(index.offset(text, at(0, 2), Encoding::Utf16), 1);
    assert_eq!(index.offset(text, at(0, 3), Encoding::Utf8), 1);
}

#[test]
fn places_beyond_a_line_or_the_text_are_clamped() {
    let text = b"ab\r\ncd";
    let index = LineIndex::new(text);
    for encoding in ENCODINGS {
        assert_eq!(index.offset(text, at(0, 99), encoding), 2);
        assert_eq!(index.offset(text, at(1, 99), encoding), 6);
        assert_eq!(index.offset(text, at(99, 0), encoding), 6);
        assert_eq!(index.position(text, 99, encoding), at(1, 2));
        assert_eq!(index.position(text, 3, encoding), at(0, 2), "inside the line end");
    }
}

#[test]
fn invalid_bytes_count_as_what_an_editor_shows_for_them() {
    // A lone continuation byte, and the first three bytes of a longer character: two replacement characters.
    let text = b"a\x80b\xF0\x9F\x98c";
    let shown = String::from_utf8_lossy(text);
    let index = LineIndex::new(text);
    assert_eq!(
        index.position(text, 6, Encoding::Utf32).column,
        shown.chars().position(|c| c == 'c').unwrap() as u32
    );
    assert_eq!(index.position(text, 6, Encoding::Utf16).column, 4);
    assert_eq!(index.position(text, 6, Encoding::Utf8).column, 6);
}

#[test]
fn an_edit_replaces_between_two_positions() {
    let mut text = b"admins = { }\r\nx = 1\r\n".to_vec();
    let mut index = LineIndex::new(&text);
    index.apply_edit(&mut text, at(0, 11)..at(0, 11), Encoding::Utf16, b"\n  \"a\";\n");
    assert_eq!(String::from_utf8_lossy(&text), "admins = { \n  \"a\";\n}\r\nx = 1\r\n");
    assert_eq!(index, LineIndex::new(&text));
    index.apply_edit(&mut text, at(3, 5)..at(2, 1), Encoding::Utf16, b"");
    assert_eq!(String::from_utf8_lossy(&text), "admins = { \n  \"a\";\n}\r\n");
    assert_eq!(index, LineIndex::new(&text));
}

#[test]
fn an_edit_may_part_or_join_a_line_end_of_two_bytes() {
    for (before, range, new, after) in [
        ("a\r\nb", at(0, 1)..at(1, 0), "\r", "a\rb"),
        ("a\rb", at(1, 0)..at(1, 0), "\n", "a\r\nb"),
        ("a\nb", at(0, 1)..at(0, 1), "\r", "a\r\nb"),
        ("a\rx\nb", at(1, 0)..at(1, 1), "", "a\r\nb"),
    ] {
        let mut text = before.as_bytes().to_vec();
        let mut index = LineIndex::new(&text);
        index.apply_edit(&mut text, range, Encoding::Utf16, new.as_bytes());
        assert_eq!(String::from_utf8_lossy(&text), after);
        assert_eq!(index, LineIndex::new(after.as_bytes()), "{before:?} to {after:?}");
    }
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(&b"\n"[..]),
        Just(&b"\r"[..]),
        Just(&b"\r\n"[..]),
        Just(&b"ab"[..]),
        Just("é".as_bytes()),
        Just("𝄞".as_bytes()),
        Just(&b"\xFF"[..]),
        Just(&b"\xE2\x82"[..]),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn position() -> impl Strategy<Value = LinePosition> {
    (0..8_u32, 0..8_u32).prop_map(|(line, column)| at(line, column))
}

proptest! {
    #[test]
    fn an_edited_index_is_that_of_the_edited_text(
        text in bytes(), start in position(), end in position(), new in bytes(), encoding in 0..3_usize,
    ) {
        let mut text = text;
        let mut index = LineIndex::new(&text);
        index.apply_edit(&mut text, start..end, ENCODINGS[encoding], &new);
        prop_assert_eq!(index, LineIndex::new(&text), "{:?}", text);
    }

    #[test]
    fn positions_lead_back_to_their_offsets(text in bytes()) {
        let index = LineIndex::new(&text);
        for encoding in ENCODINGS {
            let mut last = at(0, 0);
            for offset in 0..=text.len() as u32 {
                let position = index.position(&text, offset, encoding);
                prop_assert!(position >= last, "positions never go back");
                last = position;
                let back = index.offset(&text, position, encoding);
                prop_assert!(back <= offset);
                prop_assert_eq!(index.position(&text, back, encoding), position);
            }
        }
    }
}

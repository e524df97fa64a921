//! Lines, indentation and what belongs to a statement: where an edit may cut.

use config::SourceFile;
use syntax::{Span, TokenKind, tokenize};

/// Where the line of an offset begins.
pub(super) fn line_start(text: &[u8], offset: u32) -> u32 {
    let before = text.get(..offset as usize).unwrap_or_default();
    before.iter().rposition(|byte| is_line_end(*byte)).map_or(0, |at| at as u32 + 1)
}

/// Where the line of an offset ends, before its line end.
pub(super) fn line_end(text: &[u8], offset: u32) -> u32 {
    let rest = text.get(offset as usize..).unwrap_or_default();
    offset + rest.iter().position(|byte| is_line_end(*byte)).unwrap_or(rest.len()) as u32
}

/// Where the line behind that of an offset begins; the end of the text if there is none.
pub(super) fn next_line(text: &[u8], offset: u32) -> u32 {
    let end = line_end(text, offset);
    match text.get(end as usize..) {
        Some([b'\r', b'\n', ..]) => end + 2,
        Some([b'\r' | b'\n', ..]) => end + 1,
        _ => end,
    }
}

const fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// The blanks that the line of an offset begins with.
pub(super) fn indent(text: &[u8], offset: u32) -> String {
    let start = line_start(text, offset);
    let line = text.get(start as usize..).unwrap_or_default();
    let blanks = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t'));
    blanks.map(|byte| char::from(*byte)).collect()
}

/// How the text ends its lines.
pub(super) fn newline(text: &[u8]) -> &'static str {
    match text.iter().position(|byte| *byte == b'\n') {
        Some(at) if at > 0 && text.get(at - 1) == Some(&b'\r') => "\r\n",
        _ => "\n",
    }
}

/// Whether there is nothing but blanks.
pub(super) fn is_blank(text: &[u8], span: Span) -> bool {
    span.slice(text).trim_ascii().is_empty()
}

/// Whether an offset lies inside of a string or a comment, or the text is too broken to tell.
pub(super) fn is_inside_token(text: &[u8], offset: u32) -> bool {
    let lexed = tokenize(text);
    let inside = |span: Span| span.start < offset && offset < span.end;
    lexed.tokens.iter().any(|token| token.kind == TokenKind::String && inside(token.span))
        || lexed.comments.iter().any(|comment| inside(*comment))
}

/// Whether a string in a piece of the text goes over several lines: then its blanks mean something.
pub(super) fn holds_long_string(text: &[u8], span: Span) -> bool {
    let lexed = tokenize(span.slice(text));
    let long = |string: Span| string.slice(span.slice(text)).iter().any(|byte| is_line_end(*byte));
    lexed.tokens.iter().any(|token| token.kind == TokenKind::String && long(token.span))
}

/// A statement with what belongs to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extent {
    /// Its bytes: whole lines where nothing else is on them.
    pub(super) span: Span,
    /// Whether it is whole lines, the last line end included.
    pub(super) whole_lines: bool,
}

/// A statement with the comments above and behind it; comments that the file begins with are the file's.
pub(super) fn extent(file: &SourceFile, stat: Span) -> Extent {
    let text = &file.text;
    let mut end = stat.end;
    let semicolon =
        Span::new(end, line_end(text, end)).slice(text).iter().position(|byte| !byte.is_ascii_whitespace());
    if let Some(at) = semicolon
        && text.get(end as usize + at) == Some(&b';')
    {
        end += at as u32 + 1;
    }
    let (first, rest) = (line_start(text, stat.start), Span::new(end, line_end(text, end)));
    let behind = rest.slice(text).trim_ascii_start();
    let is_comment = behind.starts_with(b"--") && comment_ends(file, rest.end);
    let alone = is_blank(text, Span::new(first, stat.start)) && (behind.is_empty() || is_comment);
    if !alone {
        return Extent { span: Span::new(stat.start, end), whole_lines: false };
    }
    Extent { span: Span::new(with_comments(file, first), next_line(text, end)), whole_lines: true }
}

/// Whether no comment goes on behind an offset.
fn comment_ends(file: &SourceFile, offset: u32) -> bool {
    !file.parse.chunk.comments.iter().any(|comment| comment.start < offset && offset < comment.end)
}

/// Where the comments above a line begin, if they belong to what stands in it.
pub(super) fn with_comments(file: &SourceFile, line: u32) -> u32 {
    let text = &file.text;
    let is_comment = |line: Span| {
        let said = line.slice(text).trim_ascii();
        let is_short = said.starts_with(b"--") && !said.starts_with(b"--[[") && !said.starts_with(b"--[=");
        is_short && file.parse.chunk.comments.iter().any(|comment| line.contains(*comment))
    };
    let mut start = line;
    while let Some(above) = line_above(text, start).filter(|above| is_comment(*above)) {
        start = above.start;
    }
    // Where the file begins with a comment, that is about the file.
    if start == 0 { line } else { start }
}

/// The line before the one that begins at an offset, without its line end.
fn line_above(text: &[u8], start: u32) -> Option<Span> {
    let before = text.get(..start as usize).filter(|before| !before.is_empty())?;
    let before = before.strip_suffix(b"\n").unwrap_or(before);
    let before = before.strip_suffix(b"\r").unwrap_or(before);
    let end = before.len() as u32;
    Some(Span::new(line_start(text, end), end))
}

/// Lines with another indentation; whoever has a string over several lines must not ask.
pub(super) fn reindent(text: &str, from: &str, to: &str) -> String {
    let lines = text.split_inclusive('\n').map(|line| match line.strip_prefix(from) {
        Some(rest) if !rest.trim().is_empty() => format!("{to}{rest}"),
        _ => line.to_owned(),
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use fixture::Fixture;

    use super::*;

    fn extent_of(text: &str, stat: &str) -> String {
        let fixture = Fixture::new(text);
        let file = fixture.source("prosody.cfg.lua");
        let start = text.find(stat).unwrap() as u32;
        let extent = extent(file, Span::new(start, start + stat.len() as u32));
        String::from_utf8_lossy(extent.span.slice(&file.text)).into_owned()
    }

    #[test]
    fn comments_go_with_their_statement() {
        assert_eq!(
            extent_of("x = 0\n\n-- why\n\ta = 1; -- what\nb = 2\n", "a = 1"),
            "-- why\n\ta = 1; -- what\n"
        );
        assert_eq!(extent_of("-- the file\na = 1\n", "a = 1"), "a = 1\n");
        assert_eq!(extent_of("x = 0 a = 1; b = 2\n", "a = 1"), "a = 1;");
        assert_eq!(extent_of("x = 0\r\n-- why\r\na = 1\r\n", "a = 1"), "-- why\r\na = 1\r\n");
    }
}

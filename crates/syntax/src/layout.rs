//! Lines and indentation as hints of what was meant.

use crate::Span;

/// How far the line of an offset is indented; a tab counts as four blanks.
pub(crate) fn indent(text: &[u8], offset: u32) -> usize {
    let before = text.get(..offset as usize).unwrap_or_default();
    let line = before.iter().rposition(|b| matches!(b, b'\n' | b'\r')).map_or(0, |newline| newline + 1);
    let line = text.get(line..).unwrap_or_default();
    line.iter().take_while(|b| matches!(b, b' ' | b'\t')).map(|b| if *b == b'\t' { 4 } else { 1 }).sum()
}

/// Whether a line ends in `span`.
pub(crate) fn has_line_end(text: &[u8], span: Span) -> bool {
    span.slice(text).iter().any(|b| matches!(b, b'\n' | b'\r'))
}

//! Lines and columns of byte offsets, in the encodings that editors count in.

use std::ops::Range;

use crate::Span;

/// What an editor counts columns in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units; LSP's default.
    Utf16,
    /// Characters (code points).
    Utf32,
}

/// A line and a column, both from 0, the column in some [`Encoding`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LinePosition {
    /// The line, from 0.
    pub line: u32,
    /// The column, from 0.
    pub column: u32,
}

/// Where the lines of one text begin.
///
/// Invalid UTF-8 counts as [`String::from_utf8_lossy`] would show it: each maximal invalid sequence is one
/// character, one UTF-16 unit, and (in [`Encoding::Utf8`], which counts what is there) its own bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineIndex {
    /// Never empty: the first line begins at 0.
    starts: Vec<u32>,
}

impl Default for LineIndex {
    fn default() -> Self {
        Self { starts: vec![0] }
    }
}

impl LineIndex {
    /// The lines of `text`; `\n`, `\r\n` and a lone `\r` end one, as LSP says.
    pub fn new(text: &[u8]) -> Self {
        let mut starts = vec![0];
        starts.extend(line_starts(text, 0..text.len()));
        starts.shrink_to_fit();
        Self { starts }
    }

    /// How many lines there are; a text that ends with a line end has an empty last line.
    pub fn line_count(&self) -> u32 {
        self.starts.len() as u32
    }

    /// The bytes of a line (from 0) without its line end; empty at the end of the text if there is no such line.
    pub fn line_span(&self, text: &[u8], line: u32) -> Span {
        let end_of_text = text.len() as u32;
        let Some(start) = self.starts.get(line as usize).map(|start| (*start).min(end_of_text)) else {
            return Span::empty(end_of_text);
        };
        let end = self.starts.get(line as usize + 1).map_or(end_of_text, |end| (*end).min(end_of_text));
        let content = Span::new(start, end).slice(text);
        let content = content.strip_suffix(b"\n").unwrap_or(content);
        let content = content.strip_suffix(b"\r").unwrap_or(content);
        Span::new(start, start + content.len() as u32)
    }

    /// The line (from 0) of a byte offset.
    pub fn line_of(&self, offset: u32) -> u32 {
        self.starts.partition_point(|&start| start <= offset).saturating_sub(1) as u32
    }

    /// The position of a byte offset, clamped to the text; inside a character or a line end it is that one's start.
    pub fn position(&self, text: &[u8], offset: u32, encoding: Encoding) -> LinePosition {
        let line = self.line_of(offset.min(text.len() as u32));
        let span = self.line_span(text, line);
        let bytes = offset.min(span.end).saturating_sub(span.start) as usize;
        let mut column = 0;
        for (start, end, units) in characters(span.slice(text), encoding) {
            // Bytes may be addressed one by one where they are no valid character.
            if end > bytes {
                if encoding == Encoding::Utf8 && !is_character(span.slice(text), start..end) {
                    column += (bytes - start) as u32;
                }
                break;
            }
            column += units;
        }
        LinePosition { line, column }
    }

    /// The byte offset of a position, clamped to the line and to the text; inside a character it is that one's start.
    pub fn offset(&self, text: &[u8], position: LinePosition, encoding: Encoding) -> u32 {
        let span = self.line_span(text, position.line);
        if position.line >= self.line_count() {
            return text.len() as u32;
        }
        let line = span.slice(text);
        let mut column = 0;
        for (start, end, units) in characters(line, encoding) {
            if column + units > position.column {
                let inside = position.column - column;
                let bytewise = encoding == Encoding::Utf8 && !is_character(line, start..end);
                return span.start + start as u32 + if bytewise { inside } else { 0 };
            }
            column += units;
        }
        span.end
    }

    /// Replaces a range of `text` (clamped, its ends in either order) and brings the index up to date.
    /// Costs no more than moving the text and the line starts behind the range.
    pub fn apply_edit(
        &mut self,
        text: &mut Vec<u8>,
        range: Range<LinePosition>,
        encoding: Encoding,
        new_text: &[u8],
    ) {
        let one = self.offset(text, range.start, encoding);
        let other = self.offset(text, range.end, encoding);
        let (start, end) = (one.min(other), one.max(other));
        text.splice(start as usize..end as usize, new_text.iter().copied());
        let new_end = start as usize + new_text.len();
        // A `\r` before the range or a `\n` behind it may have joined with, or parted from, the edges: the line
        // starts at both edges are looked for again.
        let first = self.starts.partition_point(|&line| line < start.max(1));
        let behind = self.starts.partition_point(|&line| line <= end + 1);
        let tail = self.starts.split_off(behind.max(first));
        self.starts.truncate(first.max(1));
        let from = (start as usize).saturating_sub(1);
        let to = (new_end + 1).min(text.len());
        let last = self.starts.last().copied().unwrap_or_default();
        self.starts.extend(line_starts(text, from..to).filter(|&line| line > last));
        let last = self.starts.last().copied().unwrap_or_default();
        let moved = tail.into_iter().map(|line| (u64::from(line) + new_end as u64 - u64::from(end)) as u32);
        self.starts.extend(moved.filter(|&line| line > last));
    }
}

/// The starts of lines behind the line ends that have their last byte in `range`.
fn line_starts(text: &[u8], range: Range<usize>) -> impl Iterator<Item = u32> {
    let bytes = text.get(range.clone()).unwrap_or_default();
    bytes.iter().enumerate().filter_map(move |(index, &byte)| {
        let next = range.start + index + 1;
        let ends = byte == b'\n' || (byte == b'\r' && text.get(next) != Some(&b'\n'));
        ends.then_some(next as u32)
    })
}

/// The characters of a line: first byte, end, width.
fn characters(line: &[u8], encoding: Encoding) -> impl Iterator<Item = (usize, usize, u32)> {
    let mut at = 0;
    line.utf8_chunks().flat_map(move |chunk| {
        let start = at;
        at += chunk.valid().len() + chunk.invalid().len();
        let valid = chunk.valid().char_indices().map(move |(index, character)| {
            let units = match encoding {
                Encoding::Utf8 => character.len_utf8(),
                Encoding::Utf16 => character.len_utf16(),
                Encoding::Utf32 => 1,
            };
            (start + index, start + index + character.len_utf8(), units as u32)
        });
        let invalid = (!chunk.invalid().is_empty()).then(|| {
            let begin = start + chunk.valid().len();
            let units = if encoding == Encoding::Utf8 { chunk.invalid().len() as u32 } else { 1 };
            (begin, begin + chunk.invalid().len(), units)
        });
        valid.chain(invalid)
    })
}

fn is_character(line: &[u8], range: Range<usize>) -> bool {
    line.get(range).is_some_and(|bytes| std::str::from_utf8(bytes).is_ok())
}

#[cfg(test)]
mod tests;

//! Edits one after the other, as edits of the text that they began with.

use syntax::Span;

/// A text after some edits: pieces of the first text, and what was written between them.
#[derive(Debug)]
pub(super) struct Patch<'t> {
    text: &'t [u8],
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone)]
enum Piece {
    Kept(Span),
    New(String),
}

impl Piece {
    fn len(&self) -> u32 {
        match self {
            Self::Kept(span) => span.len(),
            Self::New(text) => text.len() as u32,
        }
    }

    /// The part of it between two offsets in it.
    fn part(&self, from: u32, to: u32) -> Option<Self> {
        if from >= to {
            return None;
        }
        Some(match self {
            Self::Kept(span) => Self::Kept(Span::new(span.start + from, span.start + to)),
            Self::New(text) => Self::New(text.get(from as usize..to as usize)?.to_owned()),
        })
    }
}

impl<'t> Patch<'t> {
    /// Nothing edited yet.
    pub(super) fn new(text: &'t [u8]) -> Self {
        Self { text, pieces: vec![Piece::Kept(Span::new(0, text.len() as u32))] }
    }

    /// Replaces some bytes of the text as it is now.
    pub(super) fn replace(&mut self, span: Span, text: &str) {
        let mut pieces = Vec::with_capacity(self.pieces.len() + 2);
        let (mut at, mut is_written) = (0, false);
        for piece in &self.pieces {
            let end = at + piece.len();
            let inside = |offset: u32| offset.clamp(at, end) - at;
            pieces.extend(piece.part(0, inside(span.start)));
            if !is_written && span.start <= end {
                is_written = true;
                pieces.push(Piece::New(text.to_owned()));
            }
            pieces.extend(piece.part(inside(span.end), end - at));
            at = end;
        }
        if !is_written {
            pieces.push(Piece::New(text.to_owned()));
        }
        self.pieces = pieces;
    }

    /// The text as it is now.
    pub(super) fn result(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.text.len());
        for piece in &self.pieces {
            match piece {
                Piece::Kept(span) => out.extend_from_slice(span.slice(self.text)),
                Piece::New(text) => out.extend_from_slice(text.as_bytes()),
            }
        }
        out
    }

    /// The edits of the first text that lead to it, in order.
    pub(super) fn edits(&self) -> Vec<(Span, String)> {
        let mut edits = Vec::new();
        let (mut at, mut written) = (0, String::new());
        let end = Piece::Kept(Span::empty(self.text.len() as u32));
        for piece in self.pieces.iter().chain(std::iter::once(&end)) {
            match piece {
                Piece::New(text) => written.push_str(text),
                Piece::Kept(span) => {
                    let gap = Span::new(at, span.start);
                    if !gap.is_empty() || !written.is_empty() {
                        edits.push((gap, std::mem::take(&mut written)));
                    }
                    at = span.end;
                }
            }
        }
        edits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_of_edits_are_edits_of_the_first_text() {
        let mut patch = Patch::new(b"one two three");
        patch.replace(Span::new(4, 7), "2");
        patch.replace(Span::new(6, 11), "3");
        patch.replace(Span::new(5, 5), "!");
        assert_eq!(patch.result(), b"one 2! 3");
        assert_eq!(patch.edits(), [(Span::new(4, 7), "2!".to_owned()), (Span::new(8, 13), "3".to_owned())]);
        patch.replace(Span::new(8, 8), ".");
        patch.replace(Span::new(0, 0), "> ");
        assert_eq!(patch.result(), b"> one 2! 3.");
    }

    #[test]
    fn nothing_is_no_edit() {
        assert!(Patch::new(b"x").edits().is_empty());
        let mut patch = Patch::new(b"");
        patch.replace(Span::empty(0), "x");
        assert_eq!(patch.edits(), [(Span::empty(0), "x".to_owned())]);
    }
}

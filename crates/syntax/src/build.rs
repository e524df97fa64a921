//! The tree of a valid list of tokens.
//!
//! What the [grammar walk](crate::grammar) leaves follows Lua's grammar, so nothing is checked here: each construct
//! is read by the shortest way. Whatever is not where it belongs is skipped.

mod expressions;
mod statements;

use crate::Span;
use crate::ast::{Block, Name};
use crate::token::{Token, TokenKind};

/// The tree of a valid list of tokens of `text`.
pub(crate) fn build(text: &[u8], tokens: &[Token]) -> Block {
    Builder { text, tokens, at: 0 }.block()
}

struct Builder<'a> {
    text: &'a [u8],
    tokens: &'a [Token],
    /// Index of the current token.
    at: usize,
}

impl<'a> Builder<'a> {
    fn kind(&self) -> TokenKind {
        self.kind_at(self.at)
    }

    fn kind_at(&self, index: usize) -> TokenKind {
        self.tokens.get(index).map_or(TokenKind::Eof, |token| token.kind)
    }

    fn span(&self) -> Span {
        self.tokens.get(self.at).map_or(Span::empty(self.text.len() as u32), |token| token.span)
    }

    /// The current token's bytes; goes behind it.
    fn next(&mut self) -> Span {
        let span = self.span();
        self.at += 1;
        span
    }

    /// Goes behind the current token if it is of this kind.
    fn accept(&mut self, kind: TokenKind) -> bool {
        let found = self.kind() == kind;
        self.at += usize::from(found);
        found
    }

    fn name(&mut self) -> Name {
        let span = self.next();
        Name { text: self.text_of(span), span }
    }

    /// Names are ASCII, so nothing is lost.
    fn text_of(&self, span: Span) -> Box<str> {
        std::str::from_utf8(self.bytes(span)).unwrap_or_default().into()
    }

    fn bytes(&self, span: Span) -> &'a [u8] {
        span.slice(self.text)
    }

    /// As many items as commas say. Most lists have one, and there are many: no room is taken for more.
    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let mut items = vec![item(self)];
        while self.accept(TokenKind::Comma) {
            items.push(item(self));
        }
        items.shrink_to_fit();
        items
    }
}

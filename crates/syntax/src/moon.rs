//! A second opinion on our trees: those of `full_moon`, a well-kept Lua parser, in our form.
//!
//! It parses a [rendering](render) of a valid list of tokens; names, values and places come from our own tokens. Its
//! tree takes some 100 bytes for each byte of source and most of the time of reading a configuration, so ours are
//! [built](crate::build) without it, and the tests hold the two to be the same.

mod expressions;
mod render;
mod statements;
mod tests;

use full_moon::tokenizer::TokenReference;
use full_moon::{LuaVersion, ast as moon};

use crate::Span;
use crate::ast::{Block, Name};
use crate::moon::render::render;
use crate::token::{Token, TokenKind};

/// The tree that the parser library makes of a valid list of tokens of `text`; `None` if it refuses the list.
pub(crate) fn lower(text: &[u8], tokens: &[Token]) -> Option<Block> {
    let rendering = render(tokens);
    let parsed = full_moon::parse_fallible(&rendering.text, LuaVersion::lua54());
    if !parsed.errors().is_empty() {
        return None;
    }
    let lowering = Lowering { text, tokens, origins: &rendering.origins };
    Some(lowering.block(parsed.ast().nodes()))
}

struct Lowering<'a> {
    text: &'a [u8],
    tokens: &'a [Token],
    origins: &'a [u32],
}

impl Lowering<'_> {
    /// Our token that a token of the rendering stands for.
    fn token(&self, reference: &TokenReference) -> Token {
        let end = self.text.len() as u32;
        let eof = Token { kind: TokenKind::Eof, broken: false, span: Span::empty(end) };
        let place = reference.token().start_position().bytes();
        let index = self.origins.get(place).map(|&index| index as usize);
        index.and_then(|index| self.tokens.get(index)).copied().unwrap_or(eof)
    }

    fn span(&self, reference: &TokenReference) -> Span {
        self.token(reference).span
    }

    fn name(&self, reference: &TokenReference) -> Name {
        let span = self.span(reference);
        Name { text: self.text_of(span), span }
    }

    /// Names are ASCII, so nothing is lost.
    fn text_of(&self, span: Span) -> Box<str> {
        String::from_utf8_lossy(span.slice(self.text)).into()
    }

    fn names(&self, names: &moon::punctuated::Punctuated<TokenReference>) -> Vec<Name> {
        names.iter().map(|name| self.name(name)).collect()
    }
}

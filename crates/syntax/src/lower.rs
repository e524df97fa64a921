//! The parser library's tree to ours.
//!
//! The only module that knows `full_moon`. It parses a [rendering](crate::render) of a valid list of
//! tokens; names, values and places come from our own tokens.

mod expressions;
mod statements;

use std::panic::{AssertUnwindSafe, catch_unwind};

use full_moon::tokenizer::TokenReference;
use full_moon::{LuaVersion, ast as moon};

use crate::Span;
use crate::ast::{Block, Name};
use crate::grammar::Walked;
use crate::render::render;
use crate::token::{Token, TokenKind};

/// About how many tokens are given to the parser library at once. Its tree takes some 100 bytes for each byte of
/// source: in small portions the memory is used again and again, which is several times faster for large files.
const PORTION: usize = 512;

/// The tree of a valid list of tokens of `text`; `None` if the parser library refuses it, which would be a mistake of ours.
pub(crate) fn lower(text: &[u8], walked: &Walked) -> Option<Block> {
    let mut stats = Vec::with_capacity(walked.starts.len());
    let mut begin = 0;
    let ends = walked.starts.iter().copied().chain([walked.tokens.len()]);
    for end in ends {
        if end - begin >= PORTION || end == walked.tokens.len() {
            let tokens = walked.tokens.get(begin..end)?;
            // A panic of the library costs one file's tree, not the session. The closure changes nothing outside.
            let portion = catch_unwind(AssertUnwindSafe(|| lower_portion(text, tokens)));
            stats.extend(portion.ok().flatten()?.stats);
            begin = end;
        }
    }
    Some(Block { stats })
}

fn lower_portion(text: &[u8], tokens: &[Token]) -> Option<Block> {
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

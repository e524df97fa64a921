//! A valid list of tokens as the text that `full_moon` parses.
//!
//! `full_moon` sees neither the user's text nor its comments, only a plain rendering with one kind of string,
//! numeral and name each. So nothing in a text can confuse it, and its tokens are found again by their places.

use crate::token::{Token, TokenKind};

/// A rendering.
#[derive(Debug, Default)]
pub(crate) struct Rendering {
    /// Lua source.
    pub(crate) text: String,
    /// For each byte of `text` at which a token begins, the token's index.
    pub(crate) origins: Vec<u32>,
}

/// Renders a valid list of tokens.
pub(crate) fn render(tokens: &[Token]) -> Rendering {
    let mut rendering = Rendering {
        text: String::with_capacity(tokens.len() * 2),
        origins: Vec::with_capacity(tokens.len() * 2),
    };
    let mut before = TokenKind::Semicolon;
    // Whether we are in a table (where semicolons separate entries) or in a block.
    let mut tables = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::LeftBrace => tables.push(true),
            TokenKind::Function | TokenKind::If | TokenKind::Do | TokenKind::Repeat => tables.push(false),
            TokenKind::RightBrace | TokenKind::End | TokenKind::Until => _ = tables.pop(),
            TokenKind::Eof => break,
            // Between statements a semicolon matters only where the next one could be arguments.
            TokenKind::Semicolon if tables.last() != Some(&true) => {
                if tokens.get(index + 1).is_some_and(|next| next.kind == TokenKind::LeftParen) {
                    rendering.push(index, "do end", before);
                    before = TokenKind::End;
                }
                continue;
            }
            _ => {}
        }
        rendering.push(index, word(token.kind), before);
        before = token.kind;
    }
    rendering
}

impl Rendering {
    fn push(&mut self, index: usize, word: &str, before: TokenKind) {
        if !before.is_separate() && !word.starts_with(['{', '}', '(', ')', ',', ';', '"']) {
            self.text.push(' ');
        }
        self.origins.resize(self.text.len(), u32::MAX);
        self.origins.push(index as u32);
        self.text.push_str(word);
    }
}

/// A stand-in for a token.
const fn word(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Name => "n",
        TokenKind::String => "\"\"",
        TokenKind::Number => "1",
        // `full_moon` wants `break` to be the last statement of a block, as Lua 5.1 did.
        TokenKind::Break => "goto n",
        kind => kind.text(),
    }
}

impl TokenKind {
    /// Whether no blank is needed behind it.
    const fn is_separate(self) -> bool {
        matches!(
            self,
            Self::LeftBrace
                | Self::RightBrace
                | Self::LeftParen
                | Self::RightParen
                | Self::Comma
                | Self::Semicolon
                | Self::String
        )
    }
}

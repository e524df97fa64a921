//! The rules for expressions; each returns the depth of its tree.

use super::{Broken, Step, Walker};
use crate::token::TokenKind;

/// What a suffixed expression ended as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A variable: the index of its token.
    Name(usize),
    /// `a.b` or `a[b]`
    Indexed,
    /// A call.
    Call,
    /// `(a)`
    Paren,
}

impl Form {
    pub(super) const fn is_assignable(self) -> bool {
        matches!(self, Self::Name(_) | Self::Indexed)
    }
}

/// How strongly unary operators bind.
pub(crate) const UNARY_PRIORITY: u8 = 12;

/// How strongly a binary operator binds to its left and to its right.
pub(crate) const fn priorities(kind: TokenKind) -> Option<(u8, u8)> {
    Some(match kind {
        TokenKind::Or => (1, 1),
        TokenKind::And => (2, 2),
        TokenKind::Equal
        | TokenKind::NotEqual
        | TokenKind::Less
        | TokenKind::LessEqual
        | TokenKind::Greater
        | TokenKind::GreaterEqual => (3, 3),
        TokenKind::Pipe => (4, 4),
        TokenKind::Tilde => (5, 5),
        TokenKind::Ampersand => (6, 6),
        TokenKind::ShiftLeft | TokenKind::ShiftRight => (7, 7),
        TokenKind::Concat => (9, 8),
        TokenKind::Plus | TokenKind::Minus => (10, 10),
        TokenKind::Star | TokenKind::Percent | TokenKind::Slash | TokenKind::DoubleSlash => (11, 11),
        TokenKind::Caret => (14, 13),
        _ => return None,
    })
}

impl Walker<'_> {
    pub(super) fn expression(&mut self) -> Step<u32> {
        self.operation(0)
    }

    /// An expression whose operators bind stronger than `limit`.
    fn operation(&mut self, limit: u8) -> Step<u32> {
        self.enter()?;
        let mut depth = if matches!(
            self.kind(),
            TokenKind::Not | TokenKind::Minus | TokenKind::Tilde | TokenKind::Hash
        ) {
            self.advance();
            let operand = self.operation(UNARY_PRIORITY)?;
            self.grow(operand)?
        } else {
            self.simple()?
        };
        while let Some((left, right)) = priorities(self.kind())
            && left > limit
        {
            self.advance();
            let operand = self.operation(right)?;
            depth = self.grow(depth.max(operand))?;
        }
        self.leave();
        Ok(depth)
    }

    fn simple(&mut self) -> Step<u32> {
        match self.kind() {
            TokenKind::Number | TokenKind::String | TokenKind::Nil | TokenKind::True | TokenKind::False => {}
            TokenKind::Ellipsis => {
                if !self.scopes.is_vararg() {
                    self.syntax_error("cannot use '...' outside a vararg function");
                    // Only the place is wrong: what follows can be understood.
                }
            }
            TokenKind::LeftBrace => return self.table(),
            TokenKind::Function => {
                let opener = self.at;
                self.advance();
                let line = self.line_mark();
                return self.function_body(opener, line, false);
            }
            _ => return Ok(self.suffixed()?.0),
        }
        self.advance();
        self.grow(0)
    }

    /// `a.b[c]:d(e) "f" { g }`
    pub(super) fn suffixed(&mut self) -> Step<(u32, Form)> {
        let line = self.line_mark();
        let (mut depth, mut form) = self.primary()?;
        loop {
            match self.kind() {
                TokenKind::Dot => {
                    self.advance();
                    self.expect_name()?;
                    form = Form::Indexed;
                }
                TokenKind::LeftBracket => {
                    depth = depth.max(self.index()?);
                    form = Form::Indexed;
                }
                TokenKind::Colon => {
                    self.advance();
                    self.expect_name()?;
                    depth = depth.max(self.arguments(line)?);
                    form = Form::Call;
                }
                TokenKind::LeftParen | TokenKind::String | TokenKind::LeftBrace => {
                    depth = depth.max(self.arguments(line)?);
                    form = Form::Call;
                }
                _ => return Ok((depth, form)),
            }
            depth = self.grow(depth)?;
        }
    }

    fn primary(&mut self) -> Step<(u32, Form)> {
        match self.kind() {
            TokenKind::Name => {
                let form = Form::Name(self.at);
                self.advance();
                Ok((self.grow(0)?, form))
            }
            TokenKind::LeftParen => {
                let line = self.line_mark();
                self.advance();
                let inner = self.expression()?;
                self.close(TokenKind::RightParen, TokenKind::LeftParen, line);
                Ok((self.grow(inner)?, Form::Paren))
            }
            _ => {
                self.syntax_error("unexpected symbol");
                Err(Broken)
            }
        }
    }

    fn index(&mut self) -> Step<u32> {
        self.advance();
        let depth = self.expression()?;
        if !self.accept(TokenKind::RightBracket) {
            self.expected(TokenKind::RightBracket);
            self.insert(TokenKind::RightBracket);
            self.advance();
        }
        Ok(depth)
    }

    fn arguments(&mut self, line: u32) -> Step<u32> {
        match self.kind() {
            TokenKind::LeftParen => {
                self.advance();
                let mut depth = 0;
                if self.kind() != TokenKind::RightParen {
                    depth = self.expressions()?;
                    while self.kind() != TokenKind::RightParen && self.comma_is_missing() {
                        self.expected_closing(TokenKind::RightParen, TokenKind::LeftParen, line);
                        self.insert(TokenKind::Comma);
                        self.advance();
                        depth = depth.max(self.expressions()?);
                    }
                }
                self.close(TokenKind::RightParen, TokenKind::LeftParen, line);
                Ok(depth)
            }
            TokenKind::LeftBrace => self.table(),
            TokenKind::String => {
                self.advance();
                self.grow(0)
            }
            _ => {
                self.syntax_error("function arguments expected");
                Err(Broken)
            }
        }
    }

    pub(super) fn expressions(&mut self) -> Step<u32> {
        let mut depth = self.expression()?;
        while self.accept(TokenKind::Comma) {
            depth = depth.max(self.expression()?);
        }
        Ok(depth)
    }

    fn table(&mut self) -> Step<u32> {
        let line = self.line_mark();
        let brace = self.at;
        self.advance();
        let mut depth = 0;
        // The first entry that looks like a statement behind a forgotten brace.
        let mut outside = None;
        while self.kind() != TokenKind::RightBrace {
            let entry = self.at;
            if outside.is_none() && self.looks_outside(brace, entry) {
                outside = Some(entry);
            }
            let (mark, level) = (self.scopes.mark(), self.level);
            match self.field() {
                Ok(field) => depth = depth.max(field),
                Err(Broken) if self.overflow => return Err(Broken),
                Err(Broken) => {
                    self.scopes.reset(mark);
                    self.level = level;
                    self.drop_entry(entry, outside);
                    continue;
                }
            }
            if !self.accept(TokenKind::Comma)
                && !self.accept(TokenKind::Semicolon)
                && self.kind() != TokenKind::RightBrace
            {
                self.expected_closing(TokenKind::RightBrace, TokenKind::LeftBrace, line);
                self.mend_table(brace, entry, outside);
            }
        }
        self.advance();
        self.grow(depth)
    }

    fn field(&mut self) -> Step<u32> {
        match self.kind() {
            TokenKind::Name => {
                if self.kind_at(self.at + 1) == TokenKind::Assign {
                    self.advance();
                    self.advance();
                } else {
                    self.looked_ahead = true;
                }
                self.expression()
            }
            TokenKind::LeftBracket => {
                let key = self.index()?;
                self.expect(TokenKind::Assign)?;
                Ok(key.max(self.expression()?))
            }
            _ => self.expression(),
        }
    }

    /// The parameters and the block of a function, whose line Lua takes from the offset `line`.
    pub(super) fn function_body(&mut self, opener: usize, line: u32, method: bool) -> Step<u32> {
        self.scopes.open_function(Some(line), false);
        self.expect(TokenKind::LeftParen)?;
        if method {
            let declared = self.scopes.declare(b"self");
            self.check_scope(declared);
        }
        if self.kind() != TokenKind::RightParen {
            loop {
                match self.kind() {
                    TokenKind::Name => {
                        let name = self.bytes();
                        let declared = self.scopes.declare(name);
                        self.advance();
                        self.check_scope(declared);
                    }
                    TokenKind::Ellipsis => {
                        self.advance();
                        self.scopes.set_vararg();
                        break;
                    }
                    _ => {
                        self.syntax_error("<name> or '...' expected");
                        return Err(Broken);
                    }
                }
                if !self.accept(TokenKind::Comma) {
                    break;
                }
            }
        }
        self.scopes.activate();
        self.expect(TokenKind::RightParen)?;
        let tail = self.statements(Some(opener));
        let depth = self.close_block(TokenKind::End, TokenKind::Function, line, opener, tail)?;
        let closed = self.scopes.close_function();
        self.check_scope(closed);
        self.grow(depth)
    }
}

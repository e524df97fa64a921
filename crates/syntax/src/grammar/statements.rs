//! The rules for statements.

use super::expressions::Form;
use super::{Broken, Step, Walker};
use crate::token::TokenKind;

/// How a list of statements ended.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tail {
    pub(super) depth: u32,
    /// The token of a closing `return`.
    pub(super) returned: Option<usize>,
    /// The first statement that, by its indentation, stands outside the block: its `end` may be missing before.
    pub(super) outside: Option<usize>,
}

impl<'a> Walker<'a> {
    /// Statements up to a word that ends a block; `opener` is the token that began it. Mistakes are
    /// mended on the way, unless the limit of levels was passed.
    pub(super) fn statements(&mut self, opener: Option<usize>) -> Tail {
        let mut tail = Tail::default();
        let mut first = None;
        let mut previous = None;
        while !self.kind().ends_block() {
            let start = self.at;
            let first = *first.get_or_insert(start);
            if let Some(opener) = opener
                && tail.outside.is_none()
                && start != first
                && self.stands_outside(opener, first, start)
            {
                tail.outside = Some(start);
            }
            let (mark, level) = (self.scopes.mark(), self.level);
            if let Ok(depth) = self.statement() {
                tail.depth = tail.depth.max(depth);
                previous = Some(start);
                if self.kind_at(start) == TokenKind::Return {
                    tail.returned = Some(start);
                    break;
                }
            } else if self.overflow && level > 0 {
                break;
            } else {
                self.overflow = false;
                self.scopes.reset(mark);
                self.level = level;
                self.drop_statement(start, previous.take(), opener.is_some());
            }
        }
        tail
    }

    /// Statements in a scope of their own.
    fn block(&mut self, opener: usize) -> Tail {
        self.scopes.open_block(false);
        let tail = self.statements(Some(opener));
        self.close_scope();
        tail
    }

    pub(super) fn close_scope(&mut self) {
        let closed = self.scopes.close_block();
        self.check_scope(closed);
    }

    fn statement(&mut self) -> Step<u32> {
        let line = self.line_mark();
        let start = self.at;
        self.enter()?;
        let depth = match self.kind() {
            TokenKind::Semicolon => {
                self.advance();
                0
            }
            TokenKind::If => self.if_statement(line)?,
            TokenKind::While => self.while_statement(line)?,
            TokenKind::Do => {
                self.advance();
                let tail = self.block(start);
                self.close_block(TokenKind::End, TokenKind::Do, line, start, tail)?
            }
            TokenKind::For => self.for_statement(line)?,
            TokenKind::Repeat => self.repeat_statement(line)?,
            TokenKind::Function => self.function_statement(line)?,
            TokenKind::Local => {
                self.advance();
                if self.accept(TokenKind::Function) {
                    self.local_function(start)?
                } else {
                    self.local_statement()?
                }
            }
            TokenKind::DoubleColon => {
                self.advance();
                self.label(line)?;
                0
            }
            TokenKind::Return => {
                self.advance();
                let empty = self.kind().ends_block() || self.kind() == TokenKind::Semicolon;
                let depth = if empty { 0 } else { self.expressions()? };
                self.accept(TokenKind::Semicolon);
                depth
            }
            TokenKind::Break => {
                self.advance();
                self.scopes.add_break(line);
                0
            }
            TokenKind::Goto => {
                self.advance();
                let place = self.token().span.end;
                let name = self.expect_name()?;
                self.scopes.add_goto(name, place);
                0
            }
            _ => self.expression_statement()?,
        };
        self.leave();
        self.grow(depth)
    }

    fn if_statement(&mut self, line: u32) -> Step<u32> {
        let opener = self.at;
        let mut tail = self.arm(opener)?;
        loop {
            match self.kind() {
                TokenKind::ElseIf => {
                    let next = self.arm(opener)?;
                    tail = Tail { depth: next.depth.max(tail.depth), ..next };
                }
                TokenKind::Else => {
                    self.advance();
                    let next = self.block(opener);
                    tail = Tail { depth: next.depth.max(tail.depth), ..next };
                    break;
                }
                kind if kind.ends_block() || tail.returned.is_none() => break,
                _ => {
                    // Behind a `return`; the rest of the arm follows.
                    self.expected_closing(TokenKind::End, TokenKind::If, line);
                    tail = self.resume_after_return(opener, tail);
                }
            }
        }
        self.close_block(TokenKind::End, TokenKind::If, line, opener, tail)
    }

    /// `if condition then block` or the same with `elseif`.
    fn arm(&mut self, opener: usize) -> Step<Tail> {
        self.advance();
        let condition = self.expression()?;
        self.expect_head(TokenKind::Then)?;
        let tail = self.block(opener);
        self.overflowed()?;
        Ok(Tail { depth: tail.depth.max(condition), ..tail })
    }

    fn while_statement(&mut self, line: u32) -> Step<u32> {
        let opener = self.at;
        self.advance();
        let condition = self.expression()?;
        self.scopes.open_block(true);
        self.expect_head(TokenKind::Do)?;
        let tail = self.block(opener);
        let depth = self.close_block(TokenKind::End, TokenKind::While, line, opener, tail)?;
        self.close_scope();
        Ok(depth.max(condition))
    }

    fn repeat_statement(&mut self, line: u32) -> Step<u32> {
        let opener = self.at;
        self.scopes.open_block(true);
        self.scopes.open_block(false);
        self.advance();
        let tail = self.statements(Some(opener));
        let depth = self.close_block(TokenKind::Until, TokenKind::Repeat, line, opener, tail)?;
        let condition = self.expression()?;
        self.close_scope();
        self.close_scope();
        Ok(depth.max(condition))
    }

    fn for_statement(&mut self, line: u32) -> Step<u32> {
        let opener = self.at;
        self.scopes.open_block(true);
        self.advance();
        let name = self.expect_name()?;
        let head = match self.kind() {
            TokenKind::Assign => {
                self.declare_all(&[b"(for state)", b"(for state)", b"(for state)", name]);
                self.advance();
                let start = self.expression()?;
                self.expect(TokenKind::Comma)?;
                let limit = self.expression()?;
                let step = if self.accept(TokenKind::Comma) { self.expression()? } else { 0 };
                start.max(limit).max(step)
            }
            TokenKind::Comma | TokenKind::In => {
                self.declare_all(&[b"(for state)", b"(for state)", b"(for state)", b"(for state)", name]);
                while self.accept(TokenKind::Comma) {
                    let name = self.expect_name()?;
                    self.declare_all(&[name]);
                }
                self.expect(TokenKind::In)?;
                self.expressions()?
            }
            _ => {
                self.syntax_error("'=' or 'in' expected");
                return Err(Broken);
            }
        };
        self.expect_head(TokenKind::Do)?;
        self.scopes.open_block(false);
        self.scopes.activate();
        let tail = self.block(opener);
        self.close_scope();
        let depth = self.close_block(TokenKind::End, TokenKind::For, line, opener, tail)?;
        self.close_scope();
        Ok(depth.max(head))
    }

    fn declare_all(&mut self, names: &[&'a [u8]]) {
        for name in names {
            let declared = self.scopes.declare(name);
            self.check_scope(declared);
        }
    }

    fn function_statement(&mut self, line: u32) -> Step<u32> {
        let opener = self.at;
        self.advance();
        let name = self.expect_name()?;
        let mut plain = true;
        let mut method = false;
        let mut depth = 1;
        while self.kind() == TokenKind::Dot {
            self.advance();
            self.expect_name()?;
            plain = false;
            depth = self.grow(depth)?;
        }
        if self.accept(TokenKind::Colon) {
            self.expect_name()?;
            plain = false;
            method = true;
            depth = self.grow(depth)?;
        }
        depth = depth.max(self.function_body(opener, line, method)?);
        if plain {
            self.check_assignable(name);
        }
        Ok(depth)
    }

    fn local_function(&mut self, opener: usize) -> Step<u32> {
        let name = self.expect_name()?;
        self.declare_all(&[name]);
        self.scopes.activate();
        let line = self.line_mark();
        self.function_body(opener, line, false)
    }

    fn local_statement(&mut self) -> Step<u32> {
        let mut closes = false;
        loop {
            let name = self.expect_name()?;
            self.declare_all(&[name]);
            if self.accept(TokenKind::Less) {
                let attribute = self.expect_name()?;
                self.expect(TokenKind::Greater)?;
                match attribute {
                    b"const" => self.scopes.make_constant(),
                    b"close" => {
                        self.scopes.make_constant();
                        if closes {
                            self.report("multiple to-be-closed variables in local list".to_owned());
                        }
                        closes = true;
                    }
                    unknown => {
                        self.report(format!("unknown attribute '{}'", String::from_utf8_lossy(unknown)));
                    }
                }
            }
            if !self.accept(TokenKind::Comma) {
                break;
            }
        }
        let depth = if self.accept(TokenKind::Assign) { self.expressions()? } else { 0 };
        self.scopes.activate();
        Ok(depth)
    }

    /// `::name::`; Lua declares a label behind all labels that follow at once.
    fn label(&mut self, line: u32) -> Step<()> {
        let name = self.expect_name()?;
        self.expect(TokenKind::DoubleColon)?;
        while matches!(self.kind(), TokenKind::Semicolon | TokenKind::DoubleColon) {
            self.statement()?;
        }
        let last = self.kind().ends_block() && self.kind() != TokenKind::Until;
        let added = self.scopes.add_label(name, line, last);
        self.check_scope(added);
        Ok(())
    }

    fn expression_statement(&mut self) -> Step<u32> {
        let (mut depth, mut form) = self.suffixed()?;
        if !matches!(self.kind(), TokenKind::Assign | TokenKind::Comma) {
            if form == Form::Call {
                return Ok(depth);
            }
            self.syntax_error("syntax error");
            return Err(Broken);
        }
        let level = self.level;
        loop {
            if !form.is_assignable() {
                self.syntax_error("syntax error");
                return Err(Broken);
            }
            if let Form::Name(index) = form {
                self.check_assignable(self.token_at(index).span.slice(self.text));
            }
            if !self.accept(TokenKind::Comma) {
                break;
            }
            let (next, next_form) = self.suffixed()?;
            depth = depth.max(next);
            form = next_form;
            self.enter()?;
        }
        self.expect(TokenKind::Assign)?;
        depth = depth.max(self.expressions()?);
        self.level = level;
        Ok(depth)
    }

    fn check_assignable(&mut self, name: &[u8]) {
        if self.errors.is_empty() && self.scopes.is_constant(name) {
            self.report(format!("attempt to assign to const variable '{}'", String::from_utf8_lossy(name)));
        }
    }

    /// Fails if a block was left because the limit of levels was passed.
    pub(super) fn overflowed(&self) -> Step<()> {
        if self.overflow { Err(Broken) } else { Ok(()) }
    }
}

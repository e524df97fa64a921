//! Statements.

use std::sync::Arc;

use super::Builder;
use crate::Span;
use crate::ast::{Block, Expr, ExprKind, LocalName, Stat, StatKind};
use crate::token::TokenKind;

impl Builder<'_> {
    /// Statements up to a word that ends a block.
    pub(super) fn block(&mut self) -> Block {
        let mut stats = Vec::new();
        while !self.kind().ends_block() {
            let start = self.at;
            stats.extend(self.statement());
            // Whatever happens, it ends.
            self.at = self.at.max(start + 1);
        }
        stats.shrink_to_fit();
        Block { stats }
    }

    /// `None` for an empty statement.
    fn statement(&mut self) -> Option<Stat> {
        let start = self.span();
        let (kind, last) = match self.kind() {
            TokenKind::Semicolon => {
                self.next();
                return None;
            }
            TokenKind::If => self.if_statement(),
            TokenKind::While => {
                self.next();
                let condition = Box::new(self.expression());
                let (body, end) = self.body();
                (StatKind::While { condition, body }, end)
            }
            TokenKind::Do => {
                let (block, end) = self.body();
                (StatKind::Do(block), end)
            }
            TokenKind::For => self.for_statement(),
            TokenKind::Repeat => {
                self.next();
                let body = self.block();
                self.next();
                let condition = Box::new(self.expression());
                let last = condition.span;
                (StatKind::Repeat { body, condition }, last)
            }
            TokenKind::Function => self.function_statement(),
            TokenKind::Local => {
                self.next();
                if self.kind() == TokenKind::Function { self.local_function() } else { self.local() }
            }
            TokenKind::DoubleColon => {
                self.next();
                (StatKind::Label(self.name()), self.next())
            }
            TokenKind::Return => {
                let own = self.next();
                let empty = self.kind().ends_block() || self.kind() == TokenKind::Semicolon;
                let values = if empty { Vec::new() } else { self.expressions() };
                let last = values.last().map_or(own, |value| value.span);
                (StatKind::Return(values), last)
            }
            TokenKind::Break => (StatKind::Break, self.next()),
            TokenKind::Goto => {
                self.next();
                let label = self.name();
                let last = label.span;
                (StatKind::Goto(label), last)
            }
            _ => return Some(self.expression_statement()),
        };
        Some(Stat { kind, span: start.cover(last) })
    }

    /// What stands between the current word and `end`, and where that is.
    fn body(&mut self) -> (Block, Span) {
        self.next();
        let block = self.block();
        (block, self.next())
    }

    fn if_statement(&mut self) -> (StatKind, Span) {
        let mut arms = Vec::with_capacity(1);
        let mut otherwise = None;
        loop {
            match self.kind() {
                TokenKind::If | TokenKind::ElseIf => {
                    self.next();
                    let condition = self.expression();
                    self.accept(TokenKind::Then);
                    arms.push((condition, self.block()));
                }
                TokenKind::Else => {
                    self.next();
                    otherwise = Some(self.block());
                }
                _ => break,
            }
        }
        (StatKind::If { arms, otherwise }, self.next())
    }

    fn for_statement(&mut self) -> (StatKind, Span) {
        self.next();
        if self.kind_at(self.at + 1) == TokenKind::Assign {
            let variable = self.name();
            self.next();
            let start = Box::new(self.expression());
            self.accept(TokenKind::Comma);
            let limit = Box::new(self.expression());
            let step = self.accept(TokenKind::Comma).then(|| Box::new(self.expression()));
            let (body, end) = self.body();
            return (StatKind::NumericFor { variable, start, limit, step, body }, end);
        }
        let names = self.list(Self::name);
        self.accept(TokenKind::In);
        let exprs = self.expressions();
        let (body, end) = self.body();
        (StatKind::GenericFor { names, exprs, body }, end)
    }

    fn function_statement(&mut self) -> (StatKind, Span) {
        let opener = self.next();
        let mut target = self.variable();
        let mut method = false;
        while !method && matches!(self.kind(), TokenKind::Dot | TokenKind::Colon) {
            method = self.kind() == TokenKind::Colon;
            self.next();
            let name = self.name();
            let span = target.span.cover(name.span);
            target = Expr { kind: ExprKind::Field { object: Box::new(target), name }, span };
        }
        let body = self.function(opener, method);
        let last = body.span;
        (StatKind::Function { target: Box::new(target), body: Arc::new(body) }, last)
    }

    fn local_function(&mut self) -> (StatKind, Span) {
        let opener = self.next();
        let name = self.name();
        let body = self.function(opener, false);
        let last = body.span;
        (StatKind::LocalFunction { name, body: Arc::new(body) }, last)
    }

    fn local(&mut self) -> (StatKind, Span) {
        let mut last = Span::default();
        let names = self.list(|this| {
            let name = this.name();
            last = name.span;
            let attribute = this.accept(TokenKind::Less).then(|| {
                let attribute = this.name();
                last = this.next();
                attribute
            });
            LocalName { name, attribute }
        });
        let values = if self.accept(TokenKind::Assign) { self.expressions() } else { Vec::new() };
        if let Some(value) = values.last() {
            last = value.span;
        }
        (StatKind::Local { names, values }, last)
    }

    fn expression_statement(&mut self) -> Stat {
        let first = self.suffixed();
        if !matches!(self.kind(), TokenKind::Assign | TokenKind::Comma) {
            return Stat { span: first.span, kind: StatKind::Call(first) };
        }
        let mut targets = vec![first];
        while self.accept(TokenKind::Comma) {
            targets.push(self.suffixed());
        }
        targets.shrink_to_fit();
        self.accept(TokenKind::Assign);
        let values = self.expressions();
        let span = cover(&targets).cover(cover(&values));
        Stat { kind: StatKind::Assign { targets, values }, span }
    }
}

fn cover(exprs: &[Expr]) -> Span {
    match (exprs.first(), exprs.last()) {
        (Some(first), Some(last)) => first.span.cover(last.span),
        _ => Span::default(),
    }
}

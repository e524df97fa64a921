//! Expressions.

use std::sync::Arc;

use super::Builder;
use crate::ast::{
    BinaryOp, CallArgs, CallForm, Expr, ExprKind, Field, FieldKey, FunctionBody, Name, Number, UnaryOp,
};
use crate::grammar::{UNARY_PRIORITY, priorities};
use crate::token::TokenKind;
use crate::{Span, literal};

impl Builder<'_> {
    pub(super) fn expressions(&mut self) -> Vec<Expr> {
        self.list(Self::expression)
    }

    pub(super) fn expression(&mut self) -> Expr {
        self.operation(0)
    }

    /// An expression whose operators bind stronger than `limit`.
    fn operation(&mut self, limit: u8) -> Expr {
        let mut left = match unary_operator(self.kind()) {
            Some(op) => {
                let operator = self.next();
                let operand = Box::new(self.operation(UNARY_PRIORITY));
                let span = operator.cover(operand.span);
                Expr { kind: ExprKind::Unary { op, operand }, span }
            }
            None => self.simple(),
        };
        loop {
            let kind = self.kind();
            let Some((_, strength)) = priorities(kind).filter(|(strength, _)| *strength > limit) else {
                return left;
            };
            let op_span = self.next();
            let right = self.operation(strength);
            let span = left.span.cover(right.span);
            let (op, right) = (binary_operator(kind), Box::new(right));
            left = Expr { kind: ExprKind::Binary { op, op_span, left: Box::new(left), right }, span };
        }
    }

    fn simple(&mut self) -> Expr {
        let kind = match self.kind() {
            TokenKind::Number => {
                let number = literal::number_value(self.bytes(self.span()));
                ExprKind::Number(number.unwrap_or(Number::Integer(0)))
            }
            TokenKind::String => return self.string(),
            TokenKind::Nil => ExprKind::Nil,
            TokenKind::True => ExprKind::Bool(true),
            TokenKind::False => ExprKind::Bool(false),
            TokenKind::Ellipsis => ExprKind::Vararg,
            TokenKind::LeftBrace => return self.table(),
            TokenKind::Function => {
                let opener = self.next();
                let body = self.function(opener, false);
                return Expr { span: body.span, kind: ExprKind::Function(Arc::new(body)) };
            }
            _ => return self.suffixed(),
        };
        Expr { kind, span: self.next() }
    }

    fn string(&mut self) -> Expr {
        let span = self.next();
        Expr { kind: ExprKind::Str(literal::string_value(self.bytes(span)).into()), span }
    }

    pub(super) fn variable(&mut self) -> Expr {
        let span = self.next();
        Expr { kind: ExprKind::Name(self.text_of(span)), span }
    }

    /// `a.b[c]:d(e) "f" { g }`
    pub(super) fn suffixed(&mut self) -> Expr {
        let mut expr = match self.kind() {
            TokenKind::LeftParen => {
                let open = self.next();
                let inner = Box::new(self.expression());
                Expr { kind: ExprKind::Paren(inner), span: open.cover(self.next()) }
            }
            _ => self.variable(),
        };
        loop {
            let start = expr.span;
            let (kind, end) = match self.kind() {
                TokenKind::Dot => {
                    self.next();
                    let name = self.name();
                    let end = name.span;
                    (ExprKind::Field { object: Box::new(expr), name }, end)
                }
                TokenKind::LeftBracket => {
                    let (key, end) = self.bracketed();
                    (ExprKind::Index { object: Box::new(expr), key: Box::new(key) }, end)
                }
                TokenKind::Colon => {
                    self.next();
                    let name = self.name();
                    let args = Box::new(self.arguments());
                    let end = args.span;
                    (ExprKind::MethodCall { object: Box::new(expr), name, args }, end)
                }
                TokenKind::LeftParen | TokenKind::String | TokenKind::LeftBrace => {
                    let args = Box::new(self.arguments());
                    let end = args.span;
                    (ExprKind::Call { callee: Box::new(expr), args }, end)
                }
                _ => return expr,
            };
            expr = Expr { kind, span: start.cover(end) };
        }
    }

    /// `[key]`, with its brackets.
    fn bracketed(&mut self) -> (Expr, Span) {
        let open = self.next();
        let key = self.expression();
        (key, open.cover(self.next()))
    }

    fn arguments(&mut self) -> CallArgs {
        let (value, form) = match self.kind() {
            TokenKind::String => (self.string(), CallForm::Str),
            TokenKind::LeftBrace => (self.table(), CallForm::Table),
            _ => {
                let open = self.next();
                let empty = self.kind() == TokenKind::RightParen;
                let values = if empty { Vec::new() } else { self.expressions() };
                return CallArgs { values, form: CallForm::Parens, span: open.cover(self.next()) };
            }
        };
        CallArgs { span: value.span, values: vec![value], form }
    }

    fn table(&mut self) -> Expr {
        let open = self.next();
        let mut fields = Vec::new();
        while !matches!(self.kind(), TokenKind::RightBrace | TokenKind::Eof) {
            fields.push(self.field());
            if !self.accept(TokenKind::Comma) {
                self.accept(TokenKind::Semicolon);
            }
        }
        fields.shrink_to_fit();
        Expr { kind: ExprKind::Table(fields), span: open.cover(self.next()) }
    }

    fn field(&mut self) -> Field {
        match self.kind() {
            TokenKind::Name if self.kind_at(self.at + 1) == TokenKind::Assign => {
                let key = self.name();
                self.next();
                let value = self.expression();
                Field { span: key.span.cover(value.span), key: FieldKey::Named(key), value }
            }
            TokenKind::LeftBracket => {
                let (key, brackets) = self.bracketed();
                self.accept(TokenKind::Assign);
                let value = self.expression();
                Field { key: FieldKey::Computed(Box::new(key)), span: brackets.cover(value.span), value }
            }
            _ => {
                let value = self.expression();
                Field { key: FieldKey::Positional, span: value.span, value }
            }
        }
    }

    /// The parameters and the block of a function whose `function` stands at `opener`.
    pub(super) fn function(&mut self, opener: Span, method: bool) -> FunctionBody {
        let paren = self.next();
        let mut params = Vec::new();
        if method {
            params.push(Name { text: "self".into(), span: Span::empty(paren.start) });
        }
        let mut vararg = false;
        while !matches!(self.kind(), TokenKind::RightParen | TokenKind::Eof) {
            if self.kind() == TokenKind::Ellipsis {
                self.next();
                vararg = true;
            } else {
                params.push(self.name());
            }
            self.accept(TokenKind::Comma);
        }
        params.shrink_to_fit();
        self.next();
        let block = self.block();
        FunctionBody { params, vararg, block, span: opener.cover(self.next()) }
    }
}

const fn unary_operator(kind: TokenKind) -> Option<UnaryOp> {
    Some(match kind {
        TokenKind::Not => UnaryOp::Not,
        TokenKind::Hash => UnaryOp::Length,
        TokenKind::Tilde => UnaryOp::BitNot,
        TokenKind::Minus => UnaryOp::Negate,
        _ => return None,
    })
}

const fn binary_operator(kind: TokenKind) -> BinaryOp {
    match kind {
        TokenKind::Or => BinaryOp::Or,
        TokenKind::And => BinaryOp::And,
        TokenKind::Less => BinaryOp::Less,
        TokenKind::Greater => BinaryOp::Greater,
        TokenKind::LessEqual => BinaryOp::LessEqual,
        TokenKind::GreaterEqual => BinaryOp::GreaterEqual,
        TokenKind::NotEqual => BinaryOp::NotEqual,
        TokenKind::Equal => BinaryOp::Equal,
        TokenKind::Pipe => BinaryOp::BitOr,
        TokenKind::Tilde => BinaryOp::BitXor,
        TokenKind::Ampersand => BinaryOp::BitAnd,
        TokenKind::ShiftLeft => BinaryOp::ShiftLeft,
        TokenKind::ShiftRight => BinaryOp::ShiftRight,
        TokenKind::Concat => BinaryOp::Concat,
        TokenKind::Minus => BinaryOp::Subtract,
        TokenKind::Star => BinaryOp::Multiply,
        TokenKind::Slash => BinaryOp::Divide,
        TokenKind::DoubleSlash => BinaryOp::FloorDivide,
        TokenKind::Percent => BinaryOp::Modulo,
        TokenKind::Caret => BinaryOp::Power,
        _ => BinaryOp::Add,
    }
}

//! Expressions.

use std::sync::Arc;

use full_moon::ast as moon;
use full_moon::ast::punctuated::Punctuated;
use full_moon::tokenizer::TokenReference;

use super::Lowering;
use crate::ast::{
    BinaryOp, CallArgs, CallForm, Expr, ExprKind, Field, FieldKey, FunctionBody, Number, UnaryOp,
};
use crate::token::TokenKind;
use crate::{Span, literal};

impl Lowering<'_> {
    pub(super) fn exprs(&self, exprs: &Punctuated<moon::Expression>) -> Vec<Expr> {
        let mut values: Vec<Expr> = exprs.iter().map(|expr| self.expr(expr)).collect();
        // Most lists have one item, and there are many: growing leaves room that nobody needs.
        values.shrink_to_fit();
        values
    }

    pub(super) fn expr(&self, expr: &moon::Expression) -> Expr {
        match expr {
            moon::Expression::BinaryOperator { lhs, binop, rhs } => {
                let (left, right) = (self.expr(lhs), self.expr(rhs));
                let operator = self.token(binop.token());
                let span = left.span.cover(right.span);
                let (left, right) = (Box::new(left), Box::new(right));
                let op = binary_operator(operator.kind);
                Expr { kind: ExprKind::Binary { op, op_span: operator.span, left, right }, span }
            }
            moon::Expression::UnaryOperator { unop, expression } => {
                let operator = self.token(unop.token());
                let operand = self.expr(expression);
                let span = operator.span.cover(operand.span);
                let op = unary_operator(operator.kind);
                Expr { kind: ExprKind::Unary { op, operand: Box::new(operand) }, span }
            }
            moon::Expression::Parentheses { contained, expression } => Expr {
                kind: ExprKind::Paren(Box::new(self.expr(expression))),
                span: self.contained(contained),
            },
            moon::Expression::Function(function) => {
                let body = self.function(function.function_token(), function.body());
                Expr { span: body.span, kind: ExprKind::Function(Arc::new(body)) }
            }
            moon::Expression::FunctionCall(call) => self.call(call),
            moon::Expression::TableConstructor(table) => self.table(table),
            moon::Expression::Number(token)
            | moon::Expression::String(token)
            | moon::Expression::Symbol(token) => self.constant(token),
            moon::Expression::Var(var) => self.var(var),
            _ => Expr { kind: ExprKind::Nil, span: Span::default() },
        }
    }

    fn constant(&self, reference: &TokenReference) -> Expr {
        let token = self.token(reference);
        let raw = token.span.slice(self.text);
        let kind = match token.kind {
            TokenKind::Number => ExprKind::Number(literal::number_value(raw).unwrap_or(Number::Integer(0))),
            TokenKind::String => ExprKind::Str(literal::string_value(raw).into()),
            TokenKind::True => ExprKind::Bool(true),
            TokenKind::False => ExprKind::Bool(false),
            TokenKind::Ellipsis => ExprKind::Vararg,
            _ => ExprKind::Nil,
        };
        Expr { kind, span: token.span }
    }

    pub(super) fn var(&self, var: &moon::Var) -> Expr {
        match var {
            moon::Var::Name(name) => self.variable(name),
            moon::Var::Expression(var) => self.suffixed(var.prefix(), var.suffixes()),
            _ => Expr { kind: ExprKind::Nil, span: Span::default() },
        }
    }

    pub(super) fn call(&self, call: &moon::FunctionCall) -> Expr {
        self.suffixed(call.prefix(), call.suffixes())
    }

    pub(super) fn variable(&self, reference: &TokenReference) -> Expr {
        let span = self.span(reference);
        Expr { kind: ExprKind::Name(self.text_of(span)), span }
    }

    fn suffixed<'t>(&self, prefix: &moon::Prefix, suffixes: impl Iterator<Item = &'t moon::Suffix>) -> Expr {
        let first = match prefix {
            moon::Prefix::Name(name) => self.variable(name),
            moon::Prefix::Expression(expr) => self.expr(expr),
            _ => Expr { kind: ExprKind::Nil, span: Span::default() },
        };
        suffixes.fold(first, |object, suffix| self.suffix(object, suffix))
    }

    fn suffix(&self, object: Expr, suffix: &moon::Suffix) -> Expr {
        let start = object.span;
        let object = Box::new(object);
        let (kind, end) = match suffix {
            moon::Suffix::Index(moon::Index::Dot { name, .. }) => {
                let name = self.name(name);
                let end = name.span;
                (ExprKind::Field { object, name }, end)
            }
            moon::Suffix::Index(moon::Index::Brackets { brackets, expression }) => {
                (ExprKind::Index { object, key: Box::new(self.expr(expression)) }, self.contained(brackets))
            }
            moon::Suffix::Call(moon::Call::AnonymousCall(args)) => {
                let args = self.args(args);
                let end = args.span;
                (ExprKind::Call { callee: object, args: Box::new(args) }, end)
            }
            moon::Suffix::Call(moon::Call::MethodCall(call)) => {
                let args = self.args(call.args());
                let end = args.span;
                (ExprKind::MethodCall { object, name: self.name(call.name()), args: Box::new(args) }, end)
            }
            _ => (ExprKind::Paren(object), start),
        };
        Expr { kind, span: start.cover(end) }
    }

    fn args(&self, args: &moon::FunctionArgs) -> CallArgs {
        match args {
            moon::FunctionArgs::Parentheses { parentheses, arguments } => CallArgs {
                values: self.exprs(arguments),
                form: CallForm::Parens,
                span: self.contained(parentheses),
            },
            moon::FunctionArgs::String(token) => {
                let value = self.constant(token);
                CallArgs { span: value.span, values: vec![value], form: CallForm::Str }
            }
            moon::FunctionArgs::TableConstructor(table) => {
                let value = self.table(table);
                CallArgs { span: value.span, values: vec![value], form: CallForm::Table }
            }
            _ => CallArgs { values: Vec::new(), form: CallForm::Parens, span: Span::default() },
        }
    }

    fn table(&self, table: &moon::TableConstructor) -> Expr {
        let mut fields: Vec<Field> = table.fields().iter().map(|field| self.field(field)).collect();
        fields.shrink_to_fit();
        Expr { kind: ExprKind::Table(fields), span: self.contained(table.braces()) }
    }

    fn field(&self, field: &moon::Field) -> Field {
        match field {
            moon::Field::NameKey { key, value, .. } => {
                let (key, value) = (self.name(key), self.expr(value));
                let span = key.span.cover(value.span);
                Field { key: FieldKey::Named(key), value, span }
            }
            moon::Field::ExpressionKey { brackets, key, value, .. } => {
                let (key, value) = (self.expr(key), self.expr(value));
                let span = self.contained(brackets).cover(value.span);
                Field { key: FieldKey::Computed(Box::new(key)), value, span }
            }
            moon::Field::NoKey(value) => {
                let value = self.expr(value);
                Field { key: FieldKey::Positional, span: value.span, value }
            }
            _ => Field {
                key: FieldKey::Positional,
                value: Expr { kind: ExprKind::Nil, span: Span::default() },
                span: Span::default(),
            },
        }
    }

    pub(super) fn function(&self, opener: &TokenReference, body: &moon::FunctionBody) -> FunctionBody {
        let mut params = Vec::new();
        let mut vararg = false;
        for parameter in body.parameters() {
            match parameter {
                moon::Parameter::Name(name) => params.push(self.name(name)),
                _ => vararg = true,
            }
        }
        FunctionBody {
            params,
            vararg,
            block: self.block(body.block()),
            span: self.span(opener).cover(self.span(body.end_token())),
        }
    }

    fn contained(&self, contained: &moon::span::ContainedSpan) -> Span {
        let (open, close) = contained.tokens();
        self.span(open).cover(self.span(close))
    }
}

const fn unary_operator(kind: TokenKind) -> UnaryOp {
    match kind {
        TokenKind::Not => UnaryOp::Not,
        TokenKind::Hash => UnaryOp::Length,
        TokenKind::Tilde => UnaryOp::BitNot,
        _ => UnaryOp::Negate,
    }
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

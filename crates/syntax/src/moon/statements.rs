//! Statements.

use std::sync::Arc;

use full_moon::ast as moon;
use full_moon::node::Node;
use full_moon::tokenizer::TokenReference;

use super::Lowering;
use crate::Span;
use crate::ast::{Block, Expr, ExprKind, LocalName, Name, Stat, StatKind};
use crate::token::TokenKind;

impl Lowering<'_> {
    pub(super) fn block(&self, block: &moon::Block) -> Block {
        let mut stats: Vec<Stat> = block.stmts().filter_map(|stat| self.stat(stat)).collect();
        if let Some(moon::LastStmt::Return(last)) = block.last_stmt() {
            let values = self.exprs(last.returns());
            let start = self.span(last.token());
            let span = values.last().map_or(start, |value| start.cover(value.span));
            stats.push(Stat { kind: StatKind::Return(values), span });
        }
        stats.shrink_to_fit();
        Block { stats }
    }

    /// `None` for an empty statement.
    fn stat(&self, stat: &moon::Stmt) -> Option<Stat> {
        let kind = match stat {
            moon::Stmt::Assignment(assignment) => {
                let mut targets: Vec<Expr> = assignment.variables().iter().map(|var| self.var(var)).collect();
                targets.shrink_to_fit();
                let values = self.exprs(assignment.expressions());
                let span = cover(&targets).cover(cover(&values));
                return Some(Stat { kind: StatKind::Assign { targets, values }, span });
            }
            moon::Stmt::FunctionCall(call) => {
                let call = self.call(call);
                return Some(Stat { span: call.span, kind: StatKind::Call(call) });
            }
            moon::Stmt::LocalAssignment(local) => return Some(self.local(local)),
            moon::Stmt::Do(block) => {
                if self.token(block.do_token()).kind == TokenKind::Semicolon {
                    return None;
                }
                StatKind::Do(self.block(block.block()))
            }
            moon::Stmt::While(stat) => StatKind::While {
                condition: Box::new(self.expr(stat.condition())),
                body: self.block(stat.block()),
            },
            moon::Stmt::Repeat(stat) => {
                let (body, condition) = (self.block(stat.block()), self.expr(stat.until()));
                let span = self.span(stat.repeat_token()).cover(condition.span);
                return Some(Stat { kind: StatKind::Repeat { body, condition: Box::new(condition) }, span });
            }
            moon::Stmt::If(stat) => self.if_stat(stat),
            moon::Stmt::NumericFor(stat) => StatKind::NumericFor {
                variable: self.name(stat.index_variable()),
                start: Box::new(self.expr(stat.start())),
                limit: Box::new(self.expr(stat.end())),
                step: stat.step().map(|step| Box::new(self.expr(step))),
                body: self.block(stat.block()),
            },
            moon::Stmt::GenericFor(stat) => StatKind::GenericFor {
                names: self.names(stat.names()),
                exprs: self.exprs(stat.expressions()),
                body: self.block(stat.block()),
            },
            moon::Stmt::FunctionDeclaration(function) => self.function_stat(function),
            moon::Stmt::LocalFunction(function) => {
                let name = self.name(function.name());
                let body = Arc::new(self.function(function.function_token(), function.body()));
                StatKind::LocalFunction { name, body }
            }
            moon::Stmt::Goto(goto) => {
                let token = self.token(goto.goto_token());
                if token.kind == TokenKind::Break {
                    return Some(Stat { kind: StatKind::Break, span: token.span });
                }
                StatKind::Goto(self.name(goto.label_name()))
            }
            moon::Stmt::Label(label) => StatKind::Label(self.name(label.name())),
            _ => return None,
        };
        let span = self.ends(stat.start_position(), last_token(stat));
        Some(Stat { kind, span })
    }

    /// From the token at a place of the rendering to another token.
    fn ends(&self, start: Option<full_moon::tokenizer::Position>, last: Option<&TokenReference>) -> Span {
        let first = start.and_then(|start| self.origins.get(start.bytes())).map(|&index| index as usize);
        let first = first.and_then(|index| self.tokens.get(index)).map(|token| token.span);
        match (first, last.map(|last| self.span(last))) {
            (Some(first), Some(last)) => first.cover(last),
            (first, last) => first.or(last).unwrap_or_default(),
        }
    }

    fn local(&self, local: &moon::LocalAssignment) -> Stat {
        let mut span = self.span(local.local_token());
        let mut names = Vec::new();
        let mut attributes = local.attributes();
        for name in local.names() {
            let attribute = attributes.next().flatten();
            let name = self.name(name);
            span = span.cover(name.span);
            if let Some(attribute) = attribute {
                span = span.cover(self.span(attribute.brackets().tokens().1));
            }
            names.push(LocalName { name, attribute: attribute.map(|attribute| self.name(attribute.name())) });
        }
        let values = self.exprs(local.expressions());
        if let Some(value) = values.last() {
            span = span.cover(value.span);
        }
        Stat { kind: StatKind::Local { names, values }, span }
    }

    fn if_stat(&self, stat: &moon::If) -> StatKind {
        let first = (self.expr(stat.condition()), self.block(stat.block()));
        let others = stat.else_if().into_iter().flatten();
        let others = others.map(|arm| (self.expr(arm.condition()), self.block(arm.block())));
        StatKind::If {
            arms: std::iter::once(first).chain(others).collect(),
            otherwise: stat.else_block().map(|block| self.block(block)),
        }
    }

    fn function_stat(&self, function: &moon::FunctionDeclaration) -> StatKind {
        let mut names = function.name().names().iter();
        let mut target = names
            .next()
            .map_or(Expr { kind: ExprKind::Nil, span: Span::default() }, |name| self.variable(name));
        let method = function.name().method_name();
        for name in names.chain(method) {
            let name = self.name(name);
            let span = target.span.cover(name.span);
            target = Expr { kind: ExprKind::Field { object: Box::new(target), name }, span };
        }
        let mut body = self.function(function.function_token(), function.body());
        if method.is_some() {
            let span = Span::empty(self.span(function.body().parameters_parentheses().tokens().0).start);
            body.params.insert(0, Name { text: "self".into(), span });
        }
        StatKind::Function { target: Box::new(target), body: Arc::new(body) }
    }
}

fn cover(exprs: &[Expr]) -> Span {
    match (exprs.first(), exprs.last()) {
        (Some(first), Some(last)) => first.span.cover(last.span),
        _ => Span::default(),
    }
}

/// The last token of the statements that end with a token of their own.
fn last_token(stat: &moon::Stmt) -> Option<&TokenReference> {
    Some(match stat {
        moon::Stmt::Do(stat) => stat.end_token(),
        moon::Stmt::While(stat) => stat.end_token(),
        moon::Stmt::If(stat) => stat.end_token(),
        moon::Stmt::NumericFor(stat) => stat.end_token(),
        moon::Stmt::GenericFor(stat) => stat.end_token(),
        moon::Stmt::FunctionDeclaration(stat) => stat.body().end_token(),
        moon::Stmt::LocalFunction(stat) => stat.body().end_token(),
        moon::Stmt::Goto(stat) => stat.label_name(),
        moon::Stmt::Label(stat) => stat.right_colons(),
        _ => return None,
    })
}

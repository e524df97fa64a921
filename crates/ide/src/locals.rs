//! Local variables: which declaration a name at a place means.

use syntax::Span;
use syntax::ast::{Block, CallArgs, Chunk, Expr, ExprKind, FieldKey, FunctionBody, Name, Stat, StatKind};

/// A declaration that is in scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Local<'a> {
    /// Its name.
    pub(crate) name: &'a Name,
    /// The statement or function that declares it.
    pub(crate) declaration: Span,
}

/// The declaration that `name` at `offset` means; `None` if the name is global there.
pub(crate) fn resolve<'a>(chunk: &'a Chunk, name: &str, offset: u32) -> Option<Local<'a>> {
    in_scope(chunk, offset).into_iter().rev().find(|local| &*local.name.text == name)
}

/// All declarations in scope at an offset, innermost last.
pub(crate) fn in_scope(chunk: &Chunk, offset: u32) -> Vec<Local<'_>> {
    let mut walk = Walk { offset, locals: Vec::new() };
    walk.block(&chunk.block);
    walk.locals
}

/// Walks down to the offset, gathering what is declared on the way.
struct Walk<'a> {
    offset: u32,
    locals: Vec<Local<'a>>,
}

impl<'a> Walk<'a> {
    fn block(&mut self, block: &'a Block) {
        for stat in &block.stats {
            if stat.span.start > self.offset {
                break;
            }
            self.stat(stat);
        }
    }

    fn here(&self, span: Span) -> bool {
        span.touches(self.offset)
    }

    fn declare(&mut self, name: &'a Name, declaration: Span) {
        self.locals.push(Local { name, declaration });
    }

    fn stat(&mut self, stat: &'a Stat) {
        let inside = self.here(stat.span);
        match &stat.kind {
            StatKind::Local { names, values } => {
                if inside {
                    self.exprs(values);
                }
                // A variable is in scope behind its statement; on its own name the cursor means it as well.
                for local in names {
                    if !inside || self.here(local.name.span) {
                        self.declare(&local.name, stat.span);
                    }
                }
            }
            StatKind::LocalFunction { name, body } => {
                self.declare(name, stat.span);
                if inside {
                    self.function(body);
                }
            }
            _ if !inside => {}
            StatKind::Assign { targets, values } => {
                self.exprs(targets);
                self.exprs(values);
            }
            StatKind::Call(expr) => self.expr(expr),
            StatKind::Return(values) => self.exprs(values),
            StatKind::Do(body) => self.block(body),
            StatKind::While { condition, body } => {
                self.expr(condition);
                self.inner(body, stat.span);
            }
            StatKind::Repeat { body, condition } => {
                self.block(body);
                self.expr(condition);
            }
            StatKind::If { arms, otherwise } => {
                for (condition, body) in arms {
                    self.expr(condition);
                    self.inner(body, block_span(body));
                }
                if let Some(body) = otherwise {
                    self.inner(body, block_span(body));
                }
            }
            StatKind::NumericFor { variable, start, limit, step, body } => {
                self.expr(start);
                self.expr(limit);
                self.exprs(step.as_deref());
                self.declare(variable, stat.span);
                self.block(body);
            }
            StatKind::GenericFor { names, exprs, body } => {
                self.exprs(exprs);
                for name in names {
                    self.declare(name, stat.span);
                }
                self.block(body);
            }
            StatKind::Function { target, body } => {
                self.expr(target);
                self.function(body);
            }
            StatKind::Break | StatKind::Goto(_) | StatKind::Label(_) => {}
        }
    }

    /// A block whose own extent is not on record: what it declares counts only inside.
    fn inner(&mut self, body: &'a Block, span: Span) {
        if self.here(span) {
            self.block(body);
        }
    }

    fn function(&mut self, body: &'a FunctionBody) {
        if self.here(body.span) {
            for param in &body.params {
                self.declare(param, body.span);
            }
            self.block(&body.block);
        }
    }

    fn exprs(&mut self, exprs: impl IntoIterator<Item = &'a Expr>) {
        for expr in exprs {
            self.expr(expr);
        }
    }

    fn args(&mut self, args: &'a CallArgs) {
        self.exprs(&args.values);
    }

    /// Only functions inside an expression declare anything.
    fn expr(&mut self, expr: &'a Expr) {
        if !self.here(expr.span) {
            return;
        }
        match &expr.kind {
            ExprKind::Function(body) => self.function(body),
            ExprKind::Field { object, .. } => self.expr(object),
            ExprKind::Index { object, key } => {
                self.expr(object);
                self.expr(key);
            }
            ExprKind::Call { callee, args } => {
                self.expr(callee);
                self.args(args);
            }
            ExprKind::MethodCall { object, args, .. } => {
                self.expr(object);
                self.args(args);
            }
            ExprKind::Binary { left, right, .. } => {
                self.expr(left);
                self.expr(right);
            }
            ExprKind::Unary { operand, .. } => self.expr(operand),
            ExprKind::Paren(inner) => self.expr(inner),
            ExprKind::Table(fields) => {
                for field in fields {
                    if let FieldKey::Computed(key) = &field.key {
                        self.expr(key);
                    }
                    self.expr(&field.value);
                }
            }
            ExprKind::Nil
            | ExprKind::Bool(_)
            | ExprKind::Number(_)
            | ExprKind::Str(_)
            | ExprKind::Vararg
            | ExprKind::Name(_) => {}
        }
    }
}

/// From a block's first to its last statement.
fn block_span(block: &Block) -> Span {
    match (block.stats.first(), block.stats.last()) {
        (Some(first), Some(last)) => first.span.cover(last.span),
        _ => Span::default(),
    }
}

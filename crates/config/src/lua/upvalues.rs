//! The upvalues of a function, in the order in which Lua's compiler meets them.

use std::rc::Rc;

use syntax::ast::{Block, Expr, ExprKind, Field, FieldKey, FunctionBody, Stat, StatKind};

use super::scope::{Cell, Name};
use super::val::Closure;

/// One variable from outside of a function.
#[derive(Debug)]
pub(crate) enum Upvalue {
    /// The environment of the file.
    Environment,
    /// A local variable.
    Local(Box<str>, Rc<Cell>),
}

/// What a function closes over.
pub(crate) fn upvalues(closure: &Closure) -> Vec<Upvalue> {
    let mut found: Vec<Upvalue> = Vec::new();
    for name in free_names(&closure.body) {
        let upvalue = match closure.scope.resolve(name) {
            Name::Local(cell) => Upvalue::Local(name.into(), Rc::clone(cell)),
            Name::Field(env) => Upvalue::Local("_ENV".into(), Rc::clone(env)),
            Name::Global => Upvalue::Environment,
        };
        let is_same = |other: &Upvalue| match (other, &upvalue) {
            (Upvalue::Environment, Upvalue::Environment) => true,
            (Upvalue::Local(_, a), Upvalue::Local(_, b)) => Rc::ptr_eq(a, b),
            _ => false,
        };
        if !found.iter().any(is_same) {
            found.push(upvalue);
        }
    }
    found
}

/// The names that a function uses and does not declare, in the order in which they first stand in its text.
fn free_names(body: &FunctionBody) -> Vec<&str> {
    let mut walk = Walk { bound: Vec::new(), free: Vec::new() };
    walk.function(body);
    walk.free
}

struct Walk<'a> {
    /// Names in scope, innermost last.
    bound: Vec<&'a str>,
    free: Vec<&'a str>,
}

impl<'a> Walk<'a> {
    fn name(&mut self, name: &'a str) {
        if !self.bound.contains(&name) && !self.free.contains(&name) {
            self.free.push(name);
        }
    }

    fn function(&mut self, body: &'a FunctionBody) {
        let height = self.bound.len();
        self.bound.extend(body.params.iter().map(|name| &*name.text));
        self.block(&body.block);
        self.bound.truncate(height);
    }

    fn block(&mut self, block: &'a Block) {
        let height = self.bound.len();
        for stat in &block.stats {
            self.stat(stat);
        }
        self.bound.truncate(height);
    }

    fn scoped(&mut self, names: impl Iterator<Item = &'a str>, block: &'a Block) {
        let height = self.bound.len();
        self.bound.extend(names);
        self.block(block);
        self.bound.truncate(height);
    }

    fn stat(&mut self, stat: &'a Stat) {
        match &stat.kind {
            StatKind::Local { names, values } => {
                self.exprs(values);
                self.bound.extend(names.iter().map(|name| &*name.name.text));
            }
            StatKind::Assign { targets, values } => {
                self.exprs(targets);
                self.exprs(values);
            }
            StatKind::Call(call) => self.expr(call),
            StatKind::Do(block) => self.block(block),
            StatKind::While { condition, body } => {
                self.expr(condition);
                self.block(body);
            }
            StatKind::Repeat { body, condition } => {
                let height = self.bound.len();
                for stat in &body.stats {
                    self.stat(stat);
                }
                self.expr(condition);
                self.bound.truncate(height);
            }
            StatKind::If { arms, otherwise } => {
                for (condition, block) in arms {
                    self.expr(condition);
                    self.block(block);
                }
                if let Some(block) = otherwise {
                    self.block(block);
                }
            }
            StatKind::NumericFor { variable, start, limit, step, body } => {
                self.expr(start);
                self.expr(limit);
                if let Some(step) = step {
                    self.expr(step);
                }
                self.scoped(std::iter::once(&*variable.text), body);
            }
            StatKind::GenericFor { names, exprs, body } => {
                self.exprs(exprs);
                self.scoped(names.iter().map(|name| &*name.text), body);
            }
            StatKind::Function { target, body } => {
                self.expr(target);
                self.function(body);
            }
            StatKind::LocalFunction { name, body } => {
                self.bound.push(&name.text);
                self.function(body);
            }
            StatKind::Return(values) => self.exprs(values),
            StatKind::Break | StatKind::Goto(_) | StatKind::Label(_) => {}
        }
    }

    fn exprs(&mut self, exprs: &'a [Expr]) {
        for expr in exprs {
            self.expr(expr);
        }
    }

    fn expr(&mut self, expr: &'a Expr) {
        match &expr.kind {
            ExprKind::Name(name) => self.name(name),
            ExprKind::Field { object, .. } => self.expr(object),
            ExprKind::Index { object, key } => {
                self.expr(object);
                self.expr(key);
            }
            ExprKind::Call { callee, args } => {
                self.expr(callee);
                self.exprs(&args.values);
            }
            ExprKind::MethodCall { object, args, .. } => {
                self.expr(object);
                self.exprs(&args.values);
            }
            ExprKind::Function(body) => self.function(body),
            ExprKind::Paren(inner) => self.expr(inner),
            ExprKind::Table(fields) => {
                for Field { key, value, .. } in fields {
                    if let FieldKey::Computed(key) = key {
                        self.expr(key);
                    }
                    self.expr(value);
                }
            }
            ExprKind::Unary { operand, .. } => self.expr(operand),
            ExprKind::Binary { left, right, .. } => {
                self.expr(left);
                self.expr(right);
            }
            ExprKind::Nil | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::Str(_) | ExprKind::Vararg => {
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use syntax::ast::StatKind;

    #[test]
    fn names_come_in_the_order_of_the_text_and_once() {
        let text = "local function f(a) local b = c; g(b, a); for i, d in pairs(e) do h = i end return function() \
                    return c, k end end";
        let parse = syntax::parse(text.as_bytes());
        let StatKind::LocalFunction { body, .. } = &parse.chunk.block.stats[0].kind else { panic!() };
        assert_eq!(super::free_names(body), ["c", "g", "pairs", "e", "h", "k"]);
    }
}

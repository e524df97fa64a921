//! Which names and environment variables a file uses.

use rustc_hash::FxHashSet;
use syntax::ast::{Block, CallArgs, Expr, ExprKind, FieldKey, Stat, StatKind};

/// The names and environment variables that a file uses, each once.
#[derive(Debug, Default)]
pub struct Uses {
    names: Box<[Box<str>]>,
    variables: Box<[Box<str>]>,
}

impl Uses {
    pub(crate) fn of(block: &Block) -> Self {
        let (mut names, mut variables) = (FxHashSet::default(), FxHashSet::default());
        statements(block, &mut |expr| match &expr.kind {
            ExprKind::Name(name) => {
                if !names.contains(name) {
                    names.insert(name.clone());
                }
                variables.extend(name.strip_prefix("ENV_").map(Box::from));
            }
            ExprKind::Call { callee, args } => {
                let is_getenv = matches!(&callee.kind, ExprKind::Field { name, .. } if &*name.text == "getenv")
                    || matches!(&callee.kind, ExprKind::Name(name) if name.contains("getenv"));
                match args.values.first().map(|arg| &arg.kind) {
                    Some(ExprKind::Str(bytes)) if is_getenv => {
                        variables.insert(String::from_utf8_lossy(bytes).into());
                    }
                    Some(_) if is_getenv => {
                        variables.insert(Box::from(""));
                    }
                    _ => {}
                }
            }
            _ => {}
        });
        Self { names: names.into_iter().collect(), variables: variables.into_iter().collect() }
    }

    /// Every name whose value the file looks at: all but plain assignment targets and declarations.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|name| &**name)
    }

    /// The environment variables that it reads by name: `ENV_X`, `os.getenv("X")`. An empty one stands for all whose
    /// names are put together.
    pub fn variables(&self) -> impl Iterator<Item = &str> {
        self.variables.iter().map(|name| &**name)
    }
}

/// Calls `visit` for every expression whose value is looked at, outer ones first.
fn statements(block: &Block, visit: &mut dyn FnMut(&Expr)) {
    for stat in &block.stats {
        statement(stat, visit);
    }
}

fn statement(stat: &Stat, visit: &mut dyn FnMut(&Expr)) {
    match &stat.kind {
        StatKind::Local { values, .. } | StatKind::Return(values) => expressions(values, visit),
        StatKind::Assign { targets, values } => {
            for target in targets {
                assigned(target, visit);
            }
            expressions(values, visit);
        }
        StatKind::Call(call) => expression(call, visit),
        StatKind::Do(block) => statements(block, visit),
        StatKind::While { condition, body } | StatKind::Repeat { body, condition } => {
            expression(condition, visit);
            statements(body, visit);
        }
        StatKind::If { arms, otherwise } => {
            for (condition, block) in arms {
                expression(condition, visit);
                statements(block, visit);
            }
            if let Some(block) = otherwise {
                statements(block, visit);
            }
        }
        StatKind::NumericFor { start, limit, step, body, .. } => {
            expression(start, visit);
            expression(limit, visit);
            if let Some(step) = step {
                expression(step, visit);
            }
            statements(body, visit);
        }
        StatKind::GenericFor { exprs, body, .. } => {
            expressions(exprs, visit);
            statements(body, visit);
        }
        StatKind::Function { target, body } => {
            assigned(target, visit);
            statements(&body.block, visit);
        }
        StatKind::LocalFunction { body, .. } => statements(&body.block, visit),
        StatKind::Break | StatKind::Goto(_) | StatKind::Label(_) => {}
    }
}

/// A target: what it is a part of is looked at, a plain name is not.
fn assigned(target: &Expr, visit: &mut dyn FnMut(&Expr)) {
    if !matches!(target.kind, ExprKind::Name(_)) {
        expression(target, visit);
    }
}

fn expressions(exprs: &[Expr], visit: &mut dyn FnMut(&Expr)) {
    for expr in exprs {
        expression(expr, visit);
    }
}

fn arguments(args: &CallArgs, visit: &mut dyn FnMut(&Expr)) {
    expressions(&args.values, visit);
}

fn expression(expr: &Expr, visit: &mut dyn FnMut(&Expr)) {
    visit(expr);
    match &expr.kind {
        ExprKind::Field { object, .. } => expression(object, visit),
        ExprKind::Index { object, key } => {
            expression(object, visit);
            expression(key, visit);
        }
        ExprKind::Call { callee, args } => {
            expression(callee, visit);
            arguments(args, visit);
        }
        ExprKind::MethodCall { object, args, .. } => {
            expression(object, visit);
            arguments(args, visit);
        }
        ExprKind::Function(body) => statements(&body.block, visit),
        ExprKind::Binary { left, right, .. } => {
            expression(left, visit);
            expression(right, visit);
        }
        ExprKind::Unary { operand, .. } => expression(operand, visit),
        ExprKind::Paren(inner) => expression(inner, visit),
        ExprKind::Table(fields) => {
            for field in fields {
                if let FieldKey::Computed(key) = &field.key {
                    expression(key, visit);
                }
                expression(&field.value, visit);
            }
        }
        ExprKind::Name(_)
        | ExprKind::Nil
        | ExprKind::Bool(_)
        | ExprKind::Number(_)
        | ExprKind::Str(_)
        | ExprKind::Vararg => {}
    }
}

#[cfg(test)]
mod tests {
    use super::Uses;

    fn uses(text: &str) -> Uses {
        Uses::of(&syntax::parse(text.as_bytes()).chunk.block)
    }

    #[test]
    fn targets_are_not_used_but_values_are() {
        let used = uses(
            "a = b\nc.d = { [e] = f(g), h = not i }\nfunction j() return k .. l[m] end\nlocal n <const> = o",
        );
        let mut used: Vec<_> = used.names().collect();
        used.sort_unstable();
        assert_eq!(used, ["b", "c", "e", "f", "g", "i", "k", "l", "m", "o"]);
    }

    #[test]
    fn environment_variables_are_found() {
        let used = uses("a = ENV_X or os.getenv('Y')\nb = Lua.os.getenv \"Z\" .. os.getenv(name)");
        let mut found: Vec<_> = used.variables().collect();
        found.sort_unstable();
        assert_eq!(found, ["", "X", "Y", "Z"]);
    }
}

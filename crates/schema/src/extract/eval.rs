//! What an expression comes to; every call in it is looked at.

use std::sync::Arc;

use syntax::ast::{BinaryOp, Expr, ExprKind, FieldKey, Number, UnaryOp};

use super::value::{Key, Table, Value, binary};
use super::walk::Walker;

impl Walker<'_> {
    pub(super) fn eval_all(&mut self, exprs: &[Expr]) -> Vec<Value> {
        exprs.iter().map(|expr| self.eval(expr)).collect()
    }

    /// The value of an expression; every call in it is looked at.
    pub(super) fn eval(&mut self, expr: &Expr) -> Value {
        let outer = self.asked;
        // What stands in a call or a table is a value of its own.
        self.asked &=
            matches!(expr.kind, ExprKind::Binary { .. } | ExprKind::Unary { .. } | ExprKind::Paren(_));
        let value = self.value_of(expr);
        self.asked = outer;
        value
    }

    /// The value of an expression that is only asked whether it is true.
    pub(super) fn condition(&mut self, expr: &Expr) -> Value {
        let outer = std::mem::replace(&mut self.asked, true);
        let value = self.eval(expr);
        self.asked = outer;
        value
    }

    fn value_of(&mut self, expr: &Expr) -> Value {
        match &expr.kind {
            ExprKind::Nil => Value::Nil,
            ExprKind::Bool(value) => Value::Bool(*value),
            ExprKind::Number(value) => Value::Number(*value),
            ExprKind::Str(bytes) => Value::Str((&**bytes).into()),
            ExprKind::Vararg => Value::Unknown,
            ExprKind::Name(name) => self.lookup(name),
            ExprKind::Field { object, name } => {
                let object = self.eval(object);
                self.field(&object, &name.text)
            }
            ExprKind::Index { object, key } => {
                let object = self.eval(object);
                match (object, self.eval(key)) {
                    (Value::Table(table), key) => table.get(&key.as_key()),
                    (_, Value::HostOf(_)) => Value::HostSession,
                    _ => Value::Unknown,
                }
            }
            ExprKind::Call { callee, args } => self.function_call(callee, args, expr.span),
            ExprKind::MethodCall { object, name, args } => {
                self.method_call(object, &name.text, args, expr.span)
            }
            ExprKind::Function(body) => {
                self.function_body(body, false);
                self.function(body)
            }
            ExprKind::Binary { op, left, right, .. } => self.binary(*op, left, right),
            ExprKind::Unary { op, operand } => match (op, self.eval(operand)) {
                (UnaryOp::Negate, Value::Number(Number::Integer(i))) => {
                    Value::Number(Number::Integer(i.wrapping_neg()))
                }
                (UnaryOp::Negate, Value::Number(Number::Float(f))) => Value::Number(Number::Float(-f)),
                (UnaryOp::Not, value) => value.truth().map_or(Value::Unknown, |truth| Value::Bool(!truth)),
                _ => Value::Unknown,
            },
            ExprKind::Paren(inner) => self.eval(inner),
            ExprKind::Table(fields) => {
                let mut table = Table::default();
                let mut position = 0;
                for field in fields {
                    let key = match &field.key {
                        FieldKey::Positional => {
                            position += 1;
                            Key::Position(position)
                        }
                        FieldKey::Named(name) => Key::Name(name.text.as_bytes().into()),
                        FieldKey::Computed(key) => self.eval(key).as_key(),
                    };
                    let value = self.eval(&field.value);
                    table.entries.push((key, value));
                }
                Value::Table(Arc::new(table))
            }
        }
    }

    fn field(&mut self, object: &Value, name: &str) -> Value {
        match (object, name) {
            (Value::Module(context), "host") => Value::HostOf(*context),
            (Value::Module(_), "name") => Value::text(self.module),
            (Value::Config, "get" | "rawget") => Value::ConfigGet,
            (Value::HostSession, "type") => Value::HostType,
            (Value::Table(table), name) => table.field(name),
            (_, name) if name.starts_with("get_option") => Value::Getter(name.into()),
            _ => Value::Unknown,
        }
    }

    fn binary(&mut self, op: BinaryOp, left: &Expr, right: &Expr) -> Value {
        match op {
            BinaryOp::Or | BinaryOp::And => {}
            BinaryOp::Concat => self.asked = true,
            _ => self.asked = false,
        }
        let tells_default = !self.asked || is_read(left);
        let left = self.eval(left);
        let right = self.eval(right);
        match op {
            BinaryOp::Or if tells_default || !matches!(left, Value::Option(_)) => self.either(left, right),
            BinaryOp::Or => left,
            BinaryOp::And if left.truth() == Some(true) => right,
            BinaryOp::Equal => self.compare(&left, &right, true),
            BinaryOp::NotEqual => self.compare(&left, &right, false),
            _ => binary(op, &left, &right),
        }
    }

    /// `left or right`: the right side is the default of an option on the left.
    fn either(&mut self, left: Value, right: Value) -> Value {
        if let Value::Option(first) = left {
            let mut last = first;
            while let Some(next) = self.reads.get(last).and_then(|read| read.behind) {
                last = next;
            }
            if let Value::Option(behind) = right {
                let other = self.reads.get(behind).map(|read| (read.name.clone(), read.default.clone()));
                if let Some((read, (name, default))) = self.reads.get_mut(last).zip(other) {
                    read.behind = Some(behind).filter(|behind| *behind > last);
                    read.fallback = Some(name);
                    read.default = read.default.take().or(default);
                }
            } else {
                let default = right.to_lua();
                let mut next = Some(first);
                while let Some(read) = next.and_then(|index| self.reads.get_mut(index)) {
                    read.default = read.default.take().or_else(|| default.clone());
                    next = read.behind;
                }
            }
            return left;
        }
        match left.truth() {
            Some(true) => left,
            Some(false) => right,
            None => Value::Unknown,
        }
    }

    fn compare(&mut self, left: &Value, right: &Value, equal: bool) -> Value {
        match (left, right) {
            (Value::HostType, Value::Str(kind)) if &**kind == b"component" => {
                Value::IsComponent { equal, local: false }
            }
            (Value::HostType, Value::Str(kind)) if &**kind == b"local" => {
                Value::IsComponent { equal, local: true }
            }
            (Value::HostOf(_), Value::Str(star)) if &**star == b"*" => Value::IsGlobal(equal),
            (Value::Option(index), Value::Bool(value)) => {
                if let Some(read) = self.reads.get_mut(*index) {
                    read.compared_with(*value, equal);
                }
                Value::Unknown
            }
            _ => Value::Unknown,
        }
    }
}

/// Whether an expression reads an option right here.
fn is_read(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Call { .. } | ExprKind::MethodCall { .. } => true,
        ExprKind::Paren(inner) | ExprKind::Binary { op: BinaryOp::Or, left: inner, .. } => is_read(inner),
        _ => false,
    }
}

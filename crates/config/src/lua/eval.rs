//! Expressions.

use std::sync::Arc;

use syntax::Span;
use syntax::ast::{BinaryOp, CallArgs, CallForm, Expr, ExprKind, Field, FieldKey, Number, UnaryOp};

use super::assign::{explain, explain_environment};
use super::exec::Activation;
use super::frames::Site;
use super::machine::Machine;
use super::scope::{Name, Scope};
use super::val::{Key, Native, Val};
use super::{Run, ops};
use crate::value::Origin;

impl Machine<'_> {
    /// The one value of an expression.
    pub(crate) fn eval(&mut self, act: &Activation, scope: &Scope, expr: &Expr) -> Run<Val> {
        self.burn(1)?;
        Ok(match &expr.kind {
            ExprKind::Nil => Val::Nil,
            ExprKind::Bool(value) => Val::Bool(*value),
            ExprKind::Number(Number::Integer(value)) => Val::Int(*value),
            ExprKind::Number(Number::Float(value)) => Val::Float(*value),
            ExprKind::Str(bytes) => Val::str(bytes),
            ExprKind::Vararg => act.varargs.first().cloned().unwrap_or(Val::Nil),
            ExprKind::Name(name) => match scope.resolve(name) {
                Name::Local(cell) => cell.value.borrow().clone(),
                Name::Field(env) => {
                    self.at(act.end_of(expr.span));
                    let table = env.value.borrow().clone();
                    self.index(&table, &Val::str(name.as_bytes()))
                        .map_err(|flow| explain_environment(flow, act, env))?
                }
                Name::Global => {
                    self.at(act.end_of(expr.span));
                    self.global(act, name, expr.span)?
                }
            },
            ExprKind::Field { object, name } => {
                let value = self.eval(act, scope, object)?;
                self.at(act.end_of(name.span));
                let key = Val::str(name.text.as_bytes());
                self.index(&value, &key).map_err(|flow| explain(flow, act, scope, object, "index"))?
            }
            ExprKind::Index { object, key } => {
                let value = self.eval(act, scope, object)?;
                let key = self.eval(act, scope, key)?;
                self.at(act.end_of(expr.span));
                self.index(&value, &key).map_err(|flow| explain(flow, act, scope, object, "index"))?
            }
            ExprKind::Call { .. } | ExprKind::MethodCall { .. } => {
                self.multi(act, scope, expr)?.into_iter().next().unwrap_or(Val::Nil)
            }
            ExprKind::Function(body) => act.closure(scope, body),
            ExprKind::Paren(inner) => self.eval(act, scope, inner)?,
            ExprKind::Table(fields) => self.constructor(act, scope, fields, expr.span)?,
            ExprKind::Unary { op, operand } => {
                let value = self.eval(act, scope, operand)?;
                self.at(act.start_of(expr.span));
                let what = match op {
                    UnaryOp::Length => "get length of",
                    UnaryOp::BitNot => "perform bitwise operation on",
                    _ => "perform arithmetic on",
                };
                ops::unary(self, *op, &value).map_err(|flow| explain(flow, act, scope, operand, what))?
            }
            ExprKind::Binary { op: BinaryOp::And, left, right, .. } => {
                let value = self.eval(act, scope, left)?;
                self.short_circuit(act, scope, value, right, false)?
            }
            ExprKind::Binary { op: BinaryOp::Or, left, right, .. } => {
                let value = self.eval(act, scope, left)?;
                self.short_circuit(act, scope, value, right, true)?
            }
            ExprKind::Binary { .. } => self.chain(act, scope, expr)?,
        })
    }

    /// `a .. b .. c` and `a + b + c` can have thousands of links: walk down their spine without recursion.
    fn chain(&mut self, act: &Activation, scope: &Scope, expr: &Expr) -> Run<Val> {
        let mut links = Vec::new();
        let mut here = expr;
        while let ExprKind::Binary { op, op_span, left, right } = &here.kind {
            if matches!(op, BinaryOp::And | BinaryOp::Or) {
                break;
            }
            links.push((*op, *op_span, &**left, &**right));
            // Concatenation and power associate to the right, everything else to the left.
            here = if matches!(op, BinaryOp::Concat | BinaryOp::Power) { right } else { left };
            if links.first().is_some_and(|first| right_associative(first.0) != right_associative(*op)) {
                links.pop();
                here = expr;
                break;
            }
        }
        if links.is_empty() || std::ptr::eq(here, expr) {
            // Mixed associativity on one spine: evaluate the two sides as they are.
            let ExprKind::Binary { op, op_span, left, right } = &expr.kind else { return Ok(Val::Nil) };
            let a = self.eval(act, scope, left)?;
            let b = self.eval(act, scope, right)?;
            return self.binary(act, scope, (*op, *op_span, left, right), &a, &b);
        }
        let right_to_left = links.first().is_some_and(|first| right_associative(first.0));
        if right_to_left {
            // Operands are evaluated left to right, operators applied right to left.
            let mut operands = Vec::with_capacity(links.len());
            for link in &links {
                operands.push(self.eval(act, scope, link.2)?);
            }
            let mut value = self.eval(act, scope, here)?;
            for (link, operand) in links.into_iter().zip(operands).rev() {
                value = self.binary(act, scope, link, &operand, &value)?;
            }
            return Ok(value);
        }
        let mut value = self.eval(act, scope, here)?;
        for link in links.into_iter().rev() {
            let operand = self.eval(act, scope, link.3)?;
            value = self.binary(act, scope, link, &value, &operand)?;
        }
        Ok(value)
    }

    fn binary(
        &mut self,
        act: &Activation,
        scope: &Scope,
        (op, op_span, left, right): (BinaryOp, Span, &Expr, &Expr),
        a: &Val,
        b: &Val,
    ) -> Run<Val> {
        self.burn(1)?;
        // Lua gives most operators the line that they stand on, comparisons that of what they end with.
        let at = match op {
            BinaryOp::Less | BinaryOp::LessEqual | BinaryOp::Greater | BinaryOp::GreaterEqual => {
                right.span.end.saturating_sub(1)
            }
            _ => op_span.start,
        };
        self.at(Site { line: act.source.line(at), span: left.span.cover(right.span) });
        match ops::binary(self, op, a, b) {
            Ok(value) => Ok(value),
            Err(flow) => {
                let (guilty, what) = ops::guilty(op, a);
                let operand = if guilty { right } else { left };
                Err(explain(flow, act, scope, operand, what))
            }
        }
    }

    fn short_circuit(
        &mut self,
        act: &Activation,
        scope: &Scope,
        left: Val,
        right: &Expr,
        or: bool,
    ) -> Run<Val> {
        match left.truth() {
            Some(truth) if truth == or => Ok(left),
            Some(_) => self.eval(act, scope, right),
            None => {
                let Val::Unknown(reason) = &left else { return Ok(left) };
                // The right side may or may not be evaluated.
                let reason = Arc::clone(reason);
                self.maybe(&reason, |machine| {
                    machine.eval(act, scope, right)?;
                    Ok(super::exec::Exit::End)
                })?;
                Ok(left)
            }
        }
    }

    /// All values of an expression list: the last one may give several.
    pub(crate) fn values(&mut self, act: &Activation, scope: &Scope, exprs: &[Expr]) -> Run<Vec<Val>> {
        let Some((last, first)) = exprs.split_last() else { return Ok(Vec::new()) };
        let mut values = Vec::with_capacity(exprs.len());
        for expr in first {
            values.push(self.eval(act, scope, expr)?);
        }
        values.extend(self.multi(act, scope, last)?);
        Ok(values)
    }

    /// All values of an expression.
    pub(crate) fn multi(&mut self, act: &Activation, scope: &Scope, expr: &Expr) -> Run<Vec<Val>> {
        match &expr.kind {
            ExprKind::Vararg => Ok(act.varargs.to_vec()),
            ExprKind::Call { .. } | ExprKind::MethodCall { .. } => self.written_call(act, scope, expr, false),
            _ => Ok(vec![self.eval(act, scope, expr)?]),
        }
    }

    /// All values of the only expression of a `return`.
    pub(crate) fn tail_call(&mut self, act: &Activation, scope: &Scope, expr: &Expr) -> Run<Vec<Val>> {
        match &expr.kind {
            ExprKind::Call { .. } | ExprKind::MethodCall { .. } => self.written_call(act, scope, expr, true),
            _ => self.multi(act, scope, expr),
        }
    }

    /// A call; `tail` if it takes the place of the function that it stands in.
    fn written_call(&mut self, act: &Activation, scope: &Scope, expr: &Expr, tail: bool) -> Run<Vec<Val>> {
        match &expr.kind {
            ExprKind::Call { callee, args } => {
                let function = self.eval(act, scope, callee)?;
                let values = self.arguments(act, scope, args)?;
                self.call_at(act, scope, expr.span, callee, &function, values, args, tail)
            }
            ExprKind::MethodCall { object, name, args } => {
                let object_value = self.eval(act, scope, object)?;
                self.at(act.end_of(name.span));
                let key = Val::str(name.text.as_bytes());
                let function = self
                    .index(&object_value, &key)
                    .map_err(|flow| explain(flow, act, scope, object, "index"))?;
                let mut values = self.arguments(act, scope, args)?;
                values.insert(0, object_value);
                self.call_at(act, scope, expr.span, expr, &function, values, args, tail)
            }
            _ => Ok(Vec::new()),
        }
    }

    fn arguments(&mut self, act: &Activation, scope: &Scope, args: &CallArgs) -> Run<Vec<Val>> {
        self.values(act, scope, &args.values)
    }

    #[expect(clippy::too_many_arguments, reason = "a call has that many parts")]
    fn call_at(
        &mut self,
        act: &Activation,
        scope: &Scope,
        span: Span,
        callee: &Expr,
        function: &Val,
        values: Vec<Val>,
        args: &CallArgs,
        tail: bool,
    ) -> Run<Vec<Val>> {
        // Lua gives a call the line where its arguments begin; a string over several lines is read to its end by then.
        let line = match args.form {
            _ if self.profile.calls_begin_with_their_expression() => act.source.line(span.start),
            CallForm::Str => act.source.line(args.span.end.saturating_sub(1)),
            CallForm::Parens | CallForm::Table => act.source.line(args.span.start),
        };
        let site = Site { line, span };
        self.at(site);
        if let Some(frame) = self.top_frame_mut() {
            let arguments = match args.values.as_slice() {
                [only] => only.span,
                _ => args.span,
            };
            frame.call = Some((span, arguments));
        }
        self.inserting = inserted(function, args).map(|value| Origin {
            file: act.source.file().id,
            entry: span,
            value: value.span,
        });
        // Functions of Lua's own run on top of the caller even then.
        let is_lua = match function {
            Val::Native(Native::Prosody(function)) => !function.is_native(),
            Val::Native(native) => matches!(native, Native::Chunk(_)),
            Val::Table(id) => self.is_callable(*id),
            Val::Closure(_) => true,
            _ => false,
        };
        if tail && is_lua {
            self.hide_frame(true);
        }
        let result = self.call_value(function, values, site);
        if tail && is_lua && result.is_ok() {
            self.hide_frame(false);
        }
        if let Err(flow) = result {
            let flow = self.name_argument(flow, function, Some(callee));
            return Err(explain(flow, act, scope, callee, "call"));
        }
        self.at(site);
        result
    }

    fn constructor(&mut self, act: &Activation, scope: &Scope, fields: &[Field], span: Span) -> Run<Val> {
        let id = self.new_table();
        if let Some(table) = self.table_mut(id) {
            table.reserve(fields.len());
        }
        let file = act.source.file().id;
        let mut items = Items { table: id, next: 1, pending: Vec::new() };
        let last = fields.len().saturating_sub(1);
        for (at, field) in fields.iter().enumerate() {
            let origin = Origin { file, entry: field.span, value: field.value.span };
            items.flush_if_full(self);
            match &field.key {
                FieldKey::Positional if at == last => {
                    // Lua fetches the last item when it has seen the closing brace.
                    if let ExprKind::Name(name) = &field.value.kind
                        && matches!(scope.resolve(name), Name::Global)
                    {
                        self.at(act.end_of(span));
                        let value = self.global(act, name, field.value.span)?;
                        items.pending.push((value, Some(origin)));
                        continue;
                    }
                    let values = self.multi(act, scope, &field.value)?;
                    // What is not known may be no value, or several.
                    let is_more = super::exec::missing(std::slice::from_ref(&field.value), &values);
                    if let (true, Some(table)) = (is_more.is_unknown(), self.table_mut(id)) {
                        table.open_up();
                    }
                    // Several values of one expression were written elsewhere.
                    let origin = if values.len() > 1 { None } else { Some(origin) };
                    items.pending.extend(values.into_iter().map(|value| (value, origin)));
                }
                FieldKey::Positional => {
                    let value = self.eval(act, scope, &field.value)?;
                    items.pending.push((value, Some(origin)));
                }
                FieldKey::Named(name) => {
                    let value = self.eval(act, scope, &field.value)?;
                    self.raw_set(id, Key::str(&name.text), value, Some(origin));
                }
                FieldKey::Computed(key) => {
                    let key = self.eval(act, scope, key)?;
                    let value = self.eval(act, scope, &field.value)?;
                    self.at(act.end_of(field.span));
                    if let (Val::Int(_) | Val::Float(_), Some(table)) = (&key, self.table_mut(id)) {
                        table.set_keyed_items();
                    }
                    self.set_computed(id, &key, value, Some(origin))?;
                }
            }
        }
        items.flush(self);
        if let Some(table) = self.table_mut(id) {
            table.set_listed(items.next - 1);
        }
        Ok(Val::Table(id))
    }

    /// Stores under a key that may be none.
    pub(crate) fn set_computed(
        &mut self,
        id: super::TableId,
        key: &Val,
        value: Val,
        origin: Option<Origin>,
    ) -> Run<()> {
        match key.key() {
            Some(key) => self.raw_set(id, key, value, origin),
            None => match key {
                Val::Nil => return Err(self.error("table index is nil")),
                Val::Unknown(_) => {
                    if let Some(table) = self.table_mut(id) {
                        table.open_up();
                    }
                }
                _ => return Err(self.error("table index is NaN")),
            },
        }
        Ok(())
    }
}

/// The string literal that a call of `table.insert` adds.
fn inserted<'a>(function: &Val, args: &'a CallArgs) -> Option<&'a Expr> {
    let is_insert = matches!(function, Val::Native(super::val::Native::Lib(lib)) if lib.name == "insert");
    args.values.last().filter(|value| is_insert && matches!(value.kind, ExprKind::Str(_)))
}

/// List items of a constructor: Lua stores them in portions, behind the keyed entries between them.
struct Items {
    table: super::TableId,
    next: i64,
    pending: Vec<(Val, Option<Origin>)>,
}

impl Items {
    fn flush_if_full(&mut self, machine: &mut Machine<'_>) {
        // LFIELDS_PER_FLUSH of Lua's compiler.
        if self.pending.len() >= 50 {
            self.flush(machine);
        }
    }

    fn flush(&mut self, machine: &mut Machine<'_>) {
        for (value, origin) in self.pending.drain(..) {
            machine.raw_set(self.table, Key::Int(self.next), value, origin);
            self.next += 1;
        }
    }
}

const fn right_associative(op: BinaryOp) -> bool {
    matches!(op, BinaryOp::Concat | BinaryOp::Power)
}

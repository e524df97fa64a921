//! Storing values: locals, globals, fields.

use syntax::Span;
use syntax::ast::{BinaryOp, Expr, ExprKind, Number, UnaryOp};

use super::exec::Activation;
use super::frames::Site;
use super::machine::Machine;
use super::scope::{Cell, Name, Scope};
use super::val::{Key, Val};
use super::{Flow, Run};
use crate::prosody::Write;

/// Where an assignment stores its value.
#[derive(Debug)]
pub(crate) enum Place {
    /// A name.
    Variable,
    /// A table and a key.
    Field(Val, Val),
}

impl Machine<'_> {
    /// `targets = values`. Lua looks at the tables and keys on the left first, then at all values, and stores from
    /// the last target to the first.
    pub(crate) fn assign(
        &mut self,
        act: &Activation,
        scope: &Scope,
        site: Site,
        targets: &[Expr],
        values: &[Expr],
    ) -> Run<()> {
        if let ([target], [value]) = (targets, values) {
            let place = self.place_of(act, scope, target)?;
            let result = self.eval(act, scope, value)?;
            return self.store(act, scope, target, place, result, site, value.span);
        }
        let places: Vec<_> =
            targets.iter().map(|target| self.place_of(act, scope, target)).collect::<Run<_>>()?;
        let results = self.values(act, scope, values)?;
        let missing = super::exec::missing(values, &results);
        for (at, (target, place)) in targets.iter().zip(places).enumerate().rev() {
            let result = results.get(at).unwrap_or(&missing).clone();
            let value_span = values.get(at).or(values.last()).map_or(site.span, |value| value.span);
            self.store(act, scope, target, place, result, site, value_span)?;
        }
        Ok(())
    }

    /// What stands in front of the last name or key of a target.
    pub(crate) fn place_of(&mut self, act: &Activation, scope: &Scope, target: &Expr) -> Run<Place> {
        Ok(match &target.kind {
            ExprKind::Field { object, name } => {
                Place::Field(self.eval(act, scope, object)?, Val::str(name.text.as_bytes()))
            }
            ExprKind::Index { object, key } => {
                let table = self.eval(act, scope, object)?;
                Place::Field(table, self.eval(act, scope, key)?)
            }
            _ => Place::Variable,
        })
    }

    /// Stores one value; `site` is the statement, with the line that Lua reports for it.
    #[expect(clippy::too_many_arguments, reason = "an assignment has that many parts")]
    pub(crate) fn store(
        &mut self,
        act: &Activation,
        scope: &Scope,
        target: &Expr,
        place: Place,
        value: Val,
        site: Site,
        value_span: Span,
    ) -> Run<()> {
        match (&target.kind, place) {
            (ExprKind::Name(name), _) => {
                let found = scope.resolve(name);
                if let Name::Local(cell) = found {
                    let value = if self.depth > cell.depth { self.undecided() } else { value };
                    let value = if self.unordered.is_empty() { value } else { self.order_local(cell, value) };
                    if !cell.constant {
                        *cell.value.borrow_mut() = value;
                    }
                    return Ok(());
                }
                self.at(site);
                if let Name::Field(env) = found {
                    let table = env.value.borrow().clone();
                    return self
                        .set_index(&table, &Val::str(name.as_bytes()), value)
                        .map_err(|flow| explain_environment(flow, act, env));
                }
                self.set_global(
                    act,
                    name,
                    value,
                    Write { statement: site.span, name: target.span, value: value_span },
                )
            }
            (ExprKind::Field { object, .. } | ExprKind::Index { object, .. }, Place::Field(table, key)) => {
                self.at(site);
                if let (Val::Table(id), true) = (&table, is_append(target))
                    && self.append_unordered(*id, &value)
                {
                    return Ok(());
                }
                self.set_index(&table, &key, value).map_err(|flow| explain(flow, act, scope, object, "index"))
            }
            _ => Ok(()),
        }
    }

    /// `table[key] = value`, with metamethods.
    pub(crate) fn set_index(&mut self, table: &Val, key: &Val, value: Val) -> Run<()> {
        let id = match table {
            Val::Table(id) => *id,
            Val::Unknown(_) => {
                let reason = std::sync::Arc::from("stored where it can't be followed");
                return self.hand_over(&value, &reason);
            }
            other => return Err(self.error(&format!("attempt to index a {} value", other.type_name()))),
        };
        if let Some(env) = self.table(id).environment {
            return self.set_environment(env, key, value);
        }
        if let Some(meta) = self.metafield(id, "__newindex")
            && key.key().is_none_or(|key| self.table(id).slot(&key).is_none())
        {
            return match meta {
                Val::Table(_) => self.set_index(&meta, key, value),
                function => {
                    let site = self.here();
                    self.call(&function, vec![table.clone(), key.clone(), value], site)?;
                    Ok(())
                }
            };
        }
        match key {
            Val::Nil => Err(self.error("table index is nil")),
            Val::Float(value) if value.is_nan() => Err(self.error("table index is NaN")),
            _ => self.set_computed(id, key, value, None),
        }
    }

    /// `value[key]`, with metamethods.
    pub(crate) fn index(&mut self, value: &Val, key: &Val) -> Run<Val> {
        match value {
            Val::Unknown(reason) => Ok(Val::Unknown(std::sync::Arc::clone(reason))),
            Val::Table(id) => {
                if let Some(proxy) = self.table(*id).proxy.clone().filter(|proxy| !proxy.stripped) {
                    return self.index_proxy(*id, &proxy, key);
                }
                if let Some(env) = self.table(*id).environment {
                    return self.index_environment(env, key);
                }
                if self.probe.is_some() {
                    self.note_lookup(*id, key);
                }
                let found = match key.key() {
                    Some(key) => self.raw_get(*id, &key),
                    None if key.is_unknown() => key.clone(),
                    None => Val::Nil,
                };
                if !found.is_nil() {
                    return Ok(found);
                }
                match self.metafield(*id, "__index") {
                    None => Ok(Val::Nil),
                    Some(meta @ Val::Table(_)) => self.index(&meta, key),
                    Some(function) => {
                        let site = self.here();
                        let result = self.call(&function, vec![value.clone(), key.clone()], site)?;
                        Ok(result.into_iter().next().unwrap_or(Val::Nil))
                    }
                }
            }
            Val::Str(_) => {
                let strings = self.strings;
                Ok(key.key().map_or(Val::Nil, |key| self.raw_get(strings, &key)))
            }
            // Prosody gives functions a metatable, of which a configuration can see nothing by indexing.
            other => Err(self.error(&format!("attempt to index a {} value", other.type_name()))),
        }
    }

    fn note_lookup(&mut self, id: super::TableId, key: &Val) {
        let Val::Str(key) = key else { return };
        let Some(mut probe) = self.probe.take() else { return };
        let keys = self.table(id).entries().filter_map(|slot| match &slot.key {
            Key::Str(bytes) => Some(&**bytes),
            _ => None,
        });
        probe.looked_up(key, keys);
        self.probe = Some(probe);
    }

    /// Whether a table can be called.
    pub(crate) fn is_callable(&self, id: super::TableId) -> bool {
        let is_proxy = self.table(id).proxy.as_ref().is_some_and(|proxy| !proxy.stripped);
        is_proxy || self.metafield(id, "__call").is_some()
    }

    /// A field of a table's metatable.
    pub(crate) fn metafield(&self, id: super::TableId, name: &str) -> Option<Val> {
        let meta = self.table(id).metatable?;
        let value = self.raw_get(meta, &Key::str(name));
        (!value.is_nil()).then_some(value)
    }
}

/// Whether a target is `t[#t + 1]`.
fn is_append(target: &Expr) -> bool {
    let ExprKind::Index { object, key } = &target.kind else { return false };
    let (ExprKind::Name(list), ExprKind::Binary { op: BinaryOp::Add, left, right, .. }) =
        (&object.kind, &key.kind)
    else {
        return false;
    };
    let ExprKind::Unary { op: UnaryOp::Length, operand } = &left.kind else { return false };
    matches!(&operand.kind, ExprKind::Name(name) if name == list)
        && matches!(&right.kind, ExprKind::Number(Number::Integer(1)))
}

/// Adds to an error about an operand what Lua says about where the operand came from.
pub(crate) fn explain(flow: Flow, act: &Activation, scope: &Scope, operand: &Expr, what: &str) -> Flow {
    complete(flow, what, || describe(act, scope, operand, what))
}

/// Adds a description of the operand to an error that says what was attempted with it.
fn complete(flow: Flow, what: &str, description: impl FnOnce() -> Option<String>) -> Flow {
    let Flow::Error(mut error) = flow else { return flow };
    let prefix = format!("attempt to {what} a ");
    let is_about_operand = matches!(&error.value, Val::Str(bytes) if {
        let text = String::from_utf8_lossy(bytes);
        text.split(": ").last().is_some_and(|last| last.starts_with(&prefix) && last.ends_with(" value"))
    });
    if !is_about_operand || std::mem::replace(&mut error.complete, true) {
        return Flow::Error(error);
    }
    if let Val::Str(bytes) = &error.value
        && let Some(description) = description()
    {
        let text = String::from_utf8_lossy(bytes);
        error.value = Val::str(format!("{text}{description}"));
    }
    Flow::Error(error)
}

/// Says of an error about a local `_ENV` that it is about that.
pub(crate) fn explain_environment(flow: Flow, act: &Activation, env: &Cell) -> Flow {
    let kind = if env.level == act.level { "local" } else { "upvalue" };
    complete(flow, "index", || Some(format!(" ({kind} '_ENV')")))
}

/// ` (global 'x')` and the like, as Lua names an operand in an error message.
fn describe(act: &Activation, scope: &Scope, operand: &Expr, what: &str) -> Option<String> {
    Some(match &operand.kind {
        ExprKind::Name(name) => match scope.find(name) {
            Some(cell) if cell.level == act.level => format!(" (local '{name}')"),
            Some(_) => format!(" (upvalue '{name}')"),
            None => format!(" (global '{name}')"),
        },
        ExprKind::Field { name, .. } => format!(" (field '{}')", name.text),
        ExprKind::MethodCall { name, .. } if what == "call" => format!(" (method '{}')", name.text),
        ExprKind::Paren(inner) if !matches!(inner.kind, ExprKind::MethodCall { .. }) => {
            return describe(act, scope, inner, what);
        }
        ExprKind::Index { key, .. } => match &key.kind {
            ExprKind::Str(bytes) => format!(" (field '{}')", String::from_utf8_lossy(bytes)),
            _ => " (field '?')".to_owned(),
        },
        ExprKind::Str(bytes) => format!(" (constant '{}')", String::from_utf8_lossy(bytes)),
        _ => return None,
    })
}

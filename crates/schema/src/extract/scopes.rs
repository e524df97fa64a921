//! Variables and what is known of them.

use std::collections::HashMap;
use std::sync::Arc;

use syntax::ast::{Expr, ExprKind};

use super::value::{Context, Table, Value};
use super::walk::Walker;

impl Walker<'_> {
    pub(super) fn lookup(&self, name: &str) -> Value {
        if let Some(value) = self.scopes.iter().rev().find_map(|scope| scope.get(name)) {
            return value.clone();
        }
        match name {
            "module" => Value::Module(Context::Own),
            "config" | "configmanager" => Value::Config,
            _ => Value::Unknown,
        }
    }

    pub(super) fn declare(&mut self, name: &str, value: Value) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.insert(name.into(), value);
        }
    }

    /// An assignment somewhere inside a branch or function leaves the variable unknown.
    pub(super) fn assign(&mut self, name: &str, value: Value) {
        let innermost = self.scopes.len().saturating_sub(1);
        // What is declared nowhere is global.
        let declared = self.scopes.iter().rposition(|scope| scope.contains_key(name)).unwrap_or(0);
        let known = declared == innermost || matches!(value, Value::Function { .. });
        if let Some(scope) = self.scopes.get_mut(declared) {
            scope.insert(name.into(), if known { value } else { Value::Unknown });
        }
    }

    /// The table that `expr` names may be changed from here on.
    pub(super) fn open_table(&mut self, expr: &Expr) {
        let ExprKind::Name(name) = &expr.kind else { return };
        if let Value::Table(table) = self.lookup(name)
            && !table.open
        {
            let opened = Table { entries: table.entries.clone(), open: true };
            if let Some(scope) = self.scopes.iter_mut().rev().find(|scope| scope.contains_key(name)) {
                scope.insert(name.clone(), Value::Table(Arc::new(opened)));
            }
        }
    }

    pub(super) fn scoped(&mut self, walk: impl FnOnce(&mut Self)) {
        self.scopes.push(HashMap::new());
        walk(self);
        self.scopes.pop();
    }

    pub(super) fn conditionally(&mut self, walk: impl FnOnce(&mut Self)) {
        self.conditional += 1;
        self.scoped(walk);
        self.conditional -= 1;
    }
}

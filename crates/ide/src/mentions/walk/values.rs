//! Values: what strings mean by the option that they are in, and which tables of local variables become lists of modules.

use syntax::Span;
use syntax::ast::{BinaryOp, Expr, ExprKind, Field, FieldKey};

use super::Walk;
use crate::mentions::strings::{mention, read};
use crate::mentions::{Thing, content};
use crate::shape::is_module_list;

impl<'t> Walk<'t> {
    /// A value with the target that it is assigned to.
    pub(super) fn assigned(&mut self, target: Option<&'t Expr>, value: &'t Expr) {
        let indexed = |target: &'t Expr| match &target.kind {
            ExprKind::Index { object, .. } => object.as_name(),
            _ => None,
        };
        match target.and_then(Expr::as_name) {
            Some(name) => match self.local(name) {
                Some(list) => {
                    self.items(value, Some(list));
                    self.expr(value);
                }
                None => self.option_value(name, None, value),
            },
            // `list[#list + 1] = "x"`
            None => match target.and_then(indexed) {
                Some(name) => self.item_of(name, value),
                None => self.expr(value),
            },
        }
    }

    /// A value of an option, or of a key in it.
    pub(super) fn option_value(&mut self, option: &str, key: Option<&str>, value: &'t Expr) {
        let outside = std::mem::replace(&mut self.path, vec![option.to_owned()]);
        self.path.extend(key.map(str::to_owned));
        self.value(value);
        self.path = outside;
    }

    /// A value that is added to a list.
    pub(super) fn item_of(&mut self, list: &str, value: &'t Expr) {
        match self.local(list) {
            Some(list) => {
                self.item(value, list);
                self.expr(value);
            }
            None => self.option_value(list, Some("1"), value),
        }
    }

    /// Remembers the strings in a local variable's table.
    pub(super) fn items(&mut self, value: &'t Expr, list: Option<Span>) {
        let Some(list) = list else { return };
        for field in value.as_table().unwrap_or_default() {
            if field.key == FieldKey::Positional {
                self.item(&field.value, list);
            }
        }
    }

    fn item(&mut self, value: &'t Expr, list: Span) {
        let Some(bytes) = value.as_str() else { return };
        if let Some(span) = content(self.text, value.span, bytes)
            && let Ok(name) = std::str::from_utf8(bytes)
        {
            let mention = read(Thing::Module(name.into()), span);
            self.lists.entry(list).or_default().push((value.span, mention));
        }
    }

    /// An expression that is the value at the path, or one of its alternatives.
    pub(super) fn value(&mut self, expr: &'t Expr) {
        match &expr.kind {
            ExprKind::Str(bytes) => self.string(expr, bytes),
            ExprKind::Paren(inner) => self.value(inner),
            ExprKind::Binary { op: BinaryOp::Or | BinaryOp::And, left, right, .. } => {
                self.value(left);
                self.value(right);
            }
            ExprKind::Table(fields) => self.fields(fields),
            ExprKind::Name(name) => {
                if let Some(variable) = self.local(name).filter(|_| is_module_list(&self.path)) {
                    let list = self.elements.get(&variable).copied().unwrap_or(variable);
                    self.module_lists.insert(list);
                }
                self.expr(expr);
            }
            _ => self.expr(expr),
        }
    }

    /// The local variable whose table a loop goes through: `ipairs(list)`.
    pub(super) fn iterated(&self, exprs: &[Expr]) -> Option<Span> {
        let (function, args) = exprs.first()?.as_call()?;
        let goes_through = matches!(function.as_name(), Some("ipairs" | "pairs"));
        args.values.first()?.as_name().filter(|_| goes_through).and_then(|list| self.local(list))
    }

    fn string(&mut self, expr: &Expr, bytes: &[u8]) {
        let as_module = [String::from("modules_enabled")];
        let path = if self.listed.contains(&expr.span) { &as_module[..] } else { &self.path };
        self.found.extend(mention(self.text, expr.span, bytes, path));
    }

    /// The entries of the table at the path.
    fn fields(&mut self, fields: &'t [Field]) {
        let mut next = 1;
        for field in fields {
            let key = match &field.key {
                FieldKey::Positional => {
                    next += 1;
                    (next - 1).to_string()
                }
                FieldKey::Named(name) => name.text.to_string(),
                FieldKey::Computed(key) => {
                    self.apart(key);
                    key.as_str().map(|key| String::from_utf8_lossy(key).into_owned()).unwrap_or_default()
                }
            };
            if self.path.is_empty() {
                self.value(&field.value);
            } else {
                self.path.push(key);
                self.value(&field.value);
                self.path.pop();
            }
        }
    }

    /// An expression that is not the value at the path, only a part of what makes it.
    pub(super) fn apart(&mut self, expr: &'t Expr) {
        let outside = std::mem::take(&mut self.path);
        self.value(expr);
        self.path = outside;
    }
}

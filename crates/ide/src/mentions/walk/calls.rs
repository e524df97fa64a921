//! Calls: of the functions that open hosts, read variables and add to options.

use syntax::Span;
use syntax::ast::{CallArgs, CallForm, Expr, ExprKind, Field, FieldKey};

use super::Walk;
use crate::mentions::{Access, Thing, content};
use crate::subject::Function;

impl<'t> Walk<'t> {
    pub(super) fn arguments(&mut self, args: &'t CallArgs) {
        for value in &args.values {
            self.apart(value);
        }
    }

    /// `option { ... }`, `option:append { ... }`
    pub(super) fn append(&mut self, option: &'t str, object: &'t Expr, args: &'t CallArgs) {
        let is_local = self.local(option).is_some();
        self.name(option, object.span, if is_local { Access::Read } else { Access::Write });
        for value in &args.values {
            if is_local {
                self.apart(value);
            } else {
                self.option_value(option, None, value);
            }
        }
    }

    pub(super) fn call(&mut self, callee: &'t Expr, args: &'t CallArgs) {
        if let Some(component) = self.opens_host(callee) {
            self.expr(callee);
            return self.host_arguments(component, args);
        }
        let Some(names) = callee.dotted_name() else {
            self.apart(callee);
            return self.arguments(args);
        };
        let is_global = names.first().is_some_and(|first| self.local(first).is_none());
        match (names.as_slice(), is_global) {
            ([name], true) => match Function::of(name) {
                Some(Function::Host | Function::Component) => {
                    self.name(name, callee.span, Access::Read);
                    return self.host_name(args);
                }
                // Paths name no hosts.
                Some(Function::Include | Function::File) => {
                    self.name(name, callee.span, Access::Read);
                    let computed = args.values.iter().filter(|value| value.as_str().is_none());
                    return computed.for_each(|value| self.apart(value));
                }
                _ => {}
            },
            (["table", "insert"] | ["Lua", "table", "insert"], true) => {
                self.expr(callee);
                return self.insertion(args);
            }
            _ => {}
        }
        self.expr(callee);
        if names.last() == Some(&"getenv")
            && let [only] = args.values.as_slice()
            && let Some(bytes) = only.as_str()
            && let Ok(variable) = std::str::from_utf8(bytes)
        {
            if let Some(span) = content(self.text, only.span, bytes) {
                self.add(Thing::Environment(variable.into()), span, Access::Read);
            }
            return;
        }
        self.arguments(args);
    }

    /// Whether calling this goes on with a host's section: `VirtualHost "x"`, or `Component "x" "module"`. Then
    /// whether it is a component.
    fn opens_host(&self, callee: &Expr) -> Option<bool> {
        let mut inner = callee;
        while let Some((callee, _)) = inner.as_call() {
            inner = callee;
        }
        let name = inner.as_name().filter(|name| self.local(name).is_none())?;
        let function = Function::of(name).filter(|_| callee.as_call().is_some())?;
        match function {
            Function::Host => Some(false),
            Function::Component => Some(true),
            _ => None,
        }
    }

    /// The module or the options of a host.
    fn host_arguments(&mut self, component: bool, args: &'t CallArgs) {
        for value in &args.values {
            match &value.kind {
                ExprKind::Str(_) if component => self.option_value("component_module", None, value),
                ExprKind::Table(fields) => self.options(fields),
                _ => self.apart(value),
            }
        }
    }

    fn options(&mut self, fields: &'t [Field]) {
        for field in fields {
            match &field.key {
                FieldKey::Named(name) => {
                    self.add(Thing::Option((*name.text).into()), name.span, Access::Write);
                    self.option_value(&name.text, None, &field.value);
                }
                FieldKey::Computed(key) => match named(self.text, key) {
                    Some((name, span)) => {
                        self.add(Thing::Option(name.into()), span, Access::Write);
                        self.option_value(name, None, &field.value);
                    }
                    None => {
                        self.apart(key);
                        self.apart(&field.value);
                    }
                },
                FieldKey::Positional => self.apart(&field.value),
            }
        }
    }

    fn host_name(&mut self, args: &'t CallArgs) {
        let mut values = args.values.iter();
        if let Some(first) = values.next() {
            let bytes = first.as_str().unwrap_or_default();
            let name = std::str::from_utf8(bytes).ok().and_then(config::prepare_host);
            match (content(self.text, first.span, bytes), name.filter(|name| !name.is_empty())) {
                (Some(span), Some(name)) => self.add(Thing::Host(name.into()), span, Access::Write),
                _ => self.apart(first),
            }
        }
        values.for_each(|value| self.apart(value));
    }

    /// The arguments of `table.insert`.
    fn insertion(&mut self, args: &'t CallArgs) {
        let Some((list, values)) = args.values.split_first() else { return };
        self.apart(list);
        for value in values {
            match list.as_name() {
                Some(name) => self.item_of(name, value),
                None => self.apart(value),
            }
        }
    }
}

/// The option that a statement adds to: `option { ... }`.
pub(super) fn added_to(expr: &Expr) -> Option<(&str, &Expr, &CallArgs)> {
    let (callee, args) = expr.as_call()?;
    let name =
        callee.as_name().filter(|name| args.form == CallForm::Table && Function::of(name).is_none())?;
    Some((name, callee, args))
}

/// The name that a key in brackets spells: `["option"]`.
fn named<'t>(text: &[u8], key: &'t Expr) -> Option<(&'t str, Span)> {
    let bytes = key.as_str()?;
    Some((std::str::from_utf8(bytes).ok()?, content(text, key.span, bytes)?))
}

//! Errors about arguments of library functions: Lua calls a function what the call calls it.

use syntax::ast::{Expr, ExprKind};

use super::Flow;
use super::machine::Machine;
use super::val::{Key, Native, Val};

/// The libraries whose functions Lua finds by themselves.
const LIBRARIES: [&str; 6] = ["string", "table", "math", "os", "io", "debug"];

impl Machine<'_> {
    /// Puts the name that a call gives to a function into an error about an argument; `callee` is how it is written
    /// there, if the call is written anywhere.
    pub(crate) fn name_argument(&self, flow: Flow, function: &Val, callee: Option<&Expr>) -> Flow {
        let Flow::Error(mut error) = flow else { return flow };
        let Some(index) = error.argument.take() else { return Flow::Error(error) };
        let Val::Str(bytes) = &error.value else { return Flow::Error(error) };
        let text = String::from_utf8_lossy(bytes).into_owned();
        let Some((position, rest)) = text.split_once(&format!("bad argument #{index} to '")) else {
            return Flow::Error(error);
        };
        let Some((usual, what)) = rest.split_once("' ") else { return Flow::Error(error) };
        let text = match called(callee) {
            Called::Method(name) if index == 1 => format!("{position}calling '{name}' on bad self {what}"),
            Called::Method(name) => format!("{position}bad argument #{} to '{name}' {what}", index - 1),
            Called::Name(name) => format!("{position}bad argument #{index} to '{name}' {what}"),
            Called::Unnamed => {
                let name = self.qualified(function).unwrap_or_else(|| usual.to_owned());
                format!("{position}bad argument #{index} to '{name}' {what}")
            }
        };
        error.value = Val::str(text);
        Flow::Error(error)
    }

    /// `string.rep`, as Lua finds it among what is loaded.
    fn qualified(&self, function: &Val) -> Option<String> {
        let Val::Native(Native::Lib(lib)) = function else { return None };
        LIBRARIES.into_iter().find_map(|library| {
            let Val::Table(table) = self.table(self.globals).get(&Key::str(library)) else { return None };
            let found = self.table(table).get(&Key::str(lib.name));
            (found.raw_equals(function) == Some(true)).then(|| format!("{library}.{}", lib.name))
        })
    }
}

enum Called {
    Method(String),
    Name(String),
    Unnamed,
}

fn called(callee: Option<&Expr>) -> Called {
    match callee.map(|callee| &callee.kind) {
        Some(ExprKind::MethodCall { name, .. }) => Called::Method(name.text.to_string()),
        Some(ExprKind::Name(name)) => Called::Name(name.to_string()),
        Some(ExprKind::Field { name, .. }) => Called::Name(name.text.to_string()),
        Some(ExprKind::Index { key, .. }) => match &key.kind {
            ExprKind::Str(bytes) => Called::Name(String::from_utf8_lossy(bytes).into_owned()),
            _ => Called::Name("?".to_owned()),
        },
        Some(ExprKind::Paren(inner)) if !matches!(inner.kind, ExprKind::MethodCall { .. }) => {
            called(Some(inner))
        }
        _ => Called::Unnamed,
    }
}

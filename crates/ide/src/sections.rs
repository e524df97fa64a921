//! Calls that open host sections, told from the tree of one file alone.

use syntax::Span;
use syntax::ast::{CallArgs, Chunk, Expr, ExprKind, Field, StatKind};

/// A call of `VirtualHost` or `Component`, in whichever form.
#[derive(Debug)]
pub(crate) struct HostCall<'a> {
    /// Whether it is a `Component`.
    pub(crate) component: bool,
    /// The host's name as written, with its place; `None` if it is computed.
    pub(crate) name: Option<(String, Span)>,
    /// The component's module.
    pub(crate) module: Option<String>,
    /// The options of the table form.
    pub(crate) table: Option<(&'a [Field], Span)>,
}

/// What a call statement's expression opens, if it opens a host section.
pub(crate) fn host_call(expr: &Expr) -> Option<HostCall<'_>> {
    let ExprKind::Call { callee, args } = &expr.kind else { return None };
    let argument = args.values.first();
    if let ExprKind::Name(function) = &callee.kind {
        let component = match &**function {
            "VirtualHost" | "Host" | "host" => false,
            "Component" | "component" => true,
            _ => return None,
        };
        return Some(HostCall { component, name: argument.and_then(text_of), module: None, table: None });
    }
    let mut call = host_call(callee)?;
    if let Some(argument) = argument {
        match &argument.kind {
            ExprKind::Table(fields) => call.table = Some((fields, argument.span)),
            ExprKind::Str(_) => call.module = text_of(argument).map(|(text, _)| text),
            _ => {}
        }
    }
    Some(call)
}

/// The arguments of a call of a plain function of this name.
pub(crate) fn call_of<'a>(expr: &'a Expr, names: &[&str]) -> Option<&'a CallArgs> {
    match &expr.kind {
        ExprKind::Call { callee, args } => match &callee.kind {
            ExprKind::Name(name) if names.contains(&&**name) => Some(args),
            _ => None,
        },
        _ => None,
    }
}

/// A string literal's text and place.
pub(crate) fn text_of(expr: &Expr) -> Option<(String, Span)> {
    match &expr.kind {
        ExprKind::Str(bytes) => Some((String::from_utf8_lossy(bytes).into_owned(), expr.span)),
        _ => None,
    }
}

/// The host whose section an offset lies in, as far as the statements of the file's top level show it.
pub(crate) fn host_at(chunk: &Chunk, offset: u32) -> Option<String> {
    let mut host = None;
    for stat in chunk.block.stats.iter().take_while(|stat| stat.span.start <= offset) {
        let StatKind::Call(expr) = &stat.kind else { continue };
        let Some(call) = host_call(expr) else { continue };
        let name = call.name.map(|(name, _)| name.to_lowercase());
        match call.table {
            Some((_, table)) if table.touches(offset) => return name,
            Some(_) => host = None,
            None if expr.span.end <= offset => host = name,
            None => {}
        }
    }
    host
}

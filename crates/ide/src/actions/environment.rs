//! `environment`

use config::{LoadKind, TreeRole};
use syntax::Span;
use syntax::ast::{Expr, Node};

use super::registry::declare_action;
use super::{Actions, Context};
use crate::locals;
use crate::place::Place;

declare_action! {
    /// Reads an environment variable as `ENV_NAME` instead of by `os.getenv`.
    ///
    /// Every release knows it, and 13.0 warns of `os` but not of it.
    ///
    /// Before:
    /// ```lua
    /// pidfile = Lua.os.get$0env("PIDFILE") or "/run/prosody.pid"
    /// ```
    /// After:
    /// ```lua
    /// pidfile = ENV_PIDFILE or "/run/prosody.pid"
    /// ```
    ENVIRONMENT = "environment", Rewrite, offer
}

fn offer(context: &Context<'_>, actions: &mut Actions<'_>) {
    let Some(read) = EnvironmentRead::at(&context.place) else { return };
    let name = format!("ENV_{}", read.variable);
    let is_name = read.variable.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_name && is_plainly_loaded(&context.place) && !is_local(&context.place, &name) {
        actions.add(format!("Write `{name}`"), || vec![context.edit(read.call, name)].into());
    }
}

/// A call of `os.getenv` with a name.
pub(super) struct EnvironmentRead {
    pub(super) call: Span,
    /// `os`, or `Lua`.
    pub(super) root: &'static str,
    pub(super) variable: String,
}

impl EnvironmentRead {
    /// The innermost one around the cursor.
    pub(super) fn at(place: &Place<'_>) -> Option<Self> {
        let nodes = place.file.parse.chunk.nodes_at(place.offset);
        nodes.iter().rev().find_map(|node| match node {
            Node::Expr(expr) => Self::of(place, expr),
            _ => None,
        })
    }

    fn of(place: &Place<'_>, expr: &Expr) -> Option<Self> {
        let (callee, args) = expr.as_call()?;
        let root = match callee.dotted_name()?.as_slice() {
            ["os", "getenv"] => "os",
            ["Lua", "os", "getenv"] => "Lua",
            _ => return None,
        };
        let [only] = args.values.as_slice() else { return None };
        let variable = String::from_utf8(only.as_str()?.to_vec()).ok().filter(|name| !name.is_empty())?;
        (!is_local(place, root)).then_some(Self { call: expr.span, root, variable })
    }
}

/// Whether a name means a local variable here.
pub(super) fn is_local(place: &Place<'_>, name: &str) -> bool {
    locals::resolve(&place.file.parse.chunk, name, place.offset).is_some()
}

/// Whether a file is loaded as configuration files are: code of the tree might give it another environment, in which
/// Prosody's names need not be there.
pub(super) fn is_plainly_loaded(place: &Place<'_>) -> bool {
    let Some(tree) = place.tree.filter(|tree| tree.role == TreeRole::Entry) else { return false };
    let file = place.file.id;
    let mut sites = tree.settings.includes().filter(|site| site.targets.contains(&file)).peekable();
    (tree.entry == file || sites.peek().is_some()) && sites.all(|site| site.kind == LoadKind::Include)
}

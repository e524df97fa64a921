//! Going on behind a statement that fails.
//!
//! Prosody stops there. An editor goes on: mostly the statement fails here only, for want of an environment variable. What
//! it would have done is not known then, and nothing that depends on it may be called wrong.

use std::sync::Arc;

use syntax::ast::{Expr, ExprKind, Node, Stat, StatKind};

use super::assign::Place;
use super::exec::Activation;
use super::machine::Machine;
use super::scope::{Name, Scope};
use super::val::Val;

/// Prosody's functions that choose the host of what follows, by the names that they have in configurations.
const HOSTS: [&str; 3] = ["Host", "VirtualHost", "host"];
const COMPONENTS: [&str; 2] = ["Component", "component"];

impl Machine<'_> {
    /// What a statement would have set has a value that is not known, and what follows belongs to a host that is not known
    /// if it would have chosen one.
    pub(super) fn go_on_behind(&mut self, act: &Activation, scope: &mut Scope, stat: &Stat) {
        let reason: Arc<str> = Arc::from("it is set where Prosody fails");
        match &stat.kind {
            StatKind::Local { names, .. } => {
                for name in names {
                    let value = Val::Unknown(Arc::clone(&reason));
                    *scope =
                        scope.with(&name.name.text, value, self.depth, act.level, name.attribute.is_some());
                }
            }
            StatKind::Assign { targets, .. } => {
                for target in targets.iter().filter(|target| matches!(target.kind, ExprKind::Name(_))) {
                    let value = Val::Unknown(Arc::clone(&reason));
                    let site = act.end_of(stat.span);
                    // That it fails is told already.
                    drop(self.store(act, scope, target, Place::Variable, value, site, stat.span));
                }
            }
            _ if self.may_choose_host(act, scope, stat) => {
                let reason = Arc::from("the host is chosen where Prosody fails");
                if let StatKind::Call(call) = &stat.kind
                    && let Some(component) = opened(call)
                {
                    self.open_unnamed(act.env.get(), &reason, stat.span, component);
                } else {
                    self.forget_current_host(act.env.get(), &reason);
                }
                self.prosody.lost_track = true;
            }
            _ => {}
        }
    }

    /// Whether a statement calls what chooses hosts, or a function of the configuration's own, which may do so.
    fn may_choose_host(&self, act: &Activation, scope: &Scope, stat: &Stat) -> bool {
        let mut pending = vec![Node::Stat(stat)];
        while let Some(node) = pending.pop() {
            if let Node::Expr(Expr { kind: ExprKind::Call { callee, .. }, .. }) = node
                && let ExprKind::Name(name) = &callee.kind
                && (HOSTS.contains(&&**name)
                    || COMPONENTS.contains(&&**name)
                    || self.is_own_function(act, scope, name))
            {
                return true;
            }
            node.children(&mut |child| pending.push(child));
        }
        false
    }

    fn is_own_function(&self, act: &Activation, scope: &Scope, name: &str) -> bool {
        match scope.resolve(name) {
            Name::Local(cell) => matches!(*cell.value.borrow(), Val::Closure(_)),
            Name::Field(_) => true,
            Name::Global => self.names_function(act.env.get(), name),
        }
    }
}

/// Whether a call opens a host, up to the next one: `Some(None)` for `VirtualHost(x)`, with its module for a component.
#[expect(clippy::option_option, reason = "there are three cases: none, a host, a component")]
fn opened(call: &Expr) -> Option<Option<&str>> {
    let (callee, args) = call.as_call()?;
    match callee.as_name() {
        Some(name) if HOSTS.contains(&name) => Some(None),
        Some(name) if COMPONENTS.contains(&name) => Some(Some("component")),
        Some(_) => None,
        None => {
            let is_component = callee.as_call()?.0.as_name().is_some_and(|name| COMPONENTS.contains(&name));
            let module = args.values.first()?.as_str().and_then(|name| std::str::from_utf8(name).ok())?;
            is_component.then_some(Some(module))
        }
    }
}

//! `move-to-global`

use super::movable::{Movable, as_global, global_end};
use super::registry::declare_action;
use super::{ActionKind, Actions, Context};

declare_action! {
    /// Moves an assignment out of a host's section to the global one, above the first `VirtualHost` of the file.
    ///
    /// An option that Prosody reads from the global section only had no effect on the host. Any other one counts for all
    /// hosts then that have none of their own. The comments that belong to it go with it.
    ///
    /// Before:
    /// ```lua
    /// log = "*syslog"
    ///
    /// VirtualHost "example.org"
    ///     -- for clients
    ///     c2s_po$0rts = { 5222 }
    ///     enabled = true
    /// ```
    /// After:
    /// ```lua
    /// log = "*syslog"
    ///
    /// -- for clients
    /// c2s_ports = { 5222 }
    ///
    /// VirtualHost "example.org"
    ///     enabled = true
    /// ```
    MOVE_TO_GLOBAL = "move-to-global", Move, offer
}

fn offer(context: &Context<'_>, actions: &mut Actions<'_>) {
    let Some(movable) = Movable::at(context).filter(|movable| &*movable.set.host != "*") else { return };
    let Some(settings) = context.place.settings() else { return };
    let file = context.place.file;
    // There is one already: which of the two would be meant?
    let is_set =
        settings.in_file(file.id).any(|(_, set)| *set.host == *"*" && set.option == movable.set.option);
    let (at, is_end) = global_end(file);
    if is_set || is_end || at > movable.extent.span.start || settings.host_at(file.id, at) != "*" && at > 0 {
        return;
    }
    if context.place.schema.host_key(&movable.set.option).is_some() {
        return;
    }
    let finding = context.findings_of("misplaced-global-option").next().cloned();
    let title = format!("Move `{}` to the global section", movable.set.option);
    let action = actions.add_other(title, || {
        let (at, lines) = as_global(file, &movable.lines(context, ""));
        vec![context.edit(at, lines), context.edit(movable.extent.span, "")].into()
    });
    if let (Some(action), Some(finding)) = (action, finding) {
        action.kind = ActionKind::QuickFix;
        action.preferred = true;
        action.finding = Some(finding);
    }
}

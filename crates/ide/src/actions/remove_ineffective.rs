//! `remove-ineffective`

use syntax::Span;

use super::registry::declare_action;
use super::text::extent;
use super::{Actions, Context};

declare_action! {
    /// Removes an assignment that another file always replaces.
    ///
    /// The comments that belong to it go with it.
    ///
    /// Before:
    /// ```lua
    /// -- prosody.cfg.lua
    /// log = "*syslog"
    /// -- Where users are kept.
    /// stor$0age = "internal"
    /// Include "storage.cfg.lua"
    /// -- storage.cfg.lua
    /// storage = "sql"
    /// ```
    /// After:
    /// ```lua
    /// -- prosody.cfg.lua
    /// log = "*syslog"
    /// Include "storage.cfg.lua"
    /// ```
    REMOVE_INEFFECTIVE = "remove-ineffective", QuickFix, offer
}

fn offer(context: &Context<'_>, actions: &mut Actions<'_>) {
    let Some(settings) = context.place.settings() else { return };
    for finding in context.findings_of("never-effective") {
        let file = context.place.file;
        let set = settings.in_file(file.id).find(|(_, set)| set.name_span == finding.span);
        // A statement of its own: one target, one value.
        let Some((_, set)) = set else { continue };
        let is_plain = set.span.start == set.name_span.start && set.span.end == set.value_span.end;
        let is_statement = file.parse.chunk.block.stats.iter().any(|stat| stat.span == set.span);
        if !is_plain || !is_statement {
            continue;
        }
        let action = actions.add(format!("Remove `{}`, which is always replaced", set.option), || {
            let gone: Span = extent(file, set.span).span;
            vec![context.edit(gone, "")].into()
        });
        if let Some(action) = action {
            action.finding = Some(finding.clone());
        }
    }
}

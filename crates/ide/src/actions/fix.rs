//! `fix`

use super::registry::declare_action;
use super::{Actions, Context};

declare_action! {
    /// Mends a finding.
    ///
    /// Many rules know how to mend what they find. Those that keep the meaning, or mend it beyond doubt, are preferred.
    ///
    /// Before:
    /// ```lua
    /// modules_enabled = { "carbon$0" }
    /// ```
    /// After:
    /// ```lua
    /// modules_enabled = { "carbons" }
    /// ```
    FIX = "fix", QuickFix, offer
}

fn offer(context: &Context<'_>, actions: &mut Actions<'_>) {
    // `move-to-global` takes the comments along.
    let mine = |finding: &&rules::Finding| finding.rule != "misplaced-global-option";
    for finding in context.findings_here().filter(mine) {
        let Some(fix) = &finding.fix else { continue };
        let Some(action) = actions.add_other(&*fix.title, || fix.edits.clone().into()) else { continue };
        action.preferred = fix.safe;
        // There is nothing to put together.
        action.change = Some(fix.edits.clone().into());
        action.finding = Some(finding.clone());
    }
}

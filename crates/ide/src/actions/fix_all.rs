//! `fix-all`

use std::sync::Arc;

use syntax::Span;

use super::patch::Patch;
use super::registry::declare_action;
use super::{Actions, Context};
use crate::Edit;

declare_action! {
    /// Mends all of a file that can be mended without asking.
    ///
    /// Only fixes that keep the meaning, or mend it beyond doubt, are applied, again and again until there is nothing left:
    /// one may show what another has hidden. None is applied that would break the file. It is offered to whoever asks
    /// for `source.fixAll`, for instance when a file is saved.
    ///
    /// Before:
    /// ```lua
    /// modules_enabled = { "mod_mam", "mam" }$0
    /// pidfile = os.getenv("PIDFILE")
    /// ```
    /// After:
    /// ```lua
    /// modules_enabled = { "mam",  }
    /// pidfile = ENV_PIDFILE
    /// ```
    FIX_ALL = "fix-all", FixAll, offer
}

/// More rounds than this hardly bring anything.
const MOST_ROUNDS: usize = 8;

fn offer(context: &Context<'_>, actions: &mut Actions<'_>) {
    if safe_edits(context.findings()).next().is_none() {
        return;
    }
    actions.add_other("Apply all safe fixes of prosody-ls", || {
        let edits = fixed(context).edits();
        edits.into_iter().map(|(span, text)| context.edit(span, text)).collect::<Vec<_>>().into()
    });
}

fn safe_edits(findings: &[crate::Finding]) -> impl Iterator<Item = &[Edit]> {
    let fixes = findings.iter().filter_map(|finding| finding.fix.as_ref());
    fixes.filter(|fix| fix.safe).map(|fix| fix.edits.as_slice())
}

/// The file with all safe fixes.
fn fixed<'a>(context: &Context<'a>) -> Patch<'a> {
    let (snapshot, file) = (context.place.snapshot, context.place.file);
    let mut patch = Patch::new(&file.text);
    let mut findings = context.findings().to_vec();
    let mut errors = file.parse.errors.len();
    for _ in 0..MOST_ROUNDS {
        let mut taken: Vec<&Edit> = Vec::new();
        for edits in safe_edits(&findings) {
            let clashes = |new: &Edit| {
                taken.iter().any(|old| old.span.touches(new.span.start) || new.span.touches(old.span.start))
            };
            if edits.iter().all(|edit| edit.file == file.id) && !edits.iter().any(clashes) {
                taken.extend(edits);
            }
        }
        if taken.is_empty() {
            break;
        }
        // From behind, so that the places of those before stay.
        taken.sort_by_key(|edit| std::cmp::Reverse(edit.span));
        let before = patch.edits();
        for edit in taken {
            patch.replace(edit.span, &edit.text);
        }
        let text: Arc<[u8]> = patch.result().into();
        let scratch = snapshot.with_texts(&[(file.id, text)]);
        let now = scratch.file(file.id).map_or(usize::MAX, |file| file.parse.errors.len());
        if now > errors {
            return rewound(&file.text, &before);
        }
        errors = now;
        findings = rules::check(&scratch, file.id);
    }
    patch
}

/// The state that these edits lead to.
fn rewound<'t>(text: &'t [u8], edits: &[(Span, String)]) -> Patch<'t> {
    let mut patch = Patch::new(text);
    for (span, text) in edits.iter().rev() {
        patch.replace(*span, text);
    }
    patch
}

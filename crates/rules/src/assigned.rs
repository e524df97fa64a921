//! What a file assigns, with what many rules want to know of each assignment: looked up once.

use std::borrow::Cow;

use config::{Assignment, AssignmentId, Chain, Entry, Fate, Host, How, Value};

use crate::context::{Context, is_certain};
use crate::list;

/// An assignment of the file.
pub(crate) struct Assigned<'a> {
    pub(crate) id: AssignmentId,
    pub(crate) set: &'a Assignment,
    /// All assignments of the option on the host.
    pub(crate) chain: Option<&'a Chain>,
    /// What became of it.
    pub(crate) fate: Fate,
    /// The assignment before it that a loader has merged with it.
    pub(crate) merged: Option<&'a Assignment>,
    /// Whether no later one replaces it for certain.
    pub(crate) lasts: bool,
}

impl<'a> Assigned<'a> {
    /// The items of a list that it says itself: without those of the one that a loader has merged with it. `None` if it
    /// is no list, or one that is not known.
    pub(crate) fn own_items(&self) -> Option<Vec<&'a Entry>> {
        let mut items = list::items(&self.set.value)?;
        if let Some(before) = self.merged.and_then(|before| list::items(&before.value)) {
            items.retain(|item| !before.iter().any(|known| known.value.same_content(&item.value)));
        }
        Some(items)
    }

    /// The same of a list whose items are not all known: those that are.
    pub(crate) fn own_known_items(&self) -> Vec<&'a Entry> {
        let known = || self.set.value.as_table().into_iter().flat_map(config::Table::items).collect();
        self.own_items().unwrap_or_else(known)
    }

    /// What it says itself: without what a loader has merged it with, which is looked at where it is written.
    pub(crate) fn own_value(&self) -> Cow<'a, Value> {
        match self.merged {
            Some(before) => Cow::Owned(self.set.value.without(&before.value)),
            None => Cow::Borrowed(&self.set.value),
        }
    }

    /// Whether it runs for certain, and Prosody gets to see its value.
    pub(crate) fn lasts_for_certain(&self) -> bool {
        is_certain(self.set) && !matches!(self.fate, Fate::OverriddenBy(_))
    }
}

/// All that a file assigns, but for what Prosody sets itself; of a case of the tree what it assigns otherwise.
pub(crate) fn find<'a>(context: &Context<'a>) -> Vec<Assigned<'a>> {
    let settings = context.settings;
    // Assignments to one host stand together.
    let mut host: Option<(&'a str, Option<&'a Host>)> = None;
    let is_new = |set: &Assignment| context.case.is_none_or(|case| case.is_new(set));
    let sets = settings.in_file(context.file.id).filter(|(_, set)| set.how != How::Internal && is_new(set));
    let assigned = sets.map(|(id, set)| {
        let (_, host) = *match &mut host {
            Some(known) if *known.0 == *set.host => known,
            other => other.insert((&set.host, settings.host(&set.host))),
        };
        let chain = host.and_then(|host| host.chain(&set.option));
        let fate = settings.fate_in(chain, id);
        let lasts = match fate {
            Fate::OverriddenBy(_) => false,
            Fate::Uncertain => !chain.is_some_and(|chain| is_replaced(context, chain, id)),
            Fate::Effective | Fate::ExtendedBy(_) => true,
        };
        let merged = chain.and_then(|chain| settings.merged_in(chain, id));
        Assigned { id, set, chain, fate, merged, lasts }
    });
    assigned.collect()
}

/// Whether an assignment that may not run is replaced for certain by one behind it.
fn is_replaced(context: &Context<'_>, chain: &Chain, id: AssignmentId) -> bool {
    let Some(at) = context.settings.position(chain, id) else { return false };
    let mut later =
        chain.assignments.iter().skip(at + 1).filter_map(|&later| context.settings.assignment(later));
    later.any(|other| is_certain(other) && other.how != How::Append)
}

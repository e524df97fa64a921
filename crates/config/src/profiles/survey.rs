//! One tree under all its profiles.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::NamedProfile;
use crate::{AssignmentId, Fate, FileId, Memo, Settings, Value};

/// What a tree means under each of its profiles.
#[derive(Debug, Default)]
pub struct Survey {
    /// The profiles, the default one first, each with its settings.
    pub profiles: Vec<(NamedProfile, Arc<Settings>)>,
    /// Whether there are more profiles than were looked at.
    pub has_more: bool,
    /// The environment variables that the tree reads, as far as known.
    pub variables: BTreeSet<String>,
    /// What the tree means with a variable set to something that it has nothing ready for: where it goes the other way
    /// then. Only among [cases](crate::Snapshot::cases), and of those under which it loads.
    pub others: Vec<Arc<Settings>>,
    /// What others derived from it.
    pub memo: Memo,
}

/// The profiles of a tree before it is read under them.
#[derive(Debug, Default)]
pub(crate) struct Offer {
    pub(crate) profiles: Vec<NamedProfile>,
    /// Whether there are more.
    pub(crate) has_more: bool,
    /// The environment variables that the tree reads, as far as known.
    pub(crate) variables: BTreeSet<String>,
}

/// Profiles in which an option has the same value.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueGroup {
    /// The value; `None` if it is set nowhere.
    pub value: Option<Value>,
    /// The names of the profiles.
    pub profiles: Vec<Arc<str>>,
}

impl Survey {
    /// The profiles alone.
    pub(crate) fn offer(&self) -> Offer {
        let profiles = self.profiles.iter().map(|(named, _)| named.clone()).collect();
        Offer { profiles, has_more: self.has_more, variables: self.variables.clone() }
    }

    /// What Prosody reads for an option on a host, in each profile: those with the same value together, in the order
    /// of the first profile of each.
    pub fn values(&self, host: &str, option: &str) -> Vec<ValueGroup> {
        let mut groups: Vec<ValueGroup> = Vec::new();
        for (profile, settings) in &self.profiles {
            let value = settings.effective(host, option).map(|(_, chain)| chain.value.clone());
            match groups.iter_mut().find(|group| same(group.value.as_ref(), value.as_ref())) {
                Some(group) => group.profiles.push(Arc::clone(&profile.name)),
                None => groups.push(ValueGroup { value, profiles: vec![Arc::clone(&profile.name)] }),
            }
        }
        groups
    }

    /// The profiles in which an assignment that is written in a file counts: it gives the option its value, or adds
    /// to it. `offset` lies in the option's name.
    pub fn effective_in(&self, file: FileId, offset: u32) -> Vec<Arc<str>> {
        let counts = |settings: &Settings| {
            settings.in_file(file).any(|(id, set)| set.name_span.touches(offset) && matters(settings, id))
        };
        let profiles = self.profiles.iter().filter(|(_, settings)| counts(settings));
        profiles.map(|(profile, _)| Arc::clone(&profile.name)).collect()
    }

    /// The profiles in which a file is loaded.
    pub fn loaded_in(&self, file: FileId) -> Vec<Arc<str>> {
        let profiles = self.profiles.iter().filter(|(_, settings)| settings.loads(file));
        profiles.map(|(profile, _)| Arc::clone(&profile.name)).collect()
    }
}

/// Whether an assignment has a part in the option's value, or may have.
fn matters(settings: &Settings, id: AssignmentId) -> bool {
    match settings.fate(id) {
        Fate::Effective | Fate::Uncertain => true,
        Fate::ExtendedBy(next) => matters(settings, next),
        Fate::OverriddenBy(_) => false,
    }
}

/// Tables that were made apart are the same if they print the same.
fn same(a: Option<&Value>, b: Option<&Value>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a == b || a.same_content(b),
        (None, None) => true,
        _ => false,
    }
}

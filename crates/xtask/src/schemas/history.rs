//! From the facts of single versions to their history.

use std::collections::{BTreeMap, BTreeSet};

use schema::extract::{ModuleFacts, OptionFacts};
use schema::{Origin, Version};

use super::edition::Edition;
use super::record::{OptionRecord, Record};

/// Merges the editions of Prosody, by series.
///
/// Releases tell what there is. A checkout of trunk may be older than the last release, so only what no release
/// has is taken from it; everything else there counts as in the newest release.
pub(super) fn merge(editions: &BTreeMap<Version, Edition>) -> Vec<Record> {
    let newest = editions.keys().copied().filter(|version| *version < Version::Trunk).max();
    let mut records: BTreeMap<(Origin, String), Record> = BTreeMap::new();
    for (version, edition) in editions {
        for ((origin, name), facts) in &edition.modules {
            let record = records.entry((*origin, name.clone())).or_insert_with(|| new_record(*origin, facts));
            if *version == Version::Trunk && record.versions.last().copied() == newest && newest.is_some() {
                add_options(record, facts, *version, |known| !known);
            } else if *version != Version::Trunk || record.versions.is_empty() {
                record.versions.insert(*version);
                describe(record, facts);
                add_options(record, facts, *version, |_| true);
            }
        }
    }
    records.into_values().collect()
}

/// Merges checkouts of the community modules, oldest first: an option of an older one stays known.
pub(super) fn merge_community(checkouts: &[(String, Edition)]) -> Vec<Record> {
    let mut records: BTreeMap<String, Record> = BTreeMap::new();
    for (month, edition) in checkouts {
        for ((origin, name), facts) in &edition.modules {
            let record = records.entry(name.clone()).or_insert_with(|| new_record(*origin, facts));
            record.seen.insert(month.clone());
            describe(record, facts);
            add_options(record, facts, Version::V13_0, |_| true);
        }
    }
    records.into_values().collect()
}

fn new_record(origin: Origin, facts: &ModuleFacts) -> Record {
    Record {
        name: facts.name.clone(),
        origin,
        versions: BTreeSet::new(),
        kinds: BTreeSet::new(),
        depends: BTreeSet::new(),
        conflicts: BTreeSet::new(),
        requires: BTreeSet::new(),
        provides: BTreeSet::new(),
        inherits: BTreeSet::new(),
        seen: BTreeSet::new(),
        stage: None,
        superseded_by: None,
        xeps: None,
        options: BTreeMap::new(),
    }
}

/// Facts about the module itself are those of its newest version.
fn describe(record: &mut Record, facts: &ModuleFacts) {
    record.kinds.clone_from(&facts.kinds);
    record.depends.clone_from(&facts.depends);
    record.conflicts.clone_from(&facts.conflicts);
    record.requires.clone_from(&facts.requires);
    record.provides.clone_from(&facts.provides);
    record.inherits.clone_from(&facts.inherit_modules);
}

fn add_options(record: &mut Record, facts: &ModuleFacts, version: Version, wanted: impl Fn(bool) -> bool) {
    for (name, option) in &facts.options {
        if wanted(record.options.contains_key(name)) {
            let at = option.at.clone();
            let known = record.options.entry(name.clone());
            let known = known.or_insert_with(|| OptionRecord { facts: BTreeMap::new(), at: at.clone() });
            known.facts.insert(version, OptionFacts::clone(option));
            known.at = at;
        }
    }
}

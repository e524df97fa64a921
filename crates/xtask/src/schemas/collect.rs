//! All facts from all sources.

use std::collections::BTreeMap;

use schema::{Origin, Version};

use super::edition::Edition;
use super::record::Record;
use super::{Failure, Sources, community, doap, history};

/// What the sources say.
#[derive(Debug, Default)]
pub(super) struct Collected {
    pub(super) records: Vec<Record>,
    /// What a human has to look at.
    pub(super) notes: Vec<String>,
    counts: Vec<String>,
}

impl Collected {
    /// Modules and (module, option) pairs of each source.
    pub(super) fn summary(&self) -> String {
        self.counts.join("\n")
    }
}

/// Reads all sources.
pub(super) fn collect(sources: &Sources) -> Result<Collected, Failure> {
    let mut collected = Collected::default();
    let mut editions: BTreeMap<Version, Edition> = BTreeMap::new();
    for (version, root) in &sources.prosody {
        let edition = Edition::prosody(root, *version)?;
        collected.count(&format!("Prosody {version}"), &edition);
        editions.insert(*version, edition);
    }
    collected.records = history::merge(&editions);
    let mut checkouts = Vec::new();
    for (month, root) in &sources.community {
        let edition = Edition::community(root)?;
        collected.count(&format!("community modules of {month}"), &edition);
        checkouts.push((month.clone(), edition));
    }
    claim_xeps(&mut collected.records, sources)?;
    let mut modules = history::merge_community(&checkouts);
    for (_, root) in &sources.community {
        community::describe(&mut modules, root);
    }
    collected.records.append(&mut modules);
    collected.drop_unknown_names();
    collected.note_gaps();
    Ok(collected)
}

/// Tells core modules their XEPs from the newest tree that lists them.
fn claim_xeps(records: &mut [Record], sources: &Sources) -> Result<(), Failure> {
    let lists = sources.prosody.iter().map(|(version, root)| (version, root.join("doc/doap.xml")));
    let Some((_, newest)) = lists.filter(|(_, path)| path.is_file()).max() else { return Ok(()) };
    let claims = doap::read(&newest)?;
    for record in records.iter_mut().filter(|record| record.origin == Origin::Core) {
        let own = claims.iter().filter(|(module, _)| *module == record.name);
        record.xeps = Some(own.map(|(_, claim)| claim.clone()).collect());
    }
    Ok(())
}

impl Collected {
    fn count(&mut self, what: &str, edition: &Edition) {
        let modules = edition.modules.iter().filter(|((origin, _), _)| *origin != Origin::Server);
        let pairs: usize = edition.modules.values().map(|facts| facts.options.len()).sum();
        let servers: usize = edition.modules.len() - modules.clone().count();
        let of_modules: usize = modules.clone().map(|(_, facts)| facts.options.len()).sum();
        self.counts.push(format!(
            "{what}: {} modules with {of_modules} options, {servers} server files with {}; {} reads unresolved",
            modules.count(),
            pairs - of_modules,
            edition.unresolved.len(),
        ));
        let unresolved = edition.unresolved.iter();
        self.notes.extend(unresolved.map(|read| format!("{what}: unresolved: {}: {}", read.at, read.source)));
    }

    /// A dependency on something that is no module we know cannot be checked or shown: left out, with a note.
    fn drop_unknown_names(&mut self) {
        let known: Vec<String> = self.records.iter().map(|record| record.name.clone()).collect();
        for record in &mut self.records {
            for list in [&mut record.depends, &mut record.inherits] {
                list.retain(|name| {
                    let is_known = known.contains(name);
                    if !is_known {
                        self.notes.push(format!("{}: depends on unknown module '{name}'", record.name));
                    }
                    is_known
                });
            }
        }
    }

    /// Something that a release lacks between two that have it cannot be written down.
    fn note_gaps(&mut self) {
        let releases = [Version::V0_11, Version::V0_12, Version::V13_0];
        for record in self.records.iter().filter(|record| record.origin != Origin::Community) {
            for (name, option) in &record.options {
                let has = |version: &Version| option.facts.contains_key(version);
                let [first, middle, last] = releases.each_ref().map(has);
                if first && !middle && last {
                    self.notes.push(format!("{}: option '{name}' is not in 0.12 only", record.name));
                }
            }
        }
    }
}

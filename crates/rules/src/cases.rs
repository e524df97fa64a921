//! What a tree means in every case: under each of its profiles, whatever else its environment holds.
//!
//! Reading a tree once for each profile takes too long to be done after every keystroke. Rules use what somebody has had
//! read before ([`read_profiles`]), and are silent until then.

use std::collections::BTreeSet;
use std::sync::Arc;

use config::{
    Assignment, AssignmentId, Fate, FileId, How, Settings, Snapshot, SourceFile, Survey, Tree, TreeRole,
    Value,
};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::knowledge::Knowledge;
use crate::loaded::LoadedModules;

/// How much may be done to find out what a tree means under all its profiles. Each variable that it reads costs a few
/// readings of all its files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// A fraction of a second: while somebody waits.
    Little,
    /// As much as it takes for all but the largest trees: in the background, or on demand.
    Much,
}

impl Effort {
    /// The number of files, times that of the variables, up to which a tree is read.
    const fn most(self) -> usize {
        match self {
            Self::Little => 500,
            Self::Much => 4_000,
        }
    }
}

/// Whether rules can tell more about a tree once it was read under all its profiles, and that is no more effort.
pub fn wants_profiles(snapshot: &Snapshot, tree: &Tree, effort: Effort) -> bool {
    let files = tree.settings.config_files().count();
    if tree.role != TreeRole::Entry || files > effort.most() {
        return false;
    }
    let knowledge = Knowledge::gather(snapshot, tree);
    knowledge.has_cases() && files * (knowledge.variables().len() + 1) <= effort.most()
}

/// Reads all trees for which that tells more under all their profiles, so that [`Checker`](crate::Checker) knows about
/// these, unless that was done already.
pub fn read_profiles(snapshot: &Snapshot, effort: Effort) {
    for tree in snapshot.trees().filter(|tree| tree.known_cases().is_none()) {
        if wants_profiles(snapshot, tree, effort) {
            snapshot.cases(tree);
        }
    }
}

/// A tree in every case.
#[derive(Debug)]
pub(crate) struct Cases {
    /// Whether nothing is open about any of them: each loads, and every file can be seen.
    pub(crate) complete: bool,
    all: Vec<Case>,
    modules: LoadedModules,
}

/// What is known of one case, where a file is looked at as that case has it.
#[derive(Debug)]
pub(crate) struct CaseFacts {
    pub(crate) settings: Arc<Settings>,
    /// Whether every module that any host loads in any case is known.
    pub(crate) knows_all_modules: bool,
    /// Where the names stand that get other values in the file than before.
    new: FxHashSet<u32>,
    /// Names whose value is looked at in files that only this case loads.
    used: FxHashSet<Box<str>>,
}

impl CaseFacts {
    /// Whether an assignment is one that neither the tree as it is shown nor an earlier case has.
    pub(crate) fn is_new(&self, set: &Assignment) -> bool {
        self.new.contains(&set.name_span.start)
    }

    pub(crate) fn is_used(&self, name: &str) -> bool {
        self.used.contains(name) || self.settings.is_read(name)
    }

    /// Of all known cases that assign something in a file that the tree as it is shown does not.
    pub(crate) fn of_others(
        snapshot: &Snapshot,
        tree: &Tree,
        knowledge: &Knowledge<'_>,
        file: &SourceFile,
    ) -> Vec<Self> {
        let Some(survey) = tree.known_cases() else { return Vec::new() };
        let version = tree.profile.version;
        let of_version = survey.profiles.iter().filter(|(named, _)| named.profile.version == version);
        let others = of_version.map(|(_, settings)| settings).chain(&survey.others);
        // While somebody types, what is known is about the text before.
        let others: Vec<_> = others.filter(|settings| settings.has_read(file)).collect();
        if others.is_empty() {
            return Vec::new();
        }
        // The values that are assigned at each place: what one case has shown another need not show again.
        let mut seen: FxHashMap<u32, Vec<&Value>> = FxHashMap::default();
        for (_, set) in tree.settings.in_file(file.id) {
            seen.entry(set.name_span.start).or_default().push(&set.value);
        }
        let mut found: Vec<Self> = Vec::new();
        for settings in others {
            let mut new = FxHashSet::default();
            for (_, set) in settings.in_file(file.id) {
                let values = seen.entry(set.name_span.start).or_default();
                if !matches!(set.value, Value::Unknown(_)) && !values.contains(&&set.value) {
                    values.push(&set.value);
                    new.insert(set.name_span.start);
                }
            }
            if new.is_empty() {
                continue;
            }
            let only_here = settings.config_files().filter(|file| !tree.settings.loads(*file));
            let files = only_here.filter_map(|file| snapshot.file(file));
            let used = files.flat_map(|file| file.parse.uses().names().map(Box::from).collect::<Vec<_>>());
            found.push(Self {
                settings: Arc::clone(settings),
                new,
                knows_all_modules: knowledge.cases().is_some_and(|cases| cases.modules().knows_all),
                used: used.collect(),
            });
        }
        found
    }
}

/// A tree under one profile.
#[derive(Debug)]
struct Case {
    /// The value of each variable of the tree.
    variables: Vec<Option<String>>,
    settings: Arc<Settings>,
}

impl Cases {
    pub(crate) fn gather(tree: &Tree, survey: &Survey) -> Self {
        let is_known = |settings: &Settings| {
            settings.error.is_none()
                && !settings.lost_track()
                && settings.includes().all(|include| include.missing.is_none())
        };
        let complete = !survey.has_more
            && !survey.profiles.is_empty()
            && survey.profiles.iter().all(|(_, settings)| is_known(settings));
        let mut modules = LoadedModules { knows_all: true, knows_lists: true, names: BTreeSet::new() };
        for (named, settings) in survey.profiles.iter().filter(|_| complete) {
            let found = LoadedModules::gather(settings, tree.schema_under(&named.profile), &named.profile);
            modules.knows_all &= found.knows_all;
            modules.knows_lists &= found.knows_lists;
            modules.names.extend(found.names);
            modules.names.extend(listed(settings));
        }
        let case = |(named, settings): &(config::NamedProfile, Arc<Settings>)| Case {
            variables: survey.variables.iter().map(|name| named.profile.env.get(name).cloned()).collect(),
            settings: Arc::clone(settings),
        };
        Self { complete, all: survey.profiles.iter().map(case).collect(), modules }
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.all.len()
    }

    /// The modules that are loaded in any case, or listed where another list replaces theirs.
    pub(crate) fn modules(&self) -> &LoadedModules {
        &self.modules
    }

    /// Whether what a file assigns to an option of a host is replaced by another file in every case, also in those that
    /// are made of several: the profiles differ in one variable each, and any values of them may come together.
    pub(crate) fn always_replaces(&self, set: &Assignment) -> bool {
        // Who replaces it, in each case in which it runs.
        let mut replaced: Vec<(&Case, FxHashSet<FileId>)> = Vec::new();
        for case in &self.all {
            match case.replacing(set) {
                Replaced::NotThere => {}
                Replaced::No => return false,
                Replaced::By(files) => replaced.push((case, files)),
            }
        }
        let common = |cases: &mut dyn Iterator<Item = &FxHashSet<FileId>>| -> FxHashSet<FileId> {
            let first = cases.next().cloned().unwrap_or_default();
            cases.fold(first, |all, next| all.intersection(next).copied().collect())
        };
        // One file does, and no variable decides whether it is loaded.
        let always = common(&mut replaced.iter().map(|(_, files)| files));
        if always.iter().any(|&file| self.all.iter().all(|case| case.settings.loads(file))) {
            return true;
        }
        // Or one variable decides which file does.
        let variables = self.all.first().map_or(0, |case| case.variables.len());
        let decides = |variable: usize| {
            let value = |case: &Case| case.variables.get(variable).cloned().flatten();
            let values: FxHashSet<Option<String>> = self.all.iter().map(value).collect();
            // No other variable has a say in it.
            let is_alone = |file: FileId| {
                values.iter().all(|wanted| {
                    let mut of_value = self.all.iter().filter(|case| value(case) == *wanted);
                    let first = of_value.next().is_some_and(|case| case.settings.loads(file));
                    of_value.all(|case| case.settings.loads(file) == first)
                })
            };
            values.len() > 1
                && values.iter().all(|wanted| {
                    let of_value = replaced.iter().filter(|(case, _)| value(case) == *wanted);
                    let files = common(&mut of_value.map(|(_, files)| files));
                    files.into_iter().any(is_alone)
                })
        };
        replaced.len() == self.all.len() && (0..variables).any(decides)
    }
}

/// What becomes of an assignment in one case.
enum Replaced {
    /// It does not run.
    NotThere,
    /// It has a say, or may have.
    No,
    /// Each of these files replaces it.
    By(FxHashSet<FileId>),
}

impl Case {
    fn replacing(&self, set: &Assignment) -> Replaced {
        let settings = &self.settings;
        let Some(chain) = settings.host(&set.host).and_then(|host| host.chain(&set.option)) else {
            return Replaced::NotThere;
        };
        let of = |id: &AssignmentId| settings.assignment(*id);
        let is_own = |id: &AssignmentId| of(id).is_some_and(|other| other.file == set.file);
        // The file may set it in several places, of which others are taken in other cases: none may count.
        let Some(last) = chain.assignments.iter().rposition(is_own) else { return Replaced::NotThere };
        let Some((&own, later)) = chain.assignments.get(last..).and_then(<[AssignmentId]>::split_first)
        else {
            return Replaced::No;
        };
        if !chain.is_certain() || !matches!(settings.fate(own), Fate::OverriddenBy(_)) {
            return Replaced::No;
        }
        let replaces = |id: &&AssignmentId| {
            of(id).is_some_and(|other| other.how != How::Append) && settings.race(own, **id).is_none()
        };
        let files: FxHashSet<FileId> =
            later.iter().filter(replaces).filter_map(of).map(|it| it.file).collect();
        if files.is_empty() { Replaced::No } else { Replaced::By(files) }
    }
}

/// The modules in any list, whether it has the last word or not.
fn listed(settings: &Settings) -> BTreeSet<String> {
    let chains = settings.hosts_setting("modules_enabled").map(|(_, chain)| chain);
    let lists = chains.flat_map(|chain| &chain.assignments).filter_map(|&id| settings.assignment(id));
    let entries = lists.filter_map(|set| set.value.as_table()).flat_map(|table| &table.entries);
    entries.filter_map(|entry| entry.value.as_str().map(str::to_owned)).collect()
}

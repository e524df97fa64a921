//! What one tree means under one profile: every host, every option, every assignment.

mod events;

use std::sync::Arc;

use imbl::Vector;
use rustc_hash::{FxHashMap, FxHashSet};
use syntax::Span;

pub use self::events::{HostSection, IncludeSite, LoadError, LoadKind, LoadStage, Warning, WarningKind};
use crate::joined::builds_on;
use crate::{FileId, SourceFile, Value};

/// The meaning of one configuration tree under one [`Profile`](crate::Profile).
///
/// What each run of a file did is kept by itself, shared between the settings before and after an edit; hosts
/// and chains point into it. The large lists are persistent: a copy shares all that is not changed.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Hosts in the order in which they came into being.
    pub hosts: Vector<Arc<Host>>,
    /// Files in the order in which Prosody begins to parse them; one that is loaded twice stands here twice.
    pub files_started: Arc<[FileId]>,
    /// Files in the order in which Prosody finishes them.
    pub files_completed: Arc<[FileId]>,
    /// Why loading fails, if it does. What stands in `hosts` then is what was set until that moment.
    pub error: Option<LoadError>,
    /// All errors behind which evaluation went on, each with the run of a file that it happened in.
    pub(crate) errors: Arc<[(u32, LoadError)]>,
    /// What Prosody says when it loads this, in order: those that follow each other and are about one file together.
    pub(crate) warnings: Vector<Arc<[Warning]>>,
    /// Which of these are about a file.
    pub(crate) warned: Arc<FxHashMap<FileId, Vec<u32>>>,
    /// Every run of a file, in the order in which they began.
    pub(crate) runs: Vector<Arc<FileRun>>,
    /// All assignments in the order in which they happened: stretches of runs' assignments.
    pub(crate) timeline: Vector<Stretch>,
    /// On how many hosts each option is set.
    pub(crate) set_on: Arc<FxHashMap<Arc<str>, u32>>,
    /// Options that some file reads back, or once did.
    pub(crate) read: Arc<FxHashSet<Arc<str>>>,
    /// What does not change when a file's own assignments do.
    pub(crate) fixed: Arc<Fixed>,
}

/// The parts of settings that stay while no file, host or read comes or goes.
#[derive(Debug, Default)]
pub(crate) struct Fixed {
    /// The path that Prosody knows each loaded file by.
    pub(crate) names: FxHashMap<FileId, Arc<str>>,
    /// The runs in which something was set by a file's text.
    pub(crate) runs_of: FxHashMap<FileId, Vec<u32>>,
    /// Position of each host in [`Settings::hosts`].
    pub(crate) host_index: FxHashMap<Arc<str>, usize>,
    /// Files that were read otherwise than by `Include`.
    pub(crate) read_otherwise: FxHashMap<FileId, Arc<SourceFile>>,
    /// Plain Lua ran, or something was loaded that can't be seen: files can't be evaluated one by one.
    pub(crate) entangled: bool,
    /// Something was loaded that can't be seen: any option may have been set there.
    pub(crate) lost_track: bool,
}

/// What one run of one file did.
#[derive(Debug)]
pub(crate) struct FileRun {
    pub(crate) source: Arc<SourceFile>,
    /// The run that loads it, and the number of the load there.
    pub(crate) loaded_by: Option<(u32, u32)>,
    pub(crate) assignments: Vec<Assignment>,
    pub(crate) includes: Vec<IncludeSite>,
    pub(crate) sections: Vec<HostSection>,
    pub(crate) reads: Vec<OptionRead>,
    /// Where its assignments stand in time: from which one on which stretch of the timeline.
    pub(crate) stretches: Vec<(u32, u32)>,
}

/// Assignments of one run that happened one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) run: u32,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// An option that is read back, by its bare name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionRead {
    /// The file.
    pub file: FileId,
    /// The name's bytes.
    pub span: Span,
    /// The option.
    pub option: Arc<str>,
    /// The host whose option it would be.
    pub host: Arc<str>,
}

/// A host: the global section `*`, a `VirtualHost` or a `Component`.
#[derive(Debug, Clone)]
pub struct Host {
    /// Its prepared name; `*` for the global section.
    pub name: Arc<str>,
    /// What it is.
    pub kind: HostKind,
    /// Options set on it, in the order of their first assignment.
    pub chains: Vec<Arc<Chain>>,
    /// The positions in `chains`, by the names of the options. There are many hosts: a hash would take ten times the room.
    pub(crate) index: Box<[u32]>,
    /// The runs in which sections of it are opened.
    pub(crate) opened_in: Box<[u32]>,
}

/// The kinds of hosts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HostKind {
    /// The global section.
    Global,
    /// A `VirtualHost`.
    VirtualHost,
    /// A `Component` with its module; `component` stands for an external one.
    Component(Arc<str>),
    /// Options were set on the name without defining it.
    Undefined,
}

/// Every assignment of one option on one host, first to last.
#[derive(Debug, Clone)]
pub struct Chain {
    /// The option.
    pub option: Arc<str>,
    /// The assignments in the order in which they run.
    pub assignments: Vec<AssignmentId>,
    /// The value in the end; `Unknown` where it can't be told.
    pub value: Value,
    /// Whether each of the assignments simply replaces the one before.
    pub(crate) plain: bool,
    /// Whether all of the assignments happen for certain.
    pub(crate) certain: bool,
}

/// Names one assignment of a [`Settings`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AssignmentId {
    pub(crate) run: u32,
    pub(crate) index: u32,
}

/// One assignment of one option.
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    /// The host it sets the option on; `*` is the global section.
    pub host: Arc<str>,
    /// The option.
    pub option: Arc<str>,
    /// How it is written.
    pub how: How,
    /// What is assigned or appended.
    pub value: Value,
    /// The file it stands in.
    pub file: FileId,
    /// The whole statement, or the entry of `VirtualHost "x" { ... }`.
    pub span: Span,
    /// The option's name.
    pub name_span: Span,
    /// The assigned expression.
    pub value_span: Span,
    /// The file that Lua reports for it: that of the loader, if one hands the option on to Prosody.
    pub reported_in: FileId,
    /// The line that Lua reports for it, from 1: the last one of a table over several lines.
    pub line: u32,
    /// The condition under which alone it runs, if that could not be decided; for a person.
    pub condition: Option<Arc<str>>,
}

/// How an assignment is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// `option = value`
    Assign,
    /// 13.0: `option { ... }` or `option:append { ... }`
    Append,
    /// An entry of `VirtualHost "x" { ... }` or `Component "x" "m" { ... }`
    HostTable,
    /// What Prosody itself sets: `defined`, `component_module`, `load_global_modules`.
    Internal,
}

/// What became of an assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It gives the option its value.
    Effective,
    /// A later one replaces it.
    OverriddenBy(AssignmentId),
    /// A later one builds on it: it appends, or a loader has merged the two.
    ExtendedBy(AssignmentId),
    /// Depends on a condition that could not be decided.
    Uncertain,
}

impl Settings {
    /// The assignment of that name.
    pub fn assignment(&self, id: AssignmentId) -> Option<&Assignment> {
        self.runs.get(id.run as usize)?.assignments.get(id.index as usize)
    }

    /// All assignments in the order in which they happen.
    pub fn assignments(&self) -> impl Iterator<Item = (AssignmentId, &Assignment)> {
        self.timeline
            .iter()
            .flat_map(|stretch| {
                (stretch.start..stretch.end).map(|index| AssignmentId { run: stretch.run, index })
            })
            .filter_map(|id| Some((id, self.assignment(id)?)))
    }

    /// The assignments written in a file, in the order of its runs and, in each, of their happening.
    pub fn in_file(&self, file: FileId) -> impl Iterator<Item = (AssignmentId, &Assignment)> {
        self.runs_of(file)
            .flat_map(|(run, found)| {
                found
                    .assignments
                    .iter()
                    .zip(0..)
                    .map(move |(assignment, index)| (AssignmentId { run, index }, assignment))
            })
            .filter(move |(_, assignment)| assignment.file == file)
    }

    /// What became of an assignment.
    pub fn fate(&self, id: AssignmentId) -> Fate {
        let Some(assignment) = self.assignment(id) else { return Fate::Uncertain };
        if assignment.condition.is_some() {
            return Fate::Uncertain;
        }
        let next = self.host(&assignment.host).and_then(|host| {
            let chain = host.chain(&assignment.option)?;
            chain.assignments.get(self.position(chain, id)? + 1).copied()
        });
        match next.and_then(|next| Some((next, self.assignment(next)?))) {
            None => Fate::Effective,
            Some((_, next)) if next.condition.is_some() => Fate::Uncertain,
            Some((next_id, next)) if next.how == How::Append || builds_on(next, assignment) => {
                Fate::ExtendedBy(next_id)
            }
            Some((next_id, _)) => Fate::OverriddenBy(next_id),
        }
    }

    /// The assignment before one that a loader has merged with it: part of the value is its.
    pub fn merged_into(&self, id: AssignmentId) -> Option<&Assignment> {
        let set = self.assignment(id).filter(|set| set.how != How::Append)?;
        let chain = self.host(&set.host)?.chain(&set.option)?;
        let at = self.position(chain, id)?;
        let before = *chain.assignments.get(at.checked_sub(1)?)?;
        (self.fate(before) == Fate::ExtendedBy(id)).then(|| self.assignment(before))?
    }

    /// The place of an assignment in its chain.
    pub fn position(&self, chain: &Chain, id: AssignmentId) -> Option<usize> {
        // Chains are in the order of time, and may be long.
        let time = self.time(id);
        let at = chain.assignments.partition_point(|&other| self.time(other) < time);
        (chain.assignments.get(at) == Some(&id)).then_some(at)
    }

    /// What Prosody says when it loads this, in order.
    pub fn warnings(&self) -> impl Iterator<Item = &Warning> {
        self.warnings.iter().flat_map(|together| together.iter())
    }

    /// What Prosody says about a file when it loads it, in order.
    pub fn warnings_in(&self, file: FileId) -> impl Iterator<Item = &Warning> {
        let together = self.warned.get(&file).into_iter().flatten();
        together.filter_map(|&at| self.warnings.get(at as usize)).flat_map(|together| together.iter())
    }

    /// Every `Include` that ran.
    pub fn includes(&self) -> impl Iterator<Item = &IncludeSite> {
        self.runs.iter().flat_map(|run| &run.includes)
    }

    /// The `Include`s that ran in a file.
    pub fn includes_in(&self, file: FileId) -> impl Iterator<Item = &IncludeSite> {
        self.runs_of(file).flat_map(|(_, run)| &run.includes).filter(move |include| include.file == file)
    }

    /// Where in which file which host is the current one.
    pub fn sections(&self) -> impl Iterator<Item = &HostSection> {
        self.runs.iter().flat_map(|run| &run.sections)
    }

    /// The host sections of a file.
    pub fn sections_in(&self, file: FileId) -> impl Iterator<Item = &HostSection> {
        self.runs_of(file).flat_map(|(_, run)| &run.sections).filter(move |section| section.file == file)
    }

    /// The sections of a host, in the order of the runs that open them.
    pub fn sections_of(&self, host: &str) -> impl Iterator<Item = &HostSection> {
        let runs = self.host(host).into_iter().flat_map(|host| host.opened_in.iter());
        let sections = runs.filter_map(|&run| self.runs.get(run as usize)).flat_map(|run| &run.sections);
        sections.filter(move |section| *section.host == *host)
    }

    /// Options that are read back, with the place.
    pub fn reads(&self) -> impl Iterator<Item = &OptionRead> {
        self.runs.iter().flat_map(|run| &run.reads)
    }

    /// Whether something was loaded that can't be seen, or set on a host that is not known: any option may have been
    /// set there.
    pub fn lost_track(&self) -> bool {
        self.fixed.lost_track
    }

    /// Whether some file reads an option of this name back.
    pub fn is_read(&self, option: &str) -> bool {
        self.read.contains(option)
    }

    fn runs_of(&self, file: FileId) -> impl Iterator<Item = (u32, &FileRun)> {
        self.fixed
            .runs_of
            .get(&file)
            .into_iter()
            .flatten()
            .filter_map(|&run| Some((run, &**self.runs.get(run as usize)?)))
    }

    /// The host of that (prepared) name.
    pub fn host(&self, name: &str) -> Option<&Host> {
        let at = *self.fixed.host_index.get(name)?;
        self.hosts.get(at).map(|host| &**host)
    }

    /// The name of the host that is current at an offset of a file: `*` outside every section.
    pub fn host_at(&self, file: FileId, offset: u32) -> &str {
        self.sections_in(file)
            .filter(|section| section.span.touches(offset))
            .min_by_key(|section| section.span.len())
            .map_or("*", |section| &*section.host)
    }

    /// On how many hosts an option is set; the global section counts as one.
    pub fn hosts_with(&self, option: &str) -> u32 {
        self.set_on.get(option).copied().unwrap_or(0)
    }

    /// Whether no other assignment sets the same option, on whichever host.
    pub fn is_only(&self, set: &Assignment) -> bool {
        let chain = self.host(&set.host).and_then(|host| host.chain(&set.option));
        self.hosts_with(&set.option) == 1 && chain.is_some_and(|chain| chain.assignments.len() == 1)
    }

    /// What Prosody reads for an option on a host: the host's own value, otherwise the global one.
    pub fn effective(&self, host: &str, option: &str) -> Option<(&Host, &Chain)> {
        let lookup = |name: &str| {
            let host = self.host(name)?;
            Some((host, host.chain(option)?))
        };
        lookup(host).or_else(|| lookup("*"))
    }

    /// The path by which Prosody knows a loaded file, relative to the tree's mount (or whole, outside of it).
    pub fn name(&self, profile: &crate::Profile, file: FileId) -> Option<&str> {
        let name = self.fixed.names.get(&file)?;
        let below = |mount: &crate::Mount| name.strip_prefix(mount.path.as_str())?.strip_prefix('/');
        Some(profile.mount.as_ref().and_then(below).map_or(&**name, |rest| rest.trim_start_matches('/')))
    }

    /// The wildcard that decides between two assignments by the order in which the file system lists the files: both
    /// come from files that one `Include` matches. `None` if the order of the two is certain.
    pub fn race(&self, a: AssignmentId, b: AssignmentId) -> Option<&IncludeSite> {
        let loaded_by = |run: u32| self.runs.get(run as usize)?.loaded_by;
        if let (Some((ours, load)), Some((theirs, other_load))) = (loaded_by(a.run), loaded_by(b.run))
            && ours == theirs
        {
            // The usual case: the entry file loads both.
            return self.race_in(ours, load).filter(|_| load == other_load && a.run != b.run);
        }
        let (ours, theirs) = (self.ancestry(a.run), self.ancestry(b.run));
        // The two part where the run is the same and what it loads is not.
        let (run, load) = ours.iter().find_map(|&(run, load, next)| {
            let (_, other_load, other_next) = theirs.iter().find(|(other, ..)| *other == run)?;
            (load == *other_load && next != *other_next).then_some((run, load))
        })?;
        self.race_in(run, load)
    }

    /// The load of that number in a run, if it is a wildcard.
    fn race_in(&self, run: u32, load: u32) -> Option<&IncludeSite> {
        let site = self.runs.get(run as usize)?.includes.get(load as usize)?;
        (site.wildcard && site.kind == LoadKind::Include).then_some(site)
    }

    /// The runs above a run: each with the load in it that leads to the run, and the run that this load began.
    fn ancestry(&self, run: u32) -> Vec<(u32, u32, u32)> {
        let mut above = Vec::new();
        let mut here = run;
        while let Some((parent, load)) = self.runs.get(here as usize).and_then(|run| run.loaded_by) {
            above.push((parent, load, here));
            here = parent;
        }
        above
    }

    /// The path by which Prosody knows the entry file.
    pub(crate) fn entry_name(&self) -> Option<&str> {
        self.fixed.names.get(&self.runs.front()?.source.id).map(|name| &**name)
    }

    /// A loaded file's path for a person: relative to the entry's directory, or whole outside of it.
    pub fn shown_name(&self, file: FileId) -> Option<&str> {
        let name = self.fixed.names.get(&file)?;
        let folder = self.entry_name().and_then(|entry| entry.rsplit_once('/')).map(|(folder, _)| folder);
        let below = folder.and_then(|folder| name.strip_prefix(folder)?.strip_prefix('/'));
        Some(below.unwrap_or(name))
    }

    /// The line, from 1, of a place in a loaded file.
    pub fn line(&self, file: FileId, offset: u32) -> u32 {
        self.source(file).map_or(0, |file| file.lua_lines.line_of(offset))
    }

    /// A loaded file.
    pub(crate) fn source(&self, file: FileId) -> Option<&Arc<SourceFile>> {
        let run = self.runs_of(file).map(|(_, run)| &run.source).find(|source| source.id == file);
        run.or_else(|| self.fixed.read_otherwise.get(&file))
    }

    /// Whether the tree's meaning depends on a file's text.
    pub(crate) fn depends_on(&self, file: FileId) -> bool {
        self.fixed.names.contains_key(&file) || self.fixed.read_otherwise.contains_key(&file)
    }

    /// All files that have a part in what the tree means; one that is loaded twice comes twice.
    pub(crate) fn sources(&self) -> impl Iterator<Item = &Arc<SourceFile>> {
        self.runs.iter().map(|run| &run.source).chain(self.fixed.read_otherwise.values())
    }

    /// The files that set options, in the order in which they begin to run; one that is loaded twice comes twice.
    pub fn config_files(&self) -> impl Iterator<Item = FileId> {
        self.runs.iter().map(|run| run.source.id)
    }

    /// Whether a file is loaded more than once and does the same each time, for certain: sets the same options to the same
    /// values, and reads none back.
    pub fn is_repeated(&self, file: FileId) -> bool {
        let mut runs = self.runs_of(file).map(|(_, run)| run).filter(|run| run.source.id == file);
        let Some(first) = runs.next() else { return false };
        let is_plain = |run: &FileRun| {
            run.reads.is_empty()
                && run.assignments.iter().all(|set| set.condition.is_none() && set.file == file)
        };
        let is_same = |a: &Assignment, b: &Assignment| {
            (&a.host, &a.option, a.how, a.name_span) == (&b.host, &b.option, b.how, b.name_span)
                && (a.value == b.value || a.value.same_content(&b.value))
        };
        let (mut count, mut alike) = (0, is_plain(first) && !first.assignments.is_empty());
        for run in runs {
            count += 1;
            alike &= is_plain(run)
                && run.assignments.len() == first.assignments.len()
                && run.assignments.iter().zip(&first.assignments).all(|(a, b)| is_same(a, b));
        }
        alike && count > 0
    }

    /// Files that are run as plain Lua, in no order.
    pub fn scripts(&self) -> impl Iterator<Item = FileId> {
        self.fixed.read_otherwise.keys().copied()
    }

    /// Whether all that a file does is to run others, as a loader has it done that needs an environment of Prosody's:
    /// it is no layer itself.
    pub(crate) fn only_runs_others(&self, file: FileId) -> bool {
        let loads = || self.includes_in(file).filter(|load| load.kind != LoadKind::Script);
        loads().next().is_some()
            && loads().all(|load| load.kind == LoadKind::Loader)
            && self.in_file(file).next().is_none()
    }

    /// Whether a file runs as one that sets options.
    pub fn runs(&self, file: FileId) -> bool {
        self.runs_of(file).any(|(_, run)| run.source.id == file)
    }

    /// Whether a file has a part in what the tree means.
    pub fn loads(&self, file: FileId) -> bool {
        self.depends_on(file)
    }

    /// When an assignment happened, to compare with others.
    pub fn time(&self, id: AssignmentId) -> (u32, u32) {
        let stretch = self.runs.get(id.run as usize).and_then(|run| {
            let next = run.stretches.partition_point(|&(start, _)| start <= id.index);
            run.stretches.get(next.checked_sub(1)?)
        });
        (stretch.map_or(0, |&(_, stretch)| stretch), id.index)
    }
}

impl Host {
    /// The chain of an option set on this very host.
    pub fn chain(&self, option: &str) -> Option<&Chain> {
        self.chains.get(self.position(option)?).map(|chain| &**chain)
    }

    /// Where the chain of an option is in `chains`.
    pub(crate) fn position(&self, option: &str) -> Option<usize> {
        let name = |at: u32| self.chains.get(at as usize).map_or("", |chain| &*chain.option);
        let at = self.index.binary_search_by(|&at| name(at).cmp(option)).ok()?;
        self.index.get(at).map(|&at| at as usize)
    }

    /// Makes the index of `chains`, which have come or gone.
    pub(crate) fn index_chains(&mut self) {
        self.index = index(&self.chains);
    }
}

/// The positions of chains, by the names of the options.
pub(crate) fn index(chains: &[Arc<Chain>]) -> Box<[u32]> {
    let mut sorted: Vec<(&str, u32)> = chains.iter().map(|chain| &*chain.option).zip(0..).collect();
    sorted.sort_unstable();
    sorted.into_iter().map(|(_, at)| at).collect()
}

impl Chain {
    /// Whether all of its assignments happen for certain: none depends on a condition that could not be decided.
    pub fn is_certain(&self) -> bool {
        self.certain
    }

    /// The assignment that runs last.
    pub fn last(&self) -> Option<AssignmentId> {
        self.assignments.last().copied()
    }
}

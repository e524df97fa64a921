//! What Prosody adds to Lua: hosts, options, includes, and what it says about them.
//!
//! Follows `core/configmanager.lua` of the profile's version; where that file words a message, so does this.

mod chunk;
mod environment;
pub(crate) mod globals;
mod hosts;
mod include;
mod layers;
mod plain;
mod proxy;
mod source_line;

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use syntax::Span;

pub use hosts::prepare as prepare_host;
pub use include::glob_matches;

use crate::files::Source;
use crate::lua::{TableId, Val};
use crate::settings::{HostSection, How, IncludeSite, OptionRead, Warning};
use crate::{FileId, SourceFile};

/// Where a chunk's global names go: its `_ENV`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum EnvId {
    /// Lua's own globals: the environment of plain Lua files.
    Plain,
    /// What Prosody made for one run of one configuration file.
    Config(u32),
    /// A table that the configuration gave to `loadfile` or `load`.
    Table(TableId),
    /// `nil`, given in the same way: no global name can be used.
    Nothing,
}

/// The host of options that are set on one whose name is not known. No real host can have this name.
pub(crate) const UNKNOWN_HOST: &str = "?";

/// What Prosody has been told so far.
#[derive(Debug, Default)]
pub(crate) struct Prosody {
    environments: Vec<Environment>,
    pub(crate) hosts: Vec<HostState>,
    host_index: FxHashMap<Arc<str>, usize>,
    /// Every run of a configuration file, in the order in which they began.
    pub(crate) runs: Vec<Run>,
    /// The run of each assignment, in the order in which they happened.
    pub(crate) timeline: Vec<u32>,
    /// Plain Lua ran, or something was loaded that can't be seen.
    pub(crate) entangled: bool,
    /// Something was loaded that can't be seen.
    pub(crate) lost_track: bool,
    pub(crate) files_started: Vec<FileId>,
    /// Files that were read otherwise than by `Include`.
    pub(crate) read_otherwise: FxHashMap<FileId, Arc<SourceFile>>,
    /// How many of them have ended, well or not.
    pub(crate) files_ended: usize,
    pub(crate) files_completed: Vec<FileId>,
    /// The runs that have not ended, innermost last.
    running: Vec<u32>,
    /// The load of the innermost run that found a file last.
    load: Option<usize>,
    /// Where names were last assigned to in files whose environment is a table.
    writes: FxHashMap<Box<str>, (FileId, Write)>,
    /// The names of plain Lua files that were loaded.
    pub(crate) plain_names: FxHashMap<FileId, Arc<str>>,
    /// Names of options, each kept once: many files name the same few.
    option_names: FxHashSet<Arc<str>>,
}

/// The environment of one run of one configuration file.
#[derive(Debug)]
struct Environment {
    source: Source,
    /// The host that options are set on now.
    host: Arc<str>,
    /// Whether `host` depends on something unknown.
    unsure: Option<Arc<str>>,
    /// Names of Prosody's own functions that the file has assigned to.
    raw: FxHashMap<Box<str>, Val>,
    /// Options set by this run, to warn of the second time; `None` where it has ended, and nothing was set since.
    seen: Option<FxHashSet<(Arc<str>, Arc<str>)>>,
    warnings: Vec<Warning>,
    /// The run it belongs to.
    run: u32,
    /// The section that is still open: its run and its place there.
    section: Option<(u32, usize)>,
    /// It as a value, once somebody has asked for it.
    handle: Option<TableId>,
}

/// What one run of one configuration file has done so far.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) source: Source,
    /// The run that loads it, and the number of the load there.
    pub(crate) loaded_by: Option<(u32, u32)>,
    pub(crate) assignments: Vec<Set>,
    pub(crate) includes: Vec<IncludeSite>,
    pub(crate) sections: Vec<HostSection>,
    pub(crate) reads: Vec<OptionRead>,
}

/// A host while configuration runs.
#[derive(Debug)]
pub(crate) struct HostState {
    pub(crate) name: Arc<str>,
    /// Options in the order of their first assignment, with their present value.
    pub(crate) options: Vec<(Arc<str>, Val)>,
    pub(crate) index: FxHashMap<Arc<str>, usize>,
}

/// One call of configmanager's `set`.
#[derive(Debug)]
pub(crate) struct Set {
    pub(crate) host: Arc<str>,
    pub(crate) option: Arc<str>,
    pub(crate) how: How,
    pub(crate) value: Val,
    /// The file that a person would name.
    pub(crate) file: Option<FileId>,
    /// The file and line that Lua reports.
    pub(crate) reported_in: Option<FileId>,
    pub(crate) line: u32,
    pub(crate) write: Write,
    pub(crate) condition: Option<Arc<str>>,
}

/// The bytes of one assignment.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Write {
    pub(crate) statement: Span,
    pub(crate) name: Span,
    pub(crate) value: Span,
}

/// Functions that Prosody puts into a configuration's environment, and what they return.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum ProsodyFn {
    VirtualHost(EnvId),
    /// What `VirtualHost "x"` returns.
    HostTable(EnvId, Arc<str>),
    Component(EnvId),
    /// What `Component "x"` returns.
    ComponentModule(EnvId, Arc<str>),
    /// What `Component "x" "module"` returns.
    ComponentTable(EnvId, Arc<str>),
    Include(EnvId),
    RunScript(EnvId),
    FileContents(EnvId),
    FileLine(EnvId),
    FileLines(EnvId),
    Credential(EnvId),
    ProxyAppend,
    ProxyValue,
    ProxyValues,
    /// A function of the loader that the layered layouts name, where the tree does not bring its own.
    Layers(LayerCall),
    LfsDir,
    LfsAttributes,
    LfsCurrentDir,
    /// One of Prosody's own that a configuration has no business with.
    Opaque,
}

/// What the loader of the layered layouts offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum LayerCall {
    /// `load_directory(path)`
    Directory,
    /// `load_client_optimizations(list)`: names below `clients`, with commas between them.
    Clients,
    /// `load_usecase(name)`: below `usecases`.
    UseCase,
    /// `load_environment(name)`: below `environments`.
    Environment,
    /// `apply_policies()`: those that the environment names.
    Policies,
}

impl ProsodyFn {
    /// Whether it is written in C.
    pub(crate) fn is_native(&self) -> bool {
        matches!(self, Self::LfsDir | Self::LfsAttributes | Self::LfsCurrentDir)
    }
}

impl HostState {
    pub(crate) fn get(&self, option: &str) -> Val {
        self.index
            .get(option)
            .and_then(|&at| self.options.get(at))
            .map_or(Val::Nil, |(_, value)| value.clone())
    }

    fn set(&mut self, option: &Arc<str>, value: Val) {
        if let Some((_, old)) = self.index.get(option).and_then(|&at| self.options.get_mut(at)) {
            *old = value;
        } else {
            self.index.insert(Arc::clone(option), self.options.len());
            self.options.push((Arc::clone(option), value));
        }
    }
}

impl Prosody {
    /// The host of a (prepared) name, if something was set on it.
    pub(crate) fn host(&self, name: &str) -> Option<&HostState> {
        self.host_index.get(name).and_then(|&at| self.hosts.get(at))
    }

    fn host_mut(&mut self, name: &Arc<str>) -> Option<&mut HostState> {
        let at = *self.host_index.entry(Arc::clone(name)).or_insert_with(|| {
            self.hosts.push(HostState {
                name: Arc::clone(name),
                options: Vec::new(),
                index: FxHashMap::default(),
            });
            self.hosts.len() - 1
        });
        self.hosts.get_mut(at)
    }

    fn environment(&self, id: EnvId) -> Option<&Environment> {
        let EnvId::Config(at) = id else { return None };
        self.environments.get(at as usize)
    }

    fn environment_mut(&mut self, id: EnvId) -> Option<&mut Environment> {
        let EnvId::Config(at) = id else { return None };
        self.environments.get_mut(at as usize)
    }

    /// Notes that a file sets an option of a host; whether its run has set it before.
    fn sets_again(&mut self, env: EnvId, host: &Arc<str>, option: &Arc<str>) -> bool {
        let Some(run) = self.environment(env).map(|environment| environment.run) else { return false };
        let sets = self.runs.get(run as usize).into_iter().flat_map(|run| &run.assignments);
        let recorded = sets.filter(|set| set.how == How::Assign);
        let again = || recorded.map(|set| (Arc::clone(&set.host), Arc::clone(&set.option))).collect();
        let EnvId::Config(at) = env else { return false };
        let Some(environment) = self.environments.get_mut(at as usize) else { return false };
        !environment.seen.get_or_insert_with(again).insert((Arc::clone(host), Arc::clone(option)))
    }

    /// A file has run: what it has set need only be known if a function of it sets more.
    fn forget_seen(&mut self, env: EnvId) {
        // There are many files, and their environments stay until all have run.
        if let Some(environment) = self.environment_mut(env) {
            environment.seen = None;
        }
    }

    /// A run begins.
    fn begin_run(&mut self, source: Source) -> u32 {
        let run = u32::try_from(self.runs.len()).unwrap_or(u32::MAX);
        // Whoever loads a file notes the load just before.
        let loaded_by = self.running.last().and_then(|&parent| {
            let loads = self.runs.get(parent as usize)?.includes.len();
            Some((parent, u32::try_from(self.load.unwrap_or(loads.checked_sub(1)?)).ok()?))
        });
        self.runs.push(Run {
            source,
            loaded_by,
            assignments: Vec::new(),
            includes: Vec::new(),
            sections: Vec::new(),
            reads: Vec::new(),
        });
        self.running.push(run);
        run
    }

    /// The innermost run ends.
    fn end_run(&mut self) {
        // There are many runs, and they stay until all have ended.
        if let Some(run) = self.run_mut() {
            run.assignments.shrink_to_fit();
        }
        self.running.pop();
    }

    /// The number of the innermost run.
    pub(crate) fn current_run(&self) -> u32 {
        self.running.last().copied().unwrap_or(0)
    }

    /// The innermost run.
    fn run_mut(&mut self) -> Option<&mut Run> {
        let run = *self.running.last()?;
        self.runs.get_mut(run as usize)
    }

    /// The name of an option, to be kept.
    fn option_name(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.option_names.get(name) {
            return Arc::clone(known);
        }
        let new: Arc<str> = Arc::from(name);
        self.option_names.insert(Arc::clone(&new));
        new
    }

    /// Records an assignment.
    fn record(&mut self, set: Set) {
        if let Some(&run) = self.running.last()
            && let Some(found) = self.runs.get_mut(run as usize)
        {
            found.assignments.push(set);
            self.timeline.push(run);
        }
    }

    /// The section of a run.
    fn section_mut(&mut self, (run, section): (u32, usize)) -> Option<&mut HostSection> {
        self.runs.get_mut(run as usize)?.sections.get_mut(section)
    }

    /// Whether a file has been run as part of the configuration.
    pub(crate) fn runs_file(&self, file: FileId) -> bool {
        self.runs.iter().any(|run| run.source.file().id == file)
    }

    /// Remembers the path that a plain Lua file is known by.
    fn name_plain(&mut self, source: &Source) {
        self.plain_names.entry(source.file().id).or_insert_with(|| Arc::from(source.name()));
    }

    /// The directory of the entry file, with its slash.
    fn entry_directory(&self) -> String {
        let entry = self.runs.first().map_or("", |run| run.source.name());
        include::directory(entry).to_owned()
    }

    /// The file of the innermost run.
    fn running_file(&self) -> Option<FileId> {
        let run = *self.running.last()?;
        self.runs.get(run as usize).map(|run| run.source.file().id)
    }

    /// Remembers where a name was last assigned to in a file that somebody else's code looks after.
    fn note_write(&mut self, name: &str, file: FileId, write: Write) {
        self.writes.insert(name.into(), (file, write));
    }

    /// Where a name was last assigned to in such a file.
    fn last_write(&self, name: &str) -> Option<(FileId, Write)> {
        self.writes.get(name).copied()
    }

    /// Gives an option another value, without an assignment.
    pub(crate) fn put_option(&mut self, host: &Arc<str>, option: &Arc<str>, value: Val) {
        if let Some(state) = self.host_mut(host) {
            state.set(option, value);
        }
    }

    /// An option was set on some host, nobody knows on which.
    pub(crate) fn forget_everywhere(&mut self, option: &str, reason: &Arc<str>) {
        self.lost_track = true;
        for host in &mut self.hosts {
            for (_, value) in host.options.iter_mut().filter(|(name, _)| &**name == option) {
                *value = Val::Unknown(Arc::clone(reason));
            }
        }
    }

    /// Something was loaded that can't be seen: any option may have any value now.
    pub(crate) fn lose_track(&mut self, reason: &Arc<str>) {
        self.entangled = true;
        self.lost_track = true;
        for host in &mut self.hosts {
            for (_, value) in &mut host.options {
                *value = Val::Unknown(Arc::clone(reason));
            }
        }
    }
}

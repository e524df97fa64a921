//! What one tree means under one profile: every host, every option, every assignment.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use syntax::Span;

use crate::{FileId, Value};

/// The meaning of one configuration tree under one [`Profile`](crate::Profile).
#[derive(Debug, Default)]
pub struct Settings {
    /// Hosts in the order in which they came into being; the first is always the global section `*`.
    pub hosts: Vec<Host>,
    /// Every assignment that ran, in order. Indexed by [`AssignmentId`].
    pub assignments: Vec<Assignment>,
    /// Files in the order in which Prosody begins to parse them; one that is loaded twice stands here twice.
    pub files_started: Vec<FileId>,
    /// Files in the order in which Prosody finishes them.
    pub files_completed: Vec<FileId>,
    /// Why loading fails, if it does. What stands in `hosts` then is what was set until that moment.
    pub error: Option<LoadError>,
    /// What Prosody says when it loads this, in order.
    pub warnings: Vec<Warning>,
    /// Every `Include` that ran.
    pub includes: Vec<IncludeSite>,
    /// Where in which file which host is the current one.
    pub sections: Vec<HostSection>,
    /// Options that were read back, with the place, in order.
    pub reads: Vec<(FileId, Span, Arc<str>)>,
    /// The path that Prosody knows each loaded file by.
    pub names: FxHashMap<FileId, Arc<str>>,
    /// The files that were loaded.
    pub(crate) sources: FxHashMap<FileId, Arc<crate::SourceFile>>,
    /// Assignments by file, in order.
    pub(crate) by_file: FxHashMap<FileId, Vec<AssignmentId>>,
}

/// A host: the global section `*`, a `VirtualHost` or a `Component`.
#[derive(Debug)]
pub struct Host {
    /// Its prepared name; `*` for the global section.
    pub name: Arc<str>,
    /// What it is.
    pub kind: HostKind,
    /// Options set on it, in the order of their first assignment.
    pub chains: Vec<Chain>,
    /// Position of each option in `chains`.
    pub(crate) index: FxHashMap<Arc<str>, usize>,
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
#[derive(Debug)]
pub struct Chain {
    /// The option.
    pub option: Arc<str>,
    /// The assignments in the order in which they run.
    pub assignments: Vec<AssignmentId>,
    /// The value in the end; `Unknown` where it can't be told.
    pub value: Value,
}

/// Names one of [`Settings::assignments`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AssignmentId(pub(crate) u32);

/// One assignment of one option.
#[derive(Debug, Clone)]
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
    /// The line that Lua reports for it, from 1: the last one of a table over several lines.
    pub line: u32,
    /// What became of it.
    pub fate: Fate,
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
    /// A later append adds to it.
    ExtendedBy(AssignmentId),
    /// Depends on a condition that could not be decided.
    Uncertain,
}

/// Why loading fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadError {
    /// The message as Prosody words it, with paths relative to the mount.
    pub message: String,
    /// Where it comes from.
    pub stage: LoadStage,
    /// The place, as far as there is one.
    pub place: Option<(FileId, Span)>,
}

/// Prosody's own word for what failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoadStage {
    /// The entry file can't be opened.
    File,
    /// Parsing or running failed.
    Parser,
    /// An error that Prosody does not catch.
    Crash,
    /// It never ends.
    Limit,
}

/// Something Prosody says while it loads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The text as Prosody words it, with paths relative to the mount.
    pub message: String,
    /// The place it is about.
    pub place: Option<(FileId, Span)>,
}

/// An `Include` that ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncludeSite {
    /// The file that includes.
    pub file: FileId,
    /// The argument.
    pub span: Span,
    /// What the argument says.
    pub pattern: String,
    /// The files that were loaded, in order.
    pub targets: Vec<FileId>,
    /// Whether the pattern has wildcards.
    pub wildcard: bool,
    /// The path that was looked for on this machine and is not there: loading fails.
    pub missing: Option<std::path::PathBuf>,
}

/// From where in a file which host is the current one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostSection {
    /// The file.
    pub file: FileId,
    /// The bytes in which `host` is current: from the call to the next one, or the braces of the table form.
    pub span: Span,
    /// The call, such as `VirtualHost "example.org"`.
    pub call: Span,
    /// The prepared name.
    pub host: Arc<str>,
    /// Whether a `Component` opens it, with its module.
    pub component: Option<Arc<str>>,
}

impl AssignmentId {
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

impl Settings {
    /// The assignment of that name.
    pub fn assignment(&self, id: AssignmentId) -> Option<&Assignment> {
        self.assignments.get(id.index())
    }

    /// The host of that (prepared) name.
    pub fn host(&self, name: &str) -> Option<&Host> {
        self.hosts.iter().find(|host| &*host.name == name)
    }

    /// The path by which Prosody knows a loaded file, relative to the tree's mount (or whole, outside of it).
    pub fn name(&self, profile: &crate::Profile, file: FileId) -> Option<&str> {
        let name = self.names.get(&file)?;
        let below = |mount: &crate::Mount| name.strip_prefix(mount.path.as_str())?.strip_prefix('/');
        Some(profile.mount.as_ref().and_then(below).map_or(&**name, |rest| rest.trim_start_matches('/')))
    }

    /// The line, from 1, of a place in a loaded file.
    pub fn line(&self, file: FileId, offset: u32) -> u32 {
        self.sources.get(&file).map_or(0, |file| file.lua_lines.line_of(offset))
    }

    /// The assignments written in a file, in the order in which they run.
    pub fn in_file(&self, file: FileId) -> impl Iterator<Item = (AssignmentId, &Assignment)> {
        self.by_file.get(&file).into_iter().flatten().filter_map(|&id| Some((id, self.assignment(id)?)))
    }

    /// The name of the host that is current at an offset of a file: `*` outside every section.
    pub fn host_at(&self, file: FileId, offset: u32) -> &str {
        self.sections
            .iter()
            .filter(|section| section.file == file && section.span.touches(offset))
            .min_by_key(|section| section.span.len())
            .map_or("*", |section| &*section.host)
    }

    /// What Prosody reads for an option on a host: the host's own value, otherwise the global one.
    pub fn effective(&self, host: &str, option: &str) -> Option<(&Host, &Chain)> {
        let lookup = |name: &str| {
            let host = self.host(name)?;
            Some((host, host.chain(option)?))
        };
        lookup(host).or_else(|| lookup("*"))
    }
}

impl Host {
    /// The chain of an option set on this very host.
    pub fn chain(&self, option: &str) -> Option<&Chain> {
        self.index.get(option).and_then(|&index| self.chains.get(index))
    }
}

impl Chain {
    /// The assignment that runs last.
    pub fn last(&self) -> Option<AssignmentId> {
        self.assignments.last().copied()
    }
}

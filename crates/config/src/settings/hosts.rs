//! Hosts, and what is set on them.

use std::sync::Arc;

use super::{Assignment, AssignmentId, AssignmentIds, HostSection, Settings};
use crate::{FileId, Value};

/// A host: the global section `*`, a `VirtualHost` or a `Component`.
#[derive(Debug, Clone)]
pub struct Host {
    /// Its prepared name; `*` for the global section.
    pub name: Arc<str>,
    /// What it is.
    pub kind: HostKind,
    /// Options set on it, in the order of their first assignment.
    pub chains: Vec<Chain>,
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
    pub assignments: AssignmentIds,
    /// The value in the end; `Unknown` where it can't be told.
    pub value: Value,
    /// Whether each of the assignments simply replaces the one before.
    pub(crate) plain: bool,
    /// Whether all of the assignments happen for certain.
    pub(crate) certain: bool,
}

impl Host {
    /// The chain of an option set on this very host.
    pub fn chain(&self, option: &str) -> Option<&Chain> {
        self.chains.get(self.position(option)?)
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
pub(crate) fn index(chains: &[Chain]) -> Box<[u32]> {
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

impl Settings {
    /// The host of that (prepared) name.
    pub fn host(&self, name: &str) -> Option<&Host> {
        let at = *self.fixed.host_index.get(name)?;
        self.hosts.get(at).map(|host| &**host)
    }

    /// The name of the host that is current at an offset of a file: `*` outside every section, `?` if it has one that
    /// is not known.
    pub fn host_at(&self, file: FileId, offset: u32) -> &str {
        self.all_sections_in(file)
            .filter(|section| section.span.touches(offset))
            .min_by_key(|section| section.span.len())
            .map_or("*", |section| &*section.host)
    }

    /// On how many hosts an option is set; the global section counts as one.
    pub fn hosts_with(&self, option: &str) -> u32 {
        self.set_on.get(option).map_or(0, |on| u32::try_from(on.len()).unwrap_or(u32::MAX))
    }

    /// The hosts that an option is set on, the global section among them, in the order of the hosts.
    pub fn hosts_setting<'s>(&'s self, option: &'s str) -> impl Iterator<Item = (&'s Host, &'s Chain)> {
        let on = self.set_on.get(option).into_iter().flat_map(|on| on.iter());
        on.filter_map(move |&at| {
            let host = self.hosts.get(at as usize)?;
            Some((&**host, host.chain(option)?))
        })
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

    /// The sections of a host, in the order of the runs that open them.
    pub fn sections_of(&self, host: &str) -> impl Iterator<Item = &HostSection> {
        let runs = self.host(host).into_iter().flat_map(|host| host.opened_in.iter());
        let sections = runs.filter_map(|&run| self.runs.get(run as usize)).flat_map(|run| &run.sections);
        sections.filter(move |section| *section.host == *host)
    }
}

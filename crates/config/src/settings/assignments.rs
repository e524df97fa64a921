//! Assignments, and what becomes of them.

use std::sync::Arc;

use syntax::Span;

use super::{Chain, Settings};
use crate::joined::builds_on;
use crate::prosody::UNKNOWN_HOST;
use crate::{FileId, Value};

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

impl Assignment {
    /// Whether the host it sets the option on has a name that is known: there is none in `host` otherwise.
    pub fn has_named_host(&self) -> bool {
        &*self.host != UNKNOWN_HOST
    }
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
        self.fate_in(self.chain_of(id), id)
    }

    /// What became of an assignment, for whoever knows its chain already.
    pub fn fate_in(&self, chain: Option<&Chain>, id: AssignmentId) -> Fate {
        let Some(assignment) = self.assignment(id) else { return Fate::Uncertain };
        if assignment.condition.is_some() {
            return Fate::Uncertain;
        }
        let later = chain.filter(|chain| chain.last() != Some(id));
        let next = later.and_then(|chain| chain.assignments.get(self.position(chain, id)? + 1).copied());
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
        self.merged_in(self.chain_of(id)?, id)
    }

    /// The same for whoever knows its chain already.
    pub fn merged_in(&self, chain: &Chain, id: AssignmentId) -> Option<&Assignment> {
        self.assignment(id).filter(|set| set.how != How::Append && chain.assignments.len() > 1)?;
        let before = *chain.assignments.get(self.position(chain, id)?.checked_sub(1)?)?;
        (self.fate_in(Some(chain), before) == Fate::ExtendedBy(id)).then(|| self.assignment(before))?
    }

    /// All assignments of an assignment's option on its host.
    fn chain_of(&self, id: AssignmentId) -> Option<&Chain> {
        let set = self.assignment(id)?;
        self.host(&set.host)?.chain(&set.option)
    }

    /// The place of an assignment in its chain.
    pub fn position(&self, chain: &Chain, id: AssignmentId) -> Option<usize> {
        // Chains are in the order of time, and may be long.
        let time = self.time(id);
        let at = chain.assignments.partition_point(|&other| self.time(other) < time);
        (chain.assignments.get(at) == Some(&id)).then_some(at)
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

//! Hovers: what there is to know about what stands at a place.
//!
//! One card per kind of thing, in plain Markdown that reads well in a terminal.

pub(crate) mod effective;
mod environment;
mod host;
mod include;
mod key;
mod local;
mod module;
mod option;
mod other;
mod profiles;

#[cfg(test)]
mod other_tests;
#[cfg(test)]
mod tests;

use config::Snapshot;
use syntax::Span;

pub(crate) use effective::assignment_at;
pub(crate) use option::deprecation;

use crate::describe;
use crate::place::Place;
use crate::project_file;
use crate::subject::{SubjectKind, subject_at};
use crate::{Analysis, Position};

/// A hover card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// What it is about.
    pub span: Span,
    /// Markdown.
    pub markdown: String,
}

impl Analysis {
    /// What there is to know about what stands at a place.
    pub fn hover(&self, at: Position) -> Option<Hover> {
        hover(&self.snapshot, at)
    }
}

/// The card for what stands at a place; `None` where nothing is known.
pub(crate) fn hover(snapshot: &Snapshot, at: Position) -> Option<Hover> {
    let place = Place::new(snapshot, at)?;
    if project_file::is_project(&place.file.path) {
        return project_file::hover(&place);
    }
    let Some(subject) = subject_at(&place) else { return other::card(&place) };
    let markdown = match &subject.kind {
        SubjectKind::Option(name) => option::card(&place, name),
        SubjectKind::Key(path) => key::card(&place, path),
        SubjectKind::Value(path, text) => key::value_card(&place, path, text),
        SubjectKind::Module(name) => module::card(&place, name),
        SubjectKind::Host(name) => host::card(&place, name),
        SubjectKind::Language(name) => environment::language_card(&place, name),
        SubjectKind::Include => include::card(&place, subject.span),
        SubjectKind::Environment(name) => environment::variable_card(&place, name),
        SubjectKind::Xep(number) => describe::xep_card(place.schema, *number),
        SubjectKind::Local(name, declaration) => local::card(&place, *name, *declaration),
    }?;
    Some(Hover { span: subject.span, markdown })
}

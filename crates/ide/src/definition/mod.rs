//! Definitions: where what stands at a place comes from.

pub(crate) mod files;
pub(crate) mod module;
mod option;

#[cfg(test)]
mod tests;

use std::path::PathBuf;

use config::Snapshot;
use syntax::Span;

use crate::place::Place;
use crate::shape;
use crate::subject::{SubjectKind, subject_at};
use crate::{Analysis, Location, Position, environments};

/// Where to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The file; it need not be one of the snapshot (a module's source).
    pub path: PathBuf,
    /// The bytes to show; empty at 0 for the beginning of a file.
    pub full: Span,
    /// The bytes to put the cursor on.
    pub focus: Span,
    /// What was pointed at, in the file asked about.
    pub origin: Span,
}

impl Analysis {
    /// Where what stands at a place is defined.
    pub fn definition(&self, at: Position) -> Vec<Target> {
        definition(&self.snapshot, at)
    }
}

/// The places that define what stands at a place, best first.
pub(crate) fn definition(snapshot: &Snapshot, at: Position) -> Vec<Target> {
    let Some(place) = Place::new(snapshot, at) else { return Vec::new() };
    let Some(subject) = subject_at(&place) else { return Vec::new() };
    let origin = subject.span;
    match &subject.kind {
        SubjectKind::Option(name) => option::targets(&place, name, origin),
        SubjectKind::Key(path) => {
            path.first().map(|option| option::targets(&place, option, origin)).unwrap_or_default()
        }
        SubjectKind::Value(path, text) => match shape::provider(path) {
            Some((_, prefix)) => module::targets(&place, &format!("{prefix}{text}"), origin),
            None => Vec::new(),
        },
        SubjectKind::Module(name) => module::targets(&place, name, origin),
        SubjectKind::Host(name) => files::host(&place, name, origin),
        SubjectKind::Include => files::include(&place, origin),
        SubjectKind::Local(focus, full) => {
            vec![Target { path: place.file.path.clone(), full: full.cover(*focus), focus: *focus, origin }]
        }
        SubjectKind::Environment(name) => environment(snapshot, name, origin),
        SubjectKind::Language(_) | SubjectKind::Xep(_) => Vec::new(),
    }
}

/// Where files beside the configuration set an environment variable.
pub(crate) fn environment(snapshot: &Snapshot, name: &str, origin: Span) -> Vec<Target> {
    let settings = environments::settings_of(snapshot, name).into_iter();
    settings.map(|Location { path, span }| Target { path, full: span, focus: span, origin }).collect()
}

/// The beginning of a file.
pub(crate) fn beginning(path: PathBuf, origin: Span) -> Target {
    Target { path, full: Span::empty(0), focus: Span::empty(0), origin }
}

//! The names in a tree, each with the places where it stands: made when somebody asks for symbols, and kept while the tree
//! is. Files that were edited since are looked at themselves.

use std::path::Path;

use config::{Assignment, AssignmentId, Entry, FileId, HostSection, How, Snapshot, Tree};
use rustc_hash::FxHashMap;
use syntax::Span;

use super::WorkspaceSymbol;
use super::resemblance::rank;
use crate::{SymbolKind, shape};

/// The names in a tree.
pub(super) struct Index {
    /// By the alphabet.
    names: Vec<Name>,
    /// The sections of hosts.
    sections: Vec<HostSection>,
    /// The files that had been edited before: an earlier state of the tree may have other names in them.
    edited: Vec<FileId>,
}

/// A name, with the places where it stands by the paths of their files.
struct Name {
    name: Box<str>,
    places: Box<[Place]>,
}

/// Where a name stands.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// The call of this section.
    Section(u32),
    /// The option of this assignment.
    Option(AssignmentId),
    /// This entry of the list that is assigned.
    Module(AssignmentId, u32),
}

/// A place with its file and its bytes.
type Located = ((FileId, Span), Place);

impl Index {
    pub(super) fn of(snapshot: &Snapshot, tree: &Tree) -> Self {
        let settings = &tree.settings;
        let sections: Vec<HostSection> = settings.sections().cloned().collect();
        let mut names: FxHashMap<&str, Vec<Located>> = FxHashMap::default();
        for (section, at) in sections.iter().zip(0..) {
            let place = ((section.file, section.call), Place::Section(at));
            names.entry(&section.host).or_default().push(place);
        }
        for (id, set) in settings.assignments().filter(|(_, set)| set.how != How::Internal) {
            let place = ((set.file, set.name_span), Place::Option(id));
            names.entry(&set.option).or_default().push(place);
            for (at, entry, name) in modules(set) {
                let Some(origin) = entry.origin else { continue };
                let place = ((origin.file, origin.value), Place::Module(id, at));
                names.entry(name).or_default().push(place);
            }
        }
        let mut files: Vec<(&Path, FileId)> =
            snapshot.files().map(|file| (file.path.as_path(), file.id)).collect();
        files.sort_unstable();
        let order: FxHashMap<FileId, usize> = files.iter().zip(0..).map(|((_, id), at)| (*id, at)).collect();
        let mut names: Vec<Name> = names
            .into_iter()
            .map(|(name, mut places)| {
                places.sort_by_key(|((file, span), _)| (order.get(file), span.start));
                places.dedup_by_key(|(place, _)| *place);
                Name { name: name.into(), places: places.into_iter().map(|(_, place)| place).collect() }
            })
            .collect();
        names.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        Self { names, sections, edited: tree.edited.clone() }
    }

    /// The names that resemble a query, those first that do so most, each with its rank and its number.
    pub(super) fn ranked(&self, words: &[String]) -> Vec<(u32, usize)> {
        let ranked = self.names.iter().zip(0..).filter_map(|(name, at)| Some((rank(words, &name.name)?, at)));
        let mut ranked: Vec<(u32, usize)> = ranked.collect();
        ranked.sort_unstable();
        ranked
    }

    /// The files whose names may be others in this state of the tree.
    pub(super) fn edited(&self, tree: &Tree) -> Vec<FileId> {
        let mut edited: Vec<FileId> = self.edited.iter().chain(&tree.edited).copied().collect();
        edited.sort_unstable();
        edited.dedup();
        edited
    }

    /// The places of the name of that number, but for those in files that were edited.
    pub(super) fn places<'a>(
        &'a self,
        name: usize,
        tree: &'a Tree,
        edited: &'a [FileId],
    ) -> impl Iterator<Item = WorkspaceSymbol> + use<'a> {
        let places = self.names.get(name).into_iter().flat_map(|name| name.places.iter());
        let symbol = move |place: &Place| match *place {
            Place::Section(at) => self.sections.get(at as usize).map(section),
            Place::Option(id) => tree.settings.assignment(id).map(option),
            Place::Module(id, at) => {
                let set = tree.settings.assignment(id)?;
                let (_, entry, name) = modules(set).find(|(index, ..)| *index == at)?;
                module(set, entry, name)
            }
        };
        places.filter_map(symbol).filter(move |symbol| !edited.contains(&symbol.file))
    }
}

/// The symbols in a file.
pub(super) fn of_file(tree: &Tree, file: FileId) -> Vec<WorkspaceSymbol> {
    let mut found: Vec<WorkspaceSymbol> = tree.settings.sections_in(file).map(section).collect();
    for (_, set) in tree.settings.in_file(file).filter(|(_, set)| set.how != How::Internal) {
        found.push(option(set));
        found.extend(modules(set).filter_map(|(_, entry, name)| module(set, entry, name)));
    }
    found
}

fn section(section: &HostSection) -> WorkspaceSymbol {
    WorkspaceSymbol {
        name: section.host.to_string(),
        kind: if section.component.is_some() { SymbolKind::Component } else { SymbolKind::Host },
        container: None,
        file: section.file,
        span: section.call,
    }
}

fn option(set: &Assignment) -> WorkspaceSymbol {
    WorkspaceSymbol {
        name: set.option.to_string(),
        kind: SymbolKind::Option,
        container: container(set),
        file: set.file,
        span: set.name_span,
    }
}

fn module(set: &Assignment, entry: &Entry, name: &str) -> Option<WorkspaceSymbol> {
    let origin = entry.origin?;
    Some(WorkspaceSymbol {
        name: name.to_owned(),
        kind: SymbolKind::Module,
        container: container(set),
        file: origin.file,
        span: origin.value,
    })
}

fn container(set: &Assignment) -> Option<String> {
    Some(set.host.to_string()).filter(|host| host != "*")
}

/// The modules that an assignment lists, each with the number of its entry.
fn modules(set: &Assignment) -> impl Iterator<Item = (u32, &Entry, &str)> {
    let table = set.value.as_table().filter(|_| shape::lists_modules(&set.option));
    let entries = table.into_iter().flat_map(|table| table.entries.iter().zip(0..));
    entries.filter_map(|(entry, at)| Some((at, entry, entry.value.as_str()?)))
}

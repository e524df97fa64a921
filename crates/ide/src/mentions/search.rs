//! Looking through all files of a configuration. Files whose text lacks the word are never parsed.

use std::path::Path;
use std::sync::Arc;

use config::{Snapshot, SourceFile, Tree, TreeRole};
use memchr::memmem::Finder;
use rayon::prelude::*;

use super::{Mention, Thing, of_file};
use crate::place::Place;

/// A file with the mentions of one thing in it.
pub(crate) struct Hits<'a> {
    pub(crate) file: &'a Arc<SourceFile>,
    /// In the order of the source.
    pub(crate) mentions: Vec<Mention>,
    /// Whether statements of the file are too broken to be looked into.
    pub(crate) broken: bool,
}

/// The files that belong to the same configuration as a place, in no order: those that its tree loads, and all that lie
/// beside or below the entry file, since they may be loaded under other circumstances.
pub(crate) fn related<'a>(place: &Place<'a>) -> Vec<&'a Arc<SourceFile>> {
    let snapshot = place.snapshot;
    let trees = trees_around(snapshot, place);
    let folders: Vec<&Path> = trees.iter().filter_map(|tree| folder(snapshot, tree)).collect();
    let alone = trees.iter().all(|tree| tree.role == TreeRole::Fragment);
    let beside = place.file.path.parent().filter(|_| alone);
    let is_related = |file: &&Arc<SourceFile>| {
        file.id == place.file.id
            || folders.iter().copied().chain(beside).any(|folder| file.path.starts_with(folder))
            || trees.iter().any(|tree| tree.settings.loads(file.id))
    };
    snapshot.files().filter(|file| is_configuration(file)).filter(is_related).collect()
}

/// The trees that a place belongs to: those that load its file, or else the one in whose directory it lies.
fn trees_around<'a>(snapshot: &'a Snapshot, place: &Place<'_>) -> Vec<&'a Arc<Tree>> {
    let known = |tree: &&Arc<Tree>| tree.role != TreeRole::Fragment;
    let loading: Vec<_> = snapshot.trees_of(place.file.id).filter(known).collect();
    if !loading.is_empty() {
        return loading;
    }
    let around = snapshot.trees().filter(known).filter_map(|tree| {
        let folder = folder(snapshot, tree).filter(|folder| place.file.path.starts_with(folder))?;
        Some((folder.components().count(), tree))
    });
    let nearest = around.max_by_key(|(depth, _)| *depth).map(|(_, tree)| tree);
    nearest.or_else(|| snapshot.tree_of(place.file.id)).into_iter().collect()
}

fn folder<'a>(snapshot: &'a Snapshot, tree: &Tree) -> Option<&'a Path> {
    snapshot.file(tree.entry).and_then(|entry| entry.path.parent())
}

/// Whether a file is one of the configuration, not one beside it that is open in the editor: a module, or what sets
/// environment variables.
fn is_configuration(file: &SourceFile) -> bool {
    let name = file.path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    file.path.extension().is_some_and(|ending| ending == "lua")
        && !(name.starts_with("mod_") || name.ends_with(".lib.lua"))
}

/// The mentions of a thing in these files, by their paths. A local variable is mentioned in the file of the place alone.
pub(crate) fn search<'a>(place: &Place<'a>, thing: &Thing, files: &[&'a Arc<SourceFile>]) -> Vec<Hits<'a>> {
    let word = Word::of(thing);
    let look = |file: &&'a Arc<SourceFile>| {
        let local = matches!(thing, Thing::Local(_));
        if (local && file.id != place.file.id) || !word.is_in(&file.text) {
            return None;
        }
        let mentions = of_file(place.snapshot, file);
        let mentions: Vec<_> = mentions.into_iter().filter(|mention| mention.thing == *thing).collect();
        let broken = !file.parse.errors.is_empty();
        (broken || !mentions.is_empty()).then_some(Hits { file, mentions, broken })
    };
    let mut hits: Vec<Hits<'a>> = files.par_iter().filter_map(look).collect();
    hits.sort_by(|a, b| a.file.path.cmp(&b.file.path));
    hits
}

/// What a text has to contain if it mentions a thing.
enum Word {
    Exactly(Box<Finder<'static>>),
    /// The name of a variable, with `ENV_` before it or without.
    Ending(Box<Finder<'static>>),
    /// Letters of a host's name may be large or small.
    AnyCase(String),
    Unknown,
}

impl Word {
    fn of(thing: &Thing) -> Self {
        match thing {
            Thing::Option(name) | Thing::Language(name) => Self::Exactly(finder(name)),
            Thing::Environment(name) => Self::Ending(finder(name)),
            Thing::Module(name) => {
                // A provider is named without its prefix.
                let bare =
                    ["auth_", "storage_", "authz_"].iter().find_map(|prefix| name.strip_prefix(prefix));
                Self::Exactly(finder(bare.unwrap_or(name)))
            }
            Thing::Host(name) if name.is_ascii() => Self::AnyCase(name.to_string()),
            Thing::Host(_) | Thing::Local(_) => Self::Unknown,
        }
    }

    fn is_in(&self, text: &[u8]) -> bool {
        match self {
            Self::Exactly(finder) => finder.find_iter(text).any(|at| {
                let behind = at + finder.needle().len();
                !is_part(at.checked_sub(1).and_then(|at| text.get(at))) && !is_part(text.get(behind))
            }),
            Self::Ending(finder) => {
                finder.find_iter(text).any(|at| !is_part(text.get(at + finder.needle().len())))
            }
            Self::AnyCase(name) => {
                let name = name.as_bytes();
                let Some(&first) = name.first() else { return false };
                memchr::memchr2_iter(first, first.to_ascii_uppercase(), text).any(|at| {
                    text.get(at..at + name.len()).is_some_and(|part| part.eq_ignore_ascii_case(name))
                })
            }
            Self::Unknown => true,
        }
    }
}

fn finder(word: &str) -> Box<Finder<'static>> {
    Box::new(Finder::new(word.as_bytes()).into_owned())
}

/// Whether a byte beside a name is a part of a longer one.
fn is_part(byte: Option<&u8>) -> bool {
    byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}

//! Looking through all files of a configuration. Files whose text lacks the word are never parsed.

use std::path::Path;
use std::sync::Arc;

use config::{FileId, Snapshot, SourceFile, Tree, TreeRole};
use memchr::memmem::Finder;
use rayon::prelude::*;
use schema::LanguageName;
use syntax::Span;

use super::{Access, Mention, Thing, of_file};
use crate::place::Place;

/// A file with the mentions of one thing in it.
pub(crate) struct Hits<'a> {
    pub(crate) file: &'a Arc<SourceFile>,
    /// In the order of the source.
    pub(crate) mentions: Vec<Mention>,
    /// Where the first statement begins that is too broken to be looked into.
    pub(crate) broken: Option<u32>,
}

/// The files that belong to the same configuration as a place: those that its tree loads, and all that lie beside or
/// below the entry file, since they may be loaded under other circumstances.
struct Related<'a> {
    here: FileId,
    trees: Vec<&'a Arc<Tree>>,
    folders: Vec<&'a Path>,
}

impl<'a> Related<'a> {
    fn new(place: &Place<'a>) -> Self {
        let trees = trees_around(place.snapshot, place);
        let mut folders: Vec<&Path> = trees.iter().filter_map(|tree| folder(place.snapshot, tree)).collect();
        if trees.iter().all(|tree| tree.role == TreeRole::Fragment) {
            folders.extend(place.file.path.parent());
        }
        Self { here: place.file.id, trees, folders }
    }

    fn holds(&self, file: &SourceFile) -> bool {
        let is_beside = || self.folders.iter().any(|folder| file.path.starts_with(folder));
        file.id == self.here
            || self.trees.iter().any(|tree| tree.settings.loads(file.id))
            || is_configuration(&file.path) && is_beside()
    }
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

/// Whether a file that nothing loads may be one of the configuration, not one beside it that is open in the editor: a
/// module, or what sets environment variables.
fn is_configuration(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "lua") && !config::is_module_source(path)
}

/// The mentions of a thing in the files that belong to the same configuration as a place, by their paths. A local
/// variable is mentioned in the file of the place alone.
pub(crate) fn search<'a>(place: &Place<'a>, thing: &Thing) -> Vec<Hits<'a>> {
    let word = Word::of(thing);
    let related = Related::new(place);
    let look = |file: &'a Arc<SourceFile>| {
        if !word.is_in(&file.text) || !related.holds(file) {
            return None;
        }
        if let Thing::Option(name) = thing
            && let Some(mentions) = assigned_only(place.snapshot, file, name)
        {
            return Some(Hits { file, mentions, broken: None });
        }
        let found = of_file(place.snapshot, file);
        let mentions: Vec<_> = found.mentions.into_iter().filter(|mention| mention.thing == *thing).collect();
        let broken = found.broken;
        (broken.is_some() || !mentions.is_empty()).then_some(Hits { file, mentions, broken })
    };
    if matches!(thing, Thing::Local(_)) {
        return look(place.file).into_iter().collect();
    }
    let files = word.files(place.snapshot);
    let mut hits: Vec<Hits<'a>> = files.into_par_iter().with_min_len(64).filter_map(look).collect();
    hits.sort_by(|a, b| a.file.path.cmp(&b.file.path));
    hits
}

/// The mentions of an option in a file, if each is one that the file's evaluation has met as an assignment: nothing has to
/// be parsed then. Most files of a large configuration are such ones.
fn assigned_only(snapshot: &Snapshot, file: &SourceFile, option: &str) -> Option<Vec<Mention>> {
    // Of what is broken more has to be known.
    let tree = snapshot.tree_of(file.id).filter(|tree| tree.settings.error.is_none())?;
    let sets = tree.settings.in_file(file.id).filter(|(_, set)| *set.option == *option);
    let mut spans: Vec<Span> = sets.map(|(_, set)| set.name_span).collect();
    spans.sort_unstable();
    spans.dedup();
    let is_written = |span: &Span| span.slice(&file.text) == option.as_bytes();
    let words = memchr::memmem::find_iter(&file.text, option.as_bytes());
    // Longer words count, too: then they are looked at.
    if !spans.iter().all(is_written) || words.count() != spans.len() {
        return None;
    }
    let mention =
        |span| Mention { thing: Thing::Option(option.into()), span, access: Access::Write, sure: true };
    Some(spans.into_iter().map(mention).collect())
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

    /// The files that may contain it.
    fn files<'s>(&self, snapshot: &'s Snapshot) -> Vec<&'s Arc<SourceFile>> {
        let spelt = |finder: &Finder<'_>| String::from_utf8_lossy(finder.needle()).into_owned();
        match self {
            Self::Exactly(finder) => snapshot.files_with(&[&spelt(finder)]),
            Self::Ending(finder) => {
                let name = spelt(finder);
                snapshot.files_with(&[&name, &format!("{}{name}", LanguageName::ENVIRONMENT)])
            }
            Self::AnyCase(name) => snapshot.files_with(&[name]),
            Self::Unknown => snapshot.files().collect(),
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

#[cfg(test)]
mod tests {
    use config::Workspace;
    use fixture::Directory;

    use crate::{Analysis, Position};

    #[test]
    fn no_tree_stays_behind_a_search() {
        let directory = Directory::new();
        directory.write("prosody.cfg.lua", b"Include \"hosts/*.cfg.lua\"\npidfile = \"a\"\n");
        for file in 0..20 {
            let text = format!("VirtualHost \"h{file}.example\"\nx = pidfile\n");
            directory.write(&format!("hosts/{file:02}.cfg.lua"), text.as_bytes());
        }
        let mut workspace = Workspace::new();
        workspace.set_roots(vec![directory.path().to_owned()]);
        let analysis = Analysis::new(workspace.snapshot(&|_, _| {}));
        let file = analysis.file_id(&directory.path().join("prosody.cfg.lua")).unwrap();
        assert_eq!(analysis.references(Position { file, offset: 30 }, true).len(), 21);
        let others = analysis.snapshot().files().filter(|other| other.id != file);
        assert_eq!(others.filter(|other| other.parse.is_there()).count(), 0);
    }
}

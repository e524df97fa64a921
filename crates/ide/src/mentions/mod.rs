//! Every mention of something in a file: of options, modules, hosts, environment variables and local variables, in all
//! branches, whether the file is loaded or not. References, highlights and renames read nothing else.

mod addresses;
mod literal;
mod search;
mod strings;
mod walk;

#[cfg(test)]
mod tests;

use config::{Snapshot, SourceFile};
use rustc_hash::{FxHashMap, FxHashSet};
use syntax::Span;

use crate::place::Place;
use crate::subject::{SubjectKind, subject_at};

pub(crate) use literal::{content, domain};
pub(crate) use search::{Hits, search};

/// Something that can be mentioned in more than one place.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Thing {
    /// An option, or another global name.
    Option(Box<str>),
    /// A module, by its name without `mod_`.
    Module(Box<str>),
    /// A host, by its prepared name.
    Host(Box<str>),
    /// An environment variable.
    Environment(Box<str>),
    /// A name of the configuration language, such as `VirtualHost`.
    Language(Box<str>),
    /// A local variable of this file, by the place of its name where it is declared.
    Local(Span),
}

/// What a mention does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It declares the thing, or gives it a value.
    Write,
    /// It uses the thing.
    Read,
}

/// A mention of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mention {
    pub(crate) thing: Thing,
    /// The bytes of its name: in a string those of the content, in an address those of the domain.
    pub(crate) span: Span,
    pub(crate) access: Access,
    /// Whether the place itself tells what is meant. Otherwise it is a string that reads like a host's name: it
    /// counts where there is such a host, and no rename touches it.
    pub(crate) sure: bool,
}

/// What a file mentions.
pub(crate) struct Mentions {
    /// In the order of the source.
    pub(crate) mentions: Vec<Mention>,
    /// Where the first statement begins that is too broken to be looked into.
    pub(crate) broken: Option<u32>,
}

/// All mentions in a file. Of a closed file no tree stays behind.
pub(crate) fn of_file(snapshot: &Snapshot, file: &SourceFile) -> Mentions {
    let parse = file.parse.for_now();
    let mentions = walk::mentions(&parse.chunk, &file.text, &listed(snapshot, file));
    Mentions { mentions, broken: parse.errors.first().map(|error| error.span.start) }
}

/// For each name in a text, in order, which one of them declares the local variable that it means: by its place in
/// this very list. Two texts in which all names mean the same have the same list.
pub(crate) fn bindings(text: &[u8]) -> Vec<(Span, Option<usize>)> {
    let parse = syntax::parse(text);
    let all = walk::mentions(&parse.chunk, text, &FxHashSet::default());
    let is_name = |mention: &&Mention| !matches!(mention.thing, Thing::Module(_) | Thing::Host(_));
    let names: Vec<&Mention> = all.iter().filter(is_name).collect();
    let places: FxHashMap<Span, usize> = names.iter().zip(0..).map(|(name, at)| (name.span, at)).collect();
    let binding = |mention: &&Mention| {
        let declaration = match &mention.thing {
            Thing::Local(declaration) => places.get(declaration).copied(),
            _ => None,
        };
        (mention.span, declaration)
    };
    names.iter().map(binding).collect()
}

/// What is mentioned at a place.
pub(crate) fn at(place: &Place<'_>) -> Option<Mention> {
    let here = of_file(place.snapshot, place.file)
        .mentions
        .into_iter()
        .filter(|mention| mention.span.touches(place.offset) && !mention.span.is_empty())
        .filter(|mention| mention.sure || is_host(place, &mention.thing))
        .min_by_key(|mention| (!mention.sure, mention.span.len()));
    here.or_else(|| half_typed(place))
}

/// What stands in a statement that is too broken to be in the file's tree.
fn half_typed(place: &Place<'_>) -> Option<Mention> {
    let broken = !place.file.parse.errors.is_empty();
    let subject = subject_at(place).filter(|_| broken)?;
    let thing = match subject.kind {
        SubjectKind::Option(name) => Thing::Option(name.into()),
        SubjectKind::Module(name) => Thing::Module(name.into()),
        SubjectKind::Host(name) => Thing::Host(name.into()),
        SubjectKind::Environment(name) => Thing::Environment(name.into()),
        SubjectKind::Local(name, _) => Thing::Local(name),
        _ => return None,
    };
    Some(Mention { thing, span: subject.span, access: Access::Read, sure: true })
}

fn is_host(place: &Place<'_>, thing: &Thing) -> bool {
    match thing {
        Thing::Host(name) => place.settings().is_some_and(|settings| settings.host(name).is_some()),
        _ => true,
    }
}

/// The strings of a file that become names of modules, wherever its lists are put together: by the place of the string.
fn listed(snapshot: &Snapshot, file: &SourceFile) -> FxHashSet<Span> {
    let mut found = FxHashSet::default();
    for tree in snapshot.trees_of(file.id) {
        for (_, set) in tree.settings.in_file(file.id) {
            if !crate::shape::lists_modules(&set.option) {
                continue;
            }
            let entries = set.value.as_table().map(|table| table.entries.as_slice()).unwrap_or_default();
            found.extend(
                entries.iter().filter_map(|e| e.origin).filter(|o| o.file == file.id).map(|o| o.value),
            );
        }
    }
    found
}

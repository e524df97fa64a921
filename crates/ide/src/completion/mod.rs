//! Completions: what could be written at a place, best first.
//!
//! The place is told from tokens alone, so half-typed text does no harm. One file per context; each offers
//! candidates to [`Candidates`], which keeps those that fit what is typed.

mod candidate;
mod comment;
mod environment;
mod files;
mod hosts;
mod keys;
mod modules;
mod statement;
mod template;
mod value;
mod words;

#[cfg(test)]
mod tests;

use config::Snapshot;
use syntax::{Cursor, CursorContext, Span, cursor_at};

use crate::place::Place;
use crate::project_file;
use crate::shape;
use crate::subject::Function;
use crate::{Analysis, Edit, Position};

pub(crate) use candidate::{Candidate, Candidates};

/// Completions at a place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Completions {
    /// The items, best first.
    pub items: Vec<CompletionItem>,
    /// Whether typing on could bring other items than these.
    pub incomplete: bool,
}

/// One completion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompletionItem {
    /// What is shown, and what typed text is matched against.
    pub label: String,
    /// What kind of thing it is.
    pub kind: CompletionKind,
    /// A few words behind the label: the type, the module.
    pub detail: Option<String>,
    /// Markdown; in a list of completions it is left out.
    pub documentation: Option<String>,
    /// Edits elsewhere in the file that go with it; in a list of completions they are left out.
    pub additional: Vec<Edit>,
    /// The bytes to replace.
    pub replace: Span,
    /// What to write; with `snippet`, `$1` and `$0` are places to fill in.
    pub insert: String,
    /// Whether `insert` is a snippet.
    pub snippet: bool,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// Items are ordered by this, smallest first.
    pub rank: u32,
}

/// What kind of thing a completion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompletionKind {
    /// An option.
    Option,
    /// A module.
    Module,
    /// A value of an enumeration, or a boolean.
    Value,
    /// A Lua or configuration keyword.
    Keyword,
    /// A key of a table.
    Key,
    /// A function such as `Include`.
    Function,
    /// A host name.
    Host,
    /// A file path.
    File,
    /// Something that a comment may name: a rule, a XEP.
    Reference,
}

/// What is wanted of completions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted<'w> {
    /// All of them, without what is only read of one at a time.
    List,
    /// All of them with their documentation.
    Documented,
    /// The one with this label, with all that there is to it.
    Of(&'w str),
}

impl Analysis {
    /// What could be written at a place, without documentation.
    pub fn completion(&self, at: Position) -> Completions {
        completion(&self.snapshot, at, Wanted::List)
    }

    /// What could be written at a place, with documentation.
    pub fn documented_completion(&self, at: Position) -> Completions {
        completion(&self.snapshot, at, Wanted::Documented)
    }

    /// All there is to one of the completions at a place: its documentation, and edits that go with it.
    pub fn resolve_completion(&self, at: Position, label: &str) -> Option<CompletionItem> {
        completion(&self.snapshot, at, Wanted::Of(label)).items.pop()
    }
}

/// A place with what stands around it in the text.
struct Context<'a> {
    place: Place<'a>,
    /// The bytes to replace.
    replace: Span,
    /// The word or the string's content around the place: `replace`, or in a path the whole of it.
    whole: Span,
    /// Whether the place is inside a string literal.
    in_string: bool,
    /// What is typed of the word, up to the cursor.
    typed: String,
}

/// What could be written at a place.
pub(crate) fn completion(snapshot: &Snapshot, at: Position, wanted: Wanted<'_>) -> Completions {
    let Some(place) = Place::new(snapshot, at) else { return Completions::default() };
    if project_file::is_project(&place.file.path) {
        return project_file::completion(&place, wanted);
    }
    let CursorContext { cursor, replace, in_string } = cursor_at(place.text(), place.offset);
    let mut context = Context { place, replace, whole: replace, in_string, typed: String::new() };
    if matches!(&cursor, Cursor::Argument { .. }) && in_string {
        // A path is completed one component at a time.
        context.replace = files::component(&context, &cursor);
    }
    let said = (cursor == Cursor::Comment).then(|| comment::Said::at(&place)).flatten();
    if let Some(said) = &said {
        context.replace = said.replace;
    }
    context.typed = place.slice(Span::new(context.replace.start, place.offset.max(context.replace.start)));
    let mut found = Candidates::new(&context.typed);
    match &said {
        Some(said) => comment::offer(&context, said, &mut found),
        None => offer(&context, &cursor, &mut found),
    }
    found.pick(context.replace, wanted)
}

fn offer<'a>(context: &'a Context<'_>, cursor: &Cursor, found: &mut Candidates<'a>) {
    match cursor {
        Cursor::Statement => statement::statement(context, found),
        Cursor::Entry { path } if path.is_empty() => {
            if !context.in_string {
                statement::options(context, found);
            }
        }
        Cursor::Entry { path } if shape::is_module_list(path) => modules::list(context, path, found),
        Cursor::Entry { path } => {
            keys::keys(context, path, found);
            value::item(context, path, found);
        }
        Cursor::Value { path } => value::value(context, path, found),
        Cursor::Argument { function, index } => match (Function::of(function), index) {
            (Some(Function::Host), 0) => hosts::names(context, false, found),
            (Some(Function::Component), 0) => hosts::names(context, true, found),
            (Some(Function::Component), 1) => modules::component(context, found),
            (Some(Function::Include), 0) => files::files(context, true, found),
            (Some(Function::File), 0) => files::files(context, false, found),
            (Some(Function::Getenv), 0) => environment::variables(context, found),
            _ if context.in_string => files::layers(context, found),
            _ => environment::expressions(context, true, found),
        },
        Cursor::Expression | Cursor::Nothing if context.in_string => files::layers(context, found),
        Cursor::Expression => environment::expressions(context, true, found),
        Cursor::Member { .. } | Cursor::Comment | Cursor::Nothing => {}
    }
}

impl Context<'_> {
    /// A string as it has to be written here: quoted unless the cursor is inside the quotes already.
    fn quoted(&self, text: &str) -> String {
        if self.in_string { text.to_owned() } else { crate::describe::lua_string(text) }
    }
}

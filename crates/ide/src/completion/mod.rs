//! Completions: what could be written at a place, best first.
//!
//! The place is told from tokens alone, so half-typed text does no harm. One file per context; each offers
//! candidates to [`Candidates`], which keeps those that fit what is typed.

mod candidate;
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
use crate::shape;
use crate::subject::Function;
use crate::{Completions, Position};

use candidate::{Candidate, Candidates};

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
pub(crate) fn completion(snapshot: &Snapshot, at: Position) -> Completions {
    let Some(place) = Place::new(snapshot, at) else { return Completions::default() };
    let CursorContext { cursor, replace, in_string } = cursor_at(place.text(), place.offset);
    let mut context = Context { place, replace, whole: replace, in_string, typed: String::new() };
    if matches!(&cursor, Cursor::Argument { .. }) && in_string {
        // A path is completed one component at a time.
        context.replace = files::component(&context, &cursor);
    }
    context.typed = place.slice(Span::new(context.replace.start, place.offset.max(context.replace.start)));
    let mut found = Candidates::new(&context.typed);
    offer(&context, &cursor, &mut found);
    found.pick(context.replace)
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
            _ => environment::expressions(context, true, found),
        },
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

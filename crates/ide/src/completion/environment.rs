//! Completions of expressions: environment variables, Prosody's functions that give values, local variables.

use schema::{LanguageKind, LanguageName};

use super::{Candidate, Candidates, Context};
use crate::describe::lua_string;
use crate::{CompletionKind, locals};

/// The names of environment variables that are set.
pub(super) fn variables<'a>(context: &'a Context<'_>, found: &mut Candidates<'a>) {
    let variables = context.place.tree.into_iter().flat_map(|tree| &tree.profile.env);
    for (name, value) in variables {
        found.offer(name, 0, move |label| {
            let insert = context.quoted(&label);
            Candidate::new(label, CompletionKind::Value).inserting(insert).detail(lua_string(value))
        });
    }
}

/// What an expression could begin with, outside of strings.
/// `text` says whether it could be a string.
pub(super) fn expressions<'a>(context: &'a Context<'_>, text: bool, found: &mut Candidates<'a>) {
    if context.in_string {
        return;
    }
    let place = &context.place;
    for (name, value) in place.tree.into_iter().flat_map(|tree| &tree.profile.env) {
        found.offer(&format!("{}{name}", LanguageName::ENVIRONMENT), 31, move |label| {
            Candidate::new(label, CompletionKind::Value).detail(lua_string(value))
        });
    }
    for local in locals::in_scope(&place.file.parse.chunk, place.offset) {
        if !local.declaration.touches(place.offset) || local.name.span.end <= place.offset {
            found.offer(&local.name.text, 30, |label| {
                Candidate::new(label, CompletionKind::Value).detail("local variable")
            });
        }
    }
    let names = place.schema.language_names().filter(|name| text && name.kind == LanguageKind::Value);
    for name in names.filter(|name| name.usage.contains('"') && name.name != "Lua") {
        found.offer(name.name, 32, move |label| {
            let snippet = format!("{} \"$0\"", name.name);
            let candidate = Candidate::new(label, CompletionKind::Function).snippet(snippet);
            candidate.detail(name.usage).documented(Some(name.doc))
        });
    }
}

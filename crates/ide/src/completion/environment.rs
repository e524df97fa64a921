//! Completions of expressions: environment variables, Prosody's functions that give values, local variables.

use std::collections::BTreeMap;

use schema::{LanguageKind, LanguageName};

use super::{Candidate, Candidates, Context};
use crate::describe::lua_string;
use crate::{CompletionKind, locals};

/// The names of environment variables: those that are set, then those that files of the workspace set or that the tree
/// reads elsewhere.
pub(super) fn variables<'a>(context: &'a Context<'_>, found: &mut Candidates<'a>) {
    for (name, value) in known(context) {
        found.offer(&name, u32::from(value.is_none()), move |label| {
            let insert = context.quoted(&label);
            let detail = value.as_deref().map(lua_string).unwrap_or_default();
            Candidate::new(label, CompletionKind::Value).inserting(insert).detail(detail)
        });
    }
}

/// Trees of more files are not searched for what they read.
const MOST_FILES: usize = 500;

/// The names of environment variables, with the value of those that are set.
fn known(context: &Context<'_>) -> BTreeMap<String, Option<String>> {
    let place = &context.place;
    let mut known: BTreeMap<String, Option<String>> = BTreeMap::new();
    let Some(tree) = place.tree else { return known };
    let reads = if tree.settings.files_started.len() <= MOST_FILES {
        place.snapshot.env_reads(tree)
    } else {
        config::env_reads(place.file)
    };
    // What is being typed is no variable yet.
    let reads =
        reads.into_iter().filter(|read| read.file != place.file.id || !read.span.touches(place.offset));
    known.extend(reads.map(|read| (read.name, None)));
    let environments = place.snapshot.surroundings().environments().iter();
    known.extend(environments.flat_map(|it| &it.variables).map(|variable| (variable.name.clone(), None)));
    known.extend(tree.profile.env.iter().map(|(name, value)| (name.clone(), Some(value.clone()))));
    known
}

/// What an expression could begin with, outside of strings.
/// `text` says whether it could be a string.
pub(super) fn expressions<'a>(context: &'a Context<'_>, text: bool, found: &mut Candidates<'a>) {
    if context.in_string {
        return;
    }
    let place = &context.place;
    let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    for (name, value) in known(context).into_iter().filter(|(name, _)| is_name(name)) {
        let tier = if value.is_some() { 31 } else { 33 };
        found.offer(&format!("{}{name}", LanguageName::ENVIRONMENT), tier, move |label| {
            let detail = value.as_deref().map_or_else(|| "environment variable".to_owned(), lua_string);
            Candidate::new(label, CompletionKind::Value).detail(detail)
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

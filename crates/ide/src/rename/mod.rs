//! Renames: of local variables, of hosts, of options that private modules read, and of environment variables that files
//! of the workspace set. What is not the user's is refused with the reason, and so is a name that would change a meaning.

mod environment;
mod host;
mod local;
mod option;

#[cfg(test)]
mod tests;

use std::path::PathBuf;

use syntax::Span;

use crate::mentions::{self, Hits, Mention, Thing};
use crate::place::{Place, line};
use crate::subject::is_keyword;
use crate::{Analysis, Location, Position};

/// A replacement of some bytes of any file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TextChange {
    /// The file.
    pub path: PathBuf,
    /// The bytes to replace.
    pub span: Span,
    /// What to write instead.
    pub text: String,
}

impl Analysis {
    /// What a rename at a place would be about: the bytes of the name, and the name. `None` where nothing has a name.
    ///
    /// # Errors
    /// Says why what stands there can't be renamed.
    pub fn prepare_rename(&self, at: Position) -> Result<Option<(Span, String)>, String> {
        let Some(place) = Place::new(&self.snapshot, at) else { return Ok(None) };
        let Some(here) = mentions::at(&place) else { return Ok(None) };
        check(&place, &here)?;
        Ok(Some((here.span, place.slice(here.span))))
    }

    /// The changes that give what stands at a place another name.
    ///
    /// # Errors
    /// Says why it can't be renamed, or not to this name.
    pub fn rename(&self, at: Position, new_name: &str) -> Result<Vec<TextChange>, String> {
        let place = Place::new(&self.snapshot, at);
        let here = place.as_ref().and_then(mentions::at);
        let (Some(place), Some(here)) = (place, here) else {
            return Err("Nothing that has a name stands here".to_owned());
        };
        check(&place, &here)?;
        if place.slice(here.span) == new_name {
            return Ok(Vec::new());
        }
        let mut found = match &here.thing {
            Thing::Local(declaration) => local::places(&place, *declaration, new_name),
            Thing::Host(name) => host::places(&place, name, new_name),
            Thing::Option(name) => option::places(&place, name, new_name),
            Thing::Environment(name) => environment::places(&place, name, new_name),
            Thing::Module(_) | Thing::Language(_) => Ok(Vec::new()),
        }?;
        found.sort();
        found.dedup();
        let change = |Location { path, span }| TextChange { path, span, text: new_name.to_owned() };
        Ok(found.into_iter().map(change).collect())
    }
}

/// Whether what is mentioned may have another name at all.
fn check(place: &Place<'_>, here: &Mention) -> Result<(), String> {
    match &here.thing {
        Thing::Local(declaration) => local::check(*declaration),
        Thing::Host(name) => host::check(place, name, here.sure),
        Thing::Option(name) => option::check(place, name),
        Thing::Environment(name) => environment::check(place, name),
        Thing::Module(name) => Err(format!("`{name}` is a module: its name is that of its file")),
        Thing::Language(name) => Err(format!("`{name}` is Prosody's own name")),
    }
}

/// Whether a name can be written as a variable, or why not.
fn check_name(name: &str) -> Result<(), String> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) || !name.bytes().all(fits) {
        return Err(format!(
            "`{name}` is no name: a name has letters, digits and `_`, and no digit at its beginning"
        ));
    }
    if is_keyword(name) {
        return Err(format!("`{name}` is a word of Lua"));
    }
    Ok(())
}

/// The places of all sure mentions; refuses if there may be others in statements that are too broken to be understood.
fn sure_places(place: &Place<'_>, hits: &[Hits<'_>]) -> Result<Vec<Location>, String> {
    let mut found = Vec::new();
    for hits in hits {
        if hits.broken {
            let error = hits.file.parse.errors.first().map_or(0, |error| error.span.start);
            return Err(format!(
                "{}:{} has a syntax error: what is mentioned there can't be told until it is mended",
                place.path_of(&hits.file.path),
                line(hits.file, error)
            ));
        }
        let sure = hits.mentions.iter().filter(|mention| mention.sure);
        found.extend(sure.map(|mention| Location { path: hits.file.path.clone(), span: mention.span }));
    }
    Ok(found)
}

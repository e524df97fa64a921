//! Renames: of local variables, of hosts, of options that private modules read, and of environment variables that files
//! of the workspace set. What is not the user's is refused with the reason, and so is a name that would change a meaning.
//! The last two may also begin where a module reads the option, or a file sets the variable.

mod elsewhere;
mod environment;
mod host;
mod local;
mod option;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use syntax::Span;

use self::elsewhere::Elsewhere;

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
    /// Whether something in a file can be renamed though it is no configuration.
    pub fn renames_from(&self, path: &Path) -> bool {
        elsewhere::concerns(&self.snapshot, path)
    }

    /// What a rename at a place would be about: the bytes of the name, and the name. `None` where nothing has a name.
    ///
    /// # Errors
    /// Says why what stands there can't be renamed.
    pub fn prepare_rename(&self, at: Position) -> Result<Option<(Span, String)>, String> {
        let Some(place) = Place::new(&self.snapshot, at) else { return Ok(None) };
        if self.renames_from(&place.file.path) {
            let Some(found) = elsewhere::at(&self.snapshot, place.file, place.offset)? else {
                return Ok(None);
            };
            found.places.iter().try_for_each(|other| check_thing(other, &found.thing, true))?;
            return Ok(Some((found.span, place.slice(found.span))));
        }
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
        if let Some(place) = place.as_ref().filter(|place| self.renames_from(&place.file.path)) {
            let found = elsewhere::at(&self.snapshot, place.file, place.offset)?;
            return found.map_or_else(|| Err(nothing()), |found| renamed_elsewhere(&found, new_name));
        }
        let here = place.as_ref().and_then(mentions::at);
        let (Some(place), Some(here)) = (place, here) else {
            return Err(nothing());
        };
        check(&place, &here)?;
        if place.slice(here.span) == new_name {
            return Ok(Vec::new());
        }
        let found = match &here.thing {
            Thing::Local(declaration) => local::places(&place, *declaration, new_name),
            thing => places(&place, thing, new_name),
        }?;
        Ok(changes(found, new_name))
    }
}

fn nothing() -> String {
    "Nothing that has a name stands here".to_owned()
}

/// The changes for something that stands beside the configuration, in every configuration that knows it.
fn renamed_elsewhere(found: &Elsewhere<'_>, new_name: &str) -> Result<Vec<TextChange>, String> {
    let mut all = Vec::new();
    for place in &found.places {
        check_thing(place, &found.thing, true)?;
        all.extend(places(place, &found.thing, new_name)?);
    }
    Ok(changes(all, new_name))
}

/// The places of everything but local variables.
fn places(place: &Place<'_>, thing: &Thing, new_name: &str) -> Result<Vec<Location>, String> {
    match thing {
        Thing::Host(name) => host::places(place, name, new_name),
        Thing::Option(name) => option::places(place, name, new_name),
        Thing::Environment(name) => environment::places(place, name, new_name),
        Thing::Local(_) | Thing::Module(_) | Thing::Language(_) => Ok(Vec::new()),
    }
}

fn changes(mut found: Vec<Location>, new_name: &str) -> Vec<TextChange> {
    found.sort();
    found.dedup();
    let change = |Location { path, span }| TextChange { path, span, text: new_name.to_owned() };
    found.into_iter().map(change).collect()
}

/// Whether what is mentioned may have another name at all.
fn check(place: &Place<'_>, here: &Mention) -> Result<(), String> {
    check_thing(place, &here.thing, here.sure)
}

fn check_thing(place: &Place<'_>, thing: &Thing, sure: bool) -> Result<(), String> {
    match thing {
        Thing::Local(declaration) => local::check(*declaration),
        Thing::Host(name) => host::check(place, name, sure),
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
        if let Some(error) = hits.broken {
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

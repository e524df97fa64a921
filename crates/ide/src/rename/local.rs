//! Renames of local variables.

use syntax::Span;

use super::{check_name, sure_places};
use crate::Location;
use crate::mentions::{Thing, bindings, search};
use crate::place::{Place, line};

pub(super) fn check(declaration: Span) -> Result<(), String> {
    if declaration.is_empty() {
        return Err("`self` is Lua's own name".to_owned());
    }
    Ok(())
}

pub(super) fn places(place: &Place<'_>, declaration: Span, new_name: &str) -> Result<Vec<Location>, String> {
    check_name(new_name)?;
    let found = sure_places(place, &search(place, &Thing::Local(declaration)))?;
    keeps_meaning(place, &found, new_name)?;
    Ok(found)
}

/// Refuses a name under which some name in the file would mean another variable than it does.
fn keeps_meaning(place: &Place<'_>, found: &[Location], new_name: &str) -> Result<(), String> {
    let mut text = Vec::new();
    let mut at = 0;
    for Location { span, .. } in found {
        text.extend_from_slice(place.text().get(at..span.start as usize).unwrap_or_default());
        text.extend_from_slice(new_name.as_bytes());
        at = span.end as usize;
    }
    text.extend_from_slice(place.text().get(at..).unwrap_or_default());
    let (before, after) = (bindings(place.text()), bindings(&text));
    let changed = before.iter().zip(&after).find(|((_, before), (_, after))| before != after);
    let span = match changed {
        Some(((span, _), _)) => *span,
        None if before.len() == after.len() => return Ok(()),
        None => Span::default(),
    };
    let line = line(place.file, span.start);
    Err(format!("`{new_name}` is the name of something else already: line {line} would not mean the same"))
}

//! Renames of options that none but private modules read: in the configuration and in the modules' source.

use schema::{Origin, Schema};

use super::{check_name, sure_places};
use crate::mentions::{Thing, search};
use crate::place::{Place, line};
use crate::{Location, module_source};

pub(super) fn check(place: &Place<'_>, name: &str) -> Result<(), String> {
    let Some(option) = place.schema.option(name) else {
        return Err(match place.schema.option_history(name) {
            Some(_) => format!("`{name}` is Prosody's option"),
            None => format!("No module here reads `{name}`: what reads it would not be renamed"),
        });
    };
    let others = || option.readers().filter(|reader| reader.module.origin != Origin::Private);
    if others().any(|reader| reader.module.origin != Origin::Community) {
        return Err(format!("`{name}` is Prosody's option"));
    }
    if let Some(reader) = others().next() {
        return Err(format!("`{name}` is the option of mod_{}, which is not yours", reader.module.name));
    }
    for module in module_source::private_readers(place.schema, name) {
        let is_ours = place.snapshot.roots().iter().any(|root| module.file.starts_with(root));
        if !is_ours {
            let file = module.file.display();
            return Err(format!("`{name}` is read by {file}, which is outside of the workspace"));
        }
    }
    Ok(())
}

pub(super) fn places(place: &Place<'_>, name: &str, new_name: &str) -> Result<Vec<Location>, String> {
    check_name(new_name)?;
    check_new(place, new_name)?;
    let mut found = sure_places(place, &search(place, &Thing::Option(name.into())))?;
    for module in module_source::private_readers(place.schema, name) {
        let Some(reads) = module_source::reads(place.snapshot, &module.file, name) else {
            let file = place.path_of(&module.file);
            return Err(format!("{file} puts the name `{name}` together: rename it there by hand"));
        };
        found.extend(reads);
    }
    Ok(found)
}

/// Refuses a name that means something already.
fn check_new(place: &Place<'_>, new_name: &str) -> Result<(), String> {
    if Schema::language_name_in_any_version(new_name).is_some() {
        return Err(format!("`{new_name}` means something else in configurations"));
    }
    if let Some(reader) = place.schema.option(new_name).and_then(|option| option.readers().next()) {
        return Err(format!("`{new_name}` is an option already, which {} reads", reader.module.name));
    }
    if place.schema.option_history(new_name).is_some() {
        return Err(format!("`{new_name}` is an option of Prosody already"));
    }
    for hits in search(place, &Thing::Option(new_name.into())) {
        if let Some(other) = hits.mentions.first() {
            let (path, line) = (place.path_of(&hits.file.path), line(hits.file, other.span.start));
            return Err(format!("`{new_name}` is used already, at {path}:{line}"));
        }
    }
    Ok(())
}

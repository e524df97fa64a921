//! Renames of environment variables: where the files of the workspace set them, and all that these files say is known.

use std::path::Path;

use syntax::Span;

use super::{check_name, sure_places};
use crate::mentions::{Thing, search};
use crate::place::Place;
use crate::{Location, environments, module_source};

/// Variables that others than the configuration read: Lua, Prosody, the system.
const FOREIGN: &[&str] = &[
    "CREDENTIALS_DIRECTORY",
    "HOME",
    "HOSTNAME",
    "LANG",
    "LUA_CPATH",
    "LUA_PATH",
    "NOTIFY_SOCKET",
    "PATH",
    "PROSODY_CFGDIR",
    "PROSODY_CONFIG",
    "PROSODY_DATADIR",
    "PROSODY_PLUGINDIR",
    "PROSODY_SRCDIR",
    "PWD",
    "TMPDIR",
    "TZ",
    "USER",
];

pub(super) fn check(place: &Place<'_>, name: &str) -> Result<(), String> {
    if FOREIGN.contains(&name) {
        return Err(format!("`{name}` is not yours: others read it, too"));
    }
    let settings = environments::settings_of(place.snapshot, name);
    if settings.is_empty() {
        return Err(format!("No file of the workspace sets `{name}`: what sets it would not be renamed"));
    }
    let around = place.snapshot.surroundings();
    for environment in around.environments() {
        if environment.variables.iter().any(|variable| variable.name == name && variable.value.is_none()) {
            let shown = place.path_of(&environment.path);
            return Err(format!("{shown} takes `{name}` from elsewhere, where it would not be renamed"));
        }
    }
    let environments = around.environments().iter().map(|environment| &environment.path);
    let projects = around.projects().map(|project| &project.path);
    environments.chain(projects).try_for_each(|path| check_file(place, path, name, &settings))
}

/// Refuses if a file mentions the variable otherwise than by setting it.
fn check_file(place: &Place<'_>, path: &Path, name: &str, settings: &[Location]) -> Result<(), String> {
    let text = module_source::text(place.snapshot, path).unwrap_or_default();
    let shown = place.path_of(path);
    let known: Vec<Span> =
        settings.iter().filter(|location| location.path == path).map(|location| location.span).collect();
    if known.iter().any(|span| span.slice(&text) != name.as_bytes()) {
        return Err(format!("{shown} has changes that are not saved: save it first"));
    }
    if !environments::words(&text, name).into_iter().all(|span| known.contains(&span)) {
        return Err(format!(
            "{shown} mentions `{name}` otherwise than by setting it: rename it there by hand"
        ));
    }
    Ok(())
}

pub(super) fn places(place: &Place<'_>, name: &str, new_name: &str) -> Result<Vec<Location>, String> {
    check_name(new_name)?;
    let taken = search(place, &Thing::Environment(new_name.into()));
    let is_read = taken.iter().any(|hits| !hits.mentions.is_empty());
    if is_read
        || FOREIGN.contains(&new_name)
        || !environments::settings_of(place.snapshot, new_name).is_empty()
    {
        return Err(format!("There is a variable `{new_name}` already"));
    }
    let mut found = sure_places(place, &search(place, &Thing::Environment(name.into())))?;
    found.extend(environments::settings_of(place.snapshot, name));
    Ok(found)
}

//! Renames of environment variables: where the files of the workspace set them, and all that these files say is known.

use config::Environment;

use super::{check_name, sure_places};
use crate::mentions::{Thing, related, search};
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
    let projects = place.snapshot.surroundings().projects();
    for project in projects {
        if project.profiles.values().any(|profile| profile.env.contains_key(name)) {
            let file = place.path_of(&project.path);
            return Err(format!("{file} sets `{name}` in a profile: rename it there by hand first"));
        }
    }
    for environment in place.snapshot.surroundings().environments() {
        check_file(place, environment, name, &settings)?;
    }
    Ok(())
}

/// Refuses if a file takes the variable from elsewhere, or mentions it otherwise than by setting it.
fn check_file(
    place: &Place<'_>,
    file: &Environment,
    name: &str,
    settings: &[Location],
) -> Result<(), String> {
    let shown = place.path_of(&file.path);
    if file.variables.iter().any(|variable| variable.name == name && variable.value.is_none()) {
        return Err(format!("{shown} takes `{name}` from elsewhere, where it would not be renamed"));
    }
    let text = module_source::text(place.snapshot, &file.path).unwrap_or_default();
    let known = settings.iter().filter(|location| location.path == file.path).count();
    if words(&text, name) != known {
        return Err(format!(
            "{shown} mentions `{name}` otherwise than by setting it: rename it there by hand"
        ));
    }
    Ok(())
}

/// How often a text has a word.
fn words(text: &[u8], word: &str) -> usize {
    let is_part = |at: Option<usize>| {
        at.and_then(|at| text.get(at)).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
    };
    memchr::memmem::find_iter(text, word.as_bytes())
        .filter(|&at| !is_part(at.checked_sub(1)) && !is_part(Some(at + word.len())))
        .count()
}

pub(super) fn places(place: &Place<'_>, name: &str, new_name: &str) -> Result<Vec<Location>, String> {
    check_name(new_name)?;
    let files = related(place);
    let taken = search(place, &Thing::Environment(new_name.into()), &files);
    let is_read = taken.iter().any(|hits| !hits.mentions.is_empty());
    if is_read
        || FOREIGN.contains(&new_name)
        || !environments::settings_of(place.snapshot, new_name).is_empty()
    {
        return Err(format!("There is a variable `{new_name}` already"));
    }
    let mut found = sure_places(place, &search(place, &Thing::Environment(name.into()), &files))?;
    found.extend(environments::settings_of(place.snapshot, name));
    Ok(found)
}

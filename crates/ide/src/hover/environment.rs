//! The cards of environment variables and of the names of the configuration language.

use std::fmt::Write as _;

use config::ProfileOrigin;
use schema::Schema;

use crate::describe::{is_secret, lua_string};
use crate::place::Place;

/// Trees of more files are not searched for who reads a variable.
const MOST_FILES: usize = 500;

/// More places than this are only counted.
const MOST: usize = 6;

/// The card of an environment variable, by its own name: its value, who sets it, who reads it.
pub(crate) fn variable_card(place: &Place<'_>, name: &str) -> Option<String> {
    let tree = place.tree?;
    let show = |value: &str| {
        if is_secret(name) { "`\"…\"`".to_owned() } else { format!("`{}`", lua_string(value)) }
    };
    let value = tree.profile.env.get(name).map_or_else(|| "not set".to_owned(), |value| show(value));
    let mut card = format!("**{name}** · environment variable\n\nHere: {value}");
    let mut set: Vec<String> = Vec::new();
    for (profile, said) in tree.project.iter().flat_map(|project| &project.profiles) {
        set.extend(said.env.get(name).map(|value| format!("- {} in the profile {profile}", show(value))));
    }
    for environment in place.snapshot.surroundings().environments() {
        let variable = environment.variables.iter().find(|variable| variable.name == name);
        let value = variable.and_then(|variable| variable.value.as_deref());
        let file = place.path_of(&environment.path);
        let label =
            if environment.label.is_empty() { String::new() } else { format!(" ({})", environment.label) };
        set.extend(value.map(|value| format!("- {} in `{file}`{label}", show(value))));
    }
    if !set.is_empty() {
        let _ = write!(card, "\n\nSet to:\n{}", first(&set, "\n"));
    }
    if let Some(survey) = tree.known_survey() {
        let offered = survey.profiles.iter().filter_map(|(profile, _)| match &profile.origin {
            ProfileOrigin::Offered(variable) if **variable == *name => profile.profile.env.get(name),
            _ => None,
        });
        let offered: Vec<String> = offered.map(|value| show(value)).collect();
        if !offered.is_empty() {
            let _ = write!(card, "\n\nThe configuration is ready for {}", first(&offered, ", "));
        }
    }
    if tree.settings.files_started.len() <= MOST_FILES {
        let reads = place.snapshot.env_reads(tree).into_iter().filter(|read| read.name == name);
        let mut places: Vec<String> =
            reads.map(|read| format!("`{}`", place.location(read.file, read.span.start))).collect();
        places.dedup();
        if !places.is_empty() {
            let _ = write!(card, "\n\nRead at {}", first(&places, ", "));
        }
    }
    Some(card)
}

/// The first ones, and how many more there are.
fn first(items: &[String], separator: &str) -> String {
    let shown = items.get(..items.len().min(MOST)).unwrap_or_default().join(separator);
    let more = items.len().saturating_sub(MOST);
    if more > 0 { format!("{shown}{separator}and {more} more") } else { shown }
}

/// The card of a name such as `VirtualHost`.
pub(crate) fn language_card(place: &Place<'_>, name: &str) -> Option<String> {
    let version = place.schema.version();
    let known = Schema::language_name_in_any_version(name)?;
    let mut head = format!("```lua\n{}\n```\n\n{}", known.usage, known.doc);
    if let Some(of) = known.alias_of {
        let _ = write!(head, "\n\nAn older spelling of `{of}`.");
    }
    if !known.in_version(version) {
        let since = known.since.map(|since| format!(", only from {since} on")).unwrap_or_default();
        let _ = write!(head, "\n\nNot in Prosody {version}{since}.");
    } else if let Some(since) = known.since {
        let _ = write!(head, "\n\nSince Prosody {since}.");
    }
    Some(head)
}

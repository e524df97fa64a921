//! The cards of environment variables and of the names of the configuration language.

use std::fmt::Write as _;

use schema::Schema;

use crate::describe::lua_string;
use crate::place::Place;

/// The card of an environment variable, by its own name.
pub(crate) fn variable_card(place: &Place<'_>, name: &str) -> Option<String> {
    let tree = place.tree?;
    let value = match tree.profile.env.get(name) {
        Some(value) => format!("`{}`", lua_string(value)),
        None => "not set".to_owned(),
    };
    Some(format!("**{name}** · environment variable\n\nHere: {value}"))
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

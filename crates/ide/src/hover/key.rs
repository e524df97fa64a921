//! The cards of keys in an option's tables, and of values.

use schema::{Key, OptionType};

use super::{module, option};
use crate::describe::{range_text, type_notes, type_text};
use crate::inlay::amount;
use crate::place::Place;
use crate::shape::{self, Shape};

/// The card of a key, such as `ssl.certificate`; the path ends with it.
pub(crate) fn card(place: &Place<'_>, path: &[String]) -> Option<String> {
    let Shape::Key(key, _) = Shape::at(place.schema, path)? else { return None };
    let shape = Shape::at(place.schema, path)?;
    let mut words = vec![format!("**{}**", path.join("."))];
    let ty = type_text(shape);
    if !ty.is_empty() {
        words.push(ty);
    }
    if let Some(default) = key.default {
        words.push(format!("default `{default}`"));
    }
    let mut parts = vec![words.join(" · ")];
    parts.extend(key.deprecated.as_ref().map(option::deprecation));
    parts.extend(key.doc.map(str::to_owned));
    let facts = facts(key, shape);
    if !facts.is_empty() {
        parts.push(facts);
    }
    if let Some(example) = key.example {
        parts.push(format!("```lua\n{}\n```", example.trim_end()));
    }
    Some(parts.join("\n\n"))
}

fn facts(key: &Key, shape: Shape) -> String {
    let mut lines: Vec<String> = type_notes(shape).into_iter().map(str::to_owned).collect();
    let values: Vec<String> = key.values.iter().map(|value| format!("`{value}`")).collect();
    if !values.is_empty() {
        lines.push(format!("Values: {}", values.join(", ")));
    }
    lines.extend(
        range_text(key.min, key.max, key.ty == OptionType::Period).map(|range| format!("Range: {range}")),
    );
    let keys: Vec<String> = shape.named_keys().iter().map(|key| format!("`{}`", key.name)).collect();
    if !keys.is_empty() {
        lines.push(format!("Keys: {}", keys.join(", ")));
    }
    lines.extend(key.since.map(|since| format!("Since Prosody {since}")));
    lines.extend(key.removed.map(|removed| format!("Read no longer from Prosody {removed} on")));
    lines.join("  \n")
}

/// The card of a value: the module that a provider's name stands for, or one of an enumeration's values.
pub(crate) fn value_card(place: &Place<'_>, path: &[String], text: &str) -> Option<String> {
    if let Some((_, prefix)) = shape::provider(path) {
        return module::card(place, &format!("{prefix}{text}"));
    }
    let shape = Shape::at(place.schema, path)?;
    if let [option] = path {
        let value = config::Value::Str(text.as_bytes().into());
        if let Some(card) = amount_card(place, option, &value, text.as_bytes()) {
            return Some(card);
        }
    }
    let literal = crate::describe::lua_string(text);
    let known = shape.values().iter().map(ToString::to_string).any(|value| value == literal || value == text);
    // A value like any other says nothing that the option itself does not say better.
    known.then(|| match path {
        [name] => option::card(place, name),
        path => card(place, path),
    })?
}

/// The card of a period or a size: what it comes to, or what Prosody takes it for; then the option's own.
pub(super) fn amount_card(
    place: &Place<'_>,
    option: &str,
    value: &config::Value,
    source: &[u8],
) -> Option<String> {
    let (_, amount) = amount::of(place.schema, option, value, source)?;
    Some(format!("**{}** {amount}\n\n{}", crate::describe::short(value), option::card(place, option)?))
}

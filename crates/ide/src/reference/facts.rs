//! What a module makes of an option, in a line; and what other series make of it.

use schema::{EnumValue, Facts, ModuleOption, OptionType, Scope, Version};

use crate::describe::{range_text, type_word};

/// `period · default `"1w"` · at least 1 hour · global section only`
pub(super) fn line(option: &ModuleOption, facts: &Facts) -> String {
    let mut words = vec![types(option, facts)];
    words.extend(facts.default.as_deref().map(|default| format!("default {}", code(default))));
    words.extend(range_text(facts.min, facts.max, facts.ty == OptionType::Period));
    if facts.scope == Scope::Global {
        words.push("global section only".to_owned());
    }
    words.join(" · ")
}

/// The shapes of value that work.
fn types(option: &ModuleOption, facts: &Facts) -> String {
    let accepted = if facts.ty == OptionType::Any { option.accepts } else { &[] };
    type_words(facts.ty, facts.items, accepted)
}

/// A type, or where that may be any the ones that are accepted.
pub(super) fn type_words(ty: OptionType, items: Option<OptionType>, accepts: &[OptionType]) -> String {
    if accepts.is_empty() {
        return type_word(ty, items);
    }
    let mut words: Vec<String> = Vec::new();
    for word in accepts.iter().map(|ty| type_word(*ty, items)) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.join(" or ")
}

/// What else is known of the values: one sentence each.
pub(super) fn notes(option: &ModuleOption, facts: &Facts) -> Vec<String> {
    let mut notes = Vec::new();
    if facts.ty == OptionType::Period {
        notes.push("A number counts seconds; text has a unit, such as `\"2 days\"`.".to_owned());
    }
    if facts.ty == OptionType::InheritedSet {
        notes.push("A host's own items are added to the global ones.".to_owned());
    }
    if !facts.values.is_empty() {
        notes.push(format!("Values: {}.", list(&facts.values)));
    }
    if !option.suggest.is_empty() {
        notes.push(format!("Known values: {}.", list(option.suggest)));
    }
    notes.extend(
        facts.fallback.as_ref().map(|other| format!("If it is not set, the value of `{other}` counts.")),
    );
    notes
}

/// Values as code, separated by commas.
pub(super) fn list(values: &[EnumValue]) -> String {
    values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ")
}

/// Text as code, also if it has backticks in it.
pub(super) fn code(text: &str) -> String {
    // A default may be a text of several lines.
    let text = text.replace('\n', "\\n");
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// What other series make of an option, where that is something else: one line for series that agree.
pub(super) fn differences(option: &ModuleOption, version: Version) -> Vec<String> {
    let Some(here) = option.facts(version) else { return Vec::new() };
    let mut groups: Vec<(Vec<Version>, &Facts)> = Vec::new();
    for other in Version::ALL {
        let Some(facts) = option.facts(other).filter(|facts| *facts != here) else { continue };
        match groups.iter_mut().find(|(_, known)| *known == facts) {
            Some((versions, _)) => versions.push(other),
            None => groups.push((vec![other], facts)),
        }
    }
    groups
        .into_iter()
        .map(|(versions, facts)| {
            let names: Vec<&str> = versions.into_iter().map(Version::name).collect();
            format!("In Prosody {}: {}.", names.join(" and "), changes(here, facts).join(", "))
        })
        .collect()
}

/// What the other one has otherwise.
fn changes(here: &Facts, other: &Facts) -> Vec<String> {
    let mut changes = Vec::new();
    if here.ty != other.ty || here.items != other.items {
        changes.push(type_word(other.ty, other.items));
    }
    if here.default != other.default {
        changes.push(match other.default.as_deref() {
            Some(default) => format!("default {}", code(default)),
            None => "no default".to_owned(),
        });
    }
    if (here.min, here.max) != (other.min, other.max) {
        let range = range_text(other.min, other.max, other.ty == OptionType::Period);
        changes.push(range.unwrap_or_else(|| "no limits".to_owned()));
    }
    if here.values != other.values && !other.values.is_empty() {
        changes.push(format!("values {}", list(&other.values)));
    }
    if here.scope != other.scope {
        let scope = match other.scope {
            Scope::Global => "global section only",
            Scope::Host => "also read on hosts",
        };
        changes.push(scope.to_owned());
    }
    if here.fallback != other.fallback {
        changes.push(match &other.fallback {
            Some(other) => format!("falls back to `{other}`"),
            None => "no fallback".to_owned(),
        });
    }
    changes
}

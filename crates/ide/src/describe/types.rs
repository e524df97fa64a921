//! What a value may be, in words.

use schema::{OptionInfo, OptionType, Origin, Schema};

use crate::shape::Shape;

/// The default of an option as Lua source, if all of Prosody's own readers that have one agree on it; where Prosody
/// does not read it, that of the private module that does.
pub(crate) fn usual_default(option: OptionInfo<'_>) -> Option<&str> {
    let core = || {
        let readers = option.readers().filter(|reader| reader.module.is_core());
        readers.filter_map(|reader| reader.facts.default.as_deref())
    };
    let best = option.best();
    let private = || best.facts.default.as_deref().filter(|_| best.module.origin == Origin::Private);
    let default = core().next().or_else(private).or_else(|| option.default())?;
    core().all(|other| other == default).then_some(default)
}

/// The type of an option or key in a few words; empty if nothing is known.
pub(crate) fn type_text(shape: Shape<'_>) -> String {
    let items = shape.items();
    let mut words: Vec<String> = Vec::new();
    let types = shape.types();
    let narrower = types.contains(&OptionType::Integer) || types.contains(&OptionType::Period);
    for ty in types.into_iter().filter(|ty| *ty != OptionType::Number || !narrower) {
        let word = type_word(ty, items);
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.join(" or ")
}

/// What else there is to know about values of these types, one sentence each.
pub(crate) fn type_notes(shape: Shape<'_>) -> Vec<&'static str> {
    let note = |ty| match ty {
        OptionType::Period => {
            Some("A number counts seconds; text has a unit, such as `\"2 days\"` or `\"1 week\"`.")
        }
        OptionType::InheritedSet => Some("A host's own items are added to the global ones."),
        _ => None,
    };
    shape.types().into_iter().filter_map(note).collect()
}

/// One type in a few words.
pub(crate) fn type_word(ty: OptionType, items: Option<OptionType>) -> String {
    let list = |what: &str| match items {
        Some(OptionType::String) => format!("{what} of strings"),
        Some(OptionType::Number | OptionType::Integer) => format!("{what} of numbers"),
        Some(OptionType::Table) => format!("{what} of tables"),
        _ => what.to_owned(),
    };
    match ty {
        OptionType::String => "string".to_owned(),
        OptionType::Boolean => "boolean".to_owned(),
        OptionType::Number => "number".to_owned(),
        OptionType::Integer => "whole number".to_owned(),
        OptionType::Period => "period".to_owned(),
        OptionType::Enum => "one of a few values".to_owned(),
        OptionType::Set | OptionType::Array | OptionType::InheritedSet => list("list"),
        OptionType::Path => "path".to_owned(),
        OptionType::Table => "table".to_owned(),
        OptionType::Any => "any value".to_owned(),
    }
}

/// The bounds of a number, in words; for periods in their best unit.
pub(crate) fn range_text(min: Option<f64>, max: Option<f64>, period: bool) -> Option<String> {
    let number = |value: f64| if period { duration(value) } else { value.to_string() };
    match (min, max) {
        (Some(min), Some(max)) => Some(format!("{} to {}", number(min), number(max))),
        (Some(min), None) => Some(format!("at least {}", number(min))),
        (None, Some(max)) => Some(format!("at most {}", number(max))),
        (None, None) => None,
    }
}

/// Seconds in the largest unit that divides them.
fn duration(seconds: f64) -> String {
    const UNITS: [(f64, &str); 4] = [(86400.0, "day"), (3600.0, "hour"), (60.0, "minute"), (1.0, "second")];
    let (size, unit) = UNITS
        .into_iter()
        .find(|(size, _)| seconds >= *size && (seconds / size).fract() == 0.0)
        .unwrap_or((1.0, "second"));
    let count = seconds / size;
    let plural = if (count - 1.0).abs() < f64::EPSILON { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

/// Whether periods may be written as text in this series.
pub(crate) fn periods_as_text(schema: Schema<'_>) -> bool {
    schema.version() >= schema::Version::V13_0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_told_in_their_best_unit() {
        assert_eq!(range_text(Some(60.0), Some(32_054_400.0), true).unwrap(), "1 minute to 371 days");
        assert_eq!(range_text(Some(1.0), None, false).unwrap(), "at least 1");
        assert_eq!(range_text(None, None, true), None);
    }
}

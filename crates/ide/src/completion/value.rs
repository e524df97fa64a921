//! Completions of values: booleans, enumerations, providers, periods, hosts, defaults.

use schema::{EnumValue, OptionType};

use super::{Candidate, Candidates, Context, environment, hosts, modules, words};
use crate::CompletionKind;
use crate::describe::periods_as_text;
use crate::shape::{self, Shape};

/// What could stand behind `=`.
pub(super) fn value<'a>(context: &'a Context<'_>, path: &[String], found: &mut Candidates<'a>) {
    if let Some(shape) = Shape::at(context.place.schema, path) {
        if shape::provider(path).is_none() {
            default(context, shape, found);
        }
        for ty in shape.types() {
            of_type(context, ty, found);
        }
        values(context, shape, found);
    }
    named(context, path, found);
    let types = Shape::at(context.place.schema, path).map(Shape::types).unwrap_or_default();
    let text = types.is_empty() || types.iter().any(|ty| takes_text(*ty));
    environment::expressions(context, text, found);
}

/// What could be an item of the list at a path.
pub(super) fn item<'a>(context: &'a Context<'_>, path: &[String], found: &mut Candidates<'a>) {
    if let Some(shape) = Shape::at(context.place.schema, path) {
        match shape.item() {
            Some(item) => {
                values(context, item, found);
                for ty in item.types() {
                    of_type(context, ty, found);
                }
            }
            // The few values of a list are those of its items.
            None => values(context, shape, found),
        }
    }
    words::values(context, path, found);
    if shape::names_host(path) {
        hosts::known(context, 0, found);
    }
}

/// Whether a value read from a file or from the environment may do.
fn takes_text(ty: OptionType) -> bool {
    use OptionType::{Any, Array, InheritedSet, Path, Set, String};
    matches!(ty, Any | Array | InheritedSet | Path | Set | String)
}

/// Values that are the names of something: of modules or hosts.
fn named<'a>(context: &'a Context<'_>, path: &[String], found: &mut Candidates<'a>) {
    if let Some((kind, prefix)) = shape::provider(path) {
        modules::providers(context, path, kind, prefix, found);
    }
    words::values(context, path, found);
    if shape::names_host(path) {
        hosts::known(context, 0, found);
    }
}

fn default<'a>(context: &'a Context<'_>, shape: Shape<'_>, found: &mut Candidates<'a>) {
    let Some(default) = shape.default() else { return };
    match default.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
        Some(text) if !text.contains('\\') => offer_text(context, text, 0, "default", found),
        // A table inside quotes would be no table.
        _ if context.in_string => {}
        _ => found.offer(default, 0, |label| Candidate::new(label, CompletionKind::Value).detail("default")),
    }
}

fn values<'a>(context: &'a Context<'_>, shape: Shape<'_>, found: &mut Candidates<'a>) {
    for (value, tier) in shape.values().into_iter().chain(shape.suggestions()).zip(1..) {
        match value {
            EnumValue::String(text) => offer_text(context, &text, tier, "", found),
            EnumValue::Boolean(_) | EnumValue::Number(_) if context.in_string => {}
            value => {
                found.offer(&value.to_string(), tier, |label| Candidate::new(label, CompletionKind::Value));
            }
        }
    }
}

fn offer_text<'a>(
    context: &'a Context<'_>,
    text: &str,
    tier: u32,
    detail: &'static str,
    found: &mut Candidates<'a>,
) {
    found.offer(text, tier, move |label| {
        let insert = context.quoted(&label);
        Candidate::new(label, CompletionKind::Value).inserting(insert).detail(detail)
    });
}

fn of_type<'a>(context: &'a Context<'_>, ty: OptionType, found: &mut Candidates<'a>) {
    match ty {
        OptionType::Boolean if !context.in_string => {
            for (word, tier) in [("true", 1), ("false", 2)] {
                found.offer(word, tier, |label| Candidate::new(label, CompletionKind::Value));
            }
        }
        OptionType::Period if periods_as_text(context.place.schema) => periods(context, found),
        OptionType::Table | OptionType::Set | OptionType::Array | OptionType::InheritedSet
            if !context.in_string =>
        {
            let inside = if ty == OptionType::Table { "{ $0 }" } else { "{ \"$0\" }" };
            found.offer("{ }", 5, move |label| Candidate::new(label, CompletionKind::Value).snippet(inside));
        }
        _ => {}
    }
}

/// Lengths of time: common ones, or the typed number with every unit.
fn periods<'a>(context: &'a Context<'_>, found: &mut Candidates<'a>) {
    const UNITS: [&str; 6] = ["minute", "hour", "day", "week", "month", "year"];
    let number: String = context.typed.chars().take_while(char::is_ascii_digit).collect();
    let common = [(1, "hour"), (1, "day"), (1, "week"), (1, "month"), (1, "year")];
    if number.is_empty() {
        for ((count, unit), tier) in common.into_iter().zip(10..) {
            offer_text(context, &format!("{count} {unit}"), tier, "", found);
        }
        offer_text(context, "never", 20, "without end", found);
        return;
    }
    let plural = if number == "1" { "" } else { "s" };
    for (unit, tier) in UNITS.into_iter().zip(10..) {
        offer_text(context, &format!("{number} {unit}{plural}"), tier, "", found);
    }
}

//! What Prosody's accessors make of a value (`core/moduleapi.lua`), told without running them.

pub(crate) mod period;
mod scalar;

use config::{Entry, Value};
use schema::{EnumValue, Facts, OptionInfo, OptionType, Reader, Version};

use crate::context::{Context, is_vague};
use crate::show;

/// What Prosody makes of a value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Verdict<'v> {
    /// It takes it, or nothing can be said.
    Fine,
    /// It does not understand it, or not all of it.
    Wrong(Wrong<'v>),
    /// It cuts it to this limit.
    OutOfRange {
        /// The limit.
        limit: f64,
        /// Whether the value is below it.
        below: bool,
    },
    /// It knows other words.
    NotInEnum,
}

/// What is wrong about a value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Wrong<'v> {
    /// Not understood: what would be.
    NotUnderstood(&'static str),
    /// A table where there should be one value: it counts as no value.
    Ignored(&'static str),
    /// Of several values only the first is used.
    FirstOnly,
    /// Named keys where a list is read.
    Keys,
    /// An item of a list that is not understood.
    Item(&'v Entry, &'static str),
    /// A period whose unit could be minutes or months; the number.
    Ambiguous(String),
    /// A fraction where a whole number is read: it is cut to this.
    Fraction(f64),
}

/// What the readers of an option in a tree make of a value: what they agree on.
pub(crate) fn verdict<'v>(context: &Context<'_>, info: OptionInfo<'_>, value: &'v Value) -> Verdict<'v> {
    let version = context.schema.version();
    let loaded = |reader: &Reader<'_>| {
        !reader.module.is_loadable() || context.knowledge.loaded().contains(&*reader.module.name)
    };
    // Which modules are loaded counts only where all of them can be told.
    let choose = context.is_complete() && info.readers().any(|reader| loaded(&reader));
    // A module that is not Prosody's and reads one of Prosody's own options as it is has no say in its type.
    let is_onlooker = |reader: &Reader<'_>| {
        info.is_core()
            && !reader.module.is_core()
            && reader.facts.ty == OptionType::Any
            && reader.option.accepts.is_empty()
    };
    let mut verdicts = info
        .readers()
        .filter(|reader| if choose { loaded(reader) } else { !is_onlooker(reader) })
        .map(|reader| judge(reader, value, version));
    let Some(first) = verdicts.next() else { return Verdict::Fine };
    let agreed = verdicts.all(|other| std::mem::discriminant(&other) == std::mem::discriminant(&first));
    if agreed { first } else { Verdict::Fine }
}

/// What one reader makes of a value.
fn judge<'v>(reader: Reader<'_>, value: &'v Value, version: Version) -> Verdict<'v> {
    if is_vague(value) || *value == Value::Nil {
        return Verdict::Fine;
    }
    let facts = reader.facts;
    // Older releases read as it is what is an enumeration now: it never was a mere boolean.
    let is_loose = facts.ty == OptionType::Boolean
        && reader.option.facts(Version::Trunk).is_some_and(|newest| newest.ty == OptionType::Enum);
    if is_loose {
        return Verdict::Fine;
    }
    match facts.ty {
        OptionType::Set | OptionType::Array | OptionType::InheritedSet => list(facts, value),
        OptionType::Table => table(value),
        OptionType::Any => any(reader.option.accepts, value),
        _ => match scalar::of(value) {
            scalar::Scalar::Value(value) => one(facts, value, version),
            scalar::Scalar::Nothing => Verdict::Wrong(Wrong::Ignored(expected(facts.ty))),
            scalar::Scalar::Several => Verdict::Wrong(Wrong::FirstOnly),
            scalar::Scalar::Vague => Verdict::Fine,
        },
    }
}

/// A single value of a typed accessor.
fn one<'v>(facts: &Facts, value: &'v Value, version: Version) -> Verdict<'v> {
    let not_understood = Verdict::Wrong(Wrong::NotUnderstood(expected(facts.ty)));
    match facts.ty {
        OptionType::Boolean => match value {
            Value::Bool(_) | Value::Int(0 | 1) => Verdict::Fine,
            #[expect(clippy::float_cmp, reason = "Lua compares the same way")]
            Value::Float(number) if *number == 0.0 || *number == 1.0 => Verdict::Fine,
            value if matches!(value.as_str(), Some("true" | "false")) => Verdict::Fine,
            _ => not_understood,
        },
        OptionType::Number | OptionType::Integer => match scalar::number(value) {
            None => not_understood,
            Some(number) => match range(facts, number, version) {
                Verdict::Fine if facts.ty == OptionType::Integer && number.fract() != 0.0 => {
                    Verdict::Wrong(Wrong::Fraction(number.floor()))
                }
                verdict => verdict,
            },
        },
        OptionType::Period => match period::of(value) {
            period::Period::Seconds(seconds) => range(facts, seconds, version),
            period::Period::Never => Verdict::Fine,
            period::Period::Ambiguous(number) => Verdict::Wrong(Wrong::Ambiguous(number)),
            period::Period::None => not_understood,
        },
        OptionType::Enum => {
            let known = |candidate: &EnumValue| is_value(candidate, value);
            // The default is always among the values that are taken.
            let is_default = facts.default.as_deref().is_some_and(|default| default == show::value(value));
            if facts.values.is_empty() || is_default || facts.values.iter().any(known) {
                Verdict::Fine
            } else {
                Verdict::NotInEnum
            }
        }
        // `tostring` takes anything.
        _ => Verdict::Fine,
    }
}

/// Whether a number is in its range; only Prosody 13.0 and later look.
fn range<'v>(facts: &Facts, number: f64, version: Version) -> Verdict<'v> {
    let is_default = facts.default.as_deref().and_then(|default| default.parse().ok()) == Some(number);
    if version < Version::V13_0 || is_default {
        return Verdict::Fine;
    }
    match (facts.min, facts.max) {
        (Some(limit), _) if number < limit => Verdict::OutOfRange { limit, below: true },
        (_, Some(limit)) if number > limit => Verdict::OutOfRange { limit, below: false },
        _ => Verdict::Fine,
    }
}

/// A list; a single value counts as a list of one.
fn list<'v>(facts: &Facts, value: &'v Value) -> Verdict<'v> {
    let Value::Table(table) = value else {
        let is_number = facts.items != Some(OptionType::Integer) || scalar::number(value).is_some();
        let not_understood = Verdict::Wrong(Wrong::NotUnderstood("a list of numbers"));
        return if is_number || *value == Value::Bool(false) { Verdict::Fine } else { not_understood };
    };
    let mut items = table.items().peekable();
    // A list with a hole in front is another matter: a name without quotes, most likely.
    let only_names = table.entries.iter().all(|entry| matches!(entry.key, Value::Str(_)));
    if items.peek().is_none() && !table.entries.is_empty() && only_names {
        return Verdict::Wrong(Wrong::Keys);
    }
    if facts.items != Some(OptionType::Integer) {
        return Verdict::Fine;
    }
    items
        .find(|item| !is_vague(&item.value) && scalar::number(&item.value).is_none())
        .map_or(Verdict::Fine, |item| Verdict::Wrong(Wrong::Item(item, "a number")))
}

/// A table that is read as it is: a text or number in its place makes no sense. `false` often turns things off.
fn table(value: &Value) -> Verdict<'_> {
    match value {
        Value::Str(_) | Value::Int(_) | Value::Float(_) => {
            Verdict::Wrong(Wrong::NotUnderstood(expected(OptionType::Table)))
        }
        _ => Verdict::Fine,
    }
}

/// A value that is read as it is, where the shapes that work are known.
fn any<'v>(accepts: &'static [OptionType], value: &'v Value) -> Verdict<'v> {
    let fits = |shape: &OptionType| match shape {
        OptionType::Any => true,
        OptionType::Boolean => matches!(value, Value::Bool(_)),
        OptionType::Number | OptionType::Integer => matches!(value, Value::Int(_) | Value::Float(_)),
        OptionType::Period => matches!(value, Value::Int(_) | Value::Float(_) | Value::Str(_)),
        OptionType::String | OptionType::Path | OptionType::Enum => matches!(value, Value::Str(_)),
        OptionType::Set | OptionType::Array | OptionType::InheritedSet | OptionType::Table => {
            matches!(value, Value::Table(_))
        }
    };
    match accepts {
        [] => Verdict::Fine,
        _ if accepts.iter().any(fits) || matches!(value, Value::Bool(_)) => Verdict::Fine,
        [first, ..] => Verdict::Wrong(Wrong::NotUnderstood(expected(*first))),
    }
}

/// Whether a value is a number, or reads as one to Lua's `tonumber`.
pub(crate) fn reads_as_number(value: &Value) -> bool {
    scalar::number(value).is_some()
}

/// Whether a value is this one, as Lua compares.
pub(crate) fn is_value(known: &EnumValue, value: &Value) -> bool {
    match (known, value) {
        (EnumValue::String(known), value) => value.as_str() == Some(known),
        (EnumValue::Boolean(known), Value::Bool(value)) => known == value,
        (EnumValue::Number(known), value @ (Value::Int(_) | Value::Float(_))) => {
            scalar::number(value) == Some(*known)
        }
        _ => false,
    }
}

/// What a type is called in a message.
const fn expected(ty: OptionType) -> &'static str {
    match ty {
        OptionType::String | OptionType::Enum => "a string",
        OptionType::Boolean => "true or false",
        OptionType::Number => "a number",
        OptionType::Integer => "a whole number",
        OptionType::Period => "a number of seconds or a period such as \"2 days\"",
        OptionType::Set | OptionType::Array | OptionType::InheritedSet => "a list",
        OptionType::Path => "a path",
        OptionType::Table => "a table",
        OptionType::Any => "another value",
    }
}

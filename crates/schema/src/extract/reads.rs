//! From single reads to what a module makes of an option.

use std::collections::BTreeMap;

use syntax::Span;

use super::facts::{Literal, OptionFacts, Place};
use super::value::{Context, Value};
use crate::{OptionType, Version};

/// Bytes of a default that is worth showing; whole message templates are left out.
const MAX_DEFAULT: usize = 400;

/// One read of an option.
#[derive(Debug, Clone)]
pub(super) struct Read {
    pub(super) name: String,
    pub(super) value_type: OptionType,
    pub(super) context: Context,
    pub(super) default: Option<String>,
    pub(super) min: Option<f64>,
    pub(super) max: Option<f64>,
    pub(super) values: Vec<Literal>,
    pub(super) items: Option<OptionType>,
    pub(super) fallback: Option<String>,
    /// The read of the fallback, if it stands behind `or`.
    pub(super) behind: Option<usize>,
    pub(super) at: Place,
    pub(super) span: Span,
    /// The comment beside it.
    pub(super) comment: Option<String>,
}

impl Read {
    pub(super) fn new(name: String, value_type: OptionType, context: Context, at: Place, span: Span) -> Self {
        Self {
            name,
            value_type,
            context,
            default: None,
            min: None,
            max: None,
            values: Vec::new(),
            items: None,
            fallback: None,
            behind: None,
            at,
            span,
            comment: None,
        }
    }

    /// Takes the limits from a getter's arguments; `args` begins with the default.
    pub(super) fn limit(&mut self, version: Version, args: &[Value]) {
        let (min, max) = (args.get(1), args.get(2));
        match self.value_type {
            // Before 13.0 get_option_number had no limits: further arguments are ignored.
            OptionType::Number | OptionType::Integer if version >= Version::V13_0 => {
                self.min = min.and_then(Value::as_number);
                self.max = max.and_then(Value::as_number);
            }
            OptionType::Period => {
                self.min = min.and_then(Value::as_seconds);
                self.max = max.and_then(Value::as_seconds);
            }
            OptionType::Enum => {
                let values: Option<Vec<Literal>> = args.iter().map(Value::as_literal).collect();
                // A value that is only known at run time is allowed too: then nothing can be said.
                match values.filter(|values| !values.is_empty()) {
                    Some(values) => self.values = values,
                    None => self.value_type = OptionType::Any,
                }
            }
            _ => {}
        }
    }

    /// A raw value that is compared with a boolean is meant to be one.
    pub(super) fn compared_with(&mut self, value: bool, equal: bool) {
        if self.value_type == OptionType::Any {
            self.value_type = OptionType::Boolean;
            if !equal && self.default.is_none() {
                self.default = Some((!value).to_string());
            }
        }
    }
}

/// Options by name; `own` is where [`Context::Own`] looks.
pub(super) fn options(reads: &[Read], own: Context) -> BTreeMap<String, OptionFacts> {
    let mut by_name: BTreeMap<String, Vec<&Read>> = BTreeMap::new();
    for read in reads {
        by_name.entry(read.name.clone()).or_default().push(read);
    }
    by_name.into_iter().filter_map(|(name, reads)| Some((name, merge(&reads, own)?))).collect()
}

fn merge(reads: &[&Read], own: Context) -> Option<OptionFacts> {
    let value_type = reads.iter().map(|read| read.value_type).reduce(common_type)?;
    let typed: Vec<&&Read> = reads.iter().filter(|read| read.value_type == value_type).collect();
    let all = || typed.iter().copied().chain(reads);
    let is_global = |read: &&Read| match read.context {
        Context::Own => own == Context::Global,
        context => context == Context::Global,
    };
    let mut values: Vec<Literal> = Vec::new();
    for value in typed.iter().flat_map(|read| &read.values) {
        if !values.contains(value) {
            values.push(value.clone());
        }
    }
    let first = reads.first()?;
    // Where reads disagree about a limit, the widest one holds.
    let widest = |limit: fn(&Read) -> Option<f64>, pick: fn(f64, f64) -> f64| {
        typed.iter().map(|read| limit(read)).reduce(|a, b| Some(pick(a?, b?))).flatten()
    };
    Some(OptionFacts {
        value_type,
        default: all().find_map(|read| read.default.clone()).filter(|default| default.len() <= MAX_DEFAULT),
        min: widest(|read| read.min, f64::min),
        max: widest(|read| read.max, f64::max),
        values,
        global_only: reads.iter().all(is_global),
        items: all().find_map(|read| read.items),
        // `rawget(host, name) or rawget("*", name)` is no fallback to another option.
        fallback: all().find_map(|read| read.fallback.clone().filter(|other| *other != read.name)),
        at: first.at.clone(),
        comment: reads.iter().find_map(|read| read.comment.clone()),
    })
}

/// The type of an option that is read as both `a` and `b`.
fn common_type(a: OptionType, b: OptionType) -> OptionType {
    use OptionType as T;
    // Of related types the less strict one; what a raw read makes of a value is not known.
    const FAMILIES: [&[OptionType]; 3] = [
        &[T::String, T::Path, T::Enum],
        &[T::Number, T::Integer, T::Period],
        &[T::InheritedSet, T::Set, T::Array, T::Table],
    ];
    if a == b || b == T::Any {
        return a;
    }
    if a == T::Any {
        return b;
    }
    let both = |family: &&&[OptionType]| family.contains(&a) && family.contains(&b);
    let family = FAMILIES.iter().find(both);
    family.and_then(|family| family.iter().copied().find(|t| *t == a || *t == b)).unwrap_or(T::Any)
}

//! Whether a type, its default, its range and its values go together.

use std::ops::Range;

use toml::Spanned;

use super::constant::{self, Constant};
use super::document::{EnumValue, Text};
use crate::vocabulary::OptionType;

/// What a schema file says about the values of an option or a key.
pub(super) struct Domain<'a> {
    pub(super) ty: &'a Text,
    pub(super) default: Option<&'a Text>,
    pub(super) min: Option<&'a Spanned<f64>>,
    pub(super) max: Option<&'a Spanned<f64>>,
    pub(super) values: Option<&'a [EnumValue]>,
}

impl Domain<'_> {
    /// What is wrong, with its place.
    pub(super) fn problems(&self) -> Vec<(Range<usize>, String)> {
        let mut problems = Vec::new();
        // An unknown type is said elsewhere.
        let Some(ty) = OptionType::from_name(self.ty.get_ref()) else { return problems };
        if ty == OptionType::Enum && self.values.is_none_or(<[_]>::is_empty) {
            problems.push((self.ty.span(), "an enum needs its values".to_owned()));
        }
        if let (Some(min), Some(max)) = (self.min, self.max)
            && min.get_ref() > max.get_ref()
        {
            problems.push((min.span(), format!("min {} is above max {}", min.get_ref(), max.get_ref())));
        }
        if let Some(default) = self.default {
            let reason = match constant::evaluate(default.get_ref()) {
                Err(reason) => Some(format!("is no constant: {reason}")),
                Ok(value) => self.misfit(ty, &value),
            };
            if let Some(reason) = reason {
                problems.push((default.span(), format!("the default {} {reason}", default.get_ref())));
            }
        }
        problems
    }

    /// Why a value is none that this could have.
    fn misfit(&self, ty: OptionType, value: &Constant) -> Option<String> {
        use OptionType as T;
        let fits = match ty {
            // A default is passed on as it is: any scalar happens.
            T::String => !matches!(value, Constant::Table { .. }),
            T::Path => matches!(value, Constant::String(_)),
            T::Boolean => matches!(value, Constant::Boolean(_)),
            T::Number | T::Integer => matches!(value, Constant::Number(_)),
            T::Period => return self.out_of_range(period(value)?),
            T::Enum => return self.no_member(value),
            T::Set | T::Array | T::InheritedSet | T::Table => matches!(value, Constant::Table { .. }),
            T::Any => true,
        };
        match value {
            Constant::Nil => Some("says nothing: leave it out".into()),
            _ if !fits => Some(format!("is no {ty}")),
            Constant::Number(number) => self.out_of_range(*number),
            _ => None,
        }
    }

    fn out_of_range(&self, number: f64) -> Option<String> {
        let below = self.min.is_some_and(|min| number < *min.get_ref());
        let above = self.max.is_some_and(|max| number > *max.get_ref());
        (below || above).then(|| "is out of range".into())
    }

    fn no_member(&self, value: &Constant) -> Option<String> {
        let wanted = match value {
            Constant::String(text) => EnumValue::String(text.clone()),
            Constant::Boolean(value) => EnumValue::Boolean(*value),
            Constant::Number(number) => EnumValue::Number(*number),
            Constant::Nil | Constant::Table { .. } => return Some("is no value of an enum".into()),
        };
        (!self.values.unwrap_or_default().contains(&wanted)).then(|| "is not among its values".into())
    }
}

/// A period in seconds, if it is one that can be told.
fn period(value: &Constant) -> Option<f64> {
    match value {
        Constant::Number(number) => Some(*number),
        Constant::String(text) => {
            let unit_at = text.find(|next: char| !next.is_ascii_digit())?;
            let (amount, unit) = text.split_at(unit_at);
            let seconds = match unit.trim().chars().next()? {
                's' => 1.0,
                'h' => 3600.0,
                'd' => 86_400.0,
                'w' => 604_800.0,
                'y' => 31_556_952.0,
                'm' if unit.trim().starts_with("min") => 60.0,
                'm' if unit.trim().starts_with("mon") => 2_629_746.0,
                _ => return None,
            };
            amount.parse::<f64>().ok().map(|amount| amount * seconds)
        }
        _ => None,
    }
}

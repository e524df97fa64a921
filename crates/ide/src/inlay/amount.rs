//! Numbers in better units: seconds as hours, days or weeks, bytes as KiB or MiB.

use config::Value;
use rules::Period;
use schema::{OptionType, Schema};

use super::HintKind;
use crate::shape::Shape;

const DAY: f64 = 86_400.0;

/// The units of time, longest first.
const UNITS: [(f64, &str); 5] =
    [(7.0 * DAY, "week"), (DAY, "day"), (3_600.0, "hour"), (60.0, "minute"), (1.0, "second")];

/// The units of size, largest first.
const SIZES: [(f64, &str); 4] =
    [(1_099_511_627_776.0, "TiB"), (1_073_741_824.0, "GiB"), (1_048_576.0, "MiB"), (1_024.0, "KiB")];

/// A year as Prosody has it.
const YEAR: f64 = 365.2425 * DAY;

/// What an option's value comes to, if it is a period or a number of bytes and its source does not say it as well.
pub(crate) fn of(
    schema: Schema<'_>,
    option: &str,
    value: &Value,
    source: &[u8],
) -> Option<(HintKind, String)> {
    let text = match value {
        Value::Str(_) | Value::Int(_) | Value::Float(_) => std::str::from_utf8(source).ok()?,
        _ => return None,
    };
    match unit(schema, option)? {
        HintKind::Period => Some((HintKind::Period, period(value, text)?)),
        HintKind::Size => Some((HintKind::Size, size(value)?)),
        HintKind::Overridden | HintKind::Replaces => None,
    }
}

/// What an option's numbers count.
fn unit(schema: Schema<'_>, option: &str) -> Option<HintKind> {
    let info = schema.option(option)?;
    let types = Shape::Option(info).types();
    // What a newer series reads as a period counts seconds in an older one.
    let is_period_later = || {
        let newest = schema.option_history(option).and_then(schema::OptionHistory::newest);
        newest.is_some_and(|newest| newest.best().facts.ty == OptionType::Period)
    };
    let is_number = types.iter().any(|ty| matches!(ty, OptionType::Number | OptionType::Integer));
    if types.contains(&OptionType::Period) || is_number && is_period_later() {
        return Some(HintKind::Period);
    }
    // The descriptions name the unit.
    let doc = info
        .readers()
        .filter(|reader| reader.module.is_core())
        .find_map(|reader| reader.option.doc.as_deref());
    let counts_bytes = doc.is_some_and(|doc| doc.to_ascii_lowercase().contains("bytes"));
    (is_number && counts_bytes).then_some(HintKind::Size)
}

/// A period, unless the text has its unit in full.
fn period(value: &Value, text: &str) -> Option<String> {
    if let Some(guess) = rules::guessed_period(value) {
        return Some(format!("taken for {}", duration(guess)?));
    }
    let Period::Seconds(seconds) = rules::period(value) else { return None };
    let word: String = text
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .skip_while(|c| c.is_ascii_digit() || c.is_ascii_whitespace())
        .take_while(char::is_ascii_alphabetic)
        .collect();
    let is_in_full =
        ["second", "minute", "hour", "day", "week", "year"].iter().any(|unit| word.starts_with(unit));
    let is_number = !matches!(value, Value::Str(_));
    if is_in_full || is_number && seconds < 120.0 {
        return None;
    }
    Some(format!("= {}", duration(seconds)?))
}

/// Seconds in the largest unit of which they are a multiple.
fn duration(seconds: f64) -> Option<String> {
    if !seconds.is_finite() || seconds < 1.0 {
        return None;
    }
    let years = seconds / YEAR;
    if years.fract() == 0.0 {
        return Some(counted(years, "year"));
    }
    let (size, unit) = UNITS.into_iter().find(|(size, _)| (seconds / size).fract() == 0.0)?;
    // An odd number of small units is no clearer than the seconds themselves.
    let count = seconds / size;
    if count > 999.0 {
        let (size, unit) = UNITS.into_iter().find(|(size, _)| seconds >= *size)?;
        let tenths = (seconds / size * 10.0).round() / 10.0;
        return Some(format!("about {tenths} {unit}s"));
    }
    Some(counted(count, unit))
}

fn counted(count: f64, unit: &str) -> String {
    let plural = if (count - 1.0).abs() < f64::EPSILON { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

/// A number of bytes, from 1 KiB on.
fn size(value: &Value) -> Option<String> {
    let bytes = match value {
        #[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
        Value::Int(bytes) => *bytes as f64,
        Value::Float(bytes) => *bytes,
        _ => return None,
    };
    let (size, unit) = SIZES.into_iter().find(|(size, _)| bytes >= *size)?;
    let tenths = bytes / size * 10.0;
    let sign = if tenths.fract() == 0.0 { "=" } else { "≈" };
    Some(format!("{sign} {} {unit}", tenths.round() / 10.0))
}

#[cfg(test)]
mod tests {
    use super::{DAY, YEAR, duration, size};
    use config::Value;

    #[test]
    fn durations_are_told_in_their_best_unit() {
        for (seconds, text) in [
            (604_800.0, "1 week"),
            (3.0 * DAY, "3 days"),
            (5_400.0, "90 minutes"),
            (2.0 * YEAR, "2 years"),
            (31.0 * DAY, "31 days"),
            (100_001.0, "about 1.2 days"),
        ] {
            assert_eq!(duration(seconds).as_deref(), Some(text));
        }
        assert_eq!(duration(0.0), None);
        assert_eq!(duration(f64::INFINITY), None);
    }

    #[test]
    fn sizes_are_told_in_binary_units() {
        assert_eq!(size(&Value::Int(262_144)).as_deref(), Some("= 256 KiB"));
        assert_eq!(size(&Value::Int(10_000_000)).as_deref(), Some("≈ 9.5 MiB"));
        assert_eq!(size(&Value::Int(1000)), None);
    }
}

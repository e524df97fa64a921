//! `get_option_period` and `util.human.io.parse_duration` (13.0).

use config::Value;

use super::scalar::number;

/// What a value is as a period.
#[derive(Debug, Clone, PartialEq)]
pub enum Period {
    /// So many seconds.
    Seconds(f64),
    /// For ever.
    Never,
    /// Minutes or months; the number.
    Ambiguous(String),
    /// No period.
    None,
}

const DAY: f64 = 86_400.0;

/// Reads a period as Prosody does.
pub fn of(value: &Value) -> Period {
    let seconds = match value {
        Value::Bool(false) => return Period::Never,
        Value::Int(_) | Value::Float(_) => number(value),
        Value::Str(bytes) => {
            let Ok(text) = std::str::from_utf8(bytes) else { return Period::None };
            if text == "never" {
                return Period::Never;
            }
            return parse(&text.to_ascii_lowercase());
        }
        _ => None,
    };
    match seconds {
        Some(seconds) if seconds < 0.0 => Period::Never,
        Some(seconds) => Period::Seconds(seconds),
        None => Period::None,
    }
}

/// The first number in the text with up to three letters of a unit behind it; all else is ignored.
fn parse(text: &str) -> Period {
    let Some(at) = text.find(|c: char| c.is_ascii_digit()) else { return Period::None };
    let rest = text.get(at..).unwrap_or_default();
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, rest) = rest.split_at(digits);
    let unit = unit(rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '\u{b}'));
    let seconds = match unit {
        "s" => 1.0,
        "min" => 60.0,
        "h" | "ho" => 3600.0,
        "d" => DAY,
        "w" => 7.0 * DAY,
        "mon" => 31.0 * DAY,
        "y" => 365.2425 * DAY,
        _ => return Period::Ambiguous(digits.to_owned()),
    };
    digits.parse::<f64>().map_or(Period::None, |number| Period::Seconds(number * seconds))
}

/// The seconds that Prosody settles for where a text is [ambiguous](Period::Ambiguous): `m` counts as a month, `mi` as
/// a minute, no unit as seconds (`parse_duration_lax`). It logs an error all the same.
pub fn guessed(value: &Value) -> Option<f64> {
    let Value::Str(bytes) = value else { return None };
    let text = std::str::from_utf8(bytes).ok()?.to_ascii_lowercase();
    let Period::Ambiguous(digits) = parse(&text) else { return None };
    let (_, behind) = text.split_once(&digits)?;
    let seconds = match unit(behind.trim_start()).trim_end_matches('n') {
        "m" | "mo" => 31.0 * DAY,
        "mi" => 60.0,
        _ => 1.0,
    };
    Some(digits.parse::<f64>().ok()? * seconds)
}

/// Lua's `[smhdwy]?[io]?n?` at the beginning of a text.
fn unit(text: &str) -> &str {
    let mut end = 0;
    for class in ["smhdwy", "io", "n"] {
        if text.get(end..).and_then(|rest| rest.chars().next()).is_some_and(|c| class.contains(c)) {
            end += 1;
        }
    }
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use config::Value;

    use super::{DAY, Period, guessed, parse};

    #[test]
    fn guesses_are_prosodys() {
        for (text, seconds) in [("1m", 31.0 * DAY), ("2mo", 62.0 * DAY), ("5 mi", 300.0), ("10", 10.0)] {
            assert_eq!(guessed(&Value::Str(text.as_bytes().into())), Some(seconds), "{text}");
        }
        assert_eq!(guessed(&Value::Str(b"1 month"[..].into())), None);
    }

    #[test]
    fn periods_are_prosodys() {
        for (text, seconds) in [
            ("2 days", 2.0 * DAY),
            ("1w", 7.0 * DAY),
            ("10 minutes", 600.0),
            ("1 month", 31.0 * DAY),
            ("3 hours", 10800.0),
            ("90s", 90.0),
            ("1 year", 365.2425 * DAY),
        ] {
            assert_eq!(parse(text), Period::Seconds(seconds), "{text}");
        }
        for text in ["1m", "2mo", "5 mi", "10", "1n"] {
            assert!(matches!(parse(text), Period::Ambiguous(_)), "{text}");
        }
        assert_eq!(parse("soon"), Period::None);
    }
}

//! `get_option_scalar` and Lua's `tonumber`.

use config::Value;

use crate::context::is_vague;

/// What remains where a single value is wanted.
pub(super) enum Scalar<'v> {
    /// This value.
    Value(&'v Value),
    /// None: an empty table, or one without a first item.
    Nothing,
    /// The first of several.
    Several,
    /// It can't be told.
    Vague,
}

/// Takes the first item of a list.
pub(super) fn of(value: &Value) -> Scalar<'_> {
    let Value::Table(table) = value else { return Scalar::Value(value) };
    let mut items = table.items();
    match (items.next(), items.next()) {
        (None, _) => Scalar::Nothing,
        (Some(_), Some(_)) => Scalar::Several,
        (Some(first), None) if is_vague(&first.value) => Scalar::Vague,
        (Some(first), None) => Scalar::Value(&first.value),
    }
}

/// The number that a value is or reads as.
pub(super) fn number(value: &Value) -> Option<f64> {
    match value {
        #[expect(clippy::cast_precision_loss, reason = "only compared with limits")]
        Value::Int(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        Value::Str(_) => numeral(value.as_str()?),
        _ => None,
    }
}

/// A numeral in Lua's notation, with blanks around it.
fn numeral(text: &str) -> Option<f64> {
    let text = text.trim_matches(|c: char| c.is_ascii_whitespace() || c == '\u{b}');
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    let lower = digits.to_ascii_lowercase();
    let value = match lower.strip_prefix("0x") {
        #[expect(clippy::cast_precision_loss, reason = "only compared with limits")]
        Some(hex) if !hex.contains(['.', 'p']) => u64::from_str_radix(hex, 16).ok()? as f64,
        // Hexadecimal fractions: a number, of whatever size.
        Some(hex) => return hex.starts_with(|c: char| c.is_ascii_hexdigit()).then_some(f64::NAN),
        // Rust also reads `inf` and `nan`, Lua does not.
        None if lower.starts_with(|c: char| c.is_ascii_digit() || c == '.') => lower.parse().ok()?,
        None => return None,
    };
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::numeral;

    #[test]
    fn numerals_are_luas() {
        for (text, number) in [("10", 10.0), (" -1.5e1\n", -15.0), ("0x10", 16.0), (".5", 0.5), ("5.", 5.0)] {
            assert_eq!(numeral(text), Some(number), "{text}");
        }
        for text in ["", " ", "ten", "1 2", "inf", "nan", "1e", "5222,5223", "--1", "0x"] {
            assert_eq!(numeral(text), None, "{text}");
        }
    }
}

//! Numbers and their texts, as Lua 5.4 reads and writes them.

use super::Val;

/// The integer that a float stands for, if it has no fraction and fits.
pub(crate) fn float_to_int(value: f64) -> Option<i64> {
    // Both bounds are exact in f64; 2^63 itself does not fit.
    let fits = (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&value);
    #[expect(clippy::float_cmp, reason = "whether there is a fraction at all is the question")]
    (fits && value.trunc() == value).then_some(value as i64)
}

/// The integer a value converts to where Lua wants one; strings that look like one count.
pub(crate) fn to_int(value: &Val) -> Option<i64> {
    match value {
        Val::Int(value) => Some(*value),
        Val::Float(value) => float_to_int(*value),
        Val::Str(bytes) => to_int(&parse(bytes)?),
        _ => None,
    }
}

/// The number a value converts to in arithmetic; strings that look like one count.
pub(crate) fn to_number(value: &Val) -> Option<Val> {
    match value {
        Val::Int(_) | Val::Float(_) => Some(value.clone()),
        Val::Str(bytes) => parse(bytes),
        _ => None,
    }
}

/// A number as a float.
#[expect(clippy::cast_precision_loss, reason = "that is what Lua does")]
pub(crate) fn to_float(value: &Val) -> Option<f64> {
    match value {
        Val::Int(value) => Some(*value as f64),
        Val::Float(value) => Some(*value),
        _ => None,
    }
}

/// What `tonumber` makes of a string: decimal or hexadecimal, integer or float, white space around it.
pub(crate) fn parse(bytes: &[u8]) -> Option<Val> {
    let text = std::str::from_utf8(bytes).ok()?.trim_matches([' ', '\t', '\n', '\r', '\x0b', '\x0c']);
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    if let Some(hex) = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        return parse_hex(hex, negative);
    }
    if digits.is_empty()
        || !digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-'))
    {
        return None;
    }
    if digits.bytes().all(|b| b.is_ascii_digit())
        && let Ok(value) = text.strip_prefix('+').unwrap_or(text).parse::<i64>()
    {
        return Some(Val::Int(value));
    }
    let value: f64 = digits.parse().ok()?;
    Some(Val::Float(if negative { -value } else { value }))
}

fn parse_hex(hex: &str, negative: bool) -> Option<Val> {
    if hex.is_empty() {
        return None;
    }
    if hex.bytes().all(|b| b.is_ascii_hexdigit()) {
        let value = hex
            .chars()
            .filter_map(|c| c.to_digit(16))
            .fold(0_i64, |n, digit| n.wrapping_mul(16).wrapping_add(i64::from(digit)));
        return Some(Val::Int(if negative { value.wrapping_neg() } else { value }));
    }
    let (mantissa, exponent) = match hex.split_once(['p', 'P']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (hex, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let mut value = 0.0_f64;
    for digit in whole.chars().chain(fraction.chars()) {
        value = value * 16.0 + f64::from(digit.to_digit(16)?);
    }
    let scale = exponent.saturating_sub(4 * i32::try_from(fraction.len()).ok()?);
    value *= 2.0_f64.powi(scale);
    Some(Val::Float(if negative { -value } else { value }))
}

/// What `tostring` makes of a float: `%.14g`, with `.0` where it would look like an integer.
pub(crate) fn float_to_string(value: f64) -> String {
    if value.is_nan() {
        return if value.is_sign_negative() { "-nan".into() } else { "nan".into() };
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf".into() } else { "-inf".into() };
    }
    let mut text = format_g(value, 14, false);
    if !text.contains(['.', 'e', 'n']) {
        text.push_str(".0");
    }
    text
}

/// C's `%.{precision}g`; `keep_zeros` is the `#` flag.
pub(crate) fn format_g(value: f64, precision: usize, keep_zeros: bool) -> String {
    let precision = precision.max(1);
    if value == 0.0 {
        return if value.is_sign_negative() { "-0".into() } else { "0".into() };
    }
    let scientific = format!("{value:.*e}", precision - 1);
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let limit = i32::try_from(precision).unwrap_or(i32::MAX);
    let trim = |text: &str| {
        if keep_zeros || !text.contains('.') {
            text.to_owned()
        } else {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
    };
    if exponent < -4 || exponent >= limit {
        let sign = if exponent < 0 { '-' } else { '+' };
        format!("{}e{sign}{:02}", trim(mantissa), exponent.unsigned_abs())
    } else {
        let decimals = usize::try_from(limit - 1 - exponent).unwrap_or(0);
        trim(&format!("{value:.decimals$}"))
    }
}

/// A float as Lua source, exactly: `%q`.
pub(crate) fn quote_float(value: f64) -> String {
    if value.is_nan() {
        return "(0/0)".into();
    }
    if value.is_infinite() {
        return if value > 0.0 { "1e9999".into() } else { "-1e9999".into() };
    }
    float_to_hex(value)
}

/// C's `%a`.
pub(crate) fn float_to_hex(value: f64) -> String {
    let bits = value.to_bits();
    let sign = if value.is_sign_negative() { "-" } else { "" };
    let (biased, fraction) = ((bits >> 52) & 0x7ff, bits & ((1 << 52) - 1));
    let (lead, exponent) = match (biased, fraction) {
        (0, 0) => (0, 0),
        (0, _) => (0, -1022),
        (biased, _) => (1, i64::try_from(biased).unwrap_or(0) - 1023),
    };
    let digits = format!("{fraction:013x}");
    let digits = digits.trim_end_matches('0');
    let point = if digits.is_empty() { "" } else { "." };
    format!("{sign}0x{lead}{point}{digits}p{exponent:+}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match parse(text.as_bytes()) {
            Some(Val::Int(value)) => format!("int {value}"),
            Some(Val::Float(value)) => format!("float {}", float_to_string(value)),
            _ => "nil".into(),
        }
    }

    #[test]
    fn numerals_are_read_as_lua_reads_them() {
        for (text, expected) in [
            ("10", "int 10"),
            ("  10  ", "int 10"),
            ("-7", "int -7"),
            ("0x10", "int 16"),
            ("0xA.8", "float 10.5"),
            ("0x1p4", "float 16.0"),
            ("1e2", "float 100.0"),
            (".5", "float 0.5"),
            ("5.", "float 5.0"),
            ("9223372036854775807", "int 9223372036854775807"),
            ("9223372036854775808", "float 9.2233720368548e+18"),
            ("", "nil"),
            ("10m", "nil"),
            ("inf", "nil"),
            ("nan", "nil"),
            ("1 2", "nil"),
        ] {
            assert_eq!(read(text), expected, "{text:?}");
        }
    }

    #[test]
    fn floats_are_quoted_exactly() {
        for (value, expected) in
            [(1000.0, "0x1.f4p+9"), (-0.5, "-0x1p-1"), (0.0, "0x0p+0"), (f64::INFINITY, "1e9999")]
        {
            assert_eq!(quote_float(value), expected);
        }
    }

    #[test]
    fn floats_are_written_as_lua_writes_them() {
        for (value, expected) in [
            (1.0, "1.0"),
            (0.1, "0.1"),
            (1e15, "1e+15"),
            (1e100, "1e+100"),
            (123_456.789, "123456.789"),
            (1.0 / 3.0, "0.33333333333333"),
            (-0.0, "-0.0"),
            (1e-5, "1e-05"),
            (f64::INFINITY, "inf"),
        ] {
            assert_eq!(float_to_string(value), expected);
        }
    }
}

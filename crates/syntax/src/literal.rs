//! The values of strings and numerals as Lua reads them.

use std::borrow::Cow;

use crate::ast::Number;

/// What is wrong with an escape sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EscapeFault {
    Invalid,
    HexDigit,
    DecimalTooLarge,
    OpeningBrace,
    ClosingBrace,
    CodePointTooLarge,
}

impl EscapeFault {
    pub(crate) const fn message(self) -> &'static str {
        match self {
            Self::Invalid => "invalid escape sequence",
            Self::HexDigit => "hexadecimal digit expected",
            Self::DecimalTooLarge => "decimal escape too large",
            Self::OpeningBrace => "missing '{'",
            Self::ClosingBrace => "missing '}'",
            Self::CodePointTooLarge => "UTF-8 value too large",
        }
    }
}

/// What an escape sequence stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Escape {
    Byte(u8),
    /// A code point up to 2^31 - 1, in Lua's extended UTF-8.
    CodePoint(u32),
    /// `\z`
    Nothing,
}

/// The escape sequence at the start of `text` (a backslash) with its length; if Lua refuses it, how
/// many bytes it had read by then, the offending one included.
pub(crate) fn escape(text: &[u8]) -> Result<(Escape, usize), (EscapeFault, usize)> {
    let at = |index: usize| text.get(index).copied();
    let byte = |value: u8| Ok((Escape::Byte(value), 2));
    match at(1) {
        Some(b'n') => byte(b'\n'),
        Some(b't') => byte(b'\t'),
        Some(b'r') => byte(b'\r'),
        Some(b'a') => byte(0x07),
        Some(b'b') => byte(0x08),
        Some(b'f') => byte(0x0C),
        Some(b'v') => byte(0x0B),
        Some(quoted @ (b'\\' | b'"' | b'\'')) => byte(quoted),
        Some(newline @ (b'\n' | b'\r')) => {
            let pair = matches!(at(2), Some(b'\n' | b'\r')) && at(2) != Some(newline);
            Ok((Escape::Byte(b'\n'), if pair { 3 } else { 2 }))
        }
        Some(b'x') => match (hex(at(2)), hex(at(3))) {
            (Some(high), Some(low)) => Ok((Escape::Byte((high * 16 + low) as u8), 4)),
            (None, _) => Err((EscapeFault::HexDigit, 3)),
            (_, None) => Err((EscapeFault::HexDigit, 4)),
        },
        Some(b'z') => {
            let rest = text.get(2..).unwrap_or_default();
            let blank = rest.iter().take_while(|b| b.is_ascii_whitespace() || **b == 0x0B).count();
            Ok((Escape::Nothing, 2 + blank))
        }
        Some(b'u') => code_point(text),
        Some(b'0'..=b'9') => {
            let digits = text.iter().skip(1).take(3).take_while(|b| b.is_ascii_digit());
            let (value, count) =
                digits.fold((0_u32, 0), |(value, n), b| (value * 10 + u32::from(b - b'0'), n + 1));
            // Lua quotes the byte behind the digits, too.
            u8::try_from(value)
                .map(|value| (Escape::Byte(value), 1 + count))
                .map_err(|_| (EscapeFault::DecimalTooLarge, 2 + count))
        }
        // The end of the text: not this escape is the mistake but the unfinished string.
        None => Ok((Escape::Nothing, 1)),
        Some(_) => Err((EscapeFault::Invalid, 2)),
    }
}

fn code_point(text: &[u8]) -> Result<(Escape, usize), (EscapeFault, usize)> {
    let at = |index: usize| text.get(index).copied();
    if at(2) != Some(b'{') {
        return Err((EscapeFault::OpeningBrace, 3));
    }
    let mut value = hex(at(3)).ok_or((EscapeFault::HexDigit, 4))?;
    let mut index = 4;
    while let Some(digit) = hex(at(index)) {
        if value > 0x7FFF_FFFF >> 4 {
            return Err((EscapeFault::CodePointTooLarge, index + 1));
        }
        value = value * 16 + digit;
        index += 1;
    }
    if at(index) != Some(b'}') {
        return Err((EscapeFault::ClosingBrace, index + 1));
    }
    Ok((Escape::CodePoint(value), index + 1))
}

fn hex(byte: Option<u8>) -> Option<u32> {
    char::from(byte?).to_digit(16)
}

/// The bytes of a string token, whose raw text has its quotes or brackets; as far as it goes if it is unfinished.
pub(crate) fn string_value(raw: &[u8]) -> Cow<'_, [u8]> {
    match raw.split_first() {
        Some((quote @ (b'"' | b'\''), body)) => short_string_value(*quote, body),
        Some(_) => long_string_value(raw),
        None => Cow::Borrowed(raw),
    }
}

fn short_string_value(quote: u8, body: &[u8]) -> Cow<'_, [u8]> {
    let plain = body.iter().position(|&b| b == quote || b == b'\\').unwrap_or(body.len());
    let head = body.get(..plain).unwrap_or_default();
    if body.get(plain) != Some(&b'\\') {
        return Cow::Borrowed(head);
    }
    let mut value = head.to_vec();
    let mut rest = body.get(plain..).unwrap_or_default();
    while let Some((&byte, behind)) = rest.split_first() {
        match byte {
            b'\\' => match escape(rest) {
                Ok((escape, len)) => {
                    match escape {
                        Escape::Byte(byte) => value.push(byte),
                        Escape::CodePoint(code) => push_code_point(&mut value, code),
                        Escape::Nothing => {}
                    }
                    rest = rest.get(len..).unwrap_or_default();
                }
                Err(_) => rest = behind,
            },
            _ if byte == quote => break,
            _ => {
                value.push(byte);
                rest = behind;
            }
        }
    }
    Cow::Owned(value)
}

/// Lua encodes up to 2^31 - 1, in the six-byte form of UTF-8's first definition.
fn push_code_point(value: &mut Vec<u8>, code: u32) {
    if code < 0x80 {
        value.push(code as u8);
        return;
    }
    let mut tail = Vec::with_capacity(6);
    let mut rest = code;
    let mut room = 0x3F_u32;
    while rest > room {
        tail.push(0x80 | (rest & 0x3F) as u8);
        rest >>= 6;
        room >>= 1;
    }
    tail.push(((!room << 1) | rest) as u8);
    value.extend(tail.iter().rev());
}

/// How many bytes the opening bracket of a long string takes.
fn long_opening(raw: &[u8]) -> usize {
    2 + raw.iter().skip(1).take_while(|&&b| b == b'=').count()
}

fn long_string_value(raw: &[u8]) -> Cow<'_, [u8]> {
    let opening = long_opening(raw);
    let mut body = raw.get(opening..).unwrap_or_default();
    // Absent if the string is unfinished.
    if raw.ends_with(b"]") && raw.iter().rev().skip(1).take_while(|&&b| b == b'=').count() + 2 == opening {
        let closed = body.get(..body.len().saturating_sub(opening)).unwrap_or_default();
        if body.get(closed.len()) == Some(&b']') {
            body = closed;
        }
    }
    match body {
        [b'\r', b'\n', rest @ ..] | [b'\n', b'\r', rest @ ..] | [b'\r' | b'\n', rest @ ..] => body = rest,
        _ => {}
    }
    normalise_newlines(body)
}

fn normalise_newlines(body: &[u8]) -> Cow<'_, [u8]> {
    if !body.contains(&b'\r') {
        return Cow::Borrowed(body);
    }
    let mut value = Vec::with_capacity(body.len());
    let mut bytes = body.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        if matches!(byte, b'\n' | b'\r') {
            bytes.next_if(|&next| next != byte && matches!(next, b'\n' | b'\r'));
            value.push(b'\n');
        } else {
            value.push(byte);
        }
    }
    Cow::Owned(value)
}

/// How Lua's messages quote a whole string token: escapes resolved, delimiters kept.
pub(crate) fn quoted_string(raw: &[u8]) -> Vec<u8> {
    let value = string_value(raw);
    let delimiter = match raw.first() {
        Some(b'[') => long_opening(raw),
        _ => 1,
    };
    let opening = raw.get(..delimiter).unwrap_or_default();
    let closing = raw.get(raw.len().saturating_sub(delimiter)..).unwrap_or_default();
    [opening, &value, closing].concat()
}

/// How many bytes Lua takes for a numeral at the start of `text`, well-formed or not.
pub(crate) fn numeral_len(text: &[u8]) -> usize {
    let at = |index: usize| text.get(index).copied();
    // A numeral may begin with its dot; then its first digit counts as the first byte.
    let mut len = if at(0) == Some(b'.') { 2 } else { 1 };
    let mut exponent = b'e';
    if at(len - 1) == Some(b'0') && matches!(at(len), Some(b'x' | b'X')) {
        exponent = b'p';
        len += 1;
    }
    loop {
        match at(len) {
            Some(byte) if byte.to_ascii_lowercase() == exponent => {
                len += if matches!(at(len + 1), Some(b'+' | b'-')) { 2 } else { 1 };
            }
            Some(byte) if byte.is_ascii_hexdigit() || byte == b'.' => len += 1,
            _ => break,
        }
    }
    // A letter that touches a numeral spoils it.
    if at(len).is_some_and(|b| b.is_ascii_alphabetic() || b == b'_') {
        len += 1;
    }
    len
}

/// The value of a numeral; `None` if it is malformed.
pub(crate) fn number_value(raw: &[u8]) -> Option<Number> {
    match raw {
        [b'0', b'x' | b'X', digits @ ..] => hexadecimal(digits),
        _ => decimal(raw),
    }
}

fn decimal(raw: &[u8]) -> Option<Number> {
    let text = std::str::from_utf8(raw).ok()?;
    if raw.iter().all(u8::is_ascii_digit)
        && let Ok(integer) = text.parse()
    {
        return Some(Number::Integer(integer));
    }
    // Rust's parser also knows `inf`, `nan` and `infinity`, which begin with no digit or dot.
    if !raw.first().is_some_and(|b| b.is_ascii_digit() || *b == b'.') {
        return None;
    }
    text.parse().ok().map(Number::Float)
}

fn hexadecimal(digits: &[u8]) -> Option<Number> {
    if !digits.is_empty() && digits.iter().all(u8::is_ascii_hexdigit) {
        let integer =
            digits.iter().fold(0_u64, |n, &b| (n << 4) | u64::from(hex(Some(b)).unwrap_or_default()));
        return Some(Number::Integer(integer.cast_signed()));
    }
    let (mantissa, exponent) = match digits.iter().position(|b| matches!(b, b'p' | b'P')) {
        Some(at) => (digits.get(..at)?, binary_exponent(digits.get(at + 1..)?)?),
        None => (digits, 0),
    };
    let mut bits = 0_u64;
    let mut scale = 0_i64;
    let mut digits_seen = false;
    let mut behind_dot = false;
    for &byte in mantissa {
        if byte == b'.' && !behind_dot {
            behind_dot = true;
            continue;
        }
        let digit = u64::from(hex(Some(byte))?);
        digits_seen = true;
        if bits >> 58 == 0 {
            bits = (bits << 4) | digit;
        } else {
            // Too many digits for the mantissa: only whether anything follows matters for rounding.
            bits |= u64::from(digit != 0);
            scale += 4;
        }
        if behind_dot {
            scale -= 4;
        }
    }
    digits_seen.then(|| Number::Float(scaled(bits, scale.saturating_add(exponent))))
}

/// The exponent of a hexadecimal float. One beyond 64 bits is still well-formed: it overflows to infinity or zero.
fn binary_exponent(digits: &[u8]) -> Option<i64> {
    use std::num::IntErrorKind::{NegOverflow, PosOverflow};
    match std::str::from_utf8(digits).ok()?.parse::<i64>() {
        Ok(exponent) => Some(exponent),
        Err(error) if *error.kind() == PosOverflow => Some(i64::MAX / 2),
        Err(error) if *error.kind() == NegOverflow => Some(i64::MIN / 2),
        Err(_) => None,
    }
}

/// `bits * 2^exponent`.
#[expect(clippy::cast_precision_loss, reason = "rounding to the nearest float is what Lua does")]
fn scaled(bits: u64, exponent: i64) -> f64 {
    let value = bits as f64;
    let exponent = exponent.clamp(-2200, 2200) as i32;
    // In two steps, since 2^exponent alone may overflow where the product does not.
    value * 2_f64.powi(exponent / 2) * 2_f64.powi(exponent - exponent / 2)
}

#[cfg(test)]
mod tests;

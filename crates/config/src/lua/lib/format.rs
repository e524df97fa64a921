//! `string.format`: C's directives over Lua's values.

use super::base::to_string;
use super::{arg, bad_argument, int_arg, string_arg, unknown, wrong_type};
use crate::lua::{Machine, Run, Val, number};

/// `string.format`
pub(super) fn format(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    if let Some(unknown) = unknown(args) {
        return Ok(unknown);
    }
    let template = string_arg(machine, args, 0, "format")?;
    let mut out = Vec::new();
    let mut bytes = template.iter().copied().peekable();
    let mut next = 0;
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        if bytes.peek() == Some(&b'%') {
            bytes.next();
            out.push(b'%');
            continue;
        }
        let mut spec = Spec::default();
        let mut seen_dot = false;
        let conversion = loop {
            match bytes.next() {
                Some(b'-') => spec.left = true,
                Some(b'+') => spec.plus = true,
                Some(b' ') => spec.space = true,
                Some(b'#') => spec.alternate = true,
                Some(b'0') if !seen_dot && spec.width == 0 => spec.zero = true,
                Some(digit @ b'0'..=b'9') => {
                    let digit = usize::from(digit - b'0');
                    if seen_dot {
                        spec.precision = Some((spec.precision.unwrap_or(0) * 10 + digit).min(99));
                    } else {
                        spec.width = (spec.width * 10 + digit).min(99);
                    }
                }
                Some(b'.') => {
                    seen_dot = true;
                    spec.precision = Some(0);
                }
                Some(conversion) => break conversion,
                None => return Err(machine.error("invalid conversion '%' to 'format'")),
            }
        };
        next += 1;
        if next >= args.len() {
            return Err(bad_argument(machine, next + 1, "format", "no value"));
        }
        match convert(machine, args, next, conversion, &spec)? {
            Val::Str(bytes) => out.extend_from_slice(&bytes),
            unknown => return Ok(vec![unknown]),
        }
    }
    Ok(vec![Val::str(out)])
}

/// Flags of one `%` directive.
#[expect(clippy::struct_excessive_bools, reason = "C's flags are that many")]
#[derive(Default)]
struct Spec {
    left: bool,
    plus: bool,
    space: bool,
    alternate: bool,
    zero: bool,
    width: usize,
    precision: Option<usize>,
}

impl Spec {
    /// Pads a finished text; `number` may be padded with zeros behind its sign.
    fn pad(&self, text: &[u8], number: bool) -> Val {
        let missing = self.width.saturating_sub(text.len());
        if missing == 0 {
            return Val::str(text);
        }
        let mut out = text.to_vec();
        if self.left {
            out.extend(std::iter::repeat_n(b' ', missing));
        } else if self.zero && number {
            let sign = usize::from(matches!(text.first(), Some(b'-' | b'+' | b' ')));
            out.splice(sign..sign, std::iter::repeat_n(b'0', missing));
        } else {
            out.splice(0..0, std::iter::repeat_n(b' ', missing));
        }
        Val::str(out)
    }

    fn signed(&self, negative: bool, digits: &str) -> String {
        let sign = if negative {
            "-"
        } else if self.plus {
            "+"
        } else if self.space {
            " "
        } else {
            ""
        };
        format!("{sign}{digits}")
    }
}

fn convert(machine: &mut Machine<'_>, args: &[Val], index: usize, conversion: u8, spec: &Spec) -> Run<Val> {
    let float = |machine: &Machine<'_>| -> Run<f64> {
        number::to_number(&arg(args, index))
            .and_then(|value| number::to_float(&value))
            .ok_or_else(|| wrong_type(machine, args, index, "format", "number"))
    };
    let digits = |value: i64, text: String| {
        let padded = format!("{text:0>width$}", width = spec.precision.unwrap_or(1));
        spec.pad(spec.signed(value < 0, &padded).as_bytes(), spec.precision.is_none())
    };
    Ok(match conversion {
        b'd' | b'i' => {
            let value = int_arg(machine, args, index, "format")?;
            digits(value, value.unsigned_abs().to_string())
        }
        b'u' => {
            let value = int_arg(machine, args, index, "format")?;
            digits(0, value.cast_unsigned().to_string())
        }
        b'x' | b'X' | b'o' => {
            let value = int_arg(machine, args, index, "format")?;
            let text = match conversion {
                b'x' => format!("{value:x}"),
                b'X' => format!("{value:X}"),
                _ => format!("{value:o}"),
            };
            digits(0, text)
        }
        b'c' => {
            let value = int_arg(machine, args, index, "format")?;
            spec.pad(&[value.to_le_bytes()[0]], false)
        }
        b'f' | b'F' => {
            let value = float(machine)?;
            let text = format!("{:.*}", spec.precision.unwrap_or(6), value.abs());
            spec.pad(spec.signed(value.is_sign_negative(), &text).as_bytes(), true)
        }
        b'e' | b'E' | b'g' | b'G' => {
            let value = float(machine)?;
            let precision = spec.precision.unwrap_or(6);
            let mut text = if conversion.eq_ignore_ascii_case(&b'g') {
                number::format_g(value.abs(), precision, spec.alternate)
            } else {
                let text = format!("{:.precision$e}", value.abs());
                let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
                let exponent: i32 = exponent.parse().unwrap_or(0);
                let sign = if exponent < 0 { '-' } else { '+' };
                format!("{mantissa}e{sign}{:02}", exponent.unsigned_abs())
            };
            if conversion.is_ascii_uppercase() {
                text = text.to_ascii_uppercase();
            }
            spec.pad(spec.signed(value.is_sign_negative(), &text).as_bytes(), true)
        }
        b'a' | b'A' => {
            let value = float(machine)?;
            if spec.precision.is_some() || !value.is_finite() {
                return Ok(Val::unknown("a hexadecimal float"));
            }
            let text = number::float_to_hex(value.abs());
            let text = if conversion == b'A' { text.to_ascii_uppercase() } else { text };
            spec.pad(spec.signed(value.is_sign_negative(), &text).as_bytes(), false)
        }
        b's' => match to_string(machine, &arg(args, index))? {
            Val::Str(bytes) => {
                let shown = bytes.get(..spec.precision.unwrap_or(bytes.len()).min(bytes.len()));
                spec.pad(shown.unwrap_or_default(), false)
            }
            other => other,
        },
        b'q' => match arg(args, index) {
            Val::Str(bytes) => Val::str(quote(&bytes)),
            Val::Float(value) => Val::str(number::quote_float(value)),
            Val::Int(i64::MIN) => Val::str("0x8000000000000000"),
            Val::Table(_) | Val::Closure(_) | Val::Native(_) => {
                return Err(bad_argument(machine, index + 1, "format", "value has no literal form"));
            }
            other => to_string(machine, &other)?,
        },
        other => {
            let message = format!("invalid conversion '%{}' to 'format'", char::from(other));
            return Err(machine.error(&message));
        }
    })
}

/// `%q`: a string as Lua source.
pub(crate) fn quote(bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![b'"'];
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'"' | b'\\' | b'\n' => out.extend([b'\\', byte]),
            b'\r' => out.extend(b"\\r"),
            0 | 1..=31 | 127 => {
                let followed_by_digit = bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
                let code = if followed_by_digit { format!("\\{byte:03}") } else { format!("\\{byte}") };
                out.extend(code.into_bytes());
            }
            _ => out.push(byte),
        }
    }
    out.push(b'"');
    out
}

//! The `string` library.

use std::sync::Arc;

use super::{Library, arg, bad_argument, int_arg, opt_int, string_arg, unknown, wrong_type};
use crate::lua::ops::{self, MAX_STRING};
use crate::lua::pattern::{self, Capture, Match, PatternError};
use crate::lua::val::{Rows, Val};
use crate::lua::{Machine, Run};

pub(super) const FUNCTIONS: Library = &[
    ("byte", byte),
    ("char", char),
    ("find", |machine, args| find(machine, args, true)),
    ("format", super::format::format),
    ("gmatch", gmatch),
    ("gsub", gsub),
    ("len", |machine, args| {
        map(machine, args, "len", |text| Val::Int(i64::try_from(text.len()).unwrap_or(0)))
    }),
    ("lower", |machine, args| map(machine, args, "lower", |text| Val::str(text.to_ascii_lowercase()))),
    ("match", |machine, args| find(machine, args, false)),
    ("rep", rep),
    ("reverse", |machine, args| {
        map(machine, args, "reverse", |text| Val::str(text.iter().rev().copied().collect::<Vec<u8>>()))
    }),
    ("sub", sub),
    ("upper", |machine, args| map(machine, args, "upper", |text| Val::str(text.to_ascii_uppercase()))),
];

fn map(machine: &Machine<'_>, args: &[Val], function: &str, apply: fn(&[u8]) -> Val) -> Run<Vec<Val>> {
    if let Some(unknown) = unknown(args) {
        return Ok(unknown);
    }
    Ok(vec![apply(&string_arg(machine, args, 0, function)?)])
}

/// Lua's `i, j` with negative indices from the end, as a byte range.
fn range(length: usize, first: i64, last: i64) -> std::ops::Range<usize> {
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    let first = if first < 0 { (length + first + 1).max(1) } else { first.max(1) };
    let last = if last < 0 { length + last + 1 } else { last.min(length) };
    let start = usize::try_from(first - 1).unwrap_or(0);
    let end = usize::try_from(last).unwrap_or(0);
    start.min(end)..end
}

fn sub(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    if let Some(unknown) = unknown(args) {
        return Ok(unknown);
    }
    let text = string_arg(machine, args, 0, "sub")?;
    let first = int_arg(machine, args, 1, "sub")?;
    let last = opt_int(machine, args, 2, "sub", -1)?;
    Ok(vec![Val::str(text.get(range(text.len(), first, last)).unwrap_or_default())])
}

fn byte(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    if let Some(unknown) = unknown(args) {
        return Ok(unknown);
    }
    let text = string_arg(machine, args, 0, "byte")?;
    let first = opt_int(machine, args, 1, "byte", 1)?;
    let last = opt_int(machine, args, 2, "byte", first)?;
    let bytes = text.get(range(text.len(), first, last)).unwrap_or_default();
    Ok(bytes.iter().map(|&byte| Val::Int(i64::from(byte))).collect())
}

fn char(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    if let Some(unknown) = unknown(args) {
        return Ok(unknown);
    }
    let mut out = Vec::with_capacity(args.len());
    for index in 0..args.len() {
        let value = int_arg(machine, args, index, "char")?;
        out.push(
            u8::try_from(value)
                .map_err(|_| bad_argument(machine, index + 1, "char", "value out of range"))?,
        );
    }
    Ok(vec![Val::str(out)])
}

fn rep(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    if let Some(unknown) = unknown(args) {
        return Ok(unknown);
    }
    let text = string_arg(machine, args, 0, "rep")?;
    let count = usize::try_from(int_arg(machine, args, 1, "rep")?).unwrap_or(0);
    let separator = if arg(args, 2).is_nil() { Arc::from([]) } else { string_arg(machine, args, 2, "rep")? };
    if count.saturating_mul(text.len() + separator.len()) > MAX_STRING {
        return Ok(vec![Val::unknown("a very long string")]);
    }
    Ok(vec![Val::str(vec![&*text; count].join(&*separator))])
}

/// A pattern error as a Lua error, or as something unknown.
fn pattern_problem(machine: &Machine<'_>, error: PatternError) -> Run<Vec<Val>> {
    match error {
        PatternError::Malformed(message) => Err(machine.error(&message)),
        PatternError::TooComplex => Ok(vec![Val::unknown("a pattern that takes too long to follow")]),
    }
}

fn capture(text: &[u8], capture: Capture) -> Val {
    match capture {
        Capture::Bytes(start, end) => Val::str(text.get(start..end).unwrap_or_default()),
        Capture::Position(position) => Val::Int(i64::try_from(position).unwrap_or(0)),
    }
}

/// The captures of a match; the whole match if it has none.
fn captures(text: &[u8], found: &Match) -> Vec<Val> {
    if found.captures.is_empty() {
        return vec![capture(text, Capture::Bytes(found.start, found.end))];
    }
    found.captures.iter().map(|&c| capture(text, c)).collect()
}

fn find(machine: &mut Machine<'_>, args: &[Val], positions: bool) -> Run<Vec<Val>> {
    if let Some(unknown) = unknown(args) {
        return Ok(unknown);
    }
    let name = if positions { "find" } else { "match" };
    let text = string_arg(machine, args, 0, name)?;
    let pattern = string_arg(machine, args, 1, name)?;
    if let Some(probe) = &mut machine.probe {
        probe.searched(&text, &pattern, positions && arg(args, 3).truth() == Some(true));
    }
    let init = opt_int(machine, args, 2, name, 1)?;
    let length = i64::try_from(text.len()).unwrap_or(i64::MAX);
    let init = if init < 0 { (length + init).max(0) } else { init.max(1) - 1 };
    if init > length {
        return Ok(vec![Val::Nil]);
    }
    let init = usize::try_from(init).unwrap_or(0);
    machine.burn(text.len() as u64 / 16)?;
    let place = |at: usize| Val::Int(i64::try_from(at).unwrap_or(0));
    if positions && arg(args, 3).truth() == Some(true) {
        let rest = text.get(init..).unwrap_or_default();
        let found = if pattern.is_empty() {
            Some(0)
        } else {
            rest.windows(pattern.len()).position(|window| window == &*pattern)
        };
        return Ok(found.map_or_else(
            || vec![Val::Nil],
            |at| vec![place(init + at + 1), place(init + at + pattern.len())],
        ));
    }
    match pattern::find(&text, &pattern, init) {
        Err(error) => pattern_problem(machine, error),
        Ok(None) => Ok(vec![Val::Nil]),
        Ok(Some(found)) if positions => {
            let mut values = vec![place(found.start + 1), place(found.end)];
            values.extend(found.captures.iter().map(|&c| capture(&text, c)));
            Ok(values)
        }
        Ok(Some(found)) => Ok(captures(&text, &found)),
    }
}

/// All matches, left to right, not overlapping.
fn matches(
    machine: &mut Machine<'_>,
    text: &[u8],
    pattern: &[u8],
    limit: usize,
) -> Run<Result<Vec<Match>, PatternError>> {
    let anchored = pattern.first() == Some(&b'^');
    let mut found = Vec::new();
    let mut init = 0;
    // An empty match right behind another match does not count (Lua 5.4).
    let mut last_end = None;
    while init <= text.len() && found.len() < limit {
        machine.burn(4)?;
        match pattern::find(text, pattern, init) {
            Err(error) => return Ok(Err(error)),
            Ok(None) => break,
            Ok(Some(one)) => {
                if one.start == one.end && last_end == Some(one.end) {
                    init += 1;
                    continue;
                }
                init = if one.end > one.start { one.end } else { one.end.max(init) };
                last_end = Some(one.end);
                if one.start == one.end {
                    init = one.end + 1;
                }
                found.push(one);
                if anchored {
                    break;
                }
            }
        }
    }
    Ok(Ok(found))
}

fn gmatch(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    if let Some(unknown) = unknown(args) {
        return Ok(unknown);
    }
    let text = string_arg(machine, args, 0, "gmatch")?;
    let pattern = string_arg(machine, args, 1, "gmatch")?;
    match matches(machine, &text, &pattern, usize::MAX)? {
        Err(error) => pattern_problem(machine, error),
        Ok(found) => Ok(vec![Rows::iterator(found.iter().map(|one| captures(&text, one)).collect())]),
    }
}

fn gsub(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    if let Some(unknown) = unknown(args) {
        return Ok(unknown);
    }
    let text = string_arg(machine, args, 0, "gsub")?;
    let pattern = string_arg(machine, args, 1, "gsub")?;
    let replacement = arg(args, 2);
    let limit = opt_int(machine, args, 3, "gsub", i64::MAX)?;
    if !matches!(
        replacement,
        Val::Str(_) | Val::Int(_) | Val::Float(_) | Val::Table(_) | Val::Closure(_) | Val::Native(_)
    ) {
        return Err(wrong_type(machine, args, 2, "gsub", "string/function/table"));
    }
    let found = match matches(machine, &text, &pattern, usize::try_from(limit).unwrap_or(0))? {
        Err(error) => return pattern_problem(machine, error),
        Ok(found) => found,
    };
    let mut out = Vec::with_capacity(text.len());
    let mut copied = 0;
    let count = i64::try_from(found.len()).unwrap_or(0);
    for one in found {
        out.extend_from_slice(text.get(copied..one.start).unwrap_or_default());
        copied = one.end;
        let whole = text.get(one.start..one.end).unwrap_or_default();
        match replace(machine, &text, &one, &replacement)? {
            Val::Unknown(reason) => return Ok(vec![Val::Unknown(reason)]),
            Val::Nil | Val::Bool(false) => out.extend_from_slice(whole),
            value => match ops::text(&value) {
                Some(bytes) => out.extend_from_slice(&bytes),
                None => {
                    let message = format!("invalid replacement value (a {})", value.type_name());
                    return Err(machine.error(&message));
                }
            },
        }
        if out.len() > MAX_STRING {
            return Ok(vec![Val::unknown("a very long string")]);
        }
    }
    out.extend_from_slice(text.get(copied..).unwrap_or_default());
    Ok(vec![Val::str(out), Val::Int(count)])
}

fn replace(machine: &mut Machine<'_>, text: &[u8], one: &Match, replacement: &Val) -> Run<Val> {
    let values = captures(text, one);
    match replacement {
        Val::Table(_) => machine.index(replacement, values.first().unwrap_or(&Val::Nil)),
        Val::Closure(_) | Val::Native(_) => {
            let site = machine.here();
            Ok(machine.call(replacement, values, site)?.into_iter().next().unwrap_or(Val::Nil))
        }
        _ => {
            let template = ops::text(replacement).unwrap_or_else(|| Arc::from([]));
            let mut out = Vec::new();
            let mut bytes = template.iter();
            while let Some(&byte) = bytes.next() {
                if byte != b'%' {
                    out.push(byte);
                    continue;
                }
                match bytes.next() {
                    Some(b'%') => out.push(b'%'),
                    Some(b'0') => out.extend_from_slice(text.get(one.start..one.end).unwrap_or_default()),
                    Some(digit @ b'1'..=b'9') => match values.get(usize::from(digit - b'1')) {
                        Some(value) => {
                            out.extend_from_slice(&ops::text(value).unwrap_or_else(|| Arc::from([])));
                        }
                        None => {
                            let message = format!(
                                "invalid capture index %{} in replacement string",
                                char::from(*digit)
                            );
                            return Err(machine.error(&message));
                        }
                    },
                    _ => return Err(machine.error("invalid use of '%' in replacement string")),
                }
            }
            Ok(Val::str(out))
        }
    }
}

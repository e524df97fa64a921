//! Operators.

use std::cmp::Ordering;
use std::sync::Arc;

use syntax::ast::{BinaryOp, UnaryOp};

use super::Run;
use super::machine::Machine;
use super::number;
use super::val::Val;

/// Strings longer than this are not built.
pub(crate) const MAX_STRING: usize = 4 * 1024 * 1024;

/// A unary operator on a value.
pub(crate) fn unary(machine: &mut Machine<'_>, op: UnaryOp, value: &Val) -> Run<Val> {
    if let Val::Unknown(_) = value {
        return Ok(value.clone());
    }
    match op {
        UnaryOp::Not => Ok(Val::Bool(value.truth() == Some(false))),
        UnaryOp::Length => match value {
            Val::Str(bytes) => Ok(Val::Int(i64::try_from(bytes.len()).unwrap_or(i64::MAX))),
            Val::Table(id) => {
                if let Some(meta) = machine.metafield(*id, "__len") {
                    let site = machine.here();
                    let result = machine.call(&meta, vec![value.clone()], site)?;
                    return Ok(result.into_iter().next().unwrap_or(Val::Nil));
                }
                let table = machine.table(*id);
                let added = table.bag.as_ref().filter(|_| !machine.loses_order(id.0)).map(Vec::len);
                Ok(if table.is_sure() {
                    Val::Int(table.border())
                } else if let Some(added) = added.and_then(|added| i64::try_from(added).ok()) {
                    Val::Int(table.border() + added)
                } else {
                    Val::unknown("the length of a table with entries that are not known")
                })
            }
            other => Err(machine.error(&format!("attempt to get length of a {} value", other.type_name()))),
        },
        UnaryOp::Negate => match number::to_number(value) {
            Some(Val::Int(value)) => Ok(Val::Int(value.wrapping_neg())),
            Some(Val::Float(value)) => Ok(Val::Float(-value)),
            _ => match metamethod(machine, "__unm", value, value)? {
                Some(result) => Ok(result),
                None if matches!(value, Val::Str(_)) => {
                    Err(string_arithmetic_error(machine, "__unm", value, value))
                }
                None => Err(arithmetic_error(machine, value, "perform arithmetic on")),
            },
        },
        UnaryOp::BitNot => match number::to_int(value) {
            _ if !is_number(value) => Err(arithmetic_error(machine, value, "perform bitwise operation on")),
            Some(value) => Ok(Val::Int(!value)),
            None => Err(machine.error("number has no integer representation")),
        },
    }
}

/// A binary operator other than `and` and `or` on two values.
pub(crate) fn binary(machine: &mut Machine<'_>, op: BinaryOp, a: &Val, b: &Val) -> Run<Val> {
    if let Some(unknown) = [a, b].into_iter().find(|value| value.is_unknown()) {
        return Ok(unknown.clone());
    }
    if let (Some(probe), Val::Str(a), Val::Str(b)) = (&mut machine.probe, a, b)
        && matches!(op, BinaryOp::Equal | BinaryOp::NotEqual)
    {
        probe.compared(a, b);
    }
    match op {
        BinaryOp::Equal => Ok(Val::Bool(equals(machine, a, b)?)),
        BinaryOp::NotEqual => Ok(Val::Bool(!equals(machine, a, b)?)),
        BinaryOp::Less => less(machine, a, b),
        BinaryOp::LessEqual => less_equal(machine, a, b),
        BinaryOp::Greater => less(machine, b, a),
        BinaryOp::GreaterEqual => less_equal(machine, b, a),
        BinaryOp::Concat => concat(machine, a, b),
        BinaryOp::BitOr
        | BinaryOp::BitXor
        | BinaryOp::BitAnd
        | BinaryOp::ShiftLeft
        | BinaryOp::ShiftRight => bitwise(machine, op, a, b),
        _ => arithmetic(machine, op, a, b),
    }
}

/// Which operand an error is about (true: the right one), and what was attempted.
pub(crate) fn guilty(op: BinaryOp, a: &Val) -> (bool, &'static str) {
    match op {
        BinaryOp::Concat => (matches!(a, Val::Str(_) | Val::Int(_) | Val::Float(_)), "concatenate"),
        BinaryOp::BitOr
        | BinaryOp::BitXor
        | BinaryOp::BitAnd
        | BinaryOp::ShiftLeft
        | BinaryOp::ShiftRight => (is_number(a), "perform bitwise operation on"),
        _ => (is_number(a), "perform arithmetic on"),
    }
}

fn is_number(value: &Val) -> bool {
    matches!(value, Val::Int(_) | Val::Float(_))
}

fn equals(machine: &mut Machine<'_>, a: &Val, b: &Val) -> Run<bool> {
    if a.raw_equals(b) == Some(true) {
        return Ok(true);
    }
    if let (Val::Table(x), Val::Table(y)) = (a, b)
        && let Some(meta) = machine.metafield(*x, "__eq").or_else(|| machine.metafield(*y, "__eq"))
    {
        let site = machine.here();
        let result = machine.call(&meta, vec![a.clone(), b.clone()], site)?;
        return Ok(result.first().and_then(Val::truth).unwrap_or(false));
    }
    Ok(false)
}

/// How two values order: `None` if Lua does not order them, `Some(None)` if one is NaN.
#[expect(clippy::option_option, reason = "there are three cases, two of which callers treat alike")]
fn compare(a: &Val, b: &Val) -> Option<Option<Ordering>> {
    match (a, b) {
        (Val::Int(a), Val::Int(b)) => Some(Some(a.cmp(b))),
        (Val::Int(_) | Val::Float(_), Val::Int(_) | Val::Float(_)) => {
            Some(number::to_float(a)?.partial_cmp(&number::to_float(b)?))
        }
        (Val::Str(a), Val::Str(b)) => Some(Some(a.cmp(b))),
        _ => None,
    }
}

pub(crate) fn less(machine: &mut Machine<'_>, a: &Val, b: &Val) -> Run<Val> {
    match compare(a, b) {
        Some(order) => Ok(Val::Bool(order == Some(Ordering::Less))),
        None => match metamethod(machine, "__lt", a, b)? {
            Some(value) => Ok(value),
            None => Err(compare_error(machine, a, b)),
        },
    }
}

fn less_equal(machine: &mut Machine<'_>, a: &Val, b: &Val) -> Run<Val> {
    match compare(a, b) {
        Some(order) => Ok(Val::Bool(matches!(order, Some(Ordering::Less | Ordering::Equal)))),
        None => match metamethod(machine, "__le", a, b)? {
            Some(value) => Ok(value),
            None => Err(compare_error(machine, a, b)),
        },
    }
}

fn compare_error(machine: &Machine<'_>, a: &Val, b: &Val) -> super::Flow {
    let (a, b) = (a.type_name(), b.type_name());
    if a == b {
        machine.error(&format!("attempt to compare two {a} values"))
    } else {
        machine.error(&format!("attempt to compare {a} with {b}"))
    }
}

fn concat(machine: &mut Machine<'_>, a: &Val, b: &Val) -> Run<Val> {
    match (text(a), text(b)) {
        (Some(a), Some(b)) => {
            if a.len() + b.len() > MAX_STRING {
                return Ok(Val::unknown("a very long string"));
            }
            machine.burn((a.len() + b.len()) as u64 / 64)?;
            Ok(Val::Str(Arc::from([&*a, &*b].concat())))
        }
        (left, _) => match metamethod(machine, "__concat", a, b)? {
            Some(value) => Ok(value),
            None => {
                let guilty = if left.is_some() { b } else { a };
                Err(arithmetic_error(machine, guilty, "concatenate"))
            }
        },
    }
}

/// The text of a string or number.
pub(crate) fn text(value: &Val) -> Option<Arc<[u8]>> {
    match value {
        Val::Str(bytes) => Some(Arc::clone(bytes)),
        Val::Int(value) => Some(Arc::from(value.to_string().into_bytes())),
        Val::Float(value) => Some(Arc::from(number::float_to_string(*value).into_bytes())),
        _ => None,
    }
}

fn arithmetic(machine: &mut Machine<'_>, op: BinaryOp, a: &Val, b: &Val) -> Run<Val> {
    let (Some(x), Some(y)) = (number::to_number(a), number::to_number(b)) else {
        let name = match op {
            BinaryOp::Add => "__add",
            BinaryOp::Subtract => "__sub",
            BinaryOp::Multiply => "__mul",
            BinaryOp::Divide => "__div",
            BinaryOp::FloorDivide => "__idiv",
            BinaryOp::Modulo => "__mod",
            _ => "__pow",
        };
        if let Some(value) = metamethod(machine, name, a, b)? {
            return Ok(value);
        }
        if matches!(a, Val::Str(_)) || matches!(b, Val::Str(_)) {
            return Err(string_arithmetic_error(machine, name, a, b));
        }
        let guilty = if is_number(a) { b } else { a };
        return Err(arithmetic_error(machine, guilty, "perform arithmetic on"));
    };
    if let (Val::Int(x), Val::Int(y)) = (&x, &y) {
        match op {
            BinaryOp::Add => return Ok(Val::Int(x.wrapping_add(*y))),
            BinaryOp::Subtract => return Ok(Val::Int(x.wrapping_sub(*y))),
            BinaryOp::Multiply => return Ok(Val::Int(x.wrapping_mul(*y))),
            BinaryOp::FloorDivide | BinaryOp::Modulo if *y == 0 => {
                let what = if op == BinaryOp::Modulo { "perform 'n%0'" } else { "divide by zero" };
                return Err(machine.error(&format!("attempt to {what}")));
            }
            BinaryOp::FloorDivide => {
                let quotient = x.wrapping_div(*y);
                let exact = x.wrapping_rem(*y) == 0 || (*x < 0) == (*y < 0);
                return Ok(Val::Int(if exact { quotient } else { quotient - 1 }));
            }
            BinaryOp::Modulo => {
                let rest = x.wrapping_rem(*y);
                return Ok(Val::Int(if rest != 0 && (rest < 0) != (*y < 0) { rest + y } else { rest }));
            }
            _ => {}
        }
    }
    let (Some(x), Some(y)) = (number::to_float(&x), number::to_float(&y)) else { return Ok(Val::Nil) };
    Ok(Val::Float(match op {
        BinaryOp::Add => x + y,
        BinaryOp::Subtract => x - y,
        BinaryOp::Multiply => x * y,
        BinaryOp::Divide => x / y,
        BinaryOp::FloorDivide => (x / y).floor(),
        BinaryOp::Modulo => {
            let rest = x % y;
            if rest != 0.0 && (rest < 0.0) != (y < 0.0) { rest + y } else { rest }
        }
        _ => x.powf(y),
    }))
}

fn bitwise(machine: &mut Machine<'_>, op: BinaryOp, a: &Val, b: &Val) -> Run<Val> {
    // Unlike arithmetic, these do not take strings for numbers.
    let whole = |value: &Val| if is_number(value) { number::to_int(value) } else { None };
    let (Some(x), Some(y)) = (whole(a), whole(b)) else {
        if is_number(a) && is_number(b) {
            return Err(machine.error("number has no integer representation"));
        }
        let guilty = if is_number(a) { b } else { a };
        return Err(arithmetic_error(machine, guilty, "perform bitwise operation on"));
    };
    let shift = |value: i64, by: i64| -> i64 {
        if by <= -64 || by >= 64 {
            0
        } else if by >= 0 {
            (value.cast_unsigned() << by).cast_signed()
        } else {
            (value.cast_unsigned() >> -by).cast_signed()
        }
    };
    Ok(Val::Int(match op {
        BinaryOp::BitOr => x | y,
        BinaryOp::BitXor => x ^ y,
        BinaryOp::BitAnd => x & y,
        BinaryOp::ShiftLeft => shift(x, y),
        _ => shift(x, y.saturating_neg()),
    }))
}

/// Strings' own arithmetic names the operation and both operands, and never where they came from.
fn string_arithmetic_error(machine: &Machine<'_>, name: &str, a: &Val, b: &Val) -> super::Flow {
    let operation = name.trim_start_matches('_');
    let message = format!("attempt to {operation} a '{}' with a '{}'", a.type_name(), b.type_name());
    machine.error(&message).unexplained()
}

fn arithmetic_error(machine: &Machine<'_>, value: &Val, what: &str) -> super::Flow {
    machine.error(&format!("attempt to {what} a {} value", value.type_name()))
}

/// Calls a binary metamethod of either operand, if there is one.
fn metamethod(machine: &mut Machine<'_>, name: &str, a: &Val, b: &Val) -> Run<Option<Val>> {
    let find = |machine: &Machine<'_>, value: &Val| match value {
        Val::Table(id) => machine.metafield(*id, name),
        _ => None,
    };
    let Some(function) = find(machine, a).or_else(|| find(machine, b)) else { return Ok(None) };
    let site = machine.here();
    let result = machine.call(&function, vec![a.clone(), b.clone()], site)?;
    Ok(Some(result.into_iter().next().unwrap_or(Val::Nil)))
}

/// The values of a numeric `for`.
pub(crate) fn for_range(
    machine: &Machine<'_>,
    start: &Val,
    limit: &Val,
    step: &Val,
) -> Run<Box<dyn Iterator<Item = Val>>> {
    // A limit of the wrong kind is noticed first, a step of zero before a limit among integers.
    if matches!((start, step), (Val::Int(_), Val::Int(0))) {
        return Err(machine.error("'for' step is zero"));
    }
    for (value, what) in [(limit, "limit"), (step, "step"), (start, "initial value")] {
        if !matches!(value, Val::Int(_) | Val::Float(_)) {
            let kind = value.type_name();
            return Err(machine.error(&format!("bad 'for' {what} (number expected, got {kind})")));
        }
    }
    if let (Val::Int(start), Val::Int(step)) = (start, step) {
        if *step == 0 {
            return Err(machine.error("'for' step is zero"));
        }
        let limit = match limit {
            Val::Int(limit) => *limit,
            Val::Float(limit) if limit.is_nan() => return Ok(Box::new(std::iter::empty())),
            Val::Float(limit) if *step > 0 => limit.floor() as i64,
            Val::Float(limit) => limit.ceil() as i64,
            _ => 0,
        };
        let (step, up) = (*step, *step > 0);
        let goes_on = move |value: &i64| if up { *value <= limit } else { *value >= limit };
        return Ok(Box::new(
            std::iter::successors(Some(*start).filter(goes_on), move |value| {
                value.checked_add(step).filter(goes_on)
            })
            .map(Val::Int),
        ));
    }
    let (Some(start), Some(limit), Some(step)) =
        (number::to_float(start), number::to_float(limit), number::to_float(step))
    else {
        return Ok(Box::new(std::iter::empty()));
    };
    if step == 0.0 {
        return Err(machine.error("'for' step is zero"));
    }
    let goes_on = move |value: &f64| if step > 0.0 { *value <= limit } else { *value >= limit };
    Ok(Box::new(
        std::iter::successors(Some(start).filter(goes_on), move |value| Some(value + step).filter(goes_on))
            .map(Val::Float),
    ))
}

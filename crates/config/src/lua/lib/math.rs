//! The `math` library.

use super::{Library, arg, bad_argument, quietly, unknown, wrong_type};
use crate::lua::val::{Key, Val};
use crate::lua::{Machine, Run, number, ops};

pub(super) const FUNCTIONS: Library = &[
    ("abs", |machine, args| {
        map(machine, args, "abs", |value| match value {
            Val::Int(value) => Val::Int(value.wrapping_abs()),
            Val::Float(value) => Val::Float(value.abs()),
            other => other,
        })
    }),
    ("ceil", |machine, args| map(machine, args, "ceil", |value| round(value, f64::ceil))),
    ("floor", |machine, args| map(machine, args, "floor", |value| round(value, f64::floor))),
    ("max", |machine, args| extreme(machine, args, "max")),
    ("min", |machine, args| extreme(machine, args, "min")),
    ("random", |_, _| Ok(vec![Val::unknown("a random number")])),
    ("randomseed", |_, _| Ok(vec![])),
    ("sqrt", |machine, args| {
        map(machine, args, "sqrt", |value| {
            number::to_float(&value).map_or(Val::Nil, |value| Val::Float(value.sqrt()))
        })
    }),
    ("tointeger", |_, args| {
        Ok(vec![match arg(args, 0) {
            value @ Val::Unknown(_) => value,
            value => number::to_int(&value).map_or(Val::Nil, Val::Int),
        }])
    }),
    ("type", |_, args| {
        Ok(vec![match arg(args, 0) {
            Val::Int(_) => Val::str("integer"),
            Val::Float(_) => Val::str("float"),
            value @ Val::Unknown(_) => value,
            _ => Val::Nil,
        }])
    }),
];

pub(super) fn install_constants(machine: &mut Machine<'_>) {
    let globals = machine.globals;
    if let Val::Table(math) = machine.raw_get(globals, &Key::str("math")) {
        machine.set_field(math, "huge", Val::Float(f64::INFINITY));
        machine.set_field(math, "pi", Val::Float(std::f64::consts::PI));
        machine.set_field(math, "maxinteger", Val::Int(i64::MAX));
        machine.set_field(math, "mininteger", Val::Int(i64::MIN));
    }
}

fn number_arg(machine: &Machine<'_>, args: &[Val], index: usize, function: &str) -> Run<Val> {
    number::to_number(&arg(args, index)).ok_or_else(|| wrong_type(machine, args, index, function, "number"))
}

fn map(machine: &Machine<'_>, args: &[Val], function: &str, apply: fn(Val) -> Val) -> Run<Vec<Val>> {
    if let Some(unknown) = unknown(args) {
        return Ok(unknown);
    }
    Ok(vec![apply(number_arg(machine, args, 0, function)?)])
}

fn round(value: Val, by: fn(f64) -> f64) -> Val {
    match value {
        Val::Float(value) => number::float_to_int(by(value)).map_or(Val::Float(by(value)), Val::Int),
        other => other,
    }
}

fn extreme(machine: &mut Machine<'_>, args: &[Val], function: &'static str) -> Run<Vec<Val>> {
    if let Some(unknown) = unknown(args) {
        return Ok(unknown);
    }
    let Some((first, rest)) = args.split_first() else {
        return Err(bad_argument(machine, 1, function, "value expected"));
    };
    let mut best = first.clone();
    for value in rest {
        let (a, b) = if function == "max" { (&best, value) } else { (value, &best) };
        if quietly(machine, |machine| ops::less(machine, a, b))?.truth() == Some(true) {
            best = value.clone();
        }
    }
    Ok(vec![best])
}

//! The `table` library.

use std::cmp::Ordering;

use super::{Library, arg, bad_argument, int_arg, opt_int, quietly, string_arg, table_arg, unknown};
use crate::lua::ops::{self, MAX_STRING};
use crate::lua::val::{Key, Val};
use crate::lua::{Machine, Run, TableId};

pub(super) const FUNCTIONS: Library = &[
    ("concat", concat),
    ("insert", insert),
    ("pack", pack),
    ("remove", remove),
    ("sort", sort),
    ("unpack", unpack),
];

/// The length, or the reason why it is not known.
fn length(machine: &mut Machine<'_>, table: TableId) -> Run<Result<i64, Val>> {
    Ok(match ops::unary(machine, syntax::ast::UnaryOp::Length, &Val::Table(table))? {
        Val::Int(length) => Ok(length),
        other => Err(other),
    })
}

fn insert(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    let written = machine.inserting.take();
    if args.first().is_some_and(Val::is_unknown) {
        return Ok(vec![]);
    }
    let table = table_arg(machine, args, 0, "insert")?;
    if let [_, value] = args
        && machine.append_unordered(table, value)
    {
        return Ok(vec![]);
    }
    // Otherwise there is one more item than is known, at a place that is not known.
    let Ok(length) = length(machine, table)? else { return Ok(vec![]) };
    match args.len() {
        2 => {
            put(machine, table, length + 1, arg(args, 1))?;
            if let (Some(origin), Some(table)) = (written, machine.table_mut(table)) {
                table.set_origin(&Key::Int(length + 1), origin);
            }
        }
        3 => {
            if args.get(1).is_some_and(Val::is_unknown) {
                machine.escape(&Val::Table(table), &std::sync::Arc::from("inserted at an unknown position"));
                return Ok(vec![]);
            }
            let position = int_arg(machine, args, 1, "insert")?;
            if position < 1 || position > length + 1 {
                return Err(bad_argument(machine, 2, "insert", "position out of bounds"));
            }
            for index in (position..=length).rev() {
                machine.burn(1)?;
                let value = machine.raw_get(table, &Key::Int(index));
                put(machine, table, index + 1, value)?;
            }
            put(machine, table, position, arg(args, 2))?;
        }
        _ => return Err(machine.error("wrong number of arguments to 'insert'")),
    }
    Ok(vec![])
}

/// Stores an item as the library does: with `__newindex`.
fn put(machine: &mut Machine<'_>, table: TableId, index: i64, value: Val) -> Run<()> {
    machine.set_index(&Val::Table(table), &Val::Int(index), value)
}

fn remove(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    if let Some(unknown) = unknown(args) {
        if let Some(table @ Val::Table(_)) = args.first() {
            machine.escape(table, &std::sync::Arc::from("removed at an unknown position"));
        }
        return Ok(unknown);
    }
    let table = table_arg(machine, args, 0, "remove")?;
    let length = match length(machine, table)? {
        Ok(length) => length,
        Err(unknown) => return Ok(vec![unknown]),
    };
    let position = opt_int(machine, args, 1, "remove", length)?;
    if args.len() > 1
        && length.wrapping_add(1) != position
        && (position < 1 || position > length + 1)
        && length != 0
    {
        return Err(bad_argument(machine, 2, "remove", "position out of bounds"));
    }
    let removed = machine.raw_get(table, &Key::Int(position));
    for index in position..length {
        machine.burn(1)?;
        let value = machine.raw_get(table, &Key::Int(index + 1));
        put(machine, table, index, value)?;
    }
    if position <= length {
        put(machine, table, length, Val::Nil)?;
    }
    Ok(vec![removed])
}

fn concat(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    if let Some(unknown) = unknown(args) {
        return Ok(unknown);
    }
    let table = table_arg(machine, args, 0, "concat")?;
    let separator = if arg(args, 1).is_nil() { None } else { Some(string_arg(machine, args, 1, "concat")?) };
    let first = opt_int(machine, args, 2, "concat", 1)?;
    let last = match (arg(args, 3), length(machine, table)?) {
        (Val::Nil, Ok(length)) => length,
        (Val::Nil, Err(unknown)) => return Ok(vec![unknown]),
        _ => int_arg(machine, args, 3, "concat")?,
    };
    let mut out = Vec::new();
    for index in first..=last {
        machine.burn(1)?;
        let value = machine.raw_get(table, &Key::Int(index));
        match (ops::text(&value), &value) {
            (Some(text), _) => out.extend_from_slice(&text),
            (None, Val::Unknown(_)) => return Ok(vec![value]),
            (None, _) => {
                let kind = value.type_name();
                let message = format!("invalid value ({kind}) at index {index} in table for 'concat'");
                return Err(machine.error(&message));
            }
        }
        if index < last
            && let Some(separator) = &separator
        {
            out.extend_from_slice(separator);
        }
        if out.len() > MAX_STRING {
            return Ok(vec![Val::unknown("a very long string")]);
        }
    }
    Ok(vec![Val::str(out)])
}

fn pack(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    let list = machine.list(args.iter().cloned());
    if let Val::Table(id) = list {
        machine.set_field(id, "n", Val::Int(i64::try_from(args.len()).unwrap_or(0)));
    }
    Ok(vec![list])
}

pub(super) fn unpack(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    if let Some(unknown) = unknown(args) {
        return Ok(unknown);
    }
    let list = arg(args, 0);
    let first = opt_int(machine, args, 1, "unpack", 1)?;
    // Any value goes: the library asks for its length and its items, and errors have no position there.
    let last = if arg(args, 2).is_nil() {
        match quietly(machine, |machine| ops::unary(machine, syntax::ast::UnaryOp::Length, &list))? {
            Val::Int(length) => length,
            other => return Ok(vec![other]),
        }
    } else {
        int_arg(machine, args, 2, "unpack")?
    };
    if last.saturating_sub(first) > 1_000_000 {
        return Err(machine.error("too many results to unpack"));
    }
    let mut values = Vec::new();
    for index in first..=last {
        machine.burn(1)?;
        values.push(quietly(machine, |machine| machine.index(&list, &Val::Int(index)))?);
    }
    Ok(values)
}

fn sort(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    if args.first().is_some_and(Val::is_unknown) {
        return Ok(vec![]);
    }
    let table = table_arg(machine, args, 0, "sort")?;
    let Ok(length) = length(machine, table)? else { return Ok(vec![]) };
    let added = machine.table(table).bag.clone();
    let listed = length - added.as_ref().map_or(0, |added| i64::try_from(added.len()).unwrap_or(0));
    let mut values: Vec<Val> = (1..=listed).map(|index| machine.table(table).get(&Key::Int(index))).collect();
    let was_shuffled = added.is_some();
    values.extend(added.into_iter().flatten());
    let function = arg(args, 1);
    let site = machine.here();
    let mut problem = None;
    let mut unsure = values.iter().any(Val::is_unknown) || function.is_unknown();
    // Merge sort: any comparison function ends, however inconsistent it is.
    let mut less = |machine: &mut Machine<'_>, a: &Val, b: &Val| -> bool {
        let result = if function.is_nil() {
            quietly(machine, |machine| ops::less(machine, a, b))
        } else {
            machine
                .call(&function, vec![a.clone(), b.clone()], site)
                .map(|values| values.into_iter().next().unwrap_or(Val::Nil))
        };
        match result {
            Ok(value) => {
                unsure |= value.is_unknown();
                value.truth().unwrap_or(false)
            }
            Err(flow) => {
                problem.get_or_insert(flow);
                false
            }
        }
    };
    merge_sort(machine, &mut values, &mut less);
    // What is sorted from any order is the same only where no two different items may change places.
    let is_strict = values.windows(2).all(|pair| match pair {
        [a, b] => !was_shuffled || a.raw_equals(b) == Some(true) || less(machine, a, b),
        _ => true,
    });
    if let Some(flow) = problem {
        return Err(flow);
    }
    if unsure || !is_strict {
        machine.escape(&Val::Table(table), &std::sync::Arc::from("sorted in an order that is not known"));
        return Ok(vec![]);
    }
    if was_shuffled && let Some(table) = machine.table_mut(table) {
        table.bag = None;
        table.open = false;
    }
    for (value, index) in values.into_iter().zip(1..) {
        machine.raw_set(table, Key::Int(index), value, None);
    }
    Ok(vec![])
}

fn merge_sort(
    machine: &mut Machine<'_>,
    values: &mut Vec<Val>,
    less: &mut dyn FnMut(&mut Machine<'_>, &Val, &Val) -> bool,
) {
    if values.len() < 2 {
        return;
    }
    let mut right = values.split_off(values.len() / 2);
    merge_sort(machine, values, less);
    merge_sort(machine, &mut right, less);
    let left = std::mem::take(values);
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    loop {
        let order = match (left.peek(), right.peek()) {
            (Some(a), Some(b)) if less(machine, b, a) => Ordering::Greater,
            (Some(_), _) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return,
        };
        values.extend(if order == Ordering::Less { left.next() } else { right.next() });
    }
}

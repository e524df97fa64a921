//! The `debug` library: who calls, and the environments of files. Loaders use it to reach the configuration that
//! called them.

use super::{Library, arg, int_arg, unknown, wrong_type};
use crate::lua::upvalues::{Upvalue, upvalues};
use crate::lua::val::{Native, Val};
use crate::lua::{CONFIGMANAGER, Machine, Run};
use crate::prosody::EnvId;

pub(super) const FUNCTIONS: Library = &[
    ("getinfo", getinfo),
    ("getlocal", |_, _| Ok(vec![Val::unknown("a local variable of a caller"); 2])),
    ("getmetatable", |_, _| Ok(vec![Val::unknown("debug.getmetatable()")])),
    ("getupvalue", getupvalue),
    ("sethook", |_, _| Ok(vec![])),
    ("setupvalue", setupvalue),
    ("traceback", |_, _| Ok(vec![Val::unknown("a traceback")])),
    ("upvalueid", |_, _| Ok(vec![Val::unknown("debug.upvalueid()")])),
];

/// `debug.getinfo(level or function, what)`: file, line and function.
fn getinfo(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    if let Some(unknown) = unknown(args) {
        return Ok(unknown);
    }
    let (function, source, line, own_line) = match args.first() {
        Some(function @ (Val::Closure(_) | Val::Native(_))) => {
            let source = match function {
                Val::Closure(closure) => Some(closure.source.clone()),
                Val::Native(Native::Chunk(chunk)) => Some(chunk.source.clone()),
                _ => None,
            };
            (function.clone(), source, 0, 0)
        }
        _ => {
            let level = int_arg(machine, args, 0, "getinfo")?;
            if level == 0 {
                return Ok(vec![Val::unknown("debug.getinfo(0)")]);
            }
            let Some(frame) = usize::try_from(level).ok().and_then(|level| machine.frame(level)) else {
                return Ok(vec![Val::Nil]);
            };
            (frame.function.clone(), frame.source.clone(), frame.line, frame.own_line)
        }
    };
    let what = match (&function, &source) {
        (Val::Native(Native::Chunk(_)), _) => "main",
        (_, Some(_)) => "Lua",
        (_, None) if own_line > 0 => "Lua",
        (_, None) => "C",
    };
    let table = machine.new_table();
    let (name, short) = source.map_or_else(
        || match own_line {
            0 => ("=[C]".to_owned(), "[C]".to_owned()),
            _ => (format!("@{CONFIGMANAGER}"), CONFIGMANAGER.to_owned()),
        },
        |source| (format!("@{}", source.name()), source.short_name()),
    );
    machine.set_field(table, "source", Val::str(name));
    machine.set_field(table, "short_src", Val::str(short));
    machine.set_field(table, "what", Val::str(what));
    machine.set_field(
        table,
        "currentline",
        Val::Int(if what == "C" { -1 } else { i64::from(line.max(own_line)) }),
    );
    let function = if function.is_nil() { Val::unknown("a function of Prosody's") } else { function };
    machine.set_field(table, "func", function);
    if let Some(table) = machine.table_mut(table) {
        table.open = true;
    }
    Ok(vec![Val::Table(table)])
}

/// `debug.getupvalue(f, i)`: of a whole file the only upvalue is its environment.
fn getupvalue(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    let Some(index) = upvalue_index(machine, args, "getupvalue")? else {
        return Ok(vec![Val::unknown("a variable that a function closes over"); 2]);
    };
    match args.first() {
        Some(Val::Native(Native::Chunk(chunk))) if index == 0 => {
            let env = machine.environment_value(chunk.env.get());
            Ok(vec![Val::str("_ENV"), env])
        }
        Some(Val::Closure(closure)) => Ok(match upvalues(closure).get(index) {
            None => vec![],
            Some(Upvalue::Environment) => {
                vec![Val::str("_ENV"), machine.environment_value(closure.env.get())]
            }
            Some(Upvalue::Local(name, cell)) => vec![Val::str(name.as_bytes()), cell.value.borrow().clone()],
        }),
        _ => Ok(vec![]),
    }
}

/// `debug.setupvalue(f, i, value)`: an environment is that of all functions of a file.
fn setupvalue(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    let Some(index) = upvalue_index(machine, args, "setupvalue")? else {
        machine.prosody.lose_track(&std::sync::Arc::from("what a function closes over is changed"));
        return Ok(vec![Val::unknown("a variable that a function closes over")]);
    };
    let value = arg(args, 2);
    let env = match args.first() {
        Some(Val::Native(Native::Chunk(chunk))) if index == 0 => std::rc::Rc::clone(&chunk.env),
        Some(Val::Closure(closure)) => match upvalues(closure).get(index) {
            None => return Ok(vec![]),
            Some(Upvalue::Environment) => std::rc::Rc::clone(&closure.env),
            Some(Upvalue::Local(name, cell)) => {
                let undecided = machine.depth > cell.depth;
                *cell.value.borrow_mut() = if undecided { machine.undecided() } else { value };
                return Ok(vec![Val::str(name.as_bytes())]);
            }
        },
        _ => return Ok(vec![]),
    };
    match environment(machine, &value) {
        Some(other) if machine.depth == 0 => env.set(other),
        _ => machine.prosody.lose_track(&std::sync::Arc::from("a file runs in an unknown environment")),
    }
    Ok(vec![Val::str("_ENV")])
}

/// Which upvalue is meant, from 0; `None` if that, or the function, is not known.
fn upvalue_index(machine: &Machine<'_>, args: &[Val], function: &str) -> Run<Option<usize>> {
    if args.iter().take(2).any(Val::is_unknown) {
        return Ok(None);
    }
    let index = int_arg(machine, args, 1, function)?;
    if !matches!(args.first(), Some(Val::Closure(_) | Val::Native(_))) {
        return Err(wrong_type(machine, args, 0, function, "function"));
    }
    Ok(Some(usize::try_from(index).ok().and_then(|index| index.checked_sub(1)).unwrap_or(usize::MAX)))
}

/// What a value is as the environment of a file; `None` if that can't be told.
pub(super) fn environment(machine: &Machine<'_>, value: &Val) -> Option<EnvId> {
    match value {
        Val::Nil => Some(EnvId::Nothing),
        Val::Table(id) if *id == machine.globals => Some(EnvId::Plain),
        Val::Table(id) => Some(machine.table(*id).environment.unwrap_or(EnvId::Table(*id))),
        _ => None,
    }
}

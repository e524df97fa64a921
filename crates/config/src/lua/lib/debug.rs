//! The `debug` library: who calls, and the environments of files. Loaders use it to reach the configuration that
//! called them.

use super::{Library, arg, int_arg, unknown};
use crate::lua::upvalues::free_names;
use crate::lua::val::{Native, Val};
use crate::lua::{Machine, Run};
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
    let (function, source, line) = match args.first() {
        Some(function @ (Val::Closure(_) | Val::Native(_))) => {
            let source = match function {
                Val::Closure(closure) => Some(closure.source.clone()),
                Val::Native(Native::Chunk(chunk)) => Some(chunk.source.clone()),
                _ => None,
            };
            (function.clone(), source, 0)
        }
        _ => {
            let level = int_arg(machine, args, 0, "getinfo")?;
            if level == 0 {
                return Ok(vec![Val::unknown("debug.getinfo(0)")]);
            }
            let Some(frame) = usize::try_from(level).ok().and_then(|level| machine.frame(level)) else {
                return Ok(vec![Val::Nil]);
            };
            (frame.function.clone(), frame.source.clone(), frame.line)
        }
    };
    let what = match (&function, &source) {
        (Val::Native(Native::Chunk(_)), _) => "main",
        (_, Some(_)) => "Lua",
        (_, None) => "C",
    };
    let table = machine.new_table();
    let (name, short) = source.map_or_else(
        || ("=[C]".to_owned(), "[C]".to_owned()),
        |source| (format!("@{}", source.name()), source.short_name()),
    );
    machine.set_field(table, "source", Val::str(name));
    machine.set_field(table, "short_src", Val::str(short));
    machine.set_field(table, "what", Val::str(what));
    machine.set_field(table, "currentline", Val::Int(if what == "C" { -1 } else { i64::from(line) }));
    let function = if function.is_nil() { Val::unknown("a function of Prosody's") } else { function };
    machine.set_field(table, "func", function);
    if let Some(table) = machine.table_mut(table) {
        table.open = true;
    }
    Ok(vec![Val::Table(table)])
}

/// `debug.getupvalue(f, i)`: what a function closes over, in the compiler's order; of a whole file the only upvalue is
/// its environment.
fn getupvalue(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    match args.first() {
        Some(Val::Native(Native::Chunk(chunk))) => {
            let index = int_arg(machine, args, 1, "getupvalue")?;
            if index != 1 {
                return Ok(vec![]);
            }
            let env = machine.environment_value(chunk.env.get());
            Ok(vec![Val::str("_ENV"), env])
        }
        Some(Val::Closure(closure)) => {
            let index = int_arg(machine, args, 1, "getupvalue")?;
            let mut upvalues: Vec<(&str, Val)> = Vec::new();
            let mut has_environment = false;
            for name in free_names(&closure.body) {
                if let Some(cell) = closure.scope.find(name) {
                    upvalues.push((name, cell.value.borrow().clone()));
                } else if !std::mem::replace(&mut has_environment, true) {
                    upvalues.push(("_ENV", Val::Nil));
                }
            }
            let at = usize::try_from(index).ok().and_then(|index| index.checked_sub(1));
            match at.and_then(|at| upvalues.get(at)) {
                Some(("_ENV", Val::Nil)) => {
                    let env = machine.environment_value(closure.env);
                    Ok(vec![Val::str("_ENV"), env])
                }
                Some((name, value)) => Ok(vec![Val::str(name), value.clone()]),
                None => Ok(vec![]),
            }
        }
        // Of C functions Lua tells nothing that could be used.
        Some(Val::Native(_)) => Ok(vec![]),
        _ => Ok(vec![Val::unknown("a variable that a function closes over"); 2]),
    }
}

/// `debug.setupvalue(f, 1, env)` gives a loaded file another environment.
fn setupvalue(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    match (args.first(), arg(args, 1)) {
        (Some(Val::Native(Native::Chunk(chunk))), Val::Int(1)) => {
            match environment(machine, &arg(args, 2)) {
                Some(env) => chunk.env.set(env),
                None => {
                    machine
                        .prosody
                        .lose_track(&std::sync::Arc::from("a file runs in an unknown environment"));
                }
            }
            Ok(vec![Val::str("_ENV")])
        }
        (Some(Val::Native(_)), _) => Ok(vec![]),
        _ => {
            machine.prosody.lose_track(&std::sync::Arc::from("what a function closes over is changed"));
            Ok(vec![Val::unknown("a variable that a function closes over")])
        }
    }
}

/// What a value is as the environment of a file; `None` if that can't be told.
pub(super) fn environment(machine: &Machine<'_>, value: &Val) -> Option<EnvId> {
    match value {
        Val::Table(id) if *id == machine.globals => Some(EnvId::Plain),
        Val::Table(id) => Some(machine.table(*id).environment.unwrap_or(EnvId::Table(*id))),
        _ => None,
    }
}

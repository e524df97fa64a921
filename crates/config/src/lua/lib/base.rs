//! Global functions: `type`, `pairs`, `pcall`, ...

use super::{Library, arg, bad_argument, int_arg, string_arg, table_arg, unknown, wrong_type};
use crate::lua::call::Caught;
use crate::lua::val::{Chunk, Key, Native, Rows, Val};
use crate::lua::{Flow, LuaError, Machine, Run, number, ops};
use crate::prosody::EnvId;

pub(super) const FUNCTIONS: Library = &[
    ("assert", assert),
    ("collectgarbage", |_, _| Ok(vec![Val::unknown("collectgarbage()")])),
    ("dofile", dofile),
    ("error", error),
    ("getmetatable", getmetatable),
    ("ipairs", ipairs),
    ("load", load),
    ("loadfile", loadfile),
    ("next", next),
    ("pairs", pairs),
    ("pcall", pcall),
    ("print", |_, _| Ok(vec![])),
    ("rawequal", rawequal),
    ("rawget", rawget),
    ("rawlen", rawlen),
    ("rawset", rawset),
    ("require", require),
    ("select", select),
    ("setmetatable", setmetatable),
    ("tonumber", tonumber),
    ("tostring", |machine, args| Ok(vec![to_string(machine, &arg(args, 0))?])),
    ("type", type_of),
    ("xpcall", xpcall),
    ("warn", |_, _| Ok(vec![])),
];

fn assert(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    let Some(value) = args.first() else {
        return Err(bad_argument(machine, 1, "assert", "value expected"));
    };
    match value.truth() {
        // If it goes on, an unknown value was true.
        Some(true) | None => Ok(args.to_vec()),
        // Since 5.4 the message gets a position, as `error` gives it.
        Some(false) => match args.get(1) {
            Some(Val::Str(message)) => Err(machine.error(&String::from_utf8_lossy(message))),
            Some(message) => Err(Flow::error(message.clone(), machine.place())),
            None => Err(machine.error("assertion failed!")),
        },
    }
}

fn error(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    let value = arg(args, 0);
    let level = if arg(args, 1).is_nil() { 1 } else { int_arg(machine, args, 1, "error")? };
    if let (Val::Str(bytes), Ok(level)) = (&value, usize::try_from(level))
        && level > 0
    {
        let mut text = machine.position(level).into_bytes();
        text.extend_from_slice(bytes);
        return Err(Flow::error(Val::str(text), machine.blamed(level)));
    }
    let place = machine.refused_place(&value).or_else(|| machine.blamed(0));
    Err(Flow::error(value, place))
}

fn type_of(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    match args.first() {
        None => Err(bad_argument(machine, 1, "type", "value expected")),
        Some(value @ Val::Unknown(_)) => Ok(vec![value.clone()]),
        Some(value) => Ok(vec![Val::str(value.type_name())]),
    }
}

/// What `tostring` makes of a value.
pub(super) fn to_string(machine: &mut Machine<'_>, value: &Val) -> Run<Val> {
    Ok(match value {
        Val::Nil => Val::str("nil"),
        Val::Bool(value) => Val::str(value.to_string()),
        Val::Table(id) => match machine.metafield(*id, "__tostring") {
            Some(function) => {
                let site = machine.here();
                let result = machine.call(&function, vec![value.clone()], site)?;
                result.into_iter().next().unwrap_or(Val::Nil)
            }
            None => Val::unknown("the text of a table is its address"),
        },
        Val::Closure(_) | Val::Native(_) => Val::unknown("the text of a function is its address"),
        Val::Unknown(_) => value.clone(),
        value => ops::text(value).map_or(Val::Nil, Val::Str),
    })
}

fn tonumber(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    if let Some(unknown) = unknown(args) {
        return Ok(unknown);
    }
    if arg(args, 1).is_nil() {
        if args.is_empty() {
            return Err(bad_argument(machine, 1, "tonumber", "value expected"));
        }
        return Ok(vec![number::to_number(&arg(args, 0)).unwrap_or(Val::Nil)]);
    }
    let base = int_arg(machine, args, 1, "tonumber")?;
    let Val::Str(text) = arg(args, 0) else { return Err(wrong_type(machine, args, 0, "tonumber", "string")) };
    let Some(base) = u32::try_from(base).ok().filter(|base| (2..=36).contains(base)) else {
        return Err(bad_argument(machine, 2, "tonumber", "base out of range"));
    };
    let text = String::from_utf8_lossy(&text);
    Ok(vec![i64::from_str_radix(text.trim(), base).map_or(Val::Nil, Val::Int)])
}

fn ipairs(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    match args.first() {
        None => Err(wrong_type(machine, args, 0, "ipairs", "table")),
        Some(value @ Val::Unknown(_)) => Ok(vec![value.clone()]),
        // Any value goes: its items are looked up one by one, with metamethods.
        Some(value) => Ok(vec![
            Val::Native(Native::Lib(super::Lib { name: "ipairs_iterator", call: ipairs_next })),
            value.clone(),
            Val::Int(0),
        ]),
    }
}

fn ipairs_next(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    let next = number::to_int(&arg(args, 1)).unwrap_or(0).wrapping_add(1);
    // The library asks, not the configuration: errors have no position.
    machine.push_frame(None)?;
    let value = machine.index(&arg(args, 0), &Val::Int(next));
    machine.pop_frame();
    Ok(match value? {
        Val::Nil => vec![Val::Nil],
        Val::Unknown(reason) => vec![Val::Unknown(reason)],
        value => vec![Val::Int(next), value],
    })
}

fn pairs(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    let table = match args.first() {
        Some(Val::Table(id)) if machine.table(*id).environment.is_some() => {
            return Ok(vec![Val::unknown("what Prosody keeps in an environment")]);
        }
        Some(Val::Table(id)) => *id,
        Some(value @ Val::Unknown(_)) => return Ok(vec![value.clone()]),
        _ => return Err(wrong_type(machine, args, 0, "for iterator", "table")),
    };
    if let Some(function) = machine.metafield(table, "__pairs") {
        let site = machine.here();
        return machine.call(&function, args.to_vec(), site);
    }
    Ok(vec![rows(machine, table)])
}

/// An iterator over all entries of a table.
fn rows(machine: &Machine<'_>, table: crate::lua::TableId) -> Val {
    let found = machine.table(table);
    if !found.is_sure() {
        return Val::unknown("a loop over a table with entries that are not known");
    }
    let mut rows: Vec<_> = found.entries().map(|slot| (slot.key.clone(), slot.value.clone())).collect();
    // Lua walks the list part first, the rest in the order of its hashes.
    let unordered = !found.keeps_order();
    rows.sort_by_key(|(key, _)| match key {
        Key::Int(index) if *index >= 1 => (0, *index),
        _ => (1, 0),
    });
    let rows = rows.into_iter().map(|(key, value)| vec![key.to_val(), value]).collect();
    if unordered { Rows::unordered(rows) } else { Rows::iterator(rows) }
}

impl Machine<'_> {
    /// What `next` gives for a table, one row after the other.
    pub(crate) fn all_rows(&mut self, table: &Val) -> Run<Val> {
        Ok(match table {
            Val::Table(id) if self.table(*id).environment.is_none() => rows(self, *id),
            _ => Val::unknown("what Prosody keeps in an environment"),
        })
    }
}

fn next(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    if let Some(unknown) = unknown(args) {
        return Ok(unknown);
    }
    let table = table_arg(machine, args, 0, "next")?;
    let found = machine.table(table);
    let mut entries = found.entries();
    // Where a table has several keys, which comes first is up to its hashes; an empty one has none.
    if found.entries().filter(|slot| !matches!(slot.key, Key::Int(_))).count() > 1 {
        return Ok(vec![Val::unknown("the order in which Lua walks a table")]);
    }
    let entry = match arg(args, 1).key() {
        None => entries.next(),
        Some(key) => entries.skip_while(|slot| slot.key != key).nth(1),
    };
    Ok(match entry {
        Some(slot) => vec![slot.key.to_val(), slot.value.clone()],
        None if !found.is_sure() => vec![Val::unknown("a table with entries that are not known")],
        None => vec![Val::Nil],
    })
}

fn rawget(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    if let Some(unknown) = unknown(args) {
        return Ok(unknown);
    }
    let table = table_arg(machine, args, 0, "rawget")?;
    if let Some(env) = machine.table(table).environment {
        // Options lie elsewhere: here are Prosody's own functions, and what was put beside them.
        return Ok(vec![match arg(args, 1) {
            Val::Str(name) => machine.own_name(env, &String::from_utf8_lossy(&name)).unwrap_or(Val::Nil),
            key if key.is_unknown() => key,
            _ => Val::unknown("what Prosody keeps in an environment"),
        }]);
    }
    Ok(vec![arg(args, 1).key().map_or(Val::Nil, |key| machine.raw_get(table, &key))])
}

fn rawset(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    if let Some(Val::Unknown(_)) = args.first() {
        return Ok(vec![arg(args, 0)]);
    }
    let table = table_arg(machine, args, 0, "rawset")?;
    if let Some(env) = machine.table(table).environment {
        match arg(args, 1) {
            Val::Str(name) => machine.put_beside(env, &String::from_utf8_lossy(&name), arg(args, 2)),
            _ => machine.prosody.lost_track = true,
        }
        return Ok(vec![arg(args, 0)]);
    }
    machine.set_computed(table, &arg(args, 1), arg(args, 2), None)?;
    Ok(vec![arg(args, 0)])
}

fn rawequal(_: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    Ok(vec![arg(args, 0).raw_equals(&arg(args, 1)).map_or_else(|| Val::unknown("unknown values"), Val::Bool)])
}

fn rawlen(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    if let Some(Val::Str(bytes)) = args.first() {
        return Ok(vec![Val::Int(i64::try_from(bytes.len()).unwrap_or(i64::MAX))]);
    }
    if let Some(unknown) = unknown(args) {
        return Ok(unknown);
    }
    let table = table_arg(machine, args, 0, "rawlen")?;
    Ok(vec![Val::Int(machine.table(table).border())])
}

fn select(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    let rest = args.get(1..).unwrap_or_default();
    if matches!(args.first(), Some(Val::Str(bytes)) if bytes.first() == Some(&b'#')) {
        return Ok(vec![Val::Int(i64::try_from(rest.len()).unwrap_or(0))]);
    }
    if let Some(Val::Unknown(_)) = args.first() {
        return Ok(vec![arg(args, 0)]);
    }
    let index = int_arg(machine, args, 0, "select")?;
    let start = if index < 0 {
        usize::try_from(index.unsigned_abs()).ok().and_then(|back| rest.len().checked_sub(back))
    } else {
        usize::try_from(index).ok().and_then(|index| index.checked_sub(1))
    };
    match start {
        None => Err(bad_argument(machine, 1, "select", "index out of range")),
        Some(start) => Ok(rest.get(start..).unwrap_or_default().to_vec()),
    }
}

fn getmetatable(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    Ok(vec![match args.first() {
        Some(Val::Table(id)) if machine.table(*id).proxy.is_some() => Val::unknown("a proxy's metatable"),
        Some(Val::Table(id)) if machine.table(*id).environment.is_some() => {
            Val::unknown("the metatable of an environment")
        }
        Some(Val::Table(id)) => machine
            .metafield(*id, "__metatable")
            .or_else(|| machine.table(*id).metatable.map(Val::Table))
            .unwrap_or(Val::Nil),
        Some(Val::Str(_) | Val::Closure(_) | Val::Native(_)) => {
            Val::unknown("the metatable of a string or function")
        }
        Some(value @ Val::Unknown(_)) => value.clone(),
        _ => Val::Nil,
    }])
}

fn setmetatable(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    if let Some(Val::Unknown(_)) = args.first() {
        return Ok(vec![arg(args, 0)]);
    }
    let table = table_arg(machine, args, 0, "setmetatable")?;
    let meta = match arg(args, 1) {
        Val::Nil if args.len() > 1 => None,
        Val::Table(id) => Some(id),
        Val::Unknown(reason) => {
            machine.escape(&Val::Table(table), &reason);
            None
        }
        _ => return Err(wrong_type(machine, args, 1, "setmetatable", "nil or table")),
    };
    if machine.metafield(table, "__metatable").is_some() {
        return Err(machine.error("cannot change a protected metatable"));
    }
    if let Some(table) = machine.table_mut(table) {
        table.metatable = meta;
    }
    Ok(vec![Val::Table(table)])
}

/// Runs something whose errors the configuration itself catches.
fn protected(machine: &mut Machine<'_>, run: impl FnOnce(&mut Machine<'_>) -> Run<Vec<Val>>) -> Run<Caught> {
    machine.protecting += 1;
    let result = machine.protected(run);
    machine.protecting -= 1;
    result
}

fn pcall(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    let Some((function, rest)) = args.split_first() else {
        return Err(bad_argument(machine, 1, "pcall", "value expected"));
    };
    if function.is_unknown() {
        return Ok(vec![function.clone(), function.clone()]);
    }
    let site = machine.here();
    let (function, rest) = (function.clone(), rest.to_vec());
    Ok(match protected(machine, |machine| machine.call(&function, rest, site))? {
        Caught::Values(values) => std::iter::once(Val::Bool(true)).chain(values).collect(),
        Caught::Error(error) => vec![Val::Bool(false), error.value],
        Caught::Unsure => vec![Val::unknown("whether the call fails is not known"); 2],
    })
}

fn xpcall(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    let (function, handler) = (arg(args, 0), arg(args, 1));
    if function.is_unknown() {
        return Ok(vec![function.clone(), function]);
    }
    let site = machine.here();
    let rest = args.get(2..).unwrap_or_default().to_vec();
    Ok(match protected(machine, |machine| machine.call(&function, rest, site))? {
        Caught::Values(values) => std::iter::once(Val::Bool(true)).chain(values).collect(),
        Caught::Unsure => vec![Val::unknown("whether the call fails is not known"); 2],
        Caught::Error(error) => {
            let handled = machine.call(&handler, vec![error.value], site)?;
            std::iter::once(Val::Bool(false)).chain(handled).collect()
        }
    })
}

fn dofile(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    if let Some(unknown) = unknown(args) {
        return Ok(unknown);
    }
    let path = string_arg(machine, args, 0, "dofile")?;
    match machine.load_plain(&path) {
        Ok(chunk) => machine.run_plain(&chunk),
        Err(error) => Err(error),
    }
}

fn loadfile(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    if let Some(unknown) = unknown(args) {
        return Ok(unknown);
    }
    let path = string_arg(machine, args, 0, "loadfile")?;
    let env = environment_arg(machine, args, 2);
    match machine.load_plain(&path) {
        Ok(source) => Ok(vec![Chunk::value(source, env)]),
        Err(Flow::Error(error)) => {
            let LuaError { value, place, .. } = *error;
            machine.refused.extend(place.map(|place| (value.clone(), place)));
            Ok(vec![Val::Nil, value])
        }
        Err(flow) => Err(flow),
    }
}

/// The environment given to `load` and `loadfile`: without one, Lua's own.
fn environment_arg(machine: &mut Machine<'_>, args: &[Val], index: usize) -> EnvId {
    match args.get(index) {
        None => EnvId::Plain,
        Some(value) => super::debug::environment(machine, value).unwrap_or_else(|| {
            machine.prosody.lose_track(&std::sync::Arc::from("a file runs in an unknown environment"));
            EnvId::Plain
        }),
    }
}

/// `load(text, name, mode, env)`: where the text is that of a file, it is the file that runs.
fn load(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    let named = match (arg(args, 0), arg(args, 1)) {
        (Val::Str(text), Val::Str(name)) => name
            .strip_prefix(b"@")
            .and_then(|path| machine.load_plain(path).ok())
            .filter(|source| *source.file().text == *text),
        _ => None,
    };
    match named {
        Some(source) => {
            let env = environment_arg(machine, args, 3);
            Ok(vec![Chunk::value(source, env)])
        }
        None => Ok(vec![Val::unknown("load() makes code at run time")]),
    }
}

fn require(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    if let Some(unknown) = unknown(args) {
        return Ok(unknown);
    }
    let name = string_arg(machine, args, 0, "require")?;
    Ok(vec![machine.require(&String::from_utf8_lossy(&name))?])
}

//! Lua's library, as far as configurations can use it without touching the machine.

#![expect(
    clippy::unnecessary_wraps,
    reason = "library functions share one signature, whether they can fail or not"
)]

mod base;
mod debug;
mod format;
mod io;
mod math;
mod os;
mod string;
mod table;

use super::machine::Machine;
use super::val::{Native, Val};
use super::{Run, TableId, number};

pub(crate) use format::quote;
pub(crate) use io::{REST, read_as};

/// A library function.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lib {
    /// Its name in error messages.
    pub(crate) name: &'static str,
    pub(crate) call: Call,
}

/// What every library function looks like.
type Call = fn(&mut Machine<'_>, &[Val]) -> Run<Vec<Val>>;

/// The functions of one library.
type Library = &'static [(&'static str, Call)];

/// Fills `_G`.
pub(crate) fn install(machine: &mut Machine<'_>) {
    let globals = machine.new_table();
    machine.globals = globals;
    fill(machine, globals, base::FUNCTIONS);
    machine.set_field(globals, "_G", Val::Table(globals));
    machine.set_field(globals, "_VERSION", Val::str("Lua 5.4"));
    for (name, functions) in [
        ("string", string::FUNCTIONS),
        ("table", table::FUNCTIONS),
        ("math", math::FUNCTIONS),
        ("os", os::FUNCTIONS),
        ("io", io::FUNCTIONS),
        ("debug", debug::FUNCTIONS),
    ] {
        let library = machine.new_table();
        fill(machine, library, functions);
        machine.set_field(globals, name, Val::Table(library));
        if name == "string" {
            machine.strings = library;
        }
    }
    math::install_constants(machine);
    for (name, functions) in NOT_FOLLOWED {
        let Val::Table(library) = machine.raw_get(globals, &super::val::Key::str(name)) else { continue };
        for name in *functions {
            machine.set_field(library, name, Val::Native(Native::Lib(Lib { name, call: not_followed })));
        }
    }
    if let Val::Table(io) = machine.raw_get(globals, &super::val::Key::str("io")) {
        for name in ["stderr", "stdin", "stdout"] {
            machine.set_field(io, name, Val::unknown("a standard stream"));
        }
    }
    // Present, but what they do is not followed.
    for name in ["coroutine", "package", "utf8"] {
        let library = machine.new_table();
        machine.set_field(globals, name, Val::Table(library));
        if let Some(table) = machine.table_mut(library) {
            table.open = true;
        }
        if name == "package" {
            machine.set_field(library, "path", Val::str(super::val::USUAL_PATH));
            machine.set_field(library, "config", Val::str("/\n;\n?\n!\n-\n"));
            for name in ["loaded", "preload"] {
                let table = machine.new_table();
                machine.set_field(library, name, Val::Table(table));
            }
        }
    }
    // What was there before any file ran is certain, whatever branch looks at it; lists made here start closed.
}

/// Functions that exist, though nothing is known of their results.
const NOT_FOLLOWED: &[(&str, &[&str])] = &[
    ("string", &["dump", "pack", "packsize", "unpack"]),
    ("table", &["move"]),
    (
        "math",
        &[
            "acos", "asin", "atan", "atan2", "cos", "cosh", "deg", "exp", "fmod", "frexp", "ldexp", "log",
            "log10", "modf", "pow", "rad", "sin", "sinh", "tan", "tanh", "ult",
        ],
    ),
    ("io", &["flush", "tmpfile"]),
    (
        "debug",
        &[
            "debug",
            "gethook",
            "getregistry",
            "getuservalue",
            "setcstacklimit",
            "setlocal",
            "setmetatable",
            "setuservalue",
            "upvaluejoin",
        ],
    ),
];

fn not_followed(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    let reason = std::sync::Arc::from("a function of Lua's library that is not followed");
    for value in args {
        machine.hand_over(value, &reason)?;
    }
    Ok(vec![Val::Unknown(reason)])
}

fn fill(machine: &mut Machine<'_>, table: TableId, functions: Library) {
    for (name, call) in functions {
        machine.set_field(table, name, Val::Native(Native::Lib(Lib { name, call: *call })));
    }
}

/// Does what the library itself asks for, not the configuration: errors have no position, and nothing is said about
/// where an operand came from.
fn quietly(machine: &mut Machine<'_>, run: impl FnOnce(&mut Machine<'_>) -> Run<Val>) -> Run<Val> {
    machine.push_frame(None)?;
    let result = run(machine);
    machine.pop_frame();
    result.map_err(super::Flow::unexplained)
}

/// An argument, nil if absent.
pub(crate) fn arg(args: &[Val], index: usize) -> Val {
    args.get(index).cloned().unwrap_or(Val::Nil)
}

/// The first unknown argument: most functions then give something unknown, too.
pub(crate) fn unknown(args: &[Val]) -> Option<Vec<Val>> {
    args.iter().find(|value| value.is_unknown()).map(|value| vec![value.clone()])
}

/// Lua's error for a wrong argument; `index` counts from 1.
pub(crate) fn bad_argument(machine: &Machine<'_>, index: usize, function: &str, what: &str) -> super::Flow {
    machine.error(&format!("bad argument #{index} to '{function}' ({what})")).about_argument(index)
}

fn wrong_type(
    machine: &Machine<'_>,
    args: &[Val],
    index: usize,
    function: &str,
    expected: &str,
) -> super::Flow {
    let got = args.get(index).map_or("no value", Val::type_name);
    bad_argument(machine, index + 1, function, &format!("{expected} expected, got {got}"))
}

/// A string argument; numbers count.
pub(crate) fn string_arg(
    machine: &Machine<'_>,
    args: &[Val],
    index: usize,
    function: &str,
) -> Run<std::sync::Arc<[u8]>> {
    args.get(index)
        .and_then(super::ops::text)
        .ok_or_else(|| wrong_type(machine, args, index, function, "string"))
}

/// An integer argument; numeric strings count.
pub(crate) fn int_arg(machine: &Machine<'_>, args: &[Val], index: usize, function: &str) -> Run<i64> {
    let value = arg(args, index);
    if let Some(value) = number::to_int(&value) {
        return Ok(value);
    }
    if number::to_number(&value).is_some() {
        return Err(bad_argument(machine, index + 1, function, "number has no integer representation"));
    }
    Err(wrong_type(machine, args, index, function, "number"))
}

/// An integer argument with a default.
pub(crate) fn opt_int(
    machine: &Machine<'_>,
    args: &[Val],
    index: usize,
    function: &str,
    default: i64,
) -> Run<i64> {
    if arg(args, index).is_nil() { Ok(default) } else { int_arg(machine, args, index, function) }
}

/// A table argument.
pub(crate) fn table_arg(machine: &Machine<'_>, args: &[Val], index: usize, function: &str) -> Run<TableId> {
    match args.get(index) {
        Some(Val::Table(id)) => Ok(*id),
        _ => Err(wrong_type(machine, args, index, function, "table")),
    }
}

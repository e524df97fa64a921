//! The `io` library: files of the tree can be read; nothing can be written, no process started.

use super::{Library, arg, string_arg, unknown};
use crate::lua::val::{Key, Native, Rows, Val};
use crate::lua::{Machine, Run, TableId};

pub(super) const FUNCTIONS: Library = &[
    ("close", |_, _| Ok(vec![Val::Bool(true)])),
    ("input", |_, _| Ok(vec![Val::unknown("standard input")])),
    ("lines", lines),
    ("open", open),
    ("output", |_, _| Ok(vec![Val::unknown("standard output")])),
    ("popen", |_, _| Ok(vec![Val::unknown("runs a command")])),
    ("read", |_, _| Ok(vec![Val::unknown("standard input")])),
    ("type", |_, _| Ok(vec![Val::unknown("whether it is a file")])),
    ("write", |_, _| Ok(vec![Val::Bool(true)])),
];

/// The key that holds what is left to read of an open file. No string of a configuration can be it.
pub(crate) const REST: Key = Key::Bool(false);

fn open(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    if let Some(unknown) = unknown(args) {
        return Ok(unknown);
    }
    let path = string_arg(machine, args, 0, "open")?;
    if let Val::Str(mode) = arg(args, 1)
        && !matches!(&*mode, b"r" | b"rb")
    {
        return Ok(vec![Val::unknown("opens a file for writing")]);
    }
    let path = String::from_utf8_lossy(&path).into_owned();
    match machine.read_file(&path) {
        Ok(text) => {
            let handle = machine.new_table();
            if let Some(table) = machine.table_mut(handle) {
                table.set(REST, Val::Str(text), None);
            }
            let methods: Library = &[
                ("read", read),
                ("lines", handle_lines),
                ("close", |_, _| Ok(vec![Val::Bool(true)])),
                ("seek", |_, _| Ok(vec![Val::unknown("a position in a file")])),
            ];
            for (name, call) in methods {
                machine.set_field(handle, name, Val::Native(Native::Lib(super::Lib { name, call: *call })));
            }
            Ok(vec![Val::Table(handle)])
        }
        Err(crate::files::IoError::Outside) => Ok(vec![Val::unknown("a file outside the workspace")]),
        // It can be opened, and nothing can be read from it.
        Err(crate::files::IoError::IsDirectory) => Ok(vec![Val::unknown("an open directory")]),
        Err(error) => {
            Ok(vec![Val::Nil, Val::str(format!("{path}: {}", error.text())), Val::Int(error.number())])
        }
    }
}

fn rest(machine: &Machine<'_>, args: &[Val]) -> Option<(TableId, std::sync::Arc<[u8]>)> {
    let Some(Val::Table(id)) = args.first() else { return None };
    match machine.table(*id).get(&REST) {
        Val::Str(bytes) => Some((*id, bytes)),
        _ => None,
    }
}

fn read(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    let Some((handle, text)) = rest(machine, args) else { return Ok(vec![Val::unknown("an open file")]) };
    let format = arg(args, 1);
    let (value, used) = read_as(&text, &format);
    let left = text.get(used..).unwrap_or_default().to_vec();
    machine.raw_set(handle, REST, Val::str(left), None);
    Ok(vec![value])
}

/// One `read` of a text: the value, and how many bytes it takes.
pub(crate) fn read_as(text: &[u8], format: &Val) -> (Val, usize) {
    let format = match format {
        Val::Nil => "l".to_owned(),
        Val::Str(bytes) => String::from_utf8_lossy(bytes).trim_start_matches('*').to_owned(),
        Val::Int(count) => {
            let count = usize::try_from(*count).unwrap_or(0).min(text.len());
            let value =
                if text.is_empty() { Val::Nil } else { Val::str(text.get(..count).unwrap_or_default()) };
            return (value, count);
        }
        _ => return (Val::unknown("what is read from a file"), text.len()),
    };
    match format.chars().next() {
        Some('a') => (Val::str(text), text.len()),
        Some('l' | 'L') if text.is_empty() => (Val::Nil, 0),
        Some(kind @ ('l' | 'L')) => {
            let end = text.iter().position(|&byte| byte == b'\n').unwrap_or(text.len());
            let used = (end + 1).min(text.len());
            let shown = if kind == 'l' { end } else { used };
            (Val::str(text.get(..shown).unwrap_or_default()), used)
        }
        _ => (Val::unknown("a number read from a file"), text.len()),
    }
}

fn rows(text: &[u8]) -> Val {
    let mut lines: Vec<&[u8]> = text.split(|&byte| byte == b'\n').collect();
    if lines.last().is_some_and(|last| last.is_empty()) {
        lines.pop();
    }
    Rows::iterator(lines.into_iter().map(|line| vec![Val::str(line)]).collect())
}

fn handle_lines(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    Ok(vec![rest(machine, args).map_or_else(|| Val::unknown("an open file"), |(_, text)| rows(&text))])
}

fn lines(machine: &mut Machine<'_>, args: &[Val]) -> Run<Vec<Val>> {
    if let Some(unknown) = unknown(args) {
        return Ok(unknown);
    }
    let path = string_arg(machine, args, 0, "lines")?;
    let path = String::from_utf8_lossy(&path).into_owned();
    match machine.read_file(&path) {
        Ok(text) => Ok(vec![rows(&text)]),
        Err(crate::files::IoError::Outside) => Ok(vec![Val::unknown("a file outside the workspace")]),
        Err(error) => Err(machine.error(&format!("cannot open file '{path}' ({})", error.text()))),
    }
}

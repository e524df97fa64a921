//! The `os` library: the profile's environment; no clock, no processes, no changes.

use super::{Library, string_arg, unknown};
use crate::lua::Val;

pub(super) const FUNCTIONS: Library = &[
    ("clock", |_, _| Ok(vec![Val::unknown("the time")])),
    ("date", |_, _| Ok(vec![Val::unknown("the date")])),
    ("difftime", |_, _| Ok(vec![Val::unknown("the time")])),
    ("execute", |_, _| Ok(vec![Val::unknown("runs a command")])),
    ("exit", |machine, _| Err(machine.error_at(0, "the configuration calls os.exit"))),
    ("getenv", |machine, args| {
        if let Some(unknown) = unknown(args) {
            return Ok(unknown);
        }
        let name = string_arg(machine, args, 0, "getenv")?;
        Ok(vec![machine.env_variable(&String::from_utf8_lossy(&name))])
    }),
    ("remove", |_, _| Ok(vec![Val::unknown("removes a file")])),
    ("rename", |_, _| Ok(vec![Val::unknown("renames a file")])),
    ("setlocale", |_, _| Ok(vec![Val::unknown("the locale")])),
    ("time", |_, _| Ok(vec![Val::unknown("the time")])),
    ("tmpname", |_, _| Ok(vec![Val::unknown("a temporary file")])),
];

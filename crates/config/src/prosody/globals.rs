//! The globals that Prosody makes before it reads its configuration (`util/startup.lua`).

use super::ProsodyFn;
use crate::lua::val::Native;
use crate::lua::{Machine, Val};

/// Adds them to `_G`.
pub(crate) fn install(machine: &mut Machine<'_>) {
    let globals = machine.globals;
    let prosody = machine.new_table();
    for name in ["bare_sessions", "full_sessions", "hosts"] {
        let table = machine.new_table();
        machine.set_field(prosody, name, Val::Table(table));
        machine.set_field(globals, name, Val::Table(table));
    }
    let opaque = || Val::Native(Native::Prosody(ProsodyFn::Opaque));
    machine.set_field(globals, "log", opaque());
    machine.set_field(prosody, "log", opaque());
    machine.set_field(prosody, "platform", Val::str("posix"));
    let process = match &machine.profile.process_type {
        Some(process) => Val::str(process),
        // `prosodyctl` reads the same configuration.
        None => Val::unknown("whether prosody or prosodyctl reads it"),
    };
    machine.set_field(prosody, "process_type", process);
    for name in ["events", "opts", "version", "installed", "start_time"] {
        machine.set_field(prosody, name, Val::unknown(format!("prosody.{name}")));
    }
    machine.set_field(globals, "prosody", Val::Table(prosody));
    if let Some(table) = machine.table_mut(prosody) {
        table.open = true;
    }
    let arg = machine.new_table();
    machine.raw_set(arg, crate::lua::Key::Int(0), Val::str("prosody"), None);
    machine.set_field(prosody, "arg", Val::Table(arg));
    machine.set_field(globals, "arg", Val::Table(arg));
    for name in ["CFG_SOURCEDIR", "CFG_PLUGINDIR", "CFG_DATADIR"] {
        machine.set_field(globals, name, Val::unknown(name));
    }
}

/// What Prosody knows once it has found its entry file (`startup.read_config`).
pub(crate) fn name_entry(machine: &mut Machine<'_>, path: &str) {
    let directory = path.rsplit_once('/').map(|(directory, _)| Val::str(directory));
    let paths = machine.new_table();
    if let Some(table) = machine.table_mut(paths) {
        table.open = true;
    }
    if let Some(directory) = directory {
        machine.set_field(paths, "config", directory.clone());
        let globals = machine.globals;
        machine.set_field(globals, "CFG_CONFIGDIR", directory);
    }
    let Val::Table(prosody) = machine.raw_get(machine.globals, &crate::lua::Key::str("prosody")) else {
        return;
    };
    machine.set_field(prosody, "paths", Val::Table(paths));
    machine.set_field(prosody, "config_file", Val::str(path));
}

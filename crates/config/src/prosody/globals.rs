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
    for name in ["paths", "events", "opts", "config_file", "version", "installed", "start_time"] {
        machine.set_field(prosody, name, Val::unknown(format!("prosody.{name}")));
    }
    machine.set_field(globals, "prosody", Val::Table(prosody));
    let arg = machine.new_table();
    machine.raw_set(arg, crate::lua::Key::Int(0), Val::str("prosody"), None);
    machine.set_field(prosody, "arg", Val::Table(arg));
    machine.set_field(globals, "arg", Val::Table(arg));
    for name in ["CFG_SOURCEDIR", "CFG_CONFIGDIR", "CFG_PLUGINDIR", "CFG_DATADIR"] {
        machine.set_field(globals, name, Val::unknown(name));
    }
}

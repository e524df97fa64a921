//! What loading met besides assignments: errors, warnings, includes, sections of hosts.

use std::sync::Arc;

use syntax::Span;

use crate::FileId;
use crate::prosody::UNKNOWN_HOST;

/// Why loading fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadError {
    /// The message as Prosody words it, with paths relative to the mount.
    pub message: String,
    /// Where it comes from.
    pub stage: LoadStage,
    /// The place, as far as there is one.
    pub place: Option<(FileId, Span)>,
}

/// Prosody's own word for what failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoadStage {
    /// The entry file can't be opened.
    File,
    /// Parsing or running failed.
    Parser,
    /// An error that Prosody does not catch.
    Crash,
    /// It never ends.
    Limit,
}

/// Something Prosody says while it loads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// What it is about.
    pub kind: WarningKind,
    /// The option or variable.
    pub name: Arc<str>,
    /// The file as Prosody knows it, relative to the mount.
    pub(crate) file: Arc<str>,
    /// The line, from 1.
    pub(crate) line: u32,
    /// The place it is about.
    pub place: Option<(FileId, Span)>,
}

/// What Prosody warns of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WarningKind {
    /// A file sets an option on a host for the second time.
    Duplicate,
    /// A name is read that has no value.
    Unrecognized,
    /// Lua's own name is used without `Lua.` before it.
    LuaApi,
}

impl Warning {
    /// The text as Prosody words it.
    pub fn message(&self) -> String {
        let Self { name, file, line, .. } = self;
        match self.kind {
            WarningKind::Duplicate => format!("{file}:{line}: Duplicate option '{name}'"),
            WarningKind::Unrecognized => {
                format!("{file}: {line}: unrecognized value: {name} (you may be missing quotes around it)")
            }
            WarningKind::LuaApi => format!(
                "{file}:{line}: direct usage of the Lua API is deprecated - replace `{name}` with `Lua.{name}`"
            ),
        }
    }
}

/// An `Include`, or another call that loads files, that ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncludeSite {
    /// The file that includes.
    pub file: FileId,
    /// The argument.
    pub span: Span,
    /// How it loads.
    pub kind: LoadKind,
    /// What the argument says.
    pub pattern: String,
    /// The files that were loaded, in order.
    pub targets: Vec<FileId>,
    /// Whether the pattern has wildcards.
    pub wildcard: bool,
    /// The path that was looked for on this machine and is not there: loading fails.
    pub missing: Option<std::path::PathBuf>,
}

/// How a file comes to be loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoadKind {
    /// By `Include`, written there.
    Include,
    /// By code that the file calls: a loader that includes or runs files of the configuration.
    Loader,
    /// As plain Lua: `dofile`, `RunScript`, `require`.
    Script,
}

/// From where in a file which host is the current one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostSection {
    /// The file.
    pub file: FileId,
    /// The bytes in which `host` is current: from the call to the next one, or the braces of the table form.
    pub span: Span,
    /// The call, such as `VirtualHost "example.org"`.
    pub call: Span,
    /// The prepared name.
    pub host: Arc<str>,
    /// Whether a `Component` opens it, with its module.
    pub component: Option<Arc<str>>,
}

impl HostSection {
    /// Whether the host has a name that is known.
    pub(crate) fn has_name(&self) -> bool {
        &*self.host != UNKNOWN_HOST
    }
}

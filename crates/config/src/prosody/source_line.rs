//! Where in Prosody's own `configmanager.lua` errors are raised that a configuration provokes.
//!
//! Lua puts file and line in front of such messages; people search for them. The numbers are those of Debian's
//! 0.12.3, 13.0.1 and 13.0.7; other releases are taken to be like the nearest of these.

use crate::lua::{CONFIGMANAGER, Flow, Machine};
use crate::profile::Profile;

/// A place in `configmanager.lua`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SourceLine {
    /// A warning of direct use of the Lua API is worded.
    LuaApiWarning,
    /// A warning of an unrecognized value is worded.
    UnrecognizedWarning,
    /// A warning of a duplicate option is worded.
    DuplicateWarning,
    /// An option is set.
    SetOption,
    /// The name of a `VirtualHost` is prepared.
    VirtualHostName,
    /// The name of a `Component` is prepared.
    ComponentName,
    /// The options of a `Component` are walked.
    ComponentOptions,
    /// The argument of `Include` is looked at.
    IncludeArgument,
    /// The first item of a list that is to be appended is looked at.
    AppendFirst,
    /// A directory is listed for `Include`.
    IncludeDirectory,
    /// The lines of a file are read for `FileLines`.
    FileLines,
    /// The entry file is loaded.
    LoadEntry,
    /// The matches of a pattern are included.
    IncludeMatch,
    /// An included file is loaded.
    IncludeLoad,
    /// The error of an included file is looked at.
    IncludeError,
    /// A file's chunk is called.
    RunChunk,
}

impl SourceLine {
    pub(super) fn number(self, profile: &Profile) -> u32 {
        let (v0_12, v13_0_1, v13_0_7) = match self {
            Self::LuaApiWarning => (0, 237, 250),
            Self::UnrecognizedWarning => (0, 0, 236),
            Self::DuplicateWarning => (137, 252, 265),
            Self::SetOption => (134, 249, 262),
            Self::VirtualHostName => (149, 264, 280),
            Self::ComponentName => (179, 294, 310),
            Self::ComponentOptions => (195, 310, 326),
            Self::IncludeArgument => (212, 327, 343),
            Self::AppendFirst => (0, 139, 139),
            Self::IncludeDirectory => (226, 340, 356),
            Self::FileLines => (0, 189, 192),
            Self::LoadEntry => (85, 96, 96),
            Self::IncludeMatch => (228, 342, 358),
            Self::IncludeLoad => (237, 351, 367),
            Self::IncludeError => (238, 352, 368),
            Self::RunChunk => (260, 391, 407),
        };
        match (profile.reads_options_back(), profile.strips_proxies()) {
            (false, _) => v0_12,
            (true, false) => v13_0_1,
            (true, true) => v13_0_7,
        }
    }
}

impl Machine<'_> {
    /// An error with a place in `configmanager.lua` in front.
    pub(super) fn source_error(&self, at: SourceLine, message: &str) -> Flow {
        let line = at.number(self.profile);
        self.error_at(0, &format!("{CONFIGMANAGER}:{line}: {message}"))
    }
}

//! The circumstances under which a tree is read: Prosody's version and the environment.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use schema::Version;

/// A target Prosody version plus what surrounds it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Profile {
    /// The series of the Prosody that will read the configuration.
    pub version: Version,
    /// Its patch release, such as 3 of 0.12.3; `None` is the newest.
    pub patch: Option<u32>,
    /// Whether somebody said which release it is: otherwise the project's own settings may.
    pub release_given: bool,
    /// Environment variables that are set; any other is unset, unless nothing is known of it.
    pub env: BTreeMap<String, String>,
    /// Environment variables of which nothing is known: they may be unset, or have any value.
    pub unknown: BTreeSet<String>,
    /// The working directory that Prosody has; `None` is `/`, as a service has.
    pub cwd: Option<PathBuf>,
    /// Who reads the configuration, `prosody` or `prosodyctl`; `None` if it may be either.
    pub process_type: Option<String>,
    /// The order in which a directory lists its files, for wildcard includes.
    pub dir_order: DirOrder,
    /// Which directory on this machine stands for which path on the deployed one.
    pub mount: Option<Mount>,
}

/// The order in which a wildcard `Include` sees a directory's files.
/// Prosody takes the file system's, which is any order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DirOrder {
    /// By name.
    #[default]
    Sorted,
    /// By name, backwards.
    Reverse,
}

/// A directory on this machine (a checkout) that stands for a path on the deployed one (`/etc/prosody`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mount {
    /// The directory on this machine.
    pub root: PathBuf,
    /// The absolute path that the configuration believes it has, without a slash at its end.
    pub path: String,
}

impl Profile {
    /// Sets version and patch release from a text such as `13.0`, `0.12.3` or `trunk`.
    ///
    /// # Errors
    /// Says which versions there are if the text names none of them.
    pub fn set_release(&mut self, text: &str) -> Result<(), String> {
        self.version = text.parse()?;
        self.release_given = true;
        self.patch =
            text.strip_prefix(self.version.name()).and_then(|rest| rest.strip_prefix('.')?.parse().ok());
        Ok(())
    }

    /// Whether Lua gives a call the line where the whole expression begins, not that of its arguments. Lua 5.4.4 does,
    /// with which Debian 12 built 0.12.3 and 13.0.1; 5.4.6 and later do not.
    pub(crate) fn calls_begin_with_their_expression(&self) -> bool {
        !self.strips_proxies()
    }

    /// 13.0 and later: options can be read back, appended to, and files read.
    pub(crate) fn reads_options_back(&self) -> bool {
        self.version >= Version::V13_0
    }

    /// 13.0.7 does and 13.0.1 does not: take the metatable off proxies when they are assigned. The releases
    /// between were not looked at.
    pub(crate) fn strips_proxies(&self) -> bool {
        self.reads_options_back()
            && !(self.version == Version::V13_0 && self.patch.is_some_and(|patch| patch < 2))
    }

    /// Came together with [`Self::strips_proxies`].
    pub(crate) fn warns_of_unrecognized_values(&self) -> bool {
        self.strips_proxies()
    }
}

//! The circumstances under which a tree is read: Prosody's version and the environment.

use std::collections::BTreeMap;
use std::path::PathBuf;

use schema::Version;

/// A target Prosody version plus what surrounds it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Profile {
    /// The Prosody that will read the configuration.
    pub version: Version,
    /// Environment variables that are set; any other is unset.
    pub env: BTreeMap<String, String>,
    /// The working directory that Prosody has; `None` is `/`, as a service has.
    pub cwd: Option<PathBuf>,
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

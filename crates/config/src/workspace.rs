//! The workspace: files on disk with the editor's unsaved text over them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::{Profile, Snapshot};

/// The mutable side: collects changes, makes [`Snapshot`]s. One owner, no locks.
#[derive(Debug, Default)]
pub struct Workspace {
    snapshot: Arc<Snapshot>,
}

impl Workspace {
    /// An empty workspace.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the folders that are searched for configuration files.
    pub fn set_roots(&mut self, _roots: Vec<PathBuf>) {}

    /// Sets the profile that trees are read under.
    pub fn set_profile(&mut self, _profile: Profile) {}

    /// Puts the editor's text over a file, or replaces it; `version` is the editor's number for it.
    pub fn set_text(&mut self, _path: &Path, _text: Arc<[u8]>, _version: i32) {}

    /// Takes the editor's text off a file again.
    pub fn close(&mut self, _path: &Path) {}

    /// Says that files may have changed, come or gone on disk. A directory stands for all below it.
    pub fn touch(&mut self, _paths: &[PathBuf]) {}

    /// Brings everything up to date. `progress` is told (files read, files in all) now and then, from any thread.
    pub fn snapshot(&mut self, _progress: &(dyn Fn(usize, usize) + Sync)) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot)
    }
}

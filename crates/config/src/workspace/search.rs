//! Finding the files of a workspace.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::Workspace;
use crate::profiles::is_environment_file;
use crate::{PROJECT_FILE, Surroundings, private};

/// More configuration files than this in one workspace are not looked at.
const MAX_FILES: usize = 50_000;

/// Directories that never hold configuration.
const SKIPPED: [&str; 5] = ["node_modules", "target", "__pycache__", "venv", "vendor"];

impl Workspace {
    /// Every configuration file below the roots, and every open one, in a stable order.
    pub(super) fn search(&mut self) -> Vec<PathBuf> {
        let (mut projects, mut environments, mut modules) = (Vec::new(), Vec::new(), Vec::new());
        let mut found: Vec<PathBuf> = self
            .roots
            .iter()
            .flat_map(|root| {
                walkdir::WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(|entry| {
                    let name = entry.file_name().to_string_lossy();
                    entry.depth() == 0 || !entry.file_type().is_dir() || !is_skipped(&name)
                })
            })
            .filter_map(Result::ok)
            .filter(|entry| !entry.file_type().is_dir())
            .map(walkdir::DirEntry::into_path)
            .filter(|path| {
                if path.file_name().is_some_and(|name| name == PROJECT_FILE) {
                    projects.push(path.clone());
                } else if is_environment_file(path) {
                    environments.push(path.clone());
                } else if private::is_module(path) {
                    modules.push(path.clone());
                }
                is_config(path)
            })
            .take(MAX_FILES)
            .collect();
        found.extend(self.disk.open_files().filter(|path| is_config(path)).cloned());
        modules.extend(self.disk.open_files().filter(|path| private::is_module(path)).cloned());
        self.private.set_found(modules);
        // One that was never saved counts, too.
        let is_project = |path: &&PathBuf| path.file_name().is_some_and(|name| name == PROJECT_FILE);
        projects.extend(self.disk.open_files().filter(is_project).cloned());
        self.surroundings =
            Arc::new(Surroundings::new(&self.disk, &self.project_roots(), &projects, &environments));
        // Whoever names an entry may call it what they like.
        found.extend(self.entry.clone());
        found.extend(self.surroundings.projects().filter_map(|project| project.entry.clone()));
        // Files near the top first: what they load is theirs.
        found.sort_by_key(|path| (path.components().count(), path.clone()));
        found.dedup();
        found
    }

    /// Where project files are looked for: the roots, and the directory of the entry file.
    fn project_roots(&self) -> Vec<PathBuf> {
        // The parent stands for an entry file whose own directory is looked at, too.
        self.roots.iter().cloned().chain(self.entry.clone()).collect()
    }

    /// Whether Prosody is started with this file.
    pub(super) fn is_entry(&self, path: &Path) -> bool {
        if let Some(entry) = &self.entry {
            return entry == path;
        }
        match self.surroundings.project_of(path).and_then(|project| project.entry.as_ref()) {
            Some(entry) => entry == path,
            None => path.file_name().is_some_and(|name| name == "prosody.cfg.lua"),
        }
    }

    /// Reads and parses every file, in parallel.
    pub(super) fn read_all(&self, progress: &(dyn Fn(usize, usize) + Sync)) {
        let done = AtomicUsize::new(0);
        self.found.par_iter().for_each(|path| {
            // What can't be read is met again, and reported, where it is included.
            let _ = self.disk.source(path);
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            if done.is_multiple_of(256) {
                progress(done, self.found.len());
            }
        });
    }
}

/// Whether the search of the roots leaves out directories of this name.
pub(crate) fn is_skipped(name: &str) -> bool {
    name.starts_with('.') || SKIPPED.contains(&name)
}

/// Whether a path names a Prosody configuration file.
fn is_config(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(".cfg.lua"))
}

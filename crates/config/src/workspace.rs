//! The workspace: collects changes, and brings snapshots up to date.

mod build;
mod search;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashSet;

pub use self::build::read_tree;
pub(crate) use self::search::is_skipped;
use crate::disk::{Disk, TreeFiles, clean};
use crate::files::IoError;
use crate::private::{self, PrivateModules};
use crate::relink::relink;
use crate::snapshot::{Snapshot, Tree, tree_roots};
use crate::{Memo, PROJECT_FILE, Profile, Surroundings};

/// The mutable side: collects changes, makes [`Snapshot`]s. One owner, no locks.
#[derive(Debug, Default)]
pub struct Workspace {
    disk: Disk,
    roots: Vec<PathBuf>,
    profile: Profile,
    entry: Option<PathBuf>,
    /// The name of the profile that was chosen.
    chosen: Option<String>,
    /// Configuration files found below the roots.
    found: Vec<PathBuf>,
    surroundings: Arc<Surroundings>,
    private: PrivateModules,
    snapshot: Arc<Snapshot>,
    stale: Stale,
}

/// What a new snapshot has to look at again.
#[derive(Debug, Default, PartialEq)]
enum Stale {
    /// Nothing.
    #[default]
    Nothing,
    /// These files' texts.
    Files(FxHashSet<PathBuf>),
    /// Everything, with a new search of the roots.
    All,
}

impl Workspace {
    /// An empty workspace.
    pub fn new() -> Self {
        Self { stale: Stale::All, ..Self::default() }
    }

    /// Sets the folders that are searched for configuration files.
    pub fn set_roots(&mut self, roots: Vec<PathBuf>) {
        self.roots = roots.into_iter().map(|root| clean(&root)).collect();
        self.stale = Stale::All;
    }

    /// Sets the profile that trees are read under.
    pub fn set_profile(&mut self, mut profile: Profile) {
        if let Some(mount) = &mut profile.mount {
            mount.root = clean(&mount.root);
        }
        if self.profile != profile {
            self.profile = profile;
            self.stale = Stale::All;
        }
    }

    /// Chooses a profile by its name; without, it is the one that the project names, or the default.
    pub fn choose_profile(&mut self, name: Option<String>) {
        if self.chosen != name {
            self.chosen = name;
            self.stale = Stale::All;
        }
    }

    /// Names the entry file; without, the project's, and every `prosody.cfg.lua` where no project names one.
    pub fn set_entry(&mut self, entry: Option<PathBuf>) {
        self.entry = entry.map(|entry| clean(&entry));
        self.stale = Stale::All;
    }

    /// Puts the editor's text over a file, or replaces it; `version` is the editor's number for it.
    pub fn set_text(&mut self, path: &Path, text: Arc<[u8]>, version: i32) {
        let path = clean(path);
        let was_open = self.disk.open_files().any(|open| *open == path);
        self.disk.set_text(&path, text, version);
        let is_private = private::concerns(&path) && !self.is_loaded(&path);
        if is_private {
            self.private.touch(&path, &self.disk);
        }
        if path.file_name().is_some_and(|name| name == PROJECT_FILE) {
            // It says how everything is read.
            self.stale = Stale::All;
        } else if !self.disk.other_names(&path).is_empty() {
            // Several trees, or one several times, may have it under other names.
            self.stale = Stale::All;
        } else if was_open || is_private || self.has_read(&path) {
            self.changed(path);
        } else {
            self.stale = Stale::All;
        }
    }

    /// Takes the editor's text off a file again.
    pub fn close(&mut self, path: &Path) {
        let path = clean(path);
        if self.disk.clear_text(&path) {
            self.private.touch(&path, &self.disk);
            self.stale = Stale::All;
        }
    }

    /// Says that files may have changed, come or gone on disk. A directory stands for all below it.
    pub fn touch(&mut self, paths: &[PathBuf]) {
        for path in paths {
            let path = clean(path);
            // What only tells about a module changes no configuration.
            if !private::concerns(&path) || self.is_loaded(&path) || self.disk.awaits(&path) {
                self.stale = Stale::All;
            }
            self.disk.forget(&path);
            self.private.touch(&path, &self.disk);
        }
    }

    /// Whether a file was found, and could be read: somebody may have named an entry file that is yet to be written.
    fn has_read(&self, path: &Path) -> bool {
        self.found.iter().any(|found| found == path) && self.snapshot.file_id(path).is_some()
    }

    /// Whether some tree depends on a file's text.
    fn is_loaded(&self, path: &Path) -> bool {
        let file = self.disk.id(path);
        self.snapshot.trees.iter().any(|tree| tree.settings.depends_on(file))
    }

    fn changed(&mut self, path: PathBuf) {
        match &mut self.stale {
            Stale::All => {}
            Stale::Files(files) => {
                files.insert(path);
            }
            Stale::Nothing => self.stale = Stale::Files(std::iter::once(path).collect()),
        }
    }

    /// Brings everything up to date. `progress` is told (files read, files in all) now and then, from any thread.
    pub fn snapshot(&mut self, progress: &(dyn Fn(usize, usize) + Sync)) -> Arc<Snapshot> {
        let mut snapshot = match std::mem::take(&mut self.stale) {
            Stale::Nothing if !self.private.is_stale() => return Arc::clone(&self.snapshot),
            Stale::Nothing => Snapshot::clone(&self.snapshot),
            Stale::All => {
                self.found = self.search();
                self.read_all(progress);
                self.build(None)
            }
            Stale::Files(paths) => self.edited(&paths).unwrap_or_else(|| self.build(Some(&paths))),
        };
        self.private.settle(&self.disk, &self.roots, &mut snapshot, progress);
        self.snapshot = Arc::new(snapshot);
        Arc::clone(&self.snapshot)
    }

    /// The snapshot after an edit in one file that changes no tree's shape; `None` if that can't be told.
    fn edited(&self, paths: &FxHashSet<PathBuf>) -> Option<Snapshot> {
        let mut paths = paths.iter();
        let (Some(path), None) = (paths.next(), paths.next()) else { return None };
        let file = self.disk.source(path).ok()?;
        let mut trees = self.snapshot.trees.clone();
        for tree in &mut trees {
            if !tree.settings.depends_on(file.id) {
                continue;
            }
            let roots =
                tree_roots(&self.roots, &tree.profile, tree.settings.source(tree.entry)?.path.as_path());
            let files = TreeFiles {
                disk: &self.disk,
                profile: &tree.profile,
                roots: &roots,
                outside: IoError::Outside,
            };
            let relinked = relink(&files, &tree.profile, &tree.settings, &file)?;
            let (plugins, memo, mut edited) = if relinked.same_modules {
                (Arc::clone(&tree.plugins), tree.memo.clone(), tree.edited.clone())
            } else {
                (Arc::default(), Memo::default(), Vec::new())
            };
            if !edited.contains(&file.id) {
                edited.push(file.id);
            }
            *tree = Arc::new(Tree { plugins, memo, edited, ..tree.with_settings(relinked.settings) });
        }
        let words = self.snapshot.words.after([file.id]);
        let mut snapshot = Snapshot { trees, words, ..Snapshot::clone(&self.snapshot) };
        snapshot.add_file(file);
        Some(snapshot)
    }
}

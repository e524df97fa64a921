//! Everything known about the workspace at one moment, immutable.

use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use schema::Version;

use crate::{FileId, Memo, Profile, Settings, SourceFile};

/// Everything known about the workspace at one moment. Shared freely between threads.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    pub(crate) files: imbl::GenericHashMap<
        FileId,
        Arc<SourceFile>,
        rustc_hash::FxBuildHasher,
        imbl::shared_ptr::DefaultSharedPtr,
    >,
    pub(crate) paths: Arc<FxHashMap<std::path::PathBuf, FileId>>,
    pub(crate) trees: Vec<Arc<Tree>>,
    /// For each file the trees that load it, the best known first.
    pub(crate) trees_of: Arc<FxHashMap<FileId, Vec<usize>>>,
}

/// One configuration tree: an entry file and all it loads.
#[derive(Debug)]
pub struct Tree {
    /// The file that Prosody is started with.
    pub entry: FileId,
    /// How the tree came to be considered.
    pub role: TreeRole,
    /// Under which circumstances it was read.
    pub profile: Profile,
    /// What it means.
    pub settings: Settings,
    /// What others derived from it, or from an earlier state of it that had the same files, hosts and modules.
    pub memo: Memo,
    /// The files edited since `memo` was begun.
    pub edited: Vec<FileId>,
}

/// How a tree came to be considered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TreeRole {
    /// A complete configuration: named by the settings, or found as `prosody.cfg.lua`.
    Entry,
    /// A file that no known entry loads, read on its own: nothing can be said about what stands around it.
    Fragment,
}

impl Snapshot {
    /// The file at a path.
    pub fn file_id(&self, path: &Path) -> Option<FileId> {
        self.paths.get(path).copied()
    }

    /// A file's content and tree.
    pub fn file(&self, id: FileId) -> Option<&Arc<SourceFile>> {
        self.files.get(&id)
    }

    /// All files, in no particular order.
    pub fn files(&self) -> impl Iterator<Item = &Arc<SourceFile>> {
        self.files.values()
    }

    /// All trees, entries first.
    pub fn trees(&self) -> impl Iterator<Item = &Arc<Tree>> {
        self.trees.iter()
    }

    /// The trees that load a file, entries first; every Lua configuration file is in at least one.
    pub fn trees_of(&self, file: FileId) -> impl Iterator<Item = &Arc<Tree>> {
        self.trees_of.get(&file).into_iter().flatten().filter_map(|&index| self.trees.get(index))
    }

    /// The tree that answers questions about a file.
    pub fn tree_of(&self, file: FileId) -> Option<&Arc<Tree>> {
        self.trees_of(file).next()
    }
}

impl Tree {
    /// The Prosody version the tree is read for.
    pub fn version(&self) -> Version {
        self.profile.version
    }
}

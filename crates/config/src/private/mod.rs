//! Modules of the user's own: found below the roots and in the directories that configurations name, read anew only
//! when their files change, and known to every tree together with what is compiled in.
//!
//! No edit of a configuration reads a module: what was read stays until somebody says that one of its files changed.

mod places;
mod source;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use schema::{Candidate, Catalogue, PrivateModule, Version};

use crate::Memo;
use crate::disk::Disk;
use crate::link::on_large_stack;
use crate::snapshot::{Snapshot, Tree, tree_roots};

pub use places::PluginPaths;
use source::{Source, module_name};
pub(crate) use source::{concerns, is_module};
pub use source::{is_library, is_module_source};

/// More modules than this are not looked at.
const MAX_MODULES: usize = 10_000;

/// The modules that lie beside one tree.
#[derive(Debug, Default)]
pub struct Plugins {
    /// Where they lie.
    pub paths: PluginPaths,
    /// What is known of them.
    pub catalogue: Arc<Catalogue>,
    /// Whether the above is what the tree's settings say.
    settled: bool,
}

/// Every private module that any tree may load.
#[derive(Debug, Default)]
pub(crate) struct PrivateModules {
    /// Modules' own files below the roots.
    found: BTreeSet<PathBuf>,
    /// The same in directories that the search of the roots does not reach.
    beyond: FxHashMap<PathBuf, Vec<PathBuf>>,
    /// What was read, by the module's own file.
    readings: FxHashMap<PathBuf, Reading>,
    /// Modules whose files may have changed.
    suspects: FxHashSet<PathBuf>,
    /// Whether modules may have come or gone.
    moved: bool,
    /// For each series and directories that are looked into first, what is known.
    catalogues: FxHashMap<(Version, Vec<PathBuf>), Arc<Catalogue>>,
}

/// What was read of one module.
#[derive(Debug)]
struct Reading {
    /// Tells whether its files hold the same as before.
    fingerprint: u64,
    /// What each series makes of it, as far as some tree is for that series.
    modules: [Option<Arc<PrivateModule>>; Version::ALL.len()],
}

impl PrivateModules {
    /// Takes what a search of the roots has found: modules' own files.
    pub(crate) fn set_found(&mut self, files: Vec<PathBuf>) {
        self.found = files.into_iter().take(MAX_MODULES).collect();
        self.beyond.clear();
        self.moved = true;
    }

    /// Says that a file, or all below a directory, may have changed, come or gone.
    pub(crate) fn touch(&mut self, path: &Path, disk: &Disk) {
        if !concerns(path) {
            let below = self.readings.keys().filter(|file| file.starts_with(path));
            self.suspects.extend(below.cloned());
            return;
        }
        if !is_module(path) {
            // A library or a README of the modules beside it.
            let beside = self.readings.keys().filter(|file| file.parent() == path.parent());
            self.suspects.extend(beside.cloned());
            return;
        }
        self.suspects.insert(path.to_owned());
        let is_there = disk.is_file(path);
        if is_there == self.readings.contains_key(path) {
            return;
        }
        self.moved = true;
        match self.beyond.iter_mut().find(|(directory, _)| path.starts_with(directory)) {
            Some((_, files)) if is_there => files.push(path.to_owned()),
            Some((_, files)) => files.retain(|file| file != path),
            None if is_there => drop(self.found.insert(path.to_owned())),
            None => drop(self.found.remove(path)),
        }
    }

    /// Whether something has to be read before it can be told what modules there are.
    pub(crate) fn is_stale(&self) -> bool {
        self.moved || !self.suspects.is_empty()
    }

    /// Sees to it that every tree of a new snapshot knows the modules beside it.
    pub(crate) fn settle(
        &mut self,
        disk: &Disk,
        roots: &[PathBuf],
        snapshot: &mut Snapshot,
        progress: &(dyn Fn(usize, usize) + Sync),
    ) {
        if !self.is_stale() && snapshot.trees.iter().all(|tree| tree.plugins.settled) {
            return;
        }
        let mut paths: FxHashMap<usize, PluginPaths> = FxHashMap::default();
        for (at, tree) in snapshot.trees.iter().enumerate() {
            let Some(entry) = snapshot.files.get(&tree.entry) else { continue };
            if tree.plugins.settled && !self.moved {
                continue;
            }
            let found = PluginPaths::of(tree, &entry.path);
            let mut readable = tree_roots(roots, &tree.profile, &entry.path);
            readable.extend(tree.project.iter().flat_map(|project| project.plugin_paths.iter().cloned()));
            for directory in found.all().filter(|path| readable.iter().any(|root| path.starts_with(root))) {
                self.reach(directory, roots);
            }
            paths.insert(at, found);
        }
        let versions: BTreeSet<Version> = snapshot.trees.iter().map(|tree| tree.version()).collect();
        let is_loaded =
            |file: &Path| snapshot.paths.get(file).is_some_and(|file| snapshot.trees_of.contains_key(file));
        let changed = self.read(disk, &versions, &is_loaded, progress);
        for (at, tree) in snapshot.trees.iter_mut().enumerate() {
            if !tree.plugins.settled
                || changed
                || paths.get(&at).is_some_and(|paths| *paths != tree.plugins.paths)
            {
                let paths = paths.remove(&at).unwrap_or_else(|| tree.plugins.paths.clone());
                self.attach(tree, paths);
            }
        }
    }

    /// Lists the modules in a directory that is named, if the search of the roots leaves it out.
    fn reach(&mut self, directory: &Path, roots: &[PathBuf]) {
        let below = |root: &PathBuf| directory.strip_prefix(root).ok();
        let is_searched = roots.iter().filter_map(below).any(|rest| {
            !rest.components().any(|part| crate::workspace::is_skipped(&part.as_os_str().to_string_lossy()))
        });
        if !is_searched && !self.beyond.contains_key(directory) {
            let room = MAX_MODULES.saturating_sub(self.found.len());
            let files = source::modules_in(directory).take(room).collect();
            self.beyond.insert(directory.to_owned(), files);
        }
    }

    /// Reads what may have changed and what was never read; whether that changes anything.
    fn read(
        &mut self,
        disk: &Disk,
        versions: &BTreeSet<Version>,
        is_configuration: &dyn Fn(&Path) -> bool,
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> bool {
        let known: FxHashSet<&PathBuf> = self
            .found
            .iter()
            .chain(self.beyond.values().flatten())
            .filter(|file| !is_configuration(file))
            .collect();
        let before = self.readings.len();
        self.readings.retain(|file, _| known.contains(file));
        let mut changed = self.readings.len() != before;
        let is_read = |file: &PathBuf| {
            let has = |reading: &Reading, version: &Version| {
                reading.modules.get(*version as usize).is_some_and(Option::is_some)
            };
            self.readings
                .get(file)
                .is_some_and(|reading| versions.iter().all(|version| has(reading, version)))
        };
        let wanted: Vec<&PathBuf> =
            known.into_iter().filter(|file| self.suspects.contains(*file) || !is_read(file)).collect();
        let done = AtomicUsize::new(0);
        let read = wanted.par_iter().map(|file| {
            let reading = on_large_stack(|| read(disk, file, self.readings.get(*file), versions));
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            if done.is_multiple_of(64) {
                progress(done, wanted.len());
            }
            Some(((*file).clone(), reading?))
        });
        let read: Vec<(PathBuf, Reading)> = read.flatten().collect();
        for (file, reading) in read {
            changed |= self.readings.get(&file).is_none_or(|known| known.modules != reading.modules);
            self.readings.insert(file, reading);
        }
        self.suspects.clear();
        self.moved = false;
        if changed {
            self.catalogues.clear();
        }
        changed
    }

    fn attach(&mut self, tree: &mut Arc<Tree>, paths: PluginPaths) {
        let key = (tree.version(), paths.named().to_vec());
        let catalogue = match self.catalogues.get(&key) {
            Some(known) => Arc::clone(known),
            None => {
                let made = Arc::new(self.catalogue(tree.version(), &paths));
                self.catalogues.insert(key, Arc::clone(&made));
                made
            }
        };
        let tree = Arc::make_mut(tree);
        // What was derived from the tree may rest on what was known of modules.
        if !Arc::ptr_eq(&tree.plugins.catalogue, &catalogue) || tree.plugins.paths != paths {
            tree.memo = Memo::default();
            tree.edited.clear();
        }
        tree.plugins = Arc::new(Plugins { paths, catalogue, settled: true });
    }

    /// All modules that are known, those first that Prosody finds first.
    fn catalogue(&self, version: Version, paths: &PluginPaths) -> Catalogue {
        let mut candidates: Vec<_> = self
            .readings
            .iter()
            .filter_map(|(file, reading)| {
                let module = reading.modules.get(version as usize)?.as_ref()?;
                let rank = paths.rank(file, &module.module.name);
                let candidate = Candidate { module: Arc::clone(module), first: rank.is_some() };
                // What is named nowhere: the one nearest to the top.
                let rank = rank.unwrap_or((usize::MAX, file.components().count()));
                Some(((rank, file), candidate))
            })
            .collect();
        candidates.sort_by_key(|&(key, _)| key);
        Catalogue::new(version, candidates.into_iter().map(|(_, candidate)| candidate))
    }
}

/// Reads a module; `None` if its files hold what they held before and each series has been read.
fn read(disk: &Disk, file: &Path, known: Option<&Reading>, versions: &BTreeSet<Version>) -> Option<Reading> {
    let name = module_name(file)?;
    let source = Source::load(disk, file);
    let same = known.filter(|known| known.fingerprint == source.fingerprint);
    let mut modules = same.map(|known| known.modules.clone()).unwrap_or_default();
    let mut news = same.is_none();
    for version in versions {
        if let Some(slot @ None) = modules.get_mut(*version as usize) {
            *slot = Some(Arc::new(source.read(name, file, *version)));
            news = true;
        }
    }
    news.then_some(Reading { fingerprint: source.fingerprint, modules })
}

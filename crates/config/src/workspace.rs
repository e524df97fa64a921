//! The workspace: collects changes, finds the trees, makes snapshots.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::assumed;
use crate::disk::{Disk, TreeFiles, clean};
use crate::files::IoError;
use crate::link::OnError;
use crate::private::{self, PrivateModules};
use crate::profiles::{self, DEFAULT_PROFILE, is_environment_file};
use crate::relink::relink;
use crate::snapshot::{Snapshot, Tree, TreeRole, tree_roots};
use crate::{FileId, Memo, PROJECT_FILE, Profile, Settings, Surroundings, link, mount};

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

/// More configuration files than this in one workspace are not looked at.
const MAX_FILES: usize = 50_000;

/// Directories that never hold configuration.
const SKIPPED: [&str; 5] = ["node_modules", "target", "__pycache__", "venv", "vendor"];

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
            *tree = Arc::new(Tree {
                entry: tree.entry,
                role: tree.role,
                profile: tree.profile.clone(),
                profile_name: Arc::clone(&tree.profile_name),
                project: tree.project.clone(),
                base: tree.base.clone(),
                settings: relinked.settings,
                plugins,
                memo,
                edited,
                survey: OnceLock::new(),
                cases: OnceLock::new(),
                earlier_cases: tree.known_cases().cloned(),
            });
        }
        let mut snapshot = Snapshot { trees, ..Snapshot::clone(&self.snapshot) };
        snapshot.add_file(file);
        Some(snapshot)
    }

    /// Every configuration file below the roots, and every open one, in a stable order.
    fn search(&mut self) -> Vec<PathBuf> {
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
    fn is_entry(&self, path: &Path) -> bool {
        if let Some(entry) = &self.entry {
            return entry == path;
        }
        match self.surroundings.project_of(path).and_then(|project| project.entry.as_ref()) {
            Some(entry) => entry == path,
            None => path.file_name().is_some_and(|name| name == "prosody.cfg.lua"),
        }
    }

    /// Reads and parses every file, in parallel.
    fn read_all(&self, progress: &(dyn Fn(usize, usize) + Sync)) {
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

    /// A new snapshot; with `changed`, trees that these files have no part in are kept.
    fn build(&self, changed: Option<&FxHashSet<PathBuf>>) -> Snapshot {
        self.disk.forget_imagined();
        let mut snapshot = Snapshot {
            surroundings: Arc::clone(&self.surroundings),
            roots: self.roots.as_slice().into(),
            ..Snapshot::default()
        };
        let changed: Option<FxHashSet<FileId>> =
            changed.map(|paths| paths.iter().map(|path| self.disk.id(path)).collect());
        let (entries, others): (Vec<&PathBuf>, Vec<&PathBuf>) =
            self.found.iter().partition(|path| self.is_entry(path));
        for path in entries {
            self.add_tree(&mut snapshot, path, TreeRole::Entry, changed.as_ref());
        }
        self.add_assumed(&mut snapshot, &others, changed.as_ref());
        for path in others {
            if !snapshot.trees_of.contains_key(&self.disk.id(path)) {
                self.add_tree(&mut snapshot, path, TreeRole::Fragment, changed.as_ref());
            }
        }
        for path in self.found.iter().chain(self.disk.open_files()) {
            if let Ok(file) = self.disk.source(path) {
                snapshot.add_file(file);
            }
        }
        snapshot.next_name = self.disk.next_name();
        snapshot
    }

    /// Trees of files that no entry file loads, if they are the layers of a layout.
    fn add_assumed(&self, snapshot: &mut Snapshot, others: &[&PathBuf], changed: Option<&FxHashSet<FileId>>) {
        let has_entry = |folder: &Path| {
            snapshot.trees.iter().any(|tree| {
                let entry = snapshot.files.get(&tree.entry);
                entry.and_then(|entry| entry.path.parent()).is_some_and(|beside| folder.starts_with(beside))
            })
        };
        let alone: Vec<&PathBuf> = others
            .iter()
            .copied()
            .filter(|path| path.parent().is_some_and(|folder| !has_entry(folder)))
            .filter(|path| !snapshot.trees_of.contains_key(&self.disk.id(path)))
            .collect();
        let said = |folder: &Path| {
            let project = self.surroundings.project_of(&folder.join("prosody.cfg.lua"));
            let here = project.filter(|project| project.path.parent() == Some(folder));
            here.map(|project| project.layers.clone()).unwrap_or_default()
        };
        // One that is there and is no entry file must not be taken for one that is not there.
        let is_free = |entry: &Path| !self.found.iter().any(|found| found == entry);
        for (entry, text) in assumed::entries(&alone, said) {
            if !is_free(&entry) {
                continue;
            }
            self.disk.imagine(&entry, &text);
            self.add_tree(snapshot, &entry, TreeRole::Assumed, changed);
        }
    }

    /// The circumstances under which a tree is read: without a profile, with it, and its name.
    fn circumstances(&self, entry: &crate::SourceFile) -> (Profile, Profile, Arc<str>) {
        let project = self.surroundings.project_of(&entry.path).map(|project| &**project);
        let mut base = self.profile.clone();
        Surroundings::apply(project, &mut base);
        if base.mount.is_none() {
            base.mount = mount::guess(entry);
        }
        let wanted = self.chosen.as_deref().or(project.and_then(|project| project.profile.as_deref()));
        let found = wanted.filter(|name| *name != DEFAULT_PROFILE).and_then(|name| {
            // An environment is known by its variables that the tree reads: which those are, only the tree tells.
            let environments = if project.is_some_and(|project| project.profiles.contains_key(name)) {
                &[]
            } else {
                self.surroundings.environments()
            };
            let known = profiles::named(&base, project, environments, |_| true);
            let named = known.into_iter().find(|profile| *profile.name == *name);
            named.map(|named| (named.profile, named.name)).or_else(|| offered_by_name(&base, name))
        });
        match found {
            Some((mut profile, name)) => {
                // What somebody set by hand counts in any profile.
                profile.env.extend(self.profile.env.clone());
                (base, profile, name)
            }
            None => (base.clone(), base, Arc::from(DEFAULT_PROFILE)),
        }
    }

    fn add_tree(
        &self,
        snapshot: &mut Snapshot,
        path: &Path,
        role: TreeRole,
        changed: Option<&FxHashSet<FileId>>,
    ) {
        let Ok(entry) = self.disk.source(path) else { return };
        let kept = changed.and_then(|changed| {
            let tree = self.snapshot.trees().find(|tree| tree.entry == entry.id && tree.role == role)?;
            (!changed.iter().any(|file| tree.settings.depends_on(*file))).then(|| Arc::clone(tree))
        });
        let tree = kept.unwrap_or_else(|| {
            let (base, profile, profile_name) = self.circumstances(&entry);
            let roots = tree_roots(&self.roots, &profile, path);
            let settings = self.load(&profile, &roots, path);
            // Under which profile it is shown has no say in what it means under all of them.
            let earlier = self.snapshot.trees().find(|tree| tree.entry == entry.id && tree.role == role);
            let earlier = earlier.filter(|tree| tree.base == base);
            let earlier_cases = earlier.and_then(|tree| tree.known_cases().cloned());
            Arc::new(Tree {
                entry: entry.id,
                role,
                profile,
                profile_name,
                project: self.surroundings.project_of(path).cloned(),
                base,
                settings,
                plugins: Arc::default(),
                memo: Memo::default(),
                edited: Vec::new(),
                survey: OnceLock::new(),
                cases: OnceLock::new(),
                earlier_cases,
            })
        });
        let at = snapshot.trees.len();
        let mut seen = FxHashSet::default();
        let loaded = tree.settings.sources().filter(|file| is_lua(&file.path)).map(|file| file.id);
        for file in std::iter::once(tree.entry).chain(loaded) {
            if seen.insert(file) {
                Arc::make_mut(&mut snapshot.trees_of).entry(file).or_default().push(at);
            }
        }
        for file in tree.settings.sources() {
            snapshot.add_file(Arc::clone(file));
        }
        snapshot.add_file(entry);
        snapshot.trees.push(tree);
    }

    fn load(&self, profile: &Profile, roots: &[PathBuf], entry: &Path) -> Settings {
        let files = TreeFiles { disk: &self.disk, profile, roots, outside: IoError::Outside };
        link::load(&files, profile, &mount::deployed(profile, entry), OnError::GoOn)
    }
}

/// Reads one tree by itself: the entry file at `entry` on this machine. Whatever lies outside the profile's mount
/// (or the entry's directory, without one) is said not to exist.
pub fn read_tree(mut profile: Profile, entry: &Path) -> Tree {
    if let Some(mount) = &mut profile.mount {
        mount.root = clean(&mount.root);
    }
    let disk = Disk::default();
    let entry = clean(entry);
    let root = profile
        .mount
        .as_ref()
        .map_or_else(|| entry.parent().map(Path::to_owned).unwrap_or_default(), |mount| mount.root.clone());
    let roots = [root];
    let files = TreeFiles { disk: &disk, profile: &profile, roots: &roots, outside: IoError::NotFound };
    let settings = link::load(&files, &profile, &mount::deployed(&profile, &entry), OnError::Stop);
    let entry = disk.id(&entry);
    Tree {
        entry,
        role: TreeRole::Entry,
        base: profile.clone(),
        profile,
        profile_name: Arc::from(DEFAULT_PROFILE),
        project: None,
        settings,
        plugins: Arc::default(),
        memo: Memo::default(),
        edited: Vec::new(),
        survey: OnceLock::new(),
        cases: OnceLock::new(),
        earlier_cases: None,
    }
}

/// `NAME=value` names the profile in which this variable has this value, whether the tree offers it or not.
fn offered_by_name(base: &Profile, name: &str) -> Option<(Profile, Arc<str>)> {
    let (variable, value) = name.split_once('=')?;
    let mut profile = base.clone();
    profile.env.insert(variable.to_owned(), value.to_owned());
    Some((profile, Arc::from(name)))
}

/// Whether the search of the roots leaves out directories of this name.
pub(crate) fn is_skipped(name: &str) -> bool {
    name.starts_with('.') || SKIPPED.contains(&name)
}

fn is_lua(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "lua")
}

/// Whether a path names a Prosody configuration file.
fn is_config(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(".cfg.lua"))
}

impl Snapshot {
    fn add_file(&mut self, file: Arc<crate::SourceFile>) {
        if self.paths.get(&file.path) != Some(&file.id) {
            Arc::make_mut(&mut self.paths).insert(file.path.clone(), file.id);
        }
        self.files.insert(file.id, file);
    }
}

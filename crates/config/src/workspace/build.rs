//! Making a snapshot of a workspace: its trees, each read under its profile.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::Workspace;
use crate::disk::{Disk, TreeFiles, clean};
use crate::files::IoError;
use crate::link::OnError;
use crate::profiles::{self, DEFAULT_PROFILE};
use crate::snapshot::{Snapshot, Tree, TreeRole, tree_roots};
use crate::{FileId, Profile, Settings, Surroundings, assumed, link, mount};

impl Workspace {
    /// A new snapshot; with `changed`, trees that these files have no part in are kept.
    pub(super) fn build(&self, changed: Option<&FxHashSet<PathBuf>>) -> Snapshot {
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
        snapshot.keep_words(&self.snapshot);
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
                base,
                profile_name,
                project: self.surroundings.project_of(path).cloned(),
                earlier_cases,
                ..Tree::new(entry.id, role, profile, settings)
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
    Tree::new(disk.id(&entry), TreeRole::Entry, profile, settings)
}

/// `NAME=value` names the profile in which this variable has this value, whether the tree offers it or not.
fn offered_by_name(base: &Profile, name: &str) -> Option<(Profile, Arc<str>)> {
    let (variable, value) = name.split_once('=')?;
    let mut profile = base.clone();
    profile.env.insert(variable.to_owned(), value.to_owned());
    Some((profile, Arc::from(name)))
}

fn is_lua(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "lua")
}

impl Snapshot {
    pub(super) fn add_file(&mut self, file: Arc<crate::SourceFile>) {
        if self.paths.get(&file.path) != Some(&file.id) {
            Arc::make_mut(&mut self.paths).insert(file.path.clone(), file.id);
        }
        self.files.insert(file.id, file);
    }
}

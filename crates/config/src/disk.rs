//! Files on this machine, with the editor's unsaved text over them, read and parsed once.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use dashmap::{DashMap, DashSet};
use rustc_hash::FxHashMap;

use crate::files::{Files, IoError};
use crate::profile::{DirOrder, Profile};
use crate::{FileId, SourceFile};

/// Larger files are not read: no configuration is that big.
const MAX_FILE_SIZE: u64 = 16 * 1024 * 1024;

/// Every file that was ever looked at, until someone says that it changed.
#[derive(Debug, Default)]
pub(crate) struct Disk {
    ids: DashMap<PathBuf, FileId>,
    next_id: AtomicU32,
    sources: DashMap<PathBuf, Result<Arc<SourceFile>, IoError>>,
    listings: DashMap<PathBuf, Result<Arc<Vec<String>>, IoError>>,
    overlay: FxHashMap<PathBuf, (Arc<[u8]>, i32)>,
    /// The files that symbolic links lead to: the same text under several names.
    links: DashMap<PathBuf, PathBuf>,
    /// Files that are not there.
    imagined: DashSet<PathBuf>,
}

impl Disk {
    /// The name of a path; the same for the same path as long as the workspace lives.
    pub(crate) fn id(&self, path: &Path) -> FileId {
        if let Some(id) = self.ids.get(path) {
            return *id;
        }
        *self
            .ids
            .entry(path.to_owned())
            .or_insert_with(|| FileId(self.next_id.fetch_add(1, Ordering::Relaxed)))
    }

    /// An empty one whose names are not those of another.
    pub(crate) fn beside(first: u32) -> Self {
        Self { next_id: AtomicU32::new(first), ..Self::default() }
    }

    /// The first name that was not given yet.
    pub(crate) fn next_name(&self) -> u32 {
        self.next_id.load(Ordering::Relaxed)
    }

    pub(crate) fn set_text(&mut self, path: &Path, text: Arc<[u8]>, version: i32) {
        self.note_link(path);
        self.overlay.insert(path.to_owned(), (text, version));
        self.forget_text(path);
    }

    /// Takes the editor's text off; whether there was any.
    pub(crate) fn clear_text(&mut self, path: &Path) -> bool {
        self.forget_text(path);
        self.overlay.remove(path).is_some()
    }

    fn forget_text(&self, path: &Path) {
        self.sources.remove(path);
        for other in self.other_names(path) {
            self.sources.remove(&other);
        }
    }

    /// Remembers where a symbolic link leads.
    fn note_link(&self, path: &Path) {
        if std::fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink())
            && let (Some(directory), Ok(target)) = (path.parent(), std::fs::read_link(path))
        {
            self.links.insert(path.to_owned(), clean(&directory.join(target)));
        }
    }

    /// The file that a path leads to: itself, unless it is a link.
    fn leads_to(&self, path: &Path) -> PathBuf {
        self.links.get(path).map_or_else(|| path.to_owned(), |file| file.clone())
    }

    /// The editor's text of a file that is open under another name. Asks the few files that are open, not all links.
    fn open_elsewhere(&self, path: &Path) -> Option<Arc<[u8]>> {
        if self.links.is_empty() {
            return None;
        }
        let file = self.leads_to(path);
        let open = self.overlay.iter().filter(|(open, _)| self.leads_to(open) == file);
        open.min_by_key(|(open, _)| *open).map(|(_, (text, _))| Arc::clone(text))
    }

    /// The other paths, among those that were looked at, by which a file is known.
    pub(crate) fn other_names(&self, path: &Path) -> Vec<PathBuf> {
        if self.links.is_empty() {
            return Vec::new();
        }
        let file = self.leads_to(path);
        let links = self.links.iter().filter(|link| *link.value() == file).map(|link| link.key().clone());
        let mut names: Vec<PathBuf> = links.chain([file.clone()]).filter(|name| name != path).collect();
        names.sort_unstable();
        names
    }

    /// Paths with the editor's text over them.
    pub(crate) fn open_files(&self) -> impl Iterator<Item = &PathBuf> {
        self.overlay.keys()
    }

    /// Forgets what is known about a path and all below it.
    pub(crate) fn forget(&self, path: &Path) {
        // What is written to a link is written to its file.
        self.forget_text(path);
        let leads_there = |known: &Path| self.links.get(known).is_some_and(|file| file.starts_with(path));
        self.sources.retain(|known, _| !known.starts_with(path) && !leads_there(known));
        self.links.retain(|known, _| !known.starts_with(path));
        // Directories may have come or gone with it.
        self.listings.retain(|known, _| !known.starts_with(path) && !path.starts_with(known));
    }

    /// The file at a real path.
    pub(crate) fn source(&self, path: &Path) -> Result<Arc<SourceFile>, IoError> {
        if let Some(known) = self.sources.get(path) {
            return known.clone();
        }
        let (text, version) = match self.overlay.get(path) {
            Some((text, version)) => (Ok(Arc::clone(text)), Some(*version)),
            None => {
                self.note_link(path);
                (self.open_elsewhere(path).map_or_else(|| read(path), Ok), None)
            }
        };
        let source = text.map(|text| self.parsed(path, text, version));
        self.sources.insert(path.to_owned(), source.clone());
        source
    }

    fn parsed(&self, path: &Path, text: Arc<[u8]>, version: Option<i32>) -> Arc<SourceFile> {
        Arc::new(SourceFile::new(self.id(path), path.to_owned(), text, version))
    }

    /// Says what would stand in a file that there is not, until it is forgotten.
    pub(crate) fn imagine(&self, path: &Path, text: &str) {
        let source = self.parsed(path, text.as_bytes().into(), None);
        self.sources.insert(path.to_owned(), Ok(source));
        self.imagined.insert(path.to_owned());
    }

    /// Forgets what would stand in files that there are not.
    pub(crate) fn forget_imagined(&self) {
        self.imagined.retain(|path| {
            self.sources.remove(path);
            false
        });
    }

    /// The text of a file that is no Lua.
    pub(crate) fn text(&self, path: &Path) -> Option<Arc<[u8]>> {
        match self.overlay.get(path) {
            Some((text, _)) => Some(Arc::clone(text)),
            None => read(path).ok(),
        }
    }

    /// The same, if it has no more bytes than this.
    pub(crate) fn small_text(&self, path: &Path, most: u64) -> Option<Arc<[u8]>> {
        let fits = |size: u64| size <= most;
        match self.overlay.get(path) {
            Some((text, _)) => Some(Arc::clone(text)).filter(|text| fits(text.len() as u64)),
            None if std::fs::metadata(path).is_ok_and(|found| fits(found.len())) => read(path).ok(),
            None => None,
        }
    }

    /// Whether what configurations load may change when this file comes or goes: its directory was listed, or it was
    /// looked for in vain.
    pub(crate) fn awaits(&self, path: &Path) -> bool {
        path.parent().is_some_and(|directory| self.listings.contains_key(directory))
            || self.sources.get(path).is_some_and(|known| known.is_err())
    }

    /// Whether there is a file, on disk or in the editor.
    pub(crate) fn is_file(&self, path: &Path) -> bool {
        self.overlay.contains_key(path) || path.is_file()
    }

    fn list(&self, path: &Path) -> Result<Arc<Vec<String>>, IoError> {
        if let Some(known) = self.listings.get(path) {
            return known.clone();
        }
        let listing = std::fs::read_dir(path).map_err(|error| io_error(&error)).map(|entries| {
            let mut names: Vec<String> = entries
                .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
                .chain([".".to_owned(), "..".to_owned()])
                .collect();
            names.sort_unstable();
            Arc::new(names)
        });
        self.listings.insert(path.to_owned(), listing.clone());
        listing
    }
}

fn read(path: &Path) -> Result<Arc<[u8]>, IoError> {
    let metadata = std::fs::metadata(path).map_err(|error| io_error(&error))?;
    if metadata.is_dir() {
        return Err(IoError::IsDirectory);
    }
    // A pipe or a device would block or never end.
    if !metadata.is_file() || metadata.len() > MAX_FILE_SIZE {
        return Err(IoError::Outside);
    }
    std::fs::read(path).map(Arc::from).map_err(|error| io_error(&error))
}

fn io_error(error: &std::io::Error) -> IoError {
    match error.kind() {
        std::io::ErrorKind::NotFound => IoError::NotFound,
        std::io::ErrorKind::NotADirectory => IoError::NotDirectory,
        std::io::ErrorKind::IsADirectory => IoError::IsDirectory,
        _ => IoError::Outside,
    }
}

/// A path without `.`, `..` and doubled slashes, told from the text alone.
pub(crate) fn clean(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

/// The files that one tree may see.
pub(crate) struct TreeFiles<'d> {
    pub(crate) disk: &'d Disk,
    pub(crate) profile: &'d Profile,
    /// Directories that may be read.
    pub(crate) roots: &'d [PathBuf],
    /// What a path outside of them gets: nothing is known of it, or it is said not to exist.
    pub(crate) outside: IoError,
}

impl TreeFiles<'_> {
    fn locate(&self, path: &str) -> Result<PathBuf, IoError> {
        locate(self.profile, self.roots, path).ok_or(self.outside)
    }
}

impl Files for TreeFiles<'_> {
    fn source(&self, path: &str) -> Result<Arc<SourceFile>, IoError> {
        self.disk.source(&self.locate(path)?)
    }

    fn list(&self, path: &str) -> Result<Vec<String>, IoError> {
        let names = self.disk.list(&self.locate(path)?)?;
        Ok(match self.profile.dir_order {
            DirOrder::Sorted => names.to_vec(),
            DirOrder::Reverse => names.iter().rev().cloned().collect(),
        })
    }

    fn is_dir(&self, path: &str) -> bool {
        self.locate(path).is_ok_and(|path| path.is_dir())
    }
}

/// Where a deployed path lies on this machine, if it may be read.
pub(crate) fn locate(profile: &Profile, roots: &[PathBuf], path: &str) -> Option<PathBuf> {
    let deployed = clean(Path::new(path));
    let real = match &profile.mount {
        // The mount may be the whole file system: then its path is empty.
        Some(mount) => match deployed.strip_prefix(format!("{}/", mount.path)) {
            Ok(rest) => mount.root.join(rest),
            Err(_) if deployed == Path::new(&mount.path) => mount.root.clone(),
            Err(_) => deployed,
        },
        None => deployed,
    };
    roots.iter().any(|root| real.starts_with(root)).then_some(real)
}

/// The files of a snapshot under circumstances other than those it was made for.
pub(crate) struct SnapshotFiles<'s> {
    pub(crate) snapshot: &'s crate::Snapshot,
    pub(crate) profile: &'s Profile,
    pub(crate) roots: &'s [PathBuf],
    /// Files and directories that the snapshot has not met.
    pub(crate) disk: &'s Disk,
}

impl Files for SnapshotFiles<'_> {
    fn source(&self, path: &str) -> Result<Arc<SourceFile>, IoError> {
        let path = locate(self.profile, self.roots, path).ok_or(IoError::Outside)?;
        match self.snapshot.file_id(&path).and_then(|id| self.snapshot.file(id)) {
            Some(file) => Ok(Arc::clone(file)),
            None => self.disk.source(&path),
        }
    }

    fn list(&self, path: &str) -> Result<Vec<String>, IoError> {
        let path = locate(self.profile, self.roots, path).ok_or(IoError::Outside)?;
        Ok(self.disk.list(&path)?.to_vec())
    }

    fn is_dir(&self, path: &str) -> bool {
        locate(self.profile, self.roots, path).is_some_and(|path| path.is_dir())
    }
}

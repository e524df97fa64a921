//! The files of one module.

use std::ffi::OsStr;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use schema::extract::SourceFile;
use schema::{PrivateModule, PrivateSource, Version};

use crate::disk::Disk;

/// Larger files are no source that somebody wrote.
const MAX_SIZE: u64 = 1 << 20;

/// More libraries than this are not read for one module.
const MAX_LIBRARIES: usize = 64;

const READMES: [&str; 2] = ["README.md", "README.markdown"];

/// What a module's files hold.
#[derive(Debug)]
pub(super) struct Source {
    /// Its own file; `None` if it can't be read, or is too large.
    text: Option<Arc<[u8]>>,
    libraries: Vec<(String, Arc<[u8]>)>,
    readme: Option<Arc<[u8]>>,
    /// Tells whether the files hold the same as those of another time.
    pub(super) fingerprint: u64,
}

/// The name of the module whose own file this is: `mod_NAME.lua`.
pub(super) fn module_name(file: &Path) -> Option<&str> {
    let name = file.file_name()?.to_str()?.strip_prefix("mod_")?.strip_suffix(".lua")?;
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    (!name.is_empty() && name.bytes().all(fits)).then_some(name)
}

/// Whether a path is that of a module's own file.
pub(crate) fn is_module(path: &Path) -> bool {
    module_name(path).is_some()
}

/// Whether a path is that of the source of a module: its own file, or a library beside it.
pub fn is_module_source(path: &Path) -> bool {
    is_module(path) || is_library(path)
}

/// Whether a path is that of a library beside a module's own file.
pub fn is_library(path: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().ends_with(b".lib.lua")
}

/// Whether a path may be that of the source of a module, or of a README.
pub(crate) fn concerns(path: &Path) -> bool {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
    is_module_source(path) || READMES.contains(&name)
}

/// The modules' own files in a directory in which Prosody would look for them.
pub(super) fn modules_in(directory: &Path) -> impl Iterator<Item = PathBuf> {
    walkdir::WalkDir::new(directory)
        .max_depth(3)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| !entry.file_type().is_dir())
        .map(walkdir::DirEntry::into_path)
        .filter(|path| is_module(path))
}

impl Source {
    /// Reads the files of the module whose own file lies at `file`.
    pub(super) fn load(disk: &Disk, file: &Path) -> Self {
        let text = disk.small_text(file, MAX_SIZE);
        let name = module_name(file).unwrap_or_default();
        let directory = file.parent().unwrap_or(file);
        let folder = directory.file_name().and_then(OsStr::to_str).unwrap_or_default();
        // A directory of its own, or one that it shares with others.
        let own = folder.strip_prefix("mod_").unwrap_or(folder) == name;
        let libraries = match &text {
            Some(text) if own || holds(text, "module:require") => libraries(disk, directory, text, own),
            _ => Vec::new(),
        };
        let readme = READMES.iter().find_map(|readme| disk.small_text(&directory.join(readme), MAX_SIZE));
        let readme = readme.filter(|readme| own || is_about(readme, name));
        let mut hasher = DefaultHasher::new();
        (&text, &libraries, &readme).hash(&mut hasher);
        Self { text, libraries, readme, fingerprint: hasher.finish() }
    }

    /// What a series makes of it.
    pub(super) fn read(&self, name: &str, file: &Path, version: Version) -> PrivateModule {
        let Some(text) = &self.text else { return PrivateModule::unread(name, file) };
        let libraries: Vec<SourceFile<'_>> =
            self.libraries.iter().map(|(path, text)| SourceFile { path, text }).collect();
        let source =
            PrivateSource { name, file, text, libraries: &libraries, readme: self.readme.as_deref() };
        PrivateModule::read(&source, version)
    }
}

/// The libraries in a module's own directory; in one that it shares those whose names it mentions.
fn libraries(disk: &Disk, directory: &Path, text: &[u8], own: bool) -> Vec<(String, Arc<[u8]>)> {
    let entries = std::fs::read_dir(directory).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name.strip_suffix(".lib.lua").is_some_and(|stem| own || holds(text, stem)))
        .collect();
    names.sort_unstable();
    names.truncate(MAX_LIBRARIES);
    let library = |name: String| {
        let path = directory.join(name);
        Some((path.to_string_lossy().into_owned(), disk.small_text(&path, MAX_SIZE)?))
    };
    names.into_iter().filter_map(library).collect()
}

/// Whether a README speaks of this module, and of no other.
fn is_about(readme: &[u8], name: &str) -> bool {
    let text = String::from_utf8_lossy(readme);
    let mut mentions = text.split("mod_").skip(1).peekable();
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    mentions.peek().is_some()
        && mentions.all(|rest| {
            rest.strip_prefix(name).is_some_and(|behind| !behind.bytes().next().is_some_and(is_name))
        })
}

fn holds(text: &[u8], part: &str) -> bool {
    !part.is_empty() && text.windows(part.len()).any(|window| window == part.as_bytes())
}

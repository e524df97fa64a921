//! What evaluation may see of the file system.

use std::rc::Rc;
use std::sync::Arc;

use crate::SourceFile;

/// Access to files under the names that the configuration believes they have. Read only.
pub(crate) trait Files {
    /// The file at an absolute path, parsed.
    fn source(&self, path: &str) -> Result<Arc<SourceFile>, IoError>;

    /// The names in a directory, in the order in which it lists them; with `.` and `..` as the system has them.
    fn list(&self, path: &str) -> Result<Vec<String>, IoError>;

    /// Whether a path is a directory.
    fn is_dir(&self, path: &str) -> bool;
}

/// Why a file can't be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IoError {
    /// There is none.
    NotFound,
    /// It is a directory.
    IsDirectory,
    /// It is no directory.
    NotDirectory,
    /// It is none of ours: nothing outside the workspace is read, nor what we may not read though Prosody may.
    Outside,
}

impl IoError {
    /// The system's words for it.
    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::NotFound => "No such file or directory",
            Self::IsDirectory => "Is a directory",
            Self::NotDirectory => "Not a directory",
            Self::Outside => "Permission denied",
        }
    }

    /// The system's number for it (Linux).
    pub(crate) const fn number(self) -> i64 {
        match self {
            Self::NotFound => 2,
            Self::IsDirectory => 21,
            Self::NotDirectory => 20,
            Self::Outside => 13,
        }
    }
}

/// A file that is being evaluated, under its deployed name.
#[derive(Debug, Clone)]
pub(crate) struct Source(Rc<SourceInner>);

#[derive(Debug)]
struct SourceInner {
    file: Arc<SourceFile>,
    name: Arc<str>,
}

impl Source {
    pub(crate) fn new(file: Arc<SourceFile>, name: &str) -> Self {
        Self(Rc::new(SourceInner { file, name: Arc::from(name) }))
    }

    pub(crate) fn file(&self) -> &Arc<SourceFile> {
        &self.0.file
    }

    /// The path, for whoever keeps it.
    pub(crate) fn shared_name(&self) -> Arc<str> {
        Arc::clone(&self.0.name)
    }

    /// The path as Prosody knows it.
    pub(crate) fn name(&self) -> &str {
        &self.0.name
    }

    /// The line, from 1, of a byte offset, as Lua counts.
    pub(crate) fn line(&self, offset: u32) -> u32 {
        self.0.file.lua_line(offset)
    }

    /// The name in messages: Lua shortens what has 60 characters or more (`LUA_IDSIZE`).
    pub(crate) fn short_name(&self) -> String {
        short_name(&self.0.name)
    }
}

/// A chunk's name in messages: the last 56 bytes behind `...` if it has 60 bytes or more.
pub(crate) fn short_name(name: &str) -> String {
    if name.len() < 60 {
        return name.to_owned();
    }
    let mut start = name.len() - 56;
    while !name.is_char_boundary(start) {
        start += 1;
    }
    format!("...{}", name.get(start..).unwrap_or_default())
}

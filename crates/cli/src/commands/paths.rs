//! Paths between people, who give and read short ones, and the workspace, which wants them whole.

use std::io;
use std::path::{Component, Path, PathBuf};

/// An absolute path without `.` and `..`, told from the text alone.
pub(crate) fn normal(path: &Path) -> io::Result<PathBuf> {
    let mut out = PathBuf::new();
    for component in std::path::absolute(path)?.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    Ok(out)
}

/// A path relative to a directory, if it is below it.
pub(crate) fn shown(directory: &Path, path: &Path) -> String {
    path.strip_prefix(directory).unwrap_or(path).to_string_lossy().into_owned()
}

//! Paths as they are written.

use std::path::{Component, Path, PathBuf};

/// A path without `.` and `..`, told from its text alone.
pub(super) fn clean(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(clean.pop()),
            part => clean.push(part),
        }
    }
    clean
}

/// How a path is written from a directory, with slashes; `None` if it is no text, or on another drive.
pub(super) fn relative(from: &Path, to: &Path) -> Option<String> {
    let (mut from, mut to) = (from.components().peekable(), to.components().peekable());
    if from.peek() != to.peek() {
        return None;
    }
    while from.peek().is_some() && from.peek() == to.peek() {
        from.next();
        to.next();
    }
    let mut parts = vec!["..".to_owned(); from.count()];
    for part in to {
        parts.push(part.as_os_str().to_str()?.to_owned());
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::{clean, relative};

    #[test]
    fn paths_are_written_from_where_they_are_used() {
        let of = |from: &str, to: &str| relative(from.as_ref(), to.as_ref()).unwrap();
        assert_eq!(of("/a", "/a/b/c"), "b/c");
        assert_eq!(of("/a/b", "/a/c"), "../c");
        assert_eq!(of("/a/b/c", "/x"), "../../../x");
        assert_eq!(of("/a", "/a"), "");
        assert_eq!(relative("/a".as_ref(), "b".as_ref()), None);
        assert_eq!(clean("/a/./b/../c".as_ref()), std::path::Path::new("/a/c"));
    }
}

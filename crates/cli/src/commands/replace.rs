//! Replacing what stands in a file: whoever reads it sees the old text or the new one, never a part.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Writes a file's new text. Its place, mode, owner and group stay; a link stays a link.
///
/// # Errors
/// If the file holds something else than `before` by now, or can't be written: the message names it.
pub(super) fn replace(path: &Path, before: &[u8], after: &[u8]) -> io::Result<()> {
    swap(path, before, after)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
}

fn swap(path: &Path, before: &[u8], after: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    if fs::read(&path)? != before {
        return Err(io::Error::other("was changed meanwhile: nothing was written"));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}", std::process::id()));
    let file = OpenOptions::new().write(true).create_new(true).open(&beside)?;
    let written = fill(&file, &path, &beside, after).and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        // What matters is the first error.
        let _ = fs::remove_file(&beside);
    }
    written
}

fn fill(mut file: &File, original: &Path, beside: &Path, text: &[u8]) -> io::Result<()> {
    let metadata = fs::metadata(original)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, chown};
        // Prosody runs as a user of its own, which may read its files by their group only.
        let own = file.metadata()?;
        if (own.uid(), own.gid()) != (metadata.uid(), metadata.gid()) {
            chown(beside, Some(metadata.uid()), Some(metadata.gid()))?;
        }
    }
    #[cfg(not(unix))]
    let _ = beside;
    file.set_permissions(metadata.permissions())?;
    file.write_all(text)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use fixture::Directory;

    use super::replace;

    #[test]
    fn a_text_is_replaced_where_it_is_still_the_one_that_was_read() {
        let directory = Directory::new();
        directory.write("a.cfg.lua", b"old");
        let path = directory.path().join("a.cfg.lua");
        replace(&path, b"old", b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        let error = replace(&path, b"old", b"newer").unwrap_err().to_string();
        assert!(error.ends_with("a.cfg.lua: was changed meanwhile: nothing was written"), "{error}");
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    }

    #[test]
    #[cfg(unix)]
    fn modes_and_links_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let directory = Directory::new();
        directory.write("real.cfg.lua", b"old");
        let (real, link) = (directory.path().join("real.cfg.lua"), directory.path().join("link.cfg.lua"));
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("real.cfg.lua", &link).unwrap();
        replace(&link, b"old", b"new").unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read(&real).unwrap(), b"new");
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    }
}

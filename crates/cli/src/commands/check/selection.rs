//! Which files to look at, as part of which trees.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use crate::commands::paths::normal;

/// Files and directories that are read together.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Group {
    /// Directories to search for configuration files.
    pub(super) roots: Vec<PathBuf>,
    /// The entry file, if there is but one.
    pub(super) entry: Option<PathBuf>,
    /// What to report on: all in or below these paths. A file stands for all that it includes, too.
    pub(super) wanted: Vec<PathBuf>,
}

/// The name of the file that Prosody begins with.
const ENTRY: &str = "prosody.cfg.lua";

/// How far above a path its entry file is looked for.
const LEVELS: usize = 4;

/// Sorts paths into groups: directories by themselves, files with the entry file that may load them.
///
/// # Errors
/// If there is no such path.
pub(super) fn groups(base: &Path, paths: &[PathBuf], is_entry: bool) -> io::Result<Vec<Group>> {
    let mut directories = Vec::new();
    let mut entries: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    for given in paths {
        let path = normal(&base.join(given))?;
        let metadata = std::fs::metadata(&path)
            .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", given.display())))?;
        if metadata.is_dir() {
            let entry = above(&path);
            let root = entry.as_deref().and_then(Path::parent).unwrap_or(&path).to_owned();
            directories.push(Group { roots: vec![root], entry: None, wanted: vec![path] });
        } else {
            let names_itself = is_entry || !path.to_string_lossy().ends_with(".cfg.lua");
            let entry = if names_itself { None } else { above(&path) };
            entries.entry(entry.unwrap_or_else(|| path.clone())).or_default().push(path);
        }
    }
    let files =
        entries.into_iter().map(|(entry, wanted)| Group { roots: Vec::new(), entry: Some(entry), wanted });
    Ok(directories.into_iter().chain(files).collect())
}

/// The nearest entry file in a path's directories; of a directory, in itself first.
fn above(path: &Path) -> Option<PathBuf> {
    let from = if path.is_dir() { Some(path) } else { path.parent() };
    from?.ancestors().take(LEVELS).map(|directory| directory.join(ENTRY)).find(|entry| entry.is_file())
}

#[cfg(test)]
mod tests {
    use super::{Group, groups};
    use fixture::Directory;

    #[test]
    fn files_go_with_the_entry_above_them() {
        let directory = Directory::new();
        for path in ["etc/prosody.cfg.lua", "etc/conf.d/a.cfg.lua", "alone/b.cfg.lua", "alone/c.lua"] {
            directory.write(path, b"");
        }
        let at = |path: &str| directory.path().join(path);
        let paths =
            ["etc/conf.d/../conf.d/a.cfg.lua", "alone/b.cfg.lua", "etc/prosody.cfg.lua", "etc/conf.d"];
        let found = groups(directory.path(), &paths.map(Into::into), false).unwrap();
        let file = |entry: &str, wanted: &[&str]| Group {
            roots: Vec::new(),
            entry: Some(at(entry)),
            wanted: wanted.iter().map(|path| at(path)).collect(),
        };
        assert_eq!(
            found,
            [
                Group { roots: vec![at("etc")], entry: None, wanted: vec![at("etc/conf.d")] },
                file("alone/b.cfg.lua", &["alone/b.cfg.lua"]),
                file("etc/prosody.cfg.lua", &["etc/conf.d/a.cfg.lua", "etc/prosody.cfg.lua"]),
            ]
        );
    }

    #[test]
    fn a_path_that_is_not_there_is_named() {
        let error = groups("/".as_ref(), &["no/such/file".into()], false).unwrap_err();
        assert!(error.to_string().starts_with("no/such/file: "), "{error}");
    }
}

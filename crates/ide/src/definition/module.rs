//! From a module's name to its source.

use std::path::{Path, PathBuf};

use config::Value;
use syntax::Span;

use super::beginning;
use crate::Target;
use crate::place::Place;

/// Where Prosody is usually installed.
const INSTALLED: [&str; 2] = ["/usr/lib/prosody/modules", "/usr/local/lib/prosody/modules"];

/// More plugin paths than this are not looked into.
const MOST_PATHS: usize = 64;

/// The source of a module, in the order in which Prosody looks: the plugin paths, then its own modules.
pub(crate) fn targets(place: &Place<'_>, name: &str, origin: Span) -> Vec<Target> {
    if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')) {
        return Vec::new();
    }
    let mut directories = plugin_paths(place).into_iter().chain(INSTALLED.map(PathBuf::from));
    let source = directories.find_map(|directory| source_in(&directory, name));
    source.map(|path| beginning(path, origin)).into_iter().collect()
}

/// The first of a module's possible files in a directory that exists.
fn source_in(directory: &Path, name: &str) -> Option<PathBuf> {
    let file = format!("mod_{name}.lua");
    let places = [
        directory.join(format!("mod_{name}")).join(&file),
        directory.join(&file),
        directory.join(name).join(&file),
    ];
    places.into_iter().find(|path| path.is_file())
}

/// The directories that `plugin_paths` names, on this machine.
fn plugin_paths(place: &Place<'_>) -> Vec<PathBuf> {
    let Some(tree) = place.tree else { return Vec::new() };
    let Some((_, chain)) = tree.settings.effective("*", "plugin_paths") else { return Vec::new() };
    let Value::Table(table) = &chain.value else { return Vec::new() };
    let base = place.snapshot.file(tree.entry).and_then(|entry| entry.path.parent());
    let mut found = Vec::new();
    for path in table.items().filter_map(|entry| entry.value.as_str()).take(MOST_PATHS) {
        if let Some(mount) = &tree.profile.mount
            && let Ok(inside) = Path::new(path).strip_prefix(&mount.path)
        {
            found.push(mount.root.join(inside));
        }
        found.extend(base.map(|base| base.join(path)));
    }
    found
}

//! From a module's name to its source.

use std::path::{Path, PathBuf};

use config::PluginPaths;
use syntax::Span;

use super::beginning;
use crate::Target;
use crate::place::Place;

/// Where Prosody is usually installed.
const INSTALLED: [&str; 2] = ["/usr/lib/prosody/modules", "/usr/local/lib/prosody/modules"];

/// The source of a module, if there is one.
pub(crate) fn targets(place: &Place<'_>, name: &str, origin: Span) -> Vec<Target> {
    source(place, name).map(|path| beginning(path, origin)).into_iter().collect()
}

/// A module's own file: in the plugin paths, elsewhere in the workspace if Prosody has no module of this name, or where
/// Prosody is installed.
pub(crate) fn source(place: &Place<'_>, name: &str) -> Option<PathBuf> {
    if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')) {
        return None;
    }
    let named = place.tree.and_then(|tree| tree.plugins.paths.find(name));
    let private = || place.schema.private_module(name).map(|private| private.file.clone());
    let installed =
        || INSTALLED.iter().find_map(|directory| PluginPaths::find_in(Path::new(directory), name));
    named.or_else(private).or_else(installed)
}

//! Trees without an entry file: layers in directories that some layout has, loaded in its documented order.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::layout::Layout;

/// Fewer layers than this may be anybody's directories.
const FEWEST: usize = 2;

/// The entry files that trees among these files would have, with what they would say: an `Include` for each file, in
/// the order of the layout (or of `said`, if the project says one), and in each layer by name.
pub(crate) fn entries(files: &[&PathBuf], said: impl Fn(&Path) -> Vec<String>) -> Vec<(PathBuf, String)> {
    let mut found: BTreeSet<PathBuf> = BTreeSet::new();
    for file in files {
        for folder in file.ancestors().skip(1) {
            let order = order(folder, &said);
            let layer = |name: &&String| file.starts_with(folder.join(name.as_str()));
            if order.iter().any(|name| layer(&name)) {
                found.insert(folder.to_owned());
            }
        }
    }
    let mut entries: Vec<(PathBuf, String)> = Vec::new();
    for folder in found {
        // The outermost folder counts: `features/core` is no tree of its own.
        let is_inside =
            entries.iter().any(|(entry, _)| entry.parent().is_some_and(|outer| folder.starts_with(outer)));
        let order = order(&folder, &said);
        let present =
            order.iter().filter(|name| files.iter().any(|file| file.starts_with(folder.join(name))));
        if is_inside || present.clone().count() < FEWEST {
            continue;
        }
        let mut text =
            "-- There is no entry file: this is the order in which these layers are usually loaded.\n"
                .to_owned();
        for layer in present {
            let mut layer_files: Vec<&Path> = files
                .iter()
                .filter_map(|file| file.strip_prefix(&folder).ok())
                .filter(|relative| relative.starts_with(layer))
                .collect();
            layer_files.sort();
            for file in layer_files {
                // A name that Lua would read otherwise is left out.
                let name = file.to_string_lossy();
                if !name.contains(['"', '\\', '\n', '*', '?']) {
                    let _ = writeln!(text, "Include \"{name}\"");
                }
            }
        }
        entries.push((folder.join("prosody.cfg.lua"), text));
    }
    entries
}

/// The order of layers beside an entry file in this folder; empty if it looks like no layout.
fn order(folder: &Path, said: impl Fn(&Path) -> Vec<String>) -> Vec<String> {
    let said = said(folder);
    if !said.is_empty() {
        return said;
    }
    let layouts = [Layout::Stack, Layout::Xeps, Layout::Hybrid, Layout::Clients];
    let has = |name: &str| folder.join(name).is_dir();
    let layout = layouts.into_iter().find(|layout| layout.usual_order().iter().take(2).any(|name| has(name)));
    layout
        .map(|layout| layout.usual_order().iter().map(|name| (*name).to_owned()).collect())
        .unwrap_or_default()
}

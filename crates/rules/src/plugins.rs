//! Modules that lie beside a configuration: in its `plugin_paths`, and in the directories that people use for them.

use std::path::{Path, PathBuf};

use config::{Snapshot, Tree, Value};

use crate::list;

/// Directories beside the entry file, or beside its directory, in which people keep modules.
const USUAL: [&str; 6] =
    ["modules", "plugins", "prosody-modules", "prosody-plugins", "custom_plugins", "prosody-plugins-custom"];

/// Where a tree's own modules may lie.
#[derive(Debug, Default)]
pub(crate) struct Plugins {
    directories: Vec<PathBuf>,
    /// Whether the configuration names directories that are not on this machine, or can't be told.
    pub(crate) unseen: bool,
}

impl Plugins {
    pub(crate) fn of(snapshot: &Snapshot, tree: &Tree) -> Self {
        let mut plugins = Self::default();
        let directory = snapshot.file(tree.entry).and_then(|entry| entry.path.parent());
        let global = tree.settings.host("*");
        for option in ["plugin_paths", "installer_plugin_path"] {
            match global.and_then(|host| host.chain(option)).map(|chain| &chain.value) {
                None | Some(Value::Nil) => {}
                Some(value @ Value::Str(_)) => plugins.add(tree, directory, value),
                Some(value) => match list::items(value) {
                    Some(items) => items.iter().for_each(|item| plugins.add(tree, directory, &item.value)),
                    None => plugins.unseen = true,
                },
            }
        }
        for base in directory.into_iter().chain(directory.and_then(Path::parent)) {
            plugins.directories.extend(USUAL.iter().map(|name| base.join(name)));
        }
        plugins
    }

    fn add(&mut self, tree: &Tree, directory: Option<&Path>, path: &Value) {
        let Some(path) = path.as_str() else {
            self.unseen = true;
            return;
        };
        let deployed = Path::new(path);
        let here = match &tree.profile.mount {
            Some(mount) => deployed.strip_prefix(&mount.path).ok().map(|rest| mount.root.join(rest)),
            None => None,
        };
        let here = here.or_else(|| directory.map(|directory| directory.join(deployed)));
        match here.filter(|path| path.is_dir()) {
            Some(path) => self.directories.push(path),
            None => self.unseen = true,
        }
    }

    /// The file of a module, as Prosody's loader looks for it.
    pub(crate) fn find(&self, module: &str) -> Option<PathBuf> {
        if module.contains(['/', '\\', '\0']) {
            return None;
        }
        let file = format!("mod_{module}.lua");
        self.directories
            .iter()
            .flat_map(|directory| {
                [directory.join(&file), directory.join(format!("mod_{module}")).join(&file)]
            })
            .find(|path| path.is_file())
    }
}

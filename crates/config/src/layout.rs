//! Layers: the directories of a tree in the order in which they are loaded, and the layout that they make.

use std::path::{Component, Path};
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::{FileId, Snapshot, Tree};

/// The kinds of trees that are known by their directories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layout {
    /// One file.
    Single,
    /// Debian's: `conf.d/*.cfg.lua`, with links to `conf.avail`.
    Debian,
    /// `stack/01-transport` and so on, after the layers of XMPP.
    Stack,
    /// `clients` and `usecases`.
    Clients,
    /// `core-rfcs` and `xeps`.
    Xeps,
    /// `core` and `features`, with `clients`, `usecases`, `environments` and `policies` as far as adopted.
    Hybrid,
    /// Another one.
    Custom,
}

impl Layout {
    /// Its name, for a person.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Single => "single file",
            Self::Debian => "conf.d",
            Self::Stack => "layer stack",
            Self::Clients => "client-centric",
            Self::Xeps => "XEP-centric",
            Self::Hybrid => "hybrid",
            Self::Custom => "custom",
        }
    }

    /// The directories of its layers in their documented order. An entry file that loads them in another order is
    /// right.
    pub const fn usual_order(self) -> &'static [&'static str] {
        match self {
            Self::Single | Self::Custom => &[],
            Self::Debian => &["conf.d"],
            Self::Stack => &["stack", "domains", "environments", "policies"],
            Self::Clients => &["clients", "usecases", "infrastructure"],
            Self::Xeps => &["core-rfcs", "xeps", "custom", "vendor", "deprecated"],
            Self::Hybrid => &["core", "features", "clients", "usecases", "environments", "policies"],
        }
    }

    /// The layout of a tree with these directories beside its entry file.
    fn of(directories: &FxHashSet<String>) -> Self {
        let has = |name: &str| directories.contains(name);
        if has("stack") {
            Self::Stack
        } else if has("xeps") || has("core-rfcs") {
            Self::Xeps
        } else if has("core") || has("features") {
            Self::Hybrid
        } else if has("clients") || has("usecases") {
            Self::Clients
        } else if has("conf.d") || has("conf.avail") {
            Self::Debian
        } else if directories.is_empty() {
            Self::Single
        } else {
            Self::Custom
        }
    }
}

/// The layers of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layers {
    /// What kind of tree it is.
    pub layout: Layout,
    /// Whether the order is that in which files are loaded; otherwise it is the layout's or the project's.
    pub loaded: bool,
    /// The layers, first loaded first.
    pub layers: Vec<Layer>,
}

/// One layer: the files of one directory beside the entry file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// The directory: `core`, `stack/01-transport`.
    pub name: Arc<str>,
    /// Its files that are loaded, in order.
    pub files: Vec<FileId>,
    /// Its files that nothing loads in this profile.
    pub unused: Vec<FileId>,
}

impl Layers {
    /// The layer of a file; `None` for the entry file and for what lies beside it.
    pub fn layer_of(&self, file: FileId) -> Option<&Layer> {
        self.layers.iter().find(|layer| layer.files.contains(&file) || layer.unused.contains(&file))
    }
}

/// The layer that a path below the entry's directory belongs to.
fn layer_name(relative: &Path) -> Option<String> {
    let mut names = relative.parent()?.components().filter_map(|component| match component {
        Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
        _ => None,
    });
    let first = names.next()?;
    match names.next() {
        Some(second) if first == "stack" => Some(format!("{first}/{second}")),
        _ => Some(first),
    }
}

impl Snapshot {
    /// The layers of a tree: in the order in which its files are loaded; what is not loaded comes where the project or
    /// the layout puts it.
    pub fn layers(&self, tree: &Tree) -> Layers {
        let empty = Layers { layout: Layout::Single, loaded: true, layers: Vec::new() };
        let Some(folder) = self.file(tree.entry).and_then(|file| file.path.parent()) else { return empty };
        let relative = |file: FileId| {
            let path = &self.file(file)?.path;
            path.strip_prefix(folder).ok().map(Path::to_owned)
        };
        let mut layers: Vec<Layer> = Vec::new();
        let mut put = |name: String, file: FileId, is_loaded: bool| {
            let at = layers.iter().position(|layer| *layer.name == *name).unwrap_or_else(|| {
                layers.push(Layer { name: Arc::from(name), files: Vec::new(), unused: Vec::new() });
                layers.len() - 1
            });
            let Some(layer) = layers.get_mut(at) else { return };
            let list = if is_loaded { &mut layer.files } else { &mut layer.unused };
            if !list.contains(&file) {
                list.push(file);
            }
        };
        for file in tree.settings.config_files().filter(|&file| !tree.settings.only_runs_others(file)) {
            if let Some(name) = relative(file).and_then(|path| layer_name(&path)) {
                put(name, file, true);
            }
        }
        let is_config = |path: &Path| path.to_string_lossy().ends_with(".cfg.lua");
        let mut unused: Vec<_> = self
            .files()
            .filter(|file| file.id != tree.entry && is_config(&file.path) && !tree.settings.loads(file.id))
            .filter(|file| file.path.starts_with(folder))
            .collect();
        unused.sort_by(|a, b| a.path.cmp(&b.path));
        for file in unused {
            if let Some(name) = relative(file.id).and_then(|path| layer_name(&path)) {
                put(name, file.id, false);
            }
        }
        let directories: FxHashSet<String> =
            layers.iter().filter_map(|layer| layer.name.split('/').next()).map(str::to_owned).collect();
        let layout = Layout::of(&directories);
        let loaded = layers.iter().any(|layer| !layer.files.is_empty());
        let said: Vec<&str> = match tree.project.as_ref().filter(|project| !project.layers.is_empty()) {
            Some(project) => project.layers.iter().map(String::as_str).collect(),
            None => layout.usual_order().to_vec(),
        };
        let rank = |layer: &Layer| {
            let first = layer.name.split('/').next().unwrap_or_default();
            said.iter().position(|name| *name == first || *name == &*layer.name).unwrap_or(said.len())
        };
        // Loading decides among what is loaded; the rest goes behind the nearest layer that should come before it.
        let (mut ordered, unloaded): (Vec<Layer>, Vec<Layer>) =
            layers.into_iter().partition(|layer| !layer.files.is_empty());
        let mut unloaded = unloaded;
        unloaded.sort_by_key(|layer| (rank(layer), Arc::clone(&layer.name)));
        for layer in unloaded {
            let place = ordered.iter().rposition(|other| rank(other) <= rank(&layer)).map_or(0, |at| at + 1);
            ordered.insert(place, layer);
        }
        Layers { layout, loaded, layers: ordered }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Layout, layer_name};

    #[test]
    fn layers_are_the_first_directories_and_in_a_stack_the_second() {
        for (path, expected) in [
            ("core/server.cfg.lua", Some("core")),
            ("features/messaging/mam.cfg.lua", Some("features")),
            ("stack/01-transport/tls.cfg.lua", Some("stack/01-transport")),
            ("prosody.cfg.lua", None),
        ] {
            assert_eq!(layer_name(Path::new(path)).as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn layouts_are_known_by_their_directories_however_many_are_adopted() {
        for (directories, expected) in [
            (&["core", "features", "policies"][..], Layout::Hybrid),
            (&["features"], Layout::Hybrid),
            (&["stack", "domains"], Layout::Stack),
            (&["xeps"], Layout::Xeps),
            (&["usecases"], Layout::Clients),
            (&["conf.avail", "conf.d"], Layout::Debian),
            (&["hosts"], Layout::Custom),
            (&[], Layout::Single),
        ] {
            let directories = directories.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(Layout::of(&directories), expected);
        }
    }
}

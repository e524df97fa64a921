//! Where the modules of a tree lie: `util.startup` and `util.pluginloader`, and where people keep them.

use std::path::{Path, PathBuf};

use crate::disk::clean;
use crate::snapshot::Tree;
use crate::{Profile, Value};

/// Directories beside the entry file, or beside its directory, in which people keep modules.
const USUAL: [&str; 6] =
    ["modules", "plugins", "prosody-modules", "prosody-plugins", "custom_plugins", "prosody-plugins-custom"];

/// More directories than this are not looked into.
const MOST: usize = 64;

/// Where the modules of a tree lie.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PluginPaths {
    /// Directories on this machine that are named, in the order in which Prosody looks into them.
    named: Vec<PathBuf>,
    /// Directories that nothing names.
    usual: Vec<PathBuf>,
    /// Whether the configuration names directories that are not on this machine, or can't be told.
    pub unseen: bool,
}

impl PluginPaths {
    /// The directories of a tree whose entry file lies at `entry`: those that its configuration names, then those that
    /// the project names.
    pub(crate) fn of(tree: &Tree, entry: &Path) -> Self {
        let mut paths = Self::default();
        let directory = entry.parent().unwrap_or(entry);
        let global = tree.settings.host("*");
        // Prosody puts each in front of what it has so far: the installer's directory comes last, and goes first.
        for option in ["installer_plugin_path", "plugin_paths"] {
            match global.and_then(|host| host.chain(option)).map(|chain| &chain.value) {
                None | Some(Value::Nil) => {}
                Some(value @ Value::Str(_)) => paths.add(&tree.profile, directory, value),
                Some(Value::Table(table)) => {
                    paths.unseen |= table.open;
                    for item in table.items().take(MOST) {
                        paths.add(&tree.profile, directory, &item.value);
                    }
                }
                Some(_) => paths.unseen = true,
            }
        }
        paths.named.extend(tree.project.iter().flat_map(|project| project.plugin_paths.iter().cloned()));
        for base in std::iter::once(directory).chain(directory.parent()) {
            paths.usual.extend(USUAL.iter().map(|name| base.join(name)));
        }
        paths
    }

    fn add(&mut self, profile: &Profile, directory: &Path, path: &Value) {
        match path.as_str().and_then(|path| here(profile, directory, path)) {
            Some(path) => self.named.push(path),
            None => self.unseen = true,
        }
    }

    /// The named directories, in the order in which Prosody looks into them.
    pub(crate) fn named(&self) -> &[PathBuf] {
        &self.named
    }

    /// All directories, the named ones first.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Path> {
        self.named.iter().chain(&self.usual).map(PathBuf::as_path)
    }

    /// How soon Prosody finds a module's file: the directory, then the place in it. `None` if it does not look there.
    pub(crate) fn rank(&self, file: &Path, name: &str) -> Option<(usize, usize)> {
        self.named.iter().enumerate().find_map(|(at, directory)| {
            let inside = file.strip_prefix(directory).ok()?;
            Some((at, shapes(name).iter().position(|shape| inside == Path::new(shape))?))
        })
    }

    /// The file of a module, as Prosody's loader looks for it.
    pub fn find(&self, module: &str) -> Option<PathBuf> {
        if module.contains(['/', '\\', '\0']) {
            return None;
        }
        self.all().find_map(|directory| Self::find_in(directory, module))
    }

    /// The file of a module in one directory.
    pub fn find_in(directory: &Path, module: &str) -> Option<PathBuf> {
        shapes(module).iter().map(|shape| directory.join(shape)).find(|path| path.is_file())
    }
}

/// Where in a directory a module's file may be, in the order in which Prosody looks.
fn shapes(name: &str) -> [String; 4] {
    let file = format!("mod_{name}.lua");
    [format!("mod_{name}/{name}/{file}"), format!("mod_{name}/{file}"), format!("{name}/{file}"), file]
}

/// The directory on this machine that a path of the configuration means, if there is one.
fn here(profile: &Profile, directory: &Path, path: &str) -> Option<PathBuf> {
    let deployed = Path::new(path);
    let is_there = |path: PathBuf| Some(clean(&path)).filter(|path| path.is_dir());
    if !deployed.is_absolute() {
        let bases = profile.cwd.as_deref().into_iter().chain([directory]).chain(directory.parent());
        return bases.map(|base| base.join(deployed)).find_map(is_there);
    }
    if let Some(mount) = &profile.mount
        && let Ok(inside) = deployed.strip_prefix(format!("{}/", mount.path))
    {
        return is_there(mount.root.join(inside));
    }
    // A checkout need not say where it is deployed: `/etc/prosody/plugins` may be the `plugins` beside the entry file.
    let tail = || {
        let mut parts = deployed.components();
        std::iter::from_fn(|| {
            parts.next();
            Some(parts.as_path().to_owned()).filter(|rest| !rest.as_os_str().is_empty())
        })
        .map(|rest| directory.join(rest))
        .find_map(is_there)
    };
    is_there(deployed.to_owned()).or_else(tail)
}

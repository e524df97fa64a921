//! The files of a Prosody source tree, or of a checkout of the community modules, sorted by module.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use schema::extract::SourceFile;

use super::Failure;

/// A file with its path in the tree, as Prosody's repository has it (`plugins/mod_c2s.lua`).
#[derive(Debug)]
pub(super) struct Source {
    pub(super) path: String,
    pub(super) text: Vec<u8>,
}

impl Source {
    pub(super) fn as_file(&self) -> SourceFile<'_> {
        SourceFile { path: &self.path, text: &self.text }
    }
}

/// The folders of Prosody whose files read options without being modules.
const SERVER_FOLDERS: [&str; 3] = ["core", "net", "util"];

/// Prosody's programs: beside the folders in a checkout, in `bin` of the same prefix when installed.
const PROGRAMS: [&str; 2] = ["prosody", "prosodyctl"];

/// The Lua files of a tree: modules by name, with their own file first; and the server's files.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) modules: BTreeMap<String, Vec<Source>>,
    /// By dotted name: `core.portmanager`.
    pub(super) server: BTreeMap<String, Source>,
}

impl Tree {
    /// Reads a Prosody tree: a checkout (`plugins/`) or an installation (`modules/`).
    pub(super) fn prosody(root: &Path) -> Result<Self, Failure> {
        let mut tree = Self::default();
        let plugins =
            ["plugins", "modules"].map(|folder| root.join(folder)).into_iter().find(|path| path.is_dir());
        let plugins =
            plugins.ok_or_else(|| format!("{}: neither plugins/ nor modules/ here", root.display()))?;
        tree.read_modules(&plugins, "plugins/")?;
        for folder in SERVER_FOLDERS {
            for path in lua_files(&root.join(folder))? {
                let inside = relative(&path, root);
                let name = inside.trim_end_matches(".lua").replace('/', ".");
                tree.server.insert(name, Source { text: read(&path)?, path: inside });
            }
        }
        for program in PROGRAMS {
            let found = [root.join(program), root.join("../../bin").join(program)];
            if let Some(path) = found.iter().find(|path| path.is_file()) {
                let source = Source { text: read(path)?, path: program.to_owned() };
                tree.server.insert(format!("bin.{program}"), source);
            }
        }
        Ok(tree)
    }

    /// Reads a checkout of the community modules: folders `mod_*`.
    pub(super) fn community(root: &Path) -> Result<Self, Failure> {
        let mut tree = Self::default();
        tree.read_modules(root, "")?;
        // What lies in a folder of another name is not found by it.
        tree.modules.retain(|name, files| {
            files.first().is_some_and(|file| {
                file.path.starts_with(&format!("mod_{name}/")) || !file.path.contains('/')
            })
        });
        if tree.modules.is_empty() {
            return Err(format!("{}: no modules here", root.display()).into());
        }
        Ok(tree)
    }

    /// A file `mod_x.lua` is the module x; all other files of its folder belong to it too, unless the folder is
    /// the common one of all modules.
    fn read_modules(&mut self, root: &Path, prefix: &str) -> Result<(), Failure> {
        for path in sorted(root)? {
            let found = if path.is_dir() { lua_files(&path)? } else { vec![path.clone()] };
            let Some(main) = found.iter().filter(|file| module_name(file).is_some()).min_by_key(|file| {
                // The module of the folder's own name, as near to the folder as possible.
                (module_name(file) != folder_name(&path), file.components().count())
            }) else {
                continue;
            };
            let Some(name) = module_name(main) else { continue };
            let mut files = Vec::new();
            for file in
                std::iter::once(main).chain(found.iter().filter(|file| *file != main && is_library(file)))
            {
                files.push(Source { path: format!("{prefix}{}", relative(file, root)), text: read(file)? });
            }
            self.modules.insert(name, files);
        }
        Ok(())
    }
}

/// `mod_x.lua` is the module `x`.
fn module_name(path: &Path) -> Option<String> {
    path.file_name()?.to_str()?.strip_prefix("mod_")?.strip_suffix(".lua").map(str::to_owned)
}

fn folder_name(path: &Path) -> Option<String> {
    let name = path.file_stem()?.to_str()?;
    Some(name.strip_prefix("mod_").unwrap_or(name).to_owned())
}

/// What a module loads with `module:require`.
fn is_library(path: &Path) -> bool {
    path.to_str().is_some_and(|path| path.ends_with(".lib.lua"))
}

fn relative(path: &Path, root: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned()
}

fn lua_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for path in sorted(folder)? {
        if path.is_dir() {
            files.extend(lua_files(&path)?);
        } else if path.extension() == Some(OsStr::new("lua")) {
            files.push(path);
        }
    }
    Ok(files)
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
    paths.retain(|path| !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')));
    paths.sort();
    Ok(paths)
}

pub(super) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

//! What is known about a tree as a whole.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use config::{FileId, HostKind, Snapshot, SourceFile, Survey, Tree, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use schema::Schema;

use crate::nearest::Nearest;

/// What is known about a tree as a whole.
pub(crate) struct Knowledge<'a> {
    snapshot: &'a Snapshot,
    tree: &'a Tree,
    /// Whether Prosody loads it to its end and every file of it can be seen.
    pub(crate) complete: bool,
    /// What does not change with every edit.
    facts: Arc<Facts>,
    /// Names and variables that the files use which were edited since the facts were gathered.
    edited: OnceCell<Used>,
}

/// What is known of a tree until its files, hosts or modules change.
struct Facts {
    /// Whether every module that any host loads is one that the schema knows, with all that it reads.
    knows_all_modules: bool,
    /// Whether the lists of modules of every host are known.
    knows_module_lists: bool,
    /// The modules that any host loads, as far as known.
    loaded: BTreeSet<String>,
    /// Whether every included file can be seen, and every host has a name that is known.
    sees_all: bool,
    /// For each module that a component is made of, the first such component.
    components: FxHashMap<Arc<str>, Arc<str>>,
    /// The first host with users.
    first_host: Option<Arc<str>>,
    nearest: Nearest,
    used: OnceLock<Used>,
}

/// What files use.
#[derive(Default)]
struct Used {
    /// Names whose value is looked at.
    names: FxHashSet<Box<str>>,
    /// Environment variables.
    variables: FxHashSet<Box<str>>,
}

impl Used {
    fn by<'f>(files: impl Iterator<Item = &'f SourceFile>) -> Self {
        let mut used = Self::default();
        for file in files {
            let uses = file.parse.uses();
            add(&mut used.names, uses.names());
            add(&mut used.variables, uses.variables());
        }
        used
    }
}

fn add<'n>(all: &mut FxHashSet<Box<str>>, names: impl Iterator<Item = &'n str>) {
    for name in names {
        // Many files use the same few.
        if !all.contains(name) {
            all.insert(name.into());
        }
    }
}

impl Facts {
    fn gather(tree: &Tree) -> Self {
        let settings = &tree.settings;
        let schema = tree.schema();
        // What is set on a host whose name is not known may be meant for any.
        let names_hosts = settings.assignments().all(|(_, set)| &*set.host != UNKNOWN_HOST);
        let sees_all_files = settings.includes().all(|include| {
            // A pattern that matches nothing is fine where the directory can be seen.
            include.missing.is_none()
                && (!include.targets.is_empty() || include.wildcard && !include.pattern.starts_with('/'))
        });
        let (mut components, mut first_host) = (FxHashMap::default(), None);
        let mut loaded = BTreeSet::new();
        let mut lists_known = true;
        for host in &settings.hosts {
            match tree.modules_for(&host.name) {
                Ok(found) => {
                    loaded.extend(found.modules);
                    loaded.extend(found.component.map(|name| name.to_string()));
                }
                Err(_) => lists_known = false,
            }
            for (option, prefix) in PROVIDERS {
                match host.chain(option).map(|chain| &chain.value) {
                    None | Some(Value::Nil) => {}
                    Some(value) => match provider_names(value) {
                        Some(names) => loaded.extend(names.iter().map(|name| format!("{prefix}{name}"))),
                        None => lists_known = false,
                    },
                }
            }
            match &host.kind {
                HostKind::Component(module) => {
                    loaded.insert(module.to_string());
                    components.entry(Arc::clone(module)).or_insert_with(|| Arc::clone(&host.name));
                }
                HostKind::VirtualHost if first_host.is_none() => first_host = Some(Arc::clone(&host.name)),
                _ => {}
            }
        }
        close_over_dependencies(schema, &mut loaded);
        let knows = |name: &String| match schema.private_module(name) {
            Some(private) => !private.reads_more,
            None => {
                schema.module(name).is_some() || is_built_in(name) || schema.module_history(name).is_some()
            }
        };
        let knows_all_modules = lists_known && loaded.iter().all(knows);
        Self {
            knows_all_modules,
            knows_module_lists: lists_known,
            loaded,
            sees_all: sees_all_files && names_hosts,
            components,
            first_host,
            nearest: Nearest::default(),
            used: OnceLock::new(),
        }
    }
}

impl<'a> Knowledge<'a> {
    pub(crate) fn gather(snapshot: &'a Snapshot, tree: &'a Tree) -> Self {
        let facts = tree.memo.get(|| Facts::gather(tree));
        let complete = tree.settings.error.is_none() && facts.sees_all && !tree.settings.lost_track();
        Self { snapshot, tree, complete, facts, edited: OnceCell::new() }
    }

    /// A file of the workspace.
    pub(crate) fn file(&self, id: FileId) -> Option<&'a SourceFile> {
        self.snapshot.file(id).map(AsRef::as_ref)
    }

    /// All trees of the workspace.
    pub(crate) fn trees(&self) -> impl Iterator<Item = &'a Tree> + use<'a> {
        self.snapshot.trees().map(AsRef::as_ref)
    }

    /// Whether the workspace has more files than this.
    pub(crate) fn has_more_files_than(&self, count: usize) -> bool {
        self.snapshot.files().nth(count).is_some()
    }

    /// Whether what a tree means may depend on environment variables.
    pub(crate) fn varies(&self, tree: &Tree) -> bool {
        !self.snapshot.env_reads(tree).is_empty()
    }

    /// What a tree means under each of its profiles; see [`Snapshot::survey`].
    pub(crate) fn survey(&self, tree: &Tree) -> Arc<Survey> {
        self.snapshot.survey(tree)
    }

    /// Whether every module that any host loads is one that the schema knows, with all that it reads.
    pub(crate) fn knows_all_modules(&self) -> bool {
        self.facts.knows_all_modules
    }

    /// Whether the lists of modules of every host are known, if perhaps not every module in them.
    pub(crate) fn knows_module_lists(&self) -> bool {
        self.facts.knows_module_lists
    }

    /// The modules that any host loads, as far as known.
    pub(crate) fn loaded(&self) -> &BTreeSet<String> {
        &self.facts.loaded
    }

    /// The first component that is made of a module.
    pub(crate) fn component(&self, module: &str) -> Option<&str> {
        self.facts.components.get(module).map(|host| &**host)
    }

    /// The first host with users.
    pub(crate) fn first_host(&self) -> Option<&str> {
        self.facts.first_host.as_deref()
    }

    /// Which names are near to unknown ones.
    pub(crate) fn nearest(&self) -> &Nearest {
        &self.facts.nearest
    }

    /// What the tree's files use: all of them when that was gathered, and those that were edited since as they are.
    fn used(&self) -> [&Used; 2] {
        let settings = &self.tree.settings;
        let all = self.facts.used.get_or_init(|| {
            let ids: FxHashSet<FileId> =
                settings.files_started.iter().copied().chain([self.tree.entry]).collect();
            Used::by(ids.into_iter().filter_map(|file| self.snapshot.file(file)).map(AsRef::as_ref))
        });
        let edited = self.edited.get_or_init(|| {
            Used::by(self.tree.edited.iter().filter_map(|&file| self.snapshot.file(file)).map(AsRef::as_ref))
        });
        [all, edited]
    }

    /// Whether a file of the tree reads an environment variable that the profile does not set: nothing is known of it.
    pub(crate) fn reads_unset_environment(&self) -> bool {
        let env = &self.tree.profile.env;
        self.used().iter().flat_map(|used| &used.variables).any(|variable| !env.contains_key(&**variable))
    }

    /// Whether a file of the tree reads an environment variable.
    pub(crate) fn reads_environment(&self) -> bool {
        self.used().iter().any(|used| !used.variables.is_empty())
    }

    /// Whether a global name is used as a value somewhere in the tree's files: a variable, not (only) an option.
    pub(crate) fn is_used(&self, name: &str) -> bool {
        self.used().iter().any(|used| used.names.contains(name)) || self.tree.settings.is_read(name)
    }
}

/// The host of options that are set on one whose name is not known.
const UNKNOWN_HOST: &str = "?";

/// Options that name modules, with what goes before the name.
pub(crate) const PROVIDERS: [(&str, &str); 4] = [
    ("authentication", "auth_"),
    ("storage", "storage_"),
    ("authorization", "authz_"),
    // Also without `storage`.
    ("default_storage", "storage_"),
];

/// The names in a value of such an option; `None` if they can't be told.
fn provider_names(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Table(table) if table.open => None,
        Value::Table(table) => {
            table.entries.iter().map(|entry| entry.value.as_str().map(str::to_owned)).collect()
        }
        value => Some(vec![value.as_str()?.to_owned()]),
    }
}

/// Names that stand for something in Prosody itself, where a module's name is expected.
pub(crate) fn is_built_in(module: &str) -> bool {
    matches!(module, "storage_null" | "component")
}

/// Modules that others load under some conditions only; from the `module:depends` of their sources.
const MAY_LOAD: [(&str, &[&str]); 9] = [
    ("bosh", &["http_altconnect"]),
    ("http", &["http_errors"]),
    ("http_file_share", &["http"]),
    ("invites_register", &["invites", "register_ibr"]),
    ("mam", &["muc_mam"]),
    ("register", &["register_ibr", "register_limits", "watchregistrations"]),
    ("register_ibr", &["register_limits"]),
    ("s2s", &["s2s_auth_dane_in"]),
    ("websocket", &["http_altconnect"]),
];

fn close_over_dependencies(schema: Schema<'_>, loaded: &mut BTreeSet<String>) {
    let mut open: Vec<String> = loaded.iter().cloned().collect();
    while let Some(name) = open.pop() {
        for dependency in schema.module(&name).map_or(&[][..], |module| &*module.depends) {
            if loaded.insert(dependency.to_string()) {
                open.push(dependency.to_string());
            }
        }
        let may_load = MAY_LOAD.iter().find(|(user, _)| *user == name).map_or(&[][..], |(_, others)| *others);
        for &other in may_load {
            if loaded.insert(other.to_owned()) {
                open.push(other.to_owned());
            }
        }
    }
}

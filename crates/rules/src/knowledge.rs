//! What is known about a tree as a whole.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use config::{FileId, HostKind, LoadError, Settings, Snapshot, SourceFile, Survey, Tree};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::cases::Cases;
use crate::loaded::LoadedModules;
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
    modules: LoadedModules,
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
        let names_hosts = settings.assignments().all(|(_, set)| set.has_named_host());
        let sees_all_files = settings.includes().all(|include| {
            // A pattern that matches nothing is fine where the directory can be seen.
            include.missing.is_none()
                && (!include.targets.is_empty() || include.wildcard && !include.pattern.starts_with('/'))
        });
        let (mut components, mut first_host) = (FxHashMap::default(), None);
        for host in &settings.hosts {
            match &host.kind {
                HostKind::Component(module) => {
                    components.entry(Arc::clone(module)).or_insert_with(|| Arc::clone(&host.name));
                }
                HostKind::VirtualHost if first_host.is_none() => first_host = Some(Arc::clone(&host.name)),
                _ => {}
            }
        }
        let modules = LoadedModules::gather(settings, schema, &tree.profile);
        Self {
            modules,
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
        self.facts.modules.knows_all
    }

    /// Whether the lists of modules of every host are known, if perhaps not every module in them.
    pub(crate) fn knows_module_lists(&self) -> bool {
        self.facts.modules.knows_lists
    }

    /// The modules that any host loads, as far as known.
    pub(crate) fn loaded(&self) -> &BTreeSet<String> {
        &self.facts.modules.names
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
            let mut used =
                Used::by(ids.into_iter().filter_map(|file| self.snapshot.file(file)).map(AsRef::as_ref));
            // Names in plain Lua are not options, but variables of the environment are the same everywhere.
            for file in settings.scripts().filter_map(|file| self.snapshot.file(file)) {
                add(&mut used.variables, file.parse.uses().variables());
            }
            used
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

    /// The environment variables that the tree's files read by name; an empty one stands for all others.
    pub(crate) fn variables(&self) -> FxHashSet<&str> {
        self.used().into_iter().flat_map(|used| &used.variables).map(AsRef::as_ref).collect()
    }

    /// Whether a file of the tree reads an environment variable.
    pub(crate) fn reads_environment(&self) -> bool {
        self.used().iter().any(|used| !used.variables.is_empty())
    }

    /// Whether the tree may mean something else under another profile.
    pub(crate) fn has_cases(&self) -> bool {
        let has_profiles = self.tree.project.as_ref().is_some_and(|project| !project.profiles.is_empty());
        has_profiles || self.reads_environment()
    }

    /// Whether it is known that loading fails in the same way in every case.
    pub(crate) fn fails_always(&self, error: &LoadError) -> bool {
        let fails = |settings: &Settings| settings.error.as_ref() == Some(error);
        self.tree.known_cases().is_some_and(|survey| {
            !survey.has_more && survey.profiles.iter().all(|(_, settings)| fails(settings))
        })
    }

    /// What the tree means in every case, if that was looked at and nothing about it is open.
    pub(crate) fn cases(&self) -> Option<Arc<Cases>> {
        let survey = self.tree.known_cases()?;
        let cases = survey.memo.get(|| Cases::gather(self.tree, survey));
        cases.complete.then_some(cases)
    }

    /// Whether a global name is used as a value somewhere in the tree's files: a variable, not (only) an option.
    pub(crate) fn is_used(&self, name: &str) -> bool {
        self.used().iter().any(|used| used.names.contains(name)) || self.tree.settings.is_read(name)
    }
}

//! Everything known about the workspace at one moment, immutable.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use schema::{Schema, Version};

use crate::disk::{Disk, SnapshotFiles};
use crate::link::{self, OnError};
use crate::profiles::{self, EnvRead, NamedProfile, Offer, ProfileOrigin, Survey, env_reads};
use crate::words::Words;
use crate::{
    FileId, HostModules, Memo, ModulesError, Plugins, Profile, Project, Settings, SourceFile, Surroundings,
    mount,
};

/// For trees with more files, the values that they offer are not looked for: each one costs a whole reading.
const MAX_OFFERING: usize = 3_000;

/// The syntax trees of no more files than this are kept while a tree is read under many profiles.
const MAX_PARSED: usize = 1_000;

/// More profiles than this are not looked at.
const MAX_PROFILES: usize = 96;

/// More variables than this are not set to another value than those that are known.
const MAX_OTHERS: usize = 16;

/// A value that no tree has anything ready for.
const ANOTHER_VALUE: &str = "(another value)";

/// Everything known about the workspace at one moment. Shared freely between threads.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    pub(crate) files: imbl::GenericHashMap<
        FileId,
        Arc<SourceFile>,
        rustc_hash::FxBuildHasher,
        imbl::shared_ptr::DefaultSharedPtr,
    >,
    pub(crate) paths: Arc<FxHashMap<std::path::PathBuf, FileId>>,
    pub(crate) trees: Vec<Arc<Tree>>,
    /// For each file the trees that load it, the best known first.
    pub(crate) trees_of: Arc<FxHashMap<FileId, Vec<usize>>>,
    /// What lies around the configuration.
    pub(crate) surroundings: Arc<Surroundings>,
    /// The workspace's folders.
    pub(crate) roots: Arc<[PathBuf]>,
    /// The words of its files.
    pub(crate) words: Words,
    /// The first name of a file that the workspace has not given yet.
    pub(crate) next_name: u32,
}

/// One configuration tree: an entry file and all it loads.
#[derive(Debug, Clone)]
pub struct Tree {
    /// The file that Prosody is started with.
    pub entry: FileId,
    /// How the tree came to be considered.
    pub role: TreeRole,
    /// Under which circumstances it was read.
    pub profile: Profile,
    /// The name of these circumstances.
    pub profile_name: Arc<str>,
    /// The project file that speaks for it.
    pub project: Option<Arc<Project>>,
    /// The circumstances without any profile chosen.
    pub(crate) base: Profile,
    /// What it means.
    pub settings: Settings,
    /// The modules that lie beside it.
    pub plugins: Arc<Plugins>,
    /// What others derived from it, or from an earlier state of it that had the same files, hosts and modules.
    pub memo: Memo,
    /// The files edited since `memo` was begun.
    pub edited: Vec<FileId>,
    /// What it means under all profiles, once somebody has asked.
    pub(crate) survey: OnceLock<Arc<Survey>>,
    /// What it means in every case, once somebody has asked.
    pub(crate) cases: OnceLock<Arc<Survey>>,
    /// The same of an earlier state.
    pub(crate) earlier_cases: Option<Arc<Survey>>,
}

/// How a tree came to be considered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TreeRole {
    /// A complete configuration: named by the settings, or found as `prosody.cfg.lua`.
    Entry,
    /// Layers without an entry file, in the order that their layout documents.
    Assumed,
    /// A file that no known entry loads, read on its own: nothing can be said about what stands around it.
    Fragment,
}

impl Snapshot {
    /// The file at a path.
    pub fn file_id(&self, path: &Path) -> Option<FileId> {
        self.paths.get(path).copied()
    }

    /// A file's content and tree.
    pub fn file(&self, id: FileId) -> Option<&Arc<SourceFile>> {
        self.files.get(&id)
    }

    /// All files, in no particular order.
    pub fn files(&self) -> impl Iterator<Item = &Arc<SourceFile>> {
        self.files.values()
    }

    /// All trees, entries first.
    pub fn trees(&self) -> impl Iterator<Item = &Arc<Tree>> {
        self.trees.iter()
    }

    /// The trees that load a file, entries first; every Lua configuration file is in at least one.
    pub fn trees_of(&self, file: FileId) -> impl Iterator<Item = &Arc<Tree>> {
        self.trees_of.get(&file).into_iter().flatten().filter_map(|&index| self.trees.get(index))
    }

    /// What lies around the configuration: project files, and files that set environment variables.
    pub fn surroundings(&self) -> &Surroundings {
        &self.surroundings
    }

    /// The workspace's folders.
    pub fn roots(&self) -> &[PathBuf] {
        &self.roots
    }

    /// Where a tree's files read environment variables, in every branch; also files beside the entry that are loaded
    /// under other circumstances only.
    pub fn env_reads(&self, tree: &Tree) -> Vec<EnvRead> {
        let folder = self.file(tree.entry).and_then(|file| file.path.parent());
        let is_near = |file: &SourceFile| {
            tree.settings.loads(file.id) || folder.is_some_and(|folder| file.path.starts_with(folder))
        };
        let mut files: Vec<_> =
            self.files.values().filter(|file| reads_environment(&file.text) && is_near(file)).collect();
        files.sort_by_key(|file| file.id);
        files.into_iter().flat_map(|file| env_reads(file)).collect()
    }

    /// What a tree means under each of its profiles. Costs one reading of the tree for each of them, the first time
    /// somebody asks.
    pub fn survey(&self, tree: &Tree) -> Arc<Survey> {
        Arc::clone(tree.survey.get_or_init(|| Arc::new(self.look_at_all(tree))))
    }

    /// The syntax trees of all files that a tree may load: whoever holds on to them while the tree is read many times has
    /// each file parsed once.
    fn parsed(&self, tree: &Tree) -> Vec<Arc<syntax::Parse>> {
        let folder = self.file(tree.entry).and_then(|file| file.path.parent());
        let is_near = |file: &SourceFile| {
            tree.settings.loads(file.id) || folder.is_some_and(|folder| file.path.starts_with(folder))
        };
        let near: Vec<_> = self.files.values().filter(|file| is_near(file)).take(MAX_PARSED).collect();
        near.into_par_iter().map(|file| file.parse.for_now()).collect()
    }

    fn look_at_all(&self, tree: &Tree) -> Survey {
        let _parsed = self.parsed(tree);
        self.read_all(tree, self.offer(tree))
    }

    /// What a tree means under each of its profiles whatever other variables are set to: those that no profile sets
    /// count as unknown, and what depends on them happens under a condition. Costs as much as [`Self::survey`], the first
    /// time somebody asks.
    pub fn cases(&self, tree: &Tree) -> Arc<Survey> {
        Arc::clone(tree.cases.get_or_init(|| {
            let _parsed = self.parsed(tree);
            let survey = tree.survey.get();
            let mut offer = survey.map_or_else(|| self.offer(tree), |survey| survey.offer());
            let is_free =
                |name: &&String| !offer.profiles.iter().any(|named| named.profile.env.contains_key(*name));
            let unknown: BTreeSet<String> = offer.variables.iter().filter(is_free).cloned().collect();
            let others = self.read_others(tree, &offer);
            if let Some(survey) = survey.filter(|_| unknown.is_empty()) {
                let Survey { profiles, has_more, variables, .. } = &**survey;
                let (profiles, variables) = (profiles.clone(), variables.clone());
                return Arc::new(Survey {
                    profiles,
                    has_more: *has_more,
                    variables,
                    others,
                    memo: Memo::default(),
                });
            }
            for named in &mut offer.profiles {
                named.profile.unknown.clone_from(&unknown);
            }
            Arc::new(Survey { others, ..self.read_all(tree, offer) })
        }))
    }

    /// The profiles of a tree. Costs a few readings.
    fn offer(&self, tree: &Tree) -> Offer {
        let Some(entry) = self.file(tree.entry) else { return Offer::default() };
        let entry = entry.path.clone();
        let disk = Disk::beside(self.next_name);
        let roots = tree_roots(&self.roots, &tree.base, &entry);
        let files = SnapshotFiles { snapshot: self, profile: &tree.base, roots: &roots, disk: &disk };
        let deployed = mount::deployed(&tree.base, &entry);
        let is_small = tree.settings.files_started.len() <= MAX_OFFERING;
        let mut variables: BTreeSet<String> =
            self.env_reads(tree).into_iter().map(|read| read.name).collect();
        if is_small {
            variables = profiles::variables(&files, &tree.base, &deployed, variables);
        }
        let project = tree.project.as_deref();
        let environments = self.surroundings.environments();
        let mut found = profiles::named(&tree.base, project, environments, |name| variables.contains(name));
        let mut has_more = !is_small;
        if !variables.is_empty() && is_small {
            has_more = profiles::offered(&files, &tree.base, &deployed, &variables, &mut found);
        }
        has_more |= found.len() > MAX_PROFILES;
        found.truncate(MAX_PROFILES);
        Offer { profiles: found, has_more, variables }
    }

    fn read_all(&self, tree: &Tree, offer: Offer) -> Survey {
        let Some(entry) = self.file(tree.entry) else { return Survey::default() };
        let disk = Disk::beside(self.next_name);
        let read = |named: NamedProfile| (self.read_under(&named.profile, &entry.path, &disk), named);
        let read: Vec<_> = offer.profiles.into_par_iter().map(read).collect();
        let mut profiles: Vec<_> = read.into_iter().map(|(settings, named)| (named, settings)).collect();
        // A value under which nothing loads is none that the tree has something ready for.
        let loads = profiles.first().is_some_and(|(_, settings)| settings.error.is_none());
        profiles.retain(|(named, settings)| {
            !(loads && settings.error.is_some() && matches!(named.origin, ProfileOrigin::Offered(_)))
        });
        Survey {
            profiles,
            has_more: offer.has_more,
            variables: offer.variables,
            others: Vec::new(),
            memo: Memo::default(),
        }
    }

    /// What a tree means with one of the variables that it has values ready for set to none of them.
    fn read_others(&self, tree: &Tree, offer: &Offer) -> Vec<Arc<Settings>> {
        let Some(entry) = self.file(tree.entry) else { return Vec::new() };
        let disk = Disk::beside(self.next_name);
        let is_offered = |name: &&String| {
            let sets = |named: &NamedProfile| {
                matches!(named.origin, ProfileOrigin::Offered(_)) && named.profile.env.contains_key(*name)
            };
            offer.profiles.iter().any(sets) && !tree.base.env.contains_key(*name)
        };
        let variables: Vec<&String> = offer.variables.iter().filter(is_offered).take(MAX_OTHERS).collect();
        let read = |name: &String| {
            let mut profile = tree.base.clone();
            profile.env.insert(name.clone(), ANOTHER_VALUE.to_owned());
            self.read_under(&profile, &entry.path, &disk)
        };
        let read: Vec<_> = variables.into_par_iter().map(read).collect();
        read.into_iter().filter(|settings| settings.error.is_none()).collect()
    }

    fn read_under(&self, profile: &Profile, entry: &Path, disk: &Disk) -> Arc<Settings> {
        let roots = tree_roots(&self.roots, profile, entry);
        let files = SnapshotFiles { snapshot: self, profile, roots: &roots, disk };
        Arc::new(link::load(&files, profile, &mount::deployed(profile, entry), OnError::GoOn))
    }

    /// The tree that answers questions about a file.
    pub fn tree_of(&self, file: FileId) -> Option<&Arc<Tree>> {
        self.trees_of(file).next()
    }
}

impl Tree {
    /// A tree that was read, of which nothing else is known yet.
    pub(crate) fn new(entry: FileId, role: TreeRole, profile: Profile, settings: Settings) -> Self {
        Self {
            entry,
            role,
            base: profile.clone(),
            profile,
            profile_name: Arc::from(profiles::DEFAULT_PROFILE),
            project: None,
            settings,
            plugins: Arc::default(),
            memo: Memo::default(),
            edited: Vec::new(),
            survey: OnceLock::new(),
            cases: OnceLock::new(),
            earlier_cases: None,
        }
    }

    /// The tree after an edit, read under the same circumstances.
    pub(crate) fn with_settings(&self, settings: Settings) -> Self {
        Self {
            base: self.base.clone(),
            profile_name: Arc::clone(&self.profile_name),
            project: self.project.clone(),
            plugins: Arc::clone(&self.plugins),
            earlier_cases: self.known_cases().cloned(),
            ..Self::new(self.entry, self.role, self.profile.clone(), settings)
        }
    }

    /// What it means under all its profiles, if somebody has asked already.
    pub fn known_survey(&self) -> Option<&Arc<Survey>> {
        self.survey.get()
    }

    /// What it means in every case (see [`Snapshot::cases`]), if somebody has asked: as it is now, or else in the last
    /// state of which somebody has.
    pub fn known_cases(&self) -> Option<&Arc<Survey>> {
        self.cases.get().or(self.earlier_cases.as_ref())
    }

    /// Whether what is known of its cases is about the tree as it is now.
    pub fn has_cases(&self) -> bool {
        self.cases.get().is_some()
    }

    /// The Prosody version the tree is read for.
    pub fn version(&self) -> Version {
        self.profile.version
    }

    /// What its Prosody knows, with the private modules beside it.
    pub fn schema(&self) -> Schema<'_> {
        Schema::with(self.version(), &self.plugins.catalogue)
    }

    /// The modules that Prosody loads on a host (`*` for the global section).
    ///
    /// # Errors
    /// If the lists are not known, or are of a kind that makes Prosody fail.
    pub fn modules_for(&self, host: &str) -> Result<HostModules, ModulesError> {
        self.settings.modules_with(self.schema(), &self.profile, host)
    }

    /// What Prosody knows under another profile, with the private modules beside the tree.
    pub fn schema_under(&self, profile: &Profile) -> Schema<'_> {
        Schema::with(profile.version, &self.plugins.catalogue)
    }
}

/// Whether a text may read environment variables: most files don't, and need not be walked.
fn reads_environment(text: &[u8]) -> bool {
    ["getenv", "ENV_"].iter().any(|what| memchr::memmem::find(text, what.as_bytes()).is_some())
}

/// The directories that a tree may read.
pub(crate) fn tree_roots(roots: &[PathBuf], profile: &Profile, entry: &Path) -> Vec<PathBuf> {
    let mut roots = roots.to_vec();
    roots.extend(entry.parent().map(Path::to_owned));
    roots.extend(profile.mount.as_ref().map(|mount| mount.root.clone()));
    roots
}

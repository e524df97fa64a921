//! All facts of one Prosody tree.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use schema::extract::{ModuleFacts, Unresolved, extract, string_list};
use schema::{ModuleKind, Origin, Version};

use super::source::Tree;
use super::{Failure, corrected, declared};

/// The modules of one tree, and the server's files that read options.
#[derive(Debug, Default)]
pub(super) struct Edition {
    pub(super) modules: BTreeMap<(Origin, String), ModuleFacts>,
    /// Reads whose option is not known.
    pub(super) unresolved: Vec<Unresolved>,
}

impl Edition {
    /// Reads a Prosody tree of the series `version`.
    pub(super) fn prosody(root: &Path, version: Version) -> Result<Self, Failure> {
        let tree = Tree::prosody(root)?;
        let mut edition = Self::default();
        for (name, files) in &tree.modules {
            let files: Vec<_> = files.iter().map(super::source::Source::as_file).collect();
            edition.add(Origin::Core, extract(name, &files, version));
        }
        for (name, file) in &tree.server {
            let facts = extract(name, &[file.as_file()], version);
            edition.add(Origin::Server, ModuleFacts { kinds: BTreeSet::new(), ..facts });
        }
        edition.leave_to_owners();
        edition.modules.retain(|(origin, _), facts| *origin != Origin::Server || !facts.options.is_empty());
        if let Some(manager) = tree.server.get("core.modulemanager") {
            edition.mark_host_defaults(&manager.text);
        }
        Ok(edition)
    }

    /// Reads a checkout of the community modules.
    pub(super) fn community(root: &Path) -> Result<Self, Failure> {
        let mut edition = Self::default();
        for (name, files) in &Tree::community(root)?.modules {
            let files: Vec<_> = files.iter().map(super::source::Source::as_file).collect();
            edition.add(Origin::Community, extract(name, &files, Version::V13_0));
        }
        Ok(edition)
    }

    fn add(&mut self, origin: Origin, mut facts: ModuleFacts) {
        declared::resolve(&mut facts);
        if origin == Origin::Community {
            corrected::correct(&mut facts);
        }
        self.unresolved.append(&mut facts.unresolved);
        for (name, option) in &mut facts.options {
            declared::refine(origin, name, option);
        }
        self.modules.insert((origin, facts.name.clone()), facts);
    }

    /// Drops what `prosodyctl` reads if the server reads it too: the tool's view has no effect of its own.
    fn leave_to_owners(&mut self) {
        let is_tool = |(origin, name): &(Origin, String)| {
            *origin == Origin::Server && (name.starts_with("util.prosodyctl") || name == "bin.prosodyctl")
        };
        let owned = self.modules.iter().filter(|(key, _)| !is_tool(key));
        let mut owned: BTreeSet<String> =
            owned.flat_map(|(_, facts)| facts.options.keys().cloned()).collect();
        for (_, facts) in self.modules.iter_mut().filter(|(key, _)| is_tool(key)) {
            facts.options.retain(|name, _| owned.insert(name.clone()));
        }
    }

    /// Marks the modules that `core/modulemanager.lua` loads by itself, and lets components take over.
    fn mark_host_defaults(&mut self, modulemanager: &[u8]) {
        let inherited: BTreeSet<String> =
            self.modules.values().flat_map(|m| m.inherit_modules.clone()).collect();
        let lists = [
            (string_list(modulemanager, "autoload_modules"), ModuleKind::Autoloaded),
            (string_list(modulemanager, "component_inheritable_modules"), ModuleKind::ComponentCapable),
            (
                string_list(modulemanager, "default_component_inheritable_modules"),
                ModuleKind::ComponentCapable,
            ),
            (inherited.into_iter().collect(), ModuleKind::ComponentCapable),
        ];
        for (names, kind) in lists {
            for name in names {
                if let Some(facts) = self.modules.get_mut(&(Origin::Core, name)) {
                    facts.kinds.insert(kind);
                }
            }
        }
    }
}

//! The facts of one schema file.

use std::collections::{BTreeMap, BTreeSet};

use super::doap::Claim;
use schema::extract::{OptionFacts, Place};
use schema::{ModuleKind, Origin, Version};

/// All facts of a module over all versions of Prosody.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Record {
    pub(super) name: String,
    pub(super) origin: Origin,
    /// The series that have it; empty for community modules, which come apart from Prosody.
    pub(super) versions: BTreeSet<Version>,
    pub(super) kinds: BTreeSet<ModuleKind>,
    pub(super) depends: BTreeSet<String>,
    pub(super) conflicts: BTreeSet<String>,
    pub(super) requires: BTreeSet<String>,
    pub(super) provides: BTreeSet<String>,
    pub(super) inherits: BTreeSet<String>,
    /// Community modules: the checkouts that have it.
    pub(super) seen: BTreeSet<String>,
    /// Community modules: how far it is, as its README says.
    pub(super) stage: Option<String>,
    /// Community modules: the module that took its place, as its README says.
    pub(super) superseded_by: Option<String>,
    /// The XEPs that it implements; `None` if no source tells.
    pub(super) xeps: Option<BTreeSet<Claim>>,
    pub(super) options: BTreeMap<String, OptionRecord>,
}

/// All facts of one option of a module.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct OptionRecord {
    /// The facts in each series that reads it.
    pub(super) facts: BTreeMap<Version, OptionFacts>,
    /// Where the newest source reads it.
    pub(super) at: Place,
}

impl Record {
    pub(super) fn path(&self) -> String {
        format!("{}/{}.toml", self.origin, self.name)
    }

    /// The page of Prosody's documentation about a part of the server.
    fn topic(&self) -> &'static str {
        match self.name.as_str() {
            "core.certmanager" => "certificates",
            "core.loggingmanager" => "logging",
            "core.modulemanager" => "modules_enabled",
            "core.portmanager" => "ports",
            "core.statsmanager" => "statistics",
            "core.storagemanager" => "storage",
            "core.usermanager" => "authentication",
            "net.server" => "network_backend",
            name if name.contains("prosodyctl") => "prosodyctl",
            _ => "configure",
        }
    }

    pub(super) fn url(&self) -> Option<String> {
        match self.origin {
            Origin::Core => Some(format!("https://prosody.im/doc/modules/mod_{}", self.name)),
            Origin::Community => Some(format!("https://modules.prosody.im/mod_{}", self.name)),
            Origin::Server => Some(format!("https://prosody.im/doc/{}", self.topic())),
            Origin::Private => None,
        }
    }
}

/// The first series of a set, unless it is the oldest one that is known; and the first one behind it that lacks it.
pub(super) fn life(versions: &BTreeSet<Version>) -> (Option<Version>, Option<Version>) {
    let since = versions.first().copied().filter(|version| *version > Version::V0_11);
    // A checkout of trunk may be older than the last release: only releases tell what is gone.
    let after = |last: &Version| Version::ALL.into_iter().find(|version| version > last);
    let removed = versions.last().and_then(after).filter(|version| *version < Version::Trunk);
    (since, removed)
}

//! Profiles by name: the circumstances under which a configuration may be read, as the workspace tells them.
//!
//! The default profile sets no environment variable. Others come from `prosody-ls.toml`, from `.env` and compose
//! files, from Kubernetes manifests, and from the values that the tree itself has something ready for.

mod compose;
mod dotenv;
mod kubernetes;
mod offered;
mod survey;
mod variables;
mod yaml;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use syntax::Span;

pub use survey::{Survey, ValueGroup};
pub use variables::{EnvRead, env_reads};

pub(crate) use offered::Probe;
pub(crate) use offered::{offered, variables};
pub(crate) use survey::Offer;

use crate::Profile;
use crate::project::Project;

/// The name of the profile in which nothing is set.
pub const DEFAULT_PROFILE: &str = "default";

/// More environments than this are not looked at.
const MAX_ENVIRONMENTS: usize = 64;

/// A profile with its name.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedProfile {
    /// Its name, unique among those of a tree.
    pub name: Arc<str>,
    /// Where it comes from.
    pub origin: ProfileOrigin,
    /// The circumstances.
    pub profile: Profile,
}

/// Where a profile comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProfileOrigin {
    /// Nothing is set.
    Default,
    /// `prosody-ls.toml` names it.
    Project,
    /// A file of the workspace sets these variables.
    File(PathBuf),
    /// The tree has something ready for this value of this variable.
    Offered(Arc<str>),
}

/// The variables that one file of the workspace sets for one program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Environment {
    /// The file.
    pub path: PathBuf,
    /// What it is for: a service of a compose file, a `ConfigMap`; empty for a `.env` file.
    pub label: String,
    /// The variables in the order of the file.
    pub variables: Vec<Variable>,
}

/// One variable that a file sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its value; `None` if it is taken from somewhere else.
    pub value: Option<String>,
    /// The bytes that set it.
    pub span: Span,
    /// The bytes of its name; empty at 0 if it stands in another file.
    pub name_span: Span,
}

/// Whether a file of this name may set environment variables for Prosody.
pub(crate) fn is_environment_file(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_yaml = name.ends_with(".yml") || name.ends_with(".yaml");
    name == ".env" || name.starts_with(".env.") || name.ends_with(".env") || is_yaml
}

/// The environments that a file sets.
pub(crate) fn read_environments(path: &Path, text: &[u8]) -> Vec<Environment> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let text = String::from_utf8_lossy(text);
    if name.ends_with(".yml") || name.ends_with(".yaml") {
        let is_compose = name.starts_with("docker-compose") || name.starts_with("compose");
        return if is_compose { compose::read(path, &text) } else { kubernetes::read(path, &text) };
    }
    let variables = dotenv::read(&text);
    vec![Environment { path: path.to_owned(), label: String::new(), variables }]
}

/// The profiles of a tree that the workspace's files name. An environment without any variable that the tree reads by name is
/// none of Prosody's.
pub(crate) fn named(
    base: &Profile,
    project: Option<&Project>,
    environments: &[Environment],
    is_read: impl Fn(&str) -> bool,
) -> Vec<NamedProfile> {
    let mut found = vec![NamedProfile {
        name: Arc::from(DEFAULT_PROFILE),
        origin: ProfileOrigin::Default,
        profile: base.clone(),
    }];
    for (name, said) in project.into_iter().flat_map(|project| &project.profiles) {
        let mut profile = base.clone();
        if let Some(release) = &said.prosody {
            // It was checked when it was read.
            let _ = profile.set_release(release);
        }
        profile.env.extend(said.env.clone());
        add(&mut found, name, ProfileOrigin::Project, profile);
    }
    for environment in environments.iter().take(MAX_ENVIRONMENTS) {
        let known: BTreeMap<String, String> = environment
            .variables
            .iter()
            .filter_map(|variable| Some((variable.name.clone(), variable.value.clone()?)))
            .collect();
        // All of them count then: a loader may put the names of others together.
        if !known.keys().any(|name| is_read(name)) {
            continue;
        }
        let file = environment.path.file_name().unwrap_or_default().to_string_lossy();
        let name = if environment.label.is_empty() {
            file.into_owned()
        } else {
            format!("{file}:{}", environment.label)
        };
        let mut profile = base.clone();
        profile.env.extend(known);
        add(&mut found, &name, ProfileOrigin::File(environment.path.clone()), profile);
    }
    found
}

/// Adds a profile, under another name if there is one of that name.
fn add(found: &mut Vec<NamedProfile>, name: &str, origin: ProfileOrigin, profile: Profile) {
    let mut unique = name.to_owned();
    let mut number = 2;
    while found.iter().any(|other| *other.name == *unique) {
        unique = format!("{name} ({number})");
        number += 1;
    }
    found.push(NamedProfile { name: Arc::from(unique), origin, profile });
}

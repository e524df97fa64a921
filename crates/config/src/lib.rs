//! What a tree of Prosody configuration files means.
//!
//! Files on disk with the editor's unsaved text over them ([`Workspace`]) become an immutable
//! [`Snapshot`]: every file read, every configuration tree evaluated as Prosody would, each option
//! with the chain of assignments that led to its value. Nothing is ever executed for real.
//!
//! This crate knows nothing of editors or of how findings are shown.

mod ahead;
mod assumed;
mod disk;
mod file;
mod files;
mod freeze;
mod joined;
mod layout;
mod link;
mod lua;
mod memo;
mod modules;
mod mount;
mod parsed;
mod private;
mod profile;
mod profiles;
mod project;
mod prosody;
mod relink;
mod scratch;
mod settings;
mod snapshot;
mod surroundings;
mod uses;
mod value;
mod words;
mod workspace;

pub use file::{FileId, SourceFile};
pub use layout::{Layer, Layers, Layout};
pub use memo::Memo;
pub use modules::{HostModules, ModulesError};
pub use parsed::LazyParse;
pub use private::{PluginPaths, Plugins, is_library, is_module_source};
pub use profile::{DirOrder, Mount, Profile};
pub use profiles::{
    DEFAULT_PROFILE, EnvRead, Environment, NamedProfile, ProfileOrigin, Survey, ValueGroup, Variable,
    env_reads,
};
pub use project::{PROJECT_FILE, Project, ProjectProfile};
pub use prosody::{glob_matches, prepare_host};
pub use settings::{
    Assignment, AssignmentId, AssignmentIds, Chain, Fate, Host, HostKind, HostSection, How, IncludeSite,
    LoadError, LoadKind, LoadStage, Settings, Warning, WarningKind,
};
pub use snapshot::{Snapshot, Tree, TreeRole};
pub use surroundings::Surroundings;
pub use uses::Uses;
pub use value::{Entry, Origin, Proxy, Table, Value};
pub use workspace::{Workspace, read_tree};

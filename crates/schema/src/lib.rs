//! What Prosody knows: options, modules and XEPs, by version. Compiled in; knows no files.

mod catalogue;
#[cfg(test)]
mod compile;
#[allow(clippy::all, clippy::pedantic, clippy::indexing_slicing, reason = "generated")]
mod data;
mod domains;
pub mod extract;
mod hosts;
mod language;
mod lookup;
mod model;
mod near;
mod option_info;
mod private;
mod suites;
mod version;
mod vocabulary;

pub use catalogue::{Candidate, Catalogue};
pub use domains::{Domain, Word};
pub use hosts::HostKey;
pub use language::{LanguageKind, LanguageName};
pub use lookup::Schema;
pub use model::{Deprecation, EnumValue, Facts, Key, List, Module, ModuleOption, ModuleXep, Rfc, Text, Xep};
pub use option_info::{OptionHistory, OptionInfo, Reader};
pub use private::{PrivateModule, PrivateSource};
pub use suites::{Suite, suite_of};
pub use version::Version;
pub use vocabulary::{Extent, ModuleKind, OptionType, Origin, Scope, Stage};

//! What one module's source says.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::prose::About;
use crate::{ModuleKind, OptionType};

/// What the source of one module, in one version of Prosody, says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ModuleFacts {
    /// Name without `mod_`.
    pub name: String,
    /// How it can be loaded, and what it is for.
    pub kinds: BTreeSet<ModuleKind>,
    /// Modules that it loads unconditionally with `module:depends`.
    pub depends: BTreeSet<String>,
    /// Features of Prosody that it conflicts with (`--% conflicts:`).
    pub conflicts: BTreeSet<String>,
    /// Features of Prosody that it needs (`--% requires:`).
    pub requires: BTreeSet<String>,
    /// What it provides: `http:bosh`, `net:c2s`, `auth:ldap`, `adhoc`.
    pub provides: BTreeSet<String>,
    /// Modules that components of this type take over from the global section (`--% inherit_modules:`).
    pub inherit_modules: BTreeSet<String>,
    /// The options that it reads, by name.
    pub options: BTreeMap<String, OptionFacts>,
    /// Reads whose option could not be told.
    pub unresolved: Vec<Unresolved>,
    /// Whether there may be more: the source has syntax errors, or is too intricate to be followed to its end.
    pub partial: bool,
    /// What the comment at the beginning of its own file says.
    pub about: Option<About>,
}

/// How a module reads one option.
#[derive(Debug, Clone, PartialEq)]
pub struct OptionFacts {
    /// The type that Prosody coerces the value to.
    pub value_type: OptionType,
    /// The default as Lua source; `None` is nil, a value that is only known at run time,
    /// or a text too long to show.
    pub default: Option<String>,
    /// Smallest allowed value; seconds for periods.
    pub min: Option<f64>,
    /// Largest allowed value; seconds for periods.
    pub max: Option<f64>,
    /// The allowed values of an [`OptionType::Enum`].
    pub values: Vec<Literal>,
    /// Whether only the global section is looked at.
    pub global_only: bool,
    /// The type of the elements of a list, if known.
    pub items: Option<OptionType>,
    /// The option that is read when this one is unset.
    pub fallback: Option<String>,
    /// Where it is read first.
    pub at: Place,
    /// The comment beside a read of it.
    pub comment: Option<String>,
}

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The path as given in [`SourceFile`](super::SourceFile).
    pub path: String,
    /// The line, from 1.
    pub line: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.path, self.line)
    }
}

/// A read whose option could not be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unresolved {
    /// Where.
    pub at: Place,
    /// The source of the call, shortened to one line.
    pub source: String,
}

/// A constant that can be a value of an enumeration.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(f64),
    /// A string.
    Text(String),
}

/// The type that a function of the module API reads: `get_option_string`.
pub(super) fn getter_type(function: &str) -> Option<OptionType> {
    Some(match function {
        "get_option" | "get_option_scalar" => OptionType::Any,
        "get_option_boolean" => OptionType::Boolean,
        "get_option_string" => OptionType::String,
        "get_option_path" => OptionType::Path,
        "get_option_enum" => OptionType::Enum,
        "get_option_number" => OptionType::Number,
        "get_option_integer" => OptionType::Integer,
        "get_option_period" => OptionType::Period,
        "get_option_array" => OptionType::Array,
        "get_option_set" => OptionType::Set,
        "get_option_inherited_set" => OptionType::InheritedSet,
        _ => return None,
    })
}

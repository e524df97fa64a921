//! What a schema file says, as static data, and what the source of a private module says, as data of its own.
//! [`Schema`](crate::Schema) finds both.

use std::borrow::Cow;
use std::fmt;

use crate::{Extent, ModuleKind, OptionType, Origin, Scope, Stage, Version};

/// Text that is compiled in, or that a private module brings along.
pub type Text = Cow<'static, str>;

/// A list that is compiled in, or that a private module brings along.
pub type List<T> = Cow<'static, [T]>;

/// A module, or a part of the server that reads options ([`Origin::Server`]).
#[derive(Debug, Clone, PartialEq)]
pub struct Module {
    /// Its name without `mod_`; for parts of the server such as `core.portmanager`.
    pub name: Text,
    /// Where it comes from.
    pub origin: Origin,
    /// What it may be used as.
    pub kinds: List<ModuleKind>,
    /// The first series that has it; `None` for 0.11 or older.
    pub since: Option<Version>,
    /// The first series that has it no longer.
    pub removed: Option<Version>,
    /// Modules that it loads if they are not loaded yet.
    pub depends: List<Text>,
    /// Features of the server beside which it refuses to load.
    pub conflicts: List<Text>,
    /// Features of the server that it needs.
    pub requires: List<Text>,
    /// Services that it offers: `http`, `net:c2s`, `auth` and so on.
    pub provides: List<Text>,
    /// Globally enabled modules that a component made of it takes over beyond the usual ones.
    pub inherits: List<Text>,
    /// Community modules: the months in which the collection is known to have held it, `2025-08`.
    pub seen: &'static [&'static str],
    /// Community modules: how far it is, if its authors say so.
    pub stage: Option<Stage>,
    /// The XEPs that it implements.
    pub xeps: &'static [ModuleXep],
    /// What it is for, in one sentence.
    pub summary: Option<Text>,
    /// More, in Markdown.
    pub doc: Option<Text>,
    /// What must be there for it to work: libraries, programs, other modules, releases of Prosody. Markdown phrases.
    pub needs: &'static [&'static str],
    /// Its page.
    pub url: Option<&'static str>,
    /// Set if it ought not to be used.
    pub deprecated: Option<Deprecation>,
    /// The options that it reads, sorted by name.
    pub options: List<ModuleOption>,
}

impl Module {
    /// Whether this series has it. Community modules count as there unless their file says otherwise.
    pub fn in_version(&self, version: Version) -> bool {
        available(self.since, self.removed, version)
    }

    /// Whether it can be named in `modules_enabled`, `Component`, `authentication` and so on.
    pub fn is_loadable(&self) -> bool {
        self.origin != Origin::Server
    }

    /// Whether it is a part of Prosody itself, module or not.
    pub fn is_core(&self) -> bool {
        matches!(self.origin, Origin::Core | Origin::Server)
    }

    /// Whether it is of this kind.
    pub fn is(&self, kind: ModuleKind) -> bool {
        self.kinds.contains(&kind)
    }

    /// The option of this name, if this module reads it in any version.
    pub fn option(&self, name: &str) -> Option<&ModuleOption> {
        let at = self.options.binary_search_by(|option| (*option.name).cmp(name)).ok()?;
        self.options.get(at)
    }
}

/// An option as one module reads it.
#[derive(Debug, Clone, PartialEq)]
pub struct ModuleOption {
    /// Its name.
    pub name: Text,
    /// The facts per series: see [`ModuleOption::facts`].
    pub(crate) facts: FactsBySeries,
    /// What it does, in one Markdown sentence for an operator.
    pub doc: Option<Text>,
    /// Configuration that shows it.
    pub example: Option<&'static str>,
    /// The first series that reads it; `None` for 0.11 or older.
    pub since: Option<Version>,
    /// The first series that reads it no longer.
    pub removed: Option<Version>,
    /// Set if it ought not to be used.
    pub deprecated: Option<Deprecation>,
    /// For [`OptionType::Any`]: the shapes that work, as far as known.
    pub accepts: &'static [OptionType],
    /// Values that its source knows, where the type is no [`OptionType::Enum`]: worth proposing, there may be others.
    pub suggest: &'static [EnumValue],
    /// What its table may hold, as far as known.
    pub keys: &'static [Key],
    /// Where the newest source reads it, `core/portmanager.lua:52`.
    pub at: Option<Text>,
}

/// The facts of an option in each series.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum FactsBySeries {
    /// Those of each series, in the order of [`Version::ALL`].
    Each([Option<&'static Facts>; Version::ALL.len()]),
    /// The same ones for all: a private module is read for the series that it is used with.
    Same(Box<Facts>),
}

impl ModuleOption {
    /// What this series makes of it; `None` if it does not read it.
    pub fn facts(&self, version: Version) -> Option<&Facts> {
        match &self.facts {
            FactsBySeries::Each(facts) => facts.get(version as usize).copied().flatten(),
            FactsBySeries::Same(facts) => Some(facts),
        }
    }
}

/// What one series makes of an option.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// What the value is taken for.
    pub ty: OptionType,
    /// The default as Lua source; `None` if there is none or it is computed.
    pub default: Option<Text>,
    /// The smallest number; for periods in seconds.
    pub min: Option<f64>,
    /// The largest number; for periods in seconds.
    pub max: Option<f64>,
    /// The values of an [`OptionType::Enum`].
    pub values: List<EnumValue>,
    /// Where it is looked for.
    pub scope: Scope,
    /// The type of a list's items.
    pub items: Option<OptionType>,
    /// The option that is read when this one is unset.
    pub fallback: Option<Text>,
}

/// One value of an enumeration. Displays as Lua source.
#[derive(Debug, Clone, PartialEq)]
pub enum EnumValue {
    /// A string.
    String(Text),
    /// A boolean.
    Boolean(bool),
    /// A number.
    Number(f64),
}

impl fmt::Display for EnumValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String(text) => write!(f, "\"{}\"", text.escape_default()),
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Number(value) => write!(f, "{value}"),
        }
    }
}

/// A key of a table-valued option.
#[derive(Debug, PartialEq)]
pub struct Key {
    /// Its name; [`Key::ANY`] and [`Key::ITEM`] are special.
    pub name: &'static str,
    /// What its value is taken for.
    pub ty: OptionType,
    /// The default as Lua source.
    pub default: Option<&'static str>,
    /// The smallest number.
    pub min: Option<f64>,
    /// The largest number.
    pub max: Option<f64>,
    /// The values of an [`OptionType::Enum`]; for other types those worth proposing, and there may be others.
    pub values: &'static [EnumValue],
    /// The type of a list's items.
    pub items: Option<OptionType>,
    /// For [`OptionType::Any`]: the shapes that work.
    pub accepts: &'static [OptionType],
    /// What it does, in one Markdown sentence.
    pub doc: Option<&'static str>,
    /// Configuration that shows it.
    pub example: Option<&'static str>,
    /// The first series that reads it; `None` for 0.11 or older.
    pub since: Option<Version>,
    /// The first series that reads it no longer.
    pub removed: Option<Version>,
    /// Set if it ought not to be used.
    pub deprecated: Option<Deprecation>,
    /// What its own table may hold.
    pub keys: &'static [Key],
}

impl Key {
    /// The name of the key that stands for any name.
    pub const ANY: &'static str = "*";
    /// The name of the key that stands for each item of a list.
    pub const ITEM: &'static str = "[]";

    /// Whether this series reads it.
    pub fn in_version(&self, version: Version) -> bool {
        available(self.since, self.removed, version)
    }

    /// Whether its name can be written in a configuration.
    pub fn is_named(&self) -> bool {
        self.name != Self::ANY && self.name != Self::ITEM
    }
}

/// That something ought not to be used, and what to do instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deprecation {
    /// The release that said so, as its authors write it: `0.12`, `0.9.0`.
    pub since: Option<&'static str>,
    /// The first series in which it counts.
    pub from: Version,
    /// The option or module to use.
    pub replacement: Option<&'static str>,
    /// More, in Markdown.
    pub note: Option<&'static str>,
}

/// A XEP that a module implements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModuleXep {
    /// The XEP's number.
    pub number: u16,
    /// How much of it, if known.
    pub extent: Option<Extent>,
    /// The release that brought it, as its authors write it.
    pub since: Option<&'static str>,
}

/// An XMPP Extension Protocol.
#[derive(Debug, PartialEq, Eq)]
pub struct Xep {
    /// Its number.
    pub number: u16,
    /// Its title.
    pub title: &'static str,
    /// `Stable`, `Experimental`, `Deferred` and so on.
    pub status: &'static str,
    /// `Standards Track`, `Informational` and so on.
    pub kind: &'static str,
    /// Its version.
    pub version: Option<&'static str>,
    /// The day of that version, `2025-04-09`.
    pub date: Option<&'static str>,
    /// The XEPs that replace it.
    pub superseded_by: &'static [u16],
}

impl Xep {
    /// Its page.
    pub fn url(&self) -> String {
        format!("https://xmpp.org/extensions/xep-{:04}.html", self.number)
    }
}

impl fmt::Display for Xep {
    /// `XEP-0313: Message Archive Management`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "XEP-{:04}: {}", self.number, self.title)
    }
}

/// A Request for Comments that configurations of XMPP servers have to do with.
#[derive(Debug, PartialEq, Eq)]
pub struct Rfc {
    /// Its number.
    pub number: u16,
    /// Its title.
    pub title: &'static str,
    /// `Proposed Standard`, `Informational` and so on.
    pub status: &'static str,
    /// The month of its publication, `2011-03`.
    pub date: &'static str,
    /// The RFCs that replace it.
    pub obsoleted_by: &'static [u16],
}

impl Rfc {
    /// Its page.
    pub fn url(&self) -> String {
        format!("https://www.rfc-editor.org/rfc/rfc{}", self.number)
    }
}

impl fmt::Display for Rfc {
    /// `RFC 6120: Extensible Messaging and Presence Protocol (XMPP): Core`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RFC {}: {}", self.number, self.title)
    }
}

/// Whether something with these bounds exists in a series.
fn available(since: Option<Version>, removed: Option<Version>, version: Version) -> bool {
    since.is_none_or(|since| since <= version) && removed.is_none_or(|removed| version < removed)
}

//! One option name as all its readers together see it.

use crate::{
    Deprecation, EnumValue, Facts, Key, Module, ModuleOption, OptionType, Origin, Schema, Scope, Version,
};

/// An option name with all that ever read it, best first.
#[derive(Debug)]
pub(crate) struct OptionEntry {
    pub(crate) name: &'static str,
    pub(crate) readers: &'static [(&'static Module, &'static ModuleOption)],
}

/// A module that reads an option, with what it makes of it.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    /// The module, or the part of the server.
    pub module: &'static Module,
    /// The option as this module documents it.
    pub option: &'static ModuleOption,
    /// What it makes of it in the series asked about.
    pub facts: &'static Facts,
}

/// An option in one series. Several modules may read the same name and make different things of it:
/// the methods say what they have in common, [`OptionInfo::readers`] has the details.
#[derive(Debug, Clone, Copy)]
pub struct OptionInfo {
    version: Version,
    entry: &'static OptionEntry,
    best: Reader,
}

impl OptionInfo {
    /// `None` if nothing reads it in this series.
    pub(crate) fn new(version: Version, entry: &'static OptionEntry) -> Option<Self> {
        let best = readers(version, entry).next()?;
        Some(Self { version, entry, best })
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.entry.name
    }

    /// The series that this is about.
    pub fn version(self) -> Version {
        self.version
    }

    /// All that read it in this series, best first: Prosody before the community, documented
    /// before undocumented, and the module whose name the option bears before others.
    pub fn readers(self) -> impl Iterator<Item = Reader> + Clone {
        readers(self.version, self.entry)
    }

    /// The reader that knows it best.
    pub fn best(self) -> Reader {
        self.best
    }

    /// The type, if all readers agree on it.
    pub fn common_type(self) -> Option<OptionType> {
        self.readers().all(|reader| reader.facts.ty == self.best.facts.ty).then_some(self.best.facts.ty)
    }

    /// The types, each once, in the order of the readers.
    pub fn types(self) -> Vec<OptionType> {
        distinct(self.readers().map(|reader| reader.facts.ty))
    }

    /// The default as Lua source, if all readers agree on it.
    pub fn default(self) -> Option<&'static str> {
        let default = self.best.facts.default?;
        self.readers().all(|reader| reader.facts.default == Some(default)).then_some(default)
    }

    /// The values of the enumerations among its readers, each once.
    pub fn values(self) -> Vec<EnumValue> {
        distinct(self.readers().flat_map(|reader| reader.facts.values).copied())
    }

    /// Whether no reader looks for it on a host: setting it there does nothing.
    pub fn is_global_only(self) -> bool {
        self.readers().all(|reader| reader.facts.scope == Scope::Global)
    }

    /// Whether some part of Prosody itself reads it, not only modules of the community.
    pub fn is_core(self) -> bool {
        self.best.module.origin != Origin::Community
    }

    /// What it does, in Markdown.
    pub fn doc(self) -> Option<&'static str> {
        self.readers().find_map(|reader| reader.option.doc)
    }

    /// Configuration that shows it.
    pub fn example(self) -> Option<&'static str> {
        self.readers().find_map(|reader| reader.option.example)
    }

    /// Values worth proposing that are no enumeration: what the sources of its readers know, each once.
    pub fn suggestions(self) -> Vec<EnumValue> {
        distinct(self.readers().flat_map(|reader| reader.option.suggest).copied())
    }

    /// What its table may hold, in this series, as far as known: the keys of all readers, each name once.
    pub fn keys(self) -> impl Iterator<Item = &'static Key> + Clone {
        let mut keys: Vec<&'static Key> = Vec::new();
        for reader in self.readers() {
            for key in reader.option.keys.iter().filter(|key| key.in_version(self.version)) {
                if !keys.iter().any(|known| known.name == key.name) {
                    keys.push(key);
                }
            }
        }
        keys.into_iter()
    }

    /// Whether some reader takes this path of keys, or may take it for all that is known. Items of lists are `[]`.
    /// A community module that reads one of Prosody's own options without a word about its shape has no say.
    pub fn takes_keys(self, path: &[&str]) -> bool {
        let is_onlooker = |reader: &Reader| {
            let Reader { module, option, facts } = reader;
            self.is_core()
                && module.origin == Origin::Community
                && facts.ty == OptionType::Any
                && option.accepts.is_empty()
                && option.keys.is_empty()
        };
        self.readers()
            .filter(|reader| !is_onlooker(reader))
            .any(|reader| takes(reader.option.keys, path, self.version))
    }

    /// The key of its table that a name means, or the one that stands for any name.
    pub fn key(self, name: &str) -> Option<&'static Key> {
        find_key(self.keys(), name)
    }

    /// The shapes of value that work, where the type is [`OptionType::Any`]; empty if not known.
    /// What modules of the community make of one of Prosody's own options does not count.
    pub fn accepts(self) -> &'static [OptionType] {
        self.readers()
            .filter(|reader| !self.is_core() || reader.module.origin != Origin::Community)
            .map(|reader| reader.option.accepts)
            .find(|shapes| !shapes.is_empty())
            .unwrap_or_default()
    }

    /// Set if every reader says that it ought not to be used, in this series.
    pub fn deprecated(self) -> Option<&'static Deprecation> {
        let version = self.version;
        let said = move |reader: Reader| {
            reader.option.deprecated.as_ref().filter(move |deprecation| deprecation.from <= version)
        };
        self.readers().all(|reader| said(reader).is_some()).then(|| said(self.best)).flatten()
    }
}

impl Key {
    /// The keys of this key's own table in a series.
    pub fn keys(&self, version: Version) -> impl Iterator<Item = &'static Key> + Clone + use<> {
        self.keys.iter().filter(move |key| key.in_version(version))
    }

    /// The key of this key's own table that a name means, or the one that stands for any name.
    pub fn key(&self, name: &str, version: Version) -> Option<&'static Key> {
        find_key(self.keys(version), name)
    }
}

/// An option's life over all series.
#[derive(Debug, Clone, Copy)]
pub struct OptionHistory {
    entry: &'static OptionEntry,
}

impl OptionHistory {
    pub(crate) fn new(entry: &'static OptionEntry) -> Self {
        Self { entry }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.entry.name
    }

    /// The series in which something reads it, oldest first; none if only its absence is on record.
    pub fn versions(self) -> impl Iterator<Item = Version> + Clone {
        Version::ALL.into_iter().filter(move |version| readers(*version, self.entry).next().is_some())
    }

    /// The first series that reads it; `None` if the oldest known one does.
    pub fn since(self) -> Option<Version> {
        self.versions().next().filter(|version| *version != Version::ALL[0])
    }

    /// The first series that reads it no longer; `None` if the newest does.
    pub fn removed(self) -> Option<Version> {
        let last = self.versions().last()?;
        Version::ALL.into_iter().find(|version| *version > last)
    }

    /// It in the newest series that reads it.
    pub fn newest(self) -> Option<OptionInfo> {
        Schema::of(self.versions().last()?).option(self.name())
    }

    /// What is said against it, by any reader.
    pub fn deprecated(self) -> Option<&'static Deprecation> {
        self.entry.readers.iter().find_map(|(_, option)| option.deprecated.as_ref())
    }
}

fn readers(version: Version, entry: &'static OptionEntry) -> impl Iterator<Item = Reader> + Clone {
    entry
        .readers
        .iter()
        .filter_map(move |(module, option)| Some(Reader { module, option, facts: option.facts(version)? }))
}

/// Whether a table with these keys takes a path; one about which nothing is known takes all.
fn takes(keys: &'static [Key], path: &[&str], version: Version) -> bool {
    let Some((name, rest)) = path.split_first() else { return true };
    if keys.is_empty() {
        return true;
    }
    // A key of the same name may stand for another thing in another series: what is gone is not taken.
    let found = find_key(keys.iter().filter(|key| key.in_version(version)), name);
    let item = || keys.iter().find(|key| *name == Key::ITEM && key.name == Key::ITEM);
    found.or_else(item).is_some_and(|key| takes(key.keys, rest, version))
}

fn find_key(mut keys: impl Iterator<Item = &'static Key> + Clone, name: &str) -> Option<&'static Key> {
    let any = keys.clone().find(|key| key.name == Key::ANY);
    keys.find(|key| key.is_named() && key.name == name).or(any)
}

fn distinct<T: PartialEq>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = Vec::new();
    for item in items {
        if !seen.contains(&item) {
            seen.push(item);
        }
    }
    seen
}

//! One option name as all its readers together see it.

use crate::catalogue::Read;
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
pub struct Reader<'a> {
    /// The module, or the part of the server.
    pub module: &'a Module,
    /// The option as this module documents it.
    pub option: &'a ModuleOption,
    /// What it makes of it in the series asked about.
    pub facts: &'a Facts,
}

/// An option in one series. Several modules may read the same name and make different things of it:
/// the methods say what they have in common, [`OptionInfo::readers`] has the details.
#[derive(Debug, Clone, Copy)]
pub struct OptionInfo<'a> {
    schema: Schema<'a>,
    name: &'a str,
    /// The compiled-in readers.
    entry: Option<&'static OptionEntry>,
    /// The private ones.
    reads: &'a [Read],
    best: Reader<'a>,
}

impl<'a> OptionInfo<'a> {
    /// `None` if nothing reads it in this series.
    pub(crate) fn new(
        schema: Schema<'a>,
        name: &'a str,
        entry: Option<&'static OptionEntry>,
        reads: &'a [Read],
    ) -> Option<Self> {
        let best = all_readers(schema, entry, reads).next()?;
        Some(Self { schema, name, entry, reads, best })
    }

    /// Its name.
    pub fn name(self) -> &'a str {
        self.name
    }

    /// The series that this is about.
    pub fn version(self) -> Version {
        self.schema.version()
    }

    /// All that read it in this series, best first: Prosody before private modules before the community, documented
    /// before undocumented, and the module whose name the option bears before others.
    pub fn readers(self) -> impl Iterator<Item = Reader<'a>> + Clone {
        all_readers(self.schema, self.entry, self.reads)
    }

    /// The reader that knows it best.
    pub fn best(self) -> Reader<'a> {
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
    pub fn default(self) -> Option<&'a str> {
        let default = self.best.facts.default.as_deref()?;
        self.readers().all(|reader| reader.facts.default.as_deref() == Some(default)).then_some(default)
    }

    /// The values of the enumerations among its readers, each once.
    pub fn values(self) -> Vec<EnumValue> {
        distinct(self.readers().flat_map(|reader| reader.facts.values.iter()).cloned())
    }

    /// Whether no reader looks for it on a host: setting it there does nothing.
    pub fn is_global_only(self) -> bool {
        self.readers().all(|reader| reader.facts.scope == Scope::Global)
    }

    /// Whether some part of Prosody itself reads it, not only modules of the community or private ones.
    pub fn is_core(self) -> bool {
        self.best.module.is_core()
    }

    /// What it does, in Markdown.
    pub fn doc(self) -> Option<&'a str> {
        self.readers().find_map(|reader| reader.option.doc.as_deref())
    }

    /// Configuration that shows it.
    pub fn example(self) -> Option<&'static str> {
        self.readers().find_map(|reader| reader.option.example)
    }

    /// Values worth proposing that are no enumeration: what the sources of its readers know, each once.
    pub fn suggestions(self) -> Vec<EnumValue> {
        distinct(self.readers().flat_map(|reader| reader.option.suggest).cloned())
    }

    /// What its table may hold, in this series, as far as known: the keys of all readers, each name once.
    pub fn keys(self) -> impl Iterator<Item = &'static Key> + Clone + use<> {
        let mut keys: Vec<&'static Key> = Vec::new();
        for reader in self.readers() {
            for key in reader.option.keys.iter().filter(|key| key.in_version(self.version())) {
                if !keys.iter().any(|known| known.name == key.name) {
                    keys.push(key);
                }
            }
        }
        keys.into_iter()
    }

    /// Whether some reader takes this path of keys, or may take it for all that is known. Items of lists are `[]`.
    /// A module that is not Prosody's and reads one of Prosody's own options without a word about its shape has no say.
    pub fn takes_keys(self, path: &[&str]) -> bool {
        let is_onlooker = |reader: &Reader<'_>| {
            let Reader { module, option, facts } = reader;
            self.is_core()
                && !module.is_core()
                && facts.ty == OptionType::Any
                && option.accepts.is_empty()
                && option.keys.is_empty()
        };
        // The keys of a private module are those of the module that it may be a copy of: it may take others.
        let is_open = |reader: &Reader<'_>| reader.module.origin == Origin::Private;
        self.readers()
            .filter(|reader| !is_onlooker(reader))
            .any(|reader| is_open(&reader) || takes(reader.option.keys, path, self.version()))
    }

    /// The key of its table that a name means, or the one that stands for any name.
    pub fn key(self, name: &str) -> Option<&'static Key> {
        find_key(self.keys(), name)
    }

    /// The shapes of value that work, where the type is [`OptionType::Any`]; empty if not known.
    /// What modules make of one of Prosody's own options that are not Prosody's does not count.
    pub fn accepts(self) -> &'static [OptionType] {
        self.readers()
            .filter(|reader| !self.is_core() || reader.module.is_core())
            .map(|reader| reader.option.accepts)
            .find(|shapes| !shapes.is_empty())
            .unwrap_or_default()
    }

    /// Set if every reader says that it ought not to be used, in this series.
    pub fn deprecated(self) -> Option<&'a Deprecation> {
        let version = self.version();
        let said = move |reader: Reader<'a>| {
            reader.option.deprecated.as_ref().filter(move |deprecation| deprecation.from <= version)
        };
        self.readers().all(|reader| said(reader).is_some()).then(|| said(self.best)).flatten()
    }
}

/// All readers, Prosody's own first, then the private ones.
fn all_readers<'a>(
    schema: Schema<'a>,
    entry: Option<&'a OptionEntry>,
    reads: &'a [Read],
) -> impl Iterator<Item = Reader<'a>> + Clone {
    let compiled = entry.into_iter().flat_map(move |entry| readers(schema.version(), entry));
    let compiled = compiled.filter(move |reader| !schema.is_shadowed(reader.module));
    let private = reads.iter().filter_map(move |read| schema.private_reader(*read));
    let own = compiled.clone().filter(|reader| reader.module.is_core());
    own.chain(private).chain(compiled.filter(|reader| !reader.module.is_core()))
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
    pub fn newest(self) -> Option<OptionInfo<'static>> {
        Schema::of(self.versions().last()?).option(self.name())
    }

    /// What is said against it, by any reader.
    pub fn deprecated(self) -> Option<&'static Deprecation> {
        self.entry.readers.iter().find_map(|(_, option)| option.deprecated.as_ref())
    }
}

fn readers(version: Version, entry: &OptionEntry) -> impl Iterator<Item = Reader<'_>> + Clone {
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

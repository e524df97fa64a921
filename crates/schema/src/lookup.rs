//! Finding things by name or number: everything is sorted at build time.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::catalogue::{Catalogue, Read};
use crate::data::{MODULES, OPTIONS, RFCS, XEPS};
use crate::near;
use crate::option_info::{OptionEntry, OptionHistory, OptionInfo};
use crate::{Module, PrivateModule, Reader, Rfc, Version, Xep};

/// What one series of Prosody knows, perhaps with private modules. A handle: copy it freely.
#[derive(Debug, Clone, Copy)]
pub struct Schema<'a> {
    version: Version,
    private: Option<&'a Catalogue>,
}

impl Schema<'static> {
    /// The schema of this series.
    pub const fn of(version: Version) -> Self {
        Self { version, private: None }
    }

    /// The compiled-in modules of this name that can be loaded, in whichever series.
    pub(crate) fn namesakes(name: &str) -> impl Iterator<Item = &'static Module> + use<> {
        let from = MODULE_PLACES.get_key_value(name).map(|(name, from)| (*name, MODULES.get(*from..)));
        let (name, from) = from.unwrap_or_default();
        let namesakes = from.unwrap_or_default().iter().take_while(move |module| *module.name == *name);
        namesakes.filter(|module| module.is_loadable())
    }
}

impl<'a> Schema<'a> {
    /// The schema of this series with private modules.
    pub const fn with(version: Version, private: &'a Catalogue) -> Self {
        Self { version, private: Some(private) }
    }

    /// Its series.
    pub const fn version(self) -> Version {
        self.version
    }

    /// The module of this name (without `mod_`): a private one that Prosody finds first, then Prosody's own, then one of
    /// the community.
    pub fn module(self, name: &str) -> Option<&'a Module> {
        let compiled = || Schema::namesakes(name).find(|module| module.in_version(self.version));
        self.private_module(name).map(|private| &private.module).or_else(compiled)
    }

    /// The private module of this name.
    pub fn private_module(self, name: &str) -> Option<&'a PrivateModule> {
        self.private?.module(name)
    }

    /// All modules that can be loaded, sorted by name; a community module with the name of one of
    /// Prosody's own comes after it.
    pub fn modules(self) -> impl Iterator<Item = &'a Module> + Clone {
        self.sources().filter(|module| module.is_loadable())
    }

    /// Everything that reads options: the modules and the parts of the server, sorted by name.
    pub fn sources(self) -> impl Iterator<Item = &'a Module> + Clone {
        self.sources_with_prefix("")
    }

    /// The modules whose names begin with `prefix`, sorted.
    pub fn modules_with_prefix(self, prefix: &str) -> impl Iterator<Item = &'a Module> + Clone {
        self.sources_with_prefix(prefix).filter(|module| module.is_loadable())
    }

    fn sources_with_prefix<'p>(
        self,
        prefix: &'p str,
    ) -> impl Iterator<Item = &'a Module> + Clone + use<'a, 'p> {
        let compiled = with_prefix(MODULES, prefix, |module| &module.name)
            .iter()
            .filter(move |module| module.in_version(self.version) && !self.is_shadowed(module));
        let private = self.private.into_iter().flat_map(Catalogue::modules).map(|private| &private.module);
        let private = private.filter(move |module| module.name.starts_with(prefix));
        merged(compiled, private, |module| &module.name)
    }

    /// The module of this name in other series, if this one does not have it.
    pub fn module_history(self, name: &str) -> Option<&'static Module> {
        if self.module(name).is_some() { None } else { Schema::namesakes(name).next() }
    }

    /// The option of this name, as all that read it in this series see it.
    pub fn option(self, name: &str) -> Option<OptionInfo<'a>> {
        let reads = self.private.map(|private| private.reads(name)).unwrap_or_default();
        match entry(name) {
            Some(entry) => OptionInfo::new(self, entry.name, Some(entry), reads),
            None => {
                let first = *reads.first()?;
                let name = &*self.private?.reader(first, self.version)?.option.name;
                OptionInfo::new(self, name, None, reads)
            }
        }
    }

    /// All options, sorted by name.
    pub fn options(self) -> impl Iterator<Item = OptionInfo<'a>> + Clone {
        self.options_with_prefix("")
    }

    /// The options whose names begin with `prefix`, sorted.
    pub fn options_with_prefix<'p>(
        self,
        prefix: &'p str,
    ) -> impl Iterator<Item = OptionInfo<'a>> + Clone + use<'a, 'p> {
        let private = move |name: &str| self.private.map(|private| private.reads(name)).unwrap_or_default();
        let compiled = with_prefix(OPTIONS, prefix, |entry| entry.name)
            .iter()
            .filter_map(move |entry| OptionInfo::new(self, entry.name, Some(entry), private(entry.name)));
        let new = self.private.into_iter().flat_map(Catalogue::new_options);
        let new = new.filter(move |name| name.starts_with(prefix));
        let new = new.filter_map(move |name| OptionInfo::new(self, name, None, private(name)));
        merged(compiled, new, |option| option.name())
    }

    /// In which series an option of this name exists, if in any; private modules don't count.
    pub fn option_history(self, name: &str) -> Option<OptionHistory> {
        Some(OptionHistory::new(entry(name)?))
    }

    /// The XEP of this number.
    pub fn xep(self, number: u16) -> Option<&'static Xep> {
        let at = XEPS.binary_search_by_key(&number, |xep| xep.number).ok()?;
        XEPS.get(at)
    }

    /// All XEPs, by number.
    pub fn xeps(self) -> impl Iterator<Item = &'static Xep> + Clone {
        XEPS.iter()
    }

    /// The RFC of this number, if it is one that configurations have to do with.
    pub fn rfc(self, number: u16) -> Option<&'static Rfc> {
        let at = RFCS.binary_search_by_key(&number, |rfc| rfc.number).ok()?;
        RFCS.get(at)
    }

    /// All RFCs that configurations have to do with, by number.
    pub fn rfcs(self) -> impl Iterator<Item = &'static Rfc> + Clone {
        RFCS.iter()
    }

    /// Options of this series whose names are so near to `name` that it is most likely a slip for them:
    /// all that are equally near, sorted. One is a guess worth a fix, several are worth a question.
    pub fn closest_option(self, name: &str) -> Vec<&'a str> {
        near::closest(name, self.options().map(OptionInfo::name))
    }

    /// Modules of this series whose names are so near to `name` that it is most likely a slip for them.
    pub fn closest_module(self, name: &str) -> Vec<&'a str> {
        near::closest(name, self.modules().map(|module| &*module.name))
    }

    /// Whether a private module stands in front of a compiled-in one.
    pub(crate) fn is_shadowed(self, module: &Module) -> bool {
        self.private.is_some_and(|private| private.shadows(module))
    }

    /// What a private module makes of an option.
    pub(crate) fn private_reader(self, read: Read) -> Option<Reader<'a>> {
        self.private?.reader(read, self.version)
    }
}

/// Where the options stand, and of each name the first module. Every keystroke asks for hundreds of names.
static OPTION_PLACES: LazyLock<FxHashMap<&'static str, usize>> =
    LazyLock::new(|| places(OPTIONS.iter().map(|entry| entry.name)));
static MODULE_PLACES: LazyLock<FxHashMap<&'static str, usize>> =
    LazyLock::new(|| places(MODULES.iter().map(|module| &*module.name)));

fn places(names: impl Iterator<Item = &'static str>) -> FxHashMap<&'static str, usize> {
    let mut places = FxHashMap::default();
    for (at, name) in names.enumerate() {
        places.entry(name).or_insert(at);
    }
    places
}

fn entry(name: &str) -> Option<&'static OptionEntry> {
    OPTIONS.get(*OPTION_PLACES.get(name)?)
}

/// The items of a sorted list whose names begin with this.
fn with_prefix<'a, T>(items: &'a [T], prefix: &str, key: impl Fn(&T) -> &str) -> &'a [T] {
    let from = items.partition_point(|item| key(item) < prefix);
    let rest = items.get(from..).unwrap_or_default();
    rest.get(..rest.partition_point(|item| key(item).starts_with(prefix))).unwrap_or_default()
}

/// Two sorted lists as one.
fn merged<'a, T: Clone>(
    first: impl Iterator<Item = T> + Clone,
    second: impl Iterator<Item = T> + Clone,
    name: impl Fn(&T) -> &'a str + Clone,
) -> impl Iterator<Item = T> + Clone {
    let (mut first, mut second) = (first.peekable(), second.peekable());
    std::iter::from_fn(move || match (first.peek(), second.peek()) {
        (Some(one), Some(other)) if name(other) < name(one) => second.next(),
        (None, _) => second.next(),
        _ => first.next(),
    })
}

#[cfg(test)]
mod tests {
    use crate::{ModuleKind, OptionType, Origin, Schema, Version};

    const NEW: Schema<'static> = Schema::of(Version::V13_0);
    const OLD: Schema<'static> = Schema::of(Version::V0_12);
    const OLDEST: Schema<'static> = Schema::of(Version::V0_11);

    #[test]
    fn finds_modules_by_series() {
        let mam = NEW.module("mam").unwrap();
        assert!(mam.is(ModuleKind::Host));
        assert_eq!(NEW.xep(mam.xeps[0].number).unwrap().to_string(), "XEP-0313: Message Archive Management");
        assert!(NEW.module("mod_mam").is_none());
        assert!(NEW.module("core.portmanager").is_none());
        assert!(OLD.module("http_file_share").is_some());
        assert!(OLDEST.module("http_file_share").is_none());
        assert_eq!(OLDEST.module_history("http_file_share").unwrap().since, Some(Version::V0_12));
        assert!(OLD.module_history("http_file_share").is_none());
    }

    #[test]
    fn prefers_prosodys_own_modules_to_the_communitys() {
        assert_eq!(NEW.module("smacks").unwrap().origin, Origin::Core);
        assert_eq!(OLDEST.module("smacks").unwrap().origin, Origin::Community);
    }

    #[test]
    fn tells_the_types_of_each_series() {
        let ty = |schema: Schema<'_>, name| schema.option(name).unwrap().common_type();
        assert_eq!(ty(NEW, "http_file_share_size_limit"), Some(OptionType::Integer));
        assert_eq!(ty(OLD, "http_file_share_size_limit"), Some(OptionType::Number));
        assert!(OLDEST.option("http_file_share_size_limit").is_none());
        let history = OLDEST.option_history("http_file_share_size_limit").unwrap();
        assert_eq!((history.since(), history.removed()), (Some(Version::V0_12), None));
        assert!(NEW.option_history("no_such_option").is_none());
    }

    #[test]
    fn knows_global_options_and_nested_keys() {
        assert!(NEW.option("certificates").unwrap().is_global_only());
        assert!(!NEW.option("c2s_require_encryption").unwrap().is_global_only());
        let ssl = NEW.option("c2s_ssl").unwrap();
        assert!(ssl.keys().any(|key| key.name == "certificate"));
        let port = ssl.key("5222").unwrap();
        assert_eq!(port.key("key", Version::V13_0).unwrap().ty, OptionType::Path);
    }

    #[test]
    fn finds_standards_by_their_numbers() {
        let core = NEW.rfc(3920).unwrap();
        assert_eq!(
            (core.obsoleted_by, core.url().as_str()),
            (&[6120][..], "https://www.rfc-editor.org/rfc/rfc3920")
        );
        assert!(NEW.rfc(1).is_none());
        assert!(NEW.rfcs().all(|rfc| std::ptr::eq(NEW.rfc(rfc.number).unwrap(), rfc)));
    }

    #[test]
    fn everything_is_sorted_and_found_by_its_name() {
        for version in Version::ALL {
            let schema = Schema::of(version);
            let names: Vec<_> = schema.options().map(super::OptionInfo::name).collect();
            assert!(names.is_sorted() && names.iter().all(|name| schema.option(name).is_some()));
            let names: Vec<_> = schema.modules().map(|module| &*module.name).collect();
            assert!(names.is_sorted() && names.iter().all(|name| schema.module(name).is_some()));
        }
    }

    #[test]
    fn lists_what_begins_alike() {
        let names: Vec<_> =
            NEW.options_with_prefix("http_file_share_s").map(super::OptionInfo::name).collect();
        assert!(names.contains(&"http_file_share_size_limit"));
        assert!(names.iter().all(|name| name.starts_with("http_file_share_s")));
        assert_eq!(NEW.modules_with_prefix("").count(), NEW.modules().count());
        assert_eq!(NEW.modules_with_prefix("zzzz").count(), 0);
    }

    #[test]
    fn guesses_what_was_meant() {
        assert_eq!(NEW.closest_option("modules_enbaled"), ["modules_enabled"]);
        assert_eq!(NEW.closest_module("http_fileshare"), ["http_file_share"]);
        assert!(NEW.closest_option("my_own_thing").is_empty());
    }
}

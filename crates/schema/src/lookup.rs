//! Finding things by name: everything is sorted at build time and found by binary search.

use crate::data::{MODULES, OPTIONS, RFCS, XEPS};
use crate::near;
use crate::option_info::{OptionEntry, OptionHistory, OptionInfo};
use crate::{Module, Rfc, Version, Xep};

/// What one series of Prosody knows. A handle: copy it freely.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schema {
    version: Version,
}

impl Schema {
    /// The schema of this series.
    pub const fn of(version: Version) -> Self {
        Self { version }
    }

    /// Its series.
    pub const fn version(self) -> Version {
        self.version
    }

    /// The module of this name (without `mod_`): Prosody's own before one of the community.
    pub fn module(self, name: &str) -> Option<&'static Module> {
        named(MODULES, name, |module| module.name)
            .iter()
            .find(|module| module.is_loadable() && module.in_version(self.version))
    }

    /// All modules that can be loaded, sorted by name; a community module with the name of one of
    /// Prosody's own comes after it.
    pub fn modules(self) -> impl Iterator<Item = &'static Module> + Clone {
        self.sources().filter(|module| module.is_loadable())
    }

    /// Everything that reads options: the modules and the parts of the server, sorted by name.
    pub fn sources(self) -> impl Iterator<Item = &'static Module> + Clone {
        MODULES.iter().filter(move |module| module.in_version(self.version))
    }

    /// The modules whose names begin with `prefix`, sorted.
    pub fn modules_with_prefix(self, prefix: &str) -> impl Iterator<Item = &'static Module> + Clone {
        with_prefix(MODULES, prefix, |module| module.name)
            .iter()
            .filter(move |module| module.is_loadable() && module.in_version(self.version))
    }

    /// The module of this name in other series, if this one does not have it.
    pub fn module_history(self, name: &str) -> Option<&'static Module> {
        let found = named(MODULES, name, |module| module.name);
        let mut loadable = found.iter().filter(|module| module.is_loadable());
        if loadable.clone().any(|module| module.in_version(self.version)) { None } else { loadable.next() }
    }

    /// The option of this name, as all that read it in this series see it.
    pub fn option(self, name: &str) -> Option<OptionInfo> {
        self.info(entry(name)?)
    }

    /// All options, sorted by name.
    pub fn options(self) -> impl Iterator<Item = OptionInfo> + Clone {
        OPTIONS.iter().filter_map(move |entry| self.info(entry))
    }

    /// The options whose names begin with `prefix`, sorted.
    pub fn options_with_prefix(self, prefix: &str) -> impl Iterator<Item = OptionInfo> + Clone {
        with_prefix(OPTIONS, prefix, |entry| entry.name).iter().filter_map(move |entry| self.info(entry))
    }

    /// In which series an option of this name exists, if in any.
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
    pub fn closest_option(self, name: &str) -> Vec<&'static str> {
        near::closest(name, self.options().map(OptionInfo::name))
    }

    /// Modules of this series whose names are so near to `name` that it is most likely a slip for them.
    pub fn closest_module(self, name: &str) -> Vec<&'static str> {
        near::closest(name, self.modules().map(|module| module.name))
    }

    fn info(self, entry: &'static OptionEntry) -> Option<OptionInfo> {
        OptionInfo::new(self.version, entry)
    }
}

fn entry(name: &str) -> Option<&'static OptionEntry> {
    named(OPTIONS, name, |entry| entry.name).first()
}

/// The items of a sorted list that have this name.
fn named<'a, T>(items: &'a [T], name: &str, key: impl Fn(&T) -> &str) -> &'a [T] {
    let from = items.partition_point(|item| key(item) < name);
    let rest = items.get(from..).unwrap_or_default();
    rest.get(..rest.partition_point(|item| key(item) == name)).unwrap_or_default()
}

/// The items of a sorted list whose names begin with this.
fn with_prefix<'a, T>(items: &'a [T], prefix: &str, key: impl Fn(&T) -> &str) -> &'a [T] {
    let from = items.partition_point(|item| key(item) < prefix);
    let rest = items.get(from..).unwrap_or_default();
    rest.get(..rest.partition_point(|item| key(item).starts_with(prefix))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::{ModuleKind, OptionType, Origin, Schema, Version};

    const NEW: Schema = Schema::of(Version::V13_0);
    const OLD: Schema = Schema::of(Version::V0_12);
    const OLDEST: Schema = Schema::of(Version::V0_11);

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
        let ty = |schema: Schema, name| schema.option(name).unwrap().common_type();
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
            let names: Vec<_> = schema.modules().map(|module| module.name).collect();
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

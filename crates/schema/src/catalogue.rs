//! The private modules that one configuration may load, in an order in which they can be asked.

use std::sync::Arc;

use crate::data::OPTIONS;
use crate::{Module, PrivateModule, Reader, Schema, Version};

/// The private modules that a configuration may load. Together with what is compiled in they make a
/// [`Schema::with`]; made once whenever one of them changes.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// Sorted by name, each name once.
    modules: Vec<Arc<PrivateModule>>,
    /// Who reads what, sorted by the option's name.
    reads: Vec<Read>,
    /// The first reads of options that nothing else reads in any series, sorted by name.
    new: Vec<Read>,
    /// The addresses of the compiled-in modules that private ones stand in front of, sorted.
    shadowed: Vec<usize>,
}

/// That a private module reads an option: their indices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Read {
    module: u32,
    option: u32,
}

/// A private module with its place in the search for modules.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The module.
    pub module: Arc<PrivateModule>,
    /// Whether Prosody finds it before its own modules: it lies where the configuration says that modules lie.
    pub first: bool,
}

impl Catalogue {
    /// The modules that count for a series: of several with one name the first one, and one that Prosody does not find
    /// before its own only where that series has no module of this name.
    pub fn new(version: Version, candidates: impl IntoIterator<Item = Candidate>) -> Self {
        let schema = Schema::of(version);
        let mut modules: Vec<Arc<PrivateModule>> = candidates
            .into_iter()
            .filter(|candidate| candidate.first || schema.module(&candidate.module.module.name).is_none())
            .map(|candidate| candidate.module)
            .collect();
        // Stable: the first one of a name stays the first.
        modules.sort_by(|a, b| a.module.name.cmp(&b.module.name));
        modules.dedup_by(|b, a| a.module.name == b.module.name);
        let mut catalogue = Self { modules, ..Self::default() };
        catalogue.index();
        catalogue
    }

    fn index(&mut self) {
        let mut reads: Vec<Read> = Vec::new();
        for (module, found) in (0..).zip(&self.modules) {
            reads.extend((0..).zip(&*found.module.options).map(|(option, _)| Read { module, option }));
        }
        // Stable: readers of one option stay in the order of their names.
        reads.sort_by(|a, b| self.name(*a).cmp(self.name(*b)));
        let is_new =
            |read: &&Read| OPTIONS.binary_search_by(|entry| entry.name.cmp(self.name(**read))).is_err();
        let mut new: Vec<Read> = reads.iter().filter(is_new).copied().collect();
        new.dedup_by(|b, a| self.name(*a) == self.name(*b));
        let mut shadowed: Vec<usize> = self
            .modules
            .iter()
            .flat_map(|module| Schema::namesakes(&module.module.name))
            .map(|module| std::ptr::from_ref(module).addr())
            .collect();
        shadowed.sort_unstable();
        (self.reads, self.new, self.shadowed) = (reads, new, shadowed);
    }

    /// The private modules, sorted by name.
    pub fn modules(&self) -> impl Iterator<Item = &PrivateModule> + Clone {
        self.modules.iter().map(|module| &**module)
    }

    /// The private module of this name (without `mod_`).
    pub fn module(&self, name: &str) -> Option<&PrivateModule> {
        let at = self.modules.binary_search_by(|module| (*module.module.name).cmp(name)).ok()?;
        self.modules.get(at).map(|module| &**module)
    }

    /// Whether a private module stands in front of a compiled-in one.
    pub(crate) fn shadows(&self, module: &Module) -> bool {
        self.shadowed.binary_search(&std::ptr::from_ref(module).addr()).is_ok()
    }

    /// The reads of the option of this name.
    pub(crate) fn reads(&self, option: &str) -> &[Read] {
        let from = self.reads.partition_point(|read| self.name(*read) < option);
        let rest = self.reads.get(from..).unwrap_or_default();
        rest.get(..rest.partition_point(|read| self.name(*read) == option)).unwrap_or_default()
    }

    /// The names of options that nothing else reads in any series, sorted.
    pub(crate) fn new_options(&self) -> impl Iterator<Item = &str> + Clone {
        self.new.iter().map(|read| self.name(*read))
    }

    pub(crate) fn reader(&self, read: Read, version: Version) -> Option<Reader<'_>> {
        let module = &self.modules.get(read.module as usize)?.module;
        let option = module.options.get(read.option as usize)?;
        Some(Reader { module, option, facts: option.facts(version)? })
    }

    fn name(&self, read: Read) -> &str {
        let module = self.modules.get(read.module as usize);
        module
            .and_then(|module| module.module.options.get(read.option as usize))
            .map_or("", |option| &option.name)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Candidate, Catalogue};
    use crate::{Origin, PrivateModule, PrivateSource, Schema, Version};

    fn module(name: &str, source: &str, first: bool) -> Candidate {
        let path = format!("mod_{name}.lua");
        let source = PrivateSource {
            name,
            file: path.as_ref(),
            text: source.as_bytes(),
            libraries: &[],
            readme: None,
        };
        Candidate { module: Arc::new(PrivateModule::read(&source, Version::V13_0)), first }
    }

    fn catalogue() -> Catalogue {
        Catalogue::new(
            Version::V13_0,
            [
                module(
                    "ours",
                    "module:get_option_boolean('ours_loud', false); module:get_option('admins')",
                    false,
                ),
                module("mam", "module:get_option_string('ours_archive')", true),
                module("carbons", "module:get_option_string('ours_ignored')", false),
                module("ours", "module:get_option_string('ours_late')", true),
            ],
        )
    }

    #[test]
    fn private_modules_are_asked_like_others() {
        let catalogue = catalogue();
        let schema = Schema::with(Version::V13_0, &catalogue);
        assert_eq!(schema.module("ours").unwrap().origin, Origin::Private);
        assert_eq!(schema.option("ours_loud").unwrap().default(), Some("false"));
        assert!(Schema::of(Version::V13_0).option("ours_loud").is_none());
        assert!(schema.option("ours_late").is_none(), "the first one of a name counts");
        assert_eq!(schema.closest_option("ours_luod"), ["ours_loud"]);
        assert_eq!(schema.closest_module("oours"), ["ours"]);
        let options: Vec<_> = schema.options().map(crate::OptionInfo::name).collect();
        assert!(options.is_sorted() && options.contains(&"ours_loud"));
        let modules: Vec<_> = schema.modules().map(|module| &*module.name).collect();
        assert!(modules.is_sorted() && modules.contains(&"ours"));
        assert_eq!(modules.len(), Schema::of(Version::V13_0).modules().count() + 1);
    }

    #[test]
    fn what_prosody_finds_first_stands_in_front_of_its_own_module() {
        let catalogue = catalogue();
        let schema = Schema::with(Version::V13_0, &catalogue);
        assert_eq!(schema.module("mam").unwrap().origin, Origin::Private);
        assert!(schema.option("ours_archive").is_some());
        let readers = |name| {
            schema.option(name).map(|option| option.readers().map(|r| &*r.module.name).collect::<Vec<_>>())
        };
        assert!(readers("archive_expires_after").is_none_or(|readers| !readers.contains(&"mam")));
        assert_eq!(schema.module("carbons").unwrap().origin, Origin::Core);
        assert!(schema.option("ours_ignored").is_none());
    }

    #[test]
    fn prosodys_own_readers_know_an_option_best() {
        let catalogue = catalogue();
        let admins = Schema::with(Version::V13_0, &catalogue).option("admins").unwrap();
        assert!(admins.is_core());
        assert!(admins.readers().any(|reader| reader.module.name == "ours"));
    }
}

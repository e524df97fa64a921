//! Which of an option's readers says what the option is about.

use schema::{ModuleOption, OptionInfo, Origin, Reader};

/// The reader that knows best what an option is for: the module whose name it bears, then the server itself, then
/// the modules that are loaded, then the others, private ones and those of the community last. Those to whom it is a side matter say so (`here`) and come last.
pub(crate) fn main_reader(option: OptionInfo<'_>, loaded: impl Fn(&str) -> bool) -> Reader<'_> {
    let rank = |reader: &Reader<'_>| {
        let Reader { module, option, .. } = reader;
        let class = match module.origin {
            _ if option.doc.is_none() => 5,
            Origin::Community => 4,
            Origin::Private => 3,
            _ if is_aside(option) => 2,
            _ if bears_name_of(&option.name, &module.name) => 0,
            Origin::Server => 0,
            Origin::Core => 1,
        };
        (class, !bears_name_of(&option.name, &module.name), class == 1 && !loaded(&module.name))
    };
    option.readers().min_by_key(rank).unwrap_or_else(|| option.best())
}

/// `c2s_ports` bears the name of `c2s`.
fn bears_name_of(option: &str, module: &str) -> bool {
    option.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
}

/// Whether the description says that it is about this one reader only.
fn is_aside(option: &ModuleOption) -> bool {
    let doc = option.doc.as_deref().unwrap_or_default();
    let first = doc.split(['.', ';']).next().unwrap_or_default();
    doc.contains("the option itself")
        || first.split_whitespace().any(|word| word.eq_ignore_ascii_case("here"))
}

#[cfg(test)]
mod tests {
    use schema::{Schema, Version};

    use super::main_reader;

    #[test]
    fn the_server_and_the_namesake_know_best() {
        let main =
            |name| &*main_reader(Schema::of(Version::V13_0).option(name).unwrap(), |_| false).module.name;
        assert_eq!(main("modules_enabled"), "core.modulemanager");
        assert_eq!(main("authentication"), "core.usermanager");
        assert_eq!(main("c2s_ports"), "c2s");
    }

    #[test]
    fn a_loaded_module_knows_better_than_one_that_is_not() {
        let option = Schema::of(Version::V13_0).option("c2s_require_encryption").unwrap();
        for name in ["saslauth", "tls"] {
            assert_eq!(main_reader(option, |module| module == name).module.name, name);
        }
    }
}

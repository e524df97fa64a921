//! Modules of the user's own: what their source says about them, as the same data that schema files become.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use crate::extract::{self, Literal, ModuleFacts, OptionFacts, SourceFile};
use crate::model::FactsBySeries;
use crate::{
    EnumValue, Facts, List, Module, ModuleKind, ModuleOption, OptionType, Origin, Schema, Scope, Text,
    Version,
};

/// A module of the user's own.
#[derive(Debug, Clone, PartialEq)]
pub struct PrivateModule {
    /// What its source says; [`Module::origin`] is [`Origin::Private`].
    pub module: Module,
    /// Its own file.
    pub file: PathBuf,
    /// Whether it may read more options than could be told.
    pub reads_more: bool,
}

/// The source of a private module.
#[derive(Debug, Clone, Copy)]
pub struct PrivateSource<'a> {
    /// Its name without `mod_`.
    pub name: &'a str,
    /// Its own file.
    pub file: &'a Path,
    /// What that file holds.
    pub text: &'a [u8],
    /// Its libraries (`*.lib.lua`).
    pub libraries: &'a [SourceFile<'a>],
    /// Its README.
    pub readme: Option<&'a [u8]>,
}

impl PrivateModule {
    /// Reads the source of a module, for Prosody of a series.
    ///
    /// A module that has the name of a known one and an option of it is most likely a copy of it, as it is or adapted:
    /// what neither comment nor README says is then taken from there. Types, defaults and all that Prosody makes of
    /// values never are.
    pub fn read(source: &PrivateSource<'_>, version: Version) -> Self {
        let path = source.file.to_string_lossy();
        let own = SourceFile { path: &path, text: source.text };
        let files: Vec<SourceFile<'_>> =
            std::iter::once(own).chain(source.libraries.iter().copied()).collect();
        let facts = extract::extract(source.name, &files, version);
        let schema = Schema::of(version);
        let known = schema.module(source.name).or_else(|| schema.module_history(source.name));
        let reads_more = facts.partial || !facts.unresolved.is_empty();
        let module = module(facts, source.readme.and_then(extract::readme), known);
        Self { module, file: source.file.to_owned(), reads_more }
    }

    /// A module of which nothing but its name is known: its file is too large, or can't be read.
    pub fn unread(name: &str, file: &Path) -> Self {
        let facts = ModuleFacts { name: name.to_owned(), ..ModuleFacts::default() };
        Self { module: module(facts, None, None), file: file.to_owned(), reads_more: true }
    }
}

fn module(facts: ModuleFacts, readme: Option<String>, known: Option<&'static Module>) -> Module {
    let about = facts.about.unwrap_or_default();
    let known = known.filter(|known| {
        known.options.iter().any(|option| facts.options.contains_key(&*option.name))
            || (known.options.is_empty()
                && facts.options.is_empty()
                && about.summary.is_empty()
                && readme.is_none())
    });
    let said = Some(about.summary).filter(|summary| !summary.is_empty()).or(readme);
    let (summary, doc) = match (said, known) {
        (Some(said), _) => {
            (Some(Cow::Owned(said)), Some(about.rest).filter(|rest| !rest.is_empty()).map(Cow::Owned))
        }
        (None, Some(known)) => (known.summary.clone(), known.doc.clone()),
        (None, None) => (None, None),
    };
    let options = facts.options.into_iter().map(|(name, facts)| {
        let known = known.and_then(|module| module.option(&name));
        option(name, facts, known)
    });
    Module {
        origin: Origin::Private,
        kinds: facts.kinds.into_iter().collect::<Vec<ModuleKind>>().into(),
        since: None,
        removed: None,
        depends: texts(facts.depends),
        conflicts: texts(facts.conflicts),
        requires: texts(facts.requires),
        provides: texts(facts.provides),
        inherits: texts(facts.inherit_modules),
        seen: &[],
        stage: None,
        xeps: known.map(|known| known.xeps).unwrap_or_default(),
        summary,
        doc,
        needs: known.map(|known| known.needs).unwrap_or_default(),
        url: known.and_then(|known| known.url),
        deprecated: None,
        options: options.collect::<Vec<_>>().into(),
        name: facts.name.into(),
    }
}

fn option(name: String, facts: OptionFacts, known: Option<&'static ModuleOption>) -> ModuleOption {
    let both_any = |known: &&'static ModuleOption| {
        let is_any =
            |version: &Version| known.facts(*version).is_some_and(|facts| facts.ty == OptionType::Any);
        facts.value_type == OptionType::Any && Version::ALL.iter().any(is_any)
    };
    ModuleOption {
        doc: facts.comment.map(Cow::Owned).or_else(|| known?.doc.clone()),
        example: known.and_then(|known| known.example),
        since: None,
        removed: None,
        deprecated: None,
        accepts: known.filter(both_any).map(|known| known.accepts).unwrap_or_default(),
        suggest: known.map(|known| known.suggest).unwrap_or_default(),
        keys: known.map(|known| known.keys).unwrap_or_default(),
        at: Some(facts.at.to_string().into()),
        name: name.into(),
        facts: FactsBySeries::Same(Box::new(Facts {
            ty: facts.value_type,
            default: facts.default.map(Cow::Owned),
            min: facts.min,
            max: facts.max,
            values: facts.values.into_iter().map(value).collect::<Vec<_>>().into(),
            scope: if facts.global_only { Scope::Global } else { Scope::Host },
            items: facts.items,
            fallback: facts.fallback.map(Cow::Owned),
        })),
    }
}

fn value(literal: Literal) -> EnumValue {
    match literal {
        Literal::Bool(value) => EnumValue::Boolean(value),
        Literal::Number(value) => EnumValue::Number(value),
        Literal::Text(text) => EnumValue::String(text.into()),
    }
}

fn texts(texts: impl IntoIterator<Item = String>) -> List<Text> {
    texts.into_iter().map(Cow::Owned).collect::<Vec<_>>().into()
}

#[cfg(test)]
mod tests {
    use super::{PrivateModule, PrivateSource};
    use crate::{OptionType, Version};

    fn read(name: &str, text: &str, readme: Option<&str>) -> PrivateModule {
        let readme = readme.map(str::as_bytes);
        let source = PrivateSource {
            name,
            file: "/x/mod_y.lua".as_ref(),
            text: text.as_bytes(),
            libraries: &[],
            readme,
        };
        PrivateModule::read(&source, Version::V13_0)
    }

    #[test]
    fn a_module_is_what_its_source_says() {
        let ours = read(
            "ours",
            "-- Greets.\n\n-- Loudly.\nf()\n-- how loud it is\nlocal l = module:get_option_integer('ours_loud', 3, 1, 9)\n\
             local how = module:get_option_enum('ours_how', 'hi', 'ho')",
            Some("Says hello."),
        );
        assert_eq!(ours.module.summary.as_deref(), Some("Greets."));
        assert_eq!(ours.module.doc.as_deref(), Some("Loudly."));
        let loud = ours.module.option("ours_loud").unwrap();
        let facts = loud.facts(Version::V13_0).unwrap();
        assert_eq!((facts.ty, facts.default.as_deref()), (OptionType::Integer, Some("3")));
        assert_eq!((facts.min, facts.max), (Some(1.0), Some(9.0)));
        assert_eq!(loud.doc.as_deref(), Some("how loud it is"));
        assert_eq!(loud.at.as_deref(), Some("/x/mod_y.lua:6"));
        let values = &ours.module.option("ours_how").unwrap().facts(Version::V13_0).unwrap().values;
        assert_eq!(values.iter().map(ToString::to_string).collect::<Vec<_>>(), ["\"hi\"", "\"ho\""]);
        assert!(!ours.reads_more);
    }

    #[test]
    fn the_readme_speaks_where_no_comment_does() {
        let ours = read("ours", "-- Copyright (C) 2020 us\nlocal x = 1", Some("# mod_ours\n\nSays hello."));
        assert_eq!(ours.module.summary.as_deref(), Some("Says hello."));
    }

    #[test]
    fn a_copy_of_a_known_module_is_explained_like_the_original() {
        let copy =
            read("mam", "local x = module:get_option_string('max_archive_query_results', 'ours')", None);
        let known = crate::Schema::of(Version::V13_0).module("mam").unwrap();
        assert_eq!(copy.module.summary, known.summary);
        let option = copy.module.option("max_archive_query_results").unwrap();
        assert_eq!(option.doc, known.option("max_archive_query_results").unwrap().doc);
        let facts = option.facts(Version::V13_0).unwrap();
        assert_eq!((facts.ty, facts.default.as_deref()), (OptionType::String, Some("\"ours\"")));
    }

    #[test]
    fn a_module_of_the_same_name_need_not_be_a_copy() {
        let other = read("mam", "-- Greets all.\nmodule:get_option_string('ours')", None);
        assert_eq!(other.module.summary.as_deref(), Some("Greets all."));
        assert_eq!((other.module.url, other.module.xeps), (None, &[][..]));
        assert_eq!(read("mam", "module:get_option_string('ours')", None).module.summary, None);
    }

    #[test]
    fn what_could_not_be_read_may_be_more() {
        assert!(read("ours", "module:get_option_string(x)", None).reads_more);
        assert!(read("ours", "module:get_option_string('a'\nlocal = 3", None).reads_more);
        assert!(PrivateModule::unread("ours", "x".as_ref()).reads_more);
    }

    #[test]
    fn no_source_takes_long_or_much_room() {
        use std::fmt::Write as _;
        let loop_head = format!("for _, x in ipairs {{ {} }} do ", "1, ".repeat(64));
        let mut tables = String::from("local t = { 1 }\n");
        for _ in 0..64 {
            let _ = writeln!(tables, "t = {{ t, t }}");
        }
        for source in [
            format!("{} f() {}", loop_head.repeat(6), "end ".repeat(6)),
            format!("local s = 'xxxxxxxxxxxxxxxx'\n{}", "s = s .. s\n".repeat(64)),
            format!("{tables}module:get_option_array('x', t)"),
            format!("local t = {{ {} }}\n{}", "1, ".repeat(50_000), "table.insert(t, 1)\n".repeat(20_000)),
            "\0".repeat(200_000),
            "module:get_option(x);".repeat(10_000),
            "(".repeat(100_000),
            "x = {".repeat(100_000),
        ] {
            let start = std::time::Instant::now();
            read("ours", &source, None);
            assert!(start.elapsed().as_secs() < 20, "{}", &source[..40]);
        }
    }
}

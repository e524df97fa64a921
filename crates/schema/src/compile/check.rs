//! What a schema file may not say.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::document::{Deprecation, Key, ModuleFile, ModuleOption, Text, XepFile};
use super::domain::Domain;
use super::keys::KeyOwners;
use super::resolve::{self, UNSETTABLE, series};
use super::{Parsed, Problems, Source};
use crate::version::Version;
use crate::vocabulary::{Extent, ModuleKind, OptionType, Origin, Scope, Stage};

const STATUSES: [&str; 11] = [
    "Active",
    "Deferred",
    "Deprecated",
    "Draft",
    "Experimental",
    "Final",
    "Obsolete",
    "Proposed",
    "Rejected",
    "Retracted",
    "Stable",
];
const XEP_KINDS: [&str; 8] = [
    "Historical",
    "Humorous",
    "Informational",
    "Organizational",
    "Procedural",
    "SIG Formation",
    "SIG Proposal",
    "Standards Track",
];

/// What the files declare together.
struct Known<'a> {
    modules: BTreeSet<&'a str>,
    options: BTreeSet<&'a str>,
    keys: KeyOwners<'a>,
    xeps: BTreeSet<u16>,
}

/// Checks all files against the format and against each other.
pub(super) fn check(modules: &[Parsed<'_, ModuleFile>], xeps: &Parsed<'_, XepFile>, problems: &mut Problems) {
    let known = Known {
        modules: modules.iter().map(|module| module.file.name.get_ref().as_str()).collect(),
        options: options(modules).map(|(name, _)| name).collect(),
        keys: KeyOwners::new(modules.iter().map(|module| &module.file)),
        xeps: xeps.file.xep.iter().map(|xep| *xep.number.get_ref()).collect(),
    };
    check_xeps(xeps, &known, problems);
    let mut seen = BTreeMap::new();
    for module in modules {
        let key = (module.file.origin.get_ref(), module.file.name.get_ref());
        if let Some(other) = seen.insert(key, &module.source.path) {
            problems.add(
                module.source,
                module.file.name.span(),
                format!("'{}' is declared in {other} too", key.1),
            );
        }
        Checker { source: module.source, known: &known, problems: &mut *problems }.module(&module.file);
    }
}

fn options<'a>(modules: &'a [Parsed<'_, ModuleFile>]) -> impl Iterator<Item = (&'a str, &'a ModuleOption)> {
    modules
        .iter()
        .flat_map(|module| &module.file.options)
        .map(|(name, option)| (name.get_ref().as_str(), option))
}

fn check_xeps(xeps: &Parsed<'_, XepFile>, known: &Known<'_>, problems: &mut Problems) {
    let mut last = None;
    for xep in &xeps.file.xep {
        let number = *xep.number.get_ref();
        let mut add = |span, reason| problems.add(xeps.source, span, format!("XEP-{number:04}: {reason}"));
        if last.is_some_and(|last| number <= last) {
            add(xep.number.span(), "numbers must rise".into());
        }
        last = Some(number);
        for (text, words) in [(&xep.status, &STATUSES[..]), (&xep.kind, &XEP_KINDS[..])] {
            if !words.contains(&text.get_ref().as_str()) {
                add(text.span(), format!("'{}' is none of {}", text.get_ref(), words.join(", ")));
            }
        }
        for other in &xep.superseded_by {
            if !known.xeps.contains(other.get_ref()) {
                add(other.span(), format!("superseded by {}, which is not listed", other.get_ref()));
            }
        }
    }
}

struct Checker<'a, 'p> {
    source: &'a Source,
    known: &'a Known<'a>,
    problems: &'p mut Problems,
}

impl Checker<'_, '_> {
    fn add(&mut self, span: Range<usize>, reason: impl Into<String>) {
        self.problems.add(self.source, span, reason);
    }

    fn module(&mut self, module: &ModuleFile) {
        self.word("origin", Some(&module.origin), Origin::of_file, Origin::OF_FILES);
        let expected = format!("schemas/{}/{}.toml", module.origin.get_ref(), module.name.get_ref());
        if self.source.path != expected {
            self.add(module.name.span(), format!("this file ought to be {expected}"));
        }
        for kind in &module.kinds {
            self.word("kind", Some(kind), ModuleKind::from_name, ModuleKind::ALL);
        }
        self.life(module.since.as_ref(), module.removed.as_ref());
        for (what, names) in [("depends on", &module.depends), ("inherits", &module.inherits)] {
            for name in names {
                if !self.known.modules.contains(name.get_ref().as_str()) {
                    self.add(name.span(), format!("{what} '{}', which is no known module", name.get_ref()));
                }
            }
        }
        self.word("stage", module.stage.as_ref(), Stage::from_name, Stage::ALL);
        for xep in &module.xeps {
            if !self.known.xeps.contains(xep.number.get_ref()) {
                self.add(xep.number.span(), format!("XEP-{:04} is not in xeps.toml", xep.number.get_ref()));
            }
            self.word("extent", xep.extent.as_ref(), Extent::from_name, Extent::ALL);
        }
        self.sentence(module.summary.as_ref());
        self.deprecation(module.deprecated.as_ref());
        for (name, option) in &module.options {
            self.option(module, name, option);
        }
    }

    fn option(&mut self, module: &ModuleFile, name: &Text, option: &ModuleOption) {
        self.life(option.since.as_ref(), option.removed.as_ref());
        self.sentence(option.doc.as_ref());
        self.deprecation(option.deprecated.as_ref());
        self.types(&option.accepts);
        if let Some(value) = option.suggest.first().filter(|_| option.ty.get_ref() == OptionType::Enum.name())
        {
            self.add(value.span(), "an enum has its values already: suggest is for other types");
        }
        for (version, change) in &option.versions {
            self.version(Some(version));
            self.word("type", change.ty.as_ref(), OptionType::from_name, OptionType::ALL);
            for field in &change.unset {
                if !UNSETTABLE.contains(&field.get_ref().as_str()) {
                    self.add(
                        field.span(),
                        format!("'{}' cannot be unset, only {}", field.get_ref(), UNSETTABLE.join(", ")),
                    );
                }
            }
        }
        self.word("type", Some(&option.ty), OptionType::from_name, OptionType::ALL);
        for facts in resolve::facts_by_version(module, option).into_iter().flatten() {
            self.word("scope", facts.scope, Scope::from_name, Scope::ALL);
            self.word("type of items", facts.items, OptionType::from_name, OptionType::ALL);
            if let Some(fallback) =
                facts.fallback.filter(|name| !self.known.options.contains(name.get_ref().as_str()))
            {
                self.add(
                    fallback.span(),
                    format!("falls back to '{}', which is no known option", fallback.get_ref()),
                );
            }
            let domain = Domain {
                ty: facts.ty,
                default: facts.default,
                min: facts.min,
                max: facts.max,
                values: facts.values,
            };
            for (span, reason) in domain.problems() {
                self.add(span, format!("option '{}': {reason}", name.get_ref()));
            }
        }
        self.keys(&option.keys, option.keys_of.as_ref());
    }

    fn keys(&mut self, keys: &BTreeMap<Text, Key>, keys_of: Option<&Text>) {
        if let Some(target) = keys_of {
            match self.known.keys.find(target.get_ref()) {
                Err(reason) => self.add(target.span(), reason),
                Ok(others) => {
                    for (name, _) in keys.iter().filter(|(name, _)| others.keys.contains_key(*name)) {
                        let reason =
                            format!("'{}' has the key '{}' already", target.get_ref(), name.get_ref());
                        self.add(name.span(), reason);
                    }
                }
            }
        }
        for (name, key) in keys {
            if let Some(target) = key.keys_of.as_ref().filter(|_| !key.keys.is_empty()) {
                self.add(target.span(), "inside of tables either keys or keys_of");
            }
            self.word("type", Some(&key.ty), OptionType::from_name, OptionType::ALL);
            self.word("type of items", key.items.as_ref(), OptionType::from_name, OptionType::ALL);
            self.types(&key.accepts);
            self.life(key.since.as_ref(), key.removed.as_ref());
            self.sentence(key.doc.as_ref());
            self.deprecation(key.deprecated.as_ref());
            let domain = Domain {
                ty: &key.ty,
                default: key.default.as_ref(),
                min: key.min.as_ref(),
                max: key.max.as_ref(),
                values: key.values.as_deref(),
            };
            for (span, reason) in domain.problems() {
                self.add(span, format!("key '{}': {reason}", name.get_ref()));
            }
            self.keys(&key.keys, key.keys_of.as_ref());
        }
    }

    fn types(&mut self, types: &[Text]) {
        for ty in types {
            self.word("type", Some(ty), OptionType::from_name, OptionType::ALL);
        }
    }

    fn life(&mut self, since: Option<&Text>, removed: Option<&Text>) {
        self.version(since);
        self.version(removed);
        if let (Some(from), Some(to)) = (since.and_then(series), removed.and_then(series))
            && from >= to
            && let Some(removed) = removed
        {
            self.add(removed.span(), format!("removed in {to}, but there since {from}"));
        }
    }

    fn version(&mut self, name: Option<&Text>) {
        self.word(
            "series",
            name,
            |name| Version::ALL.into_iter().find(|version| version.name() == name),
            &Version::ALL,
        );
    }

    fn deprecation(&mut self, deprecation: Option<&Deprecation>) {
        let Some(deprecation) = deprecation else { return };
        if let Some(since) = &deprecation.since
            && let Err(reason) = resolve::deprecated_from(Some(since.get_ref()))
        {
            self.add(since.span(), reason);
        }
        if let Some(name) = &deprecation.replacement {
            let text = name.get_ref().as_str();
            if !self.known.options.contains(text) && !self.known.modules.contains(text) {
                self.add(name.span(), format!("use of '{text}', which is no known option or module"));
            }
        }
    }

    fn sentence(&mut self, text: Option<&Text>) {
        if let Some(text) = text
            && !text.get_ref().trim_end().ends_with(['.', ')', ':', '`'])
        {
            self.add(text.span(), "a sentence ends with a full stop");
        }
    }

    /// A word of a closed set.
    fn word<T: std::fmt::Display>(
        &mut self,
        what: &str,
        text: Option<&Text>,
        from_name: impl Fn(&str) -> Option<T>,
        all: &[T],
    ) {
        if let Some(text) = text
            && from_name(text.get_ref()).is_none()
        {
            let all: Vec<String> = all.iter().map(ToString::to_string).collect();
            self.add(
                text.span(),
                format!("unknown {what} '{}', there are {}", text.get_ref(), all.join(", ")),
            );
        }
    }
}

//! Checked files as Rust source: `static`s of the types in `crate::model`, sorted for binary search.

use std::collections::BTreeMap;
use std::fmt::Write;

use toml::Spanned;

use super::Parsed;
use super::document::{Deprecation, EnumValue, Key, ModuleFile, ModuleOption, RfcFile, Text, XepFile};
use super::keys::{KeyOwners, OwnKeys};
use super::resolve::{self, Facts, series};
use crate::version::Version;
use crate::vocabulary::{Extent, ModuleKind, OptionType, Origin, Scope, Stage};

/// The Rust source of the data.
pub(super) fn generate(modules: &[Parsed<'_, ModuleFile>], xeps: &XepFile, rfcs: &RfcFile) -> String {
    let mut modules: Vec<&ModuleFile> = modules.iter().map(|module| &module.file).collect();
    modules.sort_by_key(|module| (module.name.get_ref(), Origin::from_name(module.origin.get_ref())));
    let keys = KeyOwners::new(modules.iter().copied());
    let mut generator = Generator { out: String::new(), facts: BTreeMap::new(), keys };
    generator.write_keys(&modules);
    generator.write_modules(&modules);
    generator.write_index(&modules);
    generator.write_xeps(xeps);
    generator.write_rfcs(rfcs);
    generator.write_facts();
    generator.out
}

struct Generator<'a> {
    out: String,
    /// The facts that options share, with their numbers.
    facts: BTreeMap<String, usize>,
    keys: KeyOwners<'a>,
}

impl Generator<'_> {
    fn write_keys(&mut self, modules: &[&ModuleFile]) {
        for module in modules {
            for (name, option) in &module.options {
                let Some(own) = self.keys.own(module, name.get_ref()) else { continue };
                let others = option.keys_of.as_ref().and_then(|other| self.keys.find(other.get_ref()).ok());
                let both = others.into_iter().chain([own]);
                let count: usize = both.clone().map(|keys| keys.keys.len()).sum();
                let keys: Vec<String> = both.map(|keys| self.own_keys(keys.keys)).collect();
                self.line(&format!("static KEYS_{}: [Key; {count}] = [{}];", own.number, keys.join(",\n")));
            }
        }
    }

    fn own_keys(&self, keys: &BTreeMap<Text, Key>) -> String {
        let keys = keys.iter().map(|(name, key)| {
            format!(
                "Key {{ name: {:?}, ty: {}, default: {}, min: {}, max: {}, values: {}, items: {}, accepts: {}, \
                 doc: {}, example: {}, since: {}, removed: {}, deprecated: {}, keys: {} }}",
                name.get_ref(),
                option_type(&key.ty),
                text(key.default.as_ref()),
                number(key.min.as_ref().map(|min| *min.get_ref())),
                number(key.max.as_ref().map(|max| *max.get_ref())),
                values(key.values.iter().flatten()),
                maybe(key.items.as_ref().map(option_type)),
                list(key.accepts.iter().map(option_type)),
                text(key.doc.as_ref()),
                text(key.example.as_ref()),
                version(key.since.as_ref()),
                version(key.removed.as_ref()),
                deprecation(key.deprecated.as_ref()),
                match key.keys_of.as_ref() {
                    Some(option) => self.keys_of(option.get_ref()),
                    None => format!("&[{}]", self.own_keys(&key.keys)),
                }
            )
        });
        keys.collect::<Vec<_>>().join(",\n")
    }

    /// The list of keys that a name means.
    fn keys_of(&self, name: &str) -> String {
        keys_source(self.keys.find(name).ok())
    }

    fn write_modules(&mut self, modules: &[&ModuleFile]) {
        for (number, module) in modules.iter().enumerate() {
            let options: Vec<String> =
                module.options.iter().map(|(name, option)| self.option(module, name, option)).collect();
            let count = options.len();
            self.line(&format!(
                "static OPTIONS_{number}: [ModuleOption; {count}] = [{}];",
                options.join(",\n")
            ));
        }
        self.line(&format!(
            "pub(crate) static MODULES: &[Module] = &MODULE_LIST;\nstatic MODULE_LIST: [Module; {}] = [",
            modules.len()
        ));
        for (number, module) in modules.iter().enumerate() {
            self.line(&format!("{},", module_source(module, number)));
        }
        self.line("];");
    }

    fn option(&mut self, module: &ModuleFile, name: &Text, option: &ModuleOption) -> String {
        let facts = resolve::facts_by_version(module, option).map(|facts| match facts {
            Some(facts) => format!("Some(&FACTS_{})", self.fact_number(&facts)),
            None => "None".into(),
        });
        let keys = match (self.keys.own(module, name.get_ref()), &option.keys_of) {
            (None, Some(other)) => self.keys_of(other.get_ref()),
            (own, _) => keys_source(own),
        };
        format!(
            "ModuleOption {{ name: {}, facts: FactsBySeries::Each([{}]), doc: {}, example: {}, since: {}, removed: {}, \
             deprecated: {}, accepts: {}, suggest: {}, keys: {keys}, at: {} }}",
            owned(name.get_ref()),
            facts.join(", "),
            maybe_owned(option.doc.as_ref()),
            text(option.example.as_ref()),
            version(option.since.as_ref()),
            version(option.removed.as_ref()),
            deprecation(option.deprecated.as_ref()),
            list(option.accepts.iter().map(option_type)),
            values(option.suggest.iter().map(Spanned::get_ref)),
            maybe_owned(option.at.as_ref()),
        )
    }

    fn fact_number(&mut self, facts: &Facts<'_>) -> usize {
        let scope = facts.scope.and_then(|scope| Scope::from_name(scope.get_ref())).unwrap_or(Scope::Host);
        let source = format!(
            "Facts {{ ty: {}, default: {}, min: {}, max: {}, values: Cow::Borrowed({}), scope: Scope::{:?}, items: {}, \
             fallback: {} }}",
            option_type(facts.ty),
            maybe_owned(facts.default),
            number(facts.min.map(|min| *min.get_ref())),
            number(facts.max.map(|max| *max.get_ref())),
            values(facts.values.iter().copied().flatten()),
            scope,
            maybe(facts.items.map(option_type)),
            maybe_owned(facts.fallback),
        );
        let next = self.facts.len();
        *self.facts.entry(source).or_insert(next)
    }

    fn write_facts(&mut self) {
        for (source, number) in std::mem::take(&mut self.facts) {
            self.line(&format!("static FACTS_{number}: Facts = {source};"));
        }
    }

    /// All option names with their readers, best first.
    fn write_index(&mut self, modules: &[&ModuleFile]) {
        let mut index: BTreeMap<&str, Vec<(_, String)>> = BTreeMap::new();
        for (module_number, module) in modules.iter().enumerate() {
            for (option_number, (name, option)) in module.options.iter().enumerate() {
                let rank = rank(module, name.get_ref(), option);
                let pair =
                    format!("(&MODULE_LIST[{module_number}], &OPTIONS_{module_number}[{option_number}])");
                index.entry(name.get_ref()).or_default().push((rank, pair));
            }
        }
        self.line("pub(crate) static OPTIONS: &[OptionEntry] = &[");
        for (name, mut readers) in index {
            readers.sort();
            let readers = list(readers.into_iter().map(|(_, pair)| pair));
            self.line(&format!("OptionEntry {{ name: {name:?}, readers: {readers} }},"));
        }
        self.line("];");
    }

    fn write_xeps(&mut self, file: &XepFile) {
        self.line("pub(crate) static XEPS: &[Xep] = &[");
        for xep in &file.xep {
            self.line(&format!(
                "Xep {{ number: {}, title: {:?}, status: {:?}, kind: {:?}, version: {:?}, date: {:?}, superseded_by: {} }},",
                xep.number.get_ref(),
                xep.title,
                xep.status.get_ref(),
                xep.kind.get_ref(),
                xep.version,
                xep.date,
                list(xep.superseded_by.iter().map(|number| number.get_ref().to_string())),
            ));
        }
        self.line("];");
    }

    fn write_rfcs(&mut self, file: &RfcFile) {
        self.line("pub(crate) static RFCS: &[Rfc] = &[");
        for rfc in &file.rfc {
            self.line(&format!(
                "Rfc {{ number: {}, title: {:?}, status: {:?}, date: {:?}, obsoleted_by: {} }},",
                rfc.number.get_ref(),
                rfc.title,
                rfc.status.get_ref(),
                rfc.date,
                list(rfc.obsoleted_by.iter().map(|number| number.get_ref().to_string())),
            ));
        }
        self.line("];");
    }

    fn line(&mut self, line: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.out, "{line}");
    }
}

fn keys_source(keys: Option<OwnKeys<'_>>) -> String {
    keys.map_or("&[]".into(), |keys| format!("&KEYS_{}", keys.number))
}

/// Smaller is better: Prosody before the community, documented before undocumented, the module whose name the
/// option bears before others.
fn rank<'a>(module: &'a ModuleFile, option: &str, documented: &ModuleOption) -> impl Ord + use<'a> {
    let (name, origin) = (module.name.get_ref(), module.origin.get_ref());
    let own = option.starts_with(name.as_str());
    (origin == Origin::Community.name(), documented.doc.is_none(), !own, origin, name)
}

fn module_source(module: &ModuleFile, number: usize) -> String {
    let names = |names: &[Text]| list(names.iter().map(|name| format!("{:?}", name.get_ref())));
    let owned_names =
        |names: &[Text]| format!("Cow::Borrowed({})", list(names.iter().map(|name| owned(name.get_ref()))));
    let xeps = module.xeps.iter().map(|xep| {
        let extent = xep.extent.as_ref().and_then(|extent| Extent::from_name(extent.get_ref()));
        format!(
            "ModuleXep {{ number: {}, extent: {}, since: {} }}",
            xep.number.get_ref(),
            maybe(extent.map(|extent| format!("Extent::{extent:?}"))),
            text(xep.since.as_ref()),
        )
    });
    let kinds = module.kinds.iter().filter_map(|kind| ModuleKind::from_name(kind.get_ref()));
    let stage = module.stage.as_ref().and_then(|stage| Stage::from_name(stage.get_ref()));
    let origin = Origin::from_name(module.origin.get_ref()).unwrap_or(Origin::Community);
    format!(
        "Module {{ name: {}, origin: Origin::{origin:?}, kinds: Cow::Borrowed({}), since: {}, removed: {}, depends: {}, \
         conflicts: {}, requires: {}, provides: {}, inherits: {}, seen: {}, stage: {}, xeps: {}, summary: {}, doc: {}, needs: {}, url: {}, \
         deprecated: {}, options: Cow::Borrowed(&OPTIONS_{number}) }}",
        owned(module.name.get_ref()),
        list(kinds.map(|kind| format!("ModuleKind::{kind:?}"))),
        version(module.since.as_ref()),
        version(module.removed.as_ref()),
        owned_names(&module.depends),
        owned_names(&module.conflicts),
        owned_names(&module.requires),
        owned_names(&module.provides),
        owned_names(&module.inherits),
        names(&module.seen),
        maybe(stage.map(|stage| format!("Stage::{stage:?}"))),
        list(xeps),
        maybe_owned(module.summary.as_ref()),
        maybe_owned(module.doc.as_ref()),
        list(module.needs.iter().map(|need| format!("{need:?}"))),
        text(module.url.as_ref()),
        deprecation(module.deprecated.as_ref()),
    )
}

fn option_type(name: &Text) -> String {
    format!("OptionType::{:?}", OptionType::from_name(name.get_ref()).unwrap_or(OptionType::Any))
}

fn version(name: Option<&Text>) -> String {
    maybe(name.and_then(series).map(version_source))
}

fn version_source(version: Version) -> String {
    format!("Version::{version:?}")
}

fn deprecation(deprecation: Option<&Deprecation>) -> String {
    maybe(deprecation.map(|deprecation| {
        let since = deprecation.since.as_ref();
        let from = resolve::deprecated_from(since.map(|since| since.get_ref().as_str()));
        format!(
            "Deprecation {{ since: {}, from: {}, replacement: {}, note: {} }}",
            text(since),
            version_source(from.unwrap_or(Version::V0_11)),
            text(deprecation.replacement.as_ref()),
            text(deprecation.note.as_ref()),
        )
    }))
}

fn values<'a>(values: impl Iterator<Item = &'a EnumValue>) -> String {
    list(values.map(|value| match value {
        EnumValue::String(text) => format!("EnumValue::String({})", owned(text)),
        EnumValue::Boolean(value) => format!("EnumValue::Boolean({value})"),
        EnumValue::Number(value) => format!("EnumValue::Number({})", float(*value)),
    }))
}

fn number(number: Option<f64>) -> String {
    maybe(number.map(float))
}

fn float(number: f64) -> String {
    if number.is_infinite() {
        return if number > 0.0 { "f64::INFINITY" } else { "f64::NEG_INFINITY" }.into();
    }
    format!("{number:?}")
}

fn text(text: Option<&Text>) -> String {
    // A multi-line string of a schema file ends with a line end that nobody means.
    format!("{:?}", text.map(|text| text.get_ref().trim_end()))
}

/// Text in a field that a private module fills with text of its own.
fn owned(text: &str) -> String {
    format!("Cow::Borrowed({text:?})")
}

fn maybe_owned(text: Option<&Text>) -> String {
    maybe(text.map(|text| owned(text.get_ref().trim_end())))
}

fn maybe(source: Option<String>) -> String {
    source.map_or("None".into(), |source| format!("Some({source})"))
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("&[{}]", items.collect::<Vec<_>>().join(", "))
}

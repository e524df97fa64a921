//! Facts into schema files; what people wrote there stays.

use std::fs;
use std::path::{Path, PathBuf};

use schema::extract::{Literal, OptionFacts};
use schema::{Origin, Version};
use toml_edit::{Array, DocumentMut, InlineTable, Item, Key, Table, Value, value};

use super::doap::Claim;
use super::record::{OptionRecord, Record, life};
use super::{Failure, Sources};

/// The fields of a module that are facts, in the order of the file; all others are left alone.
const MODULE_FACTS: [&str; 15] = [
    "name",
    "origin",
    "kinds",
    "since",
    "removed",
    "depends",
    "conflicts",
    "requires",
    "provides",
    "inherits",
    "seen",
    "stage",
    "xeps",
    "url",
    "options",
];
/// The fields of an option that are facts, in the order of the file.
const OPTION_FACTS: [&str; 12] = [
    "type", "default", "min", "max", "enum", "items", "scope", "fallback", "since", "removed", "at",
    "versions",
];

/// What people write, in the order of the file.
const PROSE: [&str; 8] =
    ["summary", "doc", "needs", "example", "deprecated", "accepts", "suggest", "keys_of"];

/// Writes the file of a record below `schemas`.
pub(super) fn write(schemas: &Path, record: &Record) -> Result<(), Failure> {
    let path = schemas.join(record.path());
    let old = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(format!("{}: {error}", path.display()).into()),
    };
    let new = render(record, &old).map_err(|error| format!("{}: {error}", path.display()))?;
    if new != old {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, new)?;
    }
    Ok(())
}

/// Files of the origins that the sources cover, without a module there.
pub(super) fn leftovers(
    schemas: &Path,
    records: &[Record],
    sources: &Sources,
) -> Result<Vec<PathBuf>, Failure> {
    let mut left = Vec::new();
    for origin in [Origin::Core, Origin::Server, Origin::Community] {
        let covered = if origin == Origin::Community {
            !sources.community.is_empty()
        } else {
            !sources.prosody.is_empty()
        };
        let folder = schemas.join(origin.name());
        if covered && folder.is_dir() {
            for entry in fs::read_dir(&folder)? {
                let path = entry?.path();
                if !records.iter().any(|record| schemas.join(record.path()) == path) {
                    left.push(path);
                }
            }
        }
    }
    left.sort();
    Ok(left)
}

/// The text of a record's file, with all that is no fact taken over from the text of the old one.
pub(super) fn render(record: &Record, old: &str) -> Result<String, Failure> {
    let old: DocumentMut = old.parse()?;
    let mut new = DocumentMut::new();
    let mut out = Carrier { old: old.as_table(), new: new.as_table_mut() };
    let (since, removed) = life(&record.versions);
    out.text("name", Some(&record.name));
    out.text("origin", Some(record.origin.name()));
    out.list("kinds", record.kinds.iter().map(|kind| kind.name()));
    out.text("since", since.map(Version::name));
    out.text("removed", removed.map(Version::name));
    for (name, list) in [
        ("depends", &record.depends),
        ("conflicts", &record.conflicts),
        ("requires", &record.requires),
        ("provides", &record.provides),
        ("inherits", &record.inherits),
        ("seen", &record.seen),
    ] {
        out.list(name, list.iter().map(String::as_str));
    }
    out.text("stage", record.stage.as_deref());
    match &record.xeps {
        Some(claims) if claims.is_empty() => {}
        Some(claims) => out.put("xeps", claims.iter().map(claim_table).collect::<Array>().into()),
        None => out.keep("xeps"),
    }
    out.text("url", record.url().as_deref());
    if let Some(module) = record.superseded_by.as_ref().filter(|_| !old.contains_key("deprecated")) {
        let successor = InlineTable::from_iter([("use", Value::from(module))]);
        out.put("deprecated", successor.into());
    }
    out.carry(&MODULE_FACTS);
    let old_options = old.get("options").and_then(Item::as_table);
    let mut options = Table::new();
    options.set_implicit(true);
    for (name, option) in &record.options {
        let old = old_options.and_then(|options| options.get(name)).and_then(Item::as_table);
        options.insert(name, Item::Table(option_table(record, option, old)));
    }
    if !options.is_empty() {
        new.insert("options", Item::Table(options));
    }
    arrange(&mut new);
    Ok(format!("{}\n", new.to_string().trim_end()))
}

/// Puts the fields of a file in their usual order: facts, prose, the rest.
pub(super) fn arrange(document: &mut DocumentMut) {
    let rank = |order: &[&str], key: &Key| {
        let known = order.iter().chain(&PROSE).position(|name| *name == key.get());
        known.unwrap_or(usize::MAX)
    };
    let table = document.as_table_mut();
    table.sort_values_by(|a, _, b, _| rank(&MODULE_FACTS, a).cmp(&rank(&MODULE_FACTS, b)));
    for (_, option) in
        table.get_mut("options").and_then(Item::as_table_mut).into_iter().flat_map(Table::iter_mut)
    {
        if let Some(option) = option.as_table_mut() {
            option.sort_values_by(|a, _, b, _| rank(&OPTION_FACTS, a).cmp(&rank(&OPTION_FACTS, b)));
        }
    }
    put_in_order(table, &mut 0);
}

/// Parsed tables remember where they stood in their file: they are to stand where they are in the tree.
fn put_in_order(table: &mut Table, position: &mut isize) {
    table.set_position(Some(*position));
    *position += 1;
    for (_, item) in table.iter_mut() {
        if let Item::Table(inner) = item {
            put_in_order(inner, position);
        }
    }
}

fn option_table(record: &Record, option: &OptionRecord, old: Option<&Table>) -> Table {
    let mut table = Table::new();
    let none = Table::new();
    let mut out = Carrier { old: old.unwrap_or(&none), new: &mut table };
    let Some((newest_version, newest)) = option.facts.last_key_value() else { return table };
    for (name, fact) in facts(newest) {
        out.put(name, fact);
    }
    let (since, removed) = life(&option.facts.keys().copied().collect());
    let (module_since, module_removed) = life(&record.versions);
    if record.origin != Origin::Community {
        out.text("since", since.filter(|_| since != module_since).map(Version::name));
        out.text("removed", removed.filter(|_| removed != module_removed).map(Version::name));
    }
    out.text("at", Some(&option.at.to_string()));
    let mut versions = Table::new();
    versions.set_dotted(true);
    let mut newer = newest;
    for (version, older) in option.facts.iter().rev().filter(|(version, _)| *version != newest_version) {
        let change = difference(newer, older);
        if !change.is_empty() {
            versions.insert(version.name(), value(change));
        }
        newer = older;
    }
    if !versions.is_empty() {
        out.new.insert("versions", Item::Table(versions));
    }
    out.carry(&OPTION_FACTS);
    if let Some(old) = old {
        *table.decor_mut() = old.decor().clone();
    }
    table
}

/// The facts of one version as they stand in a file.
pub(super) fn facts(option: &OptionFacts) -> Vec<(&'static str, Value)> {
    let mut facts: Vec<(&'static str, Value)> = vec![("type", option.value_type.name().into())];
    facts.extend(option.default.as_ref().map(|default| ("default", Value::from(default))));
    facts.extend(option.min.map(|min| ("min", number(min))));
    facts.extend(option.max.map(|max| ("max", number(max))));
    if !option.values.is_empty() {
        facts.push(("enum", option.values.iter().map(literal).collect::<Array>().into()));
    }
    facts.extend(option.items.map(|items| ("items", items.name().into())));
    if option.global_only {
        facts.push(("scope", "global".into()));
    }
    facts.extend(option.fallback.as_ref().map(|fallback| ("fallback", Value::from(fallback))));
    facts
}

/// What an older version has otherwise.
fn difference(newer: &OptionFacts, older: &OptionFacts) -> InlineTable {
    let newer = facts(newer);
    let older = facts(older);
    let text = |facts: &[(&str, Value)], name: &str| {
        facts.iter().find(|(fact, _)| *fact == name).map(|(_, value)| value.to_string())
    };
    let mut change = InlineTable::new();
    for (name, fact) in &older {
        if text(&newer, name).as_ref() != Some(&fact.to_string()) {
            change.insert(*name, fact.clone());
        }
    }
    let gone: Array =
        newer.iter().map(|(name, _)| *name).filter(|name| text(&older, name).is_none()).collect();
    if !gone.is_empty() {
        change.insert("unset", gone.into());
    }
    change
}

fn claim_table(claim: &Claim) -> Value {
    let mut table = InlineTable::new();
    table.insert("number", i64::from(claim.number).into());
    for (name, text) in [("extent", &claim.extent), ("since", &claim.since)] {
        if let Some(text) = text {
            table.insert(name, text.into());
        }
    }
    table.into()
}

fn number(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 9e15 {
        Value::from(number as i64)
    } else {
        Value::from(number)
    }
}

fn literal(literal: &Literal) -> Value {
    match literal {
        Literal::Bool(value) => Value::from(*value),
        Literal::Number(value) => number(*value),
        Literal::Text(text) => Value::from(text),
    }
}

/// Fills a table anew, with comments and foreign fields from the old one.
struct Carrier<'a> {
    old: &'a Table,
    new: &'a mut Table,
}

impl Carrier<'_> {
    fn put(&mut self, name: &str, fact: Value) {
        // A comment above a fact belongs to its key.
        let key = self.old.key(name).cloned().unwrap_or_else(|| Key::new(name));
        self.new.insert_formatted(&key, value(fact));
    }

    fn text(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.put(name, text.into());
        }
    }

    fn list<'b>(&mut self, name: &str, list: impl Iterator<Item = &'b str>) {
        let list: Array = list.collect();
        if !list.is_empty() {
            self.put(name, list.into());
        }
    }

    /// Takes over a field as it is.
    fn keep(&mut self, name: &str) {
        if let Some((key, item)) = self.old.key(name).zip(self.old.get(name)) {
            self.new.insert_formatted(key, item.clone());
        }
    }

    /// Takes over all fields that are not among `facts`.
    fn carry(&mut self, facts: &[&str]) {
        for (name, _) in self.old {
            if !facts.contains(&name) {
                self.keep(name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use expect_test::expect;
    use schema::extract::{SourceFile, extract};
    use schema::{Origin, Version};

    use super::super::edition::Edition;
    use super::super::history::merge;
    use super::super::record::Record;
    use super::render;

    fn record(old: &str, new: &str) -> Record {
        let edition = |source: &str, version| {
            let facts = extract("x", &[SourceFile { path: "x.lua", text: source.as_bytes() }], version);
            Edition {
                modules: BTreeMap::from([((Origin::Core, "x".to_owned()), facts)]),
                unresolved: Vec::new(),
            }
        };
        let editions = [(Version::V0_12, old), (Version::V13_0, new)];
        let editions = editions.map(|(version, source)| (version, edition(source, version)));
        merge(&BTreeMap::from(editions)).pop().unwrap()
    }

    #[test]
    fn what_people_wrote_survives_and_facts_are_renewed() {
        let record = record(
            "module:get_option_number('a', 60); module:get_option_string('gone')",
            "module:get_option_period('a', '1 minute', 1); module:get_option_string('new')",
        );
        let old = "summary = \"Ours.\"\nname = \"old\"\n\n# A remark.\n[options.a]\ntype = \"set\"\n\
                   doc = \"Ours too.\"\n\n[options.a.keys.b]\ntype = \"string\"\n\n[options.vanished]\ntype = \"any\"\n";
        let text = render(&record, old).unwrap();
        expect![[r#"
            name = "x"
            origin = "core"
            kinds = ["host"]
            since = "0.12"
            url = "https://prosody.im/doc/modules/mod_x"
            summary = "Ours."

            # A remark.
            [options.a]
            type = "period"
            default = '"1 minute"'
            min = 1
            at = "x.lua:1"
            versions."0.12" = { type = "number", default = "60", unset = ["min"] }
            doc = "Ours too."

            [options.a.keys.b]
            type = "string"

            [options.gone]
            type = "string"
            removed = "13.0"
            at = "x.lua:1"

            [options.new]
            type = "string"
            since = "13.0"
            at = "x.lua:1"
        "#]]
        .assert_eq(&text);
        assert_eq!(render(&record, &text).unwrap(), text);
    }
}

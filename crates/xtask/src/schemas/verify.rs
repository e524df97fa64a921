//! Comparing schema files with the sources.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use schema::extract::{ModuleFacts, OptionFacts};
use schema::{Origin, Version};
use toml_edit::{DocumentMut, Item, TableLike};

use super::Failure;
use super::edition::Edition;
use super::write::facts;

/// Facts by their names, as they are written.
type Facts = BTreeMap<String, String>;

/// What the schema files say otherwise than the Prosody tree at `root`, one line for each difference.
/// Facts about modules as a whole are compared if this is the newest release.
pub(super) fn prosody(schemas: &Path, root: &Path, version: Version) -> Result<Vec<String>, Failure> {
    // A checkout of trunk may be older than the last release: it proves nothing.
    if version == Version::Trunk {
        return Ok(Vec::new());
    }
    let edition = Edition::prosody(root, version)?;
    compare(schemas, &edition, &[Origin::Core, Origin::Server], version)
}

/// The same for a checkout of the community modules of one month. Facts are those of the newest checkout that has a
/// module: from an older one it has to be known that the module was there, and all that it read.
pub(super) fn community(schemas: &Path, month: &str, root: &Path) -> Result<Vec<String>, Failure> {
    let edition = Edition::community(root)?;
    let mut differences = unresolved(&edition);
    for ((_, name), module) in &edition.modules {
        let path = schemas.join(Origin::Community.name()).join(format!("{name}.toml"));
        let Ok(text) = fs::read_to_string(&path) else {
            differences.push(format!("community {name}: no schema file"));
            continue;
        };
        let document: DocumentMut = text.parse().map_err(|error| format!("{}: {error}", path.display()))?;
        let found = compare_checkout(&document, module, month);
        differences.extend(found.into_iter().map(|what| format!("community {name} of {month}: {what}")));
    }
    Ok(differences)
}

fn compare_checkout(document: &DocumentMut, module: &ModuleFacts, month: &str) -> Vec<String> {
    let seen = strings(document.get("seen"));
    if !seen.contains(month) {
        return vec!["is not among those seen".to_owned()];
    }
    if seen.last().is_some_and(|newest| newest == month) {
        return compare_module(document, module, Version::V13_0);
    }
    let options = document.get("options").and_then(Item::as_table_like);
    let is_written = |name: &str| options.is_some_and(|options| options.contains_key(name));
    let missing = module.options.keys().filter(|name| !is_written(name));
    missing.map(|name| format!("reads '{name}', which is not written")).collect()
}

fn unresolved(edition: &Edition) -> Vec<String> {
    edition.unresolved.iter().map(|read| format!("{}: unresolved: {}", read.at, read.source)).collect()
}

fn compare(
    schemas: &Path,
    edition: &Edition,
    origins: &[Origin],
    version: Version,
) -> Result<Vec<String>, Failure> {
    let mut differences = unresolved(edition);
    let mut seen = BTreeSet::new();
    for ((origin, name), module) in &edition.modules {
        let path = schemas.join(origin.name()).join(format!("{name}.toml"));
        seen.insert(path.clone());
        let Ok(text) = fs::read_to_string(&path) else {
            differences.push(format!("{origin} {name}: no schema file"));
            continue;
        };
        let document: DocumentMut = text.parse().map_err(|error| format!("{}: {error}", path.display()))?;
        let report = |what: String| format!("{origin} {name} in {version}: {what}");
        differences.extend(compare_module(&document, module, version).into_iter().map(report));
    }
    for origin in origins {
        for entry in fs::read_dir(schemas.join(origin.name()))? {
            let path = entry?.path();
            let document: DocumentMut = fs::read_to_string(&path)?.parse()?;
            if !seen.contains(&path) && exists(document.as_table(), version) {
                differences.push(format!("{}: not in {version}", path.display()));
            }
        }
    }
    Ok(differences)
}

fn compare_module(document: &DocumentMut, module: &ModuleFacts, version: Version) -> Vec<String> {
    let mut differences = Vec::new();
    let table = document.as_table();
    if !exists(table, version) {
        return vec!["is there, but not by its schema file".to_owned()];
    }
    if version == Version::V13_0 {
        let kinds = module.kinds.iter().map(|kind| kind.name().to_owned()).collect();
        for (field, found) in [
            ("kinds", &kinds),
            ("conflicts", &module.conflicts),
            ("requires", &module.requires),
            ("provides", &module.provides),
            ("inherits", &module.inherit_modules),
        ] {
            let written = strings(table.get(field));
            if written != *found {
                differences.push(format!("{field} are {found:?}, not {written:?}"));
            }
        }
    }
    let written = table.get("options").and_then(Item::as_table_like);
    for (name, option) in &module.options {
        let written = written.and_then(|options| options.get(name)).and_then(Item::as_table_like);
        match written.filter(|option| exists(*option, version)).map(|option| facts_in(option, version)) {
            None => differences.push(format!("reads '{name}', which is not written")),
            Some(written) => differences.extend(compare_option(name, option, &written)),
        }
    }
    for (name, option) in written.into_iter().flat_map(TableLike::iter) {
        let is_written = option.as_table_like().is_some_and(|option| exists(option, version));
        // A community module may have had an option in an older checkout.
        if is_written && !module.options.contains_key(name) && !table.contains_key("seen") {
            differences.push(format!("does not read '{name}'"));
        }
    }
    differences
}

fn compare_option(name: &str, option: &OptionFacts, written: &Facts) -> Vec<String> {
    let found: Facts =
        facts(option).into_iter().map(|(fact, value)| (fact.to_owned(), value.to_string())).collect();
    let names: BTreeSet<&String> = found.keys().chain(written.keys()).collect();
    let text = |facts: &Facts, fact: &str| facts.get(fact).map_or("nothing", |text| text.trim()).to_owned();
    names
        .into_iter()
        .map(|fact| (fact, text(&found, fact), text(written, fact)))
        .filter(|(_, found, written)| found != written)
        .map(|(fact, found, written)| format!("'{name}': {fact} is {found}, not {written}"))
        .collect()
}

/// What a schema file says about an option in one series: the newest facts, changed by the tables of that series
/// and all newer ones.
fn facts_in(option: &dyn TableLike, version: Version) -> Facts {
    const FACTS: [&str; 8] = ["type", "default", "min", "max", "enum", "items", "scope", "fallback"];
    let mut facts = Facts::new();
    let set = |facts: &mut Facts, table: &dyn TableLike| {
        for (name, item) in table.iter().filter(|(name, _)| FACTS.contains(name)) {
            facts.insert(name.to_owned(), item.to_string().trim().to_owned());
        }
    };
    set(&mut facts, option);
    let changes = option.get("versions").and_then(Item::as_table_like);
    for newer in Version::ALL.into_iter().rev().filter(|newer| *newer >= version) {
        let change = changes.and_then(|changes| changes.get(newer.name())).and_then(Item::as_table_like);
        if let Some(change) = change {
            let unset = strings(change.get("unset"));
            facts.retain(|name, _| !unset.contains(name));
            set(&mut facts, change);
        }
    }
    facts
}

fn exists(table: &dyn TableLike, version: Version) -> bool {
    let series = |name: &str| table.get(name)?.as_str()?.parse::<Version>().ok();
    series("since").is_none_or(|since| since <= version)
        && series("removed").is_none_or(|removed| version < removed)
}

fn strings(item: Option<&Item>) -> BTreeSet<String> {
    let list = item.and_then(Item::as_array).into_iter().flatten();
    list.filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use schema::Version;
    use schema::extract::{SourceFile, extract};
    use toml_edit::DocumentMut;

    use super::compare_module;

    fn differences(schema: &str, source: &str, version: Version) -> Vec<String> {
        let document: DocumentMut = schema.parse().unwrap();
        let module = extract("x", &[SourceFile { path: "x.lua", text: source.as_bytes() }], version);
        compare_module(&document, &module, version)
    }

    const SCHEMA: &str = r#"
        kinds = ["host"]
        [options.a]
        type = "integer"
        min = 1
        versions."0.12" = { type = "number", unset = ["min"] }
    "#;

    #[test]
    fn each_series_is_compared_with_what_is_written_about_it() {
        let new = "module:get_option_integer('a', nil, 1)";
        let old = "module:get_option_number('a')";
        assert_eq!(differences(SCHEMA, new, Version::V13_0), Vec::<String>::new());
        assert_eq!(differences(SCHEMA, old, Version::V0_12), Vec::<String>::new());
        assert_eq!(
            differences(SCHEMA, old, Version::V13_0),
            [r"'a': min is nothing, not 1", r#"'a': type is "number", not "integer""#]
        );
    }

    #[test]
    fn an_older_checkout_is_compared_with_what_it_can_prove() {
        let schema = r#"
            kinds = ["host"]
            seen = ["2024-01", "2025-08"]
            [options.a]
            type = "integer"
            [options.b]
            type = "string"
        "#;
        let differences = |source: &str, month: &str| {
            let document: DocumentMut = schema.parse().unwrap();
            let module =
                extract("x", &[SourceFile { path: "x.lua", text: source.as_bytes() }], Version::V13_0);
            super::compare_checkout(&document, &module, month)
        };
        let old = "module:get_option_number('a'); module:get_option('c')";
        assert_eq!(differences(old, "2024-01"), ["reads 'c', which is not written"]);
        let new = "module:get_option_number('a')";
        assert_eq!(differences(new, "2025-08"), [r#"'a': type is "number", not "integer""#]);
        assert_eq!(differences(new, "2026-07"), ["is not among those seen"]);
    }

    #[test]
    fn options_that_are_missing_on_either_side_are_told() {
        let source = "module:get_option_string('b')";
        assert_eq!(
            differences(SCHEMA, source, Version::V13_0),
            ["reads 'b', which is not written", "does not read 'a'"]
        );
    }
}

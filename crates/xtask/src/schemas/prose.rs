//! Merging texts that people wrote apart from the schema files into them.

use std::fs;
use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item, Table, TableLike};

use super::Failure;
use super::write::arrange;

/// What people write about a module.
const MODULE_PROSE: [&str; 4] = ["summary", "doc", "needs", "deprecated"];
/// What people write about an option.
const OPTION_PROSE: [&str; 7] = ["doc", "example", "deprecated", "accepts", "suggest", "keys", "keys_of"];

/// Merges `<folder>/<module>.toml`, and those in `<folder>/{core,server,community}/`, into the schema files.
/// Returns what did not match a module or an option that is there.
pub(super) fn merge(schemas: &Path, folder: &Path) -> Result<Vec<String>, Failure> {
    let mut unmatched = Vec::new();
    for (origins, folder) in [
        (&["core", "server", "community"][..], folder.to_owned()),
        (&["core"], folder.join("core")),
        (&["server"], folder.join("server")),
        (&["community"], folder.join("community")),
    ] {
        for path in toml_files(&folder)? {
            let name = path.file_name().unwrap_or_default();
            let targets = origins.iter().map(|origin| schemas.join(origin).join(name));
            match targets.into_iter().find(|target| target.is_file()) {
                Some(target) => merge_file(&path, &target, &mut unmatched)?,
                None => unmatched.push(format!("{}: no such module", path.display())),
            }
        }
    }
    Ok(unmatched)
}

fn merge_file(prose: &Path, target: &Path, unmatched: &mut Vec<String>) -> Result<(), Failure> {
    let read = |path: &Path| -> Result<String, Failure> {
        fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()).into())
    };
    let old = read(target)?;
    let (new, missing) =
        merge_text(&read(prose)?, &old).map_err(|error| format!("{}: {error}", prose.display()))?;
    unmatched.extend(missing.into_iter().map(|what| format!("{}: {what}", prose.display())));
    if new != old {
        fs::write(target, new)?;
    }
    Ok(())
}

/// The text of a schema file with prose merged in, and what did not match.
fn merge_text(prose: &str, schema: &str) -> Result<(String, Vec<String>), Failure> {
    let prose: DocumentMut = prose.parse()?;
    let mut schema: DocumentMut = schema.parse()?;
    let mut missing = Vec::new();
    fill(prose.as_table(), schema.as_table_mut(), &MODULE_PROSE, &mut missing);
    for (name, item) in prose.get("options").and_then(Item::as_table_like).into_iter().flat_map(|t| t.iter())
    {
        let target =
            schema.get_mut("options").and_then(|options| options.get_mut(name)).and_then(Item::as_table_mut);
        match (item.clone().into_table(), target) {
            (Ok(item), Some(target)) => {
                let mut extra = Vec::new();
                fill(&item, target, &OPTION_PROSE, &mut extra);
                missing.extend(extra.into_iter().map(|what| format!("option '{name}': {what}")));
            }
            _ => missing.push(format!("no such option: '{name}'")),
        }
    }
    arrange(&mut schema);
    Ok((format!("{}\n", schema.to_string().trim_end()), missing))
}

fn fill(from: &Table, to: &mut Table, fields: &[&str], missing: &mut Vec<String>) {
    for (name, item) in from {
        if name == "options" {
            continue;
        }
        if !fields.contains(&name) {
            missing.push(format!("'{name}' is no prose"));
        } else if name == "keys" {
            to.insert(name, key_tables(item));
        } else if let Some(value) = plain(item) {
            to.insert(name, value);
        }
    }
}

/// Keys as tables with headers, however they were written; those inside them too.
fn key_tables(keys: &Item) -> Item {
    let mut tables = Table::new();
    tables.set_implicit(true);
    for (name, key) in keys.as_table_like().into_iter().flat_map(TableLike::iter) {
        let mut table = Table::new();
        let fields = key.as_table_like().into_iter().flat_map(TableLike::iter);
        for (field, item) in fields.filter(|(field, _)| *field != "keys") {
            table.insert(field, plain(item).unwrap_or_default());
        }
        if let Some(inner) = key.get("keys") {
            table.insert("keys", key_tables(inner));
        }
        tables.insert(name, Item::Table(table));
    }
    Item::Table(tables)
}

/// A field on one line, without the space and the comments around it.
fn plain(item: &Item) -> Option<Item> {
    let mut value = item.clone().into_value().ok()?;
    value.decor_mut().clear();
    Some(Item::Value(value))
}

fn toml_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
    paths.retain(|path| path.is_file() && path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::merge_text;

    #[test]
    fn prose_goes_where_it_belongs_and_the_rest_is_listed() {
        let schema = "name = \"x\"\n\n[options.a]\ntype = \"string\"\nat = \"x.lua:1\"\n";
        let prose = "summary = \"Does x.\"\ntype = \"set\"\n[options.a]\ndoc = \"\"\"\nWhat\n*a* is.\"\"\"\n\
                     [options.b]\ndoc = \"Lost.\"\n";
        let (text, missing) = merge_text(prose, schema).unwrap();
        expect![[r#"
            name = "x"
            summary = "Does x."

            [options.a]
            type = "string"
            at = "x.lua:1"
            doc = """
            What
            *a* is."""
        "#]]
        .assert_eq(&text);
        assert_eq!(missing, ["'type' is no prose", "no such option: 'b'"]);
    }

    #[test]
    fn keys_become_tables_however_they_are_written() {
        let schema = "name = \"x\"\n\n[options.a]\ntype = \"table\"\n\n[options.b]\ntype = \"string\"\n";
        let prose = "needs = [\"a library\"]\n[options.b]\nsuggest = [\"full\"]\n\
                     [options.a]\nkeys.k = { type = \"table\", keys.\"*\" = { type = \"any\" } }\n\
                     [options.a.keys.l]\ntype = \"string\" # A remark.\n";
        let (text, missing) = merge_text(prose, schema).unwrap();
        expect![[r#"
            name = "x"
            needs = ["a library"]

            [options.a]
            type = "table"

            [options.a.keys.k]
            type = "table"

            [options.a.keys.k.keys."*"]
            type = "any"

            [options.a.keys.l]
            type = "string"

            [options.b]
            type = "string"
            suggest = ["full"]
        "#]]
        .assert_eq(&text);
        assert_eq!(missing, [""; 0]);
        assert_eq!(merge_text(prose, &text).unwrap().0, text);
    }

    #[test]
    fn merging_twice_changes_nothing() {
        let schema = "name = \"x\"\n\n[options.a]\ntype = \"string\"\n";
        let prose = "deprecated = { use = \"y\" }\n[options.a]\ndoc = \"One.\"\n";
        let (once, _) = merge_text(prose, schema).unwrap();
        assert_eq!(merge_text(prose, &once).unwrap().0, once);
    }
}

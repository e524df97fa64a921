//! How complete the schema files are.

use std::fs;
use std::path::Path;

use schema::Origin;
use toml_edit::{DocumentMut, Item, Table};

use super::Failure;

/// Counts for each origin; and, for Prosody's own files, what nobody has written about yet.
pub(super) fn report(schemas: &Path) -> Result<String, Failure> {
    let mut lines = Vec::new();
    for origin in [Origin::Core, Origin::Server, Origin::Community] {
        let (mut modules, mut described, mut options, mut documented) = (0, 0, 0, 0);
        let mut lacking = Vec::new();
        for path in files(&schemas.join(origin.name()))? {
            let document: DocumentMut =
                fs::read_to_string(&path)?.parse().map_err(|error| format!("{}: {error}", path.display()))?;
            let table = document.as_table();
            modules += 1;
            described += usize::from(table.contains_key("summary"));
            if !table.contains_key("summary") {
                lacking.push(path.display().to_string());
            }
            for (name, option) in
                table.get("options").and_then(Item::as_table).into_iter().flat_map(Table::iter)
            {
                options += 1;
                let has_doc = option.get("doc").is_some();
                documented += usize::from(has_doc);
                if !has_doc {
                    lacking.push(format!("{}: {name}", path.display()));
                }
            }
        }
        if origin != Origin::Community {
            lines.extend(lacking.into_iter().map(|what| format!("no prose: {what}")));
        }
        lines.push(format!(
            "{origin}: {modules} files, {described} with a summary; {options} options, {documented} documented"
        ));
    }
    Ok(lines.join("\n"))
}

fn files(folder: &Path) -> Result<Vec<std::path::PathBuf>, Failure> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

//! `schemas/xeps.toml`: the headers of all XEPs.

use std::fs;
use std::path::Path;

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, value};

use super::Failure;
use super::markup::{element, elements};

/// The header of one XEP.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Xep {
    number: u16,
    title: String,
    status: String,
    kind: String,
    version: Option<String>,
    date: Option<String>,
    superseded_by: Vec<u16>,
}

/// The text of `xeps.toml` from the files `xep-NNNN.xml` in a folder; and how many XEPs there are.
pub(super) fn render(folder: &Path) -> Result<(String, usize), Failure> {
    let mut xeps = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let digits = name.strip_prefix("xep-").and_then(|name| name.strip_suffix(".xml"));
        if let Some(number) = digits.and_then(|digits| digits.parse().ok()) {
            let text = String::from_utf8_lossy(&fs::read(&path)?).into_owned();
            xeps.push(header(number, &text).ok_or_else(|| format!("{}: no header", path.display()))?);
        }
    }
    xeps.sort();
    let count = xeps.len();
    let mut list = ArrayOfTables::new();
    list.extend(xeps.iter().map(table));
    let mut document = DocumentMut::new();
    document.insert("xep", Item::ArrayOfTables(list));
    Ok((document.to_string(), count))
}

fn header(number: u16, text: &str) -> Option<Xep> {
    let header = elements(text, "header").into_iter().next()?;
    let revision = elements(header, "revision").into_iter().next().unwrap_or_default();
    // The XSF calls "Stable" what the files call "Draft" (XEP-0001).
    let status =
        element(header, "status").map(|status| if status == "Draft" { "Stable".to_owned() } else { status });
    let superseding = elements(header, "supersededby").into_iter().next().unwrap_or_default();
    let mut superseded_by: Vec<u16> = elements(superseding, "spec")
        .into_iter()
        .filter_map(|spec| spec.trim().strip_prefix("XEP-")?.parse().ok())
        .collect();
    superseded_by.sort_unstable();
    Some(Xep {
        number,
        title: element(header, "title")?,
        status: status?,
        kind: element(header, "type")?,
        version: element(revision, "version"),
        date: element(revision, "date"),
        superseded_by,
    })
}

fn table(xep: &Xep) -> Table {
    let mut table = Table::new();
    table.insert("number", value(i64::from(xep.number)));
    table.insert("title", value(&xep.title));
    table.insert("status", value(&xep.status));
    table.insert("kind", value(&xep.kind));
    for (name, text) in [("version", &xep.version), ("date", &xep.date)] {
        if let Some(text) = text {
            table.insert(name, value(text));
        }
    }
    if !xep.superseded_by.is_empty() {
        let numbers: Array = xep.superseded_by.iter().map(|number| i64::from(*number)).collect();
        table.insert("superseded_by", value(numbers));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::header;

    #[test]
    fn the_header_of_a_xep_tells_its_latest_revision() {
        let text = "<xep><header><title>Archive</title><number>0136</number><status>Draft</status>
            <type>Standards Track</type><supersededby><spec>XEP-0313</spec></supersededby>
            <revision><version>1.3</version><date>2021-03-18</date></revision>
            <revision><version>1.2</version><date>2009-01-01</date></revision></header></xep>";
        let xep = header(136, text).unwrap();
        assert_eq!((xep.number, xep.status.as_str(), xep.superseded_by), (136, "Stable", vec![313]));
        assert_eq!(xep.version.as_deref(), Some("1.3"));
    }
}

//! What can stand in a project file, as a page.

use std::fmt::Write as _;

use rules::LEVELS;

use super::keys::{PROFILE, ProjectKey, TABLES, TOP, level};

/// All keys of `prosody-ls.toml`, in Markdown, without a heading.
pub fn project_file_page() -> String {
    let mut out = table("key", &TOP);
    for (header, _, doc) in TABLES {
        let _ = write!(out, "\n### `{header}`\n\n{doc}\n\n");
        if header == "[rules]" {
            out += "A key is the name of a [rule](rules/index.md), its value one of these:\n\n| level | means |\n|---|---|\n";
            for name in LEVELS {
                let _ = writeln!(out, "| `\"{name}\"` | {} |", level(name).unwrap_or_default());
            }
        } else {
            out += &table("key of a profile", &PROFILE);
        }
    }
    out
}

fn table(title: &str, keys: &[ProjectKey]) -> String {
    let mut out = format!("| {title} | takes | for |\n|---|---|---|\n");
    for key in keys {
        let _ = writeln!(out, "| `{}` | {} | {} |", key.name, key.ty, key.doc);
    }
    out
}

//! The page of a module, or of a part of the server.

use std::fmt::Write as _;

use schema::{Module, ModuleXep, Origin, Schema, Text};

use super::{Links, capital, deprecation, extent, life, option, paragraphs};
use crate::describe::{kinds_text, linked_xep, module_name, origin_text};

/// The page of a module: what it is for, what it needs and implements, and every option that it reads.
pub fn module_page(schema: Schema<'_>, module: &Module, links: Links) -> String {
    let mut parts = vec![format!("# {}", module_name(module)), kind(module)];
    parts.extend(module.deprecated.as_ref().map(deprecation));
    parts.extend(module.summary.as_ref().map(|text| text.trim().to_owned()));
    parts.extend(module.doc.as_ref().map(|text| text.trim().to_owned()));
    parts.push(relations(schema, module, links));
    parts.push(standards(schema, module));
    parts.extend(module.url.map(|url| format!("<{url}>")));
    parts.push(options(schema, module));
    paragraphs(parts)
}

/// `Core module · for the whole server · since Prosody 0.12`
fn kind(module: &Module) -> String {
    let mut words = vec![capital(origin_text(module))];
    words.extend(kinds_text(module).map(str::to_owned));
    words.extend(module.stage.map(|stage| stage.name().to_owned()));
    words.extend(module.since.map(|since| format!("since Prosody {since}")));
    words.extend(module.removed.map(|removed| match module.origin {
        Origin::Community => format!("part of Prosody itself from {removed} on"),
        _ => format!("gone from Prosody {removed} on"),
    }));
    words.join(" · ")
}

/// What must be there, what comes along, what gets in its way.
fn relations(schema: Schema<'_>, module: &Module, links: Links) -> String {
    let mut lines = Vec::new();
    if !module.needs.is_empty() {
        lines.push(format!("Needs {}.", module.needs.join("; ")));
    }
    let modules = |names: &[Text]| {
        names.iter().map(|name| links.module_named(schema, name)).collect::<Vec<_>>().join(", ")
    };
    if !module.depends.is_empty() {
        lines.push(format!("Loads {} with it.", modules(&module.depends)));
    }
    if !module.inherits.is_empty() {
        lines.push(format!(
            "Components made of it take over {} from the global section.",
            modules(&module.inherits)
        ));
    }
    let features =
        |names: &[Text]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if !module.requires.is_empty() {
        lines.push(format!("Needs {} of the server.", features(&module.requires)));
    }
    if !module.conflicts.is_empty() {
        lines.push(format!("Does not load beside {}.", features(&module.conflicts)));
    }
    if !module.provides.is_empty() {
        lines.push(format!("Provides {}.", features(&module.provides)));
    }
    if !module.seen.is_empty() {
        lines.push(format!("Seen in the community's collection in {}.", module.seen.join(", ")));
    }
    lines.into_iter().map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n")
}

fn standards(schema: Schema<'_>, module: &Module) -> String {
    let line = |claim: &ModuleXep| format!("- {}{}", linked_xep(schema, claim.number), extent(claim));
    let lines: Vec<String> = module.xeps.iter().map(line).collect();
    if lines.is_empty() { String::new() } else { format!("Implements:\n\n{}", lines.join("\n")) }
}

fn options(schema: Schema<'_>, module: &Module) -> String {
    let version = schema.version();
    let here: Vec<String> =
        module.options.iter().filter_map(|option| option::section(option, version)).collect();
    let elsewhere: Vec<String> = module
        .options
        .iter()
        .filter(|option| option.facts(version).is_none())
        .map(option::elsewhere)
        .collect();
    let mut text = String::new();
    if !here.is_empty() {
        let _ = write!(text, "## Options\n\n{}", here.join("\n\n"));
    }
    if !elsewhere.is_empty() {
        let gap = if text.is_empty() { "" } else { "\n\n" };
        let _ = write!(text, "{gap}## Options of other releases\n\n{}", elsewhere.join("\n\n"));
    }
    text
}

/// What a module is, in a line of a list.
pub(super) fn item(module: &Module, links: Links) -> String {
    let mut text = format!("- {}", links.module(module));
    let life = life(module.since, module.removed);
    if !life.is_empty() && module.origin != Origin::Community {
        let _ = write!(text, " ({})", life.join(", "));
    }
    if let Some(summary) = &module.summary {
        let _ = write!(text, ": {}", summary.trim());
    }
    if module.deprecated.is_some() {
        text.push_str(" *Deprecated.*");
    }
    text
}

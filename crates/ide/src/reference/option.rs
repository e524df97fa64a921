//! The page of an option, and its section on the page of a module.

use schema::{Module, ModuleOption, OptionInfo, Reader, Schema, Version};

use super::{Links, capital, deprecation, facts, keys, life, paragraphs};
use crate::describe::{main_reader, module_name};

/// The page of an option: what the module that knows it best says, and what others make of it.
pub fn option_page(option: OptionInfo<'_>, links: Links) -> String {
    let main = main_reader(option, |_| false);
    let version = option.version();
    let mut parts = vec![format!("# {}", option.name())];
    parts.extend(body(main.option, main.facts, version));
    let mut others: Vec<Reader<'_>> =
        option.readers().filter(|reader| !std::ptr::eq(reader.option, main.option)).collect();
    others.sort_by_key(|reader| (reader.module.origin, &reader.module.name));
    parts.push(format!("Read by {}.", links.module(main.module)));
    if !others.is_empty() {
        parts.push("## Also read by".to_owned());
        let lines: Vec<String> = others.iter().map(|reader| other(*reader, main, links)).collect();
        parts.push(lines.join("\n"));
    }
    paragraphs(parts)
}

/// A reader that is not the main one: what it makes of the option, where that is not the same.
fn other(reader: Reader<'_>, main: Reader<'_>, links: Links) -> String {
    let mut text = format!("- {}", links.module(reader.module));
    let line = facts::line(reader.option, reader.facts);
    if line != facts::line(main.option, main.facts) {
        text.push_str(": ");
        text.push_str(&line);
    }
    if let Some(doc) = reader.option.doc.as_ref().filter(|doc| Some(*doc) != main.option.doc.as_ref()) {
        text.push_str(". ");
        text.push_str(&doc.trim().replace('\n', " "));
    }
    text
}

/// The page of an option as one module reads it; `None` if it does not, in this series.
pub fn reader_page(schema: Schema<'_>, module: &Module, name: &str, links: Links) -> Option<String> {
    let option = module.option(name)?;
    let facts = option.facts(schema.version())?;
    let head = std::iter::once(format!("# {name}"));
    let reader = std::iter::once(format!("Read by {}.", links.module(module)));
    Some(paragraphs(head.chain(body(option, facts, schema.version())).chain(reader)))
}

/// The section of an option on its module's page.
pub(super) fn section(option: &ModuleOption, version: Version) -> Option<String> {
    let facts = option.facts(version)?;
    let heading = format!("### {}", option.name);
    Some(paragraphs(std::iter::once(heading).chain(body(option, facts, version))).trim_end().to_owned())
}

/// An option that this series does not have: what there is to know without its facts.
pub(super) fn elsewhere(option: &ModuleOption) -> String {
    let life = life(option.since, option.removed).join(", ");
    let life = (!life.is_empty()).then(|| format!("{}.", capital(&life)));
    let doc = option.doc.as_ref().map(|doc| doc.trim().to_owned());
    let parts = std::iter::once(format!("### {}", option.name)).chain(life);
    let parts = parts.chain(option.deprecated.as_ref().map(deprecation)).chain(doc);
    paragraphs(parts).trim_end().to_owned()
}

fn body(option: &ModuleOption, facts: &schema::Facts, version: Version) -> Vec<String> {
    let mut parts = vec![capital(&facts::line(option, facts))];
    parts.extend(option.deprecated.as_ref().map(deprecation));
    parts.extend(option.doc.as_ref().map(|doc| doc.trim().to_owned()));
    let mut notes = facts::notes(option, facts);
    notes.extend(life(option.since, option.removed).into_iter().map(|life| format!("{}.", capital(&life))));
    notes.extend(facts::differences(option, version));
    if !notes.is_empty() {
        parts.push(notes.into_iter().map(|note| format!("- {note}")).collect::<Vec<_>>().join("\n"));
    }
    let tree = keys::tree(option.keys, version);
    if !tree.is_empty() {
        parts.push(format!("What the table holds:\n\n{tree}"));
    }
    parts.extend(option.example.map(|example| format!("```lua\n{}\n```", example.trim())));
    parts
}

/// The page of an option that only other series read; `None` if none does.
pub fn option_elsewhere_page(schema: Schema<'_>, name: &str, links: Links) -> Option<String> {
    let history = schema.option_history(name)?;
    let newest = history.newest()?;
    let readers: Vec<String> = newest.readers().map(|reader| module_name(reader.module)).collect();
    let page = option_page(newest, links);
    let (title, rest) = page.split_once("\n\n")?;
    let note = format!(
        "Not read by Prosody {}, but by {} of {}.",
        schema.version(),
        readers.join(", "),
        newest.version()
    );
    Some(format!("{title}\n\n{note}\n\n{rest}"))
}

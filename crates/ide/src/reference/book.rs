//! The book: all pages about modules, and indexes of modules, options, XEPs and RFCs.

use std::fmt::Write as _;

use schema::{Module, OptionInfo, Origin, Schema, Version};

use super::{Links, everything, facts, module, module_page, path, standard};
use crate::describe::{main_reader, module_name};

/// A page of the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its path from the root of the book: `core/mam.md`.
    pub path: String,
    /// Markdown.
    pub text: String,
}

const INDEX: Links = Links::Book("");
const INSIDE: Links = Links::Book("../");

/// All pages, in the order of their paths.
pub fn book() -> Vec<Page> {
    let all = everything();
    let mut pages = vec![
        Page { path: "README.md".to_owned(), text: index(&all) },
        Page { path: "options.md".to_owned(), text: options(&all) },
        Page { path: "xeps.md".to_owned(), text: xeps() },
        Page { path: "rfcs.md".to_owned(), text: rfcs() },
    ];
    pages.extend(all.iter().map(|(schema, module)| Page {
        path: path(module),
        text: format!(
            "{}\n---\n\n[All modules](../README.md) · [All options](../options.md)\n",
            module_page(*schema, module, INSIDE)
        ),
    }));
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    pages
}

fn index(all: &[(Schema<'static>, &'static Module)]) -> String {
    let mut text = format!(
        "# Reference\n\nWhat Prosody reads from its configuration: one page for each of its modules, for each module of \
         the community's collection, and for the parts of the server that read options. Pages are about Prosody {}, \
         and say where other releases differ. They are made from `schemas/`: edit those.\n\n\
         - [All options](options.md)\n- [All XEPs and the modules that implement them](xeps.md)\n- [RFCs](rfcs.md)\n",
        Version::default()
    );
    for (origin, title, about) in [
        (Origin::Core, "Modules of Prosody", "They come with Prosody."),
        (
            Origin::Server,
            "Parts of the server",
            "They are no modules; most of their options belong in the global section.",
        ),
        (
            Origin::Community,
            "Modules of the community",
            "They come from <https://modules.prosody.im/> and have to be installed.",
        ),
    ] {
        let _ = write!(text, "\n## {title}\n\n{about}\n\n");
        for (_, module) in all.iter().filter(|(_, module)| module.origin == origin) {
            let _ = writeln!(text, "{}", module::item(module, INDEX));
        }
    }
    text
}

/// One row for each option name, with a link to the page of everything that reads it.
fn options(all: &[(Schema<'static>, &'static Module)]) -> String {
    let mut names: Vec<&str> =
        all.iter().flat_map(|(_, module)| &*module.options).map(|option| &*option.name).collect();
    names.sort_unstable();
    names.dedup();
    let mut text = "# Options\n\n| Option | Type | Default | Read by |\n|---|---|---|---|\n".to_owned();
    for name in names {
        let current = Schema::of(Version::default());
        let newest = || current.option_history(name).and_then(schema::OptionHistory::newest);
        let Some(option) = current.option(name).or_else(newest) else { continue };
        let _ = writeln!(text, "{}", row(option));
    }
    text
}

fn row(option: OptionInfo<'_>) -> String {
    let main = main_reader(option, |_| false);
    let mut readers = vec![main.module];
    readers.extend(
        option.readers().map(|reader| reader.module).filter(|module| !std::ptr::eq(*module, main.module)),
    );
    let anchor = option.name().to_lowercase();
    let links: Vec<String> = readers
        .iter()
        .map(|module| format!("[{}]({}#{anchor})", module_name(module), path(module)))
        .collect();
    let default = main
        .facts
        .default
        .as_deref()
        .filter(|default| default.len() <= 60)
        .map(facts::code)
        .unwrap_or_default();
    let ty = facts::type_words(main.facts.ty, main.facts.items, main.option.accepts);
    format!("| `{}` | {ty} | {} | {} |", option.name(), default.replace('|', "\\|"), links.join(", "))
}

fn xeps() -> String {
    let schema = Schema::of(Version::default());
    let mut text =
        "# XEPs\n\nThe XMPP Extension Protocols that modules implement or have to do with.\n".to_owned();
    let mut others = Vec::new();
    for xep in schema.xeps() {
        let modules = standard::implementers(schema, xep, INDEX);
        if modules.is_empty() {
            others.push(xep);
            continue;
        }
        let _ = write!(text, "\n## [XEP-{:04}]({}): {}\n\n", xep.number, xep.url(), xep.title);
        let version = xep.version.map(|version| format!(" · version {version}")).unwrap_or_default();
        let _ = write!(text, "{} · {}{version}\n\n{}\n", xep.kind, xep.status, modules.join("\n"));
    }
    text.push_str("\n## All others\n\n");
    for xep in others {
        let _ = writeln!(text, "- [XEP-{:04}]({}): {} ({})", xep.number, xep.url(), xep.title, xep.status);
    }
    text
}

fn rfcs() -> String {
    let mut text =
        "# RFCs\n\nThe standards of the Internet that configurations of XMPP servers have to do with.\n\n"
            .to_owned();
    for rfc in Schema::of(Version::default()).rfcs() {
        let _ = write!(
            text,
            "- [RFC {}]({}): {} ({}, {}",
            rfc.number,
            rfc.url(),
            rfc.title,
            rfc.status,
            rfc.date
        );
        for newer in rfc.obsoleted_by {
            let _ = write!(text, ", obsoleted by RFC {newer}");
        }
        text.push_str(")\n");
    }
    text
}

//! The reference: pages in Markdown about modules, options, XEPs and RFCs, for reading in a terminal or in a browser.

mod book;
mod facts;
mod keys;
mod language;
mod module;
mod option;
mod standard;
#[cfg(test)]
mod tests;

use schema::{Deprecation, Extent, Module, ModuleXep, Schema, Version};

use crate::describe::{extent_text, module_badge, module_name};

pub use book::{Page, book};
pub use keys::key_page;
pub use language::language_page;
pub use module::module_page;
pub use option::{option_elsewhere_page, option_page, reader_page};
pub use standard::{rfc_page, xep_page};

/// Where the modules on a page link to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// The pages of their authors.
    Authors,
    /// The other pages of the book; what the path to its root begins with.
    Book(&'static str),
}

impl Links {
    /// A module's name, linked.
    fn module(self, module: &Module) -> String {
        match self {
            Self::Authors => module_badge(module),
            Self::Book(root) => format!("[{}]({root}{})", module_name(module), path(module)),
        }
    }

    /// The module of a name, linked if there is one.
    fn module_named(self, schema: Schema<'_>, name: &str) -> String {
        match schema.module(name).or_else(|| schema.module_history(name)) {
            Some(module) => self.module(module),
            None => format!("`{name}`"),
        }
    }
}

/// The page of a module in the book: `core/mam.md`.
fn path(module: &Module) -> String {
    format!("{}/{}.md", module.origin, module.name)
}

/// All that ever was in any series, by origin and name.
fn everything() -> Vec<(Schema<'static>, &'static Module)> {
    let mut all: Vec<(Schema<'static>, &'static Module)> = Vec::new();
    // The default series shows each thing best; others only show what it does not have.
    let order = [Version::default(), Version::Trunk, Version::V0_12, Version::V0_11];
    for schema in order.map(Schema::of) {
        for module in schema.sources() {
            if !all.iter().any(|(_, known)| std::ptr::eq(*known, module)) {
                all.push((schema, module));
            }
        }
    }
    all.sort_by_key(|(_, module)| (module.origin, &module.name));
    all
}

/// Parts of a page as paragraphs; empty ones are left out.
fn paragraphs(parts: impl IntoIterator<Item = String>) -> String {
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.trim().is_empty()).collect();
    format!("{}\n", parts.join("\n\n"))
}

/// `**Deprecated since 0.12**: use …`
fn deprecation(said: &Deprecation) -> String {
    let mut text = "**Deprecated".to_owned();
    if let Some(since) = said.since {
        text.push_str(" since ");
        text.push_str(since);
    }
    text.push_str("**");
    let use_other = said.replacement.map(|other| format!("use `{other}`"));
    let reasons: Vec<String> = use_other.into_iter().chain(said.note.map(str::to_owned)).collect();
    if !reasons.is_empty() {
        text.push_str(": ");
        text.push_str(&reasons.join("; "));
    }
    text.push('.');
    text
}

/// Since when and until when something is there; empty if it always was.
fn life(since: Option<Version>, removed: Option<Version>) -> Vec<String> {
    let since = since.map(|since| format!("since Prosody {since}"));
    let removed = removed.map(|removed| format!("gone from Prosody {removed} on"));
    since.into_iter().chain(removed).collect()
}

/// How much of a XEP a module implements, behind its name.
fn extent(claim: &ModuleXep) -> String {
    let mut text = match claim.extent {
        Some(Extent::Complete) => ", complete",
        Some(Extent::Mentioned) => ", as its README says",
        other => extent_text(other),
    }
    .to_owned();
    if let Some(since) = claim.since {
        text.push_str(", since ");
        text.push_str(since);
    }
    text
}

/// The first letter in upper case.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

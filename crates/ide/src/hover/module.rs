//! The card of a module.

use std::fmt::Write as _;

use schema::{Module, Origin, Scope, Text};

use super::option::deprecation;
use crate::describe::{module_card_head, module_xeps, page, setting};
use crate::place::Place;

/// The card of a module, by its name without `mod_`; `None` if it is not known.
pub(crate) fn card(place: &Place<'_>, name: &str) -> Option<String> {
    let Some(module) = place.schema.module(name) else {
        let Some(module) = place.schema.module_history(name) else {
            let suite = schema::suite_of(name)?;
            return Some(format!("**mod_{name}** · comes with [{}]({})", suite.name, suite.url));
        };
        return Some(join(vec![
            format!("{} · not in Prosody {}", module_card_head(module), place.schema.version()),
            text(module.summary.as_ref()),
            life(module),
            page(module).unwrap_or_default(),
        ]));
    };
    Some(join(vec![
        module_card_head(module),
        deprecated(place, module),
        text(module.summary.as_ref()),
        text(module.doc.as_ref()),
        module_xeps(place.schema, module).join("\n"),
        relations(module),
        options(place, module),
        life(module),
        file(place, name),
        page(module).unwrap_or_default(),
    ]))
}

/// Where the source of a private module lies.
fn file(place: &Place<'_>, name: &str) -> String {
    let private = place.schema.private_module(name);
    private.map(|private| format!("In `{}`", place.path_of(&private.file))).unwrap_or_default()
}

fn text(text: Option<&Text>) -> String {
    text.map(ToString::to_string).unwrap_or_default()
}

fn join(mut parts: Vec<String>) -> String {
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

fn deprecated(place: &Place<'_>, module: &Module) -> String {
    let said = module.deprecated.as_ref().filter(|said| said.from <= place.schema.version());
    said.map(deprecation).unwrap_or_default()
}

/// Since when and until when; that a community module came into Prosody.
fn life(module: &Module) -> String {
    let mut lines = Vec::new();
    lines.extend(module.since.map(|since| format!("Since Prosody {since}")));
    lines.extend(module.removed.map(|removed| match module.origin {
        Origin::Community => format!("Part of Prosody itself from {removed} on"),
        _ => format!("Gone from Prosody {removed} on"),
    }));
    lines.join("  \n")
}

fn relations(module: &Module) -> String {
    let names = |names: &[Text]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let mut lines = Vec::new();
    if !module.needs.is_empty() {
        lines.push(format!("Needs {}", module.needs.join("; ")));
    }
    if !module.depends.is_empty() {
        lines.push(format!("Loads {} with it", names(&module.depends)));
    }
    if !module.requires.is_empty() {
        lines.push(format!("Needs {} of the server", names(&module.requires)));
    }
    if !module.conflicts.is_empty() {
        lines.push(format!("Does not load beside {}", names(&module.conflicts)));
    }
    lines.join("  \n")
}

/// The options that it reads: those that are set with their value, the others by name.
fn options(place: &Place<'_>, module: &Module) -> String {
    const MOST: usize = 12;
    let version = place.schema.version();
    let host = place.host();
    let (mut set, mut unset) = (Vec::new(), Vec::new());
    for option in &*module.options {
        let Some(facts) = option.facts(version) else { continue };
        let host = if facts.scope == Scope::Global { "*" } else { &host };
        match place.settings().and_then(|settings| settings.effective(host, &option.name)) {
            // A component's module is what it is made of, no setting.
            _ if place.schema.host_key(&option.name).is_some_and(|key| key.set_by_prosody) => {}
            Some((_, chain)) => set.push(format!("- `{}`", setting(&option.name, &chain.value))),
            None => unset.push(format!("`{}`", option.name)),
        }
    }
    let mut text = String::new();
    if !set.is_empty() {
        text = format!("Options that are set:\n{}", set.join("\n"));
    }
    if !unset.is_empty() {
        let more = unset.len().saturating_sub(MOST);
        let head = if set.is_empty() { "Options" } else { "\n\nOther options" };
        let _ = write!(text, "{head}: {}", unset.get(..unset.len().min(MOST)).unwrap_or_default().join(", "));
        if more > 0 {
            let _ = write!(text, " and {more} more");
        }
    }
    text
}

//! The value that an option has in the end, and where it comes from.

use std::fmt::Write as _;

use std::sync::Arc;

use config::{Assignment, AssignmentId, Chain, Entry, Fate, How, Settings, Table, TreeRole, Value};

use super::profiles::{self, Elsewhere};
use crate::chain::merged;
use crate::describe::short;
use crate::inlay::amount;
use crate::place::Place;

/// Chains longer than this are cut in the middle of the story.
const MOST: usize = 6;

/// The effective value of an option at a place, with the chain of assignments that led to it.
pub(crate) fn effective(place: &Place<'_>, option: &str) -> Option<String> {
    if let Some(elsewhere) = profiles::elsewhere(place) {
        let Elsewhere { tree, survey, profile } = &elsewhere;
        let settings =
            survey.profiles.iter().find(|(named, _)| named.name == *profile).map(|(_, settings)| settings)?;
        // As it is shown where the file is loaded.
        let there = Place { tree: Some(tree), ..*place };
        return told(&there, settings, option, Some(profile));
    }
    told(place, place.settings()?, option, None)
}

/// The same, in settings of the tree: those of `profile`, if that is not the one that is shown.
fn told(place: &Place<'_>, settings: &Settings, option: &str, profile: Option<&str>) -> Option<String> {
    let here = assignment_at(place, settings, option);
    let current = || match profile {
        Some(_) => settings.host_at(place.file.id, place.offset).to_owned(),
        None => place.host(),
    };
    let mut host = here.map_or_else(current, |(_, assignment)| assignment.host.to_string());
    let mut lines = Vec::new();
    if host != "*" && place.schema.option(option).is_some_and(schema::OptionInfo::is_global_only) {
        if here.is_some() {
            lines.push("**No effect here**: Prosody reads it in the global section only".to_owned());
        }
        "*".clone_into(&mut host);
    }
    let Some((owner, chain)) = settings.effective(&host, option) else {
        return (!lines.is_empty()).then(|| lines.join("\n"));
    };
    if !lines.is_empty() {
        lines.push(String::new());
    }
    let mut section = section_text(&host);
    if let Some(profile) = profile {
        let _ = write!(section, " in the profile {profile}");
    }
    match place.tree.map(|tree| tree.role) {
        Some(TreeRole::Fragment) => section.push_str(" (as far as this file tells)"),
        Some(TreeRole::Assumed) => section.push_str(" (no entry file: in the usual order of layers)"),
        _ => {}
    }
    let first = lines.len();
    let own = settings.host(&host).and_then(|host| host.chain(option)).is_some();
    let from = if own || host == "*" { String::new() } else { ", from the global section".to_owned() };
    let (last, extended) = (chain.last(), chain.assignments.len() > 1);
    match &chain.value {
        Value::Unknown(reason) => lines.push(format!("{section}: can't be told: {reason}")),
        Value::Nil => lines.push(format!("{section}: not set (`nil`){from}")),
        value => {
            let text = short(value);
            let amount = amount::of(place.schema, option, value, text.as_bytes());
            let amount = amount.map(|(_, amount)| format!(" ({amount})")).unwrap_or_default();
            lines.push(format!("{section}: `{text}`{amount}{from}"));
        }
    }
    if let [only] = &*chain.assignments
        && let Some(assignment) = settings.assignment(*only)
    {
        let is_here = here.is_some_and(|(id, _)| id == *only);
        if let Some(line) = lines.get_mut(first) {
            let set =
                if is_here { "set here".to_owned() } else { format!("set at {}", at(place, assignment)) };
            let _ = write!(line, ", {set}");
        }
        lines.extend(condition(assignment));
    }
    if extended {
        lines.push(String::new());
        lines.extend(story(place, settings, chain, here.map(|(id, _)| id)));
    }
    if let Some((id, _)) = here
        && last != Some(id)
        && let Some(note) = fate_of_here(place, settings, id)
    {
        lines.insert(0, note);
        lines.insert(1, String::new());
    }
    if own && host != "*" {
        lines.extend(shadowed(place, settings, option));
    }
    if owner.name.as_ref() == "*" && host == "*" {
        lines.extend(overriding_hosts(settings, option));
    }
    lines.extend(profiles::differences(place, &host, option));
    if let Some(error) = &settings.error {
        lines.push(String::new());
        lines.push(format!("Prosody does not load this configuration: {}", error.message));
    }
    Some(lines.join("\n"))
}

/// The assignment of an option that an offset lies in.
pub(crate) fn assignment_at<'a>(
    place: &Place<'_>,
    settings: &'a Settings,
    option: &str,
) -> Option<(AssignmentId, &'a Assignment)> {
    let touching = settings.in_file(place.file.id).filter(|(_, assignment)| {
        &*assignment.option == option
            && assignment.how != How::Internal
            && assignment.span.touches(place.offset)
    });
    // The last run counts where a loop or a file that is loaded twice runs it again.
    touching.reduce(|best, next| if next.1.span.len() <= best.1.span.len() { next } else { best })
}

/// `On example.org` or `In the global section`.
fn section_text(host: &str) -> String {
    match host {
        "*" => "**Global value**".to_owned(),
        // What the evaluation calls a host whose name is computed from something unknown.
        "?" => "**On a host whose name can't be told**".to_owned(),
        host => format!("**On {host}**"),
    }
}

fn at(place: &Place<'_>, assignment: &Assignment) -> String {
    format!("`{}`", place.location(assignment.file, assignment.name_span.start))
}

fn condition(assignment: &Assignment) -> Option<String> {
    let condition = assignment.condition.as_ref()?;
    Some(format!("Only under a condition that can't be decided here: {condition}"))
}

/// One line per assignment, the last one first.
fn story(place: &Place<'_>, settings: &Settings, chain: &Chain, here: Option<AssignmentId>) -> Vec<String> {
    let mut lines = Vec::new();
    for (count, (at_chain, id)) in chain.assignments.iter().enumerate().rev().enumerate() {
        if count == MOST {
            lines.push(format!("- and {} earlier ones", chain.assignments.len() - MOST));
            break;
        }
        let Some(assignment) = settings.assignment(*id) else { continue };
        let before = at_chain.checked_sub(1).and_then(|before| chain.assignments.get(before));
        let merged = before.and_then(|before| merged(settings, *before, *id));
        let verb = match (settings.fate(*id), assignment.how) {
            (Fate::OverriddenBy(_), _) => "overridden",
            (Fate::Uncertain, _) => "uncertain",
            (Fate::Effective | Fate::ExtendedBy(_), How::Append) => "appended",
            (Fate::Effective | Fate::ExtendedBy(_), _) if merged.is_some() => "added",
            (Fate::Effective | Fate::ExtendedBy(_), _) => "set",
        };
        let place_text = if here == Some(*id) { "here".to_owned() } else { at(place, assignment) };
        let value = match merged.as_ref().map_or(&assignment.value, |(added, _)| added) {
            Value::Unknown(_) => String::new(),
            Value::Table(table) => format!(" `{}`", short(&written(table, assignment))),
            value => format!(" `{}`", short(value)),
        };
        lines.push(format!("- {verb} {place_text}:{value}").trim_end_matches(':').to_owned());
    }
    lines
}

/// A table as this assignment wrote it: later appends went into the same table.
fn written(table: &Table, assignment: &Assignment) -> Value {
    let elsewhere = |entry: &&Entry| {
        entry.origin.is_some_and(|origin| {
            origin.file != assignment.file || !assignment.value_span.contains(origin.entry)
        })
    };
    if !table.entries.iter().any(|entry| !elsewhere(&entry)) {
        return Value::Table(Arc::new(table.clone()));
    }
    let entries = table.entries.iter().filter(|entry| !elsewhere(entry)).cloned().collect();
    Value::Table(Arc::new(Table { entries, open: table.open }))
}

/// What became of the assignment that the cursor is on.
fn fate_of_here(place: &Place<'_>, settings: &Settings, here: AssignmentId) -> Option<String> {
    match settings.fate(here) {
        Fate::OverriddenBy(mut by) => {
            while let Fate::OverriddenBy(next) = settings.fate(by) {
                by = next;
            }
            let by = settings.assignment(by)?;
            Some(format!("**Not effective**: overridden by {}", at(place, by)))
        }
        Fate::ExtendedBy(_) | Fate::Effective => None,
        Fate::Uncertain => Some(
            "**Perhaps not effective**: that depends on a condition that can't be decided here".to_owned(),
        ),
    }
}

/// The global value that a host's own one replaces.
fn shadowed(place: &Place<'_>, settings: &Settings, option: &str) -> Option<String> {
    let chain = settings.host("*")?.chain(option)?;
    let last = settings.assignment(chain.last()?)?;
    let verb = if is_inherited(place, option) { "Added to" } else { "Replaces" };
    let value = if chain.value.is_unknown() { String::new() } else { format!(" `{}`", short(&chain.value)) };
    Some(format!("\n{verb} the global value{value} of {}", at(place, last)))
}

fn is_inherited(place: &Place<'_>, option: &str) -> bool {
    place.schema.option(option).is_some_and(|info| info.best().facts.ty == schema::OptionType::InheritedSet)
}

/// The hosts that have a value of their own instead of the global one.
fn overriding_hosts(settings: &Settings, option: &str) -> Option<String> {
    let hosts: Vec<&str> = settings
        .hosts
        .iter()
        .filter(|host| &*host.name != "*" && host.chain(option).is_some())
        .map(|host| &*host.name)
        .collect();
    let (first, rest) = hosts.split_at(hosts.len().min(3));
    if first.is_empty() {
        return None;
    }
    let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
    Some(format!("\nValues of their own: {}{more}", first.join(", ")))
}

//! Completions in a project file.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use config::Project;
use rules::LEVELS;
use schema::Version;

use super::keys::{PROFILE, ProjectKey, TABLES, TOP, level};
use super::place::TomlPlace;
use crate::completion::{Candidate, Candidates, Wanted};
use crate::place::Place;
use crate::{CompletionKind, Completions};

/// More directories than this are not offered.
const MOST: usize = 200;

/// What could be written at a place.
pub(crate) fn completion(place: &Place<'_>, wanted: Wanted<'_>) -> Completions {
    let Ok(text) = std::str::from_utf8(place.text()) else { return Completions::default() };
    let Some(at) = TomlPlace::at(text, place.offset as usize) else { return Completions::default() };
    let typed = text.get(at.word.start as usize..place.offset as usize).unwrap_or_default();
    let mut found = Candidates::new(typed);
    offer(place, &at, &mut found);
    found.pick(at.word, wanted)
}

fn offer<'a>(place: &'a Place<'_>, at: &'a TomlPlace, found: &mut Candidates<'a>) {
    let table: Vec<&str> = at.table.iter().map(String::as_str).collect();
    let key = at.value_of.as_deref();
    match (table.as_slice(), key) {
        (["profiles", _], Some("env")) if at.in_inline_table => variables(place, at, found),
        (["profiles", _, "env"], None) => variables(place, at, found),
        ([], None) => {
            keys(at, &TOP, found);
            let is_line_start = !at.in_string && !at.is_key;
            for (header, insert, doc) in TABLES.iter().filter(|_| is_line_start) {
                found.offer(header, 0, move |label| {
                    Candidate::new(label, CompletionKind::Keyword).snippet(*insert).documented(Some(*doc))
                });
            }
        }
        (["profiles", _], None) => keys(at, &PROFILE, found),
        (["rules"], None) => {
            for rule in rules::rules().iter().filter(|rule| !at.present.iter().any(|key| key == rule.name)) {
                found.offer(rule.name, 0, move |label| {
                    let candidate =
                        Candidate::new(label, CompletionKind::Reference).documented(Some(rule.doc.trim()));
                    let bare = at.is_key || at.in_string;
                    if bare { candidate } else { candidate.snippet(format!("{} = \"$0\"", rule.name)) }
                });
            }
        }
        (["rules"], Some(_)) => {
            for (name, tier) in LEVELS.into_iter().zip(0..) {
                text(at, name, tier, level(name).unwrap_or_default(), found);
            }
        }
        ([] | ["profiles", _], Some("prosody")) => {
            for (version, tier) in Version::ALL.into_iter().zip(0..) {
                text(at, version.name(), tier, "", found);
            }
        }
        ([], Some("entry")) => {
            for (file, tier) in files(place).into_iter().zip(0..) {
                text(at, &file, tier, "", found);
            }
        }
        ([], Some("layers" | "plugin_paths")) => {
            for directory in directories(place) {
                text(at, &directory, 0, "", found);
            }
        }
        ([], Some("profile")) => {
            for name in project(place).into_iter().flat_map(|project| project.profiles.keys()) {
                text(at, name, 0, "", found);
            }
        }
        _ => {}
    }
}

fn project<'a>(place: &Place<'a>) -> Option<&'a Project> {
    place.snapshot.surroundings().project_of(&place.file.path).map(|project| &**project)
}

fn keys<'a>(at: &'a TomlPlace, keys: &'static [ProjectKey], found: &mut Candidates<'a>) {
    for key in keys.iter().filter(|key| !at.present.iter().any(|name| name == key.name)) {
        found.offer(key.name, 1, move |label| {
            let candidate =
                Candidate::new(label, CompletionKind::Key).detail(key.ty).documented(Some(key.doc));
            if at.is_key || at.in_string {
                candidate
            } else {
                candidate.snippet(format!("{} = {}", key.name, key.value))
            }
        });
    }
}

fn text<'a>(at: &'a TomlPlace, value: &str, tier: u32, doc: &'static str, found: &mut Candidates<'a>) {
    found.offer(value, tier, move |label| {
        let insert = if at.in_string { label.clone() } else { format!("\"{label}\"") };
        let doc = Some(doc).filter(|doc| !doc.is_empty());
        Candidate::new(label, CompletionKind::Value).inserting(insert).documented(doc)
    });
}

/// The environment variables that the trees of this project read.
fn variables<'a>(place: &'a Place<'_>, at: &'a TomlPlace, found: &mut Candidates<'a>) {
    let Some(folder) = place.file.path.parent() else { return };
    let is_ours = |entry| place.snapshot.file(entry).is_some_and(|file| file.path.starts_with(folder));
    let trees = place.snapshot.trees().filter(|tree| is_ours(tree.entry)).take(8);
    let names: BTreeSet<String> =
        trees.flat_map(|tree| place.snapshot.env_reads(tree)).map(|read| read.name).collect();
    for name in names {
        found.offer(&name, 0, move |label| {
            let candidate = Candidate::new(label.clone(), CompletionKind::Key).detail("environment variable");
            if at.is_key || at.in_string { candidate } else { candidate.snippet(format!("{label} = \"$0\"")) }
        });
    }
}

/// Configuration files below the project, those near the top first.
fn files(place: &Place<'_>) -> Vec<String> {
    let Some(folder) = place.file.path.parent() else { return Vec::new() };
    let mut paths: Vec<PathBuf> = place
        .snapshot
        .files()
        .filter(|file| file.path.to_string_lossy().ends_with(".cfg.lua"))
        .filter_map(|file| file.path.strip_prefix(folder).ok().map(Path::to_owned))
        .collect();
    paths.sort_by_key(|path| (path.components().count(), path.clone()));
    paths.into_iter().take(MOST).map(|path| path.display().to_string()).collect()
}

/// The directories beside the project file.
fn directories(place: &Place<'_>) -> Vec<String> {
    let folder = place.file.path.parent().and_then(|folder| std::fs::read_dir(folder).ok());
    let directories = folder.into_iter().flatten().flatten().filter(|entry| entry.path().is_dir());
    let names = directories.filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| !name.starts_with('.')).take(MOST).collect();
    names.sort();
    names
}

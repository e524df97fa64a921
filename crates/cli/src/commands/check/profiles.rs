//! Looking under one profile or under all of them.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use config::Snapshot;

use super::located::Located;

/// Under which circumstances to look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Profiles {
    /// Those that the project names, or the default.
    Usual,
    /// Those of this name.
    Named(String),
    /// Each that a tree has, one after the other.
    All,
}

/// What there is to see in one file under one profile.
pub(super) struct View {
    pub(super) path: PathBuf,
    /// The profile of the tree that the file was seen in.
    pub(super) profile: Arc<str>,
    /// Whether a configuration loads it then.
    pub(super) is_loaded: bool,
    pub(super) findings: Vec<Located>,
}

/// The names of the profiles to look under; `None` is the usual one.
///
/// # Errors
/// If no tree has a profile of the wanted name.
pub(super) fn to_look_at(snapshot: &Snapshot, wanted: &Profiles) -> io::Result<Vec<Option<Arc<str>>>> {
    if *wanted == Profiles::Usual {
        return Ok(vec![None]);
    }
    let mut known: Vec<Arc<str>> = Vec::new();
    for tree in snapshot.trees() {
        for (named, _) in &snapshot.survey(tree).profiles {
            if !known.contains(&named.name) {
                known.push(Arc::clone(&named.name));
            }
        }
    }
    match wanted {
        Profiles::Named(name) if !known.iter().any(|known| **known == **name) => Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            format!("there is no profile '{name}' here, only {}", known.join(", ")),
        )),
        Profiles::Named(name) => Ok(vec![Some(Arc::from(&**name))]),
        _ => Ok(known.into_iter().map(Some).collect()),
    }
}

/// Each finding once. Where it holds in some of the profiles only that load its file, it says in which.
pub(super) fn merge(views: Vec<View>) -> Vec<Located> {
    let mut by_file: BTreeMap<PathBuf, Vec<View>> = BTreeMap::new();
    for view in views {
        let of_file = by_file.entry(view.path.clone()).or_default();
        // A tree that lacks a profile is seen under its usual one again.
        if !of_file.iter().any(|known| known.profile == view.profile) {
            of_file.push(view);
        }
    }
    by_file.into_values().flat_map(merge_file).collect()
}

fn merge_file(mut views: Vec<View>) -> Vec<Located> {
    // Where it is not loaded, a file says nothing. One that is never loaded is looked at by itself.
    if views.iter().any(|view| view.is_loaded) {
        views.retain(|view| view.is_loaded);
    } else {
        views.truncate(1);
    }
    let all = views.len();
    let mut merged: Vec<Located> = Vec::new();
    for view in views {
        for mut located in view.findings {
            let same = |known: &&mut Located| {
                let (a, b) = (&known.finding, &located.finding);
                (a.rule, a.span, &a.message) == (b.rule, b.span, &b.message)
            };
            match merged.iter_mut().find(same) {
                Some(known) => {
                    // What mends it in one profile need not in another.
                    if known.finding.fix != located.finding.fix {
                        known.finding.fix = None;
                        known.edits.clear();
                    }
                    known.profiles.push(Arc::clone(&view.profile));
                }
                None => {
                    located.profiles.push(Arc::clone(&view.profile));
                    merged.push(located);
                }
            }
        }
    }
    for located in merged.iter_mut().filter(|located| located.profiles.len() == all) {
        located.profiles.clear();
    }
    merged
}

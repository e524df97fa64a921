//! What an option is set to in other profiles.

use std::sync::Arc;

use config::{Survey, Tree, TreeRole, Value};

use crate::describe::short;
use crate::place::Place;

/// Trees of more files are only told about if somebody has looked at all profiles already: it costs a reading of the
/// tree for each.
const MOST_FILES: usize = 12;

/// Of trees of more files it is not found out which profile loads a file that the shown one does not load, unless
/// somebody has looked at all profiles already.
const MOST_FILES_AROUND: usize = 100;

/// More values than this are only counted, and more profiles of one value.
const MOST: usize = 4;

/// A tree that loads a file in another profile than the one that is shown.
pub(super) struct Elsewhere<'a> {
    pub(super) tree: &'a Arc<Tree>,
    pub(super) survey: Arc<Survey>,
    /// The first such profile.
    pub(super) profile: Arc<str>,
}

/// Where the place's file is loaded, if that is only so in other profiles.
pub(super) fn elsewhere<'a>(place: &Place<'a>) -> Option<Elsewhere<'a>> {
    let is_left_out = place.tree.is_some_and(|tree| tree.role == TreeRole::Fragment);
    let mut entries = place.snapshot.trees().filter(|tree| is_left_out && tree.role == TreeRole::Entry);
    entries.find_map(|tree| {
        let directory = place.snapshot.file(tree.entry)?.path.parent()?;
        if !place.file.path.starts_with(directory) {
            return None;
        }
        let survey = match tree.known_survey() {
            Some(survey) => Arc::clone(survey),
            None if tree.settings.files_started.len() <= MOST_FILES_AROUND => place.snapshot.survey(tree),
            None => return None,
        };
        let profile = survey.loaded_in(place.file.id).into_iter().next()?;
        Some(Elsewhere { tree, survey, profile })
    })
}

/// The values that an option has in the tree's profiles, if they are not all the same and are known.
pub(super) fn differences(place: &Place<'_>, host: &str, option: &str) -> Option<String> {
    let tree = place.tree?;
    let survey = match tree.known_survey() {
        Some(survey) => survey.clone(),
        None if tree.settings.files_started.len() <= MOST_FILES => place.snapshot.survey(tree),
        None => return None,
    };
    let groups = survey.values(host, option);
    if groups.len() < 2 {
        return None;
    }
    let lines = groups.iter().take(MOST).map(|group| {
        let value = match &group.value {
            None | Some(Value::Nil) => "not set".to_owned(),
            Some(Value::Unknown(_)) => "can't be told".to_owned(),
            Some(value) => format!("`{}`", short(value)),
        };
        let names: Vec<&str> = group.profiles.iter().take(MOST).map(|name| &**name).collect();
        let more = group.profiles.len() - names.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("\n- {value} in {}{more}", names.join(", "))
    });
    let lines: String = lines.collect();
    let more = groups.len().saturating_sub(MOST);
    let more = if more > 0 { format!("\n- and {more} more values") } else { String::new() };
    Some(format!("\nBy profile:{lines}{more}"))
}

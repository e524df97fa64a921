//! The card of an `Include`: the files that it loads.

use std::fmt::Write as _;

use syntax::Span;

use crate::place::Place;

/// More files than this are only counted.
const MOST: usize = 20;

/// The files that the `Include` with this argument loads, in order; `None` if it never runs.
pub(crate) fn card(place: &Place<'_>, argument: Span) -> Option<String> {
    let settings = place.settings()?;
    let include = settings
        .includes_in(place.file.id)
        .find(|include| include.span.contains(argument) || argument.contains(include.span))?;
    if let Some(missing) = &include.missing {
        return Some(format!("**{}**\n\nNot found: `{}`", include.pattern, place.path_of(missing)));
    }
    let files: Vec<String> = include
        .targets
        .iter()
        .filter_map(|id| place.snapshot.file(*id))
        .enumerate()
        .map(|(index, file)| format!("{}. `{}`", index + 1, place.path_of(&file.path)))
        .collect();
    if files.is_empty() {
        let why = if include.wildcard { "no file matches" } else { "nothing is known about this file" };
        return Some(format!("**{}** · {why}", include.pattern));
    }
    let shown = files.get(..files.len().min(MOST)).unwrap_or_default();
    let mut text = format!("**{}**\n\n{}", include.pattern, shown.join("\n"));
    if files.len() > shown.len() {
        let _ = write!(text, "\n\nand {} more", files.len() - shown.len());
    }
    if include.wildcard && files.len() > 1 {
        text.push_str(
            "\n\nShown by name; Prosody takes them in the order in which the file system lists them.",
        );
    }
    Some(text)
}

//! The card of an `Include`: the files that it loads.

use syntax::Span;

use crate::place::Place;

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
    let mut text = format!("**{}**\n\n{}", include.pattern, files.join("\n"));
    if include.wildcard && files.len() > 1 {
        text.push_str(
            "\n\nShown by name; Prosody takes them in the order in which the file system lists them.",
        );
    }
    Some(text)
}

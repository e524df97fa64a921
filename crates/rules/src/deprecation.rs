//! What is said against something that ought not to be used.

use schema::Deprecation;

/// What to do instead.
pub(crate) fn help(deprecation: &Deprecation) -> Option<String> {
    match (deprecation.note, deprecation.replacement) {
        (Some(note), _) => Some(sentence(note)),
        (None, Some(replacement)) => Some(format!("Use `{replacement}`")),
        (None, None) => None,
    }
}

/// A note as a sentence without its full stop.
fn sentence(note: &str) -> String {
    let note = note.trim().trim_end_matches('.');
    let mut letters = note.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

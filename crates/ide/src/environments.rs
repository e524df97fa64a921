//! Where files beside the configuration set environment variables: `.env`, compose files, Kubernetes manifests and the
//! profiles of `prosody-ls.toml`.

use config::{Project, Snapshot, Variable};
use syntax::Span;

use crate::{Location, module_source};

/// The places that set a variable, each its name.
pub(crate) fn settings_of(snapshot: &Snapshot, name: &str) -> Vec<Location> {
    let mut found = Vec::new();
    for environment in snapshot.surroundings().environments() {
        let named = environment.variables.iter().filter(|variable| variable.name == name);
        // What an `env_file` says stands elsewhere.
        for Variable { name_span, .. } in named.filter(|variable| variable.name_span != Span::default()) {
            let location = Location { path: environment.path.clone(), span: *name_span };
            if !found.contains(&location) {
                found.push(location);
            }
        }
    }
    for project in snapshot.surroundings().projects() {
        found.extend(in_project(snapshot, project, name));
    }
    found
}

/// The keys in a project file that set a variable in a profile.
fn in_project(snapshot: &Snapshot, project: &Project, name: &str) -> Vec<Location> {
    if !project.profiles.values().any(|profile| profile.env.contains_key(name)) {
        return Vec::new();
    }
    let text = module_source::text(snapshot, &project.path).unwrap_or_default();
    let is_key = |span: &Span| {
        let behind = text.get(span.end as usize..).unwrap_or_default();
        let mut behind = behind.iter().skip_while(|byte| matches!(byte, b'"' | b'\'' | b' ' | b'\t'));
        behind.next() == Some(&b'=')
    };
    let keys = words(&text, name).into_iter().filter(is_key);
    keys.map(|span| Location { path: project.path.clone(), span }).collect()
}

/// The places of a word in a text with comments behind `#`, outside of these.
pub(crate) fn words(text: &[u8], word: &str) -> Vec<Span> {
    let is_part = |at: Option<usize>| {
        at.and_then(|at| text.get(at)).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
    };
    memchr::memmem::find_iter(text, word.as_bytes())
        .filter(|&at| !is_part(at.checked_sub(1)) && !is_part(Some(at + word.len())))
        .filter(|&at| !in_comment(text, at))
        .filter_map(|at| Some(Span::new(u32::try_from(at).ok()?, u32::try_from(at + word.len()).ok()?)))
        .collect()
}

/// Whether a comment begins before a place in its line: with a `#` at the beginning or behind a blank.
fn in_comment(text: &[u8], at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    line.iter().enumerate().any(|(index, byte)| {
        let begins = index.checked_sub(1).and_then(|before| line.get(before));
        *byte == b'#' && begins.is_none_or(u8::is_ascii_whitespace)
    })
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_are_whole_and_outside_of_comments() {
        let found = words(b"A=1 # A\nAB=A\n#A\n'#'A\n", "A");
        assert_eq!(found.iter().map(|span| span.start).collect::<Vec<_>>(), [0, 11, 19]);
    }
}

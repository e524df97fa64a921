//! Values of environment variables that a tree has something ready for.
//!
//! The tree is evaluated with a mark in place of each variable's value. Where the mark ends up tells what the variable
//! is for: in the path of an include or a directory (then the files there are the values), in a comparison or a
//! pattern (then the other side is one), as the key of a table (then the table's keys are).

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{NamedProfile, ProfileOrigin, add};
use crate::files::{Files, IoError};
use crate::link::{self, OnError};
use crate::{Profile, SourceFile};

/// More values of one variable than this are not offered.
const MAX_VALUES: usize = 40;

/// How deep below a directory values are looked for: `usecases/<kind>/<name>`.
const MAX_LEVELS: usize = 3;

/// What begins a mark. Letters and digits only: configurations check what they are given.
const MARK: &str = "zqprobe";
const MARK_END: char = 'q';

/// Where marks were seen during an evaluation.
#[derive(Debug, Default)]
pub(crate) struct Probe {
    /// By the variable's number.
    values: BTreeMap<usize, BTreeSet<String>>,
    /// The variables that were asked for, also by names that the configuration puts together.
    asked: BTreeSet<String>,
}

impl Probe {
    /// A variable was read.
    pub(crate) fn asked(&mut self, name: &str) {
        if !name.contains(MARK) && self.asked.len() < MAX_VALUES {
            self.asked.insert(name.to_owned());
        }
    }

    /// Two values were compared.
    pub(crate) fn compared(&mut self, a: &[u8], b: &[u8]) {
        let (Ok(a), Ok(b)) = (std::str::from_utf8(a), std::str::from_utf8(b)) else { return };
        for (marked, other) in [(a, b), (b, a)].into_iter().filter(|(_, other)| !other.contains(MARK)) {
            // `NAME.cfg.lua` is compared with the names in a directory, for instance.
            let Some((before, variable, after)) = around_mark(marked) else { continue };
            if let Some(value) = other.strip_prefix(before).and_then(|rest| rest.strip_suffix(after)) {
                self.values.entry(variable).or_default().insert(value.to_owned());
            }
        }
    }

    /// A text was searched for a pattern.
    pub(crate) fn searched(&mut self, text: &[u8], pattern: &[u8], plain: bool) {
        let Some(variable) = whole_mark(text) else { return };
        if let Some(value) = literal(pattern, plain) {
            self.values.entry(variable).or_default().insert(value);
        }
    }

    /// A mark was looked up among these keys.
    pub(crate) fn looked_up<'k>(&mut self, key: &[u8], keys: impl Iterator<Item = &'k [u8]>) {
        let Some(variable) = whole_mark(key) else { return };
        let keys = keys.filter_map(|key| std::str::from_utf8(key).ok().map(str::to_owned));
        self.values.entry(variable).or_default().extend(keys.take(MAX_VALUES));
    }
}

/// What a pattern matches if it is nothing but a text, perhaps tied to the beginning or the end.
fn literal(pattern: &[u8], plain: bool) -> Option<String> {
    let text = std::str::from_utf8(pattern).ok()?;
    if plain {
        return Some(text.to_owned());
    }
    let text = text.strip_prefix('^').unwrap_or(text);
    let text = text.strip_suffix('$').unwrap_or(text);
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(next) = chars.next() {
        match next {
            '%' => out.push(chars.next().filter(|escaped| !escaped.is_alphanumeric())?),
            '*' | '+' | '-' | '?' | '.' | '[' | ']' | '(' | ')' => return None,
            other => out.push(other),
        }
    }
    (!out.is_empty()).then_some(out)
}

/// The number of the variable whose mark this is.
fn whole_mark(text: &[u8]) -> Option<usize> {
    std::str::from_utf8(text).ok()?.strip_prefix(MARK)?.strip_suffix(MARK_END)?.parse().ok()
}

/// The only mark in a text, by the number of its variable, with what stands before and behind it.
fn around_mark(text: &str) -> Option<(&str, usize, &str)> {
    let (before, rest) = text.split_once(MARK)?;
    let (number, after) = rest.split_once(MARK_END)?;
    (!after.contains(MARK)).then_some((before, number.parse().ok()?, after))
}

fn mark(variable: usize) -> String {
    format!("{MARK}{variable}{MARK_END}")
}

/// Files that remember where marks were asked for.
struct Marked<'f> {
    files: &'f dyn Files,
    paths: RefCell<BTreeSet<String>>,
}

impl Marked<'_> {
    fn note(&self, path: &str) {
        if path.contains(MARK) {
            self.paths.borrow_mut().insert(path.to_owned());
        }
    }
}

impl Files for Marked<'_> {
    fn source(&self, path: &str) -> Result<Arc<SourceFile>, IoError> {
        self.note(path);
        self.files.source(path)
    }

    fn list(&self, path: &str) -> Result<Vec<String>, IoError> {
        self.note(path);
        self.files.list(path)
    }

    fn is_dir(&self, path: &str) -> bool {
        self.note(path);
        self.files.is_dir(path)
    }
}

/// The variables that a tree reads: those known from its text, and those whose names it puts together, a loader from
/// the names of its layers for instance. What is asked for may depend on what others are.
pub(crate) fn variables(
    files: &dyn Files,
    base: &Profile,
    entry: &str,
    mut known: BTreeSet<String>,
) -> BTreeSet<String> {
    let mut profile = base.clone();
    for _ in 0..MAX_LEVELS {
        let before = known.len();
        known.extend(link::probe(files, &profile, entry, OnError::GoOn).asked);
        if known.len() == before && profile.env.len() > base.env.len() {
            break;
        }
        for (number, name) in known.iter().enumerate().filter(|(_, name)| !base.env.contains_key(*name)) {
            profile.env.insert(name.clone(), mark(number));
        }
    }
    known
}

/// A profile for each value of each variable that the tree at `entry` has something ready for. Returns whether some were
/// left out.
pub(crate) fn offered(
    files: &dyn Files,
    base: &Profile,
    entry: &str,
    variables: &BTreeSet<String>,
    found: &mut Vec<NamedProfile>,
) -> bool {
    let variables: Vec<&String> = variables.iter().collect();
    let mut values: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    let look = |marks: &BTreeMap<usize, String>| {
        let mut profile = base.clone();
        for (&variable, text) in marks {
            if let Some(name) = variables.get(variable) {
                profile.env.insert((*name).clone(), text.clone());
            }
        }
        let marked = Marked { files, paths: RefCell::default() };
        let mut values = link::probe(&marked, &profile, entry, OnError::GoOn).values;
        for path in marked.paths.into_inner() {
            for &variable in marks.keys() {
                let more = values_of_path(files, &path, &mark(variable));
                values.entry(variable).or_default().extend(more);
            }
        }
        values
    };
    let all: BTreeMap<usize, String> =
        (0..variables.len()).map(|variable| (variable, mark(variable))).collect();
    // One after the other as well: what all of them together make impossible, one alone may show.
    let alone = all.iter().map(|(&variable, mark)| BTreeMap::from([(variable, mark.clone())]));
    for marks in std::iter::once(all.clone()).chain(alone.filter(|_| variables.len() > 1)) {
        for (variable, more) in look(&marks) {
            values.entry(variable).or_default().extend(more);
        }
    }
    // What somebody names with a slash (`team-collaboration/slack-like`) is looked for one level deeper.
    for (&variable, values) in &mut values {
        let name = variables.get(variable).copied();
        let named = || found.iter().filter_map(|known| known.profile.env.get(name?));
        if named().any(|value| value.contains('/')) {
            let below =
                values.iter().filter(|folder| !folder.is_empty()).take(MAX_VALUES).flat_map(|folder| {
                    let text = format!("{folder}/{}", mark(variable));
                    let inner =
                        look(&BTreeMap::from([(variable, text)])).remove(&variable).unwrap_or_default();
                    inner.into_iter().map(move |value| {
                        let is_whole = value.starts_with(&format!("{folder}/"));
                        if is_whole { value } else { format!("{folder}/{value}") }
                    })
                });
            let below: Vec<String> = below.collect();
            if !below.is_empty() {
                *values = below.into_iter().collect();
            }
        }
        // The names in a directory may have been compared with and without their ending.
        let all = values.clone();
        values.retain(|value| value.strip_suffix(".cfg.lua").is_none_or(|short| !all.contains(short)));
    }
    let has_more = values.values().any(|values| values.len() >= MAX_VALUES);
    for (variable, values) in values {
        let Some(name) = variables.get(variable) else { continue };
        let values = values.into_iter().filter(|value| !value.is_empty() && !value.contains(MARK));
        for value in values.take(MAX_VALUES) {
            if base.env.get(*name) == Some(&value) {
                continue;
            }
            let mut profile = base.clone();
            profile.env.insert((*name).clone(), value.clone());
            // One that somebody has given a name needs no other.
            if found.iter().any(|known| known.profile == profile) {
                continue;
            }
            let origin = ProfileOrigin::Offered(Arc::from(name.as_str()));
            add(found, &format!("{name}={value}"), origin, profile);
        }
    }
    has_more
}

/// What may stand for a mark in a path, so that there is something at it.
fn values_of_path(files: &dyn Files, path: &str, mark: &str) -> BTreeSet<String> {
    let mut values = BTreeSet::new();
    let Some((before, after)) = path.split_once(mark) else { return values };
    if after.contains(MARK) || before.contains(MARK) {
        return values;
    }
    let (directory, prefix) = before.rsplit_once('/').unwrap_or(("", before));
    let mut below = Vec::new();
    walk(files, directory, "", MAX_LEVELS, &mut below);
    for (name, is_dir) in below {
        let Some(rest) = name.strip_prefix(prefix) else { continue };
        let value = if is_dir { Some(rest) } else { rest.strip_suffix(after) };
        let Some(value) = value.filter(|value| !value.is_empty()) else { continue };
        let candidate = format!("{before}{value}{after}");
        let candidate = candidate.trim_end_matches('/');
        if (is_dir && files.is_dir(candidate)) || files.source(candidate).is_ok() {
            values.insert(value.to_owned());
        }
    }
    values
}

/// The names below a directory, relative to it, with whether they are directories themselves.
fn walk(files: &dyn Files, directory: &str, inside: &str, levels: usize, out: &mut Vec<(String, bool)>) {
    if levels == 0 || out.len() > 2_000 {
        return;
    }
    let here = if inside.is_empty() { directory.to_owned() } else { format!("{directory}/{inside}") };
    for name in files.list(&here).unwrap_or_default() {
        if name.starts_with('.') {
            continue;
        }
        let relative = if inside.is_empty() { name } else { format!("{inside}/{name}") };
        let is_dir = files.is_dir(&format!("{directory}/{relative}"));
        out.push((relative.clone(), is_dir));
        if is_dir {
            walk(files, directory, &relative, levels - 1, out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::literal;

    #[test]
    fn patterns_that_are_only_texts_are_read() {
        for (pattern, expected) in [
            ("team%-collaboration", Some("team-collaboration")),
            ("^staging$", Some("staging")),
            ("a.b", None),
            ("%d+", None),
            ("(x)", None),
        ] {
            assert_eq!(literal(pattern.as_bytes(), false).as_deref(), expected, "{pattern}");
        }
        assert_eq!(literal(b"a.b", true).as_deref(), Some("a.b"));
    }
}

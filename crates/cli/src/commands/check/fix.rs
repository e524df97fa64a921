//! `--fix` and `--diff`: applies what is safe, in memory, again until nothing is left to apply.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use syntax::Span;

use super::located::{Located, Report};
use crate::commands::{diff, replace};

/// A fix may bring findings with fixes of their own. More rounds than this help nobody.
const ROUNDS: usize = 10;

/// What came of it.
pub(super) struct Mended {
    /// What is left.
    pub(super) report: Report,
    /// The files whose text is another now: before and after.
    texts: BTreeMap<PathBuf, (Arc<[u8]>, Vec<u8>)>,
    /// What was mended, in the order in which it was: file, rule and what was done.
    done: Vec<(String, &'static str, String)>,
    /// Fixes that would have broken a file.
    refused: BTreeSet<(String, &'static str, String)>,
}

/// Applies all safe fixes. `look` reports on the files with other texts than on disk.
///
/// # Errors
/// Those of `look`.
pub(super) fn mend(look: impl Fn(&BTreeMap<PathBuf, Vec<u8>>) -> io::Result<Report>) -> io::Result<Mended> {
    let mut texts: BTreeMap<PathBuf, Vec<u8>> = BTreeMap::new();
    let mut mended =
        Mended { report: look(&texts)?, texts: BTreeMap::new(), done: Vec::new(), refused: BTreeSet::new() };
    for _ in 0..ROUNDS {
        let before = mended.done.len();
        let mut round = Round::default();
        for located in mended.report.findings.iter().filter(|located| located.is_fixable()) {
            let title = located.finding.fix.as_ref().map(|fix| fix.title.clone()).unwrap_or_default();
            let what = (located.place.file.clone(), located.finding.rule, title);
            if mended.refused.contains(&what) {
                continue;
            }
            match round.apply(located, &mended.report.files) {
                Applied::Yes => mended.done.push(what),
                Applied::NotNow => {}
                Applied::Never => _ = mended.refused.insert(what),
            }
        }
        if mended.done.len() == before {
            break;
        }
        for (path, file) in round.files {
            mended.texts.entry(path.clone()).or_insert((file.before, Vec::new()));
            texts.insert(path, file.after);
        }
        mended.report = look(&texts)?;
    }
    for (path, text) in texts {
        if let Some((_, after)) = mended.texts.get_mut(&path) {
            *after = text;
        }
    }
    mended.texts.retain(|_, (before, after)| **before != **after);
    Ok(mended)
}

enum Applied {
    Yes,
    /// It changes what another fix of this round has changed, or a file that nobody asked about.
    NotNow,
    /// The text is not Lua, or would not be.
    Never,
}

/// A file that a round changes.
struct Edited {
    before: Arc<[u8]>,
    after: Vec<u8>,
    /// What was replaced in the text before, in order.
    edits: Vec<(Span, String)>,
}

/// The files that one round changes.
#[derive(Default)]
struct Round {
    files: BTreeMap<PathBuf, Edited>,
}

impl Round {
    /// Applies a fix, all of it or nothing.
    fn apply(&mut self, located: &Located, may_change: &BTreeSet<PathBuf>) -> Applied {
        let mut changed: BTreeMap<&PathBuf, Edited> = BTreeMap::new();
        for change in &located.edits {
            let path = &change.source.path;
            if !may_change.contains(path) {
                return Applied::NotNow;
            }
            let known = self.files.get(path).map(|file| file.edits.as_slice()).unwrap_or_default();
            let file = changed.entry(path).or_insert_with(|| Edited {
                before: Arc::clone(&change.source.text),
                after: Vec::new(),
                edits: known.to_vec(),
            });
            let new = (change.span, change.text.clone());
            // Two findings may share an edit.
            if known.contains(&new) {
                continue;
            }
            let meets = |span: &Span| span.start <= change.span.end && change.span.start <= span.end;
            if known.iter().any(|(span, _)| meets(span)) {
                return Applied::NotNow;
            }
            file.edits.push(new);
            file.edits.sort_by_key(|(span, _)| *span);
        }
        for file in changed.values_mut() {
            file.after = edited(&file.before, &file.edits);
            if !syntax::check(&file.before).is_empty() || !syntax::check(&file.after).is_empty() {
                return Applied::Never;
            }
        }
        if changed.is_empty() {
            return Applied::Never;
        }
        self.files.extend(changed.into_iter().map(|(path, file)| (path.clone(), file)));
        Applied::Yes
    }
}

/// A text with edits that are in order.
fn edited(text: &[u8], edits: &[(Span, String)]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut end = 0;
    for (span, new) in edits {
        out.extend_from_slice(Span::new(end, span.start).slice(text));
        out.extend_from_slice(new.as_bytes());
        end = span.end;
    }
    out.extend_from_slice(text.get(end as usize..).unwrap_or_default());
    out
}

impl Mended {
    /// Writes the changed files, each at once.
    ///
    /// # Errors
    /// If one can't be written: it says which one. Those before it are written.
    pub(super) fn write(&self) -> io::Result<()> {
        self.texts.iter().try_for_each(|(path, (before, after))| replace::replace(path, before, after))
    }

    /// Whether there is anything to write.
    pub(super) fn changes(&self) -> bool {
        !self.texts.is_empty()
    }

    /// What `write` would change, as a unified diff.
    pub(super) fn diff(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut texts = self.texts.iter();
        texts
            .try_for_each(|(path, (before, after))| diff::write(&self.report.shown(path), before, after, out))
    }

    /// What was mended, and what could not be.
    pub(super) fn summary(&self, verb: &str, out: &mut dyn Write) -> io::Result<()> {
        let plural =
            |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
        if !self.done.is_empty() {
            let files = plural(self.texts.len(), "file");
            writeln!(out, "{verb} {} in {files}:", plural(self.done.len(), "finding"))?;
        }
        let mut counts: Vec<(&(String, &str, String), usize)> = Vec::new();
        for what in &self.done {
            match counts.iter_mut().find(|(known, _)| *known == what) {
                Some((_, count)) => *count += 1,
                None => counts.push((what, 1)),
            }
        }
        for ((file, rule, title), count) in counts {
            let times = if count > 1 { format!(" ({count} times)") } else { String::new() };
            writeln!(out, "- {file}: {rule}: {title}{times}")?;
        }
        for (file, rule, title) in &self.refused {
            writeln!(out, "Not mended, since the text is not Lua or would not be: {file}: {rule}: {title}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use syntax::Span;

    #[test]
    fn edits_are_applied_in_order() {
        let edits = [(Span::new(0, 1), "x".to_owned()), (Span::new(2, 2), "y".to_owned())];
        assert_eq!(super::edited(b"abcd", &edits), b"xbycd");
    }
}

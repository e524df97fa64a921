//! Findings with their places as people count them.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use config::{FileId, Profile, Snapshot, SourceFile, Workspace};
use rules::{Checker, Edit, Finding};
use syntax::{Encoding, Span};

use super::selection::Group;

/// All that was found.
pub(super) struct Report {
    /// Paths are shown relative to it.
    directory: PathBuf,
    /// The findings with their places.
    pub(super) findings: Vec<Located>,
    /// The files that were looked at.
    pub(super) files: BTreeSet<PathBuf>,
}

/// A finding with its place.
pub(super) struct Located {
    pub(super) finding: Finding,
    pub(super) source: Arc<SourceFile>,
    pub(super) place: Place,
    /// The places of its notes.
    pub(super) notes: Vec<Place>,
    /// Its fix's edits: where, and what to write there.
    pub(super) edits: Vec<(Place, String)>,
}

/// A place as people count: lines and columns from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// Relative to the current directory, if it is below it.
    pub(super) file: String,
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) end_line: u32,
    /// The column behind the last character.
    pub(super) end_column: u32,
}

impl Report {
    /// An empty one that shows paths relative to a directory.
    pub(super) fn new(directory: PathBuf) -> Self {
        Self { directory, findings: Vec::new(), files: BTreeSet::new() }
    }

    /// Looks at a group of files.
    ///
    /// # Errors
    /// If there is nothing to look at.
    pub(super) fn add(&mut self, group: &Group, profile: &Profile) -> io::Result<()> {
        let snapshot = read(group, profile)?;
        let wanted = wanted(&snapshot, group);
        if wanted.is_empty() {
            let paths: Vec<String> = group.wanted.iter().map(|path| path.display().to_string()).collect();
            return Err(io::Error::new(
                io::ErrorKind::NotFound,
                format!("no configuration files (*.cfg.lua) in {}: name a file to check", paths.join(", ")),
            ));
        }
        let mut checker = Checker::new(&snapshot);
        for file in wanted {
            let Some(source) = snapshot.file(file) else { continue };
            // Another group may have had it.
            if !self.files.insert(source.path.clone()) {
                continue;
            }
            for finding in checker.check(file) {
                let place = |file, span| self.place(&snapshot, file, span);
                let Some(at) = place(file, finding.span) else { continue };
                let notes = finding.notes.iter().filter_map(|note| place(note.file, note.span)).collect();
                let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
                let edits = edits
                    .filter_map(|edit: &Edit| Some((place(edit.file, edit.span)?, edit.text.clone())))
                    .collect();
                self.findings.push(Located { place: at, notes, edits, source: Arc::clone(source), finding });
            }
        }
        Ok(())
    }

    /// Puts the findings in the order of their places.
    pub(super) fn sort(&mut self) {
        self.findings.sort_by(|a, b| (&a.place, a.finding.rule).cmp(&(&b.place, b.finding.rule)));
    }

    fn place(&self, snapshot: &Snapshot, file: FileId, span: Span) -> Option<Place> {
        let source = snapshot.file(file)?;
        let at = |offset| source.lines.position(&source.text, offset, Encoding::Utf32);
        let (start, end) = (at(span.start), at(span.end));
        Some(Place {
            file: shown(&self.directory, &source.path),
            line: start.line + 1,
            column: start.column + 1,
            end_line: end.line + 1,
            end_column: end.column + 1,
        })
    }
}

fn shown(directory: &Path, path: &Path) -> String {
    path.strip_prefix(directory).unwrap_or(path).to_string_lossy().into_owned()
}

fn read(group: &Group, profile: &Profile) -> io::Result<Arc<Snapshot>> {
    let mut workspace = Workspace::new();
    workspace.set_profile(profile.clone());
    workspace.set_roots(group.roots.clone());
    workspace.set_entry(group.entry.clone());
    // A file that the entry does not load is looked at by itself.
    for path in group.wanted.iter().filter(|path| Some(*path) != group.entry.as_ref() && path.is_file()) {
        workspace.set_text(path, std::fs::read(path)?.into(), 0);
    }
    Ok(workspace.snapshot(&|_, _| {}))
}

/// The files to report on: those below a directory, and a file with all that it includes.
fn wanted(snapshot: &Snapshot, group: &Group) -> BTreeSet<FileId> {
    let mut wanted = BTreeSet::new();
    for path in &group.wanted {
        match snapshot.file_id(path) {
            Some(file) => include(snapshot, file, &mut wanted),
            None => wanted.extend(
                snapshot.files().filter(|source| source.path.starts_with(path)).map(|source| source.id),
            ),
        }
    }
    wanted
}

/// Adds a file and all that it includes.
fn include(snapshot: &Snapshot, file: FileId, out: &mut BTreeSet<FileId>) {
    if !out.insert(file) {
        return;
    }
    let Some(tree) = snapshot.tree_of(file) else { return };
    for site in tree.settings.includes_in(file) {
        for &target in &site.targets {
            include(snapshot, target, out);
        }
    }
}

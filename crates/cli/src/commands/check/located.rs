//! Findings with their places as people count them.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use config::{FileId, Snapshot, SourceFile, TreeRole, Workspace};
use rules::{Checker, Effort, Finding};
use syntax::{Encoding, Span};

use super::Look;
use super::profiles::{self, Profiles, View};
use super::selection::Group;
use crate::commands::paths::shown;

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
    /// Its fix's edits.
    pub(super) edits: Vec<Change>,
    /// The profiles in which it holds, if there are others in which it does not.
    pub(super) profiles: Vec<Arc<str>>,
}

/// An edit of a fix.
pub(super) struct Change {
    pub(super) source: Arc<SourceFile>,
    pub(super) span: Span,
    pub(super) place: Place,
    /// What to write there.
    pub(super) text: String,
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

impl Located {
    /// The message; with the profiles, if it does not hold in all.
    pub(super) fn message(&self) -> String {
        let message = &self.finding.message;
        match self.profiles.as_slice() {
            [] => message.clone(),
            [profile] => format!("{message} (only in the profile {profile})"),
            profiles => format!("{message} (only in the profiles {})", profiles.join(", ")),
        }
    }

    /// Whether its fix may be applied unasked: it is safe, and right in all profiles.
    pub(super) fn is_fixable(&self) -> bool {
        self.profiles.is_empty() && self.finding.fix.as_ref().is_some_and(|fix| fix.safe)
    }
}

impl Report {
    /// An empty one that shows paths relative to a directory.
    pub(super) fn new(directory: PathBuf) -> Self {
        Self { directory, findings: Vec::new(), files: BTreeSet::new() }
    }

    /// Looks at a group of files, some with another text than on disk.
    ///
    /// # Errors
    /// If there is nothing to look at, or no such profile.
    pub(super) fn add(
        &mut self,
        group: &Group,
        look: &Look,
        texts: &BTreeMap<PathBuf, Vec<u8>>,
    ) -> io::Result<()> {
        let mut workspace = open(group, look, texts)?;
        let snapshot = workspace.snapshot(&|_, _| {});
        if wanted(&snapshot, group).is_empty() {
            let paths: Vec<String> = group.wanted.iter().map(|path| path.display().to_string()).collect();
            return Err(io::Error::new(
                io::ErrorKind::NotFound,
                format!("no configuration files (*.cfg.lua) in {}: name a file to check", paths.join(", ")),
            ));
        }
        let mut views = Vec::new();
        for name in profiles::to_look_at(&snapshot, &look.profiles)? {
            workspace.choose_profile(name.map(|name| name.to_string()));
            self.view(&workspace.snapshot(&|_, _| {}), group, look, &mut views);
        }
        self.files.extend(views.iter().map(|view| view.path.clone()));
        self.findings.extend(profiles::merge(views));
        Ok(())
    }

    /// What there is to see in each wanted file of a snapshot that no other group had.
    fn view(&self, snapshot: &Snapshot, group: &Group, look: &Look, out: &mut Vec<View>) {
        // Who asks for all profiles waits for them anyway.
        let effort = if look.profiles == Profiles::All { Effort::Much } else { Effort::Little };
        rules::read_profiles(snapshot, effort);
        let mut checker = Checker::new(snapshot);
        if look.profiles != Profiles::Usual {
            checker = checker.of_shown_profile();
        }
        for file in wanted(snapshot, group) {
            let Some(source) = snapshot.file(file).filter(|source| !self.files.contains(&source.path)) else {
                continue;
            };
            let Some(tree) = snapshot.tree_of(file) else { continue };
            let found = checker.check(file).into_iter();
            let found = found.filter(|finding| look.filter.takes(finding.rule));
            out.push(View {
                path: source.path.clone(),
                profile: Arc::clone(&tree.profile_name),
                is_loaded: tree.role != TreeRole::Fragment,
                findings: found.map(|finding| self.located(snapshot, source, finding)).collect(),
            });
        }
    }

    fn located(&self, snapshot: &Snapshot, source: &Arc<SourceFile>, finding: Finding) -> Located {
        let place = |file, span| Some(self.place(snapshot.file(file)?, span));
        let notes = finding.notes.iter().filter_map(|note| place(note.file, note.span)).collect();
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits).filter_map(|edit| {
            let source = Arc::clone(snapshot.file(edit.file)?);
            let place = self.place(&source, edit.span);
            Some(Change { source, span: edit.span, place, text: edit.text.clone() })
        });
        Located {
            place: self.place(source, finding.span),
            notes,
            edits: edits.collect(),
            source: Arc::clone(source),
            finding,
            profiles: Vec::new(),
        }
    }

    /// Puts the findings in the order of their places.
    pub(super) fn sort(&mut self) {
        self.findings.sort_by(|a, b| (&a.place, a.finding.rule).cmp(&(&b.place, b.finding.rule)));
    }

    /// A path as it is shown.
    pub(super) fn shown(&self, path: &Path) -> String {
        shown(&self.directory, path)
    }

    fn place(&self, source: &SourceFile, span: Span) -> Place {
        let at = |offset| source.lines.position(&source.text, offset, Encoding::Utf32);
        let (start, end) = (at(span.start), at(span.end));
        Place {
            file: self.shown(&source.path),
            line: start.line + 1,
            column: start.column + 1,
            end_line: end.line + 1,
            end_column: end.column + 1,
        }
    }
}

fn open(group: &Group, look: &Look, texts: &BTreeMap<PathBuf, Vec<u8>>) -> io::Result<Workspace> {
    let mut workspace = Workspace::new();
    workspace.set_profile(look.profile.clone());
    workspace.set_roots(group.roots.clone());
    workspace.set_entry(group.entry.clone());
    // A file that the entry does not load is looked at by itself.
    for path in group.wanted.iter().filter(|path| Some(*path) != group.entry.as_ref() && path.is_file()) {
        workspace.set_text(path, std::fs::read(path)?.into(), 0);
    }
    for (path, text) in texts {
        workspace.set_text(path, text.as_slice().into(), 1);
    }
    Ok(workspace)
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

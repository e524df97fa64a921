//! Renaming and moving files: what loads them, by a path that is written out, is changed to load them from where they
//! will be. What can't be changed so that it means the same is said instead.

mod include;
mod loader;
mod path;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use config::{Snapshot, SourceFile};

use crate::mentions::content;
use crate::place::{Place, line};
use crate::{Analysis, Position, TextChange};

/// A file or a directory that gets another path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRename {
    /// Where it is.
    pub from: PathBuf,
    /// Where it will be.
    pub to: PathBuf,
}

/// What renaming files needs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileRenames {
    /// Changes of files where they are before the renaming.
    pub changes: Vec<TextChange>,
    /// What has to be seen to by hand, one sentence each.
    pub remarks: Vec<String>,
}

impl Analysis {
    /// What has to change when files or directories are renamed, so that the same is loaded as before.
    pub fn rename_files(&self, renames: &[FileRename]) -> FileRenames {
        let mut files = self.snapshot.files_with(&include::WORDS);
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let mut all =
            Renaming { snapshot: &self.snapshot, moves: Moves(renames), found: FileRenames::default() };
        for file in files {
            include::look(&mut all, file);
        }
        loader::look(&mut all);
        all.entries();
        let FileRenames { mut changes, mut remarks } = all.found;
        changes.sort();
        changes.dedup();
        let mut seen = Vec::new();
        remarks.retain(|remark| {
            !seen.contains(remark) && {
                seen.push(remark.clone());
                true
            }
        });
        FileRenames { changes, remarks }
    }
}

/// Where paths will be.
struct Moves<'a>(&'a [FileRename]);

impl Moves<'_> {
    /// Where a path will be.
    fn of(&self, path: &Path) -> PathBuf {
        let nearest = self
            .0
            .iter()
            .filter_map(|rename| Some((rename, path.strip_prefix(&rename.from).ok()?)))
            .max_by_key(|(rename, _)| rename.from.components().count());
        match nearest {
            Some((rename, rest)) if rest.as_os_str().is_empty() => rename.to.clone(),
            Some((rename, rest)) => rename.to.join(rest),
            None => path.to_owned(),
        }
    }

    /// Whether a path will be elsewhere.
    fn touch(&self, path: &Path) -> bool {
        self.0.iter().any(|rename| path.starts_with(&rename.from) && rename.from != rename.to)
    }
}

/// The work under way.
struct Renaming<'a> {
    snapshot: &'a Snapshot,
    moves: Moves<'a>,
    found: FileRenames,
}

impl Renaming<'_> {
    /// Writes another path into a string literal, if it fits between its quotes.
    fn write(&mut self, file: &SourceFile, literal: syntax::Span, value: &[u8], new: Option<String>) {
        let fits =
            |path: &String| !path.bytes().any(|b| matches!(b, b'"' | b'\'' | b'\\' | b']') || b < b' ');
        match (content(&file.text, literal, value), new.filter(fits)) {
            (Some(span), Some(text)) => {
                if span.slice(&file.text) != text.as_bytes() {
                    self.found.changes.push(TextChange { path: file.path.clone(), span, text });
                }
            }
            _ => self.by_hand(file, literal),
        }
    }

    /// Says which project files name an entry that is moved.
    fn entries(&mut self) {
        for project in self.snapshot.surroundings().projects() {
            let entry = project.entry.as_ref().filter(|entry| self.moves.touch(entry));
            let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let together = |entry: &PathBuf| {
                let (from, to) = (project.path.parent(), self.moves.of(&project.path));
                let after = self.moves.of(entry);
                from.and_then(|from| path::relative(from, entry))
                    == to.parent().and_then(|to| path::relative(to, &after))
            };
            if let Some(entry) = entry.filter(|entry| !together(entry)) {
                let (project, entry) = (name(&project.path), name(entry));
                self.found.remarks.push(format!("{project} names {entry} as the entry: change it by hand."));
            }
        }
    }

    fn by_hand(&mut self, file: &SourceFile, place: syntax::Span) {
        let at = self.at(file, place);
        self.found
            .remarks
            .push(format!("{at} loads what is moved by a path that has to be changed by hand."));
    }

    /// `conf.d/a.cfg.lua:12`
    fn at(&self, file: &SourceFile, place: syntax::Span) -> String {
        let around = Place::new(self.snapshot, Position { file: file.id, offset: place.start });
        let path =
            around.map_or_else(|| file.path.display().to_string(), |around| around.path_of(&file.path));
        format!("{path}:{}", line(file, place.start))
    }
}

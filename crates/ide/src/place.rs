//! The place that a question is about, with all that is known around it.

use std::path::Path;
use std::sync::Arc;

use config::{FileId, Settings, Snapshot, SourceFile, Tree};
use schema::{Schema, Version};
use syntax::{Encoding, Span};

use crate::{Position, sections};

/// A place in a file of the snapshot.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) file: &'a Arc<SourceFile>,
    /// The tree that answers questions about the file, if any loads it.
    pub(crate) tree: Option<&'a Arc<Tree>>,
    /// The schema of the tree's version.
    pub(crate) schema: Schema<'a>,
    pub(crate) offset: u32,
}

impl<'a> Place<'a> {
    /// `None` if the snapshot does not have the file.
    pub(crate) fn new(snapshot: &'a Snapshot, at: Position) -> Option<Self> {
        let file = snapshot.file(at.file)?;
        let tree = snapshot.tree_of(at.file);
        let schema = tree.map_or_else(|| Schema::of(Version::default()), |tree| tree.schema());
        let end = u32::try_from(file.text.len()).unwrap_or(u32::MAX);
        Some(Self { snapshot, file, tree, schema, offset: at.offset.min(end) })
    }

    pub(crate) fn text(&self) -> &'a [u8] {
        &self.file.text
    }

    /// The bytes of a span of this file as text; broken UTF-8 is replaced.
    pub(crate) fn slice(&self, span: Span) -> String {
        String::from_utf8_lossy(span.slice(&self.file.text)).into_owned()
    }

    pub(crate) fn settings(&self) -> Option<&'a Settings> {
        self.tree.map(|tree| &tree.settings)
    }

    /// The host that is current here: `*` for the global section.
    pub(crate) fn host(&self) -> String {
        let known = self.settings().map_or("*", |settings| settings.host_at(self.file.id, self.offset));
        // Where loading fails, what follows was never run: the text itself still shows its sections.
        if known == "*" && self.settings().is_none_or(|settings| settings.error.is_some()) {
            return sections::host_at(&self.file.parse.chunk, self.offset).unwrap_or_else(|| "*".to_owned());
        }
        known.to_owned()
    }

    /// A file's path as a person would name it in this tree.
    pub(crate) fn path_of(&self, path: &Path) -> String {
        let root = self.tree.and_then(|tree| {
            let entry = self.snapshot.file(tree.entry)?;
            let mount = tree.profile.mount.as_ref().map(|mount| mount.root.as_path());
            mount.filter(|root| path.starts_with(root)).or_else(|| entry.path.parent())
        });
        let relative = root.and_then(|root| path.strip_prefix(root).ok()).unwrap_or(path);
        relative.display().to_string()
    }

    /// `conf.d/hosts.cfg.lua:12`
    pub(crate) fn location(&self, file: FileId, offset: u32) -> String {
        let Some(source) = self.snapshot.file(file) else { return "an unknown file".to_owned() };
        format!("{}:{}", self.path_of(&source.path), line(source, offset))
    }
}

/// The line of an offset, from 1.
pub(crate) fn line(file: &SourceFile, offset: u32) -> u32 {
    file.lines.position(&file.text, offset, Encoding::Utf8).line + 1
}

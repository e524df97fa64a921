//! What a request sees: one immutable moment of the session.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use config::{FileId, PROJECT_FILE, SourceFile, TreeRole};
use ide::Analysis;
use rustc_hash::FxHashMap;
use tower_lsp_server::ls_types::Uri;

use crate::capabilities::ClientFeatures;
use crate::memory::Memory;
use crate::settings::Hidden;

/// Documents that are open in the editor, by path.
pub(crate) type OpenDocuments = FxHashMap<PathBuf, OpenDocument>;

/// What an answer needs to know of an open document.
#[derive(Debug, Clone)]
pub(crate) struct OpenDocument {
    /// Its URI as the client spells it.
    pub(crate) uri: Uri,
    /// Whether the client says that it is a Prosody configuration.
    pub(crate) declared: bool,
}

/// One moment of the session. Cheap to clone.
#[derive(Clone)]
pub(crate) struct View {
    /// The files and what they mean.
    pub(crate) analysis: Analysis,
    /// The open documents.
    pub(crate) open: Arc<OpenDocuments>,
    /// What the client understands.
    pub(crate) features: Arc<ClientFeatures>,
    /// What the user does not want to see.
    pub(crate) hidden: Arc<Hidden>,
    /// Whether findings of files that are not open are wanted.
    pub(crate) workspace_diagnostics: bool,
    /// What earlier answers left behind.
    pub(crate) memory: Arc<Memory>,
}

impl View {
    /// The URI of a file, as the client spells it if it has it open.
    pub(crate) fn uri(&self, path: &Path) -> Option<Uri> {
        match self.open.get(path) {
            Some(document) => Some(document.uri.clone()),
            None if path.is_absolute() => Uri::from_file_path(path),
            None => path.to_str().and_then(|text| Uri::from_str(text).ok()),
        }
    }

    /// The file at a path, if it is one that we have anything to say about: a `*.cfg.lua`,
    /// a file that a known configuration loads, or one that the client calls Prosody's.
    /// Other Lua code is none of our business even if an editor sends it.
    pub(crate) fn configuration(&self, path: &Path) -> Option<&Arc<SourceFile>> {
        let id = self.analysis.file_id(path)?;
        let ours = is_configuration_name(path)
            || self.open.get(path).is_some_and(|document| document.declared)
            || self.is_loaded(id);
        self.analysis.file(id).filter(|_| ours)
    }

    /// The same, or an open `prosody-ls.toml`.
    pub(crate) fn document(&self, path: &Path) -> Option<&Arc<SourceFile>> {
        if path.file_name().is_some_and(|name| name == PROJECT_FILE) {
            return self.open.get(path).and_then(|_| self.analysis.file(self.analysis.file_id(path)?));
        }
        self.configuration(path)
    }

    fn is_loaded(&self, id: FileId) -> bool {
        self.analysis.snapshot().tree_of(id).is_some_and(|tree| tree.role == TreeRole::Entry)
    }
}

fn is_configuration_name(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.ends_with(".cfg.lua"))
}

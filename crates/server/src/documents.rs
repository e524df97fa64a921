//! The documents that are open in the editor: their text, edit by edit.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use syntax::{Encoding, LineIndex};
use tower_lsp_server::ls_types::{TextDocumentContentChangeEvent, TextDocumentItem, Uri};

use crate::from_proto;
use crate::view::{OpenDocument, OpenDocuments};

/// All open documents, by path.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    documents: FxHashMap<PathBuf, Document>,
    open: Arc<OpenDocuments>,
}

#[derive(Debug)]
struct Document {
    version: i32,
    text: Vec<u8>,
    /// The lines of `text`, kept up to date edit by edit.
    lines: LineIndex,
    /// Whether the workspace has not seen this text yet.
    unseen: bool,
}

impl Documents {
    /// Takes a document in. One that is open already is replaced.
    pub(crate) fn open(&mut self, path: PathBuf, item: TextDocumentItem) {
        let declared = item.language_id.to_ascii_lowercase().contains("prosody");
        let open = OpenDocument { uri: item.uri, declared };
        Arc::make_mut(&mut self.open).insert(path.clone(), open);
        self.documents.insert(path, Document::new(item.text, item.version));
    }

    /// Applies edits, each to the outcome of the one before. Returns whether there is such a document.
    pub(crate) fn change(
        &mut self,
        path: &Path,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) -> bool {
        let Some(document) = self.documents.get_mut(path) else { return false };
        if version <= document.version {
            tracing::warn!(?path, version, known = document.version, "a document's version did not grow");
        }
        document.version = version;
        document.unseen = true;
        for change in changes {
            document.apply(change, encoding);
        }
        true
    }

    /// Forgets a document. Returns its URI as the client spelt it.
    pub(crate) fn close(&mut self, path: &Path) -> Option<Uri> {
        self.documents.remove(path)?;
        Arc::make_mut(&mut self.open).remove(path).map(|document| document.uri)
    }

    /// What answers need to know of the open documents.
    pub(crate) fn open_documents(&self) -> &Arc<OpenDocuments> {
        &self.open
    }

    /// The version of a document.
    pub(crate) fn version(&self, path: &Path) -> Option<i32> {
        self.documents.get(path).map(|document| document.version)
    }

    /// The text of a document.
    pub(crate) fn text(&self, path: &Path) -> Option<&[u8]> {
        self.documents.get(path).map(|document| document.text.as_slice())
    }

    /// Hands over every text that was not handed over yet: path, text, version.
    pub(crate) fn take_unseen(&mut self) -> impl Iterator<Item = (&Path, Arc<[u8]>, i32)> {
        self.documents.iter_mut().filter_map(|(path, document)| {
            let unseen = std::mem::take(&mut document.unseen);
            unseen.then(|| (path.as_path(), Arc::from(document.text.as_slice()), document.version))
        })
    }

    /// Makes [`Documents::take_unseen`] hand over everything once more.
    pub(crate) fn unsee(&mut self) {
        for document in self.documents.values_mut() {
            document.unseen = true;
        }
    }
}

impl Document {
    fn new(text: String, version: i32) -> Self {
        let text = text.into_bytes();
        Self { version, lines: LineIndex::new(&text), text, unseen: true }
    }

    fn apply(&mut self, change: TextDocumentContentChangeEvent, encoding: Encoding) {
        let Some(range) = change.range else {
            *self = Self::new(change.text, self.version);
            return;
        };
        let range = from_proto::line_position(range.start)..from_proto::line_position(range.end);
        self.lines.apply_edit(&mut self.text, range, encoding, change.text.as_bytes());
    }
}

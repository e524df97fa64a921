//! Edits of any files, of the configuration or beside it.

use std::path::Path;

use ide::TextChange;
use tower_lsp_server::ls_types as lsp;

use super::location::Ranges;
use crate::view::View;

/// Edits of any files; `None` if one of them can't be named or read.
pub(crate) fn changes(view: &View, changes: &[TextChange]) -> Option<lsp::WorkspaceEdit> {
    let mut ranges = Ranges::new(view);
    let mut files: Vec<(&Path, lsp::Uri, Vec<lsp::TextEdit>)> = Vec::new();
    for change in changes {
        let edit = lsp::TextEdit::new(ranges.range(&change.path, change.span)?, change.text.clone());
        match files.iter_mut().find(|(known, ..)| *known == change.path) {
            Some((.., edits)) => edits.push(edit),
            None => files.push((&change.path, view.uri(&change.path)?, vec![edit])),
        }
    }
    if !view.features.versioned_edits {
        let changes = files.into_iter().map(|(_, uri, edits)| (uri, edits)).collect();
        return Some(lsp::WorkspaceEdit { changes: Some(changes), ..lsp::WorkspaceEdit::default() });
    }
    let version = |path| view.analysis.file_id(path).and_then(|id| view.analysis.file(id)?.version);
    let edits = files.into_iter().map(|(path, uri, edits)| lsp::TextDocumentEdit {
        text_document: lsp::OptionalVersionedTextDocumentIdentifier { uri, version: version(path) },
        edits: edits.into_iter().map(lsp::OneOf::Left).collect(),
    });
    let document_changes = Some(lsp::DocumentChanges::Edits(edits.collect()));
    Some(lsp::WorkspaceEdit { document_changes, ..lsp::WorkspaceEdit::default() })
}

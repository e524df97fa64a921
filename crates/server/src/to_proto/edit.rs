//! Edits of any files.

use std::path::Path;

use config::SourceFile;
use ide::Edit;
use tower_lsp_server::ls_types as lsp;

use super::range;
use crate::view::View;

/// Edits of any files; `None` if one of them can't be named.
pub(crate) fn workspace_edit(view: &View, edits: &[Edit]) -> Option<lsp::WorkspaceEdit> {
    let mut files: Vec<(&SourceFile, lsp::Uri, Vec<lsp::TextEdit>)> = Vec::new();
    for edit in edits {
        let file = view.analysis.file(edit.file)?;
        let edit = lsp::TextEdit::new(range(file, edit.span, view.features.encoding), edit.text.clone());
        match files.iter_mut().find(|(known, ..)| known.id == file.id) {
            Some((.., edits)) => edits.push(edit),
            None => files.push((file, view.uri(Path::new(&file.path))?, vec![edit])),
        }
    }
    if !view.features.versioned_edits {
        let changes = files.into_iter().map(|(_, uri, edits)| (uri, edits)).collect();
        return Some(lsp::WorkspaceEdit { changes: Some(changes), ..lsp::WorkspaceEdit::default() });
    }
    let edits = files.into_iter().map(|(file, uri, edits)| lsp::TextDocumentEdit {
        text_document: lsp::OptionalVersionedTextDocumentIdentifier { uri, version: file.version },
        edits: edits.into_iter().map(lsp::OneOf::Left).collect(),
    });
    let document_changes = Some(lsp::DocumentChanges::Edits(edits.collect()));
    Some(lsp::WorkspaceEdit { document_changes, ..lsp::WorkspaceEdit::default() })
}

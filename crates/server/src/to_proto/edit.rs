//! Edits of any files, and files to create.

use std::path::Path;

use config::SourceFile;
use ide::{ActionKind, Change, Edit, NewFile};
use tower_lsp_server::ls_types as lsp;

use super::range;
use crate::view::View;

/// The kind of an action.
pub(crate) const fn action_kind(kind: ActionKind) -> lsp::CodeActionKind {
    match kind {
        ActionKind::QuickFix => lsp::CodeActionKind::QUICKFIX,
        ActionKind::Rewrite => lsp::CodeActionKind::REFACTOR_REWRITE,
        ActionKind::Extract => lsp::CodeActionKind::REFACTOR_EXTRACT,
        ActionKind::Move => lsp::CodeActionKind::new("refactor.move"),
        ActionKind::FixAll => lsp::CodeActionKind::SOURCE_FIX_ALL,
    }
}

/// A change; `None` if one of its files can't be named, or the client creates no files.
pub(crate) fn change(view: &View, change: &Change) -> Option<lsp::WorkspaceEdit> {
    if change.creates.is_empty() {
        return workspace_edit(view, &change.edits);
    }
    if !view.features.creates_files {
        return None;
    }
    let mut operations = Vec::new();
    for file in &change.creates {
        operations.extend(created(view, file)?);
    }
    let edited = edits_by_file(view, &change.edits)?.into_iter();
    operations.extend(edited.map(document_edit).map(lsp::DocumentChangeOperation::Edit));
    let document_changes = Some(lsp::DocumentChanges::Operations(operations));
    Some(lsp::WorkspaceEdit { document_changes, ..lsp::WorkspaceEdit::default() })
}

/// A new file, and its text as an edit of it.
fn created(view: &View, file: &NewFile) -> Option<[lsp::DocumentChangeOperation; 2]> {
    let uri = view.uri(&file.path)?;
    let options = lsp::CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(false) };
    let create = lsp::CreateFile { uri: uri.clone(), options: Some(options), annotation_id: None };
    let text = lsp::TextEdit::new(lsp::Range::default(), file.text.clone());
    Some([
        lsp::DocumentChangeOperation::Op(lsp::ResourceOp::Create(create)),
        lsp::DocumentChangeOperation::Edit(lsp::TextDocumentEdit {
            text_document: lsp::OptionalVersionedTextDocumentIdentifier { uri, version: None },
            edits: vec![lsp::OneOf::Left(text)],
        }),
    ])
}

/// Edits of any files; `None` if one of them can't be named.
pub(crate) fn workspace_edit(view: &View, edits: &[Edit]) -> Option<lsp::WorkspaceEdit> {
    let files = edits_by_file(view, edits)?.into_iter();
    if !view.features.versioned_edits {
        let changes = files.map(|(_, uri, edits)| (uri, edits)).collect();
        return Some(lsp::WorkspaceEdit { changes: Some(changes), ..lsp::WorkspaceEdit::default() });
    }
    let document_changes = Some(lsp::DocumentChanges::Edits(files.map(document_edit).collect()));
    Some(lsp::WorkspaceEdit { document_changes, ..lsp::WorkspaceEdit::default() })
}

/// The edits of one file, with its name.
type Edited<'v> = (&'v SourceFile, lsp::Uri, Vec<lsp::TextEdit>);

fn edits_by_file<'v>(view: &'v View, edits: &[Edit]) -> Option<Vec<Edited<'v>>> {
    let mut files: Vec<Edited<'v>> = Vec::new();
    for edit in edits {
        let file = view.analysis.file(edit.file)?;
        let edit = lsp::TextEdit::new(range(file, edit.span, view.features.encoding), edit.text.clone());
        match files.iter_mut().find(|(known, ..)| known.id == file.id) {
            Some((.., edits)) => edits.push(edit),
            None => files.push((file, view.uri(Path::new(&file.path))?, vec![edit])),
        }
    }
    Some(files)
}

fn document_edit((file, uri, edits): Edited<'_>) -> lsp::TextDocumentEdit {
    lsp::TextDocumentEdit {
        text_document: lsp::OptionalVersionedTextDocumentIdentifier { uri, version: file.version },
        edits: edits.into_iter().map(lsp::OneOf::Left).collect(),
    }
}

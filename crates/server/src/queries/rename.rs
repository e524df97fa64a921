//! `textDocument/prepareRename` and `textDocument/rename`

use std::sync::Arc;

use config::SourceFile;
use ide::Position;
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{
    PrepareRenameResponse, RenameParams, TextDocumentPositionParams, WorkspaceEdit,
};

use super::{failed, place};
use crate::view::View;
use crate::{from_proto, to_proto};

/// `textDocument/prepareRename`
pub(crate) fn prepare_rename(
    view: &View,
    params: &TextDocumentPositionParams,
) -> Result<Option<PrepareRenameResponse>> {
    let Some((file, at)) = any_place(view, params) else { return Ok(None) };
    let found = view.analysis.prepare_rename(at).map_err(failed)?;
    Ok(found.map(|(span, placeholder)| PrepareRenameResponse::RangeWithPlaceholder {
        range: to_proto::range(file, span, view.features.encoding),
        placeholder,
    }))
}

/// `textDocument/rename`
pub(crate) fn rename(view: &View, params: &RenameParams) -> Result<Option<WorkspaceEdit>> {
    let Some((_, at)) = any_place(view, &params.text_document_position) else { return Ok(None) };
    let changes = view.analysis.rename(at, &params.new_name).map_err(failed)?;
    let edit = to_proto::changes(view, &changes);
    edit.map(Some).ok_or_else(|| failed("A file that mentions it can't be read".to_owned()))
}

/// A place in a configuration, or in an open document beside it in which something can be renamed.
fn any_place<'v>(
    view: &'v View,
    params: &TextDocumentPositionParams,
) -> Option<(&'v Arc<SourceFile>, Position)> {
    place(view, params).or_else(|| {
        let path = from_proto::path(&params.text_document.uri);
        if !view.open.contains_key(&path) || !view.analysis.renames_from(&path) {
            return None;
        }
        let file = view.analysis.file(view.analysis.file_id(&path)?)?;
        let offset = from_proto::offset(file, params.position, view.features.encoding);
        Some((file, Position { file: file.id, offset }))
    })
}

//! `textDocument/prepareRename` and `textDocument/rename`

use tower_lsp_server::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp_server::ls_types::{
    PrepareRenameResponse, RenameParams, TextDocumentPositionParams, WorkspaceEdit,
};

use super::place;
use crate::to_proto;
use crate::view::View;

/// `RequestFailed`: the request is sound, but it can't be done.
const REQUEST_FAILED: ErrorCode = ErrorCode::ServerError(-32803);

/// `textDocument/prepareRename`
pub(crate) fn prepare_rename(
    view: &View,
    params: &TextDocumentPositionParams,
) -> Result<Option<PrepareRenameResponse>> {
    let Some((file, at)) = place(view, params) else { return Ok(None) };
    let found = view.analysis.prepare_rename(at).map_err(refused)?;
    Ok(found.map(|(span, placeholder)| PrepareRenameResponse::RangeWithPlaceholder {
        range: to_proto::range(file, span, view.features.encoding),
        placeholder,
    }))
}

/// `textDocument/rename`
pub(crate) fn rename(view: &View, params: &RenameParams) -> Result<Option<WorkspaceEdit>> {
    let Some((_, at)) = place(view, &params.text_document_position) else { return Ok(None) };
    let changes = view.analysis.rename(at, &params.new_name).map_err(refused)?;
    let edit = to_proto::changes(view, &changes);
    edit.map(Some).ok_or_else(|| refused("A file that mentions it can't be read".to_owned()))
}

fn refused(why: String) -> Error {
    Error { code: REQUEST_FAILED, message: why.into(), data: None }
}

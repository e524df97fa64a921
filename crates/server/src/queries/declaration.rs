//! `textDocument/declaration`

use tower_lsp_server::ls_types::{GotoDefinitionParams, GotoDefinitionResponse};

use super::place;
use crate::to_proto;
use crate::view::View;

/// `textDocument/declaration`
pub(crate) fn declaration(view: &View, params: &GotoDefinitionParams) -> Option<GotoDefinitionResponse> {
    let (file, at) = place(view, &params.text_document_position_params)?;
    to_proto::definition(view, file, view.analysis.declaration(at), view.features.declaration_links)
}

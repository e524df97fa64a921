//! `textDocument/implementation`

use tower_lsp_server::ls_types::{GotoDefinitionParams, GotoDefinitionResponse};

use super::place;
use crate::to_proto;
use crate::view::View;

/// `textDocument/implementation`
pub(crate) fn implementation(view: &View, params: &GotoDefinitionParams) -> Option<GotoDefinitionResponse> {
    let (file, at) = place(view, &params.text_document_position_params)?;
    to_proto::definition(view, file, view.analysis.implementation(at), view.features.implementation_links)
}

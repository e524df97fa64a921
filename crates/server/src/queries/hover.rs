//! `textDocument/hover`

use tower_lsp_server::ls_types::{Hover, HoverParams};

use super::document_place;
use crate::to_proto;
use crate::view::View;

/// `textDocument/hover`
pub(crate) fn hover(view: &View, params: &HoverParams) -> Option<Hover> {
    let (file, at) = document_place(view, &params.text_document_position_params)?;
    let hover = view.analysis.hover(at)?;
    Some(to_proto::hover(file, hover, &view.features))
}

//! `textDocument/references`

use tower_lsp_server::ls_types::{Location, ReferenceParams};

use super::place;
use crate::to_proto;
use crate::view::View;

/// `textDocument/references`
pub(crate) fn references(view: &View, params: &ReferenceParams) -> Option<Vec<Location>> {
    let (_, at) = place(view, &params.text_document_position)?;
    let found = view.analysis.references(at, params.context.include_declaration);
    Some(to_proto::locations(view, &found))
}

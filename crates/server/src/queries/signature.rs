//! `textDocument/signatureHelp`

use tower_lsp_server::ls_types::{SignatureHelp, SignatureHelpParams};

use super::place;
use crate::to_proto;
use crate::view::View;

/// `textDocument/signatureHelp`
pub(crate) fn signature(view: &View, params: &SignatureHelpParams) -> Option<SignatureHelp> {
    let (_, at) = place(view, &params.text_document_position_params)?;
    Some(to_proto::signature(&view.analysis.signature(at)?, &view.features))
}

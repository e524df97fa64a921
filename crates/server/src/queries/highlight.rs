//! `textDocument/documentHighlight`

use ide::Access;
use tower_lsp_server::ls_types::{DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams};

use super::place;
use crate::to_proto;
use crate::view::View;

/// `textDocument/documentHighlight`
pub(crate) fn highlight(view: &View, params: &DocumentHighlightParams) -> Option<Vec<DocumentHighlight>> {
    let (file, at) = place(view, &params.text_document_position_params)?;
    let highlights = view.analysis.highlights(at).into_iter().map(|(span, access)| DocumentHighlight {
        range: to_proto::range(file, span, view.features.encoding),
        kind: Some(match access {
            Access::Write => DocumentHighlightKind::WRITE,
            Access::Read => DocumentHighlightKind::READ,
        }),
    });
    Some(highlights.collect())
}

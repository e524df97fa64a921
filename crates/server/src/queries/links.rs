//! `textDocument/documentLink`

use tower_lsp_server::ls_types::{DocumentLink, DocumentLinkParams};

use crate::view::View;
use crate::{from_proto, to_proto};

/// `textDocument/documentLink`
pub(crate) fn links(view: &View, params: &DocumentLinkParams) -> Option<Vec<DocumentLink>> {
    let file = view.configuration(&from_proto::path(&params.text_document.uri))?;
    let links = view.analysis.links(file.id);
    Some(links.into_iter().filter_map(|link| to_proto::link(view, file, link)).collect())
}

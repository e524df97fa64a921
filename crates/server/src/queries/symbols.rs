//! `textDocument/documentSymbol`

use tower_lsp_server::ls_types::{DocumentSymbolParams, DocumentSymbolResponse};

use crate::view::View;
use crate::{from_proto, to_proto};

/// `textDocument/documentSymbol`
pub(crate) fn symbols(view: &View, params: &DocumentSymbolParams) -> Option<DocumentSymbolResponse> {
    let uri = &params.text_document.uri;
    let file = view.configuration(&from_proto::path(uri))?;
    let symbols = view.analysis.symbols(file.id);
    let features = &view.features;
    if view.features.nested_symbols {
        let nested = symbols.into_iter().map(|symbol| to_proto::nested_symbol(file, symbol, features));
        return Some(DocumentSymbolResponse::Nested(nested.collect()));
    }
    let mut flat = Vec::new();
    to_proto::flat_symbols(file, uri, symbols, None, features, &mut flat);
    Some(DocumentSymbolResponse::Flat(flat))
}

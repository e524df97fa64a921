//! `workspace/symbol`

use tower_lsp_server::ls_types::{WorkspaceSymbolParams, WorkspaceSymbolResponse};

use crate::to_proto;
use crate::view::View;

/// `workspace/symbol`
pub(crate) fn workspace_symbols(view: &View, params: &WorkspaceSymbolParams) -> WorkspaceSymbolResponse {
    let found = view.analysis.workspace_symbols(&params.query);
    let symbols = found.into_iter().filter_map(|symbol| to_proto::workspace_symbol(view, symbol));
    WorkspaceSymbolResponse::Flat(symbols.collect())
}

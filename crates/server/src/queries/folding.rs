//! `textDocument/foldingRange`

use tower_lsp_server::ls_types::{FoldingRange, FoldingRangeParams};

use crate::view::View;
use crate::{from_proto, to_proto};

/// `textDocument/foldingRange`
pub(crate) fn folding(view: &View, params: &FoldingRangeParams) -> Option<Vec<FoldingRange>> {
    let file = view.configuration(&from_proto::path(&params.text_document.uri))?;
    let folds = view.analysis.folds(file.id);
    Some(to_proto::folding_ranges(file, &folds, &view.features))
}

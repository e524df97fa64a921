//! `textDocument/selectionRange`

use ide::Position;
use tower_lsp_server::ls_types::{SelectionRange, SelectionRangeParams};

use crate::view::View;
use crate::{from_proto, to_proto};

/// `textDocument/selectionRange`: one chain of growing ranges for each position.
pub(crate) fn selection(view: &View, params: &SelectionRangeParams) -> Option<Vec<SelectionRange>> {
    let file = view.configuration(&from_proto::path(&params.text_document.uri))?;
    let encoding = view.features.encoding;
    let ranges = params.positions.iter().map(|position| {
        let offset = from_proto::offset(file, *position, encoding);
        let steps = view.analysis.selection(Position { file: file.id, offset });
        let chain = steps.into_iter().rev().fold(None, |parent, span| {
            let range = to_proto::range(file, span, encoding);
            Some(SelectionRange { range, parent: parent.map(Box::new) })
        });
        // Each position wants an answer, an empty file or not.
        let nothing = || SelectionRange { range: tower_lsp_server::ls_types::Range::default(), parent: None };
        chain.unwrap_or_else(nothing)
    });
    Some(ranges.collect())
}

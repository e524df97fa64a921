//! Folds, for clients that fold whole lines and for others.

use config::SourceFile;
use ide::{Fold, FoldKind};
use tower_lsp_server::ls_types as lsp;

use super::range;
use crate::capabilities::ClientFeatures;

/// Folds as the client can show them: at most one for each line that begins one, and no more than it wants.
pub(crate) fn folding_ranges(
    file: &SourceFile,
    folds: &[Fold],
    features: &ClientFeatures,
) -> Vec<lsp::FoldingRange> {
    let mut ranges: Vec<lsp::FoldingRange> = Vec::new();
    for fold in folds {
        let range = range(file, fold.span, features.encoding);
        let (start, mut end) = (range.start, range.end);
        if features.line_folding_only && fold.closed {
            // What closes it stays in sight.
            end.line = end.line.saturating_sub(1);
        }
        let taken = ranges.iter().rev().take_while(|known| known.start_line == start.line).count() > 0;
        if end.line <= start.line || taken {
            continue;
        }
        let by_line = features.line_folding_only;
        ranges.push(lsp::FoldingRange {
            start_line: start.line,
            start_character: (!by_line).then_some(start.character),
            end_line: end.line,
            end_character: (!by_line).then_some(end.character),
            kind: match fold.kind {
                FoldKind::Comment => Some(lsp::FoldingRangeKind::Comment),
                FoldKind::Section => Some(lsp::FoldingRangeKind::Region),
                FoldKind::Code => None,
            },
            collapsed_text: None,
        });
    }
    ranges.truncate(features.folding_limit.map_or(usize::MAX, |limit| limit as usize));
    ranges
}

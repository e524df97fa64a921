//! Spans as ranges.

use config::SourceFile;
use syntax::{Encoding, LineIndex, Span};
use tower_lsp_server::ls_types as lsp;

/// A span of a file in the client's units.
pub(crate) fn range(file: &SourceFile, span: Span, encoding: Encoding) -> lsp::Range {
    range_in(&file.lines, &file.text, span, encoding)
}

/// A span of any text in the client's units.
pub(crate) fn range_in(lines: &LineIndex, text: &[u8], span: Span, encoding: Encoding) -> lsp::Range {
    let position = |offset| {
        let position = lines.position(text, offset, encoding);
        lsp::Position::new(position.line, position.column)
    };
    lsp::Range::new(position(span.start), position(span.end.max(span.start)))
}

//! Inlay hints.

use config::SourceFile;
use ide::Hint;
use syntax::Span;
use tower_lsp_server::ls_types as lsp;

use super::range;
use crate::queries::HintData;
use crate::view::View;

/// A hint with a link to the place that it names.
pub(crate) fn hint(view: &View, file: &SourceFile, uri: &lsp::Uri, hint: Hint) -> lsp::InlayHint {
    let location = hint.target.and_then(|(other, span)| {
        let other = view.analysis.file(other)?;
        Some(lsp::Location::new(view.uri(&other.path)?, range(other, span, view.features.encoding)))
    });
    let label = match location {
        Some(_) => lsp::InlayHintLabel::LabelParts(vec![lsp::InlayHintLabelPart {
            value: hint.label,
            location,
            ..lsp::InlayHintLabelPart::default()
        }]),
        None => lsp::InlayHintLabel::String(hint.label),
    };
    let data = HintData { uri: uri.clone(), name: hint.name, version: file.version };
    lsp::InlayHint {
        position: range(file, Span::empty(hint.offset), view.features.encoding).start,
        label,
        kind: None,
        text_edits: None,
        tooltip: None,
        padding_left: Some(true),
        padding_right: None,
        data: serde_json::to_value(data).ok(),
    }
}

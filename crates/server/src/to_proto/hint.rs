//! Inlay hints.

use config::SourceFile;
use ide::Hint;
use syntax::Span;
use tower_lsp_server::ls_types as lsp;

use super::range;
use crate::queries::HintData;
use crate::view::View;

/// Hints with links to the places that they name. Those of one place become one: editors set two close together.
pub(crate) fn hints(
    view: &View,
    file: &SourceFile,
    uri: &lsp::Uri,
    hints: impl IntoIterator<Item = Hint>,
) -> Vec<lsp::InlayHint> {
    let mut all: Vec<lsp::InlayHint> = Vec::new();
    for hint in hints {
        let position = range(file, Span::empty(hint.offset), view.features.encoding).start;
        let data = HintData { uri: uri.clone(), name: hint.name, version: file.version };
        let part = part(view, hint);
        match all.last_mut() {
            Some(lsp::InlayHint {
                position: same, label: lsp::InlayHintLabel::LabelParts(parts), ..
            }) if *same == position => {
                if let Some(before) = parts.last_mut() {
                    before.value.push_str("; ");
                }
                parts.push(part);
            }
            _ => all.push(lsp::InlayHint {
                position,
                label: lsp::InlayHintLabel::LabelParts(vec![part]),
                kind: None,
                text_edits: None,
                tooltip: None,
                padding_left: Some(true),
                padding_right: None,
                data: serde_json::to_value(data).ok(),
            }),
        }
    }
    all
}

fn part(view: &View, hint: Hint) -> lsp::InlayHintLabelPart {
    let location = hint.target.and_then(|(other, span)| {
        let other = view.analysis.file(other)?;
        Some(lsp::Location::new(view.uri(&other.path)?, range(other, span, view.features.encoding)))
    });
    lsp::InlayHintLabelPart { value: hint.label, location, ..lsp::InlayHintLabelPart::default() }
}

//! Where to go, in the form that the client understands.

use config::SourceFile;
use ide::Target;
use syntax::{LineIndex, Span};
use tower_lsp_server::ls_types as lsp;

use super::range;
use super::range::range_in;
use crate::view::View;

/// Where definitions are, in the form that the client understands.
pub(crate) fn definition(
    view: &View,
    from: &SourceFile,
    targets: Vec<Target>,
) -> Option<lsp::GotoDefinitionResponse> {
    let encoding = view.features.encoding;
    let links: Vec<_> = targets
        .into_iter()
        .filter_map(|target| {
            let [target_range, target_selection_range] = ranges(view, &target)?;
            Some(lsp::LocationLink {
                origin_selection_range: Some(range(from, target.origin, encoding)),
                target_uri: view.uri(&target.path)?,
                target_range,
                target_selection_range,
            })
        })
        .collect();
    if links.is_empty() {
        return None;
    }
    if view.features.definition_links {
        return Some(lsp::GotoDefinitionResponse::Link(links));
    }
    let locations =
        links.into_iter().map(|link| lsp::Location::new(link.target_uri, link.target_selection_range));
    Some(lsp::GotoDefinitionResponse::Array(locations.collect()))
}

/// The full range and the focus of a target.
fn ranges(view: &View, target: &Target) -> Option<[lsp::Range; 2]> {
    let spans = [target.full.cover(target.focus), target.focus];
    if spans.iter().all(|span| *span == Span::empty(0)) {
        return Some([lsp::Range::default(); 2]);
    }
    let encoding = view.features.encoding;
    if let Some(file) = view.analysis.file_id(&target.path).and_then(|id| view.analysis.file(id)) {
        return Some(spans.map(|span| range(file, span, encoding)));
    }
    // Not a file of the configuration: a module's source, say.
    let text = std::fs::read(&target.path).ok()?;
    let lines = LineIndex::new(&text);
    Some(spans.map(|span| range_in(&lines, &text, span, encoding)))
}

//! Where to go, in the form that the client understands.

use config::SourceFile;
use ide::Target;
use syntax::Span;
use tower_lsp_server::ls_types as lsp;

use super::location::Ranges;
use super::range;
use crate::view::View;

/// Where definitions and their like are, in the form that the client understands.
pub(crate) fn definition(
    view: &View,
    from: &SourceFile,
    targets: Vec<Target>,
    understands_links: bool,
) -> Option<lsp::GotoDefinitionResponse> {
    let encoding = view.features.encoding;
    let mut ranges = Ranges::new(view);
    let links: Vec<_> = targets
        .into_iter()
        .filter_map(|target| {
            let [target_range, target_selection_range] = both(&mut ranges, &target)?;
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
    if understands_links {
        return Some(lsp::GotoDefinitionResponse::Link(links));
    }
    let locations =
        links.into_iter().map(|link| lsp::Location::new(link.target_uri, link.target_selection_range));
    Some(lsp::GotoDefinitionResponse::Array(locations.collect()))
}

/// The full range and the focus of a target.
fn both(ranges: &mut Ranges<'_>, target: &Target) -> Option<[lsp::Range; 2]> {
    let (full, focus) = (target.full.cover(target.focus), target.focus);
    // The beginning of a file is the same in any; it need not be read.
    if full == Span::empty(0) {
        return Some([lsp::Range::default(); 2]);
    }
    Some([ranges.range(&target.path, full)?, ranges.range(&target.path, focus)?])
}

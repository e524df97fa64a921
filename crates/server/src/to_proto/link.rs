//! Links to files and pages.

use std::str::FromStr;

use config::SourceFile;
use ide::{Link, LinkTarget};
use tower_lsp_server::ls_types as lsp;

use super::range;
use crate::view::View;

/// A link; `None` if its target can't be named.
pub(crate) fn link(view: &View, file: &SourceFile, link: Link) -> Option<lsp::DocumentLink> {
    let target = match link.target {
        LinkTarget::File(path) => view.uri(&path)?,
        LinkTarget::Url(url) => lsp::Uri::from_str(&url).ok()?,
    };
    Some(lsp::DocumentLink {
        range: range(file, link.span, view.features.encoding),
        target: Some(target),
        tooltip: view.features.link_tooltips.then_some(link.tooltip),
        data: None,
    })
}

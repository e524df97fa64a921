//! `textDocument/inlayHint` and `inlayHint/resolve`

use serde::{Deserialize, Serialize};
use tower_lsp_server::ls_types::{InlayHint, InlayHintParams, InlayHintTooltip, Uri};

use crate::view::View;
use crate::{from_proto, to_proto};

/// What finds a hint again when its details are wanted.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct HintData {
    /// The document.
    pub(crate) uri: Uri,
    /// Where the option's name begins, in bytes.
    pub(crate) name: u32,
    /// The version of the document that this is about.
    pub(crate) version: Option<i32>,
}

/// `textDocument/inlayHint`
pub(crate) fn hints(view: &View, params: &InlayHintParams) -> Option<Vec<InlayHint>> {
    let uri = &params.text_document.uri;
    let file = view.configuration(&from_proto::path(uri))?;
    let range = from_proto::span(file, params.range, view.features.encoding);
    let hints = view.analysis.hints(file.id, range);
    let shown = hints.into_iter().filter(|hint| !view.hidden.hints.contains(&hint.kind));
    Some(to_proto::hints(view, file, uri, shown))
}

/// `inlayHint/resolve`: the whole story in a tooltip, unless the document has changed meanwhile.
pub(crate) fn hint_details(view: &View, hint: &InlayHint) -> InlayHint {
    let mut hint = hint.clone();
    let data = hint.data.clone().and_then(|data| serde_json::from_value::<HintData>(data).ok());
    let details = data.and_then(|data| {
        let file = view.configuration(&from_proto::path(&data.uri))?;
        (file.version == data.version).then(|| view.analysis.hint_details(file.id, data.name)).flatten()
    });
    let markup = |text| to_proto::markup(text, view.features.hover_markdown);
    hint.tooltip = details.map(|text| InlayHintTooltip::MarkupContent(markup(text)));
    hint
}

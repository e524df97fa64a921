//! `textDocument/codeLens` and `codeLens/resolve`

use ide::LensKind;
use serde::{Deserialize, Serialize};
use tower_lsp_server::ls_types::{CodeLens, CodeLensParams, Uri};

use crate::view::View;
use crate::{from_proto, to_proto};

/// What finds a lens again when its words are wanted.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct LensData {
    /// The document.
    pub(crate) uri: Uri,
    /// What the lens is about.
    pub(crate) kind: Kind,
    /// The version of the document that this is about.
    pub(crate) version: Option<i32>,
}

/// The name of a [`LensKind`] on the wire, and in the settings.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Kind {
    /// An overridden option.
    Overridden,
    /// A host.
    Hosts,
    /// The file.
    Files,
}

impl From<LensKind> for Kind {
    fn from(kind: LensKind) -> Self {
        match kind {
            LensKind::Overridden => Self::Overridden,
            LensKind::Host => Self::Hosts,
            LensKind::File => Self::Files,
        }
    }
}

impl From<Kind> for LensKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Overridden => Self::Overridden,
            Kind::Hosts => Self::Host,
            Kind::Files => Self::File,
        }
    }
}

/// `textDocument/codeLens`: where they are; their words come with [`lens_line`].
pub(crate) fn lenses(view: &View, params: &CodeLensParams) -> Option<Vec<CodeLens>> {
    let uri = &params.text_document.uri;
    let file = view.configuration(&from_proto::path(uri))?;
    let lenses = view.analysis.lenses(file.id);
    let shown = lenses.into_iter().filter(|lens| !view.hidden.lenses.contains(&lens.kind));
    let unresolved = shown.map(|lens| {
        let data = LensData { uri: uri.clone(), kind: lens.kind.into(), version: file.version };
        let range = to_proto::range(file, lens.span, view.features.encoding);
        CodeLens { range, command: None, data: serde_json::to_value(data).ok() }
    });
    Some(unresolved.collect())
}

/// `codeLens/resolve`: the words of a lens; a document that has changed meanwhile gets new lenses anyway.
pub(crate) fn lens_line(view: &View, lens: &CodeLens) -> CodeLens {
    let mut lens = lens.clone();
    let data = lens.data.take().and_then(|data| serde_json::from_value::<LensData>(data).ok());
    let line = data.and_then(|data| {
        let file = view.configuration(&from_proto::path(&data.uri))?;
        let span = from_proto::span(file, lens.range, view.features.encoding);
        let asked = ide::Lens { span, kind: data.kind.into() };
        let line = view.analysis.lens_line(file.id, &asked).filter(|_| file.version == data.version)?;
        Some(to_proto::lens_command(view, &data.uri, lens.range.start, line))
    });
    lens.command = Some(line.unwrap_or_else(|| to_proto::title_only(String::new())));
    lens
}

//! `textDocument/completion` and `completionItem/resolve`

use std::str::FromStr;

use ide::Position;
use serde_json::Value;
use tower_lsp_server::ls_types::{
    CompletionItem, CompletionList, CompletionParams, CompletionResponse, TextEdit, Uri,
};

use super::document_place;
use crate::view::View;
use crate::{from_proto, to_proto};

/// What an item needs to be completed itself: it comes back with `completionItem/resolve`. There are many items, so it
/// is one short text.
struct Data {
    uri: Uri,
    /// Where completions were asked for, in bytes: what was typed since lies behind it.
    at: u32,
}

impl Data {
    fn to_value(&self) -> Value {
        Value::String(format!("{} {}", self.at, self.uri.as_str()))
    }

    fn from_value(value: &Value) -> Option<Self> {
        let (at, uri) = value.as_str()?.split_once(' ')?;
        Some(Self { uri: Uri::from_str(uri).ok()?, at: at.parse().ok()? })
    }
}

/// `textDocument/completion`
pub(crate) fn completion(view: &View, params: &CompletionParams) -> Option<CompletionResponse> {
    let (file, at) = document_place(view, &params.text_document_position)?;
    let later = view.features.completion_resolve;
    let completions =
        if later { view.analysis.completion(at) } else { view.analysis.documented_completion(at) };
    let data = Data { uri: params.text_document_position.text_document.uri.clone(), at: at.offset };
    let data = later.then(|| data.to_value());
    let items = completions.items.into_iter().map(|item| CompletionItem {
        data: data.clone(),
        ..to_proto::completion(file, item, at.offset, &view.features)
    });
    Some(CompletionResponse::List(CompletionList {
        is_incomplete: completions.incomplete,
        items: items.collect(),
    }))
}

/// `completionItem/resolve`: the item with its documentation, and with edits that go with it if the client takes them.
pub(crate) fn resolve_completion(view: &View, item: &CompletionItem) -> CompletionItem {
    let resolved = || {
        let data = Data::from_value(item.data.as_ref()?)?;
        let file = view.document(&from_proto::path(&data.uri))?;
        let found =
            view.analysis.resolve_completion(Position { file: file.id, offset: data.at }, &item.label)?;
        let edits = found.additional.iter().filter(|_| view.features.completion_edits);
        let edits: Vec<TextEdit> = edits
            .map(|edit| {
                TextEdit::new(to_proto::range(file, edit.span, view.features.encoding), edit.text.clone())
            })
            .collect();
        Some(CompletionItem {
            documentation: found.documentation.map(|text| to_proto::documentation(text, &view.features)),
            additional_text_edits: (!edits.is_empty()).then_some(edits),
            ..item.clone()
        })
    };
    resolved().unwrap_or_else(|| item.clone())
}

//! `textDocument/completion`

use tower_lsp_server::ls_types::{CompletionList, CompletionParams, CompletionResponse};

use super::place;
use crate::to_proto;
use crate::view::View;

/// `textDocument/completion`
pub(crate) fn completion(view: &View, params: &CompletionParams) -> Option<CompletionResponse> {
    let (file, at) = place(view, &params.text_document_position)?;
    let completions = view.analysis.completion(at);
    let items = completions
        .items
        .into_iter()
        .map(|item| to_proto::completion(file, item, at.offset, &view.features))
        .collect();
    Some(CompletionResponse::List(CompletionList { is_incomplete: completions.incomplete, items }))
}

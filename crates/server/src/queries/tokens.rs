//! `textDocument/semanticTokens`: full, delta, range

use config::SourceFile;
use tower_lsp_server::ls_types::{
    SemanticToken, SemanticTokens, SemanticTokensDelta, SemanticTokensDeltaParams,
    SemanticTokensFullDeltaResult, SemanticTokensParams, SemanticTokensRangeParams,
    SemanticTokensRangeResult, SemanticTokensResult, TextDocumentIdentifier,
};

use crate::view::View;
use crate::{from_proto, to_proto};

/// `textDocument/semanticTokens/full`
pub(crate) fn tokens(view: &View, params: &SemanticTokensParams) -> Option<SemanticTokensResult> {
    let (file, data) = all(view, &params.text_document)?;
    let result_id = Some(view.memory.keep_tokens(&file.path, &data));
    Some(SemanticTokens { result_id, data }.into())
}

/// `textDocument/semanticTokens/full/delta`: all of them where what the client has is forgotten.
pub(crate) fn tokens_delta(
    view: &View,
    params: &SemanticTokensDeltaParams,
) -> Option<SemanticTokensFullDeltaResult> {
    let (file, data) = all(view, &params.text_document)?;
    let before = view.memory.tokens(&file.path, &params.previous_result_id);
    let result_id = Some(view.memory.keep_tokens(&file.path, &data));
    Some(match before {
        Some(before) => {
            let edits = to_proto::tokens_edit(&before, &data).into_iter().collect();
            SemanticTokensFullDeltaResult::TokensDelta(SemanticTokensDelta { result_id, edits })
        }
        None => SemanticTokensFullDeltaResult::Tokens(SemanticTokens { result_id, data }),
    })
}

/// `textDocument/semanticTokens/range`
pub(crate) fn tokens_range(
    view: &View,
    params: &SemanticTokensRangeParams,
) -> Option<SemanticTokensRangeResult> {
    let file = view.configuration(&from_proto::path(&params.text_document.uri))?;
    let range = from_proto::span(file, params.range, view.features.encoding);
    let mut tokens = view.analysis.tokens(file.id);
    tokens.retain(|token| token.span.start <= range.end && range.start <= token.span.end);
    let data = to_proto::tokens(file, &tokens, view.features.encoding);
    Some(SemanticTokens { result_id: None, data }.into())
}

fn all<'v>(
    view: &'v View,
    document: &TextDocumentIdentifier,
) -> Option<(&'v SourceFile, Vec<SemanticToken>)> {
    let file = view.configuration(&from_proto::path(&document.uri))?;
    let tokens = view.analysis.tokens(file.id);
    Some((file, to_proto::tokens(file, &tokens, view.features.encoding)))
}

//! What we offer a client.

use ide::ActionKind;
use syntax::Encoding;
use tower_lsp_server::ls_types::{
    CodeActionOptions, CodeActionProviderCapability, CodeLensOptions, CompletionOptions, DocumentLinkOptions,
    ExecuteCommandOptions, FoldingRangeProviderCapability, HoverProviderCapability, InitializeResult,
    InlayHintOptions, InlayHintServerCapabilities, OneOf, PositionEncodingKind, SaveOptions,
    SelectionRangeProviderCapability, SemanticTokensFullOptions, SemanticTokensOptions, ServerCapabilities,
    ServerInfo, SignatureHelpOptions, TextDocumentSyncCapability, TextDocumentSyncKind,
    TextDocumentSyncOptions, TextDocumentSyncSaveOptions, WorkDoneProgressOptions,
    WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
};

use crate::capabilities::ClientFeatures;
use crate::{custom, to_proto};

/// Characters behind which a completion is worth asking for unasked: string and table openers, paths, keys, and the list of
/// rules in a comment.
const TRIGGERS: [&str; 6] = ["\"", "'", ".", "/", "{", "["];

/// Characters behind which an argument of a function begins.
const SIGNATURE_TRIGGERS: [&str; 3] = ["(", "\"", "'"];

/// The answer to `initialize`.
pub(crate) fn offer(features: &ClientFeatures) -> InitializeResult {
    let encoding = match features.encoding {
        Encoding::Utf8 => PositionEncodingKind::UTF8,
        Encoding::Utf16 => PositionEncodingKind::UTF16,
        Encoding::Utf32 => PositionEncodingKind::UTF32,
    };
    InitializeResult {
        server_info: Some(ServerInfo {
            name: "prosody-ls".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
        capabilities: ServerCapabilities {
            position_encoding: Some(encoding),
            text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::INCREMENTAL),
                save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions {
                    include_text: Some(false),
                })),
                ..TextDocumentSyncOptions::default()
            })),
            completion_provider: Some(CompletionOptions {
                trigger_characters: Some(TRIGGERS.map(str::to_owned).to_vec()),
                resolve_provider: Some(true),
                ..CompletionOptions::default()
            }),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            definition_provider: Some(OneOf::Left(true)),
            document_symbol_provider: Some(OneOf::Left(true)),
            document_link_provider: Some(DocumentLinkOptions {
                resolve_provider: Some(false),
                work_done_progress_options: WorkDoneProgressOptions::default(),
            }),
            folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
            selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
            code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(true) }),
            inlay_hint_provider: Some(OneOf::Right(InlayHintServerCapabilities::Options(InlayHintOptions {
                resolve_provider: Some(true),
                ..InlayHintOptions::default()
            }))),
            semantic_tokens_provider: Some(
                SemanticTokensOptions {
                    legend: to_proto::legend(),
                    range: Some(true),
                    full: Some(SemanticTokensFullOptions::Delta { delta: Some(true) }),
                    ..SemanticTokensOptions::default()
                }
                .into(),
            ),
            signature_help_provider: Some(SignatureHelpOptions {
                trigger_characters: Some(SIGNATURE_TRIGGERS.map(str::to_owned).to_vec()),
                retrigger_characters: Some(vec![",".to_owned()]),
                ..SignatureHelpOptions::default()
            }),
            execute_command_provider: Some(ExecuteCommandOptions {
                commands: vec![custom::CHOOSE_PROFILE.to_owned()],
                ..ExecuteCommandOptions::default()
            }),
            code_action_provider: features.code_action_literals.then(|| {
                CodeActionProviderCapability::Options(CodeActionOptions {
                    code_action_kinds: Some(ActionKind::ALL.map(to_proto::action_kind).to_vec()),
                    resolve_provider: Some(true),
                    ..CodeActionOptions::default()
                })
            }),
            workspace: Some(WorkspaceServerCapabilities {
                workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                    supported: Some(true),
                    change_notifications: Some(OneOf::Left(true)),
                }),
                ..WorkspaceServerCapabilities::default()
            }),
            ..ServerCapabilities::default()
        },
        ..InitializeResult::default()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn features(capabilities: serde_json::Value) -> ClientFeatures {
        ClientFeatures::new(&serde_json::from_value(capabilities).unwrap())
    }

    #[test]
    fn code_actions_are_offered_only_to_clients_that_take_edits() {
        let offers =
            |capabilities| offer(&features(capabilities)).capabilities.code_action_provider.is_some();
        assert!(!offers(json!({})));
        assert!(offers(json!({"textDocument": {"codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}}}})));
    }
}

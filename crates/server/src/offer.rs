//! What we offer a client.

use ide::ActionKind;
use syntax::Encoding;
use tower_lsp_server::ls_types::{
    CallHierarchyServerCapability, CodeActionOptions, CodeActionProviderCapability, CodeLensOptions,
    CompletionOptions, DeclarationCapability, DiagnosticOptions, DiagnosticServerCapabilities,
    DocumentLinkOptions, DocumentOnTypeFormattingOptions, ExecuteCommandOptions, FileOperationFilter,
    FileOperationPattern, FileOperationPatternKind, FileOperationRegistrationOptions,
    FoldingRangeProviderCapability, HoverProviderCapability, ImplementationProviderCapability,
    InitializeResult, InlayHintOptions, InlayHintServerCapabilities, OneOf, PositionEncodingKind,
    RenameOptions, SaveOptions, SelectionRangeProviderCapability, SemanticTokensFullOptions,
    SemanticTokensOptions, ServerCapabilities, ServerInfo, SignatureHelpOptions, TextDocumentSyncCapability,
    TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions,
    TypeDefinitionProviderCapability, WorkDoneProgressOptions, WorkspaceFileOperationsServerCapabilities,
    WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
};

use crate::capabilities::ClientFeatures;
use crate::{commands, to_proto};

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
            call_hierarchy_provider: Some(CallHierarchyServerCapability::Simple(true)),
            declaration_provider: Some(DeclarationCapability::Simple(true)),
            definition_provider: Some(OneOf::Left(true)),
            document_highlight_provider: Some(OneOf::Left(true)),
            document_symbol_provider: Some(OneOf::Left(true)),
            diagnostic_provider: features.pulls.then(|| {
                DiagnosticServerCapabilities::Options(DiagnosticOptions {
                    inter_file_dependencies: true,
                    // Whether they are wanted is a setting, which may change: until then the answer is empty.
                    workspace_diagnostics: true,
                    ..DiagnosticOptions::default()
                })
            }),
            document_formatting_provider: Some(OneOf::Left(true)),
            document_range_formatting_provider: Some(OneOf::Left(true)),
            document_on_type_formatting_provider: Some(DocumentOnTypeFormattingOptions {
                first_trigger_character: "}".to_owned(),
                more_trigger_character: None,
            }),
            document_link_provider: Some(DocumentLinkOptions {
                resolve_provider: Some(false),
                work_done_progress_options: WorkDoneProgressOptions::default(),
            }),
            folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
            selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
            code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(true) }),
            inlay_hint_provider: Some(OneOf::Right(InlayHintServerCapabilities::Options(InlayHintOptions {
                resolve_provider: Some(features.hint_tooltips),
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
            implementation_provider: Some(ImplementationProviderCapability::Simple(true)),
            rename_provider: Some(if features.prepare_rename {
                OneOf::Right(RenameOptions {
                    prepare_provider: Some(true),
                    work_done_progress_options: WorkDoneProgressOptions::default(),
                })
            } else {
                OneOf::Left(true)
            }),
            workspace_symbol_provider: Some(OneOf::Left(true)),
            references_provider: Some(OneOf::Left(true)),
            type_definition_provider: Some(TypeDefinitionProviderCapability::Simple(true)),
            execute_command_provider: Some(ExecuteCommandOptions {
                commands: commands::ALL.map(str::to_owned).to_vec(),
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
                file_operations: features.will_rename_files.then(|| {
                    WorkspaceFileOperationsServerCapabilities {
                        will_rename: Some(moves_of_interest()),
                        ..WorkspaceFileOperationsServerCapabilities::default()
                    }
                }),
            }),
            ..ServerCapabilities::default()
        },
        ..InitializeResult::default()
    }
}

/// The files and directories whose moves may change what is loaded.
fn moves_of_interest() -> FileOperationRegistrationOptions {
    let filter = |glob: &str, kind| FileOperationFilter {
        scheme: Some("file".to_owned()),
        pattern: FileOperationPattern { glob: glob.to_owned(), matches: Some(kind), options: None },
    };
    let filters = vec![
        filter("**/*.lua", FileOperationPatternKind::File),
        filter("**/*", FileOperationPatternKind::Folder),
    ];
    FileOperationRegistrationOptions { filters }
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

    #[test]
    fn moves_are_asked_about_only_by_clients_that_ask() {
        let offers = |capabilities| {
            let workspace = offer(&features(capabilities)).capabilities.workspace.unwrap();
            workspace.file_operations.is_some()
        };
        assert!(!offers(json!({})));
        assert!(offers(json!({"workspace": {"fileOperations": {"willRename": true}}})));
    }

    #[test]
    fn renames_are_prepared_for_clients_that_ask_first() {
        let offers = |capabilities| offer(&features(capabilities)).capabilities.rename_provider.unwrap();
        assert_eq!(offers(json!({})), OneOf::Left(true));
        let asking = offers(json!({"textDocument": {"rename": {"prepareSupport": true}}}));
        assert!(matches!(asking, OneOf::Right(options) if options.prepare_provider == Some(true)));
    }
}

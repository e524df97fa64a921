//! The handlers. Each one's first statement sends an event to the owner; none touches state itself,
//! so the order in which messages arrive is the order in which they take effect.

use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;

use serde::Deserialize;
use serde_json::Value;
use tokio::sync::oneshot;
use tower_lsp_server::LanguageServer;
use tower_lsp_server::jsonrpc::{Error, Result};
use tower_lsp_server::ls_types::{
    CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem,
    CallHierarchyOutgoingCall, CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams, CodeAction,
    CodeActionParams, CodeActionResponse, CodeLens, CodeLensParams, CompletionItem, CompletionParams,
    CompletionResponse, DidChangeConfigurationParams, DidChangeTextDocumentParams,
    DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DidSaveTextDocumentParams, DocumentDiagnosticParams,
    DocumentDiagnosticReportResult, DocumentFormattingParams, DocumentHighlight, DocumentHighlightParams,
    DocumentLink, DocumentLinkParams, DocumentOnTypeFormattingParams, DocumentRangeFormattingParams,
    DocumentSymbolParams, DocumentSymbolResponse, ExecuteCommandParams, FoldingRange, FoldingRangeParams,
    GotoDefinitionParams, GotoDefinitionResponse, Hover, HoverParams, InitializeParams, InitializeResult,
    InitializedParams, InlayHint, InlayHintParams, Location, PrepareRenameResponse, ReferenceParams,
    RenameFilesParams, RenameParams, SelectionRange, SelectionRangeParams, SemanticTokensDeltaParams,
    SemanticTokensFullDeltaResult, SemanticTokensParams, SemanticTokensRangeParams,
    SemanticTokensRangeResult, SemanticTokensResult, SignatureHelp, SignatureHelpParams,
    TextDocumentIdentifier, TextDocumentPositionParams, TextEdit, WorkspaceDiagnosticParams,
    WorkspaceDiagnosticReportResult, WorkspaceEdit, WorkspaceSymbolParams, WorkspaceSymbolResponse,
};

use crate::commands;
use crate::custom::{self, TreeParams};
use crate::event::{Event, Query, Status};
use crate::extension::{ContentParams, ContentResult};
use crate::queries;
use crate::view::View;

/// The service that the transport calls.
pub(crate) struct Backend {
    pub(crate) events: Sender<Event>,
    /// Whether the client said `shutdown`.
    pub(crate) shut_down: Arc<AtomicBool>,
}

/// The parameters of `prosody-ls/text`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TextParams {
    text_document: TextDocumentIdentifier,
}

impl Backend {
    /// Tells the owner something. An owner that is gone means that the session is over.
    fn tell(&self, event: Event) {
        drop(self.events.send(event));
    }

    /// Has `answer` computed on a worker, from the state at this very moment.
    async fn ask<P, A>(&self, method: &'static str, params: P, answer: fn(&View, &P) -> A) -> Result<A>
    where
        P: Debug + Send + 'static,
        A: Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        let run = Box::new(move |view: &View| {
            // Cancelled: nobody waits any more.
            if sender.is_closed() {
                return;
            }
            let outcome = catch_unwind(AssertUnwindSafe(|| answer(view, &params)));
            let answer = outcome.map_err(|_| {
                tracing::error!(method, ?params, "a request panicked");
                Error::internal_error()
            });
            drop(sender.send(answer));
        });
        self.tell(Event::Query(Query { method, run }));
        receiver.await.unwrap_or_else(|_| Err(Error::internal_error()))
    }

    /// `prosody-ls/text`: our text of an open document, to find out whether it is the editor's.
    pub(crate) async fn text(&self, params: TextParams) -> Result<String> {
        let (sender, receiver) = oneshot::channel();
        self.tell(Event::Text(params.text_document.uri, sender));
        receiver.await.unwrap_or_else(|_| Err(Error::internal_error()))
    }

    /// `prosody-ls/status`: what the session is about.
    pub(crate) async fn status(&self) -> Result<Status> {
        let (sender, receiver) = oneshot::channel();
        self.tell(Event::Status(sender));
        receiver.await.map_err(|_| Error::internal_error())
    }

    /// `prosody-ls/profiles`
    pub(crate) async fn profiles(&self, params: TreeParams) -> Result<Option<Value>> {
        self.ask("prosody-ls/profiles", params, custom::profiles).await
    }

    /// `prosody-ls/effectiveConfiguration`
    pub(crate) async fn effective_configuration(&self, params: TreeParams) -> Result<Option<Value>> {
        self.ask("prosody-ls/effectiveConfiguration", params, custom::effective_configuration).await
    }

    /// `prosody-ls/chain`
    pub(crate) async fn chain(&self, params: TextDocumentPositionParams) -> Result<Option<Value>> {
        self.ask("prosody-ls/chain", params, custom::chain).await
    }

    /// `prosody-ls/graph`
    pub(crate) async fn graph(&self, params: TreeParams) -> Result<Option<Value>> {
        self.ask("prosody-ls/graph", params, custom::graph).await
    }

    /// `workspace/textDocumentContent`
    pub(crate) async fn text_document_content(&self, params: ContentParams) -> Result<ContentResult> {
        let params = (params, self.events.clone());
        self.ask("workspace/textDocumentContent", params, queries::content).await?
    }

    /// `prosody-ls/panic`, in tests: a request with a bug.
    #[expect(clippy::panic, reason = "that is what it is for")]
    pub(crate) async fn panic(&self) -> Result<()> {
        self.ask("prosody-ls/panic", (), |_, ()| panic!("on purpose")).await
    }

    /// `prosody-ls/sleep`, in tests: a request that keeps a worker busy for 50 ms.
    pub(crate) async fn sleep(&self) -> Result<()> {
        let nap = std::time::Duration::from_millis(50);
        self.ask("prosody-ls/sleep", nap, |_, nap| std::thread::sleep(*nap)).await
    }
}

impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let (sender, receiver) = oneshot::channel();
        self.tell(Event::Initialize(Box::new(params), sender));
        receiver.await.map_err(|_| Error::internal_error())
    }

    async fn initialized(&self, _: InitializedParams) {
        self.tell(Event::Initialized);
    }

    async fn shutdown(&self) -> Result<()> {
        self.shut_down.store(true, Ordering::Release);
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        self.tell(Event::Open(params));
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        self.tell(Event::Change(params));
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        self.tell(Event::Save(params));
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.tell(Event::Close(params));
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        self.tell(Event::Watched(params.changes));
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.tell(Event::Folders(params.event));
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        self.tell(Event::Configuration(params.settings));
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<Value>> {
        // Lines of code lenses that only say something have no command; some clients run it all the same.
        if params.command.is_empty() {
            return Ok(None);
        }
        match &*params.command {
            commands::RELOAD => self.tell(Event::Reload),
            commands::CHOOSE_PROFILE => {
                self.tell(Event::ChooseProfile(commands::chosen_profile(params.arguments)?));
            }
            commands::SHOW_CHAIN | commands::SHOW_GRAPH => {
                let shown = self.ask("workspace/executeCommand", params, commands::show).await??;
                if let Some(uri) = shown.uri {
                    self.tell(Event::Show(uri));
                }
                return Ok(Some(Value::from(shown.text)));
            }
            other => return Err(Error::invalid_params(format!("no such command: {other}"))),
        }
        Ok(None)
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        self.ask("textDocument/completion", params, queries::completion).await
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        self.ask("completionItem/resolve", item, queries::resolve_completion).await
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        self.ask("textDocument/hover", params, queries::hover).await
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        self.ask("textDocument/definition", params, queries::definition).await
    }

    async fn prepare_call_hierarchy(
        &self,
        params: CallHierarchyPrepareParams,
    ) -> Result<Option<Vec<CallHierarchyItem>>> {
        self.ask("textDocument/prepareCallHierarchy", params, queries::prepare_call_hierarchy).await
    }

    async fn incoming_calls(
        &self,
        params: CallHierarchyIncomingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
        self.ask("callHierarchy/incomingCalls", params, queries::incoming_calls).await
    }

    async fn outgoing_calls(
        &self,
        params: CallHierarchyOutgoingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
        self.ask("callHierarchy/outgoingCalls", params, queries::outgoing_calls).await
    }

    async fn document_highlight(
        &self,
        params: DocumentHighlightParams,
    ) -> Result<Option<Vec<DocumentHighlight>>> {
        self.ask("textDocument/documentHighlight", params, queries::highlight).await
    }

    async fn goto_declaration(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        self.ask("textDocument/declaration", params, queries::declaration).await
    }

    async fn goto_implementation(
        &self,
        params: GotoDefinitionParams,
    ) -> Result<Option<GotoDefinitionResponse>> {
        self.ask("textDocument/implementation", params, queries::implementation).await
    }

    async fn goto_type_definition(
        &self,
        params: GotoDefinitionParams,
    ) -> Result<Option<GotoDefinitionResponse>> {
        self.ask("textDocument/typeDefinition", params, queries::type_definition).await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        self.ask("textDocument/references", params, queries::references).await
    }

    async fn prepare_rename(
        &self,
        params: TextDocumentPositionParams,
    ) -> Result<Option<PrepareRenameResponse>> {
        self.ask("textDocument/prepareRename", params, queries::prepare_rename).await?
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        self.ask("textDocument/rename", params, queries::rename).await?
    }

    async fn will_rename_files(&self, params: RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
        let (edit, remarks) =
            self.ask("workspace/willRenameFiles", params, queries::will_rename_files).await?;
        if !remarks.is_empty() {
            self.tell(Event::Warn(remarks.join("\n")));
        }
        Ok(edit)
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        self.ask("workspace/symbol", params, queries::workspace_symbols).await.map(Some)
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        self.ask("textDocument/documentSymbol", params, queries::symbols).await
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let params = (params, self.events.clone());
        self.ask("textDocument/diagnostic", params, queries::document_diagnostics).await
    }

    async fn workspace_diagnostic(
        &self,
        params: WorkspaceDiagnosticParams,
    ) -> Result<WorkspaceDiagnosticReportResult> {
        self.ask("workspace/diagnostic", params, queries::workspace_diagnostics).await
    }

    async fn formatting(&self, params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        self.ask("textDocument/formatting", params, queries::formatting).await?
    }

    async fn range_formatting(&self, params: DocumentRangeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        self.ask("textDocument/rangeFormatting", params, queries::range_formatting).await?
    }

    async fn on_type_formatting(
        &self,
        params: DocumentOnTypeFormattingParams,
    ) -> Result<Option<Vec<TextEdit>>> {
        self.ask("textDocument/onTypeFormatting", params, queries::on_type_formatting).await
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        self.ask("textDocument/foldingRange", params, queries::folding).await
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        self.ask("textDocument/selectionRange", params, queries::selection).await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        self.ask("textDocument/documentLink", params, queries::links).await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        self.ask("textDocument/inlayHint", params, queries::hints).await
    }

    async fn inlay_hint_resolve(&self, hint: InlayHint) -> Result<InlayHint> {
        self.ask("inlayHint/resolve", hint, queries::hint_details).await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        self.ask("textDocument/codeLens", params, queries::lenses).await
    }

    async fn code_lens_resolve(&self, lens: CodeLens) -> Result<CodeLens> {
        self.ask("codeLens/resolve", lens, queries::lens_line).await
    }

    async fn semantic_tokens_full(
        &self,
        params: SemanticTokensParams,
    ) -> Result<Option<SemanticTokensResult>> {
        self.ask("textDocument/semanticTokens/full", params, queries::tokens).await
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        self.ask("textDocument/semanticTokens/full/delta", params, queries::tokens_delta).await
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        self.ask("textDocument/semanticTokens/range", params, queries::tokens_range).await
    }

    async fn signature_help(&self, params: SignatureHelpParams) -> Result<Option<SignatureHelp>> {
        self.ask("textDocument/signatureHelp", params, queries::signature).await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        self.ask("textDocument/codeAction", params, queries::code_actions).await
    }

    async fn code_action_resolve(&self, action: CodeAction) -> Result<CodeAction> {
        self.ask("codeAction/resolve", action, queries::resolve_code_action).await?
    }
}

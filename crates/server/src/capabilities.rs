//! What the client understands.

use syntax::Encoding;
use tower_lsp_server::ls_types::{
    ClientCapabilities, CodeActionCapabilityResolveSupport, CompletionItemKind, CompletionItemTag,
    DiagnosticTag, GotoCapability, MarkupKind, PositionEncodingKind, ResourceOperationKind, SymbolTag,
};

use crate::refresh::Shown;

/// What the client understands. Everything is off for a client that says nothing.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "these are independent facts, not a state")]
pub(crate) struct ClientFeatures {
    /// What it counts columns in.
    pub(crate) encoding: Encoding,
    /// Completions may be snippets.
    pub(crate) snippets: bool,
    /// Completions may tell apart inserting and replacing.
    pub(crate) insert_replace: bool,
    /// Completions may come without their documentation, which is then asked for.
    pub(crate) completion_resolve: bool,
    /// Edits that go with a completion may come with its documentation.
    pub(crate) completion_edits: bool,
    /// Completions' documentation may be Markdown.
    pub(crate) completion_markdown: bool,
    /// Completions may be of kinds that came late to the protocol.
    pub(crate) completion_kinds: bool,
    /// Completions may be struck through.
    pub(crate) completion_deprecated: bool,
    /// Hover cards may be Markdown.
    pub(crate) hover_markdown: bool,
    /// Symbols may have children.
    pub(crate) nested_symbols: bool,
    /// Symbols may be struck through.
    pub(crate) symbol_deprecated: bool,
    /// Definitions may say what was pointed at.
    pub(crate) definition_links: bool,
    /// The same for declarations.
    pub(crate) declaration_links: bool,
    /// The same for implementations.
    pub(crate) implementation_links: bool,
    /// The same for type definitions.
    pub(crate) type_definition_links: bool,
    /// It asks whether something can be renamed before it asks for the new name.
    pub(crate) prepare_rename: bool,
    /// It tells before it moves files.
    pub(crate) will_rename_files: bool,
    /// Code actions may be edits; otherwise it wants commands, which we don't have.
    pub(crate) code_action_literals: bool,
    /// Code actions may come without their edit, which is then asked for.
    pub(crate) code_action_resolve: bool,
    /// Code actions may say which of them is the one to take.
    pub(crate) preferred_actions: bool,
    /// Inlay hints may come without their tooltip, which is then asked for.
    pub(crate) hint_tooltips: bool,
    /// Edits may create files.
    pub(crate) creates_files: bool,
    /// Edits may say which version of the document they are for.
    pub(crate) versioned_edits: bool,
    /// Diagnostics may refer to other places.
    pub(crate) related_information: bool,
    /// Diagnostics may link to a page.
    pub(crate) code_description: bool,
    /// Diagnostics may be faded.
    pub(crate) unnecessary_tag: bool,
    /// Diagnostics may be struck through.
    pub(crate) deprecated_tag: bool,
    /// It answers `workspace/configuration`.
    pub(crate) configuration: bool,
    /// It wants to be asked for `workspace/didChangeConfiguration`.
    pub(crate) configuration_registration: bool,
    /// It watches files for us.
    pub(crate) watched_files: bool,
    /// It shows progress that we begin.
    pub(crate) progress: bool,
    /// It folds whole lines.
    pub(crate) line_folding_only: bool,
    /// It takes no more folds than this.
    pub(crate) folding_limit: Option<u32>,
    /// Links may have tooltips.
    pub(crate) link_tooltips: bool,
    /// Parameters may be named by where they stand in their signature.
    pub(crate) label_offsets: bool,
    /// Signatures' documentation may be Markdown.
    pub(crate) signature_markdown: bool,
    /// It asks for findings, and asks again when it is told to; otherwise it is sent them.
    pub(crate) pulls: bool,
    /// It shows documents when it is asked to.
    pub(crate) shows_documents: bool,
    /// It keeps what diagnostics carry along.
    pub(crate) diagnostic_data: bool,
    /// What it can be told to ask for again, but for findings and documents.
    pub(crate) refreshes: Vec<Shown>,
    /// Its own commands that we may name.
    pub(crate) commands: Vec<String>,
}

impl ClientFeatures {
    /// Reads what the client said in `initialize`.
    pub(crate) fn new(client: &ClientCapabilities) -> Self {
        let workspace = client.workspace.as_ref();
        let document = client.text_document.as_ref();
        let yes = |flag: Option<bool>| flag.unwrap_or_default();
        let links = |goto: Option<GotoCapability>| yes(goto.and_then(|goto| goto.link_support));
        let markdown =
            |kinds: Option<&Vec<MarkupKind>>| kinds.is_some_and(|k| k.contains(&MarkupKind::Markdown));

        let item = document.and_then(|d| d.completion.as_ref()).and_then(|c| c.completion_item.as_ref());
        let diagnostics = document.and_then(|d| d.publish_diagnostics.as_ref());
        let folding = document.and_then(|d| d.folding_range.as_ref());
        let signature =
            document.and_then(|d| d.signature_help.as_ref()).and_then(|s| s.signature_information.as_ref());
        let tag = |tag| {
            let tags = diagnostics.and_then(|d| d.tag_support.as_ref());
            tags.is_some_and(|tags| tags.value_set.contains(&tag))
        };
        Self {
            encoding: encoding(client),
            snippets: yes(item.and_then(|i| i.snippet_support)),
            insert_replace: yes(item.and_then(|i| i.insert_replace_support)),
            // Who names anything that may come later asks for it; documentation may always.
            completion_resolve: item.is_some_and(|item| item.resolve_support.is_some()),
            completion_edits: item.and_then(|item| item.resolve_support.as_ref()).is_some_and(|support| {
                support.properties.iter().any(|property| property == "additionalTextEdits")
            }),
            completion_markdown: markdown(item.and_then(|i| i.documentation_format.as_ref())),
            completion_kinds: document
                .and_then(|d| d.completion.as_ref())
                .and_then(|c| c.completion_item_kind.as_ref())
                .and_then(|kinds| kinds.value_set.as_ref())
                .is_some_and(|kinds| kinds.contains(&CompletionItemKind::ENUM_MEMBER)),
            completion_deprecated: item
                .and_then(|i| i.tag_support.as_ref())
                .is_some_and(|tags| tags.value_set.contains(&CompletionItemTag::DEPRECATED)),
            hover_markdown: markdown(
                document.and_then(|d| d.hover.as_ref()).and_then(|h| h.content_format.as_ref()),
            ),
            nested_symbols: yes(document
                .and_then(|d| d.document_symbol.as_ref())
                .and_then(|s| s.hierarchical_document_symbol_support)),
            symbol_deprecated: document
                .and_then(|d| d.document_symbol.as_ref())
                .and_then(|s| s.tag_support.as_ref())
                .is_some_and(|tags| tags.value_set.contains(&SymbolTag::DEPRECATED)),
            definition_links: links(document.and_then(|d| d.definition)),
            declaration_links: links(document.and_then(|d| d.declaration)),
            implementation_links: links(document.and_then(|d| d.implementation)),
            type_definition_links: links(document.and_then(|d| d.type_definition)),
            prepare_rename: yes(document.and_then(|d| d.rename.as_ref()).and_then(|r| r.prepare_support)),
            will_rename_files: yes(workspace
                .and_then(|w| w.file_operations.as_ref())
                .and_then(|f| f.will_rename)),
            code_action_literals: document
                .and_then(|d| d.code_action.as_ref())
                .is_some_and(|a| a.code_action_literal_support.is_some()),
            code_action_resolve: document.and_then(|d| d.code_action.as_ref()).is_some_and(|action| {
                let edit = |support: &CodeActionCapabilityResolveSupport| {
                    support.properties.iter().any(|it| it == "edit")
                };
                yes(action.data_support) && action.resolve_support.as_ref().is_some_and(edit)
            }),
            preferred_actions: yes(document
                .and_then(|d| d.code_action.as_ref())
                .and_then(|a| a.is_preferred_support)),
            hint_tooltips: document
                .and_then(|d| d.inlay_hint.as_ref())
                .and_then(|hint| hint.resolve_support.as_ref())
                .is_some_and(|support| support.properties.iter().any(|it| it == "tooltip")),
            // Whoever lists operations reads `documentChanges`, where alone they can stand: Neovim says no more.
            creates_files: workspace
                .and_then(|w| w.workspace_edit.as_ref()?.resource_operations.as_deref())
                .is_some_and(|operations| operations.contains(&ResourceOperationKind::Create)),
            versioned_edits: yes(workspace
                .and_then(|w| w.workspace_edit.as_ref())
                .and_then(|e| e.document_changes)),
            related_information: yes(diagnostics.and_then(|d| d.related_information)),
            code_description: yes(diagnostics.and_then(|d| d.code_description_support)),
            unnecessary_tag: tag(DiagnosticTag::UNNECESSARY),
            deprecated_tag: tag(DiagnosticTag::DEPRECATED),
            configuration: yes(workspace.and_then(|w| w.configuration)),
            configuration_registration: yes(workspace
                .and_then(|w| w.did_change_configuration)
                .and_then(|c| c.dynamic_registration)),
            watched_files: yes(workspace
                .and_then(|w| w.did_change_watched_files)
                .and_then(|c| c.dynamic_registration)),
            progress: yes(client.window.as_ref().and_then(|w| w.work_done_progress)),
            line_folding_only: yes(folding.and_then(|f| f.line_folding_only)),
            folding_limit: folding.and_then(|f| f.range_limit),
            link_tooltips: yes(document
                .and_then(|d| d.document_link.as_ref())
                .and_then(|l| l.tooltip_support)),
            label_offsets: yes(signature
                .and_then(|s| s.parameter_information.as_ref())
                .and_then(|p| p.label_offset_support)),
            signature_markdown: markdown(signature.and_then(|s| s.documentation_format.as_ref())),
            pulls: document.is_some_and(|d| d.diagnostic.is_some())
                && yes(workspace.and_then(|w| w.diagnostics.as_ref()).and_then(|d| d.refresh_support)),
            shows_documents: client
                .window
                .as_ref()
                .and_then(|window| window.show_document.as_ref())
                .is_some_and(|show| show.support),
            diagnostic_data: yes(diagnostics.and_then(|d| d.data_support)),
            refreshes: refreshes(client),
            commands: commands(client),
        }
    }
}

impl ClientFeatures {
    /// Whether the client has a command of its own.
    pub(crate) fn has_command(&self, name: &str) -> bool {
        self.commands.iter().any(|command| command == name)
    }
}

/// What the client can be told to ask for again, but for findings and documents.
fn refreshes(client: &ClientCapabilities) -> Vec<Shown> {
    let workspace = client.workspace.as_ref();
    let hints = workspace.and_then(|w| w.inlay_hint.as_ref()).and_then(|h| h.refresh_support);
    let lenses = workspace.and_then(|w| w.code_lens.as_ref()).and_then(|l| l.refresh_support);
    let tokens = workspace.and_then(|w| w.semantic_tokens.as_ref()).and_then(|t| t.refresh_support);
    let kinds = [(hints, Shown::Hints), (lenses, Shown::Lenses), (tokens, Shown::Tokens)];
    kinds.into_iter().filter(|(can, _)| *can == Some(true)).map(|(_, kind)| kind).collect()
}

/// The client's own commands, where rust-analyzer's clients say them, too.
fn commands(client: &ClientCapabilities) -> Vec<String> {
    let said = client.experimental.as_ref().and_then(|all| all.get("commands")?.get("commands")?.as_array());
    let names = said.into_iter().flatten().filter_map(|name| name.as_str());
    names.map(str::to_owned).collect()
}

impl Default for ClientFeatures {
    fn default() -> Self {
        Self::new(&ClientCapabilities::default())
    }
}

/// UTF-8 costs us nothing, so it goes first whatever the client's order; UTF-16 is what everybody knows.
fn encoding(client: &ClientCapabilities) -> Encoding {
    let offered = client.general.as_ref().and_then(|general| general.position_encodings.as_deref());
    let offers = |kind| offered.unwrap_or_default().contains(&kind);
    if offers(PositionEncodingKind::UTF8) {
        Encoding::Utf8
    } else if offers(PositionEncodingKind::UTF32) && !offers(PositionEncodingKind::UTF16) {
        Encoding::Utf32
    } else {
        Encoding::Utf16
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
    fn utf8_is_taken_wherever_it_is_offered_and_utf16_is_the_default() {
        let of =
            |kinds: serde_json::Value| features(json!({"general": {"positionEncodings": kinds}})).encoding;
        assert_eq!(of(json!(["utf-16", "utf-8"])), Encoding::Utf8);
        assert_eq!(of(json!(["utf-32", "utf-16"])), Encoding::Utf16);
        assert_eq!(of(json!(["utf-32"])), Encoding::Utf32);
        assert_eq!(of(json!([])), Encoding::Utf16);
        assert_eq!(features(json!({})).encoding, Encoding::Utf16);
    }
}

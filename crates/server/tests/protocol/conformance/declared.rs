//! What a client has to declare before a server may use it.

use serde_json::Value;

use super::model::Use;

/// How a client declares it: by a path into its capabilities, where `{}` is the last part of the message's method.
enum Leave {
    /// It says so there.
    Said(&'static str),
    /// It says so at one of these places.
    SaidAt([&'static str; 2]),
    /// It says so there, if the value is this one.
    SaidIf(&'static str, i64),
    /// It does not say so there.
    NotSaid(&'static str),
    /// The value, or each of them, is listed there; nothing is listed by a client that does not say.
    Listed(&'static str),
    /// The same; a client that says nothing knows the values up to this one.
    ListedOrUpTo(&'static str, i64),
    /// The kind of markup is listed there; anybody knows plain text.
    Markup(&'static str),
}

use Leave::{Listed, ListedOrUpTo, Markup, NotSaid, Said, SaidAt, SaidIf};

/// Who knows versioned edits, or operations on files, which can stand nowhere else, reads `documentChanges`.
const DOCUMENT_CHANGES: Leave =
    SaidAt(["workspace.workspaceEdit.documentChanges", "workspace.workspaceEdit.resourceOperations"]);

/// Structure, property (none means the structure itself), and how the client declares it.
/// Legends of semantic tokens are not among them: they may have names of their own, which clients pass over.
const NEEDS: &[(&str, &str, Leave)] = &[
    ("AnnotatedTextEdit", "", Said("workspace.workspaceEdit.changeAnnotationSupport")),
    ("CodeAction", "", Said("textDocument.codeAction.codeActionLiteralSupport")),
    ("CodeAction", "data", Said("textDocument.codeAction.dataSupport")),
    ("CodeAction", "disabled", Said("textDocument.codeAction.disabledSupport")),
    ("CodeAction", "isPreferred", Said("textDocument.codeAction.isPreferredSupport")),
    ("CodeAction", "tags", Listed("textDocument.codeAction.tagSupport.valueSet")),
    ("CodeActionOptions", "", Said("textDocument.codeAction.codeActionLiteralSupport")),
    (
        "CompletionItem",
        "commitCharacters",
        Said("textDocument.completion.completionItem.commitCharactersSupport"),
    ),
    ("CompletionItem", "deprecated", Said("textDocument.completion.completionItem.deprecatedSupport")),
    ("CompletionItem", "documentation", Markup("textDocument.completion.completionItem.documentationFormat")),
    (
        "CompletionItem",
        "insertTextFormat",
        SaidIf("textDocument.completion.completionItem.snippetSupport", 2),
    ),
    (
        "CompletionItem",
        "insertTextMode",
        Listed("textDocument.completion.completionItem.insertTextModeSupport.valueSet"),
    ),
    ("CompletionItem", "kind", ListedOrUpTo("textDocument.completion.completionItemKind.valueSet", 18)),
    ("CompletionItem", "labelDetails", Said("textDocument.completion.completionItem.labelDetailsSupport")),
    ("CompletionItem", "preselect", Said("textDocument.completion.completionItem.preselectSupport")),
    ("CompletionItem", "tags", Listed("textDocument.completion.completionItem.tagSupport.valueSet")),
    ("CompletionList", "itemDefaults", Said("textDocument.completion.completionList.itemDefaults")),
    ("CreateFile", "kind", Listed("workspace.workspaceEdit.resourceOperations")),
    ("DeleteFile", "kind", Listed("workspace.workspaceEdit.resourceOperations")),
    ("Diagnostic", "codeDescription", Said("textDocument.publishDiagnostics.codeDescriptionSupport")),
    ("Diagnostic", "data", Said("textDocument.publishDiagnostics.dataSupport")),
    ("Diagnostic", "relatedInformation", Said("textDocument.publishDiagnostics.relatedInformation")),
    ("Diagnostic", "tags", Listed("textDocument.publishDiagnostics.tagSupport.valueSet")),
    ("DocumentLink", "tooltip", Said("textDocument.documentLink.tooltipSupport")),
    ("DocumentSymbol", "", Said("textDocument.documentSymbol.hierarchicalDocumentSymbolSupport")),
    ("DocumentSymbol", "kind", ListedOrUpTo("textDocument.documentSymbol.symbolKind.valueSet", 18)),
    ("DocumentSymbol", "tags", Listed("textDocument.documentSymbol.tagSupport.valueSet")),
    ("FoldingRange", "collapsedText", Said("textDocument.foldingRange.foldingRange.collapsedText")),
    ("FoldingRange", "endCharacter", NotSaid("textDocument.foldingRange.lineFoldingOnly")),
    ("FoldingRange", "startCharacter", NotSaid("textDocument.foldingRange.lineFoldingOnly")),
    ("Hover", "contents", Markup("textDocument.hover.contentFormat")),
    ("InsertReplaceEdit", "", Said("textDocument.completion.completionItem.insertReplaceSupport")),
    ("LocationLink", "", Said("textDocument.{}.linkSupport")),
    ("PrepareRenameDefaultBehavior", "", Said("textDocument.rename.prepareSupportDefaultBehavior")),
    (
        "RelatedFullDocumentDiagnosticReport",
        "relatedDocuments",
        Said("textDocument.diagnostic.relatedDocumentSupport"),
    ),
    ("RenameFile", "kind", Listed("workspace.workspaceEdit.resourceOperations")),
    ("RenameOptions", "", Said("textDocument.rename.prepareSupport")),
    ("ServerCapabilities", "positionEncoding", Listed("general.positionEncodings")),
    (
        "SignatureInformation",
        "activeParameter",
        Said("textDocument.signatureHelp.signatureInformation.activeParameterSupport"),
    ),
    (
        "SignatureInformation",
        "documentation",
        Markup("textDocument.signatureHelp.signatureInformation.documentationFormat"),
    ),
    ("SymbolInformation", "kind", ListedOrUpTo("textDocument.documentSymbol.symbolKind.valueSet", 18)),
    ("TextDocumentEdit", "", DOCUMENT_CHANGES),
    ("WorkspaceEdit", "changeAnnotations", Said("workspace.workspaceEdit.changeAnnotationSupport")),
    ("WorkspaceEdit", "documentChanges", DOCUMENT_CHANGES),
    ("WorkspaceSymbol", "", Said("workspace.symbol.resolveSupport")),
];

/// What a client declares by which it can be asked, or told, something.
const MESSAGES: &[(&str, &str)] = &[
    ("client/registerCapability", ""),
    ("client/unregisterCapability", ""),
    ("textDocument/publishDiagnostics", ""),
    ("window/logMessage", ""),
    ("window/showDocument", "window.showDocument.support"),
    ("window/showMessage", ""),
    ("window/showMessageRequest", ""),
    ("window/workDoneProgress/create", "window.workDoneProgress"),
    ("workspace/applyEdit", "workspace.applyEdit"),
    ("workspace/codeLens/refresh", "workspace.codeLens.refreshSupport"),
    ("workspace/configuration", "workspace.configuration"),
    ("workspace/diagnostic/refresh", "workspace.diagnostics.refreshSupport"),
    ("workspace/foldingRange/refresh", "workspace.foldingRange.refreshSupport"),
    ("workspace/inlayHint/refresh", "workspace.inlayHint.refreshSupport"),
    ("workspace/semanticTokens/refresh", "workspace.semanticTokens.refreshSupport"),
    ("workspace/textDocumentContent/refresh", "workspace.textDocumentContent"),
    ("workspace/workspaceFolders", "workspace.workspaceFolders"),
    ("$/progress", "window.workDoneProgress"),
];

/// Why a message with this method may not use something, if it may not.
pub(crate) fn undeclared(client: &Value, method: &str, used: &Use) -> Option<String> {
    let needs = NEEDS
        .iter()
        .filter(|(structure, property, _)| used.structure == *structure && used.property == *property);
    let name = |path: &str| path.replace("{}", method.rsplit('/').next().unwrap_or_default());
    needs.map(|(.., leave)| leave).find_map(|leave| {
        let (path, granted) = match leave {
            Said(path) => (path, says(client, &name(path))),
            SaidAt(paths @ [path, _]) => (path, paths.iter().any(|path| says(client, &name(path)))),
            SaidIf(path, value) => (path, *used.value != *value || says(client, &name(path))),
            NotSaid(path) => (path, !says(client, &name(path))),
            Listed(path) => (path, lists(client, path, used.value, 0)),
            ListedOrUpTo(path, last) => (path, lists(client, path, used.value, *last)),
            Markup(path) => {
                let kind = used.value["kind"].as_str().unwrap_or(if used.structure == "Hover" {
                    "markdown"
                } else {
                    "plaintext"
                });
                (path, kind == "plaintext" || lists(client, path, &Value::from(kind), 0))
            }
        };
        (!granted).then(|| {
            format!(
                "{} {}: the client's {} does not allow {}",
                used.structure,
                used.property,
                name(path),
                used.value
            )
        })
    })
}

/// Where a client lists the properties that may come only when an item is resolved.
const RESOLVED: &[(&str, &str)] = &[
    ("codeAction/resolve", "textDocument.codeAction.resolveSupport.properties"),
    ("completionItem/resolve", "textDocument.completion.completionItem.resolveSupport.properties"),
    ("inlayHint/resolve", "textDocument.inlayHint.resolveSupport.properties"),
    ("workspaceSymbol/resolve", "workspace.symbol.resolveSupport.properties"),
];

/// What an item has only after it was resolved though the client may never ask.
pub(crate) fn unresolvable(client: &Value, method: &str, before: &Value, after: &Value) -> Vec<String> {
    let Some((_, path)) = RESOLVED.iter().find(|(known, _)| *known == method) else { return Vec::new() };
    let new = after.as_object().into_iter().flatten().filter(|(name, _)| before.get(name).is_none());
    // These two any client takes later.
    let always =
        |name: &str| method == "completionItem/resolve" && ["detail", "documentation"].contains(&name);
    new.filter(|(name, _)| !always(name) && !lists(client, path, &Value::from(name.as_str()), 0))
        .map(|(name, _)| format!("the client's {path} does not have {name}"))
        .collect()
}

/// Why a server may not send a message, or register for one, if it may not.
pub(crate) fn unwanted(client: &Value, method: &str) -> Option<String> {
    match MESSAGES.iter().find(|(known, _)| *known == method) {
        None => Some(format!("{method}: this test does not know what the client has to declare")),
        Some((_, path)) => (!path.is_empty() && !says(client, path))
            .then(|| format!("{method}: the client's {path} is not set")),
    }
}

/// The same for a registration.
pub(crate) fn unregistrable(client: &Value, method: &str) -> Option<String> {
    let path = format!("{}.dynamicRegistration", method.replace('/', "."));
    (!says(client, &path)).then(|| format!("{method}: the client's {path} is not set"))
}

fn at<'v>(client: &'v Value, path: &str) -> &'v Value {
    path.split('.').fold(client, |value, name| &value[name])
}

fn says(client: &Value, path: &str) -> bool {
    !matches!(at(client, path), Value::Null | Value::Bool(false))
}

fn lists(client: &Value, path: &str, value: &Value, otherwise: i64) -> bool {
    match (value, at(client, path)) {
        (Value::Array(values), _) => values.iter().all(|value| lists(client, path, value, otherwise)),
        (_, Value::Array(listed)) => listed.contains(value),
        _ => {
            path == "general.positionEncodings" && value == "utf-16"
                || value.as_i64().is_some_and(|value| value <= otherwise)
        }
    }
}

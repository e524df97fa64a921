//! Everything that a server may offer, and how it is asked for: one line for each request.
//!
//! In the parameters, a text that begins with `$` stands for something, and the request is sent for each of it:
//!
//! | text | stands for |
//! |---|---|
//! | `$document` | the document |
//! | `$uri` | its URI |
//! | `$effective` | the URI of its effective configuration |
//! | `$position` | the beginnings of its words |
//! | `$few` | some of these, for answers that are long |
//! | `$positions` | all of these, as a list |
//! | `$range` | the whole document |
//! | `$finding`, `$diagnostics` | the place of a finding, and the findings at that place |
//! | `$each METHOD` | each item of the answers to an earlier request |
//! | `$result METHOD` | the `resultId` of each answer to an earlier request |
//! | `$command` | each command that is offered and needs no argument |

/// A request: its method, where `ServerCapabilities` offers it, and its parameters.
pub(crate) type Request = (&'static str, &'static str, &'static str);

const DOCUMENT: &str = r#"{"textDocument": "$document"}"#;
const PLACE: &str = r#"{"textDocument": "$document", "position": "$position"}"#;
const RANGE: &str = r#"{"textDocument": "$document", "range": "$range"}"#;
const FORMAT: &str = r#"{"textDocument": "$document", "options": {"tabSize": 4, "insertSpaces": false}}"#;

/// Those of the specification, follow-ups behind what they follow; then our own.
pub(crate) const REQUESTS: &[Request] = &[
    ("textDocument/hover", "/hoverProvider", PLACE),
    (
        "textDocument/completion",
        "/completionProvider",
        r#"{"textDocument": "$document", "position": "$few"}"#,
    ),
    ("completionItem/resolve", "/completionProvider/resolveProvider", r#""$each textDocument/completion""#),
    ("textDocument/signatureHelp", "/signatureHelpProvider", PLACE),
    ("textDocument/declaration", "/declarationProvider", PLACE),
    ("textDocument/definition", "/definitionProvider", PLACE),
    ("textDocument/typeDefinition", "/typeDefinitionProvider", PLACE),
    ("textDocument/implementation", "/implementationProvider", PLACE),
    (
        "textDocument/references",
        "/referencesProvider",
        r#"{"textDocument": "$document", "position": "$position", "context": {"includeDeclaration": true}}"#,
    ),
    ("textDocument/documentHighlight", "/documentHighlightProvider", PLACE),
    ("textDocument/documentSymbol", "/documentSymbolProvider", DOCUMENT),
    ("workspace/symbol", "/workspaceSymbolProvider", r#"{"query": "e"}"#),
    ("workspaceSymbol/resolve", "/workspaceSymbolProvider/resolveProvider", r#""$each workspace/symbol""#),
    (
        "textDocument/codeAction",
        "/codeActionProvider",
        r#"{"textDocument": "$document", "range": "$finding", "context": {"diagnostics": "$diagnostics"}}"#,
    ),
    (
        "textDocument/codeAction",
        "/codeActionProvider",
        r#"{"textDocument": "$document", "range": "$range", "context": {"diagnostics": [], "only": ["refactor", "source"]}}"#,
    ),
    ("codeAction/resolve", "/codeActionProvider/resolveProvider", r#""$each textDocument/codeAction""#),
    ("textDocument/codeLens", "/codeLensProvider", DOCUMENT),
    ("codeLens/resolve", "/codeLensProvider/resolveProvider", r#""$each textDocument/codeLens""#),
    ("textDocument/documentLink", "/documentLinkProvider", DOCUMENT),
    ("documentLink/resolve", "/documentLinkProvider/resolveProvider", r#""$each textDocument/documentLink""#),
    ("textDocument/documentColor", "/colorProvider", DOCUMENT),
    ("textDocument/formatting", "/documentFormattingProvider", FORMAT),
    (
        "textDocument/rangeFormatting",
        "/documentRangeFormattingProvider",
        r#"{"textDocument": "$document", "range": "$range", "options": {"tabSize": 4, "insertSpaces": true}}"#,
    ),
    (
        "textDocument/onTypeFormatting",
        "/documentOnTypeFormattingProvider",
        r#"{"textDocument": "$document", "position": "$position", "ch": "\n", "options": {"tabSize": 4, "insertSpaces": true}}"#,
    ),
    ("textDocument/prepareRename", "/renameProvider/prepareProvider", PLACE),
    (
        "textDocument/rename",
        "/renameProvider",
        r#"{"textDocument": "$document", "position": "$position", "newName": "renamed"}"#,
    ),
    ("textDocument/linkedEditingRange", "/linkedEditingRangeProvider", PLACE),
    ("textDocument/foldingRange", "/foldingRangeProvider", DOCUMENT),
    (
        "textDocument/selectionRange",
        "/selectionRangeProvider",
        r#"{"textDocument": "$document", "positions": "$positions"}"#,
    ),
    ("textDocument/inlayHint", "/inlayHintProvider", RANGE),
    ("inlayHint/resolve", "/inlayHintProvider/resolveProvider", r#""$each textDocument/inlayHint""#),
    ("textDocument/semanticTokens/full", "/semanticTokensProvider/full", DOCUMENT),
    (
        "textDocument/semanticTokens/full/delta",
        "/semanticTokensProvider/full/delta",
        r#"{"textDocument": "$document", "previousResultId": "$result textDocument/semanticTokens/full"}"#,
    ),
    ("textDocument/semanticTokens/range", "/semanticTokensProvider/range", RANGE),
    ("textDocument/prepareCallHierarchy", "/callHierarchyProvider", PLACE),
    (
        "callHierarchy/incomingCalls",
        "/callHierarchyProvider",
        r#"{"item": "$each textDocument/prepareCallHierarchy"}"#,
    ),
    (
        "callHierarchy/outgoingCalls",
        "/callHierarchyProvider",
        r#"{"item": "$each textDocument/prepareCallHierarchy"}"#,
    ),
    ("textDocument/prepareTypeHierarchy", "/typeHierarchyProvider", PLACE),
    (
        "typeHierarchy/supertypes",
        "/typeHierarchyProvider",
        r#"{"item": "$each textDocument/prepareTypeHierarchy"}"#,
    ),
    (
        "typeHierarchy/subtypes",
        "/typeHierarchyProvider",
        r#"{"item": "$each textDocument/prepareTypeHierarchy"}"#,
    ),
    ("textDocument/diagnostic", "/diagnosticProvider", DOCUMENT),
    (
        "textDocument/diagnostic",
        "/diagnosticProvider",
        r#"{"textDocument": "$document", "previousResultId": "$result textDocument/diagnostic"}"#,
    ),
    ("workspace/diagnostic", "/diagnosticProvider/workspaceDiagnostics", r#"{"previousResultIds": []}"#),
    (
        "workspace/willRenameFiles",
        "/workspace/fileOperations/willRename",
        r#"{"files": [{"oldUri": "$uri", "newUri": "file:///nowhere/else.cfg.lua"}]}"#,
    ),
    ("workspace/textDocumentContent", "/workspace/textDocumentContent", r#"{"uri": "$effective"}"#),
    (
        "workspace/executeCommand",
        "/executeCommandProvider",
        r#"{"command": "$command", "arguments": [null]}"#,
    ),
    (
        "workspace/executeCommand",
        "/executeCommandProvider",
        r#"{"command": "prosody-ls.showChain", "arguments": [{"textDocument": "$document", "position": "$few"}]}"#,
    ),
    ("prosody-ls/status", "", "null"),
    ("prosody-ls/profiles", "", DOCUMENT),
    ("prosody-ls/effectiveConfiguration", "", DOCUMENT),
    ("prosody-ls/chain", "", PLACE),
    ("prosody-ls/graph", "", DOCUMENT),
];

//! From what we say to what LSP says.

use std::path::Path;
use std::str::FromStr;

use config::SourceFile;
use ide::{CompletionItem, CompletionKind, Edit, Finding, Severity, Symbol, SymbolKind, Tag, Target};
use syntax::{Encoding, LineIndex, Span};
use tower_lsp_server::ls_types as lsp;

use crate::capabilities::ClientFeatures;
use crate::view::View;

/// The `source` of our diagnostics.
const SOURCE: &str = "prosody";

pub(crate) fn range(file: &SourceFile, span: Span, encoding: Encoding) -> lsp::Range {
    range_in(&file.lines, &file.text, span, encoding)
}

fn range_in(lines: &LineIndex, text: &[u8], span: Span, encoding: Encoding) -> lsp::Range {
    let position = |offset| {
        let position = lines.position(text, offset, encoding);
        lsp::Position::new(position.line, position.column)
    };
    lsp::Range::new(position(span.start), position(span.end.max(span.start)))
}

pub(crate) fn diagnostic(view: &View, file: &SourceFile, finding: &Finding) -> lsp::Diagnostic {
    let features = &*view.features;
    let mut message = finding.message.clone();
    if let Some(help) = &finding.help {
        message.push('\n');
        message.push_str(help);
    }
    let mut related = Vec::new();
    for note in &finding.notes {
        let Some(other) = view.analysis.file(note.file) else { continue };
        let range = range(other, note.span, features.encoding);
        match view.uri(&other.path) {
            Some(uri) if features.related_information => {
                let location = lsp::Location::new(uri, range);
                related.push(lsp::DiagnosticRelatedInformation { location, message: note.message.clone() });
            }
            _ => {
                let name = other.path.file_name().unwrap_or_default().to_string_lossy();
                message = format!("{message}\n{} ({name}:{})", note.message, range.start.line + 1);
            }
        }
    }
    let tag = match finding.tag {
        Some(Tag::Unnecessary) => features.unnecessary_tag.then_some(lsp::DiagnosticTag::UNNECESSARY),
        Some(Tag::Deprecated) => features.deprecated_tag.then_some(lsp::DiagnosticTag::DEPRECATED),
        None => None,
    };
    let page = finding.url.as_deref().filter(|_| features.code_description);
    lsp::Diagnostic {
        range: range(file, finding.span, features.encoding),
        severity: Some(match finding.severity {
            Severity::Error => lsp::DiagnosticSeverity::ERROR,
            Severity::Warning => lsp::DiagnosticSeverity::WARNING,
            Severity::Info => lsp::DiagnosticSeverity::INFORMATION,
            Severity::Hint => lsp::DiagnosticSeverity::HINT,
        }),
        code: Some(lsp::NumberOrString::String(finding.rule.to_owned())),
        code_description: page
            .and_then(|url| lsp::Uri::from_str(url).ok())
            .map(|href| lsp::CodeDescription { href }),
        source: Some(SOURCE.to_owned()),
        message,
        related_information: (!related.is_empty()).then_some(related),
        tags: tag.map(|tag| vec![tag]),
        data: None,
    }
}

/// A completion. `cursor` is where it was asked for, in bytes.
pub(crate) fn completion(
    file: &SourceFile,
    item: CompletionItem,
    cursor: u32,
    features: &ClientFeatures,
) -> lsp::CompletionItem {
    let replace = range(file, item.replace, features.encoding);
    let snippet = item.snippet && features.snippets;
    let new_text = if item.snippet && !snippet { without_places(&item.insert) } else { item.insert };
    let before = Span::new(item.replace.start, cursor);
    let text_edit = if features.insert_replace && item.replace.contains(before) && before.end >= before.start
    {
        let insert = range(file, before, features.encoding);
        lsp::CompletionTextEdit::InsertAndReplace(lsp::InsertReplaceEdit { new_text, insert, replace })
    } else {
        lsp::CompletionTextEdit::Edit(lsp::TextEdit { range: replace, new_text })
    };
    lsp::CompletionItem {
        kind: Some(match item.kind {
            CompletionKind::Option => lsp::CompletionItemKind::PROPERTY,
            CompletionKind::Module => lsp::CompletionItemKind::MODULE,
            CompletionKind::Value => lsp::CompletionItemKind::ENUM_MEMBER,
            CompletionKind::Keyword => lsp::CompletionItemKind::KEYWORD,
            CompletionKind::Key => lsp::CompletionItemKind::FIELD,
            CompletionKind::Function => lsp::CompletionItemKind::FUNCTION,
            CompletionKind::Host => lsp::CompletionItemKind::REFERENCE,
            CompletionKind::File => lsp::CompletionItemKind::FILE,
        }),
        detail: item.detail,
        documentation: item.documentation.map(|markdown| {
            lsp::Documentation::MarkupContent(markup(markdown, features.completion_markdown))
        }),
        sort_text: Some(format!("{:06}", item.rank)),
        insert_text_format: snippet.then_some(lsp::InsertTextFormat::SNIPPET),
        text_edit: Some(text_edit),
        tags: item.deprecated.then(|| vec![lsp::CompletionItemTag::DEPRECATED]),
        label: item.label,
        ..lsp::CompletionItem::default()
    }
}

pub(crate) fn hover(file: &SourceFile, hover: ide::Hover, features: &ClientFeatures) -> lsp::Hover {
    lsp::Hover {
        contents: lsp::HoverContents::Markup(markup(hover.markdown, features.hover_markdown)),
        range: Some(range(file, hover.span, features.encoding)),
    }
}

fn markup(markdown: String, allowed: bool) -> lsp::MarkupContent {
    if allowed {
        return lsp::MarkupContent { kind: lsp::MarkupKind::Markdown, value: markdown };
    }
    lsp::MarkupContent { kind: lsp::MarkupKind::PlainText, value: plain_text(&markdown) }
}

/// Markdown without its marks: fences, emphasis, code.
fn plain_text(markdown: &str) -> String {
    let lines = markdown.lines().filter(|line| !line.trim_start().starts_with("```"));
    lines.map(|line| line.replace("**", "").replace('`', "")).collect::<Vec<_>>().join("\n")
}

/// A snippet's text without the places to fill in: `$0` and `$1` go, `${1:name}` leaves `name`.
fn without_places(snippet: &str) -> String {
    let (mut text, mut rest, mut open) = (String::new(), snippet.chars().peekable(), 0);
    while let Some(character) = rest.next() {
        match (character, rest.peek()) {
            ('\\', Some(_)) => text.extend(rest.next()),
            ('$', Some('{')) => {
                open += 1;
                while rest.next_if(|c| *c == '{' || *c == ':' || c.is_ascii_digit()).is_some() {}
            }
            ('$', Some(digit)) if digit.is_ascii_digit() => {
                while rest.next_if(char::is_ascii_digit).is_some() {}
            }
            ('}', _) if open > 0 => open -= 1,
            _ => text.push(character),
        }
    }
    text
}

/// Where definitions are, in the form that the client understands.
pub(crate) fn definition(
    view: &View,
    from: &SourceFile,
    targets: Vec<Target>,
) -> Option<lsp::GotoDefinitionResponse> {
    let encoding = view.features.encoding;
    let links: Vec<_> = targets
        .into_iter()
        .filter_map(|target| {
            let [target_range, target_selection_range] = ranges(view, &target)?;
            Some(lsp::LocationLink {
                origin_selection_range: Some(range(from, target.origin, encoding)),
                target_uri: view.uri(&target.path)?,
                target_range,
                target_selection_range,
            })
        })
        .collect();
    if links.is_empty() {
        return None;
    }
    if view.features.definition_links {
        return Some(lsp::GotoDefinitionResponse::Link(links));
    }
    let locations =
        links.into_iter().map(|link| lsp::Location::new(link.target_uri, link.target_selection_range));
    Some(lsp::GotoDefinitionResponse::Array(locations.collect()))
}

/// The full range and the focus of a target.
fn ranges(view: &View, target: &Target) -> Option<[lsp::Range; 2]> {
    let spans = [target.full.cover(target.focus), target.focus];
    if spans.iter().all(|span| *span == Span::empty(0)) {
        return Some([lsp::Range::default(); 2]);
    }
    let encoding = view.features.encoding;
    if let Some(file) = view.analysis.file_id(&target.path).and_then(|id| view.analysis.file(id)) {
        return Some(spans.map(|span| range(file, span, encoding)));
    }
    // Not a file of the configuration: a module's source, say.
    let text = std::fs::read(&target.path).ok()?;
    let lines = LineIndex::new(&text);
    Some(spans.map(|span| range_in(&lines, &text, span, encoding)))
}

/// An outline as a tree.
#[expect(deprecated, reason = "the field has to be written, even if as nothing")]
pub(crate) fn nested_symbol(file: &SourceFile, symbol: Symbol, encoding: Encoding) -> lsp::DocumentSymbol {
    let children = symbol.children.into_iter().map(|child| nested_symbol(file, child, encoding));
    lsp::DocumentSymbol {
        name: symbol_name(symbol.name),
        detail: symbol.detail,
        kind: symbol_kind(symbol.kind),
        tags: symbol.deprecated.then(|| vec![lsp::SymbolTag::DEPRECATED]),
        deprecated: None,
        // Editors reject a whole outline if one focus lies outside.
        range: range(file, symbol.full.cover(symbol.focus), encoding),
        selection_range: range(file, symbol.focus, encoding),
        children: Some(children.collect()),
    }
}

/// An outline as a list, each entry with the name of the one around it.
#[expect(deprecated, reason = "the field has to be written, even if as nothing")]
pub(crate) fn flat_symbols(
    file: &SourceFile,
    uri: &lsp::Uri,
    symbols: Vec<Symbol>,
    container: Option<&str>,
    encoding: Encoding,
    flat: &mut Vec<lsp::SymbolInformation>,
) {
    for symbol in symbols {
        let name = symbol_name(symbol.name);
        flat.push(lsp::SymbolInformation {
            name: name.clone(),
            kind: symbol_kind(symbol.kind),
            tags: symbol.deprecated.then(|| vec![lsp::SymbolTag::DEPRECATED]),
            deprecated: None,
            location: lsp::Location::new(uri.clone(), range(file, symbol.full, encoding)),
            container_name: container.map(str::to_owned),
        });
        flat_symbols(file, uri, symbol.children, Some(&name), encoding, flat);
    }
}

/// Editors reject symbols without a name.
fn symbol_name(name: String) -> String {
    if name.trim().is_empty() { "?".to_owned() } else { name }
}

fn symbol_kind(kind: SymbolKind) -> lsp::SymbolKind {
    match kind {
        SymbolKind::Host => lsp::SymbolKind::NAMESPACE,
        SymbolKind::Component => lsp::SymbolKind::MODULE,
        SymbolKind::Option => lsp::SymbolKind::PROPERTY,
        SymbolKind::Include => lsp::SymbolKind::FILE,
        SymbolKind::Function => lsp::SymbolKind::FUNCTION,
        SymbolKind::Variable => lsp::SymbolKind::VARIABLE,
    }
}

/// Edits of any files; `None` if one of them can't be named.
pub(crate) fn workspace_edit(view: &View, edits: &[Edit]) -> Option<lsp::WorkspaceEdit> {
    let mut files: Vec<(&SourceFile, lsp::Uri, Vec<lsp::TextEdit>)> = Vec::new();
    for edit in edits {
        let file = view.analysis.file(edit.file)?;
        let edit = lsp::TextEdit::new(range(file, edit.span, view.features.encoding), edit.text.clone());
        match files.iter_mut().find(|(known, ..)| known.id == file.id) {
            Some((.., edits)) => edits.push(edit),
            None => files.push((file, view.uri(Path::new(&file.path))?, vec![edit])),
        }
    }
    if !view.features.versioned_edits {
        let changes = files.into_iter().map(|(_, uri, edits)| (uri, edits)).collect();
        return Some(lsp::WorkspaceEdit { changes: Some(changes), ..lsp::WorkspaceEdit::default() });
    }
    let edits = files.into_iter().map(|(file, uri, edits)| lsp::TextDocumentEdit {
        text_document: lsp::OptionalVersionedTextDocumentIdentifier { uri, version: file.version },
        edits: edits.into_iter().map(lsp::OneOf::Left).collect(),
    });
    let document_changes = Some(lsp::DocumentChanges::Edits(edits.collect()));
    Some(lsp::WorkspaceEdit { document_changes, ..lsp::WorkspaceEdit::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_for_clients_that_show_plain_text() {
        assert_eq!(
            plain_text("**limits** is `{}`\n```lua\nlimits = {}\n```\nend"),
            "limits is {}\nlimits = {}\nend"
        );
    }

    #[test]
    fn snippets_for_clients_that_insert_plain_text() {
        assert_eq!(without_places("VirtualHost \"${1:host}\"$0"), "VirtualHost \"host\"");
        assert_eq!(without_places("x = { $1 }"), "x = {  }");
        assert_eq!(without_places(r"a\$b\}c {}"), "a$b}c {}");
    }
}

//! Completions, for clients with snippets and without.

use config::SourceFile;
use ide::{CompletionItem, CompletionKind};
use syntax::Span;
use tower_lsp_server::ls_types as lsp;

use super::{markup, range};
use crate::capabilities::ClientFeatures;

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
            CompletionKind::Value if features.completion_kinds => lsp::CompletionItemKind::ENUM_MEMBER,
            CompletionKind::Value => lsp::CompletionItemKind::VALUE,
            CompletionKind::Keyword => lsp::CompletionItemKind::KEYWORD,
            CompletionKind::Key => lsp::CompletionItemKind::FIELD,
            CompletionKind::Function => lsp::CompletionItemKind::FUNCTION,
            CompletionKind::File => lsp::CompletionItemKind::FILE,
            CompletionKind::Host | CompletionKind::Reference => lsp::CompletionItemKind::REFERENCE,
        }),
        detail: item.detail,
        documentation: item.documentation.map(|markdown| documentation(markdown, features)),
        sort_text: Some(format!("{:06}", item.rank)),
        insert_text_format: snippet.then_some(lsp::InsertTextFormat::SNIPPET),
        text_edit: Some(text_edit),
        tags: (item.deprecated && features.completion_deprecated)
            .then(|| vec![lsp::CompletionItemTag::DEPRECATED]),
        label: item.label,
        ..lsp::CompletionItem::default()
    }
}

/// What there is to read about a completion.
pub(crate) fn documentation(markdown: String, features: &ClientFeatures) -> lsp::Documentation {
    lsp::Documentation::MarkupContent(markup(markdown, features.completion_markdown))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snippets_for_clients_that_insert_plain_text() {
        assert_eq!(without_places("VirtualHost \"${1:host}\"$0"), "VirtualHost \"host\"");
        assert_eq!(without_places("x = { $1 }"), "x = {  }");
        assert_eq!(without_places(r"a\$b\}c {}"), "a$b}c {}");
    }
}

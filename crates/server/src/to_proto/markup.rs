//! Markdown, for clients that show it and for others.

use config::SourceFile;
use tower_lsp_server::ls_types as lsp;

use super::range;
use crate::capabilities::ClientFeatures;

/// A hover card.
pub(crate) fn hover(file: &SourceFile, hover: ide::Hover, features: &ClientFeatures) -> lsp::Hover {
    lsp::Hover {
        contents: lsp::HoverContents::Markup(markup(hover.markdown, features.hover_markdown)),
        range: Some(range(file, hover.span, features.encoding)),
    }
}

/// Markdown, or its plain text.
pub(crate) fn markup(markdown: String, allowed: bool) -> lsp::MarkupContent {
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
}

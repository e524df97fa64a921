//! What a selection grows to, step by step: word, string, entry, table, statement, host section, file.

use config::SourceFile;
use syntax::Span;
use syntax::ast::{ExprKind, Node, StatKind};

use crate::sections::host_call;
use crate::{Analysis, Position};

impl Analysis {
    /// What a selection at a place grows to: each span holds the one before and more; the last one is the file.
    pub fn selection(&self, at: Position) -> Vec<Span> {
        let Some(source) = self.snapshot.file(at.file) else { return Vec::new() };
        let text = &source.text;
        let offset = at.offset.min(text.len() as u32);
        let mut spans = vec![word(text, offset)];
        spans.extend(comment(source, offset));
        for node in source.parse.chunk.nodes_at(offset).into_iter().rev() {
            spans.extend(inside(node, text).filter(|span| span.touches(offset)));
            spans.push(node.span());
        }
        spans.extend(section(source, offset));
        spans.push(Span::new(0, text.len() as u32));
        growing(spans)
    }
}

/// Only what holds everything before it, and more.
fn growing(spans: Vec<Span>) -> Vec<Span> {
    let mut steps: Vec<Span> = Vec::new();
    for span in spans.into_iter().filter(|span| !span.is_empty()) {
        if steps.last().is_none_or(|last| span.contains(*last) && span != *last) {
            steps.push(span);
        }
    }
    steps
}

/// The letters, digits and underscores around an offset.
fn word(text: &[u8], offset: u32) -> Span {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80;
    let (before, behind) = text.split_at_checked(offset as usize).unwrap_or((text, b""));
    let before = before.iter().rev().take_while(|byte| is_word(byte)).count() as u32;
    let behind = behind.iter().take_while(|byte| is_word(byte)).count() as u32;
    Span::new(offset - before, offset + behind)
}

/// What stands between the quotes of a string, the braces of a table.
fn inside(node: Node<'_>, text: &[u8]) -> Option<Span> {
    let Node::Expr(expr) = node else { return None };
    let edge = match &expr.kind {
        ExprKind::Table(_) => 1,
        ExprKind::Str(_) => match expr.span.slice(text) {
            [b'[', rest @ ..] => 2 + rest.iter().take_while(|byte| **byte == b'=').count() as u32,
            _ => 1,
        },
        _ => return None,
    };
    let inner =
        Span::new(expr.span.start + edge, expr.span.end.saturating_sub(edge).max(expr.span.start + edge));
    let bytes = inner.slice(text);
    let lead = bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count() as u32;
    let trail = bytes.iter().rev().take_while(|byte| byte.is_ascii_whitespace()).count() as u32;
    (lead < inner.len()).then(|| Span::new(inner.start + lead, inner.end - trail))
}

/// The comment at an offset.
fn comment(source: &SourceFile, offset: u32) -> Option<Span> {
    source.parse.chunk.comments.iter().copied().find(|comment| comment.touches(offset))
}

/// The host's section that an offset lies in: from the call that opens it to its last statement.
fn section(source: &SourceFile, offset: u32) -> Option<Span> {
    let mut section: Option<Span> = None;
    for stat in &source.parse.chunk.block.stats {
        let opens = matches!(&stat.kind, StatKind::Call(expr) if host_call(expr).is_some());
        if opens {
            if section.is_some_and(|section| section.touches(offset)) {
                break;
            }
            section = Some(stat.span);
        } else if let Some(section) = &mut section {
            section.end = stat.span.end;
        }
    }
    section.filter(|section| section.touches(offset))
}

#[cfg(test)]
mod tests {
    use crate::testing::at;

    #[test]
    fn a_selection_grows_from_word_to_file() {
        let steps = at("a = 1
VirtualHost \"x.example\"
  ssl = { key = \"/etc/$0key.pem\"; certificate = \"c\" }
  b = 1
")
        .selection();
        assert_eq!(
            steps,
            [
                "key",
                "/etc/key.pem",
                "\"/etc/key.pem\"",
                "key = \"/etc/key.pem\"",
                "key = \"/etc/key.pem\"; certificate = \"c\"",
                "{ key = \"/etc/key.pem\"; certificate = \"c\" }",
                "ssl = { key = \"/etc/key.pem\"; certificate = \"c\" }",
                "VirtualHost \"x.example\"\n  ssl = { key = \"/etc/key.pem\"; certificate = \"c\" }\n  b = 1",
                "a = 1\nVirtualHost \"x.example\"\n  ssl = { key = \"/etc/key.pem\"; certificate = \"c\" }\n  b = 1\n",
            ]
        );
    }

    #[test]
    fn comments_are_taken_whole() {
        assert_eq!(
            at("x = 1 -- see th$0ere\n").selection(),
            ["there", "-- see there", "x = 1 -- see there\n"]
        );
    }

    #[test]
    fn an_empty_file_has_nothing_to_select() {
        assert!(at("$0").selection().is_empty());
    }
}

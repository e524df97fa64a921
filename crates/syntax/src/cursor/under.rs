//! What a cursor touches.

use crate::Span;
use crate::lexer::{FaultKind, Lexed};
use crate::token::{Token, TokenKind};

/// What is under a cursor; the index is how many tokens come before it.
pub(super) enum Under {
    Comment,
    Number,
    /// The content of a string, without its quotes.
    String {
        index: usize,
        content: Span,
    },
    /// A name or keyword that the cursor touches.
    Word {
        index: usize,
        span: Span,
    },
    Blank {
        index: usize,
    },
}

pub(super) fn under(text: &[u8], lexed: &Lexed, offset: u32) -> Under {
    if in_comment(text, lexed, offset) {
        return Under::Comment;
    }
    // The first token that does not end before the cursor.
    let index = lexed.tokens.partition_point(|t| t.span.end < offset);
    if let Some(before) = index.checked_sub(1)
        && let Some(content) = unclosed_string(text, lexed, before, offset)
    {
        return Under::String { index: before, content };
    }
    let touched = lexed.tokens.iter().enumerate().skip(index).take(2);
    let mut blank = index;
    for (index, token) in touched.take_while(|(_, token)| token.span.start <= offset) {
        match token.kind {
            TokenKind::String => {
                if let Some(content) = string_content(text, lexed, *token, offset) {
                    return Under::String { index, content };
                }
            }
            TokenKind::Number => return Under::Number,
            kind if kind == TokenKind::Name || kind.is_keyword() => {
                return Under::Word { index, span: token.span };
            }
            _ => {}
        }
        if token.span.end <= offset && token.kind != TokenKind::Eof {
            blank = index + 1;
        }
    }
    Under::Blank { index: blank }
}

/// Behind the last character of a line comment one still writes the comment, behind a closed long one not.
fn in_comment(text: &[u8], lexed: &Lexed, offset: u32) -> bool {
    let index = lexed.comments.partition_point(|comment| comment.end < offset);
    let touched = lexed.comments.iter().skip(index).take(1).find(|comment| comment.start < offset);
    touched.is_some_and(|comment| {
        let raw = comment.slice(text);
        let long = raw.starts_with(b"--[") && raw.ends_with(b"]") && raw.len() > 6;
        offset < comment.end
            || !long
            || lexed.faults.iter().any(|f| f.kind == FaultKind::UnfinishedLongComment)
    })
}

/// The content of a string if the cursor is inside its quotes.
fn string_content(text: &[u8], lexed: &Lexed, token: Token, offset: u32) -> Option<Span> {
    let raw = token.span.slice(text);
    let delimiter = match raw.first() {
        Some(b'[') => 2 + raw.iter().skip(1).take_while(|&&b| b == b'=').count() as u32,
        _ => 1,
    };
    let end = if is_closed(lexed, token, raw) { token.span.end - delimiter } else { token.span.end };
    let content = Span::new((token.span.start + delimiter).min(end), end);
    content.touches(offset).then_some(content)
}

/// Blanks at the end of an unclosed string are not part of its token, but of what is being typed.
fn unclosed_string(text: &[u8], lexed: &Lexed, index: usize, offset: u32) -> Option<Span> {
    let token = *lexed.tokens.get(index).filter(|t| t.kind == TokenKind::String && t.broken)?;
    let raw = token.span.slice(text);
    let gap = Span::new(token.span.end, offset).slice(text);
    let typing = !is_closed(lexed, token, raw) && gap.iter().all(|b| matches!(b, b' ' | b'\t'));
    typing.then(|| Span::new(token.span.start + 1, offset))
}

fn is_closed(lexed: &Lexed, token: Token, raw: &[u8]) -> bool {
    let unfinished = token.broken
        && lexed.faults.iter().any(|fault| {
            fault.start == token.span.start
                && matches!(
                    fault.kind,
                    FaultKind::UnfinishedString | FaultKind::StringAtEof | FaultKind::UnfinishedLongString
                )
        });
    !unfinished && raw.len() > 1 && (raw.first() == raw.last() || raw.ends_with(b"]"))
}

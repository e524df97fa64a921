//! What can be folded: tables, blocks, host sections, comments and long strings.
//!
//! Told from tokens, so that a broken file folds as far as its brackets and keywords agree; only host sections come
//! from the file's tree.

use config::{FileId, SourceFile};
use syntax::ast::StatKind;
use syntax::{Span, Token, TokenKind};

use crate::Analysis;
use crate::sections::host_call;

/// A part of a file that can be folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fold {
    /// What disappears: from behind what opens it to before what closes it. Covers several lines.
    pub span: Span,
    /// What it is.
    pub kind: FoldKind,
    /// Whether something on the last line closes it (`}`, `end`): that line stays where whole lines are folded.
    pub closed: bool,
}

/// What is folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoldKind {
    /// A table, a block, a string.
    Code,
    /// A comment, or several lines of comments.
    Comment,
    /// All that belongs to a host.
    Section,
}

impl Analysis {
    /// What can be folded in a file, in the order of the beginnings, the outer before the inner.
    pub fn folds(&self, file: FileId) -> Vec<Fold> {
        let Some(source) = self.snapshot.file(file) else { return Vec::new() };
        let lexed = syntax::tokenize(&source.text);
        let mut folds = Vec::new();
        brackets(&lexed.tokens, &source.text, &mut folds);
        comments(source, &lexed.comments, &mut folds);
        sections(source, &mut folds);
        folds.retain(|fold| source.lines.line_of(fold.span.start) < source.lines.line_of(fold.span.end));
        folds.sort_by_key(|fold| (fold.span.start, std::cmp::Reverse(fold.span.end)));
        folds
    }
}

/// Pairs of braces, blocks from their first keyword to `end`, and long strings.
fn brackets(tokens: &[Token], text: &[u8], folds: &mut Vec<Fold>) {
    let mut open: Vec<(TokenKind, u32)> = Vec::new();
    let mut close = |open: &mut Vec<(TokenKind, u32)>, is_pair: fn(TokenKind) -> bool, at: u32| {
        // What was left open inside is broken: it folds nothing.
        let Some(pair) = open.iter().rposition(|(kind, _)| is_pair(*kind)) else { return };
        if let Some((_, start)) = open.drain(pair..).next() {
            folds.push(Fold { span: Span::new(start, at), kind: FoldKind::Code, closed: true });
        }
    };
    let is_block =
        |kind| matches!(kind, TokenKind::Do | TokenKind::Then | TokenKind::Else | TokenKind::Function);
    for token in tokens {
        let Span { start, end } = token.span;
        match token.kind {
            TokenKind::LeftBrace
            | TokenKind::Do
            | TokenKind::Then
            | TokenKind::Function
            | TokenKind::Repeat => {
                open.push((token.kind, end));
            }
            TokenKind::RightBrace => close(&mut open, |kind| kind == TokenKind::LeftBrace, start),
            TokenKind::Until => close(&mut open, |kind| kind == TokenKind::Repeat, start),
            TokenKind::ElseIf => close(&mut open, |kind| kind == TokenKind::Then, start),
            TokenKind::Else => {
                close(&mut open, |kind| kind == TokenKind::Then, start);
                open.push((TokenKind::Else, end));
            }
            TokenKind::End => close(&mut open, is_block, start),
            _ => {}
        }
    }
    let long = tokens.iter().filter(|token| {
        token.kind == TokenKind::String && !token.broken && token.span.slice(text).first() == Some(&b'[')
    });
    folds.extend(long.map(|token| Fold { span: token.span, kind: FoldKind::Code, closed: false }));
}

/// Comments over several lines, and neighbouring lines that hold nothing else.
fn comments(source: &SourceFile, comments: &[Span], folds: &mut Vec<Fold>) {
    let line = |offset| source.lines.line_of(offset);
    let stands_alone = |comment: &Span| {
        let before =
            Span::new(source.lines.line_span(&source.text, line(comment.start)).start, comment.start);
        before.slice(&source.text).iter().all(u8::is_ascii_whitespace)
    };
    let mut block: Option<Span> = None;
    for comment in comments.iter().filter(|comment| stands_alone(comment)) {
        match &mut block {
            Some(known) if line(known.end) + 1 == line(comment.start) => known.end = comment.end,
            known => {
                let done = known.replace(*comment);
                folds.extend(done.map(|span| Fold { span, kind: FoldKind::Comment, closed: false }));
            }
        }
    }
    folds.extend(block.map(|span| Fold { span, kind: FoldKind::Comment, closed: false }));
}

/// From the call that opens a host to the last statement before the next one.
fn sections(source: &SourceFile, folds: &mut Vec<Fold>) {
    let mut open: Option<Span> = None;
    let mut done = |section: Option<Span>| {
        folds.extend(section.map(|span| Fold { span, kind: FoldKind::Section, closed: false }));
    };
    for stat in &source.parse.chunk.block.stats {
        let call = match &stat.kind {
            StatKind::Call(expr) => host_call(expr),
            _ => None,
        };
        match (call, &mut open) {
            (Some(call), _) => {
                done(open.take());
                open = call.table.is_none().then(|| Span::empty(stat.span.end));
            }
            (None, Some(section)) => section.end = stat.span.end,
            (None, None) => {}
        }
    }
    done(open);
}

#[cfg(test)]
mod tests {
    use crate::testing::at;

    /// The folds as lines from 1, `code 2-4` with the first and the last line that has a part in it.
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(at(text).folds(), expected);
    }

    #[test]
    fn tables_and_blocks_fold_up_to_what_closes_them() {
        check(
            "$0limits = {
  c2s = {
    rate = \"10kb/s\";
  };
}
if x then
  a = 1
elseif y then
  a = 2
else
  a = 3
end
local function f()
  repeat
    g()
  until x
end
",
            &["Code 1-5", "Code 2-4", "Code 6-8", "Code 8-10", "Code 10-12", "Code 13-17", "Code 14-16"],
        );
    }

    #[test]
    fn hosts_fold_up_to_the_next_one() {
        check(
            "$0a = 1
VirtualHost \"a.example\"
  b = 1

-- The rooms.
Component \"rooms.example\" \"muc\"
  c = 1
  d = 1
VirtualHost \"b.example\" {
  e = 1
}
f = 1
VirtualHost \"empty.example\"
",
            &["Section 2-3", "Section 6-8", "Code 9-11"],
        );
    }

    #[test]
    fn comments_and_long_strings_fold() {
        check(
            "$0-- one
-- two
a = 1 -- not this
-- three
b = [[
text
]]
--[[ long
comment ]]
",
            &["Comment 1-2", "Code 5-7", "Comment 8-9"],
        );
    }

    #[test]
    fn broken_files_fold_what_is_whole() {
        check("$0a = {\n  b = {\n  c = 1\n}\nlocal x = {\n 1\n}\n", &["Code 2-4", "Code 5-7"]);
    }
}

//! The small edits that turn a text into its formatted form.
//!
//! The tokens of both are the same in the same order, but for parentheses and separators that come and go. Where two tokens
//! face each other, only what stands between them and their neighbours can differ: blanks and comments. However tokens are
//! paired, the edits together make the formatted text; pairing well makes them small.

use syntax::{Span, Token, TokenKind, tokenize};

/// The edits in order; they neither overlap nor touch.
pub(super) fn edits(before: &[u8], after: &[u8]) -> Vec<(Span, String)> {
    let (old, new) = (tokenize(before).tokens, tokenize(after).tokens);
    let mut edits = Edits { before, after, list: Vec::new() };
    let mut ends = (0, 0);
    for (old, new) in pairs(&old, &new) {
        edits.replace(Span::new(ends.0, old.span.start), Span::new(ends.1, new.span.start));
        edits.replace(old.span, new.span);
        ends = (old.span.end, new.span.end);
    }
    edits.replace(Span::new(ends.0, before.len() as u32), Span::new(ends.1, after.len() as u32));
    edits.list
}

/// Tokens that face each other.
fn pairs<'t>(mut old: &'t [Token], mut new: &'t [Token]) -> Vec<(&'t Token, &'t Token)> {
    use TokenKind::{LeftParen, RightParen, Unknown};
    let is_separator = |token: &Token| matches!(token.kind, TokenKind::Comma | TokenKind::Semicolon);
    let is_paren = |token: &Token| matches!(token.kind, LeftParen | RightParen);
    let may_come_and_go = |token: &Token| is_separator(token) || is_paren(token);
    let mut pairs = Vec::with_capacity(old.len());
    while let (Some((a, old_rest)), Some((b, new_rest))) = (old.split_first(), new.split_first()) {
        let is_pair = a.kind == b.kind && a.kind != Unknown || is_separator(a) && is_separator(b);
        if is_pair {
            pairs.push((a, b));
        }
        // Of a parenthesis and a separator, the separator is in both texts.
        let skips_old = !is_pair && may_come_and_go(a) && (is_paren(a) || !may_come_and_go(b));
        let skips_new = !is_pair && !skips_old && may_come_and_go(b);
        if !(is_pair || skips_old || skips_new) {
            break;
        }
        if is_pair || skips_old {
            old = old_rest;
        }
        if is_pair || skips_new {
            new = new_rest;
        }
    }
    pairs
}

struct Edits<'a> {
    before: &'a [u8],
    after: &'a [u8],
    list: Vec<(Span, String)>,
}

impl Edits<'_> {
    /// What stands in `old` becomes what stands in `new`: line by line, if they have the same number of lines.
    fn replace(&mut self, old: Span, new: Span) {
        let (from, to) = (old.slice(self.before), new.slice(self.after));
        if from == to {
            return;
        }
        let lines = |text: &[u8]| text.split_inclusive(|&b| b == b'\n').count();
        if lines(from) != lines(to) {
            return self.add(old, new);
        }
        let (mut old_start, mut new_start) = (old.start, new.start);
        let line_pairs = from.split_inclusive(|&b| b == b'\n').zip(to.split_inclusive(|&b| b == b'\n'));
        for (from, to) in line_pairs {
            let (old_end, new_end) = (old_start + from.len() as u32, new_start + to.len() as u32);
            self.add(Span::new(old_start, old_end), Span::new(new_start, new_end));
            (old_start, new_start) = (old_end, new_end);
        }
    }

    /// Adds an edit without what is the same at its beginning and end. Touches the one before it: both become one.
    fn add(&mut self, mut old: Span, mut new: Span) {
        let (from, to) = (old.slice(self.before), new.slice(self.after));
        if from == to {
            return;
        }
        let prefix = from.iter().zip(to).take_while(|(a, b)| a == b).count();
        let prefix = (0..=prefix).rev().find(|&at| starts_character(to, at)).unwrap_or(0);
        let most = from.len().min(to.len()) - prefix;
        let suffix = from.iter().rev().zip(to.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
        let suffix = (0..=suffix).rev().find(|&at| starts_character(to, to.len() - at)).unwrap_or(0);
        old = Span::new(old.start + prefix as u32, old.end - suffix as u32);
        new = Span::new(new.start + prefix as u32, new.end - suffix as u32);
        let text = String::from_utf8_lossy(new.slice(self.after)).into_owned();
        match self.list.last_mut().filter(|(last, _)| last.end == old.start) {
            Some((last, written)) => {
                last.end = old.end;
                written.push_str(&text);
            }
            None => self.list.push((old, text)),
        }
    }
}

/// Whether a character of UTF-8 begins at an offset, or the text ends there.
fn starts_character(text: &[u8], at: usize) -> bool {
    text.get(at).is_none_or(|byte| byte & 0xC0 != 0x80)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::edits;

    fn apply(text: &str, edits: &[(syntax::Span, String)]) -> String {
        let mut out = text.as_bytes().to_vec();
        for (span, new) in edits.iter().rev() {
            out.splice(std::ops::Range::<usize>::from(*span), new.bytes());
        }
        String::from_utf8(out).unwrap()
    }

    /// Each edit as `old -> new`.
    fn shown(before: &str, after: &str) -> Vec<String> {
        let edits = edits(before.as_bytes(), after.as_bytes());
        assert_eq!(apply(before, &edits), after);
        let old = |span: &syntax::Span| String::from_utf8_lossy(span.slice(before.as_bytes())).into_owned();
        edits.iter().map(|(span, new)| format!("{:?} -> {new:?}", old(span))).collect()
    }

    #[test]
    fn blanks_change_between_tokens() {
        assert_eq!(shown("a=1\nb = 2\n", "a = 1\nb = 2\n"), [r#""" -> " ""#, r#""" -> " ""#]);
    }

    #[test]
    fn lines_of_comments_change_one_by_one() {
        let (before, after) = ("{\n  -- ä\n  -- b\n  c }", "{\n\t-- ä\n\t-- b\n\tc }");
        assert_eq!(shown(before, after), [r#""  " -> "\t""#; 3]);
    }

    #[test]
    fn parentheses_and_separators_come_and_go() {
        assert_eq!(shown("f 'a'", "f('a')"), [r#"" " -> "(""#, r#""" -> ")""#]);
        assert_eq!(shown("f((a), b);", "f(a, b)"), [r#""(" -> """#, r#"")" -> """#, r#"";" -> """#]);
        assert_eq!(shown("{ a; b }", "{ a, b, }"), [r#"";" -> ",""#, r#""" -> ",""#]);
    }

    #[test]
    fn characters_stay_whole() {
        assert_eq!(shown("-- é\na", "-- è\na"), [r#""é" -> "è""#]);
    }

    proptest! {
        #[test]
        fn edits_make_the_other_text(before in "([a-c(){},; '\"\n=é]|--)*", after in "([a-c(){},; '\"\n=è]|--)*") {
            let edits = edits(before.as_bytes(), after.as_bytes());
            prop_assert_eq!(apply(&before, &edits), after);
            prop_assert!(edits.windows(2).all(|pair| pair[0].0.end < pair[1].0.start));
        }
    }
}

//! Bytes to tokens, as Lua 5.4 cuts them.
//!
//! Every text has tokens: what Lua's lexer refuses becomes a token that is marked as broken, and the
//! scan goes on behind it. One pass, linear in the size of the text.

use crate::token::{Token, TokenKind};
use crate::{Span, literal};

/// The tokens of a text.
#[derive(Debug, Clone, Default)]
pub struct Lexed {
    /// All tokens in order; the last one is [`TokenKind::Eof`].
    pub tokens: Vec<Token>,
    /// All comments in order; a shebang line counts as one.
    pub comments: Vec<Span>,
    /// What is wrong with the broken tokens, in order of their places.
    pub(crate) faults: Vec<Fault>,
}

/// Why Lua's lexer refuses a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Where the token begins.
    pub(crate) start: u32,
    /// Where the plain part of a string ends: up to here Lua quotes it with its escapes resolved.
    pub(crate) decoded: u32,
    /// Where Lua's lexer stood when it gave up.
    pub(crate) stop: u32,
    /// What it says.
    pub(crate) kind: FaultKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FaultKind {
    UnfinishedString,
    /// At the end of the text, so that Lua names no token.
    StringAtEof,
    UnfinishedLongString,
    UnfinishedLongComment,
    LongDelimiter,
    Number,
    Escape(literal::EscapeFault),
}

/// Cuts any text into tokens.
pub fn tokenize(text: &[u8]) -> Lexed {
    let mut lexer = Lexer { text, at: 0, lexed: Lexed::default() };
    // Configurations have a token per 6 to 10 bytes.
    lexer.lexed.tokens.reserve(text.len() / 8);
    lexer.run();
    lexer.lexed
}

struct Lexer<'a> {
    text: &'a [u8],
    at: usize,
    lexed: Lexed,
}

impl<'a> Lexer<'a> {
    fn run(&mut self) {
        self.skip_first_line();
        while let Some(byte) = self.peek() {
            let start = self.at;
            let kind = match byte {
                b' ' | b'\t' | b'\n' | b'\r' | 0x0B | 0x0C => {
                    self.at += 1;
                    continue;
                }
                b'-' if self.byte(1) == Some(b'-') => {
                    self.comment();
                    continue;
                }
                b'a'..=b'z' | b'A'..=b'Z' | b'_' => {
                    self.skip_while(|b| b.is_ascii_alphanumeric() || b == b'_');
                    TokenKind::of_word(self.slice(start, self.at))
                }
                b'0'..=b'9' => {
                    self.number();
                    continue;
                }
                b'.' if self.byte(1).is_some_and(|b| b.is_ascii_digit()) => {
                    self.number();
                    continue;
                }
                b'"' | b'\'' => {
                    self.short_string(byte);
                    continue;
                }
                b'[' => {
                    self.bracket();
                    continue;
                }
                _ => self.sign(byte),
            };
            self.push(kind, start, false);
        }
        let end = self.text.len();
        let broken = self.lexed.faults.last().is_some_and(|f| f.kind == FaultKind::UnfinishedLongComment);
        self.push(TokenKind::Eof, end, broken);
    }

    /// Lua's file loader skips a byte order mark, and a first line that begins with `#`.
    fn skip_first_line(&mut self) {
        if self.text.starts_with(b"\xEF\xBB\xBF") {
            self.at = 3;
        }
        if self.peek() == Some(b'#') {
            let start = self.at;
            self.skip_while(|b| b != b'\n' && b != b'\r');
            self.lexed.comments.push(span(start, self.at));
        }
    }

    fn comment(&mut self) {
        let start = self.at;
        self.at += 2;
        if self.peek() == Some(b'[')
            && let Bracket::Long(level) = self.opening_bracket()
        {
            let opened = self.at - level - 2;
            if !self.skip_long(level) {
                self.fault(opened, self.text.len(), FaultKind::UnfinishedLongComment);
            }
        } else {
            self.skip_while(|b| b != b'\n' && b != b'\r');
        }
        self.lexed.comments.push(span(start, self.at));
    }

    /// `[`, a long string, or neither.
    fn bracket(&mut self) {
        let start = self.at;
        match self.opening_bracket() {
            Bracket::Long(level) => {
                let closed = self.skip_long(level);
                if !closed {
                    self.fault(start, self.text.len(), FaultKind::UnfinishedLongString);
                }
                self.push(TokenKind::String, start, !closed);
            }
            Bracket::Plain => {
                self.at = start + 1;
                self.push(TokenKind::LeftBracket, start, false);
            }
            Bracket::Wrong => {
                self.fault(start, self.at, FaultKind::LongDelimiter);
                self.push(TokenKind::Unknown, start, true);
            }
        }
    }

    /// At `[`: goes behind `[[` or `[==[`; a wrong one is skipped up to where its second bracket is missing.
    fn opening_bracket(&mut self) -> Bracket {
        self.at += 1;
        let equals = self.at;
        self.skip_while(|b| b == b'=');
        let level = self.at - equals;
        if self.peek() == Some(b'[') {
            self.at += 1;
            Bracket::Long(level)
        } else if level == 0 {
            Bracket::Plain
        } else {
            Bracket::Wrong
        }
    }

    /// Goes behind the closing bracket of `level`, or to the end of the text.
    fn skip_long(&mut self, level: usize) -> bool {
        loop {
            self.skip_while(|b| b != b']');
            if self.peek().is_none() {
                return false;
            }
            self.at += 1;
            let equals = self.at;
            self.skip_while(|b| b == b'=');
            if self.at - equals == level && self.peek() == Some(b']') {
                self.at += 1;
                return true;
            }
        }
    }

    fn number(&mut self) {
        let start = self.at;
        self.at += literal::numeral_len(self.rest());
        let broken = literal::number_value(self.slice(start, self.at)).is_none();
        if broken {
            self.fault(start, self.at, FaultKind::Number);
        }
        self.push(TokenKind::Number, start, broken);
    }

    fn short_string(&mut self, quote: u8) {
        let start = self.at;
        let mut broken = false;
        self.at += 1;
        loop {
            self.skip_while(|b| b != quote && b != b'\\' && b != b'\n' && b != b'\r');
            match self.peek() {
                Some(b'\\') => match literal::escape(self.rest()) {
                    Ok((_, len)) => self.at += len,
                    Err((why, len)) => {
                        if !broken {
                            let fault = FaultKind::Escape(why);
                            self.fault_in_string(start, self.at, self.at + len, fault);
                            broken = true;
                        }
                        // Only the backslash: the byte behind it may be the closing quote or a line's end.
                        self.at += 1;
                    }
                },
                Some(byte) if byte == quote => {
                    self.at += 1;
                    break;
                }
                end => {
                    if !broken {
                        let kind =
                            if end.is_none() { FaultKind::StringAtEof } else { FaultKind::UnfinishedString };
                        self.fault_in_string(start, self.at, self.at, kind);
                        broken = true;
                    }
                    self.give_back_punctuation(start);
                    break;
                }
            }
        }
        self.push(TokenKind::String, start, broken);
    }

    /// What closes the entry or the table behind an unclosed string was hardly meant to be in it: `"a },`.
    fn give_back_punctuation(&mut self, start: usize) {
        let body = self.slice(start + 1, self.at);
        let kept = body
            .iter()
            .rposition(|b| !matches!(b, b' ' | b'\t' | b',' | b';' | b'}' | b')' | b']'))
            .map_or(0, |last| last + 1);
        self.at = start + 1 + kept;
    }

    fn sign(&mut self, byte: u8) -> TokenKind {
        use TokenKind::{
            Ampersand, Assign, Caret, Colon, Comma, Concat, Dot, DoubleColon, DoubleSlash, Ellipsis, Equal,
            Greater, GreaterEqual, Hash, LeftBrace, LeftParen, Less, LessEqual, Minus, NotEqual, Percent,
            Pipe, Plus, RightBrace, RightBracket, RightParen, Semicolon, ShiftLeft, ShiftRight, Slash, Star,
            Tilde, Unknown,
        };
        let (kind, len) = match (byte, self.byte(1)) {
            (b'=', Some(b'=')) => (Equal, 2),
            (b'=', _) => (Assign, 1),
            (b'<', Some(b'=')) => (LessEqual, 2),
            (b'<', Some(b'<')) => (ShiftLeft, 2),
            (b'<', _) => (Less, 1),
            (b'>', Some(b'=')) => (GreaterEqual, 2),
            (b'>', Some(b'>')) => (ShiftRight, 2),
            (b'>', _) => (Greater, 1),
            (b'~', Some(b'=')) => (NotEqual, 2),
            (b'~', _) => (Tilde, 1),
            (b'/', Some(b'/')) => (DoubleSlash, 2),
            (b'/', _) => (Slash, 1),
            (b':', Some(b':')) => (DoubleColon, 2),
            (b':', _) => (Colon, 1),
            (b'.', Some(b'.')) if self.byte(2) == Some(b'.') => (Ellipsis, 3),
            (b'.', Some(b'.')) => (Concat, 2),
            (b'.', _) => (Dot, 1),
            (b'+', _) => (Plus, 1),
            (b'-', _) => (Minus, 1),
            (b'*', _) => (Star, 1),
            (b'%', _) => (Percent, 1),
            (b'^', _) => (Caret, 1),
            (b'#', _) => (Hash, 1),
            (b'&', _) => (Ampersand, 1),
            (b'|', _) => (Pipe, 1),
            (b'(', _) => (LeftParen, 1),
            (b')', _) => (RightParen, 1),
            (b'{', _) => (LeftBrace, 1),
            (b'}', _) => (RightBrace, 1),
            (b']', _) => (RightBracket, 1),
            (b';', _) => (Semicolon, 1),
            (b',', _) => (Comma, 1),
            _ => (Unknown, 1),
        };
        self.at += len;
        kind
    }

    fn push(&mut self, kind: TokenKind, start: usize, broken: bool) {
        self.lexed.tokens.push(Token { kind, broken, span: span(start, self.at) });
    }

    fn fault(&mut self, start: usize, stop: usize, kind: FaultKind) {
        self.fault_in_string(start, start, stop, kind);
    }

    fn fault_in_string(&mut self, start: usize, decoded: usize, stop: usize, kind: FaultKind) {
        self.lexed.faults.push(Fault {
            start: start as u32,
            decoded: decoded as u32,
            stop: stop.min(self.text.len()) as u32,
            kind,
        });
    }

    fn peek(&self) -> Option<u8> {
        self.byte(0)
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.get(self.at + ahead).copied()
    }

    fn rest(&self) -> &'a [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn slice(&self, start: usize, end: usize) -> &'a [u8] {
        self.text.get(start..end).unwrap_or_default()
    }

    fn skip_while(&mut self, accept: impl Fn(u8) -> bool) {
        let rest = self.rest();
        self.at += rest.iter().position(|&b| !accept(b)).unwrap_or(rest.len());
    }
}

enum Bracket {
    Plain,
    Long(usize),
    Wrong,
}

fn span(start: usize, end: usize) -> Span {
    Span::new(start as u32, end as u32)
}

#[cfg(test)]
#[allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]
mod tests {
    use expect_test::{Expect, expect};

    use super::tokenize;

    /// Each token with its text; broken ones with an exclamation mark; then the comments.
    fn check(text: &str, expected: &Expect) {
        let lexed = tokenize(text.as_bytes());
        let source = |span: crate::Span| String::from_utf8_lossy(span.slice(text.as_bytes())).into_owned();
        let tokens = lexed.tokens.iter().map(|token| {
            let mark = if token.broken { "!" } else { "" };
            format!("{mark}{:?} {}", token.kind, source(token.span).escape_debug())
        });
        let comments =
            lexed.comments.iter().map(|comment| format!("comment {}", source(*comment).escape_debug()));
        expected.assert_eq(&tokens.chain(comments).collect::<Vec<_>>().join(", "));
    }

    #[test]
    fn the_longest_sign_wins() {
        check(
            "a...b..c.d == = ~= ~ <= << < :: : // /",
            &expect![
                "Name a, Ellipsis ..., Name b, Concat .., Name c, Dot ., Name d, Equal ==, Assign =, NotEqual ~=, Tilde ~, LessEqual <=, ShiftLeft <<, Less <, DoubleColon ::, Colon :, DoubleSlash //, Slash /, Eof "
            ],
        );
    }

    #[test]
    fn strings_end_where_lua_ends_them() {
        check(
            "'a\\'b' \"c\\\nd\" [[e]] [==[f]]]=]]==]",
            &expect![[r#"String \'a\\\'b\', String \"c\\\nd\", String [[e]], String [==[f]]]=]]==], Eof "#]],
        );
    }

    #[test]
    fn an_unclosed_string_gives_the_closing_signs_back() {
        check(
            "x = { \"a, b },\ny",
            &expect![[
                r#"Name x, Assign =, LeftBrace {, !String \"a, b, RightBrace }, Comma ,, Name y, Eof "#
            ]],
        );
    }

    #[test]
    fn comments_and_a_first_line_with_a_hash_are_kept_apart() {
        check(
            "#! first\n-- one\nx --[[ two\n]] y --[==[ three ]] ]==] #",
            &expect![[
                r#"Name x, Name y, Hash #, Eof , comment #! first, comment -- one, comment --[[ two\n]], comment --[==[ three ]] ]==]"#
            ]],
        );
        check("\u{feff}# first\nx", &expect!["Name x, Eof , comment # first"]);
    }

    #[test]
    fn what_is_no_token_is_marked() {
        check(
            "@ 3x 0x [= 'a",
            &expect![[r#"Unknown @, !Number 3x, !Number 0x, !Unknown [=, !String \'a, Eof "#]],
        );
        check("x --[[ open", &expect!["Name x, !Eof , comment --[[ open"]);
    }
}

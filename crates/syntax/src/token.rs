//! The words of Lua.

use crate::Span;

/// One token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Whether Lua's lexer refuses it: an unfinished string, a malformed number.
    pub broken: bool,
    /// Its bytes.
    pub span: Span,
}

macro_rules! kinds {
    (words { $($word:ident $text:literal,)* } signs { $($sign:ident $sign_text:literal,)* }) => {
        /// The kinds of tokens.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "the names say it")]
        pub enum TokenKind {
            /// An identifier.
            Name,
            /// A string in any form.
            String,
            /// A numeral.
            Number,
            /// The end of the text.
            Eof,
            /// A byte that no Lua token begins with.
            Unknown,
            $($word,)*
            $($sign,)*
        }

        impl TokenKind {
            /// The keyword that `word` is, or `Name`.
            pub(crate) fn of_word(word: &[u8]) -> Self {
                match std::str::from_utf8(word) {
                    $(Ok($text) => Self::$word,)*
                    _ => Self::Name,
                }
            }

            /// The text of a keyword or sign; for the others what Lua's messages call them.
            pub const fn text(self) -> &'static str {
                match self {
                    Self::Name => "<name>",
                    Self::String => "<string>",
                    Self::Number => "<number>",
                    Self::Eof => "<eof>",
                    Self::Unknown => "<unknown>",
                    $(Self::$word => $text,)*
                    $(Self::$sign => $sign_text,)*
                }
            }

            /// Whether it is a reserved word.
            pub const fn is_keyword(self) -> bool {
                matches!(self, $(Self::$word)|*)
            }
        }
    };
}

kinds! {
    words {
        And "and",
        Break "break",
        Do "do",
        Else "else",
        ElseIf "elseif",
        End "end",
        False "false",
        For "for",
        Function "function",
        Goto "goto",
        If "if",
        In "in",
        Local "local",
        Nil "nil",
        Not "not",
        Or "or",
        Repeat "repeat",
        Return "return",
        Then "then",
        True "true",
        Until "until",
        While "while",
    }
    signs {
        Plus "+",
        Minus "-",
        Star "*",
        Slash "/",
        DoubleSlash "//",
        Percent "%",
        Caret "^",
        Hash "#",
        Ampersand "&",
        Tilde "~",
        Pipe "|",
        ShiftLeft "<<",
        ShiftRight ">>",
        Equal "==",
        NotEqual "~=",
        LessEqual "<=",
        GreaterEqual ">=",
        Less "<",
        Greater ">",
        Assign "=",
        LeftParen "(",
        RightParen ")",
        LeftBrace "{",
        RightBrace "}",
        LeftBracket "[",
        RightBracket "]",
        DoubleColon "::",
        Semicolon ";",
        Colon ":",
        Comma ",",
        Dot ".",
        Concat "..",
        Ellipsis "...",
    }
}

impl TokenKind {
    /// The kind as Lua's messages quote it: `'then'`, `<name>`.
    pub(crate) fn quoted(self) -> String {
        match self {
            Self::Name | Self::String | Self::Number | Self::Eof | Self::Unknown => self.text().to_owned(),
            _ => format!("'{}'", self.text()),
        }
    }

    /// Whether a block ends before it; `until` ends blocks but not scopes.
    pub(crate) const fn ends_block(self) -> bool {
        matches!(self, Self::Else | Self::ElseIf | Self::End | Self::Eof | Self::Until)
    }

    /// Whether it is a keyword that begins a statement and cannot stand inside an expression.
    pub(crate) const fn begins_statement(self) -> bool {
        matches!(
            self,
            Self::Local
                | Self::If
                | Self::For
                | Self::While
                | Self::Repeat
                | Self::Do
                | Self::Return
                | Self::Break
                | Self::Goto
                | Self::DoubleColon
        )
    }

    /// Whether an expression can begin with it.
    pub(crate) const fn begins_expression(self) -> bool {
        matches!(
            self,
            Self::Name
                | Self::String
                | Self::Number
                | Self::Nil
                | Self::True
                | Self::False
                | Self::Not
                | Self::Function
                | Self::Ellipsis
                | Self::Minus
                | Self::Hash
                | Self::Tilde
                | Self::LeftParen
                | Self::LeftBrace
        )
    }
}

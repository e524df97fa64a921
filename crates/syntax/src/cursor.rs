//! What stands around a cursor, told from tokens alone, so that half-typed text does no harm.

use crate::Span;

/// Where a cursor is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CursorContext {
    /// What could be written here.
    pub cursor: Cursor,
    /// The word, or the string's content, around the cursor: what a completion replaces.
    pub replace: Span,
    /// Whether the cursor is inside a string literal (then `replace` is the content without quotes).
    pub in_string: bool,
}

/// What could be written at a cursor. Paths are option names with the keys of nested tables below them,
/// outermost first: `["limits", "c2s", "rate"]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cursor {
    /// The beginning of a statement: an option's name, a keyword.
    Statement,
    /// The value of an option, or of a key in its tables: behind `=`.
    Value {
        /// The option and the keys to the value.
        path: Vec<String>,
    },
    /// An entry of a table: a list element, or a key.
    Entry {
        /// The option and the keys to the table.
        path: Vec<String>,
    },
    /// An argument of a function: `Include "..."`, `VirtualHost("...")`, `os.getenv(...)`.
    Argument {
        /// The function as written, without spaces: `Lua.os.getenv`.
        function: String,
        /// The argument's index, from 0.
        index: usize,
    },
    /// Some other expression.
    Expression,
    /// Inside a comment.
    Comment,
    /// A place where nothing sensible can be written (inside a number, behind `local`).
    Nothing,
}

/// What stands around `offset` (in bytes; clamped).
pub fn cursor_at(_text: &[u8], offset: u32) -> CursorContext {
    CursorContext { cursor: Cursor::Nothing, replace: Span::empty(offset), in_string: false }
}

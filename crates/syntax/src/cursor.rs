//! What stands around a cursor, told from tokens alone, so that half-typed text does no harm.

mod resolve;
mod scan;
mod under;

use crate::Span;
use resolve::Written;
use scan::Scan;
use under::{Under, under};

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
/// outermost first: `["limits", "c2s", "rate"]`. An element of a list has its number, from 1, for a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cursor {
    /// The beginning of a statement: an option's name, a keyword.
    Statement,
    /// The value of an option, or of a key in its tables: behind `=`.
    Value {
        /// The option and the keys to the value.
        path: Vec<String>,
    },
    /// An entry of a table: a list element, or a key. The table is the value of an option, or the argument of a
    /// call by an option's name (`modules_enabled { "x" }`, `modules_enabled:append { "x" }`).
    Entry {
        /// The option and the keys to the table. Empty in the table behind a call with other arguments,
        /// whose keys are options: `VirtualHost "x" { ... }`.
        path: Vec<String>,
    },
    /// An argument of a function: `Include "..."`, `VirtualHost("...")`, `os.getenv(...)`.
    Argument {
        /// The function as written, without spaces: `Lua.os.getenv`.
        function: String,
        /// The argument's index, from 0; in `Component "x" "y"` the second string has 1.
        index: usize,
    },
    /// A field or a method, behind `.` or `:`.
    Member {
        /// What stands before the dot, as written, without spaces: `Lua.os`.
        object: String,
    },
    /// Some other expression.
    Expression,
    /// Inside a comment.
    Comment,
    /// A place where nothing sensible can be written (inside a number, behind `local`).
    Nothing,
}

/// What stands around `offset` (in bytes; clamped). Reads the text up to the end of the cursor's line, and
/// further only if it is unclear whether a table before the cursor is closed.
pub fn cursor_at(text: &[u8], offset: u32) -> CursorContext {
    let offset = offset.min(text.len() as u32);
    let (before, behind) = text.split_at_checked(offset as usize).unwrap_or((text, b""));
    let rest_of_line = behind.iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(behind.len());
    let line_end = before.len() + rest_of_line;
    let lines = text.get(..line_end).unwrap_or_default();
    let lexed = crate::lexer::tokenize(lines);
    let (written, replace, preceding) = match under(lines, &lexed, offset) {
        Under::Comment => return context(Cursor::Comment, Span::empty(offset), false),
        Under::Number => return context(Cursor::Nothing, Span::empty(offset), false),
        Under::String { index, content } => (Written::String, content, index),
        Under::Word { index, span } => (Written::Word, span, index),
        Under::Blank { index } => (Written::Nothing, Span::empty(offset), index),
    };
    let tokens = lexed.tokens.get(..preceding).unwrap_or_default();
    let mut scan = Scan::new(lines, tokens, false);
    scan.run(replace.start);
    if scan.suspicious && open_braces_behind(text, line_end) < scan.open_tables() {
        scan = Scan::new(lines, tokens, true);
        scan.run(replace.start);
    }
    context(scan.cursor(written, replace.start), replace, written == Written::String)
}

fn context(cursor: Cursor, replace: Span, in_string: bool) -> CursorContext {
    CursorContext { cursor, replace, in_string }
}

/// How many braces are closed behind `start` that were not opened there.
fn open_braces_behind(text: &[u8], start: usize) -> usize {
    let rest = crate::lexer::tokenize(text.get(start..).unwrap_or_default());
    let (mut depth, mut closed) = (0_usize, 0);
    for token in rest.tokens {
        match token.kind {
            crate::TokenKind::LeftBrace => depth += 1,
            crate::TokenKind::RightBrace if depth == 0 => closed += 1,
            crate::TokenKind::RightBrace => depth -= 1,
            _ => {}
        }
    }
    closed
}

#[cfg(test)]
mod tests;

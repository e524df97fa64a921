//! Lua text to a compact tree, tolerant of anything.
//!
//! Any byte sequence goes in; a [`Chunk`](ast::Chunk) plus a list of [`SyntaxError`]s comes out.
//! This crate knows Lua and nothing of Prosody, files or editors.
//! It is the only one that knows the parser library.

pub mod ast;
mod cursor;
mod line_index;
mod parse;
mod span;

pub use cursor::{Cursor, CursorContext, cursor_at};
pub use line_index::{Encoding, LineIndex, LinePosition};
pub use parse::{Parse, SyntaxError, parse};
pub use span::Span;

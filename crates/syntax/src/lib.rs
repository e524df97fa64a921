//! Lua text to a compact tree, tolerant of anything.
//!
//! Any byte sequence goes in; a [`Chunk`](ast::Chunk) plus a list of [`SyntaxError`]s comes out.
//! This crate knows Lua and nothing of Prosody, files or editors.
//! It is the only one that knows the parser library.

pub mod ast;
mod cursor;
mod grammar;
mod layout;
mod lexer;
mod line_index;
mod literal;
mod lower;
mod lua_lines;
mod parse;
mod render;
mod scope;
mod span;
mod token;

pub use cursor::{Cursor, CursorContext, cursor_at};
pub use lexer::{Lexed, tokenize};
pub use line_index::{Encoding, LineIndex, LinePosition};
pub use lua_lines::LuaLines;
pub use parse::{MAX_ERRORS, MAX_SIZE, Parse, SyntaxError, check, parse};
pub use span::Span;
pub use token::{Token, TokenKind};

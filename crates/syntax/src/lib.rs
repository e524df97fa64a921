//! Lua text to a compact tree, tolerant of anything.
//!
//! Any byte sequence goes in; a [`Chunk`](ast::Chunk) plus a list of [`SyntaxError`]s comes out.
//! This crate knows Lua and nothing of Prosody, files or editors.
//! Its tests are the only ones that know the parser library.

// The tests of modules share what the integration tests have.
#[cfg(test)]
extern crate self as syntax;

pub mod ast;
mod build;
mod cursor;
mod grammar;
mod layout;
mod lexer;
mod line_index;
mod literal;
mod lua_lines;
#[cfg(test)]
mod moon;
mod parse;
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

//! From bytes to a tree with errors.

use crate::ast::Chunk;
use crate::{Span, build, grammar, lexer};

/// What came of a text.
#[derive(Debug, Clone, Default)]
pub struct Parse {
    /// The tree: all that could be understood.
    pub chunk: Chunk,
    /// What Lua would complain about, and further mistakes behind it; the first one is what Lua itself says.
    pub errors: Vec<SyntaxError>,
}

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// As Lua words it, without file and line: `'}' expected (to close '{' at line 12) near 'x'`.
    pub message: String,
    /// The line that Lua reports, from 1.
    pub line: u32,
    /// A small range to mark.
    pub span: Span,
}

/// Files beyond this size (in bytes) are not read.
pub const MAX_SIZE: usize = 8 << 20;

/// No more errors than this are reported for one file.
pub const MAX_ERRORS: usize = 50;

/// After this many repairs the rest of a file is given up.
pub(crate) const MAX_REPAIRS: u32 = 200;

/// Parses any bytes, whatever they are, on any thread.
pub fn parse(text: &[u8]) -> Parse {
    if text.len() > MAX_SIZE {
        let message = format!("file of more than {} MiB is not analysed", MAX_SIZE >> 20);
        return Parse {
            errors: vec![SyntaxError { message, line: 1, span: Span::empty(0) }],
            ..Parse::default()
        };
    }
    let (walked, comments) = on_large_stack(0, || grammar::walk(text, lexer::tokenize(text)));
    let block = on_large_stack(walked.depth, || build::build(text, &walked.tokens));
    Parse { chunk: Chunk { block, comments }, errors: walked.errors }
}

/// The mistakes of a text without its tree: faster than [`parse`], with the same errors.
pub fn check(text: &[u8]) -> Vec<SyntaxError> {
    if text.len() > MAX_SIZE {
        return parse(text).errors;
    }
    on_large_stack(0, || grammar::walk(text, lexer::tokenize(text))).0.errors
}

/// Runs `task` where it may nest `depth` levels deep.
fn on_large_stack<T>(depth: u32, task: impl FnOnce() -> T) -> T {
    // Measured in a debug build: a level takes up to 20 KiB; the walk needs less than 1 MiB in all.
    let needed = (1 << 20) + depth as usize * (40 << 10);
    stacker::maybe_grow(needed, needed, task)
}

//! One walk over the tokens by Lua 5.4's grammar.
//!
//! It builds nothing. It finds the mistakes, words them as Lua does, and repairs the list of tokens
//! so that what remains is a valid chunk (see `recovery`).

mod expressions;
mod recovery;
mod report;
mod statements;

use std::cell::OnceCell;

use crate::lexer::{Fault, Lexed};
use crate::lua_lines::LuaLines;
use crate::parse::SyntaxError;
use crate::scope::{ScopeFault, Scopes};
use crate::token::{Token, TokenKind};
use crate::{Span, ast};

pub(crate) use expressions::{UNARY_PRIORITY, priorities};

/// What Lua allows: it counts 200 C calls, of which the interpreter itself and `load` have two.
const MAX_LEVEL: u32 = 197;

/// A valid list of tokens, and what was wrong with the given one.
#[derive(Debug, Default)]
pub(crate) struct Walked {
    /// Without broken statements; inserted tokens have empty spans.
    pub(crate) tokens: Vec<Token>,
    pub(crate) errors: Vec<SyntaxError>,
    /// Upper limit of how deep the chunk's tree is.
    pub(crate) depth: u32,
}

/// Walks over the tokens of `text`.
pub(crate) fn walk(text: &[u8], lexed: Lexed) -> (Walked, Vec<Span>) {
    let mut walker = Walker {
        text,
        tokens: lexed.tokens,
        faults: lexed.faults,
        at: 0,
        looked_ahead: false,
        level: 0,
        deepest: 0,
        overflow: false,
        repairs: 0,
        scopes: Scopes::default(),
        errors: Vec::new(),
        reported: None,
        lines: OnceCell::new(),
    };
    walker.chunk();
    let Walker { tokens, errors, deepest: depth, .. } = walker;
    (Walked { tokens, errors, depth }, lexed.comments)
}

/// A mistake was found (and reported): the construct at hand cannot be completed.
#[derive(Debug)]
struct Broken;

type Step<T> = Result<T, Broken>;

struct Walker<'a> {
    text: &'a [u8],
    tokens: Vec<Token>,
    faults: Vec<Fault>,
    /// Index of the current token.
    at: usize,
    /// Whether Lua has read one token more, as it does for a name in a table: it then counts lines from there.
    looked_ahead: bool,
    /// How deep Lua is in its grammar.
    level: u32,
    /// Depth of the deepest tree so far.
    deepest: u32,
    /// The limit of levels was passed: only the outermost statement can recover.
    overflow: bool,
    repairs: u32,
    scopes: Scopes<'a>,
    errors: Vec<SyntaxError>,
    /// Place and line of the last error.
    reported: Option<(u32, u32)>,
    lines: OnceCell<LuaLines>,
}

impl<'a> Walker<'a> {
    fn chunk(&mut self) {
        self.scopes.open_function(None, true);
        self.arrive();
        loop {
            let tail = self.statements(None);
            if self.kind() == TokenKind::Eof {
                break;
            }
            self.expected(TokenKind::Eof);
            // A `return` must be the last statement; a stray `end` is just left out.
            let stray = self.kind().ends_block();
            self.remove(tail.returned.unwrap_or(self.at), self.at + usize::from(stray));
        }
        let closed = self.scopes.close_function();
        self.check_scope(closed);
    }

    fn token(&self) -> Token {
        self.token_at(self.at)
    }

    fn token_at(&self, index: usize) -> Token {
        let end = self.text.len() as u32;
        let eof = Token { kind: TokenKind::Eof, broken: false, span: Span::empty(end) };
        self.tokens.get(index).copied().unwrap_or(eof)
    }

    fn kind(&self) -> TokenKind {
        self.kind_at(self.at)
    }

    fn kind_at(&self, index: usize) -> TokenKind {
        self.tokens.get(index).map_or(TokenKind::Eof, |t| t.kind)
    }

    /// The bytes of the current token.
    fn bytes(&self) -> &'a [u8] {
        self.token().span.slice(self.text)
    }

    fn advance(&mut self) {
        if self.kind() != TokenKind::Eof {
            self.at += 1;
        }
        self.arrive();
    }

    /// Lua's lexer complains as soon as it reads a token.
    fn arrive(&mut self) {
        self.looked_ahead = false;
        if self.token().broken {
            self.report_fault();
        }
    }

    /// Advances if the current token is of this kind.
    fn accept(&mut self, kind: TokenKind) -> bool {
        let found = self.kind() == kind;
        if found {
            self.advance();
        }
        found
    }

    fn expect(&mut self, kind: TokenKind) -> Step<()> {
        if self.accept(kind) {
            return Ok(());
        }
        self.expected(kind);
        Err(Broken)
    }

    fn expect_name(&mut self) -> Step<&'a [u8]> {
        let name = self.bytes();
        self.expect(TokenKind::Name)?;
        Ok(name)
    }

    /// The place whose line Lua would remember now.
    fn line_mark(&self) -> u32 {
        self.token_at(self.at + usize::from(self.looked_ahead)).span.end
    }

    fn enter(&mut self) -> Step<()> {
        self.level += 1;
        if self.level <= MAX_LEVEL {
            return Ok(());
        }
        self.overflow = true;
        self.report("C stack overflow".to_owned());
        Err(Broken)
    }

    fn leave(&mut self) {
        self.level -= 1;
    }

    /// The depth of a tree above one of depth `below`.
    fn grow(&mut self, below: u32) -> Step<u32> {
        let depth = below + 1;
        self.deepest = self.deepest.max(depth);
        if depth <= ast::MAX_DEPTH {
            return Ok(depth);
        }
        self.report(format!("chain of more than {} links is not analysed", ast::MAX_DEPTH));
        Err(Broken)
    }

    fn check_scope(&mut self, result: Result<(), ScopeFault<'a>>) {
        if let Err(fault) = result {
            self.report_scope(fault);
        }
    }
}

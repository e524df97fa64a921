//! Mending the list of tokens where Lua gives up.
//!
//! A mistake costs as little as can be told: a missing comma or closing bracket is put in, a broken
//! entry or statement is taken out. Line ends and indentation tell where the next statement begins.
//! All edits lie at or behind the current token, so that indices of earlier tokens stay.

use super::statements::Tail;
use super::{Broken, Step, Walker};
use crate::parse::MAX_REPAIRS;
use crate::token::{Token, TokenKind};
use crate::{Span, layout};

impl Walker<'_> {
    /// Puts a token before the current one and makes it the current one.
    pub(super) fn insert(&mut self, kind: TokenKind) {
        self.repairs += 1;
        let place = self.at.checked_sub(1).map_or(0, |before| self.token_at(before).span.end);
        let at = self.at.min(self.tokens.len());
        self.tokens.insert(at, Token { kind, broken: false, span: Span::empty(place) });
        self.looked_ahead = false;
    }

    /// Takes tokens out; the one behind them becomes the current one.
    pub(super) fn remove(&mut self, start: usize, end: usize) {
        self.repairs += 1;
        // The last token, the end of the text, always stays.
        let end = end.min(self.tokens.len().saturating_sub(1));
        if start < end {
            self.tokens.drain(start..end);
        }
        self.at = start;
        self.arrive();
    }

    fn exhausted(&self) -> bool {
        self.repairs > MAX_REPAIRS
    }

    /// A closing `)`, put in if it is missing.
    pub(super) fn close(&mut self, what: TokenKind, who: TokenKind, opened: u32) {
        if !self.accept(what) {
            self.expected_closing(what, who, opened);
            self.insert(what);
            self.advance();
        }
    }

    /// The word that closes a block, put in if it is missing: where the indentation says so, else here.
    pub(super) fn close_block(
        &mut self,
        what: TokenKind,
        who: TokenKind,
        line: u32,
        opener: usize,
        mut tail: Tail,
    ) -> Step<u32> {
        self.overflowed()?;
        while !self.accept(what) {
            self.expected_closing(what, who, line);
            if tail.returned.is_some() && !self.kind().ends_block() {
                tail = self.resume_after_return(opener, tail);
                self.overflowed()?;
                continue;
            }
            if let Some(outside) = tail.outside
                && !self.exhausted()
            {
                self.at = outside;
            }
            if what == TokenKind::Until {
                // `until` needs a condition.
                self.insert(TokenKind::Nil);
            }
            self.insert(what);
        }
        Ok(tail.depth)
    }

    /// Lua ends a block at `return`: takes it out and reads on, so that what follows is not lost.
    pub(super) fn resume_after_return(&mut self, opener: usize, tail: Tail) -> Tail {
        if let Some(start) = tail.returned {
            self.remove(start, self.at);
        }
        let rest = self.statements(Some(opener));
        Tail { depth: tail.depth.max(rest.depth), outside: tail.outside.or(rest.outside), ..rest }
    }

    /// The `then` or `do` of a head: what stands before it on its line is skipped; if there is none it is put in.
    pub(super) fn expect_head(&mut self, what: TokenKind) -> Step<()> {
        if self.accept(what) {
            return Ok(());
        }
        self.expected(what);
        let mut index = self.at;
        while !self.begins_line(index) && self.kind_at(index) != TokenKind::Eof {
            if self.kind_at(index) == what {
                self.remove(self.at, index);
                self.advance();
                return Ok(());
            }
            index += 1;
        }
        if self.exhausted() {
            return Err(Broken);
        }
        self.insert(what);
        self.advance();
        Ok(())
    }

    /// Whether what follows an argument looks like another one.
    pub(super) fn comma_is_missing(&self) -> bool {
        self.kind().begins_expression() && !self.begins_line(self.at) && !self.exhausted()
    }

    /// Behind an entry that is followed by neither separator nor closing brace.
    pub(super) fn mend_table(&mut self, brace: usize, entry: usize, outside: Option<usize>) {
        if self.close_before(outside) {
            return;
        }
        let kind = self.kind();
        if self.exhausted()
            || kind.ends_block()
            || kind.begins_statement()
            || kind == TokenKind::RightParen
            || self.looks_like_next_statement(brace)
        {
            self.insert(TokenKind::RightBrace);
        } else if kind == TokenKind::Assign
            && let Some(name) = self.half_assignment(entry)
        {
            self.remove(entry, name);
        } else if kind.begins_expression() || kind == TokenKind::LeftBracket {
            self.insert(TokenKind::Comma);
            self.advance();
        } else {
            let end = self.end_of_entry(self.at, self.at + 1);
            self.remove(self.at, end);
            let separated = self.accept(TokenKind::Comma) || self.accept(TokenKind::Semicolon);
            if !separated && self.kind() != TokenKind::RightBrace {
                self.insert(TokenKind::Comma);
                self.advance();
            }
        }
    }

    /// An entry of a table that cannot be understood is taken out, with its separator.
    pub(super) fn drop_entry(&mut self, entry: usize, outside: Option<usize>) {
        if self.close_before(outside) {
            return;
        }
        let failed = self.at.max(entry);
        let end = self.end_of_entry(entry, failed);
        if end > entry {
            self.remove(entry, end);
        } else {
            self.at = entry;
        }
        let kind = self.kind();
        if self.exhausted() || kind.ends_block() || kind.begins_statement() || kind == TokenKind::RightParen {
            self.insert(TokenKind::RightBrace);
        } else if !self.skip_separator() && end == entry && kind != TokenKind::RightBrace {
            self.remove(entry, entry + 1);
        }
    }

    /// Closes a table before the entry that looks like a statement.
    fn close_before(&mut self, outside: Option<usize>) -> bool {
        match outside {
            Some(outside) if !self.exhausted() => {
                self.at = outside;
                self.insert(TokenKind::RightBrace);
                true
            }
            _ => false,
        }
    }

    fn skip_separator(&mut self) -> bool {
        let found = matches!(self.kind(), TokenKind::Comma | TokenKind::Semicolon);
        if found {
            self.remove(self.at, self.at + 1);
        }
        found
    }

    /// Where the entry at `start` ends, at or behind `failed`: at a separator, a closing brace or a line's end.
    fn end_of_entry(&self, start: usize, failed: usize) -> usize {
        let mut depth = 0_i32;
        let mut index = start;
        loop {
            let kind = self.kind_at(index);
            if index >= failed {
                let between = depth <= 0
                    && matches!(
                        kind,
                        TokenKind::Comma
                            | TokenKind::Semicolon
                            | TokenKind::RightBrace
                            | TokenKind::RightParen
                    );
                let ends = kind.ends_block() || kind.begins_statement();
                let next_line = index > start
                    && self.begins_line(index)
                    && (depth <= 0 || (bracket_step(kind) >= 0 && self.indent(index) <= self.indent(start)));
                if between || ends || next_line {
                    return index;
                }
            }
            if kind == TokenKind::Eof {
                return index;
            }
            depth += bracket_step(kind);
            index += 1;
        }
    }

    /// In `a =` and a new line `b = 1`, Lua takes `b` for the value of `a` and stops at the second `=`: the
    /// token where that line begins, if it is behind `start`.
    fn half_assignment(&self, start: usize) -> Option<usize> {
        let mut index = self.at;
        while index > start && !self.begins_line(index) {
            index -= 1;
        }
        let is_name = self.kind_at(index) == TokenKind::Name;
        (index > start && index < self.at && is_name).then_some(index)
    }

    /// Takes a broken statement out of the block.
    pub(super) fn drop_statement(&mut self, start: usize, previous: Option<usize>, nested: bool) {
        if self.kind() == TokenKind::Assign
            && self.at == start
            && !self.exhausted()
            && let Some(previous) = previous
            && let Some(name) = self.half_assignment(previous)
        {
            self.remove(previous, name);
            return;
        }
        let end = self.end_of_statement(start, self.at, nested);
        self.remove(start, end);
    }

    /// Where the broken statement at `start` ends, at or behind `failed`: where a line begins that looks like
    /// a statement and is not further indented, or is outside all brackets; or at the end of the block.
    fn end_of_statement(&self, start: usize, failed: usize, nested: bool) -> usize {
        let indent = self.indent(start);
        let mut brackets = 0_i32;
        let mut blocks = 0_i32;
        let mut index = start;
        loop {
            let kind = self.kind_at(index);
            if kind == TokenKind::Eof {
                return index;
            }
            if index > start && index >= failed && !self.exhausted() {
                if nested && blocks <= 0 && kind.ends_block() {
                    return index;
                }
                if self.begins_line(index) {
                    let outside = brackets <= 0 && blocks <= 0;
                    if self.looks_like_statement(index, outside) && (outside || self.indent(index) <= indent)
                    {
                        return index;
                    }
                }
            }
            brackets += bracket_step(kind);
            match kind {
                TokenKind::Function | TokenKind::If | TokenKind::Do | TokenKind::Repeat => blocks += 1,
                TokenKind::End | TokenKind::Until => blocks -= 1,
                _ => {}
            }
            index += 1;
        }
    }

    /// Whether the current token, behind a table's entry, begins a statement behind a forgotten brace.
    fn looks_like_next_statement(&self, brace: usize) -> bool {
        self.begins_line(self.at)
            && self.looks_like_statement(self.at, false)
            && self.indent(self.at) <= self.indent(brace)
            && (self.indents_entries(brace) || !self.brace_closes_ahead())
    }

    /// Whether the entry looks like a statement behind a forgotten brace: less indented than the entries before.
    pub(super) fn looks_outside(&self, brace: usize, entry: usize) -> bool {
        entry > brace + 1
            && self.kind_at(entry) == TokenKind::Name
            && self.begins_line(entry)
            && self.looks_like_statement(entry, false)
            && self.indents_entries(brace)
            && self.indent(entry) <= self.indent(brace)
    }

    /// Whether the first entry of a table stands on a line of its own, further indented than the table.
    fn indents_entries(&self, brace: usize) -> bool {
        self.begins_line(brace + 1) && self.indent(brace + 1) > self.indent(brace)
    }

    /// Whether a closing brace follows that has no opening one.
    fn brace_closes_ahead(&self) -> bool {
        let mut depth = 0_u32;
        for token in self.tokens.iter().skip(self.at) {
            match token.kind {
                TokenKind::LeftBrace => depth += 1,
                TokenKind::RightBrace if depth == 0 => return true,
                TokenKind::RightBrace => depth -= 1,
                _ => {}
            }
        }
        false
    }

    /// Whether a statement of a block is no further indented than the block's opener, though the first one is.
    pub(super) fn stands_outside(&self, opener: usize, first: usize, statement: usize) -> bool {
        self.begins_line(statement)
            && self.begins_line(first)
            && self.indent(statement) <= self.indent(opener)
            && self.indent(first) > self.indent(opener)
    }

    /// Whether a token can begin a statement, told from it and the next one; a name alone only if `bare`.
    fn looks_like_statement(&self, index: usize, bare: bool) -> bool {
        match self.kind_at(index) {
            TokenKind::Function => true,
            TokenKind::Name => {
                bare || matches!(
                    self.kind_at(index + 1),
                    TokenKind::Assign
                        | TokenKind::Dot
                        | TokenKind::Colon
                        | TokenKind::String
                        | TokenKind::LeftBrace
                        | TokenKind::LeftParen
                        | TokenKind::LeftBracket
                )
            }
            kind => kind.begins_statement(),
        }
    }

    /// Whether a token is the first one on its line.
    pub(super) fn begins_line(&self, index: usize) -> bool {
        let Some(before) = index.checked_sub(1) else { return true };
        let gap = Span::new(self.token_at(before).span.end, self.token_at(index).span.start);
        layout::has_line_end(self.text, gap)
    }

    /// How far the line of a token is indented.
    fn indent(&self, index: usize) -> usize {
        layout::indent(self.text, self.token_at(index).span.start)
    }
}

const fn bracket_step(kind: TokenKind) -> i32 {
    match kind {
        TokenKind::LeftBrace | TokenKind::LeftParen | TokenKind::LeftBracket => 1,
        TokenKind::RightBrace | TokenKind::RightParen | TokenKind::RightBracket => -1,
        _ => 0,
    }
}

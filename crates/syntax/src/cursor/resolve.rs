//! From what is open before a cursor to what could be written there.

use super::Cursor;
use super::scan::{Chain, Frame, Goal, Last, Origin, Place, Scan};
use crate::literal;
use crate::token::TokenKind;

/// Lua's limit of nested levels.
const MAX_DEPTH: usize = 200;

/// What is written at the cursor so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    Nothing,
    Word,
    String,
}

impl Scan<'_> {
    /// What could be written at the cursor, which begins at `start`.
    pub(super) fn cursor(&mut self, written: Written, start: u32) -> Cursor {
        let depth = self.stack.len();
        let frame = *self.top();
        if written != Written::String
            && matches!(self.kind_before(self.tokens.len()), Some(TokenKind::Dot | TokenKind::Colon))
        {
            return match frame.last {
                Last::Chain(chain) => Cursor::Member { object: self.source(chain) },
                _ => Cursor::Nothing,
            };
        }
        let fresh_line = self.begins_line(self.tokens.len(), start);
        match frame.last {
            Last::None => self.operand(frame, depth, written),
            Last::Chain(chain) if written == Written::String => {
                Cursor::Argument { function: self.source(chain), index: 0 }
            }
            Last::Call(Some(callee), count) if written == Written::String => {
                Cursor::Argument { function: self.source(callee), index: count }
            }
            _ => match frame.place {
                Place::Block if fresh_line && written != Written::String => Cursor::Statement,
                Place::Table(_) if fresh_line || written == Written::String => self.entry(depth),
                _ => Cursor::Nothing,
            },
        }
    }

    /// Where an operand is expected.
    fn operand(&self, frame: Frame, depth: usize, written: Written) -> Cursor {
        match (frame.place, frame.goal) {
            (Place::Params, _) | (_, Goal::Nothing) => Cursor::Nothing,
            (Place::Block, Goal::Start) if written == Written::String => Cursor::Nothing,
            (Place::Block, Goal::Start) => Cursor::Statement,
            (Place::Table(_), Goal::Start) => self.entry(depth),
            (Place::Key, Goal::Start) => self.entry(depth.saturating_sub(1)),
            (Place::Args(Some(callee)), Goal::Start) => {
                Cursor::Argument { function: self.source(callee), index: frame.count }
            }
            (Place::Block | Place::Table(_), Goal::Value(_)) if depth <= MAX_DEPTH => {
                self.value_path(depth).map_or(Cursor::Expression, |path| Cursor::Value { path })
            }
            _ => Cursor::Expression,
        }
    }

    /// In the table at a depth. Lua refuses tables deeper than [`MAX_DEPTH`], so their paths lead nowhere.
    fn entry(&self, depth: usize) -> Cursor {
        if depth > MAX_DEPTH {
            return Cursor::Nothing;
        }
        self.table_path(depth).map_or(Cursor::Expression, |path| Cursor::Entry { path })
    }

    /// The frame at a depth; 0 is the chunk.
    fn frame(&self, depth: usize) -> Option<Frame> {
        match depth.checked_sub(1) {
            None => Some(self.root),
            Some(index) => self.stack.get(index).copied(),
        }
    }

    /// The keys to the table at a depth of the stack, if it belongs to an option.
    fn table_path(&self, depth: usize) -> Option<Vec<String>> {
        let Place::Table(origin) = self.frame(depth)?.place else { return None };
        let outer = self.frame(depth.checked_sub(1)?)?;
        let statement = outer.place == Place::Block && outer.goal == Goal::Start;
        match origin {
            Origin::Call(callee) => statement.then(|| self.names(callee)),
            Origin::FurtherCall => statement.then(Vec::new),
            Origin::Value => self.value_path(depth - 1),
        }
    }

    /// The keys to the value that is being written in the frame at a depth.
    fn value_path(&self, depth: usize) -> Option<Vec<String>> {
        let frame = self.frame(depth)?;
        match (frame.place, frame.goal) {
            (Place::Block, Goal::Value(target)) => Some(self.names(target)),
            (Place::Table(_), Goal::Value(key)) => {
                let mut path = self.table_path(depth)?;
                path.extend(self.names(key));
                Some(path)
            }
            (Place::Table(_), Goal::Start) => {
                let mut path = self.table_path(depth)?;
                path.push((frame.count + 1).to_string());
                Some(path)
            }
            (Place::Group, _) => self.value_path(depth.checked_sub(1)?),
            (Place::Args(Some(callee)), Goal::Start) if frame.count == 0 => {
                let outer = self.frame(depth.checked_sub(1)?)?;
                (outer.place == Place::Block && outer.goal == Goal::Start).then(|| self.names(callee))
            }
            _ => None,
        }
    }

    /// The names in a chain, without a method.
    fn names(&self, chain: Chain) -> Vec<String> {
        let tokens = self.tokens.get(chain.start..chain.end).unwrap_or_default();
        let object = tokens.split(|token| token.kind == TokenKind::Colon).next().unwrap_or_default();
        let names = object.iter().filter_map(|token| {
            let raw = token.span.slice(self.text);
            match token.kind {
                TokenKind::Name => Some(String::from_utf8_lossy(raw).into_owned()),
                TokenKind::String => Some(String::from_utf8_lossy(&literal::string_value(raw)).into_owned()),
                _ => None,
            }
        });
        names.collect()
    }

    /// A chain as it is written, without what is between its tokens.
    fn source(&self, chain: Chain) -> String {
        let tokens = self.tokens.get(chain.start..chain.end).unwrap_or_default();
        tokens.iter().map(|token| String::from_utf8_lossy(token.span.slice(self.text))).collect()
    }
}

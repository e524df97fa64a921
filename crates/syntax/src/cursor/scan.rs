//! One pass over the tokens before a cursor, with a stack of what is open.
//!
//! It follows Lua's grammar only as far as needed and takes any order of tokens.

use crate::token::{Token, TokenKind};
use crate::{Span, layout};

/// Lua allows no more than 200 nested levels: further away is no bracket that a closing one could belong to.
const NEAR: usize = 200;

/// Tokens `start..end` of a dotted name: `a.b:c`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chain {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What encloses a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Block,
    /// A table constructor.
    Table(Origin),
    /// `[...]` before `=` in a table.
    Key,
    /// `(...)` behind a function.
    Args(Option<Chain>),
    /// Other brackets.
    Group,
    /// Parameters of a function.
    Params,
}

/// What a table is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// A value.
    Value,
    /// The only argument of `name { }`.
    Call(Chain),
    /// An argument behind others: `name "x" { }`.
    FurtherCall,
}

/// What a completed operand would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goal {
    /// The beginning of a statement, or of a table's entry.
    Start,
    /// The value of a name, or of the key in a token.
    Value(Chain),
    Expression,
    Nothing,
}

/// The operand just read, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Last {
    None,
    Chain(Chain),
    /// A call, with the number of its arguments so far as they are written one behind the other.
    Call(Option<Chain>, usize),
    /// `["key"]` in a table; the token of the key if it is a plain string.
    Key(Option<usize>),
    Other,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) place: Place,
    pub(super) goal: Goal,
    pub(super) last: Last,
    /// Entries or arguments before the current one.
    pub(super) count: usize,
    /// The token that opened it.
    pub(super) opener: usize,
    /// `function` was read and its parameters are to come.
    pub(super) function: bool,
}

pub(super) struct Scan<'a> {
    pub(super) text: &'a [u8],
    pub(super) tokens: &'a [Token],
    pub(super) stack: Vec<Frame>,
    pub(super) root: Frame,
    /// Whether indentation ends tables that are not closed.
    pub(super) by_indentation: bool,
    /// Something in a table looks like a statement behind a forgotten brace.
    pub(super) suspicious: bool,
}

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a [u8], tokens: &'a [Token], by_indentation: bool) -> Self {
        let root = Frame {
            place: Place::Block,
            goal: Goal::Start,
            last: Last::None,
            count: 0,
            opener: 0,
            function: false,
        };
        Self { text, tokens, stack: Vec::new(), root, by_indentation, suspicious: false }
    }

    /// Reads all tokens; `cursor` is where the next one begins or would begin.
    pub(super) fn run(&mut self, cursor: u32) {
        for (index, token) in self.tokens.iter().enumerate() {
            self.step(index, token.kind);
        }
        let word = self.text.get(cursor as usize).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_');
        if word {
            self.leave_table_by_indentation(self.tokens.len(), cursor);
        }
    }

    pub(super) fn open_tables(&self) -> usize {
        self.stack.iter().filter(|frame| matches!(frame.place, Place::Table(_))).count()
    }

    pub(super) fn top(&mut self) -> &mut Frame {
        self.stack.last_mut().unwrap_or(&mut self.root)
    }

    pub(super) fn kind_before(&self, index: usize) -> Option<TokenKind> {
        index.checked_sub(1).and_then(|before| self.tokens.get(before)).map(|token| token.kind)
    }

    fn push(&mut self, place: Place, opener: usize) {
        let goal = if matches!(place, Place::Block | Place::Table(_) | Place::Key | Place::Args(_)) {
            Goal::Start
        } else {
            Goal::Expression
        };
        self.stack.push(Frame { place, goal, last: Last::None, count: 0, opener, function: false });
    }

    /// Leaves everything up to the innermost frame that `matches`, if there is one near enough, and returns that.
    fn pop(&mut self, matches: impl Fn(Place) -> bool) -> Option<Place> {
        let near = self.stack.iter().enumerate().rev().take(NEAR);
        let (index, place) =
            near.map(|(index, frame)| (index, frame.place)).find(|(_, place)| matches(*place))?;
        self.stack.truncate(index);
        Some(place)
    }

    /// Leaves brackets, back to the block around them.
    fn back_to_block(&mut self) {
        let keep =
            self.stack.iter().rposition(|frame| frame.place == Place::Block).map_or(0, |block| block + 1);
        self.stack.truncate(keep);
    }

    fn set(&mut self, goal: Goal, last: Last) {
        let top = self.top();
        top.goal = goal;
        top.last = last;
    }

    fn step(&mut self, index: usize, kind: TokenKind) {
        if kind.begins_statement() {
            self.back_to_block();
        }
        match kind {
            TokenKind::Name => self.name(index),
            TokenKind::String => {
                let last = match self.top().last {
                    Last::Chain(chain) => Last::Call(Some(chain), 1),
                    Last::Call(callee, count) => Last::Call(callee, count + 1),
                    _ => {
                        self.next_operand();
                        Last::Other
                    }
                };
                self.top().last = last;
            }
            TokenKind::Number | TokenKind::Nil | TokenKind::True | TokenKind::False | TokenKind::Ellipsis => {
                self.next_operand();
                self.top().last = Last::Other;
            }
            TokenKind::LeftBrace => self.open_table(index),
            TokenKind::LeftParen => self.open_paren(index),
            TokenKind::LeftBracket => self.open_bracket(index),
            TokenKind::RightBrace => {
                self.pop(|place| matches!(place, Place::Table(_)));
            }
            TokenKind::RightParen => self.close_paren(index),
            TokenKind::RightBracket => self.close_bracket(index),
            TokenKind::Assign => self.assign(),
            TokenKind::Comma | TokenKind::Semicolon => self.separator(kind),
            // Behind a dot the object stays until its field follows.
            TokenKind::Dot | TokenKind::Colon | TokenKind::Unknown | TokenKind::Eof => {}
            TokenKind::Local | TokenKind::For | TokenKind::Goto | TokenKind::DoubleColon => {
                self.set(Goal::Nothing, Last::None);
            }
            TokenKind::Function => {
                let top = self.top();
                top.function = true;
                if top.place == Place::Block && (top.goal == Goal::Start || top.last != Last::None) {
                    top.goal = Goal::Nothing;
                }
                top.last = Last::None;
            }
            TokenKind::If | TokenKind::While | TokenKind::Return | TokenKind::In => {
                self.set(Goal::Expression, Last::None);
            }
            TokenKind::Then | TokenKind::Do | TokenKind::Repeat => self.push(Place::Block, index),
            TokenKind::Else | TokenKind::ElseIf | TokenKind::Until => {
                self.pop(|place| place == Place::Block);
                self.set(Goal::Expression, Last::None);
                if kind == TokenKind::Else {
                    self.push(Place::Block, index);
                }
            }
            TokenKind::End => {
                self.pop(|place| place == Place::Block);
                self.top().last = Last::Other;
            }
            TokenKind::Break => self.set(Goal::Expression, Last::Other),
            // Operators.
            _ => {
                let top = self.top();
                top.last = Last::None;
                if top.goal == Goal::Start && !matches!(top.place, Place::Args(_)) {
                    top.goal = Goal::Expression;
                }
            }
        }
    }

    /// An operand behind another one: a new statement, or a table's entry behind a missing comma.
    fn next_operand(&mut self) {
        let top = self.top();
        if top.last == Last::None {
            return;
        }
        match top.place {
            Place::Block => top.goal = Goal::Start,
            Place::Table(_) => {
                top.goal = Goal::Start;
                top.count += 1;
            }
            _ => {}
        }
    }

    fn name(&mut self, index: usize) {
        let start = self.tokens.get(index).map_or(0, |token| token.span.start);
        self.leave_table_by_indentation(index, start);
        let continues = matches!(self.kind_before(index), Some(TokenKind::Dot | TokenKind::Colon));
        let last = match self.top().last {
            Last::Chain(chain) if continues => Last::Chain(Chain { end: index + 1, ..chain }),
            Last::None => Last::Chain(Chain { start: index, end: index + 1 }),
            _ if continues => Last::Other,
            _ => {
                self.next_operand();
                Last::Chain(Chain { start: index, end: index + 1 })
            }
        };
        self.top().last = last;
    }

    fn open_table(&mut self, index: usize) {
        let top = self.top();
        let (origin, last) = match top.last {
            Last::Chain(chain) => (Origin::Call(chain), Last::Call(Some(chain), 1)),
            Last::Call(callee, count) => (Origin::FurtherCall, Last::Call(callee, count + 1)),
            _ => {
                self.next_operand();
                (Origin::Value, Last::Other)
            }
        };
        self.top().last = last;
        self.push(Place::Table(origin), index);
    }

    fn open_paren(&mut self, index: usize) {
        let top = self.top();
        if top.function {
            top.function = false;
            top.last = Last::Other;
            return self.push(Place::Params, index);
        }
        let (place, last) = match top.last {
            Last::Chain(chain) => (Place::Args(Some(chain)), Last::Call(Some(chain), 1)),
            Last::Call(callee, count) => (Place::Args(None), Last::Call(callee, count + 1)),
            Last::None => (Place::Group, Last::Other),
            Last::Other | Last::Key(_) => (Place::Args(None), Last::Other),
        };
        top.last = last;
        self.push(place, index);
    }

    fn close_paren(&mut self, index: usize) {
        let left = self.pop(|place| matches!(place, Place::Params | Place::Args(_) | Place::Group));
        if left == Some(Place::Params) {
            self.push(Place::Block, index);
        }
    }

    fn open_bracket(&mut self, index: usize) {
        let top = self.top();
        if matches!(top.place, Place::Table(_)) && top.last == Last::None && top.goal == Goal::Start {
            return self.push(Place::Key, index);
        }
        top.last = Last::Other;
        self.push(Place::Group, index);
    }

    fn close_bracket(&mut self, index: usize) {
        if self.stack.last().is_some_and(|frame| frame.place == Place::Key) {
            let plain = self.kind_before(index) == Some(TokenKind::String);
            let opener = self.stack.last().map_or(0, |frame| frame.opener);
            self.stack.pop();
            self.top().last = Last::Key((plain && opener + 2 == index).then(|| index - 1));
        } else {
            self.pop(|place| matches!(place, Place::Group | Place::Key));
        }
    }

    fn assign(&mut self) {
        let top = self.top();
        let goal = match (top.goal, top.last) {
            (Goal::Nothing, _) => Goal::Expression,
            (_, Last::Chain(chain)) => Goal::Value(chain),
            (_, Last::Key(Some(key))) => Goal::Value(Chain { start: key, end: key + 1 }),
            _ => Goal::Expression,
        };
        self.set(goal, Last::None);
    }

    fn separator(&mut self, kind: TokenKind) {
        let top = self.top();
        top.last = Last::None;
        match top.place {
            Place::Table(_) | Place::Args(_) => {
                top.count += 1;
                top.goal = Goal::Start;
            }
            Place::Block if kind == TokenKind::Semicolon => top.goal = Goal::Start,
            Place::Block if matches!(top.goal, Goal::Value(_)) => top.goal = Goal::Expression,
            _ => {}
        }
    }

    /// A name that begins a line, less indented than the entries of the table it would be in.
    fn leave_table_by_indentation(&mut self, index: usize, start: u32) {
        let Some(table) = self.stack.last().filter(|frame| matches!(frame.place, Place::Table(_))).copied()
        else {
            return;
        };
        let first = table.opener + 1;
        if first < index && self.begins_line(index, start) {
            let start_of = |index: usize| self.tokens.get(index).map_or(start, |token| token.span.start);
            let around = layout::indent(self.text, start_of(table.opener));
            let indented = self.begins_line(first, start_of(first))
                && layout::indent(self.text, start_of(first)) > around;
            if indented && layout::indent(self.text, start) <= around {
                self.suspicious = true;
                if self.by_indentation {
                    self.back_to_block();
                    self.set(Goal::Start, Last::None);
                }
            }
        }
    }

    /// Whether the token at `index`, which begins at `start`, is the first one on its line.
    pub(super) fn begins_line(&self, index: usize, start: u32) -> bool {
        let Some(before) = index.checked_sub(1).and_then(|before| self.tokens.get(before)) else {
            return true;
        };
        layout::has_line_end(self.text, Span::new(before.span.end, start))
    }
}

//! From what we say to what LSP says, one kind of thing per file.

mod completion;
mod diagnostic;
mod edit;
mod markup;
mod range;
mod symbol;
mod target;

pub(crate) use self::completion::completion;
pub(crate) use self::diagnostic::diagnostic;
pub(crate) use self::edit::{action_kind, change};
pub(crate) use self::markup::hover;
use self::markup::markup;
pub(crate) use self::range::range;
pub(crate) use self::symbol::{flat_symbols, nested_symbol};
pub(crate) use self::target::definition;

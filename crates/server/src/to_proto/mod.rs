//! From what we say to what LSP says, one kind of thing per file.

mod call_hierarchy;
mod completion;
mod diagnostic;
mod edit;
mod folding;
mod hint;
mod lens;
mod link;
mod location;
mod markup;
mod range;
mod signature;
mod symbol;
mod target;
mod text_change;
mod token;

pub(crate) use self::call_hierarchy::{file_item, named_file};
pub(crate) use self::completion::{completion, documentation};
pub(crate) use self::diagnostic::{diagnostic, diagnostics};
pub(crate) use self::edit::{action_kind, change};
pub(crate) use self::folding::folding_ranges;
pub(crate) use self::hint::hints;
pub(crate) use self::lens::{lens_command, title_only};
pub(crate) use self::link::link;
pub(crate) use self::location::locations;
pub(crate) use self::markup::{hover, markup};
pub(crate) use self::range::range;
pub(crate) use self::signature::signature;
pub(crate) use self::symbol::{flat_symbols, nested_symbol, workspace_symbol};
pub(crate) use self::target::definition;
pub(crate) use self::text_change::changes;
pub(crate) use self::token::{legend, tokens, tokens_edit};

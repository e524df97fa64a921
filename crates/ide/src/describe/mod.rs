//! The words that features share: types, values, modules and XEPs as short Markdown.

mod module;
mod reader;
mod types;
mod value;
mod xep;

pub(crate) use module::{kinds_text, module_badge, module_card_head, module_name, origin_text, page};
pub(crate) use reader::main_reader;
pub(crate) use types::{periods_as_text, range_text, type_notes, type_text, type_word, usual_default};
pub use value::short;
pub(crate) use value::{is_secret, lua_string, setting};
pub(crate) use xep::{extent_text, linked_xep, module_xeps, xep_card, xep_mention, xep_mentions};

//! What each request answers, one file per request: convert, ask, convert back.

mod code_actions;
mod completion;
mod definition;
mod folding;
mod hints;
mod hover;
mod lenses;
mod links;
mod selection;
mod signature;
mod symbols;
mod tokens;

use std::sync::Arc;

use config::SourceFile;
use ide::Position;
use tower_lsp_server::ls_types::TextDocumentPositionParams;

pub(crate) use self::code_actions::{code_actions, resolve_code_action};
pub(crate) use self::completion::{completion, resolve_completion};
pub(crate) use self::definition::definition;
pub(crate) use self::folding::folding;
pub(crate) use self::hints::{HintData, hint_details, hints};
pub(crate) use self::hover::hover;
pub(crate) use self::lenses::{lens_line, lenses};
pub(crate) use self::links::links;
pub(crate) use self::selection::selection;
pub(crate) use self::signature::signature;
pub(crate) use self::symbols::symbols;
pub(crate) use self::tokens::{tokens, tokens_delta, tokens_range};
use crate::from_proto;
use crate::view::View;

/// The configuration and the place in it that a request is about.
pub(crate) fn place<'v>(
    view: &'v View,
    params: &TextDocumentPositionParams,
) -> Option<(&'v Arc<SourceFile>, Position)> {
    let file = view.configuration(&from_proto::path(&params.text_document.uri))?;
    let offset = from_proto::offset(file, params.position, view.features.encoding);
    Some((file, Position { file: file.id, offset }))
}

/// The same for what project files are asked as well.
pub(crate) fn document_place<'v>(
    view: &'v View,
    params: &TextDocumentPositionParams,
) -> Option<(&'v Arc<SourceFile>, Position)> {
    let file = view.document(&from_proto::path(&params.text_document.uri))?;
    let offset = from_proto::offset(file, params.position, view.features.encoding);
    Some((file, Position { file: file.id, offset }))
}

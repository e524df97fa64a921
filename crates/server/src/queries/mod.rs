//! What each request answers, one file per request: convert, ask, convert back.

mod call_hierarchy;
mod code_actions;
mod completion;
mod content;
mod declaration;
mod definition;
mod folding;
mod formatting;
mod highlight;
mod hints;
mod hover;
mod implementation;
mod lenses;
mod links;
mod pull;
mod references;
mod rename;
mod selection;
mod signature;
mod symbols;
mod tokens;
mod type_definition;
mod will_rename_files;
mod workspace_symbols;

use std::borrow::Cow;
use std::sync::Arc;

use config::SourceFile;
use ide::Position;
use tower_lsp_server::jsonrpc::{Error, ErrorCode};
use tower_lsp_server::ls_types::TextDocumentPositionParams;

pub(crate) use self::call_hierarchy::{incoming_calls, outgoing_calls, prepare_call_hierarchy};
pub(crate) use self::code_actions::{code_actions, resolve_code_action};
pub(crate) use self::completion::{completion, resolve_completion};
pub(crate) use self::content::{Document, DocumentKind, content};
pub(crate) use self::declaration::declaration;
pub(crate) use self::definition::definition;
pub(crate) use self::folding::folding;
pub(crate) use self::formatting::{formatting, on_type_formatting, range_formatting};
pub(crate) use self::highlight::highlight;
pub(crate) use self::hints::{HintData, hint_details, hints};
pub(crate) use self::hover::hover;
pub(crate) use self::implementation::implementation;
pub(crate) use self::lenses::{lens_line, lenses};
pub(crate) use self::links::links;
pub(crate) use self::pull::{document_diagnostics, workspace_diagnostics};
pub(crate) use self::references::references;
pub(crate) use self::rename::{prepare_rename, rename};
pub(crate) use self::selection::selection;
pub(crate) use self::signature::signature;
pub(crate) use self::symbols::symbols;
pub(crate) use self::tokens::{tokens, tokens_delta, tokens_range};
pub(crate) use self::type_definition::type_definition;
pub(crate) use self::will_rename_files::will_rename_files;
pub(crate) use self::workspace_symbols::workspace_symbols;
use crate::from_proto;
use crate::view::View;

/// `RequestFailed`: the request is sound, but it can't be done.
pub(crate) fn failed(why: impl Into<Cow<'static, str>>) -> Error {
    Error { code: ErrorCode::ServerError(-32803), message: why.into(), data: None }
}

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

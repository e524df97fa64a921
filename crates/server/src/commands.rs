//! Commands of the server (`workspace/executeCommand`): what an editor without an extension of ours can do as well.
//!
//! | command | arguments | does |
//! |---|---|---|
//! | `prosody-ls.chooseProfile` | a profile's name; none or null for the default | reads everything under this profile |
//! | `prosody-ls.reload` | none | forgets all files and reads them anew |
//! | `prosody-ls.showChain` | `{textDocument, position}`; or a host (`*` is the global section) and an option | says why the option there has its value |
//! | `prosody-ls.showGraph` | `{textDocument}`; or none for the first configuration of the workspace | says which file loads which, and the layers |
//!
//! What is shown is text. It is the command's result; a client that can show documents (`window.showDocument`) and has
//! documents of ours (`workspace.textDocumentContent`) is asked to open it as one, which then follows edits.

use std::sync::Arc;

use config::{SourceFile, TreeRole};
use ide::{Position, option_at};
use serde::Deserialize;
use serde_json::Value;
use tower_lsp_server::jsonrpc::{Error, Result};
use tower_lsp_server::ls_types::{
    ExecuteCommandParams, TextDocumentIdentifier, TextDocumentPositionParams, Uri,
};

use crate::from_proto;
use crate::queries::{Document, DocumentKind, failed};
use crate::view::View;

/// Chooses a profile.
pub(crate) const CHOOSE_PROFILE: &str = "prosody-ls.chooseProfile";

/// Reads everything anew.
pub(crate) const RELOAD: &str = "prosody-ls.reload";

/// Shows the chain of an option.
pub(crate) const SHOW_CHAIN: &str = "prosody-ls.showChain";

/// Shows which file loads which.
pub(crate) const SHOW_GRAPH: &str = "prosody-ls.showGraph";

/// All of them.
pub(crate) const ALL: [&str; 4] = [CHOOSE_PROFILE, RELOAD, SHOW_CHAIN, SHOW_GRAPH];

/// What a command shows.
pub(crate) struct Shown {
    /// The text.
    pub(crate) text: String,
    /// The document of ours that has it.
    pub(crate) uri: Option<Uri>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OfDocument {
    text_document: TextDocumentIdentifier,
}

/// The profile that a command chooses; `None` is the default.
pub(crate) fn chosen_profile(arguments: Vec<Value>) -> Result<Option<String>> {
    match arguments.into_iter().next() {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(name)) => Ok(Some(name)),
        Some(_) => Err(Error::invalid_params("the argument is the name of a profile, or null")),
    }
}

/// What [`SHOW_CHAIN`] and [`SHOW_GRAPH`] show.
pub(crate) fn show(view: &View, params: &ExecuteCommandParams) -> Result<Shown> {
    let document = match &*params.command {
        SHOW_CHAIN => chain(view, &params.arguments)?,
        _ => graph(view, &params.arguments)?,
    };
    let text = document.text(view).map_err(failed)?;
    Ok(Shown { text, uri: document.uri() })
}

fn chain(view: &View, arguments: &[Value]) -> Result<Document> {
    let (file, host, option) = match arguments {
        [Value::String(host), Value::String(option)] => {
            let name = if host.is_empty() { "*".to_owned() } else { host.to_lowercase() };
            (first_configuration(view)?, name, option.clone())
        }
        [place, ..] if place.is_object() => {
            let place: TextDocumentPositionParams = read(place)?;
            let file = configuration(view, &place.text_document)?;
            let offset = from_proto::offset(file, place.position, view.features.encoding);
            let (host, option) = option_at(view.analysis.snapshot(), Position { file: file.id, offset })
                .ok_or_else(|| failed("no option stands there".to_owned()))?;
            (file, host.to_string(), option.to_string())
        }
        _ => {
            return Err(Error::invalid_params(
                "the argument is {textDocument, position}; or the arguments are a host and an option",
            ));
        }
    };
    let (host, option) = (Some(host), Some(option));
    Ok(Document { kind: DocumentKind::Chain, file: file.path.clone(), host, option, profile: None })
}

fn graph(view: &View, arguments: &[Value]) -> Result<Document> {
    let file = match arguments {
        [] | [Value::Null, ..] => first_configuration(view)?,
        [document, ..] => configuration(view, &read::<OfDocument>(document)?.text_document)?,
    };
    let file = file.path.clone();
    Ok(Document { kind: DocumentKind::Graph, file, host: None, option: None, profile: None })
}

fn read<T: for<'de> Deserialize<'de>>(argument: &Value) -> Result<T> {
    T::deserialize(argument).map_err(|error| Error::invalid_params(format!("the argument: {error}")))
}

fn configuration<'v>(view: &'v View, document: &TextDocumentIdentifier) -> Result<&'v Arc<SourceFile>> {
    let path = from_proto::path(&document.uri);
    view.configuration(&path).ok_or_else(|| failed(format!("{} is no Prosody configuration", path.display())))
}

/// The entry file of the first configuration: what is meant where nobody says which one.
fn first_configuration(view: &View) -> Result<&Arc<SourceFile>> {
    let snapshot = view.analysis.snapshot();
    let entry = snapshot.trees().find(|tree| tree.role == TreeRole::Entry);
    let first = entry.or_else(|| snapshot.trees().next());
    first
        .and_then(|tree| snapshot.file(tree.entry))
        .ok_or_else(|| failed("there is no Prosody configuration in the workspace".to_owned()))
}

//! What the owner is told.

use std::path::PathBuf;

use serde::Serialize;
use serde_json::Value;
use tokio::sync::oneshot;
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{
    DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DidSaveTextDocumentParams, FileEvent, InitializeParams, InitializeResult, Uri,
    WorkspaceFoldersChangeEvent,
};

use crate::diagnostics::{Diagnosed, Pulled};
use crate::refresh::Shown;
use crate::view::View;

/// Everything that happens to the owner, in the order in which it happens.
pub(crate) enum Event {
    /// The session begins.
    Initialize(Box<InitializeParams>, oneshot::Sender<InitializeResult>),
    /// The client is ready for requests of ours.
    Initialized,
    /// A document was opened.
    Open(DidOpenTextDocumentParams),
    /// A document was edited.
    Change(DidChangeTextDocumentParams),
    /// A document was written to disk.
    Save(DidSaveTextDocumentParams),
    /// A document was closed.
    Close(DidCloseTextDocumentParams),
    /// Files changed on disk.
    Watched(Vec<FileEvent>),
    /// Workspace folders came or went.
    Folders(WorkspaceFoldersChangeEvent),
    /// The settings changed; the client may say how.
    Configuration(Value),
    /// The client answered our question for its settings, or failed to (`None`).
    Settings(Option<Value>),
    /// Another profile was chosen; `None` is the default.
    ChooseProfile(Option<String>),
    /// A question to the state as it is at this moment.
    Query(Query),
    /// The owner's text of a document is wanted.
    Text(Uri, oneshot::Sender<Result<String>>),
    /// What the session is about is wanted.
    Status(oneshot::Sender<Status>),
    /// The findings of a file were computed.
    Diagnosed(PathBuf, Diagnosed),
    /// The user should know something about the answer to a request.
    Warn(String),
    /// The client has asked for the findings of a document, and got them.
    Pulled(Box<Pulled>),
    /// The client can show documents of ours.
    ShowsTexts,
    /// A document of ours is to be shown, if the client can.
    Show(Uri),
    /// The client has asked for a document of ours.
    HasText(Uri),
    /// The client has answered that it asks again, or failed to.
    Refreshed(Shown),
    /// Configurations were read under all their profiles, if any had to be.
    Surveyed(bool),
    /// Everything is to be read anew.
    Reload,
    /// The session is over.
    Exit,
}

/// What the session is about, for a person who wonders; the answer to `prosody-ls/status`.
#[derive(Debug, Serialize)]
pub(crate) struct Status {
    /// The Prosody version that configurations are read for.
    pub(crate) prosody: String,
    /// The workspace folders.
    pub(crate) folders: Vec<PathBuf>,
    /// How many files are known.
    pub(crate) files: usize,
    /// How many configurations they make, counting files that stand alone.
    pub(crate) trees: usize,
}

/// A question, with the way its answer goes.
pub(crate) struct Query {
    /// The method, for the log.
    pub(crate) method: &'static str,
    /// Computes and sends the answer. Runs on a worker.
    pub(crate) run: Box<dyn FnOnce(&View) + Send>,
}

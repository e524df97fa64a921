//! What LSP 3.18 has and the types of our transport have not: documents that the server makes
//! (`workspace/textDocumentContent`).

use std::future::Future;
use std::pin::Pin;
use std::sync::mpsc::Sender;
use std::task::{Context, Poll};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tower_lsp_server::ExitedError;
use tower_lsp_server::jsonrpc::{Request, Response};
use tower_lsp_server::ls_types::Uri;
use tower_service::Service;

use crate::event::Event;

/// The scheme of our documents.
pub(crate) const SCHEME: &str = "prosody-ls";

/// The parameters of `workspace/textDocumentContent` and of its refresh.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ContentParams {
    /// The document.
    pub(crate) uri: Uri,
}

/// The answer to `workspace/textDocumentContent`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ContentResult {
    /// The document's text.
    pub(crate) text: String,
}

/// `workspace/textDocumentContent/refresh`
pub(crate) enum ContentRefresh {}

impl tower_lsp_server::ls_types::request::Request for ContentRefresh {
    type Params = ContentParams;
    type Result = ();
    const METHOD: &'static str = "workspace/textDocumentContent/refresh";
}

/// A service that offers our documents to clients that can show them.
pub(crate) struct Extended<S> {
    pub(crate) service: S,
    /// The way to the owner, who wants to know whether the client can.
    pub(crate) events: Sender<Event>,
}

type Answer = Pin<Box<dyn Future<Output = Result<Option<Response>, ExitedError>> + Send>>;

impl<S> Service<Request> for Extended<S>
where
    S: Service<Request, Response = Option<Response>, Error = ExitedError>,
    S::Future: Send + 'static,
{
    type Response = Option<Response>;
    type Error = ExitedError;
    type Future = Answer;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), ExitedError>> {
        self.service.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Answer {
        if request.method() != "initialize" {
            return Box::pin(self.service.call(request));
        }
        let (method, id, params) = request.into_parts();
        let shows = params.as_ref().is_some_and(shows_content);
        if shows {
            drop(self.events.send(Event::ShowsTexts));
        }
        let mut request = Request::build(method);
        if let Some(id) = id {
            request = request.id(id);
        }
        if let Some(params) = params {
            request = request.params(params);
        }
        let answer = self.service.call(request.finish());
        Box::pin(
            async move { Ok(answer.await?.map(|response| if shows { offer(response) } else { response })) },
        )
    }
}

/// Whether the client shows documents that a server makes.
fn shows_content(params: &Value) -> bool {
    params.pointer("/capabilities/workspace/textDocumentContent").is_some_and(Value::is_object)
}

/// Adds our documents to the answer to `initialize`.
fn offer(response: Response) -> Response {
    let (id, outcome) = response.into_parts();
    let outcome = outcome.map(|mut result| {
        if let Some(Value::Object(workspace)) = result.pointer_mut("/capabilities/workspace") {
            workspace.insert("textDocumentContent".to_owned(), json!({ "schemes": [SCHEME] }));
        }
        result
    });
    Response::from_parts(id, outcome)
}

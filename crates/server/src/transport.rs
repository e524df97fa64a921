//! Carries messages between two byte streams and a service.
//!
//! Three properties matter, and all of them are properties of this one loop:
//!
//! - **Order.** Each handler is polled once, here, before the next message is read. As every handler's first
//!   statement sends its event to the owner, events arrive there in the order of the messages.
//! - **The reader never waits**: not for handlers (those that aren't done are spawned, however many), not for a
//!   client that reads slowly (the outgoing queue is unbounded). So replies and cancellations always get through.
//! - **A broken message costs one message**: it is answered with an error and the next one is read.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::sync::mpsc;
use tower_lsp_server::jsonrpc::{Error, Id, Request, Response};
use tower_lsp_server::{ClientSocket, ExitedError};
use tower_service::Service;

use crate::framing::{Frame, FrameReader, frame, mend_surrogates};

/// How long the client has to read what is left for it at the end.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// The queue of outgoing messages. Cheap to clone, never blocks.
#[derive(Debug, Clone)]
pub(crate) struct Outbox(mpsc::UnboundedSender<Outgoing>);

/// The other end of an [`Outbox`].
pub(crate) type Outgoings = mpsc::UnboundedReceiver<Outgoing>;

#[derive(Debug)]
pub(crate) enum Outgoing {
    Message(Vec<u8>),
    /// Nothing comes after this.
    End,
}

#[derive(Serialize)]
struct Notification<'a, P> {
    jsonrpc: &'static str,
    method: &'a str,
    params: P,
}

/// Any incoming message. Requests and notifications have a method, responses don't.
#[derive(Deserialize)]
struct Incoming {
    method: Option<String>,
    id: Option<Id>,
    params: Option<Value>,
    result: Option<Value>,
    error: Option<Error>,
}

impl Outbox {
    /// A queue and its receiving end, for [`carry`].
    pub(crate) fn new() -> (Self, Outgoings) {
        let (sender, receiver) = mpsc::unbounded_channel();
        (Self(sender), receiver)
    }

    /// Sends a notification.
    pub(crate) fn notify(&self, method: &str, params: impl Serialize) {
        self.send(&Notification { jsonrpc: "2.0", method, params });
    }

    fn send(&self, message: &impl Serialize) {
        match serde_json::to_vec(message) {
            // A closed queue means that the session is over: nobody is left to tell.
            Ok(body) => drop(self.0.send(Outgoing::Message(frame(&body)))),
            Err(error) => tracing::error!(%error, "a message can't be written as JSON"),
        }
    }
}

/// Carries messages until the client says `exit` or closes its end. Returns whether it said `exit`.
pub(crate) async fn carry<I, O, S>(
    input: I,
    output: O,
    service: S,
    socket: ClientSocket,
    outbox: Outbox,
    outgoings: Outgoings,
) -> bool
where
    I: AsyncRead + Unpin,
    O: AsyncWrite + Unpin,
    S: Service<Request, Response = Option<Response>, Error = ExitedError>,
    S::Future: Send + Unpin + 'static,
{
    let (mut requests, replies) = socket.split();
    let own_requests = {
        let outbox = outbox.clone();
        tokio::spawn(async move {
            while let Some(request) = requests.next().await {
                outbox.send(&request);
            }
        })
    };
    let mut writer = pin!(write(output, outgoings));
    let said_exit = tokio::select! {
        said_exit = read(input, service, replies, &outbox) => said_exit,
        () = &mut writer => false,
    };
    own_requests.abort();
    drop(outbox.0.send(Outgoing::End));
    if tokio::time::timeout(LAST_WORDS, writer).await.is_err() {
        tracing::warn!("the client does not read our last messages");
    }
    said_exit
}

async fn write<O: AsyncWrite + Unpin>(mut output: O, mut outgoings: Outgoings) {
    let mut batch = Vec::new();
    while outgoings.recv_many(&mut batch, 64).await > 0 {
        for outgoing in batch.drain(..) {
            let Outgoing::Message(bytes) = outgoing else { return };
            if let Err(error) = output.write_all(&bytes).await {
                tracing::error!(%error, "the client can't be written to");
                return;
            }
        }
        if output.flush().await.is_err() {
            return;
        }
    }
}

async fn read<I, S, R>(input: I, mut service: S, mut replies: R, outbox: &Outbox) -> bool
where
    I: AsyncRead + Unpin,
    S: Service<Request, Response = Option<Response>, Error = ExitedError>,
    S::Future: Send + Unpin + 'static,
    R: futures_util::Sink<Response, Error = ExitedError> + Unpin,
{
    let mut frames = FrameReader::new(input);
    loop {
        let message = match frames.next().await {
            Ok(Some(Frame::Body(body))) if body.iter().all(u8::is_ascii_whitespace) => continue,
            Ok(Some(Frame::Body(body))) => parse(&body),
            Ok(Some(Frame::Malformed)) => Err(Error::parse_error()),
            Ok(None) => return false,
            Err(error) => {
                tracing::error!(%error, "the client can't be read from");
                return false;
            }
        };
        match message {
            Ok(Message::Response(response)) => {
                if replies.send(response).await.is_err() {
                    return false;
                }
            }
            Ok(Message::Request(request)) => {
                let exit = request.method() == "exit";
                if poll_fn(|context| service.poll_ready(context)).await.is_err() {
                    return exit;
                }
                let id = request.id().cloned();
                dispatch(id, service.call(request), outbox).await;
                if exit {
                    return true;
                }
            }
            Err(error) => {
                tracing::warn!(%error, "a malformed message");
                outbox.send(&Response::from_error(Id::Null, error));
            }
        }
    }
}

/// Polls a handler once, at once; spawns what is left of it.
async fn dispatch<F>(id: Option<Id>, mut handler: F, outbox: &Outbox)
where
    F: Future<Output = Result<Option<Response>, ExitedError>> + Send + Unpin + 'static,
{
    let first = poll_fn(|context| Poll::Ready(std::pin::Pin::new(&mut handler).poll(context))).await;
    if let Poll::Ready(outcome) = first {
        return answer(id, outcome, outbox);
    }
    let outbox = outbox.clone();
    tokio::spawn(async move {
        let outcome = handler.await;
        answer(id, outcome, &outbox);
    });
}

fn answer(id: Option<Id>, outcome: Result<Option<Response>, ExitedError>, outbox: &Outbox) {
    match (id, outcome) {
        (Some(_), Ok(Some(response))) => outbox.send(&response),
        // Unknown methods that begin with `$/` may be ignored, but a request among them may not.
        (Some(id), Ok(None)) => outbox.send(&Response::from_error(id, Error::method_not_found())),
        _ => {}
    }
}

enum Message {
    Request(Request),
    Response(Response),
}

fn parse(body: &[u8]) -> Result<Message, Error> {
    let incoming: Incoming = serde_json::from_slice(body)
        .or_else(|error| match mend_surrogates(body) {
            Some(mended) => serde_json::from_slice(&mended),
            None => Err(error),
        })
        .map_err(|error| if error.is_data() { Error::invalid_request() } else { Error::parse_error() })?;
    match (incoming.method, incoming.id) {
        (Some(method), id) => {
            let mut request = Request::build(method);
            if let Some(params) = incoming.params {
                request = request.params(params);
            }
            if let Some(id) = id {
                request = request.id(id);
            }
            Ok(Message::Request(request.finish()))
        }
        (None, Some(id)) => {
            let outcome = incoming.error.map_or_else(|| Ok(incoming.result.unwrap_or_default()), Err);
            Ok(Message::Response(Response::from_parts(id, outcome)))
        }
        (None, None) => Err(Error::invalid_request()),
    }
}

//! The language server: the only crate that knows LSP.
//!
//! Messages come in through `transport`, which calls a handler of `backend` for each. A handler sends an event
//! to the `owner`, the one thread that has the state, and waits for the answer if there is to be one. The owner applies
//! changes in order and hands questions, with an immutable snapshot, to the workers of the `pool`.
//! `from_proto` and `to_proto` translate.

mod backend;
mod basis;
mod capabilities;
mod client;
mod commands;
mod custom;
mod diagnostics;
mod documents;
mod event;
mod extension;
mod framing;
mod from_proto;
mod memory;
mod offer;
mod owner;
mod pool;
mod progress;
mod queries;
mod refresh;
mod settings;
mod to_proto;
mod transport;
mod view;
mod watch;

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::runtime::{Builder, Handle};
use tower_lsp_server::LspService;
use tracing::level_filters::LevelFilter;

use crate::backend::Backend;
use crate::client::ClientLink;
use crate::event::Event;
use crate::extension::Extended;
use crate::owner::Owner;
use crate::transport::Outbox;

/// The owner evaluates configurations, which nest.
const OWNER_STACK: usize = 64 * 1024 * 1024;

/// How a server differs from the usual one.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Answer `prosody-ls/panic` (a request with a bug) and `prosody-ls/sleep` (a slow one), as tests need them.
    pub test_requests: bool,
    /// How long something takes before progress is shown: by default 300 ms. Zero shows everything.
    pub progress_after: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self { test_requests: false, progress_after: Duration::from_millis(300) }
    }
}

/// Speaks LSP until the client says `exit` or closes its end. Needs a Tokio runtime with time.
/// Returns whether the session ended as it should: with `shutdown`, then `exit`.
pub async fn serve<I, O>(input: I, output: O, options: Options) -> bool
where
    I: AsyncRead + Unpin,
    O: AsyncWrite + Unpin,
{
    let (events, received) = mpsc::channel();
    let (outbox, outgoings) = Outbox::new();
    let shut_down = Arc::new(AtomicBool::new(false));
    let mut link = None;
    let mut builder = LspService::build(|client| {
        let (outbox, runtime) = (outbox.clone(), Handle::current());
        let progress_after = options.progress_after;
        link = Some(ClientLink { client, outbox, runtime, events: events.clone(), progress_after });
        Backend { events: events.clone(), shut_down: Arc::clone(&shut_down) }
    })
    .custom_method("prosody-ls/text", Backend::text)
    .custom_method("prosody-ls/status", Backend::status)
    .custom_method("prosody-ls/profiles", Backend::profiles)
    .custom_method("prosody-ls/effectiveConfiguration", Backend::effective_configuration)
    .custom_method("prosody-ls/chain", Backend::chain)
    .custom_method("prosody-ls/graph", Backend::graph)
    .custom_method("workspace/textDocumentContent", Backend::text_document_content);
    if options.test_requests {
        builder = builder
            .custom_method("prosody-ls/panic", Backend::panic)
            .custom_method("prosody-ls/sleep", Backend::sleep);
    }
    let (service, socket) = builder.finish();
    let service = Extended { service, events: events.clone() };
    let Some(link) = link else { return false };
    let thread = std::thread::Builder::new().name("owner".to_owned()).stack_size(OWNER_STACK);
    if let Err(error) = thread.spawn(move || Owner::new(received, link).run()) {
        tracing::error!(%error, "no thread for the owner");
        return false;
    }
    let said_exit = transport::carry(input, output, service, socket, outbox, outgoings).await;
    drop(events.send(Event::Exit));
    said_exit && shut_down.load(Ordering::Acquire)
}

/// Serves standard input and output: what `prosody-ls` does without arguments. Returns the status that LSP asks for:
/// 0 after `shutdown` and `exit`, otherwise 1. Returning from `main` with it ends the process even if the client
/// keeps our standard input open.
///
/// Logs go to standard error, from level `warn`; `PROSODY_LS_LOG` sets another level.
pub fn run_stdio() -> ExitCode {
    let level = std::env::var("PROSODY_LS_LOG").ok().and_then(|level| level.parse().ok());
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(level.unwrap_or(LevelFilter::WARN))
        .init();
    // One thread carries all messages; what takes time happens elsewhere.
    let runtime = match Builder::new_current_thread().enable_time().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!(%error, "no runtime");
            return ExitCode::FAILURE;
        }
    };
    let clean = runtime.block_on(serve(tokio::io::stdin(), tokio::io::stdout(), Options::default()));
    // A thread may still wait for standard input.
    runtime.shutdown_background();
    if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

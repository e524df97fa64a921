//! The server from the outside, message by message, over an in-process pipe.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "tests"
)]

mod actions;
mod client;
mod completion;
mod configuration;
mod conformance;
mod diagnostics;
mod edits;
mod flow;
mod formatting;
mod lifecycle;
mod navigation;
mod private;
mod profiles;
mod progress;
mod pull;
mod renames;
mod shown;

use client::Client;
use serde_json::{Value, json};
use tokio::task::JoinHandle;

/// Longer than any test, so that progress is shown only where a test is about it.
const NEVER: std::time::Duration = std::time::Duration::from_secs(3600);

/// A server and a client that are connected. The handle tells whether the session ended as it should.
fn connect() -> (Client, JoinHandle<bool>) {
    connect_over(64 * 1024)
}

/// The same over a pipe that holds so many bytes.
fn connect_over(bytes: usize) -> (Client, JoinHandle<bool>) {
    connect_with(bytes, server::Options { test_requests: true, progress_after: NEVER })
}

/// The same with a server that differs.
fn connect_with(bytes: usize, options: server::Options) -> (Client, JoinHandle<bool>) {
    let (ours, theirs) = tokio::io::duplex(bytes);
    let (their_input, their_output) = tokio::io::split(theirs);
    let session = tokio::spawn(server::serve(their_input, their_output, options));
    let (from_server, to_server) = tokio::io::split(ours);
    (Client::new(from_server, to_server), session)
}

/// A session with a client that can do little: no settings, no progress, UTF-16.
async fn plain_session() -> Client {
    let (mut client, _) = connect();
    client.initialize(json!({"capabilities": {}})).await;
    client
}

/// An edit of one place.
fn edit(start: (u32, u32), end: (u32, u32), text: &str) -> Value {
    let position = |(line, character)| json!({"line": line, "character": character});
    json!({"range": {"start": position(start), "end": position(end)}, "text": text})
}

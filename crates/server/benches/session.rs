//! What an editor waits for, over an in-process pipe: `cargo bench -p server`.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a benchmark"
)]

#[path = "../tests/protocol/client.rs"]
mod client;

use client::{Client, modern};
use divan::Bencher;
use serde_json::json;
use tokio::runtime::{Builder, Runtime};

const URI: &str = "file:///bench/prosody.cfg.lua";

fn main() {
    divan::main();
}

/// A session with one open document of so many lines.
fn session(lines: usize) -> (Runtime, Client) {
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_time().build().unwrap();
    let client = runtime.block_on(async {
        let (ours, theirs) = tokio::io::duplex(1 << 20);
        let (input, output) = tokio::io::split(theirs);
        tokio::spawn(server::serve(input, output, server::Options::default()));
        let (from_server, to_server) = tokio::io::split(ours);
        let mut client = Client::new(from_server, to_server);
        client.initialize(json!({"capabilities": modern()})).await;
        let text: Vec<_> = (0..lines).map(|line| format!("option_{line} = \"value {line}\"\n")).collect();
        client.open(URI, 0, &text.concat());
        client.diagnostics(URI, 0).await;
        client
    });
    (runtime, client)
}

/// From an edit of one character to the findings for it.
#[divan::bench(args = [10, 1_000, 10_000])]
fn keystroke_to_diagnostics(bencher: Bencher, lines: usize) {
    let (runtime, mut client) = session(lines);
    let mut version = 0;
    let line = lines / 2;
    bencher.bench_local(|| {
        version += 1;
        // Type a character, take it away again.
        let (end, text) = if version % 2 == 1 { (13, "x") } else { (14, "") };
        let range =
            json!({"start": {"line": line, "character": 13}, "end": {"line": line, "character": end}});
        client.change(URI, version, &json!([{"range": range, "text": text}]));
        runtime.block_on(client.diagnostics(URI, version))
    });
}

/// From a question to its answer.
#[divan::bench]
fn hover(bencher: Bencher) {
    let (runtime, mut client) = session(1_000);
    bencher.bench_local(|| runtime.block_on(client.ask_at("textDocument/hover", URI, 500, 3)).unwrap());
}

/// From two hundred edits at once to the answer to a question behind them.
#[divan::bench]
fn burst_then_hover(bencher: Bencher) {
    let (runtime, mut client) = session(1_000);
    let mut version = 0;
    bencher.bench_local(|| {
        for _ in 0..200 {
            version += 1;
            let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}});
            client.change(URI, version, &json!([{"range": range, "text": ""}]));
        }
        let answer = runtime.block_on(client.ask_at("textDocument/hover", URI, 500, 3));
        runtime.block_on(client.diagnostics(URI, version));
        answer.unwrap()
    });
}

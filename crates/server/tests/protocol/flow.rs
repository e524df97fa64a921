//! Nothing waits for anything it need not wait for.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use crate::client::modern;
use crate::{connect, connect_over, edit, plain_session};

const URI: &str = "file:///work/prosody.cfg.lua";
const CANCELLED: i64 = -32800;

fn hover() -> Value {
    json!({"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}})
}

#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_edits_take_effect_in_order() {
    let mut client = plain_session().await;
    client.open(URI, 0, "");
    for version in 1..=500 {
        client.change(URI, version, &json!([edit((0, 0), (0, 0), &format!("{version} "))]));
    }
    let expected: Vec<_> = (1..=500).rev().map(|version| version.to_string()).collect();
    assert_eq!(client.server_text(URI).await, Ok(expected.join(" ") + " "));
    client.diagnostics(URI, 500).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_answers_nothing_is_served_all_the_same() {
    let (mut client, _) = connect();
    client.answers = false;
    client.initialize(json!({"capabilities": modern()})).await;
    client.server_request("workspace/configuration").await;
    client.server_request("client/registerCapability").await;
    client.open(URI, 1, "");
    for version in 2..=400 {
        client.notify("workspace/didChangeConfiguration", json!({"settings": null}));
        client.change(URI, version, &json!([edit((0, 0), (0, 0), "x")]));
    }
    assert_eq!(client.call("textDocument/hover", hover()).await, Ok(Value::Null));
    assert_eq!(client.server_text(URI).await.map(|text| text.len()), Ok(399));
    client.diagnostics(URI, 400).await;
    client.forget_the_rest();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_answers_only_after_it_was_answered_is_served() {
    let (mut client, _) = connect();
    client.answers = false;
    client.initialize(json!({"capabilities": modern()})).await;
    for method in ["workspace/configuration", "client/registerCapability"] {
        let (id, _) = client.server_request(method).await;
        assert_eq!(client.call("textDocument/hover", hover()).await, Ok(Value::Null), "{method}");
        client.respond(&id, &json!([{"prosody": {"version": "0.12"}}]));
    }
    client.status_of("prosody", &json!("0.12")).await;
    client.forget_the_rest();
}

#[tokio::test(flavor = "multi_thread")]
async fn cancellation_works_with_hundreds_of_requests_in_flight() {
    let mut client = plain_session().await;
    let ids: Vec<_> = (0..400).map(|_| client.request("prosody-ls/sleep", Value::Null)).collect();
    let start = Instant::now();
    for id in &ids {
        client.notify("$/cancelRequest", json!({"id": id}));
    }
    let mut cancelled = 0;
    for id in ids {
        match client.response(id).await {
            Err(CANCELLED) => cancelled += 1,
            Ok(Value::Null) => {}
            other => panic!("{other:?}"),
        }
    }
    assert!(cancelled > 300, "only {cancelled} of 400 requests were cancelled");
    // Cancelled work is not done: all of it would take the workers several seconds.
    assert_eq!(client.call("textDocument/hover", hover()).await, Ok(Value::Null));
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_answers_hold_up_no_edits() {
    let mut client = plain_session().await;
    client.open(URI, 1, "");
    let slow: Vec<_> = (0..20).map(|_| client.request("prosody-ls/sleep", Value::Null)).collect();
    client.change(URI, 2, &json!([{"text": "new"}]));
    let start = Instant::now();
    assert_eq!(client.server_text(URI).await.as_deref(), Ok("new"));
    assert!(start.elapsed() < Duration::from_millis(400), "{:?}", start.elapsed());
    client.diagnostics(URI, 2).await;
    for id in slow {
        assert_eq!(client.response(id).await, Ok(Value::Null));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_writes_a_lot_before_it_reads_is_served() {
    // Both directions hold 1 kB: the server has to read on though nobody reads what it writes.
    let (ours, theirs) = tokio::io::duplex(1024);
    let (their_input, their_output) = tokio::io::split(theirs);
    tokio::spawn(server::serve(their_input, their_output, server::Options::default()));
    let (from_server, mut to_server) = tokio::io::split(ours);
    let write = async {
        use tokio::io::AsyncWriteExt;
        for id in 0..2000 {
            let body = json!({"jsonrpc": "2.0", "id": id, "method": "textDocument/hover", "params": hover()});
            let body = body.to_string();
            let message = format!("Content-Length: {}\r\n\r\n{body}", body.len());
            to_server.write_all(message.as_bytes()).await.unwrap();
        }
    };
    tokio::time::timeout(Duration::from_secs(20), write).await.expect("the server reads");
    let mut client = crate::client::Client::new(from_server, to_server);
    for id in 0..2000 {
        assert_eq!(client.response(id).await, Err(-32002));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_narrow_pipe_carries_long_messages() {
    let (mut client, _) = connect_over(16);
    client.initialize(json!({"capabilities": {}})).await;
    let text = "-- ä long line\n".repeat(10_000);
    client.open(URI, 1, &text);
    assert_eq!(client.server_text(URI).await, Ok(text));
    client.diagnostics(URI, 1).await;
}

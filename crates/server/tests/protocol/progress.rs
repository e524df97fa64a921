//! Whatever a client begins to show comes to an end.

use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Client, modern};
use crate::connect_with;

const URI: &str = "file:///nowhere/prosody.cfg.lua";

/// A session that shows all progress.
async fn session() -> Client {
    let options = server::Options { test_requests: true, progress_after: Duration::ZERO };
    let (mut client, _) = connect_with(64 * 1024, options);
    client.answers = false;
    client.initialize(json!({"capabilities": modern()})).await;
    for method in ["workspace/configuration", "client/registerCapability"] {
        let (id, _) = client.server_request(method).await;
        client.respond(&id, &json!([null]));
    }
    client.open(URI, 1, "");
    client
}

/// What is said under a token, to its end.
async fn said(client: &mut Client, token: &Value) -> Vec<String> {
    let mut kinds = Vec::new();
    while kinds.last().is_none_or(|kind| kind != "end") {
        let params = client.notification("$/progress").await;
        assert_eq!(params["token"], *token);
        kinds.push(params["value"]["kind"].as_str().unwrap().to_owned());
    }
    kinds
}

#[tokio::test]
async fn every_token_that_is_created_begins_and_ends() {
    let mut client = session().await;
    let (id, params) = client.server_request("window/workDoneProgress/create").await;
    // Nothing is left to do by the time the client is ready.
    client.diagnostics(URI, 1).await;
    client.respond(&id, &Value::Null);
    assert_eq!(said(&mut client, &params["token"]).await, ["begin", "end"]);
}

#[tokio::test]
async fn a_token_that_was_refused_is_not_used() {
    let mut client = session().await;
    let (id, _) = client.server_request("window/workDoneProgress/create").await;
    client.send(&json!({"jsonrpc": "2.0", "id": id, "error": {"code": -32603, "message": "no"}}));
    client.diagnostics(URI, 1).await;
    assert_eq!(client.call("prosody-ls/status", Value::Null).await.unwrap()["files"], 1);
}

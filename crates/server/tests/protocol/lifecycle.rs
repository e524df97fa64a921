//! Beginning and end of a session, and messages that make no sense.

use serde_json::{Value, json};

use crate::{connect, plain_session};

const PARSE_ERROR: i64 = -32700;
const INVALID_REQUEST: i64 = -32600;
const METHOD_NOT_FOUND: i64 = -32601;
const INVALID_PARAMS: i64 = -32602;
const INTERNAL_ERROR: i64 = -32603;
const NOT_INITIALIZED: i64 = -32002;

fn hover() -> Value {
    json!({"textDocument": {"uri": "file:///x.cfg.lua"}, "position": {"line": 0, "character": 0}})
}

#[tokio::test]
async fn requests_before_initialize_are_refused() {
    let (mut client, _) = connect();
    assert_eq!(client.call("textDocument/hover", hover()).await, Err(NOT_INITIALIZED));
    assert_eq!(client.call("shutdown", Value::Null).await, Err(NOT_INITIALIZED));
    client.initialize(json!({"capabilities": {}})).await;
    assert_eq!(client.call("textDocument/hover", hover()).await, Ok(Value::Null));
}

#[tokio::test]
async fn requests_after_shutdown_are_refused() {
    let mut client = plain_session().await;
    assert_eq!(client.call("shutdown", Value::Null).await, Ok(Value::Null));
    assert_eq!(client.call("textDocument/hover", hover()).await, Err(INVALID_REQUEST));
    assert_eq!(client.call("shutdown", Value::Null).await, Err(INVALID_REQUEST));
}

#[tokio::test]
async fn a_second_initialize_is_refused() {
    let mut client = plain_session().await;
    assert_eq!(client.call("initialize", json!({"capabilities": {}})).await, Err(INVALID_REQUEST));
}

#[tokio::test]
async fn the_session_ends_at_exit_though_the_client_holds_the_pipe() {
    let (mut client, session) = connect();
    client.initialize(json!({"capabilities": {}})).await;
    client.shut_down().await;
    assert!(session.await.unwrap(), "a session that ends with shutdown and exit is a good one");
    assert!(client.sees_the_end().await);
}

#[tokio::test]
async fn exit_without_shutdown_and_a_broken_pipe_are_failures() {
    let (mut client, session) = connect();
    client.initialize(json!({"capabilities": {}})).await;
    client.notify("exit", Value::Null);
    assert!(!session.await.unwrap());
    let (client, session) = connect();
    drop(client);
    assert!(!session.await.unwrap());
}

#[tokio::test]
async fn exit_is_heard_by_a_server_that_was_never_initialized() {
    let (client, session) = connect();
    client.notify("exit", Value::Null);
    assert!(!session.await.unwrap());
}

#[tokio::test]
async fn unknown_methods_are_refused_and_unknown_notifications_ignored() {
    let mut client = plain_session().await;
    client.notify("$/setTrace", json!({"value": "off"}));
    client.notify("$/whatever", json!({}));
    client.notify("whatever", json!([1]));
    assert_eq!(client.call("whatever", json!({})).await, Err(METHOD_NOT_FOUND));
    assert_eq!(client.call("$/whatever", json!({})).await, Err(METHOD_NOT_FOUND));
}

#[tokio::test]
async fn wrong_parameters_are_refused() {
    let mut client = plain_session().await;
    assert_eq!(client.call("textDocument/hover", json!({"x": 1})).await, Err(INVALID_PARAMS));
    client.notify("textDocument/didOpen", json!({"textDocument": 7}));
    client.notify("textDocument/didChange", json!(null));
    assert_eq!(client.call("textDocument/hover", hover()).await, Ok(Value::Null));
}

#[tokio::test]
async fn messages_that_make_no_sense_are_answered_and_cost_nothing_else() {
    let mut client = plain_session().await;
    let frame = |body: &[u8]| [format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat();
    for (nonsense, code) in [
        (frame(b"{"), PARSE_ERROR),
        (frame(b"{\"method\": \"\xff\"}"), PARSE_ERROR),
        (frame(b"[]"), INVALID_REQUEST),
        (frame(b"{}"), INVALID_REQUEST),
        (frame(b"17"), INVALID_REQUEST),
        (frame(b"{\"jsonrpc\": \"2.0\", \"id\": [], \"method\": \"x\"}"), INVALID_REQUEST),
        (b"Nonsense\r\n\r\n".to_vec(), PARSE_ERROR),
        (b"Content-Length: many\r\n\r\n".to_vec(), PARSE_ERROR),
    ] {
        client.send_raw(nonsense.clone());
        let answer = client.null_response().await;
        assert_eq!(answer["error"]["code"], code, "{}", String::from_utf8_lossy(&nonsense));
        assert_eq!(client.call("textDocument/hover", hover()).await, Ok(Value::Null));
    }
    client.send_raw("Content-Length: 0\r\n\r\n");
    client.send_raw("content-type: x\r\nX-More: 1\r\nX-Still-More: 2\r\n");
    assert_eq!(client.call("textDocument/hover", hover()).await, Ok(Value::Null));
}

#[tokio::test]
async fn answers_to_requests_that_were_never_made_are_ignored() {
    let mut client = plain_session().await;
    client.respond(&json!(12345), &json!({}));
    client.respond(&json!("x"), &json!(null));
    assert_eq!(client.call("textDocument/hover", hover()).await, Ok(Value::Null));
}

#[tokio::test]
async fn ids_may_be_strings() {
    let mut client = plain_session().await;
    client.send(&json!({"jsonrpc": "2.0", "id": "a", "method": "prosody-ls/sleep"}));
    let answer = client.response_to(&json!("a")).await;
    assert_eq!(answer["result"], Value::Null);
}

#[tokio::test]
async fn a_request_that_panics_costs_one_answer() {
    let mut client = plain_session().await;
    for _ in 0..20 {
        assert_eq!(client.call("prosody-ls/panic", Value::Null).await, Err(INTERNAL_ERROR));
    }
    assert_eq!(client.call("textDocument/hover", hover()).await, Ok(Value::Null));
}

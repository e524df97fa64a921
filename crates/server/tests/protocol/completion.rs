//! Completions: small answers, what there is to read when it is asked for, and `prosody-ls.toml` as a document.

use serde_json::{Value, json};

use crate::client::{Client, modern};
use crate::connect;

const URI: &str = "file:///work/prosody.cfg.lua";

/// A client that asks for documentation later, with an open document.
async fn session(uri: &str, text: &str) -> Client {
    let mut capabilities = modern();
    capabilities["textDocument"]["completion"]["completionItem"]["resolveSupport"] =
        json!({"properties": ["documentation", "additionalTextEdits"]});
    let (mut client, _) = connect();
    client.initialize(json!({"capabilities": capabilities})).await;
    client.open(uri, 1, text);
    client.diagnostics(uri, 1).await;
    client
}

async fn items(client: &mut Client, uri: &str, line: u32, character: u32) -> Vec<Value> {
    let answer = client.ask_at("textDocument/completion", uri, line, character).await.unwrap();
    answer["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_long_list_is_a_small_answer() {
    let mut client = session(URI, "modules_enabled = { \"roster\" }\n\nVirtualHost \"a.example\"\n").await;
    let answer = client.ask_at("textDocument/completion", URI, 1, 0).await.unwrap();
    assert!(answer["items"].as_array().unwrap().len() >= 100);
    assert!(answer.to_string().len() < 60_000, "{} bytes", answer.to_string().len());
}

#[tokio::test]
async fn documentation_and_edits_come_when_they_are_asked_for() {
    let text = "modules_enabled = { \"roster\" }\nturn_external_ho\nVirtualHost \"a.example\"\n";
    let mut client = session(URI, text).await;
    let offered = items(&mut client, URI, 1, 16).await;
    let item = offered.iter().find(|item| item["label"] == "turn_external_host").unwrap().clone();
    assert!(item["documentation"].is_null() && item["additionalTextEdits"].is_null());
    let resolved = client.call("completionItem/resolve", item).await.unwrap();
    assert!(resolved["documentation"]["value"].as_str().unwrap().contains("Enables `turn_external`"));
    assert_eq!(resolved["additionalTextEdits"][0]["newText"], ", \"turn_external\"");
}

#[tokio::test]
async fn clients_that_do_not_ask_get_the_documentation_at_once() {
    let (mut client, _) = connect();
    client.initialize(json!({"capabilities": modern()})).await;
    client.open(URI, 1, "turn_external_ho\n");
    client.diagnostics(URI, 1).await;
    let offered = items(&mut client, URI, 0, 16).await;
    assert!(!offered[0]["documentation"].is_null() && offered[0]["data"].is_null());
}

#[tokio::test]
async fn the_project_file_is_a_document() {
    let uri = "file:///work/prosody-ls.toml";
    let mut client = session(uri, "entri = \"x\"\n[rules]\n").await;
    let offered = items(&mut client, uri, 2, 0).await;
    assert!(offered.iter().any(|item| item["label"] == "unknown-module"));
    client.change(uri, 2, &json!([{"text": "entri = \"x\"\nlayers = []\n"}]));
    let findings = client.diagnostics(uri, 2).await;
    assert_eq!(findings[0]["message"], "unknown key 'entri'");
    let hover = client.ask_at("textDocument/hover", uri, 1, 2).await.unwrap();
    assert!(hover["contents"]["value"].as_str().unwrap().starts_with("**layers**"));
    assert_eq!(client.ask_at("textDocument/definition", uri, 1, 2).await.unwrap(), Value::Null);
    // It is read as it is typed.
    client.open(URI, 1, "Credential = 1\nmodules_enabled = { \"tofu\" }\n");
    let rules =
        |findings: &Value| findings.as_array().unwrap().iter().any(|it| it["code"] == "unknown-module");
    assert!(rules(&client.diagnostics(URI, 1).await));
    client.change(uri, 3, &json!([{"text": "[rules]\nunknown-module = \"off\"\n"}]));
    assert!(!rules(&client.diagnostics(URI, 1).await));
    client.forget_the_rest();
}

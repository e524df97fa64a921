//! Findings for clients that ask for them, and what clients are told to ask for again.

use std::time::Duration;

use fixture::Directory;
use serde_json::{Value, json};

use crate::client::Client;
use crate::{connect, edit};

const ENTRY: &str = "Include 'later.cfg.lua'\nInclude('env/' .. (ENV_E or 'one') .. '.cfg.lua')\n";

/// What a client says of itself that asks for findings and can be told to ask again for everything.
fn pulling() -> Value {
    json!({
        "textDocument": { "diagnostic": {}, "publishDiagnostics": { "tagSupport": { "valueSet": [1] } } },
        "workspace": {
            "diagnostics": { "refreshSupport": true },
            "inlayHint": { "refreshSupport": true },
            "codeLens": { "refreshSupport": true },
            "semanticTokens": { "refreshSupport": true },
            "textDocumentContent": {},
        },
    })
}

/// A session in a folder whose entry file, which is open, includes a file that is not there.
async fn session(capabilities: Value, options: Value) -> (Directory, Client, String, Value) {
    let directory = Directory::new();
    directory.write("prosody.cfg.lua", ENTRY.as_bytes());
    directory.write("env/one.cfg.lua", b"log = 'one.log'\n");
    directory.write("env/two.cfg.lua", b"x = (\n");
    let (mut client, _) = connect();
    client.answers = false;
    let folder = format!("file://{}", directory.path().display());
    let folders = json!([{ "uri": folder, "name": "x" }]);
    let params = json!({
        "capabilities": capabilities, "workspaceFolders": folders, "initializationOptions": options,
    });
    let offered = client.initialize(params).await;
    let uri = format!("{folder}/prosody.cfg.lua");
    client.open(&uri, 1, ENTRY);
    (directory, client, uri, offered)
}

async fn pull(client: &mut Client, uri: &str, previous: &Value) -> Value {
    let params = json!({ "textDocument": { "uri": uri }, "previousResultId": previous });
    client.call("textDocument/diagnostic", params).await.unwrap()
}

async fn pull_all(client: &mut Client, previous: &[(&Value, &Value)]) -> Vec<Value> {
    let ids: Vec<Value> = previous.iter().map(|(uri, id)| json!({ "uri": uri, "value": id })).collect();
    let report = client.call("workspace/diagnostic", json!({ "previousResultIds": ids })).await.unwrap();
    report["items"].as_array().unwrap().clone()
}

/// Takes and answers everything that the server asks for again after a change. Nothing may come twice.
async fn refreshes(client: &mut Client, kinds: &[&str]) {
    for kind in kinds {
        let (id, _) = client.server_request(&format!("workspace/{kind}/refresh")).await;
        client.respond(&id, &Value::Null);
    }
}

#[tokio::test]
async fn who_asks_is_sent_nothing_and_hears_that_nothing_has_changed() {
    let (_directory, mut client, uri, offered) = session(pulling(), Value::Null).await;
    assert_eq!(
        offered["diagnosticProvider"],
        json!({ "interFileDependencies": true, "workspaceDiagnostics": true })
    );
    let first = pull(&mut client, &uri, &Value::Null).await;
    assert_eq!((&first["kind"], &first["items"][0]["code"]), (&json!("full"), &json!("include-not-found")));
    let second = pull(&mut client, &uri, &first["resultId"]).await;
    assert_eq!(second, json!({ "kind": "unchanged", "resultId": first["resultId"] }));
    client.change(&uri, 2, &json!([edit((0, 0), (1, 0), "")]));
    let third = pull(&mut client, &uri, &first["resultId"]).await;
    assert_eq!((&third["kind"], &third["items"]), (&json!("full"), &json!([])));
    client.close(&uri);
    // No findings are sent, nothing is asked for again: the client insists when it is dropped.
    tokio::time::sleep(Duration::from_millis(600)).await;
}

#[tokio::test]
async fn findings_are_asked_for_again_where_another_file_changed_them() {
    let (directory, mut client, uri, _) = session(pulling(), Value::Null).await;
    let first = pull(&mut client, &uri, &Value::Null).await;
    directory.write("later.cfg.lua", b"log = 'info'\n");
    let later = format!("file://{}/later.cfg.lua", directory.path().display());
    let created = json!({ "changes": [{ "uri": later, "type": 1 }] });
    client.notify("workspace/didChangeWatchedFiles", created);
    // The client may ask for findings before it says that it has heard.
    let (id, _) = client.server_request("workspace/diagnostic/refresh").await;
    let second = pull(&mut client, &uri, &first["resultId"]).await;
    assert_eq!((&second["kind"], &second["items"]), (&json!("full"), &json!([])));
    client.respond(&id, &Value::Null);
    refreshes(&mut client, &["inlayHint", "codeLens", "semanticTokens"]).await;
    tokio::time::sleep(Duration::from_millis(600)).await;
}

#[tokio::test]
async fn another_profile_has_everything_asked_for_again() {
    let (_directory, mut client, uri, _) = session(pulling(), Value::Null).await;
    pull(&mut client, &uri, &Value::Null).await;
    let choose = json!({ "command": "prosody-ls.chooseProfile", "arguments": ["E=two"] });
    client.call("workspace/executeCommand", choose).await.unwrap();
    refreshes(&mut client, &["inlayHint", "codeLens", "semanticTokens"]).await;
    client.forget_the_rest();
}

#[tokio::test]
async fn who_can_t_be_told_to_ask_again_is_sent_findings() {
    let capabilities = json!({ "textDocument": { "diagnostic": {} } });
    let (_directory, mut client, uri, offered) = session(capabilities, Value::Null).await;
    assert_eq!(offered["diagnosticProvider"], Value::Null);
    assert_eq!(client.diagnostics(&uri, 1).await[0]["code"], "include-not-found");
}

#[tokio::test]
async fn the_whole_workspace_says_only_what_is_new() {
    let options = json!({ "diagnostics": { "workspace": true } });
    let (directory, mut client, uri, offered) = session(pulling(), options).await;
    assert_eq!(offered["diagnosticProvider"]["workspaceDiagnostics"], true);
    let first = pull_all(&mut client, &[]).await;
    assert_eq!(first.len(), 1, "{first:?}");
    assert!(first[0]["uri"].as_str().unwrap().ends_with("env/two.cfg.lua"), "{first:?}");
    assert_eq!(first[0]["items"][0]["code"], "syntax-error");
    let known = (&first[0]["uri"], &first[0]["resultId"]);
    assert_eq!(pull_all(&mut client, &[known]).await, [json!(null); 0]);

    directory.write("env/two.cfg.lua", b"log = 'x'\n");
    let changed = json!({ "changes": [{ "uri": known.0, "type": 2 }] });
    client.notify("workspace/didChangeWatchedFiles", changed);
    let second = pull_all(&mut client, &[known]).await;
    assert_eq!((second.len(), &second[0]["items"]), (1, &json!([])), "{second:?}");

    // What is gone has no findings; what is open is asked for by itself.
    let gone = json!(format!("{uri}.gone.cfg.lua"));
    let third = pull_all(&mut client, &[(&gone, &json!("1")), (&json!(uri), &json!("2"))]).await;
    assert_eq!((third.len(), &third[0]["uri"], &third[0]["items"]), (1, &gone, &json!([])), "{third:?}");
    client.forget_the_rest();
}

#[tokio::test]
async fn the_setting_is_followed_when_it_changes() {
    let (_directory, mut client, _, _) = session(pulling(), Value::Null).await;
    assert_eq!(pull_all(&mut client, &[]).await, [json!(null); 0]);
    let wanted = |workspace: bool| json!({ "settings": { "prosody-ls": { "diagnostics": { "workspace": workspace } } } });
    client.notify("workspace/didChangeConfiguration", wanted(true));
    refreshes(&mut client, &["diagnostic"]).await;
    let first = pull_all(&mut client, &[]).await;
    assert_eq!((first.len(), &first[0]["items"][0]["code"]), (1, &json!("syntax-error")), "{first:?}");

    client.notify("workspace/didChangeConfiguration", wanted(false));
    refreshes(&mut client, &["diagnostic"]).await;
    let second = pull_all(&mut client, &[(&first[0]["uri"], &first[0]["resultId"])]).await;
    assert_eq!((&second[0]["uri"], &second[0]["items"]), (&first[0]["uri"], &json!([])), "{second:?}");
    client.forget_the_rest();
}

#[tokio::test]
async fn who_asks_for_documents_alone_is_sent_the_rest() {
    let options = json!({ "diagnostics": { "workspace": true } });
    let (directory, mut client, _, _) = session(pulling(), options).await;
    let two = format!("file://{}/env/two.cfg.lua", directory.path().display());
    let is_it = |m: &Value| m["method"] == "textDocument/publishDiagnostics" && m["params"]["uri"] == two;
    let sent = client.take("findings of a file that is not open", is_it).await;
    assert_eq!(sent["params"]["diagnostics"][0]["code"], "syntax-error");
    // Who then asks for all of them has them from there.
    pull_all(&mut client, &[]).await;
    let taken_back = client.take("no findings", is_it).await;
    assert_eq!(taken_back["params"]["diagnostics"], json!([]));
    client.forget_the_rest();
}

#[tokio::test]
async fn a_file_with_very_many_findings_says_how_many_are_left_out() {
    let (_directory, mut client, uri, _) = session(pulling(), Value::Null).await;
    client.change(&uri, 2, &json!([{ "text": "VirtualHost 'a b'\n".repeat(400) }]));
    let report = pull(&mut client, &uri, &Value::Null).await;
    let items = report["items"].as_array().unwrap();
    assert_eq!(items.len(), 151);
    let last = items.last().unwrap()["message"].as_str().unwrap();
    assert_eq!(last, "and at least 50 more in this file");
    client.forget_the_rest();
}

#[tokio::test]
async fn what_does_not_run_is_faded() {
    let (_directory, mut client, uri, _) = session(pulling(), Value::Null).await;
    let text = "log = 'info'\nif ENV_E == 'two' then\n  log = 'error'\nend\n";
    client.change(&uri, 2, &json!([{ "text": text }]));
    let report = pull(&mut client, &uri, &Value::Null).await;
    let faded: Vec<_> =
        report["items"].as_array().unwrap().iter().filter(|item| item["tags"] == json!([1])).collect();
    assert_eq!(faded.len(), 1, "{report}");
    assert_eq!(faded[0]["message"], "Does not run in the profile `default`");
    assert_eq!(faded[0]["range"]["start"], json!({ "line": 2, "character": 2 }));
    client.forget_the_rest();
}

#[tokio::test]
async fn documents_of_ours_follow_edits() {
    let (_directory, mut client, uri, offered) = session(pulling(), Value::Null).await;
    assert_eq!(offered["workspace"]["textDocumentContent"], json!({ "schemes": ["prosody-ls"] }));
    let path = uri.strip_prefix("file://").unwrap();
    client.change(&uri, 2, &json!([{ "text": "log = 'info'\nVirtualHost 'x.example'\n" }]));
    let ours = format!("prosody-ls:/effective.cfg.lua?file={path}&host=x.example");
    let asked = json!({ "uri": ours });
    let content = client.call("workspace/textDocumentContent", asked.clone()).await.unwrap();
    let text = content["text"].as_str().unwrap();
    assert!(text.contains("log = \"info\"") && text.contains("VirtualHost \"x.example\""), "{text}");

    client.change(&uri, 3, &json!([edit((0, 7), (0, 11), "warn")]));
    let (id, params) = client.server_request("workspace/textDocumentContent/refresh").await;
    assert_eq!(params, asked);
    client.respond(&id, &Value::Null);
    let content = client.call("workspace/textDocumentContent", asked).await.unwrap();
    assert!(content["text"].as_str().unwrap().contains("log = \"warn\""), "{content}");

    let other = json!({ "uri": "prosody-ls:/other" });
    assert_eq!(client.call("workspace/textDocumentContent", other).await, Err(-32602));
    client.forget_the_rest();
}

#[tokio::test]
async fn everything_is_read_anew_on_command() {
    let (directory, mut client, uri, _) = session(pulling(), Value::Null).await;
    pull(&mut client, &uri, &Value::Null).await;
    directory.write("later.cfg.lua", b"log = 'info'\n");
    let reload = json!({ "command": "prosody-ls.reload", "arguments": [] });
    assert_eq!(client.call("workspace/executeCommand", reload).await, Ok(Value::Null));
    assert_eq!(pull(&mut client, &uri, &Value::Null).await["items"], json!([]));
    assert_eq!(client.server_text(&uri).await.as_deref(), Ok(ENTRY));
    client.forget_the_rest();
}

//! Code actions: offered without their edits where the client can ask for them later, and with new files where it
//! creates files.

use serde_json::{Value, json};

use crate::client::{Client, modern};
use crate::{connect, edit};

const URI: &str = "file:///work/prosody.cfg.lua";

/// A client that can do all that actions may ask for, with an open document.
async fn session(resolves: bool, text: &str) -> Client {
    let mut capabilities = modern();
    if resolves {
        let action = &mut capabilities["textDocument"]["codeAction"];
        action["dataSupport"] = json!(true);
        action["resolveSupport"] = json!({"properties": ["edit"]});
        capabilities["workspace"]["workspaceEdit"]["resourceOperations"] = json!(["create"]);
    }
    let (mut client, _) = connect();
    client.initialize(json!({"capabilities": capabilities})).await;
    client.open(URI, 1, text);
    client.diagnostics(URI, 1).await;
    client
}

async fn actions(client: &mut Client, line: u32, character: u32, only: Value) -> Vec<Value> {
    let at = json!({"line": line, "character": character});
    let params = json!({
        "textDocument": {"uri": URI},
        "range": {"start": at, "end": at},
        "context": {"diagnostics": [], "only": only},
    });
    client.call("textDocument/codeAction", params).await.unwrap().as_array().unwrap().clone()
}

fn titled<'a>(actions: &'a [Value], title: &str) -> &'a Value {
    actions.iter().find(|action| action["title"] == title).unwrap_or_else(|| panic!("{title}: {actions:#?}"))
}

#[tokio::test]
async fn edits_come_when_they_are_asked_for() {
    let mut client = session(true, "modules_enabled = { \"mod_mam\" }\nVirtualHost \"a.example\"\n").await;
    let offered = actions(&mut client, 0, 22, Value::Null).await;
    assert!(titled(&offered, "Ignore `module-prefix` here")["edit"].is_null());
    // A fix is there already.
    assert!(offered.iter().any(|action| action["isPreferred"] == true && !action["edit"].is_null()));
    let ignore = titled(&offered, "Ignore `module-prefix` here").clone();
    let resolved = client.call("codeAction/resolve", ignore.clone()).await.unwrap();
    let text = &resolved["edit"]["documentChanges"][0]["edits"][0]["newText"];
    assert_eq!(text, " -- prosody-ls: ignore[module-prefix]");
    let offered = actions(&mut client, 1, 2, json!(["refactor"])).await;
    let host = titled(&offered, "Put the section of a.example into a.example.cfg.lua").clone();
    let resolved = client.call("codeAction/resolve", host).await.unwrap();
    let changes = &resolved["edit"]["documentChanges"];
    assert_eq!(
        (&changes[0]["kind"], &changes[0]["uri"]),
        (&json!("create"), &json!("file:///work/a.example.cfg.lua"))
    );
    assert_eq!(changes[2]["edits"][0]["newText"], "Include \"a.example.cfg.lua\"\n");
    client.change(URI, 2, &json!([edit((0, 0), (0, 0), "\n")]));
    client.diagnostics(URI, 2).await;
    assert_eq!(client.call("codeAction/resolve", ignore).await, Err(-32801));
}

#[tokio::test]
async fn all_comes_at_once_for_clients_that_do_not_ask() {
    let mut client =
        session(false, "modules_enabled = { \"mod_mam\", \"mam\" }\nVirtualHost \"a.example\"\n").await;
    let offered = actions(&mut client, 0, 22, Value::Null).await;
    assert!(offered.iter().all(|action| !action["edit"].is_null()), "{offered:#?}");
    // Nor does it create files.
    assert!(actions(&mut client, 1, 2, json!(["refactor.extract"])).await.is_empty());
    let all = actions(&mut client, 0, 0, json!(["source.fixAll"])).await;
    let [all] = all.as_slice() else { panic!("{all:#?}") };
    assert_eq!(all["kind"], "source.fixAll");
    assert!(!all["edit"]["documentChanges"][0]["edits"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn files_are_created_for_clients_that_name_only_the_operation() {
    let mut capabilities = modern();
    capabilities["workspace"]["workspaceEdit"] =
        json!({"resourceOperations": ["rename", "create", "delete"]});
    let (mut client, _) = connect();
    client.initialize(json!({"capabilities": capabilities})).await;
    client.open(URI, 1, "log = \"info\"\nVirtualHost \"a.example\"\n");
    client.diagnostics(URI, 1).await;
    let offered = actions(&mut client, 1, 2, json!(["refactor.extract"])).await;
    let host = titled(&offered, "Put the section of a.example into a.example.cfg.lua");
    assert_eq!(host["edit"]["documentChanges"][0]["kind"], "create");
}

//! Profiles, effective configurations, chains and graphs: the requests of our own.

use fixture::Directory;
use serde_json::{Value, json};

use crate::client::Client;
use crate::connect;

/// A session in a folder with a tree of two environments; the entry file is open.
async fn session() -> (Directory, Client, String) {
    let directory = Directory::new();
    let entry = "log = 'info'\nInclude('env/' .. (ENV_E or 'one') .. '.cfg.lua')\n";
    directory.write("prosody.cfg.lua", entry.as_bytes());
    directory.write("env/one.cfg.lua", b"log = 'one'\n");
    directory.write("env/two.cfg.lua", b"log = 'two'\n");
    let (mut client, _) = connect();
    let folder = format!("file://{}", directory.path().display());
    let folders = json!([{ "uri": folder, "name": "x" }]);
    client.initialize(json!({"capabilities": {}, "workspaceFolders": folders})).await;
    let uri = format!("{folder}/prosody.cfg.lua");
    client.open(&uri, 1, entry);
    client.diagnostics(&uri, 1).await;
    (directory, client, uri)
}

async fn ask(client: &mut Client, method: &str, uri: &str) -> Value {
    client.call(method, json!({ "textDocument": { "uri": uri } })).await.unwrap()
}

#[tokio::test]
async fn a_profile_is_chosen_and_everything_follows() {
    let (_directory, mut client, uri) = session().await;
    let profiles = ask(&mut client, "prosody-ls/profiles", &uri).await;
    assert_eq!(profiles["active"], "default");
    let names: Vec<_> = profiles["profiles"].as_array().unwrap().iter().map(|p| &p["name"]).collect();
    assert_eq!(names, ["default", "E=one", "E=two"]);

    let effective = ask(&mut client, "prosody-ls/effectiveConfiguration", &uri).await;
    assert!(effective["text"].as_str().unwrap().contains("log = \"one\""), "{effective}");
    let choose = json!({ "command": "prosody-ls.chooseProfile", "arguments": ["E=two"] });
    client.call("workspace/executeCommand", choose).await.unwrap();
    client.notification("prosody-ls/changed").await;
    let effective = ask(&mut client, "prosody-ls/effectiveConfiguration", &uri).await;
    assert!(effective["text"].as_str().unwrap().contains("log = \"two\""), "{effective}");
    let profiles = ask(&mut client, "prosody-ls/profiles", &uri).await;
    assert_eq!(profiles["active"], "E=two");
    client.forget_the_rest();
}

#[tokio::test]
async fn a_chain_names_every_assignment_and_other_profiles() {
    let (_directory, mut client, uri) = session().await;
    let at = json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 1 } });
    let chain = client.call("prosody-ls/chain", at).await.unwrap();
    assert_eq!((&chain["option"], &chain["value"]), (&json!("log"), &json!("\"one\"")));
    assert_eq!(chain["steps"][0]["fate"], "overridden by 2");
    assert_eq!(chain["steps"][1]["layer"], "env");
    assert_eq!(
        chain["elsewhere"],
        json!([
            { "value": "\"one\"", "profiles": ["default", "E=one"] },
            { "value": "\"two\"", "profiles": ["E=two"] }
        ])
    );
    client.forget_the_rest();
}

#[tokio::test]
async fn a_graph_names_files_and_loads() {
    let (_directory, mut client, uri) = session().await;
    let graph = ask(&mut client, "prosody-ls/graph", &uri).await;
    assert_eq!(graph["layout"], "custom");
    assert_eq!(graph["loads"], json!([{ "from": 0, "to": 1, "kind": "include", "wildcard": false }]));
    assert_eq!(graph["files"][2]["loaded"], false);
    client.forget_the_rest();
}

#[tokio::test]
async fn chains_and_graphs_are_shown_by_commands_as_well() {
    let (_directory, mut client, uri) = session().await;
    let at = json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 1 } });
    for arguments in [json!([at]), json!(["*", "log"])] {
        let command = json!({ "command": "prosody-ls.showChain", "arguments": arguments });
        let text = client.call("workspace/executeCommand", command).await.unwrap();
        let text = text.as_str().unwrap();
        assert!(text.starts_with("log on the global section"), "{text}");
        assert!(text.contains("prosody.cfg.lua:1") && text.contains("(replaced by 2)"), "{text}");
    }
    for arguments in [json!([{ "textDocument": { "uri": uri } }]), json!([])] {
        let command = json!({ "command": "prosody-ls.showGraph", "arguments": arguments });
        let text = client.call("workspace/executeCommand", command).await.unwrap();
        assert!(text.as_str().unwrap().contains("\n  env/one.cfg.lua\n"), "{text}");
    }
    let nowhere = json!({ "textDocument": { "uri": uri }, "position": { "line": 9, "character": 0 } });
    for (arguments, code) in [
        (json!([nowhere]), -32803),
        (json!(["*", "no_such_option"]), -32803),
        (json!([]), -32602),
        (json!([{}]), -32602),
    ] {
        let command = json!({ "command": "prosody-ls.showChain", "arguments": arguments });
        assert_eq!(client.call("workspace/executeCommand", command).await, Err(code), "{arguments}");
    }
    client.forget_the_rest();
}

#[tokio::test]
async fn who_can_show_documents_is_asked_to_show_them() {
    let directory = Directory::new();
    directory.write("prosody.cfg.lua", b"log = 'info'\nlog = 'warn'\n");
    let (mut client, _) = connect();
    client.answers = false;
    let folders = json!([{ "uri": format!("file://{}", directory.path().display()), "name": "x" }]);
    let capabilities = json!({
        "window": { "showDocument": { "support": true } }, "workspace": { "textDocumentContent": {} },
    });
    client.initialize(json!({ "capabilities": capabilities, "workspaceFolders": folders })).await;
    let command = json!({ "command": "prosody-ls.showChain", "arguments": ["*", "log"] });
    let text = client.call("workspace/executeCommand", command).await.unwrap();
    let (id, params) = client.server_request("window/showDocument").await;
    client.respond(&id, &json!({ "success": true }));
    let asked = json!({ "uri": params["uri"] });
    let content = client.call("workspace/textDocumentContent", asked).await.unwrap();
    assert_eq!(content["text"], text);
    client.forget_the_rest();
}

#[tokio::test]
async fn other_documents_have_none_and_other_commands_fail() {
    let (_directory, mut client, _) = session().await;
    for method in ["profiles", "effectiveConfiguration", "graph"] {
        assert_eq!(ask(&mut client, &format!("prosody-ls/{method}"), "file:///x.lua").await, Value::Null);
    }
    let command = json!({ "command": "rm", "arguments": [] });
    assert_eq!(client.call("workspace/executeCommand", command).await, Err(-32602));
    client.forget_the_rest();
}

#[tokio::test]
async fn the_project_file_takes_effect_while_it_is_edited() {
    let (directory, mut client, uri) = session().await;
    let project = format!("file://{}/prosody-ls.toml", directory.path().display());
    client.open_as(&project, "toml", 1, "prosody = '0.12'\n[profiles.mine]\nenv = { E = 'two' }\n");
    let profiles = ask(&mut client, "prosody-ls/profiles", &uri).await;
    assert_eq!(profiles["prosody"], "0.12");
    let names: Vec<_> = profiles["profiles"].as_array().unwrap().iter().map(|p| &p["name"]).collect();
    assert_eq!(names, ["default", "mine", "E=one"]);
    client.close(&project);
    assert_eq!(ask(&mut client, "prosody-ls/profiles", &uri).await["prosody"], "13.0");
    client.forget_the_rest();
}

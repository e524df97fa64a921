//! What an editor shows beside the text: folds, selections, links, hints, lenses, colours, signatures.

use fixture::Directory;
use serde_json::{Value, json};

use crate::client::{Client, modern};
use crate::{connect, edit};

const ENTRY: &str = "-- See XEP-0313.
log = 'info'
limits = {
  c2s = { rate = '10kb/s' };
}
Include('env/' .. (ENV_E or 'one') .. '.cfg.lua')
VirtualHost \"x.example\"
  enabled = true
";

/// A session in a folder with a tree of two environments; the entry file is open. The client has these capabilities
/// besides or instead of those of an up-to-date editor.
async fn session(own: Value) -> (Directory, Client, String) {
    let directory = Directory::new();
    directory.write("prosody.cfg.lua", ENTRY.as_bytes());
    directory.write("env/one.cfg.lua", b"log = 'warn'\n");
    directory.write("env/two.cfg.lua", b"log = 'error'\n");
    let (mut client, _) = connect();
    let folder = format!("file://{}", directory.path().display());
    let mut capabilities = modern();
    merge(&mut capabilities, own);
    let folders = json!([{ "uri": folder, "name": "x" }]);
    client.initialize(json!({"capabilities": capabilities, "workspaceFolders": folders})).await;
    let uri = format!("{folder}/prosody.cfg.lua");
    client.open(&uri, 1, ENTRY);
    client.diagnostics(&uri, 1).await;
    (directory, client, uri)
}

fn merge(under: &mut Value, over: Value) {
    match (under, over) {
        (Value::Object(under), Value::Object(over)) => {
            for (key, value) in over {
                merge(under.entry(key).or_insert(Value::Null), value);
            }
        }
        (under, over) => *under = over,
    }
}

async fn ask(client: &mut Client, method: &str, uri: &str) -> Value {
    client.call(method, json!({ "textDocument": { "uri": uri } })).await.unwrap()
}

fn range(start: [u32; 2], end: [u32; 2]) -> Value {
    let position = |[line, character]: [u32; 2]| json!({ "line": line, "character": character });
    json!({ "start": position(start), "end": position(end) })
}

#[tokio::test]
async fn folds_are_exact_or_whole_lines() {
    let (_directory, mut client, uri) = session(json!({})).await;
    let folds = ask(&mut client, "textDocument/foldingRange", &uri).await;
    assert_eq!(
        folds,
        json!([
            { "startLine": 2, "startCharacter": 10, "endLine": 4, "endCharacter": 0 },
            { "startLine": 6, "startCharacter": 23, "endLine": 7, "endCharacter": 16, "kind": "region" },
        ])
    );
    client.forget_the_rest();

    let by_line = json!({ "textDocument": { "foldingRange": { "lineFoldingOnly": true, "rangeLimit": 1 } } });
    let (_directory, mut client, uri) = session(by_line).await;
    let folds = ask(&mut client, "textDocument/foldingRange", &uri).await;
    assert_eq!(folds, json!([{ "startLine": 2, "endLine": 3 }]));
    client.forget_the_rest();
}

#[tokio::test]
async fn a_selection_grows_for_each_cursor() {
    let (_directory, mut client, uri) = session(json!({})).await;
    let params = json!({
        "textDocument": { "uri": uri },
        "positions": [{ "line": 1, "character": 8 }, { "line": 7, "character": 4 }],
    });
    let chains = client.call("textDocument/selectionRange", params).await.unwrap();
    assert_eq!(chains[0]["range"], range([1, 7], [1, 11]));
    assert_eq!(chains[0]["parent"]["range"], range([1, 6], [1, 12]));
    assert_eq!(chains[0]["parent"]["parent"]["range"], range([1, 0], [1, 12]));
    assert_eq!(chains[1]["range"], range([7, 2], [7, 9]));
    client.forget_the_rest();
}

#[tokio::test]
async fn links_lead_to_files_and_pages_with_tooltips_for_those_who_show_them() {
    let tooltips = json!({ "textDocument": { "documentLink": { "tooltipSupport": true } } });
    for (own, tooltip) in [(tooltips, json!("env/one.cfg.lua")), (json!({}), Value::Null)] {
        let (_directory, mut client, uri) = session(own).await;
        let links = ask(&mut client, "textDocument/documentLink", &uri).await;
        assert_eq!(links[0]["target"], "https://xmpp.org/extensions/xep-0313.html");
        assert_eq!(links[0]["range"], range([0, 7], [0, 15]));
        assert!(links[1]["target"].as_str().unwrap().ends_with("/env/one.cfg.lua"), "{links}");
        assert_eq!(links[1]["tooltip"], tooltip);
        client.forget_the_rest();
    }
}

#[tokio::test]
async fn hints_lead_to_the_other_place_and_are_resolved_to_the_whole_story() {
    let (_directory, mut client, uri) = session(json!({})).await;
    let params = json!({ "textDocument": { "uri": uri }, "range": range([0, 0], [8, 0]) });
    let hints = client.call("textDocument/inlayHint", params.clone()).await.unwrap();
    assert_eq!(hints.as_array().unwrap().len(), 1, "{hints}");
    let hint = &hints[0];
    assert_eq!(hint["position"], json!({ "line": 1, "character": 12 }));
    assert_eq!(hint["label"][0]["value"], "→ \"warn\" in env/one.cfg.lua");
    assert!(hint["label"][0]["location"]["uri"].as_str().unwrap().ends_with("env/one.cfg.lua"));
    let resolved = client.call("inlayHint/resolve", hint.clone()).await.unwrap();
    assert!(resolved["tooltip"]["value"].as_str().unwrap().contains("overridden by"), "{resolved}");

    // A hint of a text that is no more has no story.
    client.change(&uri, 2, &json!([edit((0, 0), (0, 0), "\n")]));
    let resolved = client.call("inlayHint/resolve", hint.clone()).await.unwrap();
    assert_eq!(resolved["tooltip"], Value::Null);
    client.forget_the_rest();

    client.settings = json!({ "inlayHints": { "overridden": false } });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    client.call("prosody-ls/status", Value::Null).await.unwrap();
    let mut hints = client.call("textDocument/inlayHint", params.clone()).await.unwrap();
    for _ in 0..100 {
        if hints == json!([]) {
            break;
        }
        hints = client.call("textDocument/inlayHint", params.clone()).await.unwrap();
    }
    assert_eq!(hints, json!([]));
    client.forget_the_rest();
}

#[tokio::test]
async fn hints_of_one_place_are_one() {
    let (mut client, _) = crate::connect();
    client.initialize(json!({"capabilities": crate::client::modern()})).await;
    let uri = "file:///work/prosody.cfg.lua";
    client.open(uri, 1, "archive_expires_after = '1w'\narchive_expires_after = '2y'\n");
    let params = json!({ "textDocument": { "uri": uri }, "range": range([0, 0], [0, 0]) });
    let hints = client.call("textDocument/inlayHint", params).await.unwrap();
    let label = &hints[0]["label"];
    assert_eq!((&label[0]["value"], &label[0]["location"]), (&json!("= 1 week; "), &Value::Null));
    assert_eq!(label[1]["value"], "→ \"2y\" in line 2");
    assert_eq!(label[1]["location"]["uri"], uri);
    assert_eq!(hints.as_array().unwrap().len(), 1, "{hints}");
    client.forget_the_rest();
}

#[tokio::test]
async fn lenses_get_their_words_when_they_come_into_sight() {
    let commands = json!({ "experimental": { "commands": { "commands": ["prosody-ls.showPlaces"] } } });
    for (own, command) in [(commands, "prosody-ls.showPlaces"), (json!({}), "")] {
        let (_directory, mut client, uri) = session(own).await;
        let lenses = ask(&mut client, "textDocument/codeLens", &uri).await;
        let mut lines = Vec::new();
        for lens in lenses.as_array().unwrap() {
            assert_eq!(lens["command"], Value::Null);
            let resolved = client.call("codeLens/resolve", lens.clone()).await.unwrap();
            assert_eq!(resolved["command"]["command"], command);
            lines.push((
                lens["range"]["start"]["line"].as_u64().unwrap(),
                resolved["command"]["title"].clone(),
            ));
        }
        assert_eq!(lines[0], (1, json!("overridden by env/one.cfg.lua:1")));
        assert_eq!(lines[1].0, 6);
        assert!(lines[1].1.as_str().unwrap().ends_with("1 option of its own"), "{lines:?}");
        client.forget_the_rest();
    }
}

#[tokio::test]
async fn colours_come_in_full_in_part_and_as_what_changed() {
    let (_directory, mut client, uri) = session(json!({})).await;
    let full = ask(&mut client, "textDocument/semanticTokens/full", &uri).await;
    // `log` is an option (0) that Prosody knows (bit 1) and that is overridden (bit 3).
    assert_eq!(
        full["data"].as_array().unwrap()[..5],
        [json!(1), json!(0), json!(3), json!(0), json!(0b1010)]
    );

    let document = json!({ "uri": uri });
    let part = json!({ "textDocument": document, "range": range([7, 0], [8, 0]) });
    let part = client.call("textDocument/semanticTokens/range", part).await.unwrap();
    assert_eq!(part["data"], json!([7, 2, 7, 0, 0b10]));

    let delta = |id: &Value| json!({ "textDocument": document, "previousResultId": id });
    let method = "textDocument/semanticTokens/full/delta";
    let same = client.call(method, delta(&full["resultId"])).await.unwrap();
    assert_eq!((&same["resultId"], &same["edits"]), (&full["resultId"], &json!([])));
    client.change(&uri, 2, &json!([edit((8, 0), (8, 0), "name = 'x'\n")]));
    let changed = client.call(method, delta(&full["resultId"])).await.unwrap();
    let all = full["data"].as_array().unwrap().len();
    assert_eq!(changed["edits"], json!([{ "start": all, "deleteCount": 0, "data": [1, 0, 4, 0, 0b10] }]));
    let unknown = client.call(method, delta(&json!("other"))).await.unwrap();
    assert_eq!(unknown["data"].as_array().unwrap().len(), all + 5);
    client.forget_the_rest();
}

#[tokio::test]
async fn signatures_name_the_argument_that_is_written() {
    let offsets = json!({ "textDocument": { "signatureHelp": { "signatureInformation": {
        "documentationFormat": ["markdown"], "parameterInformation": { "labelOffsetSupport": true } } } } });
    for (own, label) in [(offsets, json!([10, 17])), (json!({}), json!("address"))] {
        let (_directory, mut client, uri) = session(own).await;
        client.change(&uri, 2, &json!([edit((8, 0), (8, 0), "Component(\"")]));
        let help = client.ask_at("textDocument/signatureHelp", &uri, 8, 11).await.unwrap();
        assert_eq!(help["signatures"][0]["label"], "Component(address, module)");
        assert_eq!(help["signatures"][0]["parameters"][0]["label"], label);
        assert_eq!(help["activeParameter"], 0);
        client.forget_the_rest();
    }
}

#[tokio::test]
async fn other_documents_get_nothing() {
    let (_directory, mut client, _) = session(json!({})).await;
    for method in ["foldingRange", "documentLink", "codeLens", "semanticTokens/full"] {
        let method = format!("textDocument/{method}");
        assert_eq!(ask(&mut client, &method, "file:///x.lua").await, Value::Null, "{method}");
    }
    client.forget_the_rest();
}

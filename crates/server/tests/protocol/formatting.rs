//! Formatting: whole files, parts of them, and the line that closes a table.

use serde_json::{Value, json};

use crate::client::Client;
use crate::plain_session;

const URI: &str = "file:///work/prosody.cfg.lua";

async fn format(client: &mut Client, method: &str, more: Value) -> Result<Value, i64> {
    let mut params = json!({
        "textDocument": { "uri": URI },
        "options": { "tabSize": 2, "insertSpaces": true },
    });
    params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    client.call(method, params).await
}

#[tokio::test]
async fn files_and_ranges_are_formatted_as_the_editor_indents() {
    let mut client = plain_session().await;
    client.open(URI, 1, "a   =  1\nb = {\n1,\n2,\n}\n");
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 3 } });
    let edits = format(&mut client, "textDocument/rangeFormatting", json!({ "range": range })).await.unwrap();
    assert!(edits.as_array().unwrap().iter().all(|edit| edit["range"]["end"]["line"] == 0), "{edits}");
    let edits = format(&mut client, "textDocument/formatting", json!({})).await.unwrap();
    let texts: Vec<_> = edits.as_array().unwrap().iter().map(|edit| edit["newText"].clone()).collect();
    assert!(
        texts.contains(&json!("  ")) || texts.iter().any(|text| text.as_str().unwrap().contains("\n  1")),
        "{edits}"
    );
    client.forget_the_rest();
}

#[tokio::test]
async fn what_is_no_lua_is_left_alone() {
    let mut client = plain_session().await;
    client.open(URI, 1, "a   =  (\nb =   2\n");
    assert_eq!(format(&mut client, "textDocument/formatting", json!({})).await, Ok(Value::Null));
    client.forget_the_rest();
}

#[tokio::test]
async fn a_closing_brace_goes_under_what_it_closes() {
    let mut client = plain_session().await;
    client.open(URI, 1, "VirtualHost 'x'\n  a = {\n    1;\n    }\nb = (");
    let position = json!({ "position": { "line": 3, "character": 5 }, "ch": "}" });
    let edits = format(&mut client, "textDocument/onTypeFormatting", position).await.unwrap();
    let range = json!({ "start": { "line": 3, "character": 0 }, "end": { "line": 3, "character": 4 } });
    assert_eq!(edits, json!([{ "range": range, "newText": "  " }]));
    client.forget_the_rest();
}

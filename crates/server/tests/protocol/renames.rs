//! Renames of things and of files.

use serde_json::{Value, json};

use crate::client::modern;
use crate::navigation::Session;

const TREE: [(&str, &str); 4] = [
    ("prosody.cfg.lua", "Include 'conf.d/a.cfg.lua'\nInclude 'more.d/*.cfg.lua'\nVirtualHost 'a.example'\n"),
    ("conf.d/a.cfg.lua", "ours_x = 1; admins = { 'ä@a.example' }\n"),
    ("more.d/b.cfg.lua", "b = 1\n"),
    ("modules/mod_ours.lua", "local x = module:get_option('ours_x')\n"),
];

/// Edits as `path line:character-character text`.
fn edits(session: &Session, edit: &Value) -> Vec<String> {
    let root = session.uri("");
    let shown = |uri: &str, edits: &Value| {
        let path = uri.strip_prefix(&root).unwrap().to_owned();
        let edits = edits.as_array().unwrap().clone();
        edits.into_iter().map(move |edit| {
            let (start, end) = (&edit["range"]["start"], &edit["range"]["end"]);
            let text = edit["newText"].as_str().unwrap();
            format!("{path} {}:{}-{} {text}", start["line"], start["character"], end["character"])
        })
    };
    match (edit["documentChanges"].as_array(), edit["changes"].as_object()) {
        (Some(documents), None) => documents
            .iter()
            .flat_map(|one| shown(one["textDocument"]["uri"].as_str().unwrap(), &one["edits"]))
            .collect(),
        (None, Some(changes)) => {
            let mut all: Vec<String> = changes.iter().flat_map(|(uri, edits)| shown(uri, edits)).collect();
            all.sort();
            all
        }
        _ => panic!("one form of edit is expected: {edit}"),
    }
}

fn rename(session: &Session, line: u32, character: u32, name: &str) -> Value {
    json!({"textDocument": {"uri": session.entry}, "position": {"line": line, "character": character},
           "newName": name})
}

#[tokio::test]
async fn a_host_is_renamed_across_files_in_versions_that_are_open() {
    for (capabilities, versioned, columns) in [(modern(), true, "27-36"), (json!({}), false, "26-35")] {
        let mut session = Session::start(capabilities, &TREE).await;
        let asked = session.at("textDocument/prepareRename", 2, 15).await;
        assert_eq!(asked["placeholder"], "a.example");
        assert_eq!(asked["range"]["start"], json!({"line": 2, "character": 13}));
        let params = rename(&session, 2, 15, "b.example");
        let edit = session.client.call("textDocument/rename", params).await.unwrap();
        assert_eq!(
            edits(&session, &edit),
            [
                format!("conf.d/a.cfg.lua 0:{columns} b.example"),
                "prosody.cfg.lua 2:13-22 b.example".to_owned()
            ]
        );
        if versioned {
            let versions: Vec<&Value> = edit["documentChanges"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| &one["textDocument"]["version"])
                .collect();
            assert_eq!(versions, [&Value::Null, &json!(1)]);
        }
    }
}

#[tokio::test]
async fn refusals_say_why() {
    let mut session = Session::start(modern(), &TREE).await;
    let id = session.client.request("textDocument/rename", rename(&session, 2, 15, "a b"));
    let answer = session.client.response_to(&json!(id)).await;
    assert_eq!(answer["error"]["code"], -32803);
    let why = "`a b` is no name of a host: there are no blanks, quotes, slashes or backslashes in one";
    assert_eq!(answer["error"]["message"], why);
    let place = json!({"textDocument": {"uri": session.entry}, "position": {"line": 2, "character": 3}});
    let id = session.client.request("textDocument/prepareRename", place);
    let answer = session.client.response_to(&json!(id)).await;
    assert_eq!(answer["error"]["message"], "`VirtualHost` is Prosody's own name");
    assert_eq!(session.at("textDocument/prepareRename", 3, 0).await, Value::Null);
}

#[tokio::test]
async fn an_option_of_a_private_module_is_renamed_in_its_source() {
    let mut session = Session::start(modern(), &TREE).await;
    let (path, text) = TREE[1];
    session.entry = session.uri(path);
    session.client.open(&session.entry, 1, text);
    session.client.diagnostics(&session.entry, 1).await;
    let params = rename(&session, 0, 2, "ours_y");
    let edit = session.client.call("textDocument/rename", params).await.unwrap();
    assert_eq!(
        edits(&session, &edit),
        ["conf.d/a.cfg.lua 0:0-6 ours_y", "modules/mod_ours.lua 0:29-35 ours_y"]
    );
    session.client.forget_the_rest();
}

/// Opens a file of the tree that is no configuration, and asks there.
async fn rename_in(session: &mut Session, path: &str, text: &str, at: (u32, u32), name: &str) -> Value {
    let uri = session.uri(path);
    session.client.open_as(&uri, "other", 1, text);
    let place = json!({ "textDocument": { "uri": uri }, "position": { "line": at.0, "character": at.1 } });
    let prepared = session.client.call("textDocument/prepareRename", place.clone()).await;
    let params =
        json!({ "textDocument": place["textDocument"], "position": place["position"], "newName": name });
    let id = session.client.request("textDocument/rename", params);
    let answer = session.client.response_to(&json!(id)).await;
    assert_eq!(prepared.is_ok_and(|it| !it.is_null()), answer.get("error").is_none(), "{answer}");
    answer
}

#[tokio::test]
async fn a_rename_may_begin_in_the_source_of_a_module() {
    let mut session = Session::start(modern(), &TREE).await;
    let (path, text) = TREE[3];
    let answer = rename_in(&mut session, path, text, (0, 31), "ours_y").await;
    assert_eq!(
        edits(&session, &answer["result"]),
        ["conf.d/a.cfg.lua 0:0-6 ours_y", "modules/mod_ours.lua 0:29-35 ours_y"]
    );
    // What is not read as an option has no name there.
    let answer = rename_in(&mut session, path, text, (0, 7), "y").await;
    assert_eq!(answer["error"]["message"], "Nothing that has a name stands here");
    // An option of Prosody's is not the module's own.
    let other = "local x = module:get_option('admins')\n";
    let answer = rename_in(&mut session, "modules/mod_ours.lua", other, (0, 31), "y").await;
    assert_eq!(answer["error"]["message"], "`admins` is Prosody's option");
    session.client.forget_the_rest();
}

#[tokio::test]
async fn a_rename_may_begin_where_a_variable_is_set() {
    let (env, compose) =
        ("# LEVEL\nLEVEL=info\n", "services:\n  a:\n    environment:\n      LEVEL: warn\n      X: 1\n");
    let tree = [("prosody.cfg.lua", "log = ENV_LEVEL\n"), (".env", env), ("compose.yml", compose)];
    let mut session = Session::start(modern(), &tree).await;
    for (path, text, at) in [(".env", env, (1, 0)), ("compose.yml", compose, (3, 8))] {
        let answer = rename_in(&mut session, path, text, at, "DEPTH").await;
        assert_eq!(
            edits(&session, &answer["result"]),
            [".env 1:0-5 DEPTH", "compose.yml 3:6-11 DEPTH", "prosody.cfg.lua 0:10-15 DEPTH"]
        );
    }
    let answer = rename_in(&mut session, "compose.yml", compose, (4, 6), "Y").await;
    assert_eq!(answer["error"]["message"], "No configuration here reads `X`");
    let answer = rename_in(&mut session, ".env", "LEVELS=info\n# LEVEL\n", (0, 0), "Y").await;
    assert!(answer.get("error").is_some(), "{answer}");
    session.client.forget_the_rest();
}

#[tokio::test]
async fn moved_files_are_still_included() {
    let mut session = Session::start(modern(), &TREE).await;
    let moves =
        |from: &str, to: &str| json!({"files": [{"oldUri": session.uri(from), "newUri": session.uri(to)}]});
    let (one, directory, lost) = (
        moves("conf.d/a.cfg.lua", "conf.d/first.cfg.lua"),
        moves("more.d", "others.d"),
        moves("more.d/b.cfg.lua", "b.cfg.lua"),
    );
    let edit = session.client.call("workspace/willRenameFiles", one).await.unwrap();
    assert_eq!(edits(&session, &edit), ["prosody.cfg.lua 0:9-25 conf.d/first.cfg.lua"]);
    let edit = session.client.call("workspace/willRenameFiles", directory).await.unwrap();
    assert_eq!(edits(&session, &edit), ["prosody.cfg.lua 1:9-25 others.d/*.cfg.lua"]);
    assert_eq!(session.client.call("workspace/willRenameFiles", lost).await, Ok(Value::Null));
    let said = session.client.notification("window/showMessage").await;
    assert_eq!(said["message"], "`*.cfg.lua` in prosody.cfg.lua:2 will not load b.cfg.lua any more.");
}

//! Going from place to place: definitions and their like, references, highlights, symbols, who includes whom.

use fixture::Directory;
use serde_json::{Value, json};

use crate::client::{Client, modern};
use crate::connect;

/// A client with a folder of files, of which the first is open.
pub(crate) struct Session {
    pub(crate) directory: Directory,
    pub(crate) client: Client,
    pub(crate) entry: String,
}

impl Session {
    pub(crate) async fn start(capabilities: Value, files: &[(&str, &str)]) -> Self {
        let directory = Directory::new();
        for (path, text) in files {
            directory.write(path, text.as_bytes());
        }
        let (mut client, _) = connect();
        let folder = json!({"uri": format!("file://{}", directory.path().display()), "name": "x"});
        client.initialize(json!({"capabilities": capabilities, "workspaceFolders": [folder]})).await;
        let (path, text) = files[0];
        let entry = format!("file://{}/{path}", directory.path().display());
        client.open(&entry, 1, text);
        client.diagnostics(&entry, 1).await;
        Self { directory, client, entry }
    }

    pub(crate) fn uri(&self, path: &str) -> String {
        format!("file://{}/{path}", self.directory.path().display())
    }

    /// Places as `path line:character-character`, from the answers of any of these requests.
    pub(crate) fn places(&self, answer: &Value) -> Vec<String> {
        let root = self.uri("");
        let place = |one: &Value| {
            let uri = one["targetUri"].as_str().or(one["uri"].as_str()).unwrap();
            let range =
                if one["targetUri"].is_string() { &one["targetSelectionRange"] } else { &one["range"] };
            let (start, end) = (&range["start"], &range["end"]);
            assert_eq!(start["line"], end["line"]);
            let path = uri.strip_prefix(&root).unwrap();
            format!("{path} {}:{}-{}", start["line"], start["character"], end["character"])
        };
        answer.as_array().unwrap().iter().map(place).collect()
    }

    pub(crate) async fn at(&mut self, method: &str, line: u32, character: u32) -> Value {
        self.client.ask_at(method, &self.entry.clone(), line, character).await.unwrap()
    }
}

const TREE: [(&str, &str); 4] = [
    ("prosody.cfg.lua", "Include 'a.cfg.lua'\nours_x = ENV_LEVEL\nmodules_enabled = { 'ours' }\n"),
    ("a.cfg.lua", "ours_x = 'ä'; b = ours_x\n"),
    (".env", "LEVEL=1\n"),
    ("modules/mod_ours.lua", "local x = module:get_option('ours_x')\n"),
];

#[tokio::test]
async fn declarations_implementations_and_types_are_links_to_whom_they_may_be() {
    let mut session = Session::start(modern(), &TREE).await;
    for (method, expected) in [
        ("textDocument/declaration", vec!["a.cfg.lua 0:0-6"]),
        ("textDocument/implementation", vec!["a.cfg.lua 0:0-6", "prosody.cfg.lua 1:0-6"]),
        ("textDocument/typeDefinition", vec!["modules/mod_ours.lua 0:29-35"]),
    ] {
        let answer = session.at(method, 1, 2).await;
        assert!(answer[0]["originSelectionRange"].is_object(), "{method}: {answer}");
        assert_eq!(session.places(&answer), expected, "{method}");
    }
    let mut plain = Session::start(json!({}), &TREE).await;
    let answer = plain.at("textDocument/typeDefinition", 1, 2).await;
    assert_eq!(answer[0]["range"]["start"], json!({"line": 0, "character": 29}));
}

#[tokio::test]
async fn variables_lead_to_the_file_that_sets_them() {
    let mut session = Session::start(modern(), &TREE).await;
    let answer = session.at("textDocument/definition", 1, 15).await;
    assert_eq!(session.places(&answer), [".env 0:0-5"]);
}

#[tokio::test]
async fn references_count_columns_as_the_client_does() {
    for (capabilities, last) in [(modern(), "a.cfg.lua 0:19-25"), (json!({}), "a.cfg.lua 0:18-24")] {
        let mut session = Session::start(capabilities, &TREE).await;
        let entry = session.entry.clone();
        let ask = |declaration: bool| {
            json!({"textDocument": {"uri": entry}, "position": {"line": 1, "character": 0},
                   "context": {"includeDeclaration": declaration}})
        };
        let all = session.client.call("textDocument/references", ask(true)).await.unwrap();
        let rest = ["prosody.cfg.lua 1:0-6", "modules/mod_ours.lua 0:29-35"];
        assert_eq!(session.places(&all), ["a.cfg.lua 0:0-6", last, rest[0], rest[1]]);
        let others = session.client.call("textDocument/references", ask(false)).await.unwrap();
        assert_eq!(session.places(&others), [last, rest[0], rest[1]]);
    }
}

#[tokio::test]
async fn highlights_say_what_writes_and_what_reads() {
    let mut session = Session::start(modern(), &[("prosody.cfg.lua", "x = 1\ny = x\n")]).await;
    let answer = session.at("textDocument/documentHighlight", 0, 0).await;
    let kinds: Vec<_> = answer.as_array().unwrap().iter().map(|one| one["kind"].as_i64().unwrap()).collect();
    assert_eq!(kinds, [3, 2]);
    assert_eq!(session.at("textDocument/documentHighlight", 0, 4).await, json!([]));
}

#[tokio::test]
async fn symbols_of_the_workspace_have_places() {
    let mut session = Session::start(modern(), &TREE).await;
    let found = session.client.call("workspace/symbol", json!({"query": "ours"})).await.unwrap();
    let shown: Vec<String> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let place = session.places(&json!([one["location"]]));
            format!("{} {} {}", one["kind"], one["name"].as_str().unwrap(), place[0])
        })
        .collect();
    assert_eq!(
        shown,
        ["4 ours prosody.cfg.lua 2:20-26", "7 ours_x a.cfg.lua 0:0-6", "7 ours_x prosody.cfg.lua 1:0-6",]
    );
}

#[tokio::test]
async fn files_call_the_files_that_they_include() {
    let mut session = Session::start(modern(), &TREE).await;
    let items = session.at("textDocument/prepareCallHierarchy", 0, 12).await;
    assert_eq!(items[0]["name"], "a.cfg.lua");
    let ask = json!({"item": items[0]});
    let incoming = session.client.call("callHierarchy/incomingCalls", ask).await.unwrap();
    assert_eq!(incoming[0]["from"]["uri"], session.entry.as_str());
    let argument = json!([{"start": {"line": 0, "character": 8}, "end": {"line": 0, "character": 19}}]);
    assert_eq!(incoming[0]["fromRanges"], argument);
    let ask = json!({"item": incoming[0]["from"]});
    let outgoing = session.client.call("callHierarchy/outgoingCalls", ask).await.unwrap();
    assert_eq!(outgoing[0]["to"], items[0]);
    assert_eq!(outgoing[0]["fromRanges"], argument);
}

//! The built program as an editor runs it: over its standard input and output, on a layered tree.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests"
)]

#[path = "../../server/tests/protocol/client.rs"]
mod client;

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::process::{Child, Command};

use client::{Client, modern};

/// A running `prosody-ls` with a tree of its own on disk, which is removed in the end.
struct Session {
    client: Client,
    process: Child,
    root: PathBuf,
}

impl Session {
    /// Writes the files below a new directory and starts a server with that directory as its folder.
    async fn start(name: &str, files: &[(&str, &str)]) -> Self {
        let root = std::env::temp_dir().join(format!("prosody-ls-{name}-{}", std::process::id()));
        for (path, text) in files {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let (mut client, process) = spawn(&[]);
        let folder = json!({"uri": uri(&root), "name": name});
        client.initialize(json!({"capabilities": modern(), "workspaceFolders": [folder]})).await;
        Self { client, process, root }
    }

    /// Opens a file of the tree with its text on disk. Returns its URI.
    fn open(&mut self, path: &str) -> String {
        let path = self.root.join(path);
        let uri = uri(&path);
        self.client.open(&uri, 1, &std::fs::read_to_string(path).unwrap());
        uri
    }

    /// Ends the session and checks that the program says that all went well.
    async fn end(mut self) {
        self.client.shut_down().await;
        let status = tokio::time::timeout(Duration::from_secs(5), self.process.wait()).await;
        assert!(status.expect("the program ends").unwrap().success());
        std::fs::remove_dir_all(&self.root).unwrap();
    }
}

fn spawn(arguments: &[&str]) -> (Client, Child) {
    let mut process = Command::new(env!("CARGO_BIN_EXE_prosody-ls"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let client = Client::new(process.stdout.take().unwrap(), process.stdin.take().unwrap());
    (client, process)
}

fn uri(path: &Path) -> String {
    format!("file://{}", path.to_str().unwrap())
}

/// A base, a layer for each environment, and hosts in a directory.
const LAYERED: [(&str, &str); 4] = [
    (
        "prosody.cfg.lua",
        "modules_enabled = { \"roster\", \"saslauth\" }\nc2s_require_encryption = true\n\
         Include \"environments/*.cfg.lua\"\nInclude \"hosts/*.cfg.lua\"\n",
    ),
    ("environments/staging.cfg.lua", "c2s_require_encryption = false\n"),
    ("hosts/example.cfg.lua", "VirtualHost \"example.org\"\n  authentication = \"internal_hashed\"\n"),
    ("hosts/muc.cfg.lua", "Component \"rooms.example.org\" \"muc\"\n  restrict_room_creation = true\n"),
];

#[tokio::test]
async fn the_program_ends_at_exit_though_its_input_stays_open() {
    for arguments in [&[][..], &["server"], &["--stdio"], &["server", "--stdio"]] {
        let (mut client, mut process) = spawn(arguments);
        client.initialize(json!({"capabilities": {}})).await;
        client.shut_down().await;
        let status = tokio::time::timeout(Duration::from_secs(5), process.wait()).await;
        assert_eq!(status.expect("the program ends").unwrap().code(), Some(0), "{arguments:?}");
        assert!(client.sees_the_end().await);
    }
}

#[tokio::test]
async fn exit_without_shutdown_and_a_closed_input_are_failures() {
    let (client, mut process) = spawn(&[]);
    client.notify("exit", Value::Null);
    assert_eq!(process.wait().await.unwrap().code(), Some(1));
    let (client, mut process) = spawn(&[]);
    drop(client);
    assert_eq!(process.wait().await.unwrap().code(), Some(1));
}

#[tokio::test]
async fn the_tree_is_read_and_its_documents_are_served() {
    let mut session = Session::start("tree", &LAYERED).await;
    let uri = session.open("prosody.cfg.lua");
    session.client.diagnostics(&uri, 1).await;
    let status = session.client.call("prosody-ls/status", Value::Null).await.unwrap();
    assert_eq!(status["files"], LAYERED.len(), "{status}");
    for method in ["textDocument/hover", "textDocument/definition", "textDocument/completion"] {
        session.client.ask_at(method, &uri, 1, 3).await.unwrap();
    }
    let document = json!({"textDocument": {"uri": uri}});
    session.client.call("textDocument/documentSymbol", document).await.unwrap();
    session.end().await;
}

#[tokio::test]
async fn files_that_change_on_disk_are_read_again() {
    let mut session = Session::start("disk", &LAYERED).await;
    let uri = session.open("prosody.cfg.lua");
    session.client.diagnostics(&uri, 1).await;
    let new = session.root.join("hosts/new.cfg.lua");
    std::fs::write(&new, "VirtualHost \"new.example\"\n").unwrap();
    let change = json!({"uri": self::uri(&new), "type": 1});
    session.client.notify("workspace/didChangeWatchedFiles", json!({"changes": [change]}));
    let status = session.client.call("prosody-ls/status", Value::Null).await.unwrap();
    assert_eq!(status["files"], LAYERED.len() + 1, "{status}");
    session.end().await;
}

/// A tree in which a later layer drops the list of an earlier one, and a host sets a global option.
const MISTAKEN: [(&str, &str); 3] = [
    (
        "prosody.cfg.lua",
        "modules_enabled = { \"roster\"; \"mam\" }\nInclude \"features/*.cfg.lua\"\nInclude \"hosts/*.cfg.lua\"\n",
    ),
    ("features/messaging.cfg.lua", "modules_enabled = { \"smacks\"; \"carbonz\" }\n"),
    (
        "hosts/example.cfg.lua",
        "VirtualHost \"example.org\"\n\tpidfile = \"/run/x.pid\"\n\tallow_registration = true\n",
    ),
];

#[tokio::test]
async fn an_editor_is_told_what_is_wrong_what_things_mean_and_where_they_are() {
    let mut session = Session::start("mistakes", &MISTAKEN).await;

    // Findings, in the layer and on the host.
    let layer = session.open("features/messaging.cfg.lua");
    let found = session.client.diagnostics(&layer, 1).await;
    let mut codes: Vec<&str> =
        found.as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["overwritten-list", "unknown-module"], "{found}");
    let host = session.open("hosts/example.cfg.lua");
    let found = session.client.diagnostics(&host, 1).await;
    assert_eq!(found[0]["code"], "misplaced-global-option", "{found}");

    // A hover on a module names its XEP, with a link.
    let entry = session.open("prosody.cfg.lua");
    session.client.diagnostics(&entry, 1).await;
    let hover = session.client.ask_at("textDocument/hover", &entry, 0, 32).await.unwrap();
    let text = hover["contents"]["value"].as_str().unwrap();
    assert!(text.contains("https://xmpp.org/extensions/xep-0313.html"), "{text}");

    // The list is defined where the winning assignment stands: in the later layer.
    let definition = session.client.ask_at("textDocument/definition", &entry, 0, 3).await.unwrap();
    assert!(definition.to_string().contains("features/messaging.cfg.lua"), "{definition}");
    // An include leads to its files.
    let definition = session.client.ask_at("textDocument/definition", &entry, 2, 12).await.unwrap();
    assert!(definition.to_string().contains("hosts/example.cfg.lua"), "{definition}");

    // Modules complete inside the list, options below the host.
    let completion = session.client.ask_at("textDocument/completion", &layer, 0, 33).await.unwrap();
    assert!(completion.to_string().contains("\"carbons\""), "{completion}");
    let completion = session.client.ask_at("textDocument/completion", &host, 2, 8).await.unwrap();
    assert!(completion.to_string().contains("\"allow_registration\""), "{completion}");

    // The outline has the host with its options below it.
    let document = json!({"textDocument": {"uri": host}});
    let outline = session.client.call("textDocument/documentSymbol", document).await.unwrap();
    assert_eq!(outline[0]["name"], "example.org", "{outline}");
    assert_eq!(outline[0]["children"][1]["name"], "allow_registration", "{outline}");
    session.end().await;
}

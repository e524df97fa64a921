//! Every message of the server is what the specification's meta model says, and uses nothing that the client does not
//! know: with the capabilities of real editors, as `tests/editors/capabilities.sh` wrote them down.

mod declared;
mod model;
mod requests;
mod session;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use fixture::Directory;
use serde_json::{Value, json};

use self::declared::{undeclared, unregistrable, unresolvable, unwanted};
use self::model::{Model, Uses};
use self::requests::REQUESTS;
use self::session::{Session, play};
use crate::client::modern;

/// The request can't be done here, as its answer says: a rename of what has no name, say.
const REQUEST_FAILED: i64 = -32803;

/// Requests whose answer is nothing, or nothing but where somebody types.
const EMPTY: [&str; 3] = ["shutdown", "textDocument/onTypeFormatting", "workspace/executeCommand"];

fn editor(name: &str) -> Value {
    let path = format!("{}/tests/protocol/clients/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// What is wrong with a session.
struct Review<'s> {
    model: &'s Model,
    client: &'s Value,
    session: &'s Session,
    problems: BTreeSet<String>,
}

impl Review<'_> {
    fn problem(&mut self, method: &str, text: &str) {
        self.problems.insert(format!("{method}: {}", text.chars().take(600).collect::<String>()));
    }

    /// Checks a part of a message, and what it uses.
    fn check(&mut self, method: &str, kind: &Value, value: &Value) {
        let mut uses = Uses::new();
        if let Err(error) = self.model.check(kind, value, &mut uses) {
            self.problem(method, &error);
        }
        for used in &uses {
            if let Some(error) = undeclared(self.client, method, used) {
                self.problem(method, &error);
            }
            let offered = &self.session.offer["executeCommandProvider"]["commands"];
            let command = used.structure == "Command" && used.property == "command";
            if command && *used.value != "" && !offered.as_array().is_some_and(|all| all.contains(used.value))
            {
                self.problem(method, &format!("the command {} is not the server's", used.value));
            }
        }
    }

    fn response(&mut self, message: &Value) {
        let (method, params) = &self.session.asked[&message["id"].as_i64().expect("ids are ours")];
        if let Some(error) = message.get("error") {
            if error["code"] != REQUEST_FAILED {
                self.problem(method, &error.to_string());
            }
        } else if let Some(known) = self.model.message(method) {
            if method.ends_with("/resolve") {
                for error in unresolvable(self.client, method, params, &message["result"]) {
                    self.problem(method, &error);
                }
            }
            self.check(method, &known["result"], &message["result"]);
        } else {
            assert!(method.starts_with("prosody-ls/"), "{method}");
        }
    }

    fn sent(&mut self, message: &Value) {
        let method = message["method"].as_str().expect("a method");
        if method.starts_with("prosody-ls/") {
            return;
        }
        if let Some(error) = unwanted(self.client, method) {
            self.problem(method, &error);
        }
        let known = self.model.message(method).unwrap_or_else(|| panic!("no message {method}"));
        assert_ne!(known["messageDirection"], "clientToServer", "{method}");
        match known.get("params") {
            Some(kind) => self.check(method, kind, &message["params"]),
            None => assert!(message.get("params").is_none_or(Value::is_null), "{message}"),
        }
        match method {
            "client/registerCapability" => {
                for one in message["params"]["registrations"].as_array().expect("a list") {
                    let method = one["method"].as_str().expect("a method");
                    if let Some(error) = unregistrable(self.client, method) {
                        self.problem("client/registerCapability", &error);
                    }
                    if let Some(kind) = self.model.message(method).and_then(|m| m.get("registrationOptions"))
                    {
                        self.check(method, &kind.clone(), &one["registerOptions"]);
                    }
                }
            }
            "$/progress" => {
                let value = &message["params"]["value"];
                let kind = value["kind"].as_str().unwrap_or_default();
                let name = format!("WorkDoneProgress{}{}", kind[..1].to_uppercase(), &kind[1..]);
                self.check(method, &json!({"kind": "reference", "name": name}), value);
            }
            _ => {}
        }
    }

    /// What is offered has to be asked for.
    fn offer(&mut self) {
        let offer = self.session.offer.as_object().expect("an object");
        let places = offer.keys().filter(|key| key.ends_with("Provider")).map(|key| format!("/{key}"));
        let workspace = offer.get("workspace").and_then(Value::as_object).into_iter().flat_map(|w| w.keys());
        let workspace =
            workspace.filter(|key| *key != "workspaceFolders").map(|key| format!("/workspace/{key}"));
        for place in places.chain(workspace) {
            if !REQUESTS.iter().any(|(_, offered, _)| offered.starts_with(&place)) {
                self.problem("initialize", &format!("{place} has no line in requests.rs"));
            }
        }
    }

    /// An answer that is always empty says nothing about what would be in it.
    fn answers(&mut self) {
        let empty = |value: &Value| match value {
            Value::Null => true,
            Value::Array(items) => items.is_empty(),
            Value::Object(entries) => entries.is_empty(),
            _ => false,
        };
        let mut silent: BTreeSet<&str> =
            self.session.asked.values().map(|(method, _)| method.as_str()).collect();
        for message in self.session.said.iter().filter(|message| !empty(&message["result"])) {
            silent.remove(self.session.asked[&message["id"].as_i64().unwrap_or(1)].0.as_str());
        }
        for method in silent.into_iter().filter(|method| !EMPTY.contains(method)) {
            self.problem(method, "nobody was answered anything");
        }
    }

    /// Our own requests are in the table, too: their methods and parameters are what the model says.
    fn requests(&mut self) {
        for (method, params) in self.session.asked.values() {
            if let Some(kind) = self.model.message(method).and_then(|known| known.get("params")) {
                if method == "initialize" {
                    continue;
                }
                if let Err(error) = self.model.check(kind, params, &mut Uses::new()) {
                    self.problem(method, &format!("asked with {error}"));
                }
            }
        }
    }
}

/// A tree with an example of what each rule finds, and a module of its own.
fn examples() -> Directory {
    let directory = Directory::new();
    for rule in rules::rules() {
        for (at, example) in rule.doc.split("```").skip(1).take(1).enumerate() {
            let text: String = example
                .lines()
                .skip(1)
                .map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned() + "\n")
                .collect();
            directory.write(&format!("{}-{at}/prosody.cfg.lua", rule.name), text.as_bytes());
        }
    }
    directory.write("modules/mod_ours.lua", b"-- Ours.\nlocal x = module:get_option_number(\"ours\", 3)\n");
    directory.write(
        "own/prosody.cfg.lua",
        b"plugin_paths = { \"../modules\" }\nmodules_enabled = { \"ours\" }\nours = 1\n",
    );
    directory
}

fn configurations(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            configurations(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "lua") {
            files.push(path);
        }
    }
    files.sort();
}

async fn review(client: Value) {
    let Some(model) = Model::load() else { return };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let (editors, examples) = (root.join("tests/editors/tree"), examples());
    let folders = [editors.as_path(), examples.path()];
    let mut files = Vec::new();
    for folder in folders {
        configurations(folder, &mut files);
    }
    let session = play(&client, &folders, &files).await;
    let mut review = Review { model: &model, client: &client, session: &session, problems: BTreeSet::new() };
    review.offer();
    review.requests();
    review.answers();
    for message in &session.said {
        assert_eq!(message["jsonrpc"], "2.0");
        if message.get("method").is_some() { review.sent(message) } else { review.response(message) }
    }
    let problems = Vec::from_iter(&review.problems);
    assert!(problems.is_empty(), "{} problems:\n{problems:#?}", problems.len());
    let findings = session.findings;
    assert!(findings > 20, "the examples have more mistakes than {findings}");
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_client_that_can_nothing() {
    review(json!({})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_client_that_can_everything() {
    review(modern()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_emacs_and_eglot() {
    review(editor("eglot")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_emacs_and_lsp_mode() {
    review(editor("lsp-mode")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_helix() {
    review(editor("helix")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_neovim() {
    review(editor("neovim")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_vs_code() {
    review(editor("vscode")).await;
}

#[test]
fn the_check_sees_what_is_wrong() {
    let Some(model) = Model::load() else { return };
    let check = |name: &str, value: Value| {
        model.check(&json!({"kind": "reference", "name": name}), &value, &mut Uses::new())
    };
    let wrong = |name, value| check(name, value).unwrap_err();
    let place = json!({"line": 0, "character": 0});
    assert_eq!(wrong("Position", json!({"line": 0})), "no character: {\"line\":0}");
    assert_eq!(wrong("Position", json!({"line": -1, "character": 0})), ".line: should be uinteger, is -1");
    assert_eq!(
        wrong("Range", json!({"start": place, "end": {"line": 0, "character": "x"}})),
        ".end.character: should be uinteger, is \"x\""
    );
    assert_eq!(wrong("InlayHintKind", json!(3)), "3 is no InlayHintKind");
    assert!(wrong("Hover", json!({"contents": "x", "rnage": 1})).starts_with("Hover has no property rnage"));
    assert_eq!(check("FoldingRangeKind", json!("own")), Ok(()));
}

//! A session that asks a server for everything that it offers.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use crate::client::Client;
use crate::connect_with;

use super::requests::{REQUESTS, Request};

/// So many places of a document, and items of an answer, are asked about.
const PLACES: usize = 3;

/// All that was said.
pub(crate) struct Session {
    /// What the server offers.
    pub(crate) offer: Value,
    /// The requests, as they were sent: method and parameters, by id.
    pub(crate) asked: HashMap<i64, (String, Value)>,
    /// The messages of the server.
    pub(crate) said: Vec<Value>,
    /// How many findings there were when the documents were opened.
    pub(crate) findings: usize,
}

struct Document {
    uri: String,
    text: String,
    diagnostics: Vec<Value>,
}

/// What a request's placeholders stand for, apart from the document.
struct Known {
    offer: Value,
    /// The results, by method and document.
    results: HashMap<(String, String), Vec<Value>>,
}

/// Plays a client with these capabilities, which opens these files, in these folders.
pub(crate) async fn play(capabilities: &Value, folders: &[&Path], files: &[std::path::PathBuf]) -> Session {
    let options = server::Options { test_requests: false, progress_after: Duration::ZERO };
    let (mut client, _) = connect_with(1024 * 1024, options);
    let folders: Vec<Value> =
        folders.iter().map(|folder| json!({"uri": uri(folder), "name": "folder"})).collect();
    let params = json!({"processId": null, "rootUri": null, "capabilities": capabilities, "workspaceFolders": folders});
    let offer = client.initialize(params.clone()).await;
    let mut asked = HashMap::from([(1, ("initialize".to_owned(), params))]);
    let mut documents = Vec::new();
    let pulls = offer.get("diagnosticProvider").is_some_and(|provider| !provider.is_null());
    for file in files {
        let (uri, text) = (uri(file), std::fs::read_to_string(file).expect("the file is there"));
        client.open(&uri, 1, &text);
        let diagnostics = if pulls {
            let params = json!({"textDocument": {"uri": uri}});
            let id = client.request("textDocument/diagnostic", params.clone());
            asked.insert(id, ("textDocument/diagnostic".to_owned(), params));
            client.response(id).await.unwrap_or_default()["items"].clone()
        } else {
            published(&mut client, &uri).await
        };
        documents.push(Document {
            uri,
            text,
            diagnostics: diagnostics.as_array().cloned().unwrap_or_default(),
        });
    }
    let mut known = Known { offer: offer.clone(), results: HashMap::new() };
    for request in offered(&offer) {
        for document in &documents {
            for params in parameters(request, document, &known) {
                let id = client.request(request.0, params.clone());
                asked.insert(id, (request.0.to_owned(), params));
                let answer = client.response(id).await.unwrap_or_default();
                known.results.entry((request.0.to_owned(), document.uri.clone())).or_default().push(answer);
            }
        }
    }
    for document in &documents {
        client.close(&document.uri);
    }
    let id = client.request("shutdown", Value::Null);
    asked.insert(id, ("shutdown".to_owned(), Value::Null));
    client.response(id).await.expect("shutdown succeeds");
    client.notify("exit", Value::Null);
    client.sees_the_end().await;
    client.forget_the_rest();
    let findings = documents.iter().map(|document| document.diagnostics.len()).sum();
    Session { offer, asked, said: std::mem::take(&mut client.said), findings }
}

/// A document's findings. Not every client knows versions, so the first ones are taken.
async fn published(client: &mut Client, uri: &str) -> Value {
    let is_it = |m: &Value| m["method"] == "textDocument/publishDiagnostics" && m["params"]["uri"] == uri;
    client.take(&format!("diagnostics of {uri}"), is_it).await["params"]["diagnostics"].clone()
}

/// The requests that a server offers, and ours.
fn offered(offer: &Value) -> impl Iterator<Item = &'static Request> {
    REQUESTS.iter().filter(|(_, place, _)| {
        place.is_empty() || !matches!(offer.pointer(place), None | Some(Value::Null | Value::Bool(false)))
    })
}

/// All parameters with which a request is sent about a document.
fn parameters(request: &Request, document: &Document, known: &Known) -> Vec<Value> {
    let template: Value = serde_json::from_str(request.2).expect("the parameters are JSON");
    let Some(placeholder) = placeholder(&template) else { return vec![template] };
    let lines = document.text.lines().count();
    let whole = json!({"start": {"line": 0, "character": 0}, "end": {"line": lines, "character": 0}});
    let results = |method: &str| {
        let key = (method.to_owned(), document.uri.clone());
        known.results.get(&key).into_iter().flatten()
    };
    let (name, argument) = placeholder.split_once(' ').unwrap_or((&placeholder, ""));
    let values: Vec<Value> = match name {
        "$document" => vec![json!({"uri": document.uri})],
        "$uri" => vec![Value::from(document.uri.as_str())],
        "$effective" => {
            let path = document.uri.trim_start_matches("file://");
            vec![Value::from(format!("prosody-ls:/effective.cfg.lua?file={path}"))]
        }
        "$position" => places(&document.text),
        "$few" => places(&document.text).into_iter().step_by(4).collect(),
        "$positions" => vec![Value::from(places(&document.text))],
        "$range" => vec![whole],
        "$finding" => document.diagnostics.iter().map(|finding| finding["range"].clone()).collect(),
        "$diagnostics" => {
            let here = document.diagnostics.iter().filter(|finding| finding["range"] == template["range"]);
            vec![here.cloned().collect()]
        }
        "$each" => results(argument).flat_map(|answer| items(answer).to_vec()).take(PLACES).collect(),
        "$result" => results(argument).filter_map(|answer| answer.get("resultId").cloned()).collect(),
        "$command" => {
            let commands = known.offer["executeCommandProvider"]["commands"].as_array().cloned();
            let mut commands = commands.unwrap_or_default();
            commands.retain(|command| command != "prosody-ls.showChain");
            commands
        }
        other => panic!("{}: no placeholder {other}", request.0),
    };
    values
        .into_iter()
        .flat_map(|value| {
            let filled = fill(&template, &placeholder, &value).to_string();
            parameters(&(request.0, request.1, filled.leak()), document, known)
        })
        .collect()
}

/// The first placeholder.
fn placeholder(template: &Value) -> Option<String> {
    match template {
        Value::String(text) => text.starts_with('$').then(|| text.clone()),
        Value::Array(items) => items.iter().find_map(placeholder),
        Value::Object(entries) => entries.values().find_map(placeholder),
        _ => None,
    }
}

fn fill(template: &Value, placeholder: &str, value: &Value) -> Value {
    match template {
        Value::String(text) if text == placeholder => value.clone(),
        Value::Array(items) => items.iter().map(|item| fill(item, placeholder, value)).collect(),
        Value::Object(entries) => {
            let filled = entries.iter().map(|(key, item)| (key.clone(), fill(item, placeholder, value)));
            Value::Object(filled.collect())
        }
        other => other.clone(),
    }
}

/// The items of an answer: of a list, or of an object that holds one.
fn items(answer: &Value) -> &[Value] {
    answer.as_array().or_else(|| answer["items"].as_array()).map_or(&[], Vec::as_slice)
}

/// The beginnings of a text's words, and its end; columns as everybody counts them in ASCII.
fn places(text: &str) -> Vec<Value> {
    let mut places = Vec::new();
    for (line, text) in text.lines().enumerate().filter(|(_, text)| text.is_ascii()) {
        let word = |at: &u8| at.is_ascii_alphanumeric() || *at == b'_';
        let bytes = text.as_bytes();
        let begins = |at: &usize| word(&bytes[*at]) && (*at == 0 || !word(&bytes[*at - 1]));
        places.extend((0..bytes.len()).filter(begins).map(|at| json!({"line": line, "character": at})));
        places.push(json!({"line": line, "character": bytes.len()}));
    }
    let step = places.len().div_ceil(PLACES).max(1);
    places.into_iter().step_by(step).collect()
}

fn uri(path: &Path) -> String {
    format!("file://{}", path.canonicalize().expect("it is there").display())
}

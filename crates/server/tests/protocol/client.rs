//! A small language client for tests: writes messages, reads messages, and insists that each is accounted for.
//!
//! Whatever a test does not take is an error when the client is dropped. The server's own requests are answered by
//! a policy, or kept for the test.

#![allow(dead_code, reason = "shared by several test programs, each of which uses a part")]

use std::collections::VecDeque;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// How long any answer may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A session from the editor's side.
pub(crate) struct Client {
    outgoing: mpsc::UnboundedSender<Vec<u8>>,
    incoming: mpsc::UnboundedReceiver<Value>,
    reader: JoinHandle<()>,
    /// Messages that came before they were asked for.
    inbox: VecDeque<Value>,
    last_id: i64,
    /// What `workspace/configuration` answers, for each item.
    pub(crate) settings: Value,
    /// Whether the server's requests are answered as they come; otherwise [`Client::server_request`] gets them.
    pub(crate) answers: bool,
    /// The methods of the server's requests that were answered.
    pub(crate) answered: Vec<String>,
    /// All that the server has said so far, as far as it was read.
    pub(crate) said: Vec<Value>,
}

/// What an up-to-date editor says of itself.
pub(crate) fn modern() -> Value {
    json!({
        "general": {"positionEncodings": ["utf-8", "utf-16"]},
        "window": {"workDoneProgress": true},
        "workspace": {
            "configuration": true,
            "workspaceFolders": true,
            "didChangeConfiguration": {"dynamicRegistration": true},
            "didChangeWatchedFiles": {"dynamicRegistration": true},
            "workspaceEdit": {"documentChanges": true},
            "fileOperations": {"willRename": true},
        },
        "textDocument": {
            "publishDiagnostics": {
                "versionSupport": true, "relatedInformation": true, "codeDescriptionSupport": true,
                "tagSupport": {"valueSet": [1, 2]},
            },
            "completion": {"completionItem": {
                "snippetSupport": true, "insertReplaceSupport": true, "documentationFormat": ["markdown"],
                "tagSupport": {"valueSet": [1]},
            }},
            "hover": {"contentFormat": ["markdown", "plaintext"]},
            "declaration": {"linkSupport": true},
            "definition": {"linkSupport": true},
            "implementation": {"linkSupport": true},
            "typeDefinition": {"linkSupport": true},
            "rename": {"prepareSupport": true},
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": true, "tagSupport": {"valueSet": [1]}},
            "codeAction": {
                "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source.fixAll"]}},
                "isPreferredSupport": true,
            },
        },
    })
}

impl Client {
    /// A client that speaks over these streams.
    pub(crate) fn new(
        from_server: impl AsyncRead + Unpin + Send + 'static,
        mut to_server: impl AsyncWrite + Unpin + Send + 'static,
    ) -> Self {
        let (outgoing, mut queue) = mpsc::unbounded_channel::<Vec<u8>>();
        tokio::spawn(async move {
            while let Some(bytes) = queue.recv().await {
                if to_server.write_all(&bytes).await.is_err() || to_server.flush().await.is_err() {
                    return;
                }
            }
        });
        let (sender, incoming) = mpsc::unbounded_channel();
        let reader = tokio::spawn(async move {
            let mut from_server = BufReader::new(from_server);
            while let Some(message) = read_message(&mut from_server).await {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Self {
            outgoing,
            incoming,
            reader,
            inbox: VecDeque::new(),
            last_id: 0,
            settings: Value::Null,
            answers: true,
            answered: Vec::new(),
            said: Vec::new(),
        }
    }

    /// `initialize` and `initialized`. Returns the server's capabilities.
    pub(crate) async fn initialize(&mut self, params: Value) -> Value {
        let result = self.call("initialize", params).await.expect("initialize succeeds");
        self.notify("initialized", json!({}));
        result["capabilities"].clone()
    }

    /// Sends bytes as they are.
    pub(crate) fn send_raw(&self, bytes: impl Into<Vec<u8>>) {
        self.outgoing.send(bytes.into()).expect("the server is there");
    }

    /// Sends any JSON.
    pub(crate) fn send(&self, message: &Value) {
        let body = message.to_string();
        self.send_raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()));
    }

    pub(crate) fn notify(&self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Sends a request. Its id is for [`Client::response`].
    pub(crate) fn request(&mut self, method: &str, params: Value) -> i64 {
        self.last_id += 1;
        let id = self.last_id;
        let mut message = json!({"jsonrpc": "2.0", "id": id, "method": method});
        if !params.is_null() {
            message["params"] = params;
        }
        self.send(&message);
        id
    }

    /// The answer to a request: a result, or an error's code.
    pub(crate) async fn response(&mut self, id: i64) -> Result<Value, i64> {
        let is_it = |m: &Value| m.get("method").is_none() && m["id"] == id;
        let message = self.take(&format!("the response {id}"), is_it).await;
        match message.get("error") {
            Some(error) => Err(error["code"].as_i64().expect("errors have a code")),
            None => Ok(message["result"].clone()),
        }
    }

    /// The whole answer to a request with any id.
    pub(crate) async fn response_to(&mut self, id: &Value) -> Value {
        let is_it = |m: &Value| m.get("method").is_none() && m.get("id") == Some(id);
        self.take(&format!("the response {id}"), is_it).await
    }

    /// The whole answer to a message that could not be understood so far as to know its id.
    pub(crate) async fn null_response(&mut self) -> Value {
        self.response_to(&Value::Null).await
    }

    /// A request and its answer.
    pub(crate) async fn call(&mut self, method: &str, params: Value) -> Result<Value, i64> {
        let id = self.request(method, params);
        self.response(id).await
    }

    /// The parameters of the next notification of a method; other messages stay where they are.
    pub(crate) async fn notification(&mut self, method: &str) -> Value {
        let is_it = |m: &Value| m["method"] == method && m.get("id").is_none();
        self.take(&format!("the notification {method}"), is_it).await["params"].clone()
    }

    /// The next diagnostics of a document for a version.
    /// Those for earlier versions are read over; none may come for a later one.
    pub(crate) async fn diagnostics(&mut self, uri: &str, version: i64) -> Value {
        loop {
            let is_it =
                |m: &Value| m["method"] == "textDocument/publishDiagnostics" && m["params"]["uri"] == uri;
            let what = format!("diagnostics of {uri} at version {version}");
            let mut params = self.take(&what, is_it).await["params"].take();
            let published =
                params["version"].as_i64().expect("an open document's diagnostics have a version");
            assert!(published <= version, "diagnostics for version {published}, wanted {version}");
            if published == version {
                return params["diagnostics"].take();
            }
        }
    }

    /// The diagnostics that take back what was published for a document.
    pub(crate) async fn cleared_diagnostics(&mut self, uri: &str) {
        let is_it = |m: &Value| {
            m["method"] == "textDocument/publishDiagnostics"
                && m["params"] == json!({"uri": uri, "diagnostics": []})
        };
        self.take(&format!("the end of the diagnostics of {uri}"), is_it).await;
    }

    /// The id and the parameters of the server's next request of a method, unless [`Client::answers`].
    pub(crate) async fn server_request(&mut self, method: &str) -> (Value, Value) {
        let is_it = |m: &Value| m["method"] == method && m.get("id").is_some();
        let message = self.take(&format!("the server's request {method}"), is_it).await;
        (message["id"].clone(), message["params"].clone())
    }

    /// Answers a request of the server.
    pub(crate) fn respond(&self, id: &Value, result: &Value) {
        self.send(&json!({"jsonrpc": "2.0", "id": id, "result": result}));
    }

    pub(crate) fn open(&self, uri: &str, version: i64, text: &str) {
        self.open_as(uri, "lua", version, text);
    }

    pub(crate) fn open_as(&self, uri: &str, language: &str, version: i64, text: &str) {
        let item = json!({"uri": uri, "languageId": language, "version": version, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": item}));
    }

    pub(crate) fn change(&self, uri: &str, version: i64, changes: &Value) {
        let document = json!({"uri": uri, "version": version});
        let params = json!({"textDocument": document, "contentChanges": changes});
        self.notify("textDocument/didChange", params);
    }

    pub(crate) fn close(&self, uri: &str) {
        self.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    }

    /// What the server believes a document to be.
    pub(crate) async fn server_text(&mut self, uri: &str) -> Result<String, i64> {
        let text = self.call("prosody-ls/text", json!({"textDocument": {"uri": uri}})).await?;
        Ok(text.as_str().expect("text is a string").to_owned())
    }

    /// Asks about a place in a document.
    pub(crate) async fn ask_at(
        &mut self,
        method: &str,
        uri: &str,
        line: u32,
        character: u32,
    ) -> Result<Value, i64> {
        let position = json!({"line": line, "character": character});
        self.call(method, json!({"textDocument": {"uri": uri}, "position": position})).await
    }

    /// Ends the session as a good editor does.
    pub(crate) async fn shut_down(&mut self) {
        assert_eq!(self.call("shutdown", Value::Null).await, Ok(Value::Null));
        self.notify("exit", Value::Null);
    }

    /// Whether the server has closed its end; waits for it.
    pub(crate) async fn sees_the_end(&mut self) -> bool {
        let end = async {
            while let Some(message) = self.next().await {
                self.keep(message);
            }
        };
        timeout(PATIENCE, end).await.is_ok()
    }

    /// Reads over all that was sent and not taken.
    pub(crate) fn forget_the_rest(&mut self) {
        self.inbox.clear();
        while self.incoming.try_recv().is_ok() {}
    }

    async fn next(&mut self) -> Option<Value> {
        let message = self.incoming.recv().await?;
        self.said.push(message.clone());
        Some(message)
    }

    /// The first message that is it; others stay where they are.
    pub(crate) async fn take(&mut self, what: &str, is_it: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.inbox.iter().position(&is_it) {
            return self.inbox.remove(at).expect("it is there");
        }
        let wait = async {
            loop {
                let message = self.next().await?;
                if is_it(&message) {
                    return Some(message);
                }
                self.keep(message);
            }
        };
        let Ok(message) = timeout(PATIENCE, wait).await else {
            panic!("{what} did not come; these did: {:?}", self.inbox);
        };
        message.unwrap_or_else(|| panic!("the server ended the session; wanted {what}"))
    }

    fn keep(&mut self, message: Value) {
        let (method, id) = (message["method"].as_str(), message.get("id"));
        let (Some(method), Some(id), true) = (method, id, self.answers) else {
            return self.inbox.push_back(message);
        };
        let items = message["params"]["items"].as_array().map_or(0, Vec::len);
        let result = match method {
            "workspace/configuration" => Value::from(vec![self.settings.clone(); items]),
            "client/registerCapability" | "window/workDoneProgress/create" => Value::Null,
            _ if method.ends_with("/refresh") => Value::Null,
            _ => return self.inbox.push_back(message),
        };
        self.answered.push(method.to_owned());
        self.respond(id, &result);
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // So that the server sees the end of the pipe.
        self.reader.abort();
        if std::thread::panicking() {
            return;
        }
        while let Ok(message) = self.incoming.try_recv() {
            self.keep(message);
        }
        assert!(self.inbox.is_empty(), "messages that nobody took: {:#?}", self.inbox);
    }
}

async fn read_message(stream: &mut (impl AsyncBufReadExt + Unpin)) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let line = line.strip_suffix("\r\n").expect("header lines end in CR LF");
        if line.is_empty() {
            break;
        }
        let value = line.strip_prefix("Content-Length: ").expect("the only header is Content-Length");
        length = Some(value.parse().expect("a length"));
    }
    let mut body = vec![0; length.expect("a length comes before the body")];
    stream.read_exact(&mut body).await.ok()?;
    Some(serde_json::from_slice(&body).expect("the body is JSON"))
}

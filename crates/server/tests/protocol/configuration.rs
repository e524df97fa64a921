//! Settings and folders take effect while the server runs.

use serde_json::{Value, json};

use crate::client::{Client, modern};
use crate::connect;

#[tokio::test]
async fn settings_are_pulled_and_pulled_again_when_they_change() {
    let (mut client, _) = connect();
    client.settings = json!({"prosody": {"version": "0.11"}});
    client.initialize(json!({"capabilities": modern()})).await;
    client.status_of("prosody", &json!("0.11")).await;
    client.settings = json!({"prosody": {"version": "trunk"}});
    client.notify("workspace/didChangeConfiguration", json!({"settings": null}));
    client.status_of("prosody", &json!("trunk")).await;
    client.settings = json!(null);
    client.notify("workspace/didChangeConfiguration", json!({"settings": null}));
    client.status_of("prosody", &json!("13.0")).await;
    assert!(client.answered.iter().any(|method| method == "client/registerCapability"));
}

#[tokio::test]
async fn settings_are_taken_from_the_notification_if_the_client_can_t_be_asked() {
    let (mut client, _) = connect();
    let options = json!({"prosody": {"version": "0.11"}});
    client.initialize(json!({"capabilities": {}, "initializationOptions": options})).await;
    client.status_of("prosody", &json!("0.11")).await;
    let settings = json!({"prosody-ls": {"prosody": {"version": "0.12"}}});
    client.notify("workspace/didChangeConfiguration", json!({"settings": settings}));
    client.status_of("prosody", &json!("0.12")).await;
    client.notify("workspace/didChangeConfiguration", json!({"settings": {"prosody-ls": {}}}));
    client.status_of("prosody", &json!("0.11")).await;
}

#[tokio::test]
async fn settings_that_make_no_sense_are_named_once() {
    let (mut client, _) = connect();
    client.settings = json!({"prosody": {"version": "12"}});
    client.initialize(json!({"capabilities": modern()})).await;
    let message = client.notification("window/showMessage").await;
    assert_eq!(
        message["message"],
        "prosody-ls settings: prosody.version: unknown Prosody version '12': use 0.11, 0.12, 13.0 or trunk"
    );
    client.notify("workspace/didChangeConfiguration", json!({"settings": null}));
    client.settings = json!({"prosody": {"version": "0.12"}});
    client.notify("workspace/didChangeConfiguration", json!({"settings": null}));
    client.status_of("prosody", &json!("0.12")).await;
}

#[tokio::test]
async fn folders_come_and_go() {
    let (mut client, _) = connect();
    let folder = |name: &str| json!({"uri": format!("file:///nowhere/{name}"), "name": name});
    let folders = json!([folder("one"), folder("two%20b")]);
    client.initialize(json!({"capabilities": {}, "workspaceFolders": folders})).await;
    client.status_of("folders", &json!(["/nowhere/one", "/nowhere/two b"])).await;
    let event = json!({"added": [folder("three")], "removed": [folder("one")]});
    client.notify("workspace/didChangeWorkspaceFolders", json!({"event": event}));
    client.status_of("folders", &json!(["/nowhere/two b", "/nowhere/three"])).await;
}

#[tokio::test]
async fn older_clients_name_one_folder() {
    for (name, value) in [("rootUri", "file:///nowhere/one"), ("rootPath", "/nowhere/one")] {
        let (mut client, _) = connect();
        client.initialize(json!({"capabilities": {}, name: value})).await;
        client.status_of("folders", &json!(["/nowhere/one"])).await;
    }
    let (mut client, _) = connect();
    client.initialize(json!({"capabilities": {}})).await;
    client.status_of("folders", &json!([])).await;
}

impl Client {
    /// Waits until the server's status says so: settings arrive when the client has answered for them.
    pub(crate) async fn status_of(&mut self, key: &str, expected: &Value) {
        let mut status = Value::Null;
        for _ in 0..100 {
            status = self.call("prosody-ls/status", Value::Null).await.unwrap();
            if status[key] == *expected {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("{key} should be {expected}: {status}");
    }
}

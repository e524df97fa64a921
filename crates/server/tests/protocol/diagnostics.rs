//! Findings are published for what is open, with the version they are about, and taken back.

use serde_json::{Value, json};

use crate::client::modern;
use crate::navigation::Session;
use crate::{connect, edit, plain_session};

const URI: &str = "file:///work/prosody.cfg.lua";

#[tokio::test]
async fn each_version_gets_its_findings() {
    let mut client = plain_session().await;
    client.open(URI, 7, "x = 1");
    client.diagnostics(URI, 7).await;
    client.change(URI, 9, &json!([{"text": "x = 2"}]));
    client.diagnostics(URI, 9).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn versions_never_go_back() {
    let mut client = plain_session().await;
    client.open(URI, 0, "");
    for version in 1..=300 {
        client.change(URI, version, &json!([edit((0, 0), (0, 0), "x = 1\n")]));
        if version % 40 == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
    }
    let mut last = -1;
    while last < 300 {
        let published = client.notification("textDocument/publishDiagnostics").await;
        let version = published["version"].as_i64().unwrap();
        assert!(version > last, "version {version} after {last}");
        last = version;
    }
}

#[tokio::test]
async fn closing_takes_findings_back_and_opening_brings_them_again() {
    let mut client = plain_session().await;
    for version in [5, 1] {
        client.open(URI, version, "x = ");
        client.diagnostics(URI, version).await;
        client.close(URI);
        client.cleared_diagnostics(URI).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_closed_while_it_is_looked_at_stays_clear() {
    let mut client = plain_session().await;
    for version in 0..50 {
        client.open(URI, version, "x = ");
        client.close(URI);
    }
    client.call("prosody-ls/sleep", json!(null)).await.unwrap();
    let mut last = json!(null);
    for _ in 0..50 {
        last = client.notification("textDocument/publishDiagnostics").await;
        while last.get("version").is_some() {
            last = client.notification("textDocument/publishDiagnostics").await;
        }
    }
    assert_eq!(last, json!({"uri": URI, "diagnostics": []}));
}

#[tokio::test]
async fn documents_that_were_never_saved_have_findings_too() {
    let mut client = plain_session().await;
    client.open_as("untitled:Untitled-1", "prosody", 1, "x = 1");
    client.diagnostics("untitled:Untitled-1", 1).await;
    let document = json!({"textDocument": {"uri": "untitled:Untitled-1"}});
    let outline = client.call("textDocument/documentSymbol", document).await.unwrap();
    assert!(outline.is_array(), "the document is known: {outline}");
    client.change("untitled:Untitled-1", 2, &json!([edit((0, 0), (0, 1), "y")]));
    assert_eq!(client.server_text("untitled:Untitled-1").await.as_deref(), Ok("y = 1"));
    client.diagnostics("untitled:Untitled-1", 2).await;
    client.close("untitled:Untitled-1");
    client.cleared_diagnostics("untitled:Untitled-1").await;
}

#[tokio::test]
async fn other_lua_code_is_left_alone() {
    let mut client = plain_session().await;
    for (uri, ours) in [("file:///etc/prosody/init.lua", false), ("file:///etc/prosody/main.cfg.lua", true)] {
        client.open(uri, 1, "x = (");
        let found = client.diagnostics(uri, 1).await;
        let document = json!({"textDocument": {"uri": uri}});
        let outline = client.call("textDocument/documentSymbol", document).await.unwrap();
        assert_eq!(outline.is_array(), ours, "{uri}");
        assert!(ours || found == json!([]), "{uri}: {found}");
    }
}

#[tokio::test]
async fn the_client_s_spelling_of_a_uri_is_kept() {
    let mut client = plain_session().await;
    for (spelling, other) in [
        (
            "file:///c%3A/Users/me/my%20server/prosody.cfg.lua",
            "file:///c:/Users/me/my%20server/prosody.cfg.lua",
        ),
        ("file:///srv/%C3%BC%5B1%5D.cfg.lua", "file:///srv/%c3%bc%5b1%5D.cfg.lua"),
    ] {
        client.open(spelling, 1, "x = 1");
        client.diagnostics(spelling, 1).await;
        assert_eq!(client.server_text(other).await.as_deref(), Ok("x = 1"));
        client.close(other);
        client.cleared_diagnostics(spelling).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_findings_wait_for_the_settings_but_not_for_ever() {
    let (mut client, _) = connect();
    client.answers = false;
    client.initialize(json!({"capabilities": modern()})).await;
    client.open(URI, 1, "x = 1");
    client.server_request("workspace/configuration").await;
    client.server_request("client/registerCapability").await;
    let before = tokio::time::Instant::now();
    client.diagnostics(URI, 1).await;
    assert!(before.elapsed() > std::time::Duration::from_millis(100));
    client.forget_the_rest();
}

#[tokio::test]
async fn what_holds_in_every_profile_comes_a_moment_later_and_stays_while_somebody_types() {
    let entry = "log = 'a'\nInclude('env/' .. (ENV_E or 'one') .. '.cfg.lua')\n";
    let one = ("env/one.cfg.lua", "log = 'b'\n");
    let two = ("env/two.cfg.lua", "log = 'c'\n");
    let mut session = Session::start(modern(), &[("prosody.cfg.lua", entry), one, two]).await;
    let codes = |findings: &Value| -> Vec<String> {
        findings.as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap().to_owned()).collect()
    };
    // The first findings, which `start` has taken, know nothing of other profiles.
    let later = session.client.diagnostics(&session.entry, 1).await;
    assert_eq!(codes(&later), ["never-effective"], "{later}");
    session.client.change(&session.entry, 2, &json!([edit((0, 7), (0, 8), "x")]));
    let typed = session.client.diagnostics(&session.entry, 2).await;
    assert_eq!(codes(&typed), ["never-effective"], "{typed}");
    // Of one environment nothing replaces it any more.
    let two = session.uri("env/two.cfg.lua");
    session.client.open(&two, 1, "storage = 'sql'\n");
    session.client.diagnostics(&two, 1).await;
    let last = session.client.diagnostics(&session.entry, 2).await;
    assert_eq!(codes(&last), [""; 0], "{last}");
    session.client.forget_the_rest();
}

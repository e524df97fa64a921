//! Private modules: known like those of Prosody, and followed while they are edited.

use fixture::Directory;
use serde_json::{Value, json};

use crate::client::{Client, modern};
use crate::connect;

const MODULE: &str = "-- Greets everybody who joins.\n\n\
                      -- how loudly everybody is greeted\n\
                      local loud = module:get_option_integer(\"private_loud\", 3, 1, 10)\n";

const ENTRY: &str =
    "plugin_paths = { \"PLUGINS\" }\nmodules_enabled = { \"private\" }\nprivate_loud = \"x\"\n";

struct Session {
    directory: Directory,
    client: Client,
    entry: String,
}

impl Session {
    /// A session in a folder with a module in `plugins`, which the configuration knows by `plugins`.
    async fn start(plugins: &str, options: Value) -> Self {
        let directory = Directory::new();
        let text = ENTRY.replace("PLUGINS", plugins);
        directory.write("prosody.cfg.lua", text.as_bytes());
        directory.write("plugins/mod_private.lua", MODULE.as_bytes());
        let (mut client, _) = connect();
        client.settings = options;
        let folder = json!({"uri": format!("file://{}", directory.path().display()), "name": "x"});
        client.initialize(json!({"capabilities": modern(), "workspaceFolders": [folder]})).await;
        let entry = format!("file://{}/prosody.cfg.lua", directory.path().display());
        client.open(&entry, 1, &text);
        Self { directory, client, entry }
    }

    fn module(&self) -> String {
        format!("file://{}/plugins/mod_private.lua", self.directory.path().display())
    }

    /// The rules of the next findings about the configuration.
    async fn rules(&mut self) -> Vec<String> {
        let findings = self.client.diagnostics(&self.entry, 1).await;
        findings.as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
    }

    async fn hover(&mut self, line: u32, character: u32) -> String {
        let hover = self.client.ask_at("textDocument/hover", &self.entry, line, character).await.unwrap();
        hover["contents"]["value"].as_str().unwrap_or_default().to_owned()
    }

    /// Says that the module's file changed on disk.
    fn watched(&self, kind: u8) {
        let change = json!({"uri": self.module(), "type": kind});
        self.client.notify("workspace/didChangeWatchedFiles", json!({"changes": [change]}));
    }
}

#[tokio::test]
async fn a_private_module_is_known_like_one_of_prosody() {
    let mounted = json!({"root": {"path": "/etc/prosody-of-nobody"}});
    for (plugins, options) in [("plugins", json!({})), ("/etc/prosody-of-nobody/plugins", mounted)] {
        let mut session = Session::start(plugins, options).await;
        assert_eq!(session.rules().await, ["wrong-type"], "{plugins}");
        let module = session.hover(1, 24).await;
        assert!(module.contains("Greets everybody who joins."), "{module}");
        assert!(module.contains("plugins/mod_private.lua") && !module.contains("prosody.im"), "{module}");
        let option = session.hover(2, 3).await;
        for part in
            ["whole number", "default `3`", "how loudly everybody is greeted", "1 to 10", "mod_private"]
        {
            assert!(option.contains(part), "{part}: {option}");
        }
        let entry = session.entry.clone();
        let at = session.client.ask_at("textDocument/definition", &entry, 1, 24).await.unwrap();
        assert!(at.to_string().contains("/plugins/mod_private.lua"), "{at}");
        let text = format!("plugin_paths = {{ {plugins:?} }}\nmodules_enabled = {{ \"priv\" }}\nprivate_l\n");
        session.client.change(&entry, 2, &json!([{ "text": text }]));
        let options = session.client.ask_at("textDocument/completion", &entry, 2, 9).await.unwrap();
        assert!(options.to_string().contains("private_loud = ${1:3}"), "{options}");
        let modules = session.client.ask_at("textDocument/completion", &entry, 1, 25).await.unwrap();
        assert!(modules.to_string().contains("Greets everybody who joins."), "{modules}");
        session.client.forget_the_rest();
    }
}

#[tokio::test]
async fn edits_of_a_module_count_before_they_are_saved() {
    let mut session = Session::start("plugins", json!({})).await;
    assert_eq!(session.rules().await, ["wrong-type"]);
    let module = session.module();
    session.client.open(&module, 1, MODULE);
    for (version, text, rules) in [
        (2, MODULE.replace("integer", "string"), &[][..]),
        (3, MODULE.replace("integer", "boolean"), &["wrong-type"]),
        (4, MODULE.replace("private_loud", "private_loudness"), &["unknown-option"]),
        // While something is missing it may read anything.
        (5, MODULE.replace("integer(\"private_loud\", 3, 1, 10)", "string"), &[]),
    ] {
        session.client.change(&module, version, &json!([{"text": text}]));
        assert_eq!(session.rules().await, rules, "{text}");
    }
    // Closed without being saved: the disk counts again.
    session.client.close(&module);
    assert_eq!(session.rules().await, ["wrong-type"]);
    session.client.forget_the_rest();
}

#[tokio::test]
async fn modules_that_change_come_and_go_on_disk_are_read_again() {
    let mut session = Session::start("plugins", json!({})).await;
    assert_eq!(session.rules().await, ["wrong-type"]);
    let text = MODULE.replace("integer", "string").replace("Greets", "Welcomes");
    session.directory.write("plugins/mod_private.lua", text.as_bytes());
    session.watched(2);
    assert_eq!(session.rules().await, [""; 0]);
    assert!(session.hover(1, 24).await.contains("Welcomes everybody"));

    std::fs::remove_file(session.directory.path().join("plugins/mod_private.lua")).unwrap();
    session.watched(3);
    assert_eq!(session.rules().await, ["unknown-option"]);
    session.directory.write("plugins/mod_private.lua", &[0, 159, 146, 150].repeat(100_000));
    session.watched(1);
    assert_eq!(session.rules().await, [""; 0]);
    session.client.forget_the_rest();
}

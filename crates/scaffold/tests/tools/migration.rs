//! `tools/migration/`: into layers, into archives and back, into versions.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::{fs, io};

use config::{Profile, Value};
use scaffold::Layout;

use crate::Tree;

/// All files below a directory by their path in it, with what they hold.
fn files(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(from: &Path, directory: &Path, found: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
        for entry in fs::read_dir(directory)? {
            let path = entry?.path();
            if path.is_dir() {
                walk(from, &path, found)?;
            } else {
                found.insert(
                    path.strip_prefix(from).unwrap().to_string_lossy().into_owned(),
                    fs::read(&path)?,
                );
            }
        }
        Ok(())
    }
    let mut found = BTreeMap::new();
    walk(directory, directory, &mut found).unwrap();
    found
}

/// What a configuration means: the value of everything that is set, by host and option.
fn meaning(entry: &Path) -> BTreeMap<(String, String), Value> {
    let settings = config::read_tree(Profile::default(), entry).settings;
    assert!(settings.error.is_none(), "{:?}", settings.error);
    let hosts = settings.hosts.iter();
    hosts
        .flat_map(|host| {
            host.chains
                .iter()
                .filter(|chain| chain.value != Value::Nil)
                .map(|chain| ((host.name.to_string(), chain.option.to_string()), chain.value.clone()))
        })
        .collect()
}

/// Two configurations mean the same, and something.
fn assert_same(one: &Path, other: &Path) {
    let (one, other) = (meaning(one), meaning(other));
    assert!(!one.is_empty() && one.keys().eq(other.keys()), "{one:?}\n{other:?}");
    for (at, value) in &one {
        assert!(value.same_content(&other[at]), "{at:?}: {value:?}, {:?}", other[at]);
    }
}

const FLAT: &str = r#"-- A configuration in one file.
admins = { "me@example.org" }
modules_enabled = {
	"roster"; "saslauth"; "tls"; "mam"; "limits";
}
--[[
VirtualHost "not.a.host"
]]
motd_text = [==[
VirtualHost "not.a.host.either"
]==]
limits = { c2s = { rate = "3kb/s" } }

-- The users.
VirtualHost "example.org"
	modules_enabled = { "pep" }
	authentication = "internal_hashed" -- the last word

Component "rooms.example.org" "muc"
	name = "Rooms"
	modules_enabled = { "muc_mam" }

-- Above a host that returns to the global section.
Component ("files.example.org") "http_file_share" { http_file_share_size_limit = 1024 }
c2s_ports = { 5222 }

Component 'gateway.example.org'
component_secret = ENV_GATEWAY_SECRET or "none"
"#;

#[test]
fn layers_mean_what_the_file_meant() {
    for tree in Tree::each(Layout::Hybrid) {
        tree.directory.write("flat.cfg.lua", FLAT.as_bytes());
        let said = tree.prints("migration/migrator", &["flat.cfg.lua", "new"]);
        assert!(said.starts_with("made new of 5 layers; it means the same as flat.cfg.lua\n"), "{said}");
        assert_same(&tree.path("new/prosody.cfg.lua"), &tree.path("flat.cfg.lua"));
        let layers: Vec<String> = files(&tree.path("new/core")).into_keys().collect();
        assert_eq!(
            layers,
            [
                "10-global.cfg.lua",
                "20-example.org.cfg.lua",
                "30-rooms.example.org.cfg.lua",
                "40-files.example.org.cfg.lua",
                "50-gateway.example.org.cfg.lua",
            ]
        );
        // Comments go with what they stand above, and nothing is lost.
        assert!(tree.read("new/core/20-example.org.cfg.lua").starts_with("-- The users.\nVirtualHost"));
        let all: String = layers.iter().map(|layer| tree.read(&format!("new/core/{layer}"))).collect();
        assert_eq!(all, FLAT);
    }
}

#[test]
fn single_files_of_ours_become_layers() {
    for (single, hybrid) in Tree::each(Layout::Single).iter().zip(Tree::each(Layout::Hybrid)) {
        let text = single.read("chat/prosody.cfg.lua");
        hybrid.directory.write("single.cfg.lua", text.as_bytes());
        hybrid.prints("migration/migrator", &["single.cfg.lua", "new"]);
        assert_same(&hybrid.path("new/prosody.cfg.lua"), &hybrid.path("single.cfg.lua"));
    }
}

#[test]
fn what_cannot_be_cut_is_told_and_nothing_is_left_behind() {
    for tree in Tree::each(Layout::Layers) {
        for (flat, why) in [
            (
                "local x = 1\nVirtualHost \"a\"\nsame = x\n",
                "would not mean the same, so nothing was made: same on a",
            ),
            ("if true then\nVirtualHost \"a\"\nend\n", "would not mean the same"),
            ("admins = { \"a@b\" }\nadmins = { \"c@d\" }\n", "admins on all hosts"),
            ("a = \n", "this does not load"),
            ("modules_enabled = { \"auth_ldap\" }\n", "write authentication"),
            ("Include \"more.cfg.lua\"\n", "includes other files"),
        ] {
            tree.directory.write("flat.cfg.lua", flat.as_bytes());
            tree.directory.write("more.cfg.lua", b"x = 1\n");
            tree.refuses("migrator", &["flat.cfg.lua", "new"], 1, why);
            assert!(!tree.path("new").exists(), "{flat}");
        }
        tree.refuses("migrator", &["flat.cfg.lua", "chat"], 1, "chat is there already");
        tree.refuses("migrator", &["flat.cfg.lua"], 2, "two arguments are needed");
        tree.refuses("migrator", &["none.cfg.lua", "new"], 1, "none.cfg.lua");
    }
}

#[test]
fn what_is_saved_comes_back() {
    for tree in Tree::each(Layout::Hybrid) {
        tree.directory.write("the data/example%2eorg/accounts/me.dat", b"return {}\0\xff");
        let archive = "it's $(touch pwned).tar.gz";
        tree.prints("migration/backup", &[archive, "--data", "the data"]);
        let mode = fs::metadata(tree.path(archive)).unwrap().permissions().mode();
        assert_eq!(mode & 0o77, 0, "others could read keys");
        tree.prints("migration/restore", &[archive, "back"]);
        assert_eq!(files(&tree.path("back/configuration")), files(&tree.path("chat")));
        assert_eq!(files(&tree.path("back/data")), files(&tree.path("the data")));
        assert!(!tree.path("pwned").exists());

        tree.refuses("migration/backup", &[archive, "--data", "the data"], 1, "is there already");
        tree.refuses("migration/restore", &[archive, "back"], 1, "there is a back/configuration/ already");
        tree.refuses("migration/backup", &["other.tar.gz", "--data", "none"], 1, "no data directory 'none'");
        tree.refuses("migration/restore", &["none.tar.gz", "other"], 1, "is no archive that can be read");
        tree.refuses("migration/restore", &["chat/prosody.cfg.lua", "other"], 1, "is no archive");
        assert!(!tree.path("other").exists() && !tree.path("other.tar.gz").exists());
    }
}

#[test]
fn prosodyctl_is_asked_where_the_data_is() {
    for tree in Tree::each(Layout::Hybrid) {
        tree.directory.write("data/a.dat", b"return {}");
        tree.pretend("prosodyctl", "echo 'Prosody 13.0'; echo 'Data directory:     data'");
        tree.prints("migration/backup", &["a.tar.gz"]);
        assert_eq!(tree.read("calls"), "prosodyctl --config chat/prosody.cfg.lua about\n");
        tree.prints("migration/backup", &["b.tar.gz", "--without-data"]);
        tree.prints("migration/restore", &["a.tar.gz", "a"]);
        tree.prints("migration/restore", &["b.tar.gz", "b"]);
        assert!(tree.path("a/data/a.dat").exists() && !tree.path("b/data").exists());
    }
}

#[test]
fn archives_of_others_are_not_unpacked() {
    for tree in Tree::each(Layout::Hybrid) {
        tree.directory.write("evil/x", b"x");
        let made = Command::new("tar")
            .args(["-czf", "evil.tar.gz", "evil"])
            .current_dir(tree.directory.path())
            .status()
            .unwrap();
        assert!(made.success());
        tree.refuses(
            "migration/restore",
            &["evil.tar.gz", "out"],
            1,
            "was not made by backup.lua: it holds evil/",
        );
        assert!(!tree.path("out").exists());
    }
}

#[test]
fn versions_are_recorded_listed_and_compared() {
    let program = "migration/versioning";
    for tree in Tree::each(Layout::Hybrid) {
        tree.refuses(program, &["list"], 1, "there are no versions yet");
        tree.refuses(program, &["record"], 2, "a version needs a message");
        tree.refuses(program, &["forget"], 2, "what is 'forget'?");
        let message = "it's $(touch pwned) \"now\"";
        assert_eq!(tree.prints(program, &["record", message]), format!("recorded: {message}\n"));
        assert!(!tree.path("pwned").exists() && !tree.path("chat/pwned").exists());
        assert_eq!(
            tree.prints(program, &["record", "again"]),
            "nothing has changed since the last version\n"
        );
        assert_eq!(tree.prints(program, &["changes"]), "");

        tree.append("chat/core/storage.cfg.lua", "archive_store = \"archive2\"");
        assert!(tree.prints(program, &["changes"]).contains("\n+archive_store = \"archive2\"\n"));
        tree.prints(program, &["record", "another store"]);
        let list = tree.prints(program, &["list"]);
        let messages: Vec<&str> = list.lines().filter_map(|line| line.splitn(5, ' ').nth(4)).collect();
        assert_eq!(messages, ["another store", message], "{list}");
        assert!(tree.prints(program, &["changes", "HEAD~1"]).contains("+archive_store"));
        tree.refuses(program, &["changes", "HEAD~7"], 2, "there is no version 'HEAD~7'");

        tree.append("chat/core/storage.cfg.lua", "modules_enabled = \"mam\"");
        tree.refuses(program, &["record", "broken"], 1, "this does not load, and was not recorded");
        // Keys are nobody's business.
        tree.append("chat/core/storage.cfg.lua", "modules_enabled = { \"mam\" }");
        let git = Command::new("git")
            .args(["check-ignore", "certs/example.org.key"])
            .current_dir(tree.path("chat"))
            .output()
            .unwrap();
        assert!(git.status.success());
    }
}

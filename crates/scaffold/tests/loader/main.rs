//! What the loader makes of layers: said by real Prosody, and by us.
//!
//! Real Prosody is its `configmanager`, in every Lua that is at hand (`tests/fetch-lua.sh`, `tests/fetch-prosody.sh`).
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::format_push_string,
    missing_docs,
    reason = "a test, which says what it skips"
)]
#![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

mod choosing;
mod errors;
mod merging;
mod places;
mod surroundings;

use std::path::{Path, PathBuf};
use std::process::Command;

use config::{Profile, Value};
use expect_test::Expect;
use fixture::Directory;

const RELEASES: [&str; 3] = ["0.12.3", "13.0.1", "13.0.7"];

/// Loads a tree everywhere with the environment `env` (`A=1 B=2`) and compares what came of it.
fn check(tree: &str, env: &str, expected: &Expect) {
    check_for(&RELEASES, tree, env, expected);
}

fn check_for(releases: &[&str], tree: &str, env: &str, expected: &Expect) {
    let directory = Directory::new();
    for (path, text) in scaffold::loader() {
        directory.write(path, text.as_bytes());
    }
    directory.write("prosody.cfg.lua", ENTRY.as_bytes());
    for file in fixture::parse(tree.trim_start()).0 {
        directory.write(&file.path, file.text.as_bytes());
    }
    let relative = |text: &str| text.replace(&format!("{}/", directory.path().display()), "");
    let mut known: Option<String> = None;
    for release in releases {
        let ours = relative(&ours(directory.path(), release, env));
        for (lua, theirs) in theirs(directory.path(), release, env) {
            assert_eq!(ours, relative(&theirs), "left: we; right: Prosody {release} in {}", lua.display());
        }
        assert_eq!(known.get_or_insert_with(|| ours.clone()), &ours, "releases differ");
    }
    expected.assert_eq(&known.unwrap_or_default());
}

const ENTRY: &str = r#"
RunScript "tools/core/loader.lua"
local Lua = Lua or _G
local require = Lua.require
require "tools.core.loader".load_directory("core")
require "tools.core.loader".apply_policies()
"#;

/// What we say.
fn ours(directory: &Path, release: &str, env: &str) -> String {
    let mut profile = Profile::default();
    profile.set_release(release).unwrap();
    profile.env = env.split_whitespace().map(pair).collect();
    let settings = config::read_tree(profile, &directory.join("prosody.cfg.lua")).settings;
    if let Some(error) = &settings.error {
        return format!("error: {}\n", error.message);
    }
    let mut lines: Vec<String> = Vec::new();
    for host in &settings.hosts {
        for chain in host.chains.iter().filter(|chain| chain.value != Value::Nil) {
            lines.push(format!("{}: {} = {}\n", host.name, chain.option, show(&chain.value)));
        }
    }
    lines.sort();
    let warnings = settings.warnings().map(|warning| format!("warning: {}\n", warning.message()));
    warnings.chain(lines).collect()
}

fn pair(text: &str) -> (String, String) {
    let (name, value) = text.split_once('=').unwrap();
    (name.to_owned(), value.to_owned())
}

fn show(value: &Value) -> String {
    match value {
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Str(_) => format!("\"{}\"", value.as_str().unwrap()),
        Value::Table(table) if !table.open => {
            let items: Vec<String> = table.items().map(|entry| show(&entry.value)).collect();
            let mut keys: Vec<String> = table
                .entries
                .iter()
                .filter_map(|entry| Some(format!("{} = {}", entry.key.as_str()?, show(&entry.value))))
                .collect();
            keys.sort();
            format!("{{ {} }}", items.into_iter().chain(keys).collect::<Vec<_>>().join(", "))
        }
        other => format!("{other:?}"),
    }
}

/// What each Lua says that is there, with the Prosody of a release.
fn theirs(directory: &Path, release: &str, env: &str) -> Vec<(PathBuf, String)> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let prosody = workspace.join("target/prosody").join(release).join("usr/lib/prosody");
    let script = workspace.join("crates/scaffold/tests/loader/ask.lua");
    let mut answers = Vec::new();
    for lua in ["lua5.1", "lua5.2", "lua5.3", "lua5.4"] {
        // 13.0 needs 5.2.
        if lua == "lua5.1" && release.starts_with("13") {
            continue;
        }
        for lua in [workspace.join("target/tools/bin").join(lua), Path::new("/usr/bin").join(lua)] {
            if !lua.exists() || !prosody.exists() {
                continue;
            }
            let mut command = Command::new(&lua);
            command.arg(&script).arg(&prosody).arg(directory.join("prosody.cfg.lua"));
            command.args(env.split_whitespace());
            command.env("LUA_PATH", format!("{}/?.lua;;", directory.display()));
            let output = command.output().unwrap();
            let errors = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{}: {errors}", lua.display());
            answers.push((lua, String::from_utf8(output.stdout).unwrap()));
            break;
        }
    }
    if answers.is_empty() {
        assert!(std::env::var_os("CI").is_none(), "no Lua or no Prosody {release}");
        eprintln!(
            "skipped: no Lua or no Prosody {release}; tests/fetch-lua.sh and tests/fetch-prosody.sh get them"
        );
    }
    answers
}

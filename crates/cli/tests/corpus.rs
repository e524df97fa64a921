//! `prosody-ls resolve` against what real Prosody made of real configurations.
//!
//! The corpus lies beside the repository (`../shared/corpus`, or `$PROSODY_LS_SHARED/corpus`). Without it the test
//! says that it was skipped; with `CI=true` its absence is a failure.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail"
)]
#![allow(clippy::print_stderr, reason = "a skipped test has to say so")]

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// What the answers have in common with the judge's.
const KEYS: [&str; 11] = [
    "ok",
    "error",
    "warnings",
    "files_started",
    "files_completed",
    "hosts_order",
    "hosts",
    "partial_hosts",
    "set_at",
    "sets",
    "modules",
];

/// Runs whose result depends on the machine, each with the reason. Nothing wrong may be said about them either:
/// what is known must agree.
const EXCEPTIONS: [(&str, &str, &str); 2] = [
    (
        "s-djmaze-docker-prosody",
        "default",
        "reads the output of a command, which the judge replaced by nothing",
    ),
    ("p-credential", "prosodyctl", "what Credential() gives depends on who asks"),
];

fn corpus() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the workspace has a root");
    let shared = std::env::var_os("PROSODY_LS_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let corpus = shared.join("corpus");
    if corpus.is_dir() {
        return Some(corpus);
    }
    assert!(
        std::env::var_os("CI").is_none_or(|ci| ci != "true"),
        "the corpus is missing: expected it at {}",
        corpus.display()
    );
    eprintln!("skipped: no corpus at {}", corpus.display());
    None
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap())
        .unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn resolve(case: &Path, meta: &Value, run: &Value, version: &str) -> Value {
    let setting = |name: &str| run.get(name).or(meta.get(name)).and_then(Value::as_str).unwrap().to_owned();
    let mut command = Command::new(env!("CARGO_BIN_EXE_prosody-ls"));
    command.arg("resolve").arg(meta["entry"].as_str().unwrap()).arg("--root").arg(case.join("config"));
    command.args(["--mount", &setting("mount"), "--cwd", &setting("cwd"), "--prosody", version]);
    for (name, value) in run["env"].as_object().unwrap() {
        command.arg("--env").arg(format!("{name}={}", value.as_str().unwrap()));
    }
    let output = command.output().unwrap();
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("no answer: {}", String::from_utf8_lossy(&output.stderr)))
}

/// The order in which `VirtualHost "x" { ... }` sets its options is Lua's own and differs from run to run.
fn comparable(key: &str, answer: &Value) -> Value {
    let mut value = answer.get(key).cloned().unwrap_or(Value::Null);
    if let (true, Some(sets)) = (key == "sets", value.as_array_mut()) {
        sets.sort_by_key(Value::to_string);
    }
    value
}

/// How many of the judge's values we do not know; `Err` with the place of the first that we have wrong.
fn unknown_values(place: &str, ours: &Value, theirs: &Value) -> Result<usize, String> {
    if ours.get("$unknown").is_some() {
        return Ok(1);
    }
    match (ours, theirs) {
        (Value::Object(a), Value::Object(b)) if a.keys().eq(b.keys()) => {
            a.iter().map(|(key, value)| unknown_values(&format!("{place}/{key}"), value, &b[key])).sum()
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).map(|(a, b)| unknown_values(place, a, b)).sum()
        }
        _ if ours == theirs => Ok(0),
        _ => Err(format!("{place}: {ours} instead of {theirs}")),
    }
}

#[test]
fn configurations_mean_what_prosody_says() {
    let Some(corpus) = corpus() else { return };
    let mut runs = 0;
    let (mut values, mut unknown) = (0, 0);
    let mut wrong = Vec::new();
    let mut cases: Vec<PathBuf> =
        std::fs::read_dir(&corpus).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    for case in cases.iter().filter(|case| case.join("meta.json").exists()) {
        let id = case.file_name().unwrap().to_string_lossy();
        let meta = json(&case.join("meta.json"));
        for run in meta["runs"].as_array().unwrap() {
            let name = run["name"].as_str().unwrap();
            for version in ["0.12.3", "13.0.1", "13.0.7"] {
                let truth = case.join(format!("truth/{name}.{version}.json"));
                if !truth.exists() {
                    continue;
                }
                let (ours, theirs) = (resolve(case, &meta, run, version), json(&truth));
                runs += 1;
                if EXCEPTIONS.iter().any(|(case, run, _)| *case == id && *run == name) {
                    continue;
                }
                for key in KEYS {
                    let (ours, theirs) = (comparable(key, &ours), comparable(key, &theirs));
                    match unknown_values(key, &ours, &theirs) {
                        Ok(count) if key == "hosts" => unknown += count,
                        Ok(_) => {}
                        Err(place) => wrong.push(format!("{id} {name} {version}: {place}")),
                    }
                }
                let hosts = theirs.get("hosts").and_then(Value::as_object);
                values +=
                    hosts.map_or(0, |hosts| hosts.values().map(|host| host.as_object().unwrap().len()).sum());
            }
        }
    }
    eprintln!("{runs} runs, {values} values, {unknown} of them unknown, {} differences", wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(unknown * 100 <= values, "{unknown} of {values} values are unknown");
}

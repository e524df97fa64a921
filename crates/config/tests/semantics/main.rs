//! What configurations mean, one question each. The answers are real Prosody's, as its source and runs of it say.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod hosts;
mod lua;
mod options;
mod unknown;

use std::fmt::Write as _;

use config::{Mount, Profile, Table, Value, read_tree};
use expect_test::Expect;

/// Reads a tree written as one text, its files behind `//- path` headers, and says what it means: an error, the
/// warnings, and every option of every host.
fn meaning(release: &str, env: &[(&str, &str)], text: &str) -> String {
    let directory = std::env::temp_dir().join(format!(
        "prosody-ls-semantics-{}-{:?}",
        std::process::id(),
        std::thread::current().id()
    ));
    let _ = std::fs::remove_dir_all(&directory);
    for part in text.split("//- ").skip(1) {
        let (path, content) = part.split_once('\n').unwrap();
        let path = directory.join(path.trim());
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    let mut profile = Profile {
        env: env.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        mount: Some(Mount { root: directory.clone(), path: "/etc/prosody".to_owned() }),
        ..Profile::default()
    };
    profile.set_release(release).unwrap();
    let tree = read_tree(profile, &directory.join("prosody.cfg.lua"));
    let mut out = String::new();
    if let Some(error) = &tree.settings.error {
        writeln!(out, "error: {}", error.message).unwrap();
    }
    for warning in tree.settings.warnings() {
        writeln!(out, "warning: {}", warning.message()).unwrap();
    }
    for host in &tree.settings.hosts {
        for chain in host.chains.iter().filter(|chain| chain.value != Value::Nil) {
            writeln!(out, "{} {} = {}", host.name, chain.option, show(&chain.value)).unwrap();
        }
    }
    std::fs::remove_dir_all(&directory).unwrap();
    out
}

fn show(value: &Value) -> String {
    match value {
        Value::Str(_) => format!("{:?}", value.as_str().unwrap_or("(bytes)")),
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Float(value) => format!("{value:?}"),
        Value::Table(table) => show_table(table),
        Value::Proxy(proxy) => format!("proxy of {} {}", proxy.host, proxy.option),
        Value::Unknown(reason) => format!("unknown: {reason}"),
        other => other.describe().to_owned(),
    }
}

fn show_table(table: &Table) -> String {
    let entries: Vec<String> = table
        .entries
        .iter()
        .map(|entry| match &entry.key {
            Value::Int(_) => show(&entry.value),
            key => format!("{} = {}", key.as_str().unwrap_or("?"), show(&entry.value)),
        })
        .collect();
    format!("{{{}}}", entries.join(", "))
}

fn check(release: &str, text: &str, expected: &Expect) {
    expected.assert_eq(&meaning(release, &[], text));
}

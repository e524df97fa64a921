//! What releases consist of agrees with itself: versions, workflows, names.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::path::{Path, PathBuf};

use saphyr::{LoadableYamlNode, Yaml};
use xtask::dist::VERSION;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

const YAML: [&str; 7] = [
    ".github/workflows/ci.yml",
    ".github/workflows/release.yml",
    ".pre-commit-hooks.yaml",
    "action.yml",
    "examples/ci/github.yml",
    "examples/ci/gitlab-ci.yml",
    "examples/ci/pre-commit-config.yaml",
];

#[test]
fn the_extension_has_the_version_of_the_workspace() {
    for path in ["editors/vscode/package.json", "editors/vscode/package-lock.json"] {
        let json: serde_json::Value = serde_json::from_str(&read(path)).unwrap();
        assert_eq!(json["version"], VERSION, "{path}");
        if let Some(package) = json["packages"].get("") {
            assert_eq!(package["version"], VERSION, "{path}");
        }
    }
}

#[test]
fn what_connects_other_editors_has_the_version_of_the_workspace() {
    for (path, line) in [
        ("editors/emacs/prosody-ls.el", format!(";; Version: {VERSION}")),
        ("editors/zed/Cargo.toml", format!("version = \"{VERSION}\"")),
        ("editors/zed/extension.toml", format!("version = \"{VERSION}\"")),
    ] {
        assert!(read(path).lines().any(|is| is == line), "{path}: {line}");
    }
}

#[test]
fn examples_name_the_version_of_the_workspace() {
    for path in [
        "examples/ci/github.yml",
        "examples/ci/gitlab-ci.yml",
        "examples/ci/pre-commit-config.yaml",
        "docs/ci.md",
        "action.yml",
    ] {
        assert!(read(path).contains(VERSION), "{path}");
    }
}

#[test]
fn workflows_are_yaml_and_run_scripts_that_are_there() {
    for path in YAML {
        let text = read(path);
        let documents = Yaml::load_from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(documents.len(), 1, "{path}");
        for line in text.lines() {
            let mut words = line.split_whitespace();
            if let Some(script) = words.find(|word| *word == "sh").and_then(|_| words.next()) {
                assert!(root().join(script).exists(), "{path}: {script}");
            }
        }
    }
}

#[test]
fn hooks_that_are_shown_are_there() {
    let offered = read(".pre-commit-hooks.yaml");
    for line in read("examples/ci/pre-commit-config.yaml").lines() {
        if let Some(id) = line.trim().strip_prefix("- id: ") {
            assert!(offered.contains(&format!("- id: {id}\n")), "{id}");
        }
    }
}

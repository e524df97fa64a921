//! Every fact about Prosody is compared with Prosody's own source, where `tests/fetch-prosody.sh` has put it.

use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use schema::{Schema, Version};
use xtask::schemas::{community_differences, differences};

/// The releases that the facts are taken from.
const RELEASES: [(&str, Version); 2] = [("0.12.3", Version::V0_12), ("13.0.7", Version::V13_0)];

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// What is unpacked in `target/prosody`, by name, with the folder that holds Prosody's files.
fn unpacked() -> Vec<(String, PathBuf)> {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| repository().join("target"), PathBuf::from);
    let Ok(entries) = fs::read_dir(target.join("prosody")) else { return Vec::new() };
    let trees = entries.flatten().map(|entry| {
        (entry.file_name().to_string_lossy().into_owned(), entry.path().join("usr/lib/prosody"))
    });
    trees.filter(|(_, tree)| tree.is_dir()).collect()
}

/// The unpacked releases by name.
fn fetched() -> Vec<(String, PathBuf)> {
    unpacked().into_iter().filter(|(_, tree)| tree.join("core").is_dir()).collect()
}

/// The unpacked sets of community modules by the months of their revisions: `modules-0.0~hg20260723.0971c99bfbc9+dfsg`.
fn module_sets() -> Vec<(String, PathBuf)> {
    let month = |name: &str| {
        let day = name.strip_prefix("modules-")?.split_once("hg")?.1.get(..8)?;
        day.bytes().all(|byte| byte.is_ascii_digit()).then(|| format!("{}-{}", &day[..4], &day[4..6]))
    };
    unpacked().into_iter().filter_map(|(name, tree)| Some((month(&name)?, tree.join("modules")))).collect()
}

/// Says something even if the test passes: `eprintln` would be captured.
fn say(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

#[test]
fn every_core_fact_is_as_in_the_sources() {
    let fetched = fetched();
    let (known, others): (Vec<_>, Vec<_>) =
        fetched.iter().partition(|(name, _)| RELEASES.iter().any(|(release, _)| release == name));
    if known.is_empty() {
        say("skipped: run tests/fetch-prosody.sh");
        assert!(env::var("CI").as_deref() != Ok("true"), "no known release in target/prosody");
    }
    let mut wrong = Vec::new();
    for (release, version) in RELEASES {
        for (_, tree) in known.iter().filter(|(name, _)| name == release) {
            wrong.extend(differences(&repository().join("schemas"), tree, version).unwrap());
        }
    }
    // Another release of a series may differ: what is new there is worth a look, not a failure.
    for (name, tree) in others {
        let Ok(version) = name.parse() else { continue };
        for difference in differences(&repository().join("schemas"), tree, version).unwrap() {
            say(&format!("note: {name}: {difference}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_community_fact_is_as_in_the_sources() {
    let sets = module_sets();
    if sets.is_empty() {
        say("skipped: run tests/fetch-prosody.sh");
        assert!(env::var("CI").as_deref() != Ok("true"), "no community modules in target/prosody");
    }
    let seen = |month: &str| Schema::of(Version::V13_0).modules().any(|module| module.seen.contains(&month));
    let mut wrong = Vec::new();
    for (month, tree) in sets {
        let differences = community_differences(&repository().join("schemas"), &month, &tree).unwrap();
        if seen(&month) {
            wrong.extend(differences);
        } else {
            // A set that is newer than the facts: what is new there is worth a look, not a failure.
            say(&format!("note: {} differences from the community modules of {month}", differences.len()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

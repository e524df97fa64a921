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

mod answers;

use std::path::{Path, PathBuf};

use answers::{Figures, HostOrder, Run, compare, ours};
use fixture::corpus;
use serde_json::Value;

/// The releases whose answers are recorded.
const RELEASES: [&str; 3] = ["0.12.3", "13.0.1", "13.0.7"];

/// Runs that are left out, each with the reason.
const EXCEPTIONS: [(&str, &str, &str); 1] = [(
    "s-djmaze-docker-prosody",
    "default",
    "fails for want of the output of a command, which was not run when the answer was recorded",
)];

fn json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap())
        .unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn resolve(case: &Path, meta: &Value, run: &Value, release: &str) -> Value {
    let setting = |name: &str| run.get(name).or(meta.get(name)).and_then(Value::as_str).unwrap();
    let env = run["env"].as_object().unwrap().iter();
    let env: Vec<_> = env.map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned())).collect();
    let root = case.join("config");
    let circumstances = Run {
        root: &root,
        mount: setting("mount"),
        entry: meta["entry"].as_str().unwrap(),
        cwd: setting("cwd"),
        env: &env,
        process_type: run.get("process_type").and_then(Value::as_str),
    };
    ours(&circumstances, release)
}

/// Takes the line of Prosody's own source out of an error.
fn forget_source_line(answer: &mut Value) {
    let Some(error) = answer["error"].as_str() else { return };
    if let Some((before, after)) = error.split_once("/core/configmanager.lua:") {
        let after = after.trim_start_matches(|c: char| c.is_ascii_digit());
        answer["error"] = Value::from(format!("{before}/core/configmanager.lua{after}"));
    }
}

#[test]
fn configurations_mean_what_prosody_says() {
    let Some(corpus) = corpus() else { return };
    let mut figures: [Figures; RELEASES.len()] = Default::default();
    let mut wrong = Vec::new();
    let mut cases: Vec<PathBuf> =
        std::fs::read_dir(&corpus).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    for case in cases.iter().filter(|case| case.join("meta.json").exists()) {
        let id = case.file_name().unwrap().to_string_lossy();
        let meta = json(&case.join("meta.json"));
        for run in meta["runs"].as_array().unwrap() {
            let name = run["name"].as_str().unwrap();
            if EXCEPTIONS.iter().any(|(case, run, _)| *case == id && *run == name) {
                continue;
            }
            for (release, figures) in RELEASES.iter().zip(&mut figures) {
                // Where 13.0.1 says the same as 13.0.7 it is not recorded twice.
                let same =
                    meta["same_truth_as_13_0_7"].as_array().is_some_and(|runs| runs.contains(&run["name"]));
                let recorded = if same && *release == "13.0.1" { "13.0.7" } else { release };
                let truth = case.join(format!("truth/{name}.{recorded}.json"));
                if !truth.exists() {
                    continue;
                }
                let (mut answer, mut truth) = (resolve(case, &meta, run, release), json(&truth));
                if recorded != *release {
                    // Prosody's own source has other line numbers.
                    [&mut answer, &mut truth].into_iter().for_each(forget_source_line);
                }
                if let Err(place) = compare(&answer, &truth, HostOrder::Matters, figures) {
                    wrong.push(format!("{id} {name} {release}: {place}"));
                }
            }
        }
    }
    for (release, figures) in RELEASES.iter().zip(&figures) {
        eprintln!("{release}: {figures}");
        assert!(figures.known() >= 99.0, "{release}: {figures}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

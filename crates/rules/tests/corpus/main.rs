//! Real configurations, and what real Prosody made of them: no finding may contradict it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test: a surprise is a failure"
)]

mod counts;
mod loading;
mod names;
mod profiles;
mod prosodyctl;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use config::{FileId, Mount, Profile, Snapshot, Workspace};
use fixture::corpus;
use rules::{Checker, Finding};
use serde_json::Value;

/// One configuration under one environment, as one Prosody reads it.
struct Run {
    /// `CASE RUN VERSION`
    name: String,
    root: PathBuf,
    profile: Profile,
    snapshot: Arc<Snapshot>,
    /// What that Prosody made of it.
    truth: Value,
    /// What `prosodyctl check config` said.
    check: String,
}

impl Run {
    fn findings(&self) -> Vec<(FileId, Finding)> {
        rules::read_profiles(&self.snapshot, rules::Effort::Much);
        let mut checker = Checker::new(&self.snapshot);
        let mut files: Vec<FileId> = self.snapshot.files().map(|file| file.id).collect();
        files.sort();
        files.into_iter().flat_map(|file| checker.check(file).into_iter().map(move |it| (file, it))).collect()
    }

    fn is_ok(&self) -> bool {
        self.truth["ok"] == true
    }

    /// `conf.d/a.cfg.lua:3`
    fn place(&self, file: FileId, offset: u32) -> String {
        let file = self.snapshot.file(file).expect("a file of this run");
        let path = file.path.strip_prefix(&self.root).unwrap_or(&file.path);
        let line = file.lines.position(&file.text, offset, syntax::Encoding::Utf8).line + 1;
        format!("{}:{line}", path.display())
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn json(path: &Path) -> Option<Value> {
    let bytes = std::fs::read(path).ok()?;
    Some(serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

/// Every run of every case, with the truth of each Prosody that was asked.
fn each_run(mut look: impl FnMut(&Run)) {
    let Some(corpus) = corpus() else { return };
    let mut count = 0;
    let mut cases: Vec<PathBuf> = std::fs::read_dir(&corpus)
        .expect("the corpus")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    cases.sort();
    for case in cases {
        let Some(meta) = json(&case.join("meta.json")) else { continue };
        let root = case.join("config").canonicalize().expect("a case's files");
        for run in meta["runs"].as_array().expect("runs") {
            for version in ["0.12.3", "13.0.1", "13.0.7"] {
                let stem = case.join("truth").join(format!("{}.{version}", text(&run["name"])));
                let Some(truth) = json(&PathBuf::from(format!("{}.json", stem.display()))) else { continue };
                let either = |key: &str| if run[key].is_null() { &meta[key] } else { &run[key] };
                let env = run["env"].as_object().into_iter().flatten();
                let mut profile = Profile {
                    env: env.map(|(name, value)| (name.clone(), text(value))).collect::<BTreeMap<_, _>>(),
                    cwd: either("cwd").as_str().map(PathBuf::from),
                    process_type: run["process_type"].as_str().map(str::to_owned),
                    mount: Some(Mount { root: root.clone(), path: text(either("mount")) }),
                    ..Profile::default()
                };
                profile.set_release(version).expect("a release");
                let mut workspace = Workspace::new();
                workspace.set_roots(vec![root.clone()]);
                workspace.set_entry(Some(root.join(text(&meta["entry"]))));
                workspace.set_profile(profile.clone());
                let check = std::fs::read(format!("{}.check.txt", stem.display())).unwrap_or_default();
                look(&Run {
                    name: format!("{} {} {version}", text(&meta["id"]), text(&run["name"])),
                    root: root.clone(),
                    profile,
                    snapshot: workspace.snapshot(&|_, _| {}),
                    truth,
                    check: String::from_utf8_lossy(&check).into_owned(),
                });
                count += 1;
            }
        }
    }
    assert!(count > 400, "only {count} runs");
}

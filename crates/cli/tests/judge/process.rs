//! A real Prosody that answers what configurations mean: `tests/judge/judge.lua`.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

use crate::answers::Run;

/// The releases that are asked.
pub(crate) const RELEASES: [&str; 3] = ["0.12.3", "13.0.1", "13.0.7"];

/// What its own limits let a configuration take, and then some.
const PATIENCE: Duration = Duration::from_secs(60);

/// One running judge.
#[derive(Debug)]
pub(crate) struct Judge {
    pub(crate) release: &'static str,
    root: PathBuf,
    process: Process,
}

#[derive(Debug)]
struct Process {
    child: Child,
    requests: ChildStdin,
    answers: Receiver<String>,
}

/// Judges of all releases; `None`, said on stderr, if none was unpacked.
pub(crate) fn judges() -> Option<Vec<Judge>> {
    // Cargo's directory for tests is `target/tmp`.
    let unpacked = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("prosody");
    let missing: Vec<&str> = RELEASES
        .into_iter()
        .filter(|release| !unpacked.join(release).join("usr/bin/lua5.4").exists())
        .collect();
    if missing.is_empty() {
        return Some(RELEASES.map(|release| Judge::new(release, unpacked.join(release))).into());
    }
    let message =
        format!("no Prosody {} below {}: run tests/fetch-prosody.sh", missing.join(", "), unpacked.display());
    assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "{message}");
    eprintln!("skipped: {message}");
    None
}

impl Judge {
    fn new(release: &'static str, root: PathBuf) -> Self {
        Self { release, process: Process::start(&root), root }
    }

    /// Begins to ask. Every question wants its answer to be taken before the next.
    pub(crate) fn ask(&mut self, run: &Run<'_>) {
        let mut request = vec![run.root.display().to_string(), run.entry.to_owned(), run.cwd.to_owned()];
        request.extend(run.env.iter().map(|(name, value)| format!("{name}={value}")));
        writeln!(self.process.requests, "{}", request.join("\t")).expect("the judge listens");
    }

    /// What Prosody makes of the configuration that was asked about.
    pub(crate) fn answer(&mut self) -> Value {
        let Ok(line) = self.process.answers.recv_timeout(PATIENCE) else {
            self.process = Process::start(&self.root);
            return json!({ "ok": false, "stage": "limit" });
        };
        let answer: Value = serde_json::from_str(&line).unwrap_or_else(|e| panic!("{e}: {line}"));
        assert!(answer.get("judge_failed").is_none(), "the judge itself failed: {line}");
        answer
    }
}

impl Process {
    fn start(root: &Path) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/judge/judge.sh");
        let mut child = Command::new("sh")
            .arg(script)
            .arg(root)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell");
        let requests = child.stdin.take().expect("it is piped");
        let lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        let (sender, answers) = channel();
        std::thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Self { child, requests, answers }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

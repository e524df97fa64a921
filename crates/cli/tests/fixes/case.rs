//! Cases of the corpus, written to a directory of their own.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use config::{FileId, Profile, Snapshot, Workspace};
use rules::{Finding, Fix};
use serde_json::Value;

use crate::answers::Run;
use crate::process::Judge;

/// One real configuration.
pub(crate) struct Case {
    pub(crate) id: String,
    directory: PathBuf,
    entry: String,
    pub(crate) runs: Vec<Circumstances>,
}

/// What a configuration is read under.
pub(crate) struct Circumstances {
    pub(crate) name: String,
    mount: String,
    cwd: String,
    env: Vec<(String, String)>,
}

/// All cases, unless there are none.
pub(crate) fn all() -> Option<Vec<Case>> {
    let corpus = fixture::corpus()?;
    let directories = std::fs::read_dir(&corpus).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<Case> =
        directories.filter(|path| path.join("meta.json").exists()).map(|path| Case::read(&path)).collect();
    cases.sort_by(|a, b| a.id.cmp(&b.id));
    Some(cases)
}

impl Case {
    fn read(path: &Path) -> Self {
        let meta: Value = serde_json::from_slice(&std::fs::read(path.join("meta.json")).unwrap()).unwrap();
        let runs = meta["runs"].as_array().unwrap().iter().map(|run| {
            let setting = |name: &str| run.get(name).or(meta.get(name)).and_then(Value::as_str).unwrap();
            Circumstances {
                name: run["name"].as_str().unwrap().to_owned(),
                mount: setting("mount").to_owned(),
                cwd: setting("cwd").to_owned(),
                env: run["env"]
                    .as_object()
                    .unwrap()
                    .iter()
                    .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
                    .collect(),
            }
        });
        Self {
            id: path.file_name().unwrap().to_string_lossy().into_owned(),
            directory: path.join("config"),
            entry: meta["entry"].as_str().unwrap().to_owned(),
            runs: runs.collect(),
        }
    }

    /// Writes it below a directory for tests, as if it had been deployed there: where its files name their directory
    /// they name this one.
    pub(crate) fn write<'a>(&'a self, purpose: &str, run: &'a Circumstances, release: &str) -> Written<'a> {
        // Short, since Prosody fails to warn of anything in files with long paths.
        let root = std::env::temp_dir().join(format!("pls-{}", std::process::id())).join(purpose);
        // There is none at first.
        let _ = std::fs::remove_dir_all(&root);
        copy(&self.directory, &root, &run.mount, &root.display().to_string());
        let mut profile = Profile {
            env: run.env.iter().cloned().collect(),
            cwd: Some(PathBuf::from(run.cwd.replace(&run.mount, &root.display().to_string()))),
            ..Profile::default()
        };
        profile.set_release(release).expect("a release");
        let mut written = Written { case: self, run, root, profile, snapshot: Arc::default() };
        written.snapshot = written.read();
        written
    }
}

fn copy(from: &Path, to: &Path, mount: &str, instead: &str) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap().path();
        let target = to.join(entry.file_name().unwrap());
        if entry.is_dir() {
            copy(&entry, &target, mount, instead);
        } else {
            let bytes = std::fs::read(&entry).unwrap();
            let text = String::from_utf8(bytes).map(|text| text.replace(mount, instead).into_bytes());
            std::fs::write(target, text.unwrap_or_else(std::string::FromUtf8Error::into_bytes)).unwrap();
        }
    }
}

/// A case on disk, read by us.
pub(crate) struct Written<'a> {
    case: &'a Case,
    run: &'a Circumstances,
    root: PathBuf,
    profile: Profile,
    snapshot: Arc<Snapshot>,
}

/// A finding that offers a fix.
pub(crate) struct Place {
    pub(crate) path: String,
    pub(crate) line: u32,
    pub(crate) finding: Finding,
    /// How many findings of the file say the same.
    pub(crate) alike: usize,
    /// The options that are set where the finding is.
    options: BTreeSet<String>,
    file: FileId,
}

impl Written<'_> {
    fn read(&self) -> Arc<Snapshot> {
        let mut workspace = Workspace::new();
        workspace.set_roots(vec![self.root.clone()]);
        workspace.set_entry(Some(self.root.join(&self.case.entry)));
        workspace.set_profile(self.profile.clone());
        workspace.snapshot(&|_, _| {})
    }

    /// All findings with fixes in files that the configuration loads.
    pub(crate) fn places(&self) -> Vec<Place> {
        let Some(tree) = self.snapshot.trees().next() else { return Vec::new() };
        let mut files: Vec<FileId> = tree.settings.config_files().collect();
        files.sort();
        files.dedup();
        let mut places = Vec::new();
        for file in files {
            let Some(source) = self.snapshot.file(file) else { continue };
            let findings = rules::check(&self.snapshot, file);
            for finding in findings.iter().filter(|finding| finding.fix.is_some()) {
                let line =
                    source.lines.position(&source.text, finding.span.start, syntax::Encoding::Utf8).line;
                let sets = tree.settings.in_file(file).map(|(_, set)| set);
                let here = sets.filter(|set| set.span.touches(finding.span.start));
                places.push(Place {
                    path: source.path.strip_prefix(&self.root).unwrap().display().to_string(),
                    line: line + 1,
                    alike: findings.iter().filter(|other| is_alike(other, finding)).count(),
                    finding: finding.clone(),
                    options: here.map(|set| set.option.to_string()).collect(),
                    file,
                });
            }
        }
        places
    }

    /// How many findings a file has now that say the same.
    pub(crate) fn findings_like(&self, place: &Place) -> usize {
        let snapshot = self.read();
        let file = snapshot.file_id(&self.root.join(&place.path)).expect("the file is still there");
        rules::check(&snapshot, file).iter().filter(|finding| is_alike(finding, &place.finding)).count()
    }

    pub(crate) fn source(&self, place: &Place) -> Vec<u8> {
        self.snapshot.file(place.file).unwrap().text.to_vec()
    }

    /// Whether the file is correct Lua as it is.
    pub(crate) fn parses(&self, place: &Place) -> bool {
        self.snapshot.file(place.file).unwrap().parse.errors.is_empty()
    }

    pub(crate) fn replace(&self, place: &Place, text: &[u8]) {
        std::fs::write(self.root.join(&place.path), text).unwrap();
    }

    /// What real Prosody makes of it as it is now.
    pub(crate) fn ask(&self, judge: &mut Judge) -> Value {
        let root = self.root.display().to_string();
        let cwd = self.profile.cwd.as_ref().map(|cwd| cwd.display().to_string()).unwrap_or_default();
        judge.ask(&Run {
            root: &self.root,
            mount: &root,
            entry: &self.case.entry,
            cwd: &cwd,
            env: &self.run.env,
            process_type: None,
        });
        judge.answer()
    }
}

impl Drop for Written<'_> {
    fn drop(&mut self) {
        // The system cleans up in the end.
        let _ = std::fs::remove_dir_all(&self.root);
    }
}

fn is_alike(a: &Finding, b: &Finding) -> bool {
    a.rule == b.rule && a.message == b.message
}

impl Place {
    pub(crate) fn fix(&self) -> &Fix {
        self.finding.fix.as_ref().expect("places have fixes")
    }

    /// The text of the file with the fix.
    pub(crate) fn fixed(&self, text: &[u8]) -> Result<Vec<u8>, String> {
        let mut text = text.to_vec();
        let mut edits = self.fix().edits.clone();
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
        for pair in edits.windows(2) {
            if pair[0].span.start < pair[1].span.end {
                return Err("edits overlap".to_owned());
            }
        }
        for edit in edits {
            if edit.file != self.file {
                return Err("it edits another file".to_owned());
            }
            text.splice(std::ops::Range::from(edit.span), edit.text.bytes());
        }
        Ok(text)
    }

    /// What the fix may change: that of which its finding speaks.
    pub(crate) fn may_change(&self) -> MayChange {
        let mut names = BTreeSet::new();
        let said = [Some(&*self.finding.message), Some(&*self.fix().title), self.finding.help.as_deref()];
        for text in said.into_iter().flatten() {
            let words = text.split(['`', '"', ' ', '{', '}', ',', '=']).filter(|word| !word.is_empty());
            names.extend(words.map(str::to_owned));
        }
        let rule = self.finding.rule;
        if SAYS_THE_SAME.contains(&rule) {
            return MayChange::default();
        }
        let options: BTreeSet<String> = self.options.union(&names).cloned().collect();
        let any_module = BRINGS_LISTS_BACK.contains(&rule) && options.contains("modules_enabled")
            || MAKES_ANOTHER_HOST.contains(&rule);
        // What is listed under a wrong name counts as a module of that name.
        let mut modules: BTreeSet<String> = names.iter().map(|name| format!("mod_{name}")).collect();
        modules.extend(names);
        if LOADS_THE_SAME.contains(&rule) {
            modules.clear();
        }
        let any_host = MAKES_HOSTS.contains(&rule);
        MayChange { any_host, options, modules, any_module }
    }
}

/// Rules whose fixes only write the same in other words.
const SAYS_THE_SAME: [&str; 2] = ["direct-lua-api", "duplicate-option"];

/// Rules whose fixes take away what is there twice: the modules stay.
const LOADS_THE_SAME: [&str; 2] = ["needless-default-storage", "repeated-module"];

/// Rules whose fixes mend a list of which Prosody sees but a part, or nothing: other modules of it are loaded, too.
const BRINGS_LISTS_BACK: [&str; 3] = ["lost-in-script", "missing-quotes", "read-back"];

/// Rules whose fixes give a component the module that it was meant to have.
const MAKES_ANOTHER_HOST: [&str; 1] = ["ignored-argument"];

/// Rules whose fixes open the host that was meant: what follows belongs to it.
const MAKES_HOSTS: [&str; 1] = ["assigned-function"];

/// What a fix may change.
#[derive(Debug, Default)]
pub(crate) struct MayChange {
    /// Whether hosts may come, with what is set behind.
    pub(crate) any_host: bool,
    /// The options whose values may change.
    pub(crate) options: BTreeSet<String>,
    /// The modules that may come or go.
    pub(crate) modules: BTreeSet<String>,
    /// Whether others may come or go, too.
    pub(crate) any_module: bool,
}

//! Configuration trees that are asked about, in the form that a person reads and writes.
//!
//! ```text
//! Does a component inherit the modules of the global section?
//! env DOMAIN=example.com
//! cwd .
//! //- prosody.cfg.lua
//! ...
//! ```
//!
//! The first line is the question. `env` sets a variable, `cwd` the working directory, relative to the tree's own
//! (otherwise it is `/`). `$ROOT` in the value of a variable stands for that directory.

use std::path::{Path, PathBuf};

use fixture::File;

use crate::answers::Run;

/// A tree and what surrounds it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tree {
    pub(crate) question: String,
    pub(crate) env: Vec<(String, String)>,
    pub(crate) cwd: Option<String>,
    pub(crate) files: Vec<File>,
}

/// The file that Prosody is started with.
pub(crate) const ENTRY: &str = "prosody.cfg.lua";

impl Tree {
    /// Reads the form above.
    pub(crate) fn parse(text: &str) -> Self {
        let start = text.find("//- ").expect("a case has files, each behind a line `//- path`");
        let (head, files) = text.split_at(start);
        let mut lines = head.lines();
        let question = lines.next().unwrap_or_default().to_owned();
        let mut tree = Self { question, files: fixture::parse(files).0, ..Self::default() };
        for line in lines.filter(|line| !line.is_empty()) {
            match line.split_once(' ') {
                Some(("env", variable)) => {
                    let (name, value) = variable.split_once('=').expect("env NAME=VALUE");
                    tree.env.push((name.to_owned(), value.to_owned()));
                }
                Some(("cwd", directory)) => tree.cwd = Some(directory.to_owned()),
                _ => panic!("'{line}' is neither env nor cwd"),
            }
        }
        tree
    }

    /// Writes it.
    pub(crate) fn render(&self) -> String {
        let env = self.env.iter().map(|(name, value)| format!("env {name}={value}"));
        let cwd = self.cwd.iter().map(|directory| format!("cwd {directory}"));
        let files =
            self.files.iter().map(|file| format!("//- {}\n{}", file.path, file.text.trim_end_matches('\n')));
        let parts: Vec<String> =
            std::iter::once(self.question.clone()).chain(env).chain(cwd).chain(files).collect();
        parts.join("\n") + "\n"
    }
}

/// A directory for one tree after the other. How long its path is matters to Prosody: it is the same everywhere.
#[derive(Debug)]
pub(crate) struct Directory {
    root: PathBuf,
    mount: String,
    cwd: String,
    env: Vec<(String, String)>,
}

impl Directory {
    /// One of its own for each `number` in this process.
    pub(crate) fn new(number: usize) -> Self {
        let mount = format!("/tmp/judge{:08}{number}", std::process::id());
        Self { root: PathBuf::from(&mount), mount, cwd: "/".to_owned(), env: Vec::new() }
    }

    /// Puts a tree there, and says how to ask about it.
    pub(crate) fn hold(&mut self, tree: &Tree) -> Run<'_> {
        self.clear();
        std::fs::create_dir_all(&self.root).expect("a directory for the tree");
        for file in &tree.files {
            let path = self.root.join(&file.path);
            std::fs::create_dir_all(path.parent().unwrap_or(Path::new("/"))).expect("a directory");
            std::fs::write(path, &file.text).expect("a file");
        }
        self.cwd = match tree.cwd.as_deref() {
            None => "/".to_owned(),
            Some(".") => self.mount.clone(),
            Some(below) => format!("{}/{below}", self.mount),
        };
        let value = |value: &str| value.replace("$ROOT", &self.mount);
        self.env = tree.env.iter().map(|(name, text)| (name.clone(), value(text))).collect();
        Run {
            root: &self.root,
            mount: &self.mount,
            entry: ENTRY,
            cwd: &self.cwd,
            env: &self.env,
            process_type: None,
        }
    }

    fn clear(&self) {
        // There is none at first.
        let _ = std::fs::remove_dir_all(&self.root);
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        self.clear();
    }
}

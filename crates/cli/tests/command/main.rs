//! The built program as people and programs run it: what it prints, what it writes, and how it exits.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "tests")]
#![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]
#![allow(clippy::print_stderr, reason = "a skipped test has to say so")]

mod book;
mod check;
mod fix;
mod format;
mod formats;
mod help;
mod profiles;

use std::process::{Command, Output, Stdio};

use fixture::Directory;

/// A directory with files, in which the program is run.
struct Place(Directory);

/// What a run of the program came to.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Place {
    fn new(files: &[(&str, &str)]) -> Self {
        let directory = Directory::new();
        for (path, text) in files {
            directory.write(path, text.as_bytes());
        }
        Self(directory)
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.0.path().join(path)).unwrap()
    }

    /// The names of all that lies in it.
    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Runs it; the directory is `$DIR` in what it prints.
    fn run(&self, arguments: &[&str]) -> Ran {
        let output: Output = Command::new(env!("CARGO_BIN_EXE_prosody-ls"))
            .args(arguments)
            .current_dir(self.0.path())
            .env_remove("NO_COLOR")
            .env_remove("CLICOLOR_FORCE")
            .env_remove("COLUMNS")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| {
            String::from_utf8(bytes).unwrap().replace(&*self.0.path().to_string_lossy(), "$DIR")
        };
        Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Ran {
    /// What was printed, on standard output and, behind `!`, on standard error; and the exit code.
    fn all(&self) -> String {
        let errors = self.err.lines().map(|line| format!("! {line}")).collect::<Vec<_>>();
        let lines = self.out.lines().map(str::to_owned).chain(errors);
        lines.chain([format!("exit {}\n", self.code)]).collect::<Vec<_>>().join("\n")
    }
}

//! The programs below `tools/`: run in every Lua that is at hand (`tests/fetch-lua.sh`), on trees as `init` writes them.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test may fail, and says what it skips"
)]
#![cfg(unix)]

mod deployment;
mod development;
mod migration;
mod monitoring;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use fixture::Directory;
use scaffold::{Layout, Wish};
use schema::Version;

/// The Luas that are there; at least one, or the test fails where it must not be skipped.
fn luas() -> Vec<PathBuf> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
    let found: Vec<PathBuf> = ["lua5.1", "lua5.2", "lua5.3", "lua5.4"]
        .iter()
        .filter_map(|lua| {
            [workspace.join("target/tools/bin").join(lua), Path::new("/usr/bin").join(lua)]
                .into_iter()
                .find(|lua| lua.exists())
        })
        .collect();
    if found.is_empty() {
        assert!(std::env::var_os("CI").is_none(), "no Lua");
        eprintln!("skipped: no Lua; tests/fetch-lua.sh gets one");
    }
    found
}

/// A tree on disk, in `chat`, with room beside it.
struct Tree {
    directory: Directory,
    lua: PathBuf,
}

/// What a program said.
#[derive(Debug)]
struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Tree {
    /// A tree of a layout in a fresh directory, for each Lua.
    fn each(layout: Layout) -> Vec<Self> {
        let wish =
            Wish { layout, domain: "example.org".to_owned(), parts: None, version: Version::default() };
        let files = scaffold::tree(&wish).unwrap();
        luas()
            .into_iter()
            .map(|lua| {
                let directory = Directory::new();
                for file in &files {
                    directory.write(&format!("chat/{}", file.path), file.text.as_bytes());
                }
                fs::create_dir(directory.path().join("bin")).unwrap();
                Self { directory, lua }
            })
            .collect()
    }

    /// Where something lies.
    fn path(&self, path: &str) -> PathBuf {
        self.directory.path().join(path)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// Adds a line to a file.
    fn append(&self, path: &str, line: &str) {
        let text = self.read(path);
        self.directory.write(path, format!("{text}{line}\n").as_bytes());
    }

    /// Something in the place of another program: a shell script. Its arguments are noted in the file `calls`.
    fn pretend(&self, program: &str, script: &str) {
        use std::os::unix::fs::PermissionsExt;
        let calls = self.path("calls");
        let text = format!("#!/bin/sh\necho \"{program} $*\" >>'{}'\n{script}\n", calls.display());
        self.directory.write(&format!("bin/{program}"), text.as_bytes());
        fs::set_permissions(self.path("bin").join(program), fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// The command that runs a program of the tree, from the directory beside it.
    fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.lua);
        command.arg(format!("chat/tools/{program}.lua")).args(arguments).current_dir(self.directory.path());
        // Nothing of this machine's Prosody or git.
        command.env("PATH", format!("{}:/usr/local/bin:/usr/bin:/bin", self.path("bin").display()));
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
        for name in ["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"] {
            command.env(name, "somebody");
        }
        command
    }

    /// What a program says.
    fn run(&self, program: &str, arguments: &[&str]) -> Said {
        let output = self.command(program, arguments).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Said { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }

    /// What a program prints that does its work.
    fn prints(&self, program: &str, arguments: &[&str]) -> String {
        let said = self.run(program, arguments);
        assert_eq!(said.code, Some(0), "{} {program} {arguments:?}: {said:?}", self.lua.display());
        said.out
    }

    /// A program does not do what is asked, exits with a code, and says why.
    fn refuses(&self, program: &str, arguments: &[&str], code: i32, why: &str) {
        let said = self.run(program, arguments);
        assert_eq!(said.code, Some(code), "{} {program} {arguments:?}: {said:?}", self.lua.display());
        assert!(said.err.contains(why), "{} {program} {arguments:?}: {said:?}", self.lua.display());
    }
}

/// The programs of a tree by their path below `tools/`, without `.lua`.
fn programs(layout: Layout) -> Vec<String> {
    let wish = Wish { layout, domain: "example.org".to_owned(), parts: None, version: Version::default() };
    let files = scaffold::tree(&wish).unwrap();
    let programs = files.iter().filter_map(|file| file.path.strip_prefix("tools/")?.strip_suffix(".lua"));
    programs
        .filter(|path| !path.starts_with("core/") && !path.starts_with("lib/") && *path != "loader")
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_program_explains_itself_and_knows_its_options() {
    for layout in [Layout::Hybrid, Layout::Layers] {
        for tree in Tree::each(layout) {
            for program in programs(layout) {
                let help = tree.prints(&program, &["--help"]);
                let name = program.rsplit('/').next().unwrap();
                assert!(help.contains("  lua tools/") && help.len() > 200, "{name}: {help}");
                assert!(help.lines().all(|line| line.len() <= 120), "{name}: {help}");
                tree.refuses(&program, &["--no-such-thing"], 2, "there is no option '--no-such-thing'");
                tree.refuses(&program, &["-x"], 2, "there is no option '-x'");
            }
        }
    }
}

#[test]
fn the_listings_are_complete() {
    let all = [
        "deployment/compose-builder",
        "deployment/docker-builder",
        "deployment/helm-charts",
        "deployment/k8s-generator",
        "development/formatter",
        "development/hot-reload",
        "development/linter",
        "development/test-runner",
        "migration/backup",
        "migration/migrator",
        "migration/restore",
        "migration/versioning",
        "monitoring/diagnostics",
        "monitoring/health-check",
        "monitoring/performance",
        "monitoring/security-audit",
    ];
    assert_eq!(programs(Layout::Hybrid), all);
    for short in ["diagnostics", "migrator", "validator"] {
        assert!(programs(Layout::Layers).iter().any(|known| known == short), "{short}");
    }
    assert!(programs(Layout::Debian).is_empty() && programs(Layout::Single).is_empty());
}

#[test]
fn programs_run_from_anywhere() {
    for tree in Tree::each(Layout::Hybrid) {
        for (from, program) in [
            ("chat", "tools/monitoring/diagnostics.lua"),
            ("chat/tools", "monitoring/diagnostics.lua"),
            ("chat/tools/monitoring", "diagnostics.lua"),
            ("chat/core", "../tools/monitoring/diagnostics.lua"),
        ] {
            let output = Command::new(&tree.lua).arg(program).current_dir(tree.path(from)).output().unwrap();
            let text = String::from_utf8_lossy(&output.stdout);
            assert!(output.status.success(), "{from}: {output:?}");
            assert!(text.contains("\ncore/server.cfg.lua\n"), "{from}: {text}");
        }
    }
}

//! The trees that `prosody-ls init` writes, chosen from in every way.
//!
//! For every layout: every environment, use case, client and policy alone, and combinations of them, always the same.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail"
)]
#![allow(clippy::print_stderr, reason = "figures, and what is skipped")]

#[path = "../answers/mod.rs"]
#[allow(dead_code, reason = "what is shared with other tests is not all used here")]
mod answers;
mod judged;
mod policies;
#[path = "../judge/process.rs"]
#[allow(dead_code, reason = "what is shared with other tests is not all used here")]
mod process;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use expect_test::expect;
use scaffold::{File, Layout, Wish};
use schema::Version;

/// A tree on disk.
struct Tree {
    layout: Layout,
    directory: PathBuf,
    files: Vec<File>,
}

impl Tree {
    /// In a directory of its own for each `purpose`.
    fn write(purpose: &str, layout: Layout, version: Version) -> Self {
        let wish = Wish { layout, domain: "example.org".to_owned(), parts: None, version };
        let files = scaffold::tree(&wish).unwrap();
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{purpose}/{layout}-{version}"));
        // There is none at first.
        let _ = std::fs::remove_dir_all(&directory);
        for file in &files {
            let path = directory.join(&file.path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, &file.text).unwrap();
        }
        Self { layout, directory, files }
    }

    /// The files and folders of a folder, as they are written in a variable.
    fn choices(&self, folder: &str) -> Vec<String> {
        let mut found = BTreeSet::new();
        let below = self.files.iter().filter_map(|file| file.path.strip_prefix(folder)?.strip_prefix('/'));
        for path in below.filter_map(|path| path.strip_suffix(".cfg.lua")) {
            found.insert(path.to_owned());
            found.extend(path.rsplit_once('/').map(|(folder, _)| folder.to_owned()));
        }
        found.into_iter().collect()
    }

    /// What each variable can be.
    fn variables(&self) -> Vec<(&'static str, Vec<String>)> {
        let first = |folders: &[&str]| {
            folders.iter().map(|folder| self.choices(folder)).find(|found| !found.is_empty())
        };
        [
            ("PROSODY_ENVIRONMENT", first(&["environments"])),
            ("PROSODY_USECASE", first(&["usecases"])),
            ("PROSODY_CLIENT_OPTS", first(&["clients"])),
            ("PROSODY_SECURITY_LEVEL", first(&["policies/security-levels", "policies/security"])),
            ("PROSODY_PERFORMANCE_TIER", first(&["policies/performance-tiers", "policies/performance"])),
            ("PROSODY_COMPLIANCE", first(&["policies/compliance"])),
            ("PROSODY_DATA_GOVERNANCE", first(&["policies/data-governance"])),
        ]
        .into_iter()
        .filter_map(|(variable, choices)| Some((variable, choices?)))
        .collect()
    }

    /// Nothing chosen, and every choice alone.
    fn single_choices(&self) -> Vec<Vec<(String, String)>> {
        let variables = self.variables();
        let alone = variables.iter().flat_map(|(variable, choices)| {
            choices.iter().map(|choice| vec![((*variable).to_owned(), choice.clone())])
        });
        std::iter::once(Vec::new()).chain(alone).collect()
    }

    /// Combinations of choices and of the variables that layers ask for.
    fn combinations(&self, count: usize) -> Vec<Vec<(String, String)>> {
        let variables = self.variables();
        let mut random = Random(1);
        let mut all = Vec::new();
        while !variables.is_empty() && all.len() < count {
            let mut env = Vec::new();
            for (variable, choices) in &variables {
                match (*variable, random.below(10)) {
                    (_, 0..3) => {}
                    ("PROSODY_CLIENT_OPTS" | "PROSODY_COMPLIANCE" | "PROSODY_DATA_GOVERNANCE", 7..) => {
                        let two = [random.choose(choices), random.choose(choices)].map(String::as_str);
                        env.push(((*variable).to_owned(), two.join(",")));
                    }
                    _ => env.push(((*variable).to_owned(), random.choose(choices).clone())),
                }
            }
            for variable in self.secrets() {
                if random.below(4) == 0 {
                    env.push((variable, "secret".to_owned()));
                }
            }
            all.push(env);
        }
        all
    }

    /// The variables that layers ask for with `ENV_`.
    fn secrets(&self) -> BTreeSet<String> {
        let lua = self.files.iter().filter(|file| file.path.ends_with(".cfg.lua"));
        let words = lua.flat_map(|file| file.text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_'));
        words.filter_map(|word| word.strip_prefix("ENV_")).map(str::to_owned).collect()
    }
}

/// A generator of numbers (splitmix64), so that the combinations are the same every time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % limit as u64).unwrap()
    }

    fn choose<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// By default twenty combinations of each layout; with `PROSODY_LS_ALL=true` two hundred.
#[test]
fn nothing_is_found_in_trees() {
    let all = std::env::var_os("PROSODY_LS_ALL").is_some_and(|all| all == "true");
    let count = if all { 200 } else { 20 };
    let mut wrong = Vec::new();
    for version in [Version::V0_12, Version::V13_0] {
        for tree in Layout::ALL.map(|layout| Tree::write("check", layout, version)) {
            for env in tree.single_choices().into_iter().chain(tree.combinations(count)) {
                let mut command = Command::new(env!("CARGO_BIN_EXE_prosody-ls"));
                command.args(["check", "--format", "concise", "--prosody", version.name()]);
                for (name, value) in &env {
                    command.arg("--env").arg(format!("{name}={value}"));
                }
                let output = command.arg(&tree.directory).output().unwrap();
                let text = String::from_utf8_lossy(&output.stdout);
                let findings: Vec<&str> =
                    text.lines().filter(|line| line.starts_with(tree.directory.to_str().unwrap())).collect();
                let failed = String::from_utf8_lossy(&output.stderr);
                if output.status.code() != Some(0) {
                    wrong.push(format!(
                        "{}, Prosody {version}, {env:?}:\n{}{failed}",
                        tree.layout,
                        findings.join("\n")
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The files of `examples/mistakes` that somebody has edited since `init` wrote them.
const EDITED: [&str; 9] = [
    "core/domains.cfg.lua",
    "core/server.cfg.lua",
    "environments/production/security.cfg.lua",
    "features/groupchat/muc.cfg.lua",
    "features/media/jingle.cfg.lua",
    "features/messaging/carbons.cfg.lua",
    "features/messaging/mam.cfg.lua",
    "features/web/upload.cfg.lua",
    "prosody.cfg.lua",
];

#[test]
fn the_examples_are_what_init_writes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let parts = ["core", "features", "environments", "policies"].map(str::to_owned).to_vec();
    for (example, parts, edited) in [("hybrid", None, &[][..]), ("mistakes", Some(parts), &EDITED)] {
        let wish = Wish {
            layout: Layout::Hybrid,
            domain: "example.org".to_owned(),
            parts,
            version: Version::default(),
        };
        for file in scaffold::tree(&wish).unwrap() {
            let text = std::fs::read_to_string(root.join("examples").join(example).join(&file.path));
            let is_same = text.unwrap_or_default() == file.text;
            let advice =
                "remove examples/hybrid and run `prosody-ls init examples/hybrid`; take over what changed";
            let expected = !edited.contains(&file.path.as_str());
            assert!(is_same == expected, "examples/{example}/{} is out of date: {advice}", file.path);
        }
    }
}

#[test]
fn what_was_edited_is_found() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_prosody-ls"));
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."));
    let output = command.args(["check", "--format", "concise", "examples/mistakes"]).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let found =
        text.lines().filter_map(|line| Some(line.strip_prefix("examples/mistakes/")?.to_owned() + "\n"));
    expect![[r#"
        core/domains.cfg.lua:6:1: warning[misplaced-global-option]: `pidfile` has no effect on a host: Prosody reads it from the global section only
        core/server.cfg.lua:14:2: warning[unknown-module]: "message_reactions" is not a module of Prosody, nor of the community collection as it is known here
        environments/production/security.cfg.lua:3:16: error[wrong-type]: `hide_os_type` takes true or false, not "yes": Prosody ignores it
        environments/production/security.cfg.lua:6:1: warning[layers-out-of-order]: `c2s_require_encryption` is replaced by core/security.cfg.lua: the layer core is loaded after environments
        features/groupchat/muc.cfg.lua:12:1: hint[unknown-option]: nothing reads an option `muc_room_default_publik`
        features/media/jingle.cfg.lua:7:24: hint[plaintext-secret]: a secret is written down here
        features/messaging/carbons.cfg.lua:3:21: warning[unknown-module]: "carbon" is not a module of Prosody, nor of the community collection as it is known here
        features/messaging/mam.cfg.lua:17:26: error[wrong-type]: "6m" is ambiguous: Prosody logs an error and guesses
        features/web/upload.cfg.lua:6:30: error[wrong-type]: `http_file_share_size_limit` takes a whole number, not "16mb": Prosody ignores it
    "#]].assert_eq(&found.collect::<String>());
}

#[test]
fn deployments_are_profiles() {
    let tree = Tree::write("deployments", Layout::Hybrid, Version::default());
    let mut command = Command::new(env!("CARGO_BIN_EXE_prosody-ls"));
    command.args(["compare", "--format", "markdown", "--in"]).arg(&tree.directory);
    let profiles = ["simple", "team-chat", "enterprise"].map(|name| format!("compose.{name}.yaml:prosody"));
    let output = command.args(profiles).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stdout);
    // The columns are the option, the baseline, and each deployment.
    let row = |option: &str| {
        let begin = format!("| `{option}` |");
        let line = text.lines().find(|line| line.starts_with(&begin)).unwrap_or_default();
        line.split('|').skip(3).take(3).map(|cell| cell.trim().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(row("archive_expires_after"), ["", "`\"2y\"`", "`\"7y\"`"], "{text}");
    assert_eq!(row("data_path"), ["`\"/var/lib/prosody\"`"; 3], "{text}");
    assert_eq!(row("storage"), ["", "", "`\"sql\"`"], "{text}");
    // In a container a server is hardened as in production.
    assert!(row("hide_os_type").is_empty(), "{text}");
}

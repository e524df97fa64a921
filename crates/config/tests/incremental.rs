//! After any sequence of edits the settings are those that a fresh reading of the same texts gives.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use config::{Snapshot, Workspace};

/// A small generator of pseudo-random numbers: the same seed gives the same edits everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.roll(choices.len())]
    }
}

const STATEMENTS: &[&str] = &[
    "a = 1",
    "a = \"two\"",
    "b = { \"x\"; \"y\" }",
    "c = b",
    "modules_enabled = { \"roster\"; \"tls\" }",
    "modules_enabled { \"mam\" }",
    "d = unquoted",
    "VirtualHost \"one.example\"",
    "VirtualHost \"two.example\" { a = 2; e = true }",
    "Component \"muc.example\" \"muc\"",
    "Include \"leaf-0.cfg.lua\"",
    "Include \"nowhere.cfg.lua\"",
    "f = os.getenv(\"HOME\")",
    "if os.time() > 1 then a = 3 end",
    "local x = 5; g = x + 1",
    "h = ",
    "i = { \"broken",
    "Lua.shared = 1",
    "j = shared",
];

fn statements(dice: &mut Dice, plain: bool) -> String {
    let mut text = String::new();
    for _ in 0..dice.roll(6) {
        // Most files are plain; the odd statements make sure that those are noticed.
        let choices = if plain { &STATEMENTS[..5] } else { STATEMENTS };
        writeln!(text, "{}", dice.pick(choices)).unwrap();
    }
    text
}

/// All that the settings of every tree say, as text.
fn describe(snapshot: &Snapshot, root: &Path) -> String {
    let mut out = String::new();
    let mut trees: Vec<_> = snapshot.trees().collect();
    let name = |id| snapshot.file(id).map(|file| file.path.strip_prefix(root).unwrap().to_owned());
    trees.sort_by_key(|tree| name(tree.entry));
    for tree in trees {
        let settings = &tree.settings;
        writeln!(
            out,
            "tree {:?} {:?} {:?}",
            name(tree.entry),
            tree.role,
            settings.error.as_ref().map(|e| &e.message)
        )
        .unwrap();
        let mut warnings: Vec<_> = settings.warnings().map(config::Warning::message).collect();
        warnings.sort();
        writeln!(out, "{warnings:?}").unwrap();
        for file in snapshot.files() {
            let about: Vec<_> = settings.warnings_in(file.id).map(config::Warning::message).collect();
            assert!(about.iter().all(|message| warnings.contains(message)));
        }
        for (id, set) in settings.assignments() {
            writeln!(
                out,
                "  {} {} {:?} {:?} {:?}",
                set.host,
                set.option,
                set.value.describe(),
                name(set.file),
                (set.line, set.span, settings.name(&tree.profile, set.file))
            )
            .unwrap();
            let fate = format!("{:?}", settings.fate(id));
            writeln!(out, "    {}", fate.split('(').next().unwrap_or_default()).unwrap();
        }
        for host in &settings.hosts {
            let opened = settings.sections_of(&host.name).map(|section| (name(section.file), section.call));
            writeln!(out, " host {} {:?} {:?}", host.name, host.kind, opened.collect::<Vec<_>>()).unwrap();
            let mut chains: Vec<_> = host.chains.iter().collect();
            chains.sort_by(|a, b| a.option.cmp(&b.option));
            for chain in chains {
                let lines: Vec<_> =
                    chain.assignments.iter().map(|&id| settings.assignment(id).unwrap().line).collect();
                let hosts: Vec<_> =
                    settings.hosts_setting(&chain.option).map(|(host, _)| &*host.name).collect();
                writeln!(out, "  {} {} {lines:?}, on {hosts:?}", chain.option, value(&chain.value)).unwrap();
            }
        }
    }
    out
}

/// A value without the places it came from: file numbers differ between workspaces.
fn value(value: &config::Value) -> String {
    match value {
        config::Value::Table(table) => {
            let entries: Vec<_> =
                table.entries.iter().map(|e| format!("{:?}={}", e.key, self::value(&e.value))).collect();
            format!("{entries:?} {}", table.open)
        }
        other => format!("{other:?}"),
    }
}

fn fresh(root: &Path, texts: &[(PathBuf, String)]) -> Arc<Snapshot> {
    let mut workspace = Workspace::new();
    workspace.set_roots(vec![root.to_owned()]);
    for (path, text) in texts {
        workspace.set_text(path, Arc::from(text.as_bytes()), 1);
    }
    workspace.snapshot(&|_, _| {})
}

#[test]
fn edits_lead_to_what_a_fresh_reading_gives() {
    let root = std::env::temp_dir().join(format!("prosody-ls-incremental-{}", std::process::id()));
    std::fs::create_dir_all(&root).unwrap();
    let mut dice = Dice(7);
    for round in 0..40 {
        let mut texts: Vec<(PathBuf, String)> = (0..5)
            .map(|at| (root.join(format!("leaf-{at}.cfg.lua")), statements(&mut dice, round % 3 != 0)))
            .collect();
        let includes =
            (0..5).fold(String::new(), |all, at| all + &format!("Include \"leaf-{at}.cfg.lua\"\n"));
        let head = statements(&mut dice, true);
        texts.push((
            root.join("prosody.cfg.lua"),
            format!("VirtualHost \"one.example\"\nz = 1\n{head}{includes}"),
        ));
        for (path, text) in &texts {
            std::fs::write(path, text).unwrap();
        }
        let mut workspace = Workspace::new();
        workspace.set_roots(vec![root.clone()]);
        for (path, text) in &texts {
            workspace.set_text(path, Arc::from(text.as_bytes()), 1);
        }
        workspace.snapshot(&|_, _| {});
        for step in 0..25 {
            let at = dice.roll(5);
            let text = statements(&mut dice, step % 4 != 0);
            texts[at].1 = text;
            workspace.set_text(&texts[at].0, Arc::from(texts[at].1.as_bytes()), step + 2);
            let edited = describe(&workspace.snapshot(&|_, _| {}), &root);
            let expected = describe(&fresh(&root, &texts), &root);
            assert_eq!(
                edited,
                expected,
                "round {round}, step {step}: {} became\n{}",
                texts[at].0.display(),
                texts[at].1
            );
        }
    }
    std::fs::remove_dir_all(&root).unwrap();
}

#[test]
fn files_that_come_go_and_move_lead_to_what_a_fresh_reading_gives() {
    let root = std::env::temp_dir().join(format!("prosody-ls-moves-{}", std::process::id()));
    let mut dice = Dice(11);
    for round in 0..25 {
        let _ = std::fs::remove_dir_all(&root);
        std::fs::create_dir_all(root.join("core")).unwrap();
        std::fs::create_dir_all(root.join("features")).unwrap();
        let entry = root.join("prosody.cfg.lua");
        std::fs::write(
            &entry,
            "Include \"core/*.cfg.lua\"\nInclude(\"features/\" .. (ENV_X or \"*\") .. \".cfg.lua\")\n",
        )
        .unwrap();
        let names = ["core/a", "core/b", "features/a", "features/b", "leaf-0", "core/gone"];
        let paths: Vec<PathBuf> = names.iter().map(|name| root.join(format!("{name}.cfg.lua"))).collect();
        let mut workspace = Workspace::new();
        workspace.set_roots(vec![root.clone()]);
        workspace.snapshot(&|_, _| {});
        let mut open: Option<(PathBuf, String)> = None;
        for step in 0..30 {
            let path = paths[dice.roll(paths.len())].clone();
            let what = dice.roll(6);
            match what {
                0 | 1 => {
                    std::fs::write(&path, statements(&mut dice, step % 3 != 0)).unwrap();
                    workspace.touch(&[path]);
                }
                2 => {
                    let _ = std::fs::remove_file(&path);
                    workspace.touch(&[path]);
                }
                3 => {
                    let to = paths[dice.roll(paths.len())].clone();
                    let _ = std::fs::rename(&path, &to);
                    workspace.touch(&[path, to]);
                }
                4 => {
                    // The editor opens one and types; what stands there counts, saved or not.
                    let text = statements(&mut dice, true);
                    if let Some((before, _)) = open.take() {
                        workspace.close(&before);
                    }
                    workspace.set_text(&path, Arc::from(text.as_bytes()), step);
                    open = Some((path, text));
                }
                _ => {
                    if let Some((before, text)) = open.take() {
                        std::fs::write(&before, text).unwrap();
                        workspace.close(&before);
                        workspace.touch(&[before]);
                    }
                }
            }
            let edited = describe(&workspace.snapshot(&|_, _| {}), &root);
            let texts: Vec<(PathBuf, String)> = open.iter().cloned().collect();
            assert_eq!(edited, describe(&fresh(&root, &texts), &root), "round {round}, step {step}, {what}");
        }
    }
    std::fs::remove_dir_all(&root).unwrap();
}

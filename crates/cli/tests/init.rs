//! `prosody-ls init`, from outside.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const LAYOUTS: [&str; 6] = ["hybrid", "layers", "clients", "xeps", "debian", "single"];

/// An empty directory of its own.
fn directory(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("init").join(name);
    // There is none at first.
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

fn run(arguments: &[&str], directory: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_prosody-ls")).args(arguments).current_dir(directory).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// All files below a directory, by their path in it.
fn files(directory: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut left = vec![directory.to_owned()];
    while let Some(next) = left.pop() {
        for path in fs::read_dir(next).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                left.push(path);
            } else {
                found.insert(path.strip_prefix(directory).unwrap().to_string_lossy().into_owned());
            }
        }
    }
    found
}

/// The files that the proposal of the layouts lists, as far as a layout has them.
fn has(files: &BTreeSet<String>, expected: &[&str]) {
    for path in expected {
        assert!(files.contains(*path), "{path} is missing");
    }
}

#[test]
fn every_layout_is_written_for_every_release_and_has_no_findings() {
    for layout in LAYOUTS {
        for release in ["0.12", "13.0"] {
            let here = directory(&format!("{layout}-{release}"));
            let written =
                run(&["init", "--layout", layout, "--prosody", release, "--domain", "chat.test"], &here);
            assert!(written.status.success(), "{layout}: {}", err(&written));
            let found = files(&here);
            assert!(
                out(&written).starts_with(&format!("{} files written to .", found.len())),
                "{}",
                out(&written)
            );
            let checked = run(&["check", "--prosody", release, "."], &here);
            assert!(checked.status.success(), "{layout}, {release}: {}", out(&checked));
            let resolved = run(&["resolve", "prosody.cfg.lua", "--prosody", release], &here);
            assert!(resolved.status.success(), "{layout}, {release}: {}", err(&resolved));
            let hosts = out(&resolved);
            assert!(hosts.contains("\"chat.test\"") && !hosts.contains("example.org"), "{layout}: {hosts}");
            // The release that it is written for is the one that it is read for.
            let project = fs::read_to_string(here.join("prosody-ls.toml")).unwrap();
            assert!(project.contains(&format!("prosody = \"{release}\"")), "{layout}: {project}");
        }
    }
}

#[test]
fn layouts_have_their_folders() {
    let here = directory("folders");
    let listing = |layout: &str| {
        let output = run(&["init", "there", "--dry-run", "--layout", layout], &here);
        assert!(output.status.success(), "{}", err(&output));
        out(&output)
            .lines()
            .map(|line| line.strip_prefix("there/").unwrap().to_owned())
            .collect::<BTreeSet<_>>()
    };
    has(
        &listing("hybrid"),
        &[
            "core/server.cfg.lua",
            "features/messaging/mam.cfg.lua",
            "tools/core/loader.lua",
            "deployment/compose.simple.yaml",
        ],
    );
    has(
        &listing("layers"),
        &[
            "stack/01-transport/ports.cfg.lua",
            "domains/primary/users.cfg.lua",
            "policies/security/paranoid.cfg.lua",
        ],
    );
    has(
        &listing("clients"),
        &[
            "clients/mobile/push.cfg.lua",
            "usecases/iot/sensors.cfg.lua",
            "infrastructure/scaling/scaling.cfg.lua",
        ],
    );
    has(
        &listing("xeps"),
        &["core-rfcs/rfc6120-core.cfg.lua", "xeps/messaging/xep0313-mam.cfg.lua", "custom/local.cfg.lua"],
    );
    has(&listing("debian"), &["prosody.cfg.lua", "conf.d/users.cfg.lua"]);
    assert_eq!(listing("single").into_iter().collect::<Vec<_>>(), ["prosody-ls.toml", "prosody.cfg.lua"]);
    assert!(files(&here).is_empty(), "a dry run writes nothing");
}

#[test]
fn what_is_there_is_never_touched() {
    let here = directory("overwrite");
    fs::create_dir_all(here.join("core")).unwrap();
    fs::write(here.join("core/server.cfg.lua"), "-- mine\n").unwrap();
    let refused = run(&["init"], &here);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        err(&refused).contains("core/server.cfg.lua is there already; nothing was written"),
        "{}",
        err(&refused)
    );
    assert_eq!(files(&here), BTreeSet::from(["core/server.cfg.lua".to_owned()]));
    assert_eq!(fs::read_to_string(here.join("core/server.cfg.lua")).unwrap(), "-- mine\n");
    // Even a link that leads nowhere is somebody's.
    #[cfg(unix)]
    {
        let here = directory("link");
        std::os::unix::fs::symlink("nowhere", here.join("prosody.cfg.lua")).unwrap();
        assert_eq!(run(&["init", "--layout", "single"], &here).status.code(), Some(2));
        assert!(!here.join("nowhere").exists());
    }
}

#[test]
fn a_tree_can_begin_with_some_of_its_folders() {
    let here = directory("some");
    let written = run(&["init", "--with", "core,features"], &here);
    assert!(written.status.success(), "{}", err(&written));
    let folders: BTreeSet<String> =
        files(&here).iter().filter_map(|path| Some(path.split_once('/')?.0.to_owned())).collect();
    assert_eq!(folders.into_iter().collect::<Vec<_>>(), ["core", "features", "tools"]);
    let entry = fs::read_to_string(here.join("prosody.cfg.lua")).unwrap();
    assert!(!entry.contains("load_usecase") && !entry.contains("PROSODY_SECURITY_LEVEL"), "{entry}");
    assert!(run(&["check", "."], &here).status.success());
    // Step by step, as somebody would adopt it.
    for parts in
        ["core", "core,features,clients", "core,features,usecases,policies", "core,features,environments"]
    {
        let here = directory("step");
        assert!(run(&["init", "--with", parts], &here).status.success(), "{parts}");
        let checked = run(&["check", "."], &here);
        assert!(checked.status.success(), "{parts}: {}", out(&checked));
    }
}

#[test]
fn what_makes_no_sense_is_refused() {
    let here = directory("refused");
    for (arguments, message) in [
        (&["--domain", "no domain"][..], "'no domain' is no domain"),
        (&["--domain", "a\"..os.exit()..\""], "is no domain"),
        (&["--domain", ""], "is no domain"),
        (&["--domain", "a..b"], "is no domain"),
        (&["--layout", "hexagonal"], "there is no layout 'hexagonal'; there is hybrid, layers"),
        (&["--with", "core,fetures"], "the layout hybrid has no part 'fetures'; it has: "),
        (&["--layout", "single", "--with", "core"], "the layout single has no part 'core'; it has: none"),
        (&["--prosody", "0.11"], "for Prosody 0.12 and later"),
        (&["--prosody", "12"], "12"),
    ] {
        let output = run(&[&["init"], arguments].concat(), &here);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(err(&output).contains(message), "{arguments:?}: {}", err(&output));
    }
    assert!(files(&here).is_empty());
}

//! What the book shows of the command line is what the program prints.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use expect_test::expect_file;

use crate::Place;
use crate::help::commands;

#[test]
fn the_page_about_the_command_line_is_the_help() {
    let place = Place::new(&[]);
    let mut page = "# On the command line\n\nThe program is one: `prosody-ls` without arguments is the language server, and each command asks the same engine. \
                    This page is what `--help` prints. [tests/command](https://github.com/prosody-ls/prosody-ls/tree/main/crates/cli/tests/command) makes it.\n"
        .to_owned();
    for command in commands(&place) {
        let help = place.run(&[&command, "--help"]).out;
        let _ = write!(page, "\n## prosody-ls {command}\n\n```text\n{}\n```\n", help.trim_end());
    }
    expect_file!["../../../../docs/command-line.md"].assert_eq(&page);
}

/// The pages that people write.
fn written(folder: &Path, pages: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.file_name().and_then(|name| name.to_str()).unwrap() {
            "reference" | "rules" | "images" => {}
            _ if path.is_dir() => written(&path, pages),
            _ if path.extension().is_some_and(|extension| extension == "md") => pages.push(path),
            _ => {}
        }
    }
}

/// A line as a shell takes it apart, as far as the book needs it.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('\'').enumerate();
    let words = parts.flat_map(|(at, part)| match at % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    });
    words.collect()
}

/// Blocks of `console` begin with `$ prosody-ls ...`, run at the top of the repository; what follows is what it prints.
#[test]
fn every_command_shown_prints_what_is_shown() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
    let mut pages = Vec::new();
    written(&root.join("docs"), &mut pages);
    let (mut shown, mut wrong) = (0, Vec::new());
    for page in pages {
        let text = std::fs::read_to_string(&page).unwrap();
        let mut fresh = String::new();
        let mut rest = text.as_str();
        while let Some((before, block)) = rest.split_once("```console\n") {
            let (block, after) = block.split_once("```").unwrap();
            let command = block.lines().next().unwrap();
            let arguments = words(command.strip_prefix("$ prosody-ls ").unwrap());
            let ran =
                Command::new(env!("CARGO_BIN_EXE_prosody-ls")).args(&arguments).current_dir(&root).output();
            let printed = String::from_utf8(ran.unwrap().stdout).unwrap();
            let _ = write!(fresh, "{before}```console\n{command}\n{}\n```", printed.trim_end());
            rest = after;
            shown += 1;
        }
        fresh += rest;
        if fresh != text {
            if std::env::var_os("UPDATE_EXPECT").is_some() {
                std::fs::write(&page, fresh).unwrap();
            } else {
                wrong.push(page);
            }
        }
    }
    assert!(shown > 4, "{shown}");
    assert!(wrong.is_empty(), "run with UPDATE_EXPECT=1, and look at what changed: {wrong:?}");
}

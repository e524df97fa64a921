//! `prosody-ls resolve` against real Prosody, asked while the test runs.
//!
//! `tests/fetch-prosody.sh` unpacks the releases. Without them the tests say that they were skipped; with `CI=true`
//! that is a failure. The cases in `tests/judge/cases` ask one question each. Then trees from a generator are compared,
//! always the same 500 and some new ones:
//!
//! ```sh
//! cargo test -p prosody-ls --test judge                                            # all of that
//! PROSODY_LS_JUDGE_RUNS=20000 cargo test -p prosody-ls --test judge -- --nocapture random   # more trees
//! PROSODY_LS_JUDGE_SEED=7 PROSODY_LS_JUDGE_RUNS=300 cargo test ...                 # the same trees again
//! ```
//!
//! A tree that is understood wrongly is printed in the form of a case, as small as it gets.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail"
)]
#![allow(clippy::print_stderr, reason = "a skipped test has to say so")]

#[path = "../answers/mod.rs"]
mod answers;
mod generator;
mod process;
mod shrink;
mod tree;

use std::path::{Path, PathBuf};

use answers::{Figures, HostOrder, compare, ours};
use process::{Judge, RELEASES, judges};
use tree::{Directory, Tree};

/// What is wrong about a tree, by release.
type Wrong = (&'static str, String);

/// Asks everybody about a tree.
fn judge(
    tree: &Tree,
    order: HostOrder,
    directory: &mut Directory,
    judges: &mut [Judge],
    figures: &mut [Figures],
) -> Vec<Wrong> {
    let run = directory.hold(tree);
    for judge in &mut *judges {
        judge.ask(&run);
    }
    let mine: Vec<_> = judges.iter().map(|judge| ours(&run, judge.release)).collect();
    let both = judges.iter_mut().zip(mine).zip(figures);
    both.filter_map(|((judge, mine), figures)| {
        Some((judge.release, compare(&mine, &judge.answer(), order, figures).err()?))
    })
    .collect()
}

fn cases() -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/judge/cases");
    let mut cases: Vec<PathBuf> =
        std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    cases
}

fn report(figures: &[Figures]) {
    for (release, figures) in RELEASES.iter().zip(figures) {
        eprintln!("{release}: {figures}");
    }
}

#[test]
fn cases_mean_what_prosody_says() {
    let Some(mut judges) = judges() else { return };
    let mut directory = Directory::new(0);
    let mut figures = vec![Figures::default(); RELEASES.len()];
    let mut wrong = Vec::new();
    for case in cases() {
        let tree = Tree::parse(&std::fs::read_to_string(&case).unwrap());
        for (release, place) in judge(&tree, HostOrder::Matters, &mut directory, &mut judges, &mut figures) {
            wrong.push(format!(
                "{} ({}) {release}: {place}",
                case.file_stem().unwrap().display(),
                tree.question
            ));
        }
    }
    report(&figures);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Compares so many trees of a seed; gives what it found, each as small as it gets.
fn random(number: usize, seed: u64, runs: u64) -> Vec<String> {
    let Some(mut judges) = judges() else { return Vec::new() };
    let mut directory = Directory::new(number);
    let mut figures = vec![Figures::default(); RELEASES.len()];
    let mut found = Vec::new();
    let mut classes = std::collections::BTreeMap::<String, u32>::new();
    for index in 0..runs {
        let tree = generator::tree(seed, index);
        let wrong = judge(&tree, HostOrder::IsAny, &mut directory, &mut judges, &mut figures);
        if let Some((release, place)) = wrong.first() {
            // Of the same thing, one example will do.
            let times = classes.entry(class(place)).or_default();
            *times += 1;
            if *times > 1 {
                continue;
            }
            let judge = judges.iter_mut().find(|judge| judge.release == *release).unwrap();
            let small = shrink::shrink(tree, place, |tree| {
                let run = directory.hold(tree);
                judge.ask(&run);
                let mine = ours(&run, release);
                compare(&mine, &judge.answer(), HostOrder::IsAny, &mut Figures::default()).err()
            });
            found.push(format!(
                "tree {index} of seed {seed}, {release}: {}\n{}",
                small.place,
                small.tree.render()
            ));
            eprintln!("{}", found.last().unwrap());
            if found.len() >= 20 {
                break;
            }
        }
    }
    report(&figures);
    for (class, times) in classes.iter().filter(|(_, times)| **times > 1) {
        eprintln!("{times} times: {class}");
    }
    found
}

/// What kind of difference it is: where, and of messages all but names and numbers.
pub(crate) fn class(place: &str) -> String {
    if !place.starts_with("error") && !place.starts_with("warnings") {
        return place.split([':', '/']).next().unwrap_or_default().to_owned();
    }
    let unquoted = place.split('\'').step_by(2).collect::<Vec<_>>().concat();
    unquoted.chars().filter(|char| !char.is_ascii_digit()).take(160).collect()
}

#[test]
fn random_trees_mean_what_prosody_says() {
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse().expect("a number"));
    let new = number("PROSODY_LS_JUDGE_SEED").unwrap_or_else(|| {
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |now| now.as_secs())
    });
    let (seed, runs) = match number("PROSODY_LS_JUDGE_RUNS") {
        Some(runs) => (new, runs),
        None => (1, 500),
    };
    eprintln!("{runs} trees of seed {seed}");
    let found = random(1, seed, runs);
    assert!(found.is_empty(), "{} of them are wrong:\n\n{}", found.len(), found.join("\n"));
    if number("PROSODY_LS_JUDGE_RUNS").is_none() {
        // Trees that nobody has seen yet: what they show is no fault of the commit that is tested, so it is told, and
        // is to become a case.
        say(&format!("100 new trees of seed {new}"));
        for discovery in random(1, new, 100) {
            say(&format!("a discovery, to be kept in tests/judge/cases: {discovery}"));
        }
    }
}

/// Says something even if the test passes: what is printed otherwise would be captured.
fn say(text: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{text}");
}

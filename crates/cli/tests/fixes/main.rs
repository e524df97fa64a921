//! Every fix of every real configuration: what real Prosody makes of it before and after.
//!
//! A fix may change what its finding speaks of, and nothing else. Each place is tried once with the newest release, and
//! some with the oldest; `PROSODY_LS_FIXES=all` tries every place with each release and in every run.
//! The corpus lies beside the repository (`../shared/corpus`, or `$PROSODY_LS_SHARED/corpus`), and
//! `tests/fetch-prosody.sh` unpacks the releases. Without them the test says that it was skipped.

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
mod case;
mod meaning;
#[path = "../judge/process.rs"]
#[allow(dead_code, reason = "what is shared with other tests is not all used here")]
mod process;

use std::collections::{BTreeMap, BTreeSet};

use case::{Case, Place};
use process::{Judge, judges};

/// How many fixes of each rule were tried.
type Figures = BTreeMap<&'static str, usize>;

#[test]
fn fixes_change_what_they_speak_of_and_nothing_else() {
    let Some(cases) = case::all() else { return };
    let Some(judges) = judges() else { return };
    let everything = std::env::var("PROSODY_LS_FIXES").is_ok_and(|what| what == "all");
    let results: Vec<(Figures, Vec<String>)> = std::thread::scope(|scope| {
        let running: Vec<_> = judges
            .into_iter()
            .filter(|judge| everything || judge.release != "13.0.1")
            .map(|judge| scope.spawn(|| try_all(judge, &cases, everything)))
            .collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let mut wrong = Vec::new();
    for (figures, found) in results {
        let rules: Vec<String> = figures.iter().map(|(rule, count)| format!("{rule} {count}")).collect();
        eprintln!("{} fixes: {}", figures.values().sum::<usize>(), rules.join(", "));
        assert!(figures.len() > 5, "too few rules have fixes here");
        wrong.extend(found);
    }
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.join("\n"));
}

/// Tries the fixes with one release; what is wrong with them.
fn try_all(mut judge: Judge, cases: &[Case], everything: bool) -> (Figures, Vec<String>) {
    let (mut figures, mut wrong) = (Figures::new(), Vec::new());
    // Of older releases every fifth fix of a rule will do: most are the same ones again.
    let step = if everything || judge.release == "13.0.7" { 1 } else { 5 };
    let mut seen: BTreeMap<&'static str, usize> = BTreeMap::new();
    for case in cases {
        let mut tried: BTreeSet<(String, &'static str, u32)> = BTreeSet::new();
        for run in &case.runs {
            let tree = case.write(&format!("fixes/{}", judge.release), run, judge.release);
            let mut before = None;
            for place in tree.places() {
                let key = (place.path.clone(), place.finding.rule, place.finding.span.start);
                if !everything && !tried.insert(key) {
                    continue;
                }
                let count = seen.entry(place.finding.rule).or_default();
                *count += 1;
                if !(*count).is_multiple_of(step) && *count > 1 {
                    continue;
                }
                let before = before.get_or_insert_with(|| tree.ask(&mut judge));
                *figures.entry(place.finding.rule).or_default() += 1;
                if let Err(problem) = try_one(&mut judge, &tree, &place, before) {
                    wrong.push(format!(
                        "{} {} {} {}:{} {}: \"{}\": {problem}",
                        case.id,
                        run.name,
                        judge.release,
                        place.path,
                        place.line,
                        place.finding.rule,
                        place.fix().title
                    ));
                }
            }
        }
    }
    (figures, wrong)
}

/// Applies a fix, looks at what came of it, and takes it back.
fn try_one(
    judge: &mut Judge,
    tree: &case::Written,
    place: &Place,
    before: &serde_json::Value,
) -> Result<(), String> {
    let old = tree.source(place);
    let new = place.fixed(&old)?;
    let parse = syntax::parse(&new);
    if tree.parses(place) && !parse.errors.is_empty() {
        return Err(format!("the file does not parse any more: {:?}", parse.errors.first()));
    }
    tree.replace(place, &new);
    let findings = tree.findings_like(place);
    let after = tree.ask(judge);
    tree.replace(place, &old);
    if findings >= place.alike {
        return Err("the finding is still there".to_owned());
    }
    meaning::compare(before, &after, &place.may_change())
}

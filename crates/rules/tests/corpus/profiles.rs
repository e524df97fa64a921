//! What is said of every environment.

use std::collections::BTreeMap;

use config::FileId;
use rules::Finding;

use crate::{corpus, each_run};

#[test]
fn what_is_never_effective_may_be_anything() {
    if corpus().is_none() {
        return;
    }
    let mut count = 0;
    each_run(|run| {
        let is_it = |(_, finding): &(FileId, Finding)| finding.rule == "never-effective";
        for (file, finding) in run.findings().into_iter().filter(is_it) {
            let tree = run.snapshot.tree_of(file).expect("a tree");
            let (_, set) = tree
                .settings
                .in_file(file)
                .find(|(_, set)| set.name_span == finding.span)
                .expect("an assignment");
            let source = run.snapshot.file(file).expect("a file");
            let mut text = source.text.to_vec();
            text.splice(std::ops::Range::from(set.value_span), *b"\"something else\"");
            let other = run.snapshot.with_texts(&[(file, text.into())]);
            let others = other.survey(other.tree_of(file).expect("the same tree"));
            for ((named, before), (_, after)) in
                run.snapshot.survey(tree).profiles.iter().zip(&others.profiles)
            {
                for host in &before.hosts {
                    for chain in &host.chains {
                        let value = after.effective(&host.name, &chain.option).map(|(_, chain)| &chain.value);
                        let is_same = value
                            .is_some_and(|value| *value == chain.value || value.same_content(&chain.value));
                        let place = run.place(file, finding.span.start);
                        assert!(is_same, "{} {place}: {} of {}", run.name, chain.option, named.name);
                    }
                }
            }
            count += 1;
        }
    });
    assert!(count > 5, "only {count} findings");
}

/// Rules about what runs: with other variables it need not.
const ABOUT_ONE_RUN: [&str; 2] = ["direct-lua-api", "load-error"];

/// Whoever opens a configuration has not set the environment that it is deployed with. What is said without it is said of
/// the configuration, and holds with it.
#[test]
fn what_is_said_without_the_environment_holds_with_it() {
    // The findings of the run that fails, by case and release, until the one that loads comes by.
    let mut failing: BTreeMap<String, BTreeMap<(String, &str), String>> = BTreeMap::new();
    let (mut wrong, mut count) = (Vec::new(), 0);
    each_run(|run| {
        let (case, _) = run.name.split_once(' ').unwrap_or_default();
        let (_, version) = run.name.rsplit_once(' ').unwrap_or_default();
        let told = |(file, finding): (FileId, Finding)| {
            let place = run.place(file, finding.span.start);
            ((place, finding.rule), finding.message)
        };
        let all = run.findings().into_iter().filter(|(_, finding)| !ABOUT_ONE_RUN.contains(&finding.rule));
        let found: BTreeMap<(String, &str), String> = all.map(told).collect();
        let key = format!("{case} {version}");
        if !run.is_ok() && run.profile.env.is_empty() {
            failing.insert(key, found);
        } else if let Some(before) = failing.remove(&key).filter(|_| run.is_ok()) {
            count += 1;
            let gone = before.into_iter().filter(|(place, _)| !found.contains_key(place));
            wrong.extend(gone.map(|((place, rule), message)| format!("{key} {place} {rule}: {message}")));
        }
    });
    assert!(wrong.is_empty(), "{} findings do not hold: {wrong:#?}", wrong.len());
    assert!(count > 5 || corpus().is_none(), "only {count} configurations");
}

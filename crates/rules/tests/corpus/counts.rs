//! How much is found.

use std::collections::BTreeMap;

use rules::Severity;

use crate::each_run;

/// How many findings of each rule there are, each place counted once; with `PROSODY_LS_LIST=RULE` (or `all`) also where.
/// Run it with `--nocapture`.
#[test]
fn findings_per_rule() {
    let listed = std::env::var("PROSODY_LS_LIST").unwrap_or_default();
    let mut places: BTreeMap<&str, BTreeMap<String, (Severity, String)>> = BTreeMap::new();
    each_run(|run| {
        let case = run.name.split(' ').next().unwrap_or_default();
        let series = run.name.rsplit(' ').next().unwrap_or_default();
        if series != "13.0.7" {
            return;
        }
        for (file, finding) in run.findings() {
            let place = format!("{case} {}", run.place(file, finding.span.start));
            places
                .entry(finding.rule)
                .or_default()
                .entry(format!("{place}+{}", finding.span.start))
                .or_insert((finding.severity, finding.message));
        }
    });
    for rule in rules::rules() {
        let found = places.remove(rule.name).unwrap_or_default();
        let count = |severity| found.values().filter(|(it, _)| *it == severity).count();
        eprintln!(
            "{:32} {:6}  {:5} errors {:5} warnings {:5} remarks {:5} hints",
            rule.name,
            found.len(),
            count(Severity::Error),
            count(Severity::Warning),
            count(Severity::Info),
            count(Severity::Hint)
        );
        if listed == rule.name || listed == "all" {
            for (place, (severity, message)) in &found {
                eprintln!("    {place}: {severity:?}: {message}");
            }
        }
    }
    assert!(places.is_empty(), "findings of no rule: {:?}", places.keys());
}

//! Whether it loads, and still does with fixes.

use std::collections::BTreeSet;

use config::FileId;
use rules::{Finding, Severity};

use crate::{each_run, text};

#[test]
fn what_prosody_loads_has_no_finding_that_stops_it() {
    each_run(|run| {
        let stops = |finding: &Finding| {
            finding.severity == Severity::Error
                && matches!(finding.rule, "syntax-error" | "load-error" | "include-not-found")
        };
        // Files that the entry does not load have no say in it.
        let tree = run.snapshot.trees().next().expect("the entry's tree");
        let loaded: BTreeSet<FileId> = tree.settings.files_started.iter().copied().collect();
        let stopping: Vec<String> = run
            .findings()
            .into_iter()
            .filter(|(file, finding)| loaded.contains(file) && stops(finding))
            .map(|(file, finding)| format!("{} {}", run.place(file, finding.span.start), finding.message))
            .collect();
        assert!(!run.is_ok() || stopping.is_empty(), "{}: {stopping:#?}", run.name);
    });
}

/// Cases whose failure depends on the machine: the output of a command, the service manager's environment.
const MACHINES_OWN: [&str; 2] = ["s-djmaze-docker-prosody ", "p-credential "];

#[test]
fn every_failure_is_told() {
    let mut silent = Vec::new();
    each_run(|run| {
        let tells =
            |finding: &Finding| matches!(finding.rule, "syntax-error" | "load-error" | "include-not-found");
        let depends = MACHINES_OWN.iter().any(|case| run.name.starts_with(case));
        if !run.is_ok() && !depends && !run.findings().iter().any(|(_, finding)| tells(finding)) {
            silent.push(format!("{}: {}", run.name, run.truth["error"]));
        }
    });
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn duplicate_options_are_those_that_prosody_warns_of() {
    let (mut told, mut all) = (0, 0);
    each_run(|run| {
        if !run.is_ok() {
            return;
        }
        let warnings: Vec<String> =
            run.truth["warnings"].as_array().into_iter().flatten().map(text).collect();
        all += warnings.iter().filter(|warning| warning.contains("Duplicate option")).count();
        for (file, finding) in run.findings().into_iter().filter(|(_, it)| it.rule == "duplicate-option") {
            let option = finding.message.split('`').nth(1).unwrap_or_default();
            let path = run.place(file, finding.span.start);
            let path = path.rsplit_once(':').map_or("", |(path, _)| path);
            let is_same = |warning: &String| {
                warning.starts_with(path) && warning.contains(&format!("Duplicate option '{option}'"))
            };
            assert!(warnings.iter().any(is_same), "{}: {path}: {}", run.name, finding.message);
            told += 1;
        }
    });
    assert!(told * 10 >= all * 9, "{told} of {all} duplicate options are told");
}

#[test]
fn fixes_keep_files_loading() {
    each_run(|run| {
        if !run.is_ok() {
            return;
        }
        for (file, finding) in run.findings() {
            let Some(fix) = finding.fix else { continue };
            let source = run.snapshot.file(file).expect("a file of this run");
            let mut text = source.text.to_vec();
            let mut edits = fix.edits;
            edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
            for edit in edits {
                assert_eq!(edit.file, file);
                text.splice(std::ops::Range::from(edit.span), edit.text.bytes());
            }
            let parse = syntax::parse(&text);
            assert_eq!(
                parse.errors,
                [],
                "{} {}: {}",
                run.name,
                run.place(file, finding.span.start),
                fix.title
            );
        }
    });
}

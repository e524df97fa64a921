//! GitLab's code quality report: shown in merge requests, which tell new findings by their fingerprints.

use std::collections::BTreeMap;
use std::io::{self, Write};

use rules::Severity;
use serde_json::{Value, json};

use super::located::{Located, Report};

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut seen: BTreeMap<u64, u64> = BTreeMap::new();
    let findings: Vec<Value> = report
        .findings
        .iter()
        .map(|located| {
            let print = fingerprint(located);
            let times = seen.entry(print).and_modify(|times| *times += 1).or_insert(0);
            issue(located, print.wrapping_add(*times))
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &findings)?;
    writeln!(out)
}

fn issue(located: &Located, fingerprint: u64) -> Value {
    let (finding, place) = (&located.finding, &located.place);
    let severity = match finding.severity {
        Severity::Error => "critical",
        Severity::Warning => "major",
        Severity::Info => "minor",
        Severity::Hint => "info",
    };
    json!({
        "description": located.message(),
        "check_name": finding.rule,
        "fingerprint": format!("{fingerprint:016x}"),
        "severity": severity,
        "location": {
            "path": place.file.replace('\\', "/"),
            "lines": { "begin": place.line, "end": place.end_line },
        },
    })
}

/// The same for the same finding in the same file, wherever it moves in it.
pub(super) fn fingerprint(located: &Located) -> u64 {
    let parts = [located.place.file.as_str(), located.finding.rule, &located.finding.message];
    // FNV-1a: the same on every machine and in every release.
    parts
        .join("\0")
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

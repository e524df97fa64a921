//! Findings for programs.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::located::{Change, Located, Place, Report};
use crate::commands::rule::severity;

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let findings: Vec<Value> = report.findings.iter().map(finding).collect();
    serde_json::to_writer(&mut *out, &json!({ "findings": findings }))?;
    writeln!(out)
}

fn finding(located: &Located) -> Value {
    let finding = &located.finding;
    let Place { file, line, column, end_line, end_column } = &located.place;
    let fix = finding.fix.as_ref().map(|fix| {
        let edits: Vec<Value> = located
            .edits
            .iter()
            .map(|Change { place, text, .. }| {
                let Place { file, line, column, end_line, end_column } = place;
                json!({
                    "file": file, "line": line, "column": column, "end_line": end_line, "end_column": end_column,
                    "text": text,
                })
            })
            .collect();
        json!({ "title": fix.title, "safe": fix.safe, "edits": edits })
    });
    // Null stands for all of them.
    let profiles: Option<Vec<&str>> = Some(located.profiles.iter().map(|name| &**name).collect())
        .filter(|names: &Vec<_>| !names.is_empty());
    json!({
        "rule": finding.rule,
        "severity": severity(finding.severity),
        "message": finding.message,
        "file": file,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "help": finding.help,
        "url": finding.url,
        "profiles": profiles,
        "fix": fix,
    })
}

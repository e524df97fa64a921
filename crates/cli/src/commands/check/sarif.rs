//! SARIF 2.1.0, the format of code scanning: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/>.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use rules::{Rule, Severity};
use serde_json::{Value, json};

use super::gitlab;
use super::located::{Change, Located, Place, Report};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let found: BTreeSet<&str> = report.findings.iter().map(|located| located.finding.rule).collect();
    let used: Vec<&Rule> = rules::rules().iter().copied().filter(|rule| found.contains(rule.name)).collect();
    let results: Vec<Value> = report.findings.iter().map(|located| result(located, &used)).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "prosody-ls",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": used.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

fn descriptor(rule: &Rule) -> Value {
    let lines = rule.doc.lines().map(|line| line.strip_prefix(' ').unwrap_or(line));
    let doc = lines.collect::<Vec<_>>().join("\n");
    json!({
        "id": rule.name,
        "shortDescription": { "text": rule.summary() },
        "help": { "text": doc, "markdown": doc },
        "defaultConfiguration": { "level": level(rule.severity) },
    })
}

fn result(located: &Located, used: &[&Rule]) -> Value {
    let finding = &located.finding;
    let message = match &finding.help {
        Some(help) => format!("{}. {help}", located.message()),
        None => located.message(),
    };
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": { "text": message },
        "locations": [{ "physicalLocation": location(&located.place) }],
        "partialFingerprints": { "finding/v1": format!("{:016x}", gitlab::fingerprint(located)) },
    });
    let mut set = |key: &str, value: Value| {
        if let Some(object) = result.as_object_mut() {
            object.insert(key.to_owned(), value);
        }
    };
    if let Some(index) = used.iter().position(|rule| rule.name == finding.rule) {
        set("ruleIndex", json!(index));
    }
    if !located.notes.is_empty() {
        let notes = finding.notes.iter().zip(&located.notes).enumerate().map(|(id, (note, place))| {
            json!({ "id": id, "physicalLocation": location(place), "message": { "text": note.message } })
        });
        set("relatedLocations", notes.collect());
    }
    if let Some(fix) = finding.fix.as_ref().filter(|_| !located.edits.is_empty()) {
        set(
            "fixes",
            json!([{ "description": { "text": fix.title }, "artifactChanges": changes(&located.edits) }]),
        );
    }
    if !located.profiles.is_empty() {
        let names: Vec<&str> = located.profiles.iter().map(|name| &**name).collect();
        set("properties", json!({ "profiles": names }));
    }
    result
}

/// The edits of a fix, file by file.
fn changes(edits: &[Change]) -> Vec<Value> {
    let files: BTreeSet<&str> = edits.iter().map(|edit| edit.place.file.as_str()).collect();
    let change = |file: &str| {
        let replacements = edits.iter().filter(|edit| edit.place.file == file).map(
            |edit| json!({ "deletedRegion": region(&edit.place), "insertedContent": { "text": edit.text } }),
        );
        json!({ "artifactLocation": { "uri": uri(file) }, "replacements": replacements.collect::<Vec<_>>() })
    };
    files.into_iter().map(change).collect()
}

fn location(place: &Place) -> Value {
    json!({ "artifactLocation": { "uri": uri(&place.file) }, "region": region(place) })
}

fn region(place: &Place) -> Value {
    json!({
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    })
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "note",
    }
}

/// A path as a reference to a URI: relative as it is shown, or with its scheme.
fn uri(path: &str) -> String {
    let mut out = String::new();
    if Path::new(path).is_absolute() {
        out.push_str(if path.starts_with('/') { "file://" } else { "file:///" });
    }
    for byte in path.bytes() {
        match byte {
            b'\\' if cfg!(windows) => out.push('/'),
            b'/' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            // A colon in a relative path would make a scheme of what stands before it.
            b':' if out.starts_with("file://") => out.push(':'),
            byte if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            byte => _ = write!(out, "%{byte:02X}"),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_become_references() {
        assert_eq!(uri("conf.d/a b%ä.cfg.lua"), "conf.d/a%20b%25%C3%A4.cfg.lua");
        assert_eq!(uri("a:b"), "a%3Ab");
        #[cfg(unix)]
        assert_eq!(uri("/etc/prosody"), "file:///etc/prosody");
    }
}

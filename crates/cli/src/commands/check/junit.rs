//! JUnit XML: a suite for each file, a failed case for each finding; a file without findings has one case that passed.

use std::io::{self, Write};
use std::path::Path;

use super::located::{Located, Report};
use crate::commands::rule::severity;

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let shown = |path: &Path| report.shown(path);
    let findings_in = |file: &str| report.findings.iter().filter(|it| it.place.file == file).count();
    let clean = report.files.iter().filter(|file| findings_in(&shown(file)) == 0).count();
    let failures = report.findings.len();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"prosody-ls\" tests=\"{}\" failures=\"{failures}\">", failures + clean)?;
    for path in &report.files {
        let file = shown(path);
        let count = findings_in(&file);
        let name = escaped(&file);
        writeln!(out, "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{count}\">", count.max(1))?;
        if count == 0 {
            writeln!(out, "    <testcase name=\"check\" classname=\"{name}\" file=\"{name}\"/>")?;
        }
        for located in report.findings.iter().filter(|it| it.place.file == file) {
            case(located, &name, out)?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn case(located: &Located, file: &str, out: &mut dyn Write) -> io::Result<()> {
    let (finding, place) = (&located.finding, &located.place);
    let message = located.message();
    let mut text = format!("{}:{}:{}: {message}", place.file, place.line, place.column);
    for more in [&finding.help, &finding.url].into_iter().flatten() {
        text = format!("{text}\n{more}");
    }
    writeln!(
        out,
        "    <testcase name=\"{}\" classname=\"{file}\" file=\"{file}\" line=\"{}\">",
        finding.rule, place.line
    )?;
    writeln!(
        out,
        "      <failure type=\"{}\" message=\"{}\">{}</failure>",
        severity(finding.severity),
        escaped(&message),
        escaped(&text)
    )?;
    writeln!(out, "    </testcase>")
}

/// A text inside of XML, also in quotes; characters that XML does not allow are replaced.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(character),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

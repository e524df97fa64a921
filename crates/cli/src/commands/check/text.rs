//! Findings for people.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use rules::Severity;

use super::located::{Located, Report};
use crate::commands::rule::severity;

const BOLD: Style = Style::new().bold();
const FRAME: Style = AnsiColor::Blue.on_default().bold();

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for located in &report.findings {
        headline(located, out)?;
        excerpt(located, out)?;
        let width = located.place.line.to_string().len();
        let mut remark = |label: &str, text: &str| {
            writeln!(out, "{:width$} {FRAME}={FRAME:#} {BOLD}{label}{BOLD:#}: {}", "", printable(text))
        };
        if let Some(help) = &located.finding.help {
            remark("help", help)?;
        }
        for (note, place) in located.finding.notes.iter().zip(&located.notes) {
            remark("note", &format!("{}:{}:{}: {}", place.file, place.line, place.column, note.message))?;
        }
        if let Some(url) = &located.finding.url {
            remark("see", url)?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{}", summary(report))
}

/// `path:line:column: severity[rule]: message`
pub(super) fn headline(located: &Located, out: &mut dyn Write) -> io::Result<()> {
    let (finding, place) = (&located.finding, &located.place);
    let colour = style(finding.severity);
    writeln!(
        out,
        "{BOLD}{}:{}:{}{BOLD:#}: {colour}{}[{}]{colour:#}: {}",
        printable(&place.file),
        place.line,
        place.column,
        severity(finding.severity),
        finding.rule,
        printable(&located.message())
    )
}

/// The line in question, with carets below the place.
fn excerpt(located: &Located, out: &mut dyn Write) -> io::Result<()> {
    let (source, place) = (&located.source, &located.place);
    let line = source.lines.line_span(&source.text, place.line - 1);
    let line = String::from_utf8_lossy(line.slice(&source.text)).into_owned();
    let (start, end) = (place.column as usize - 1, place.end_column as usize - 1);
    let until = if place.end_line == place.line { end.max(start + 1) } else { line.chars().count() };
    let before: String = line.chars().take(start).collect();
    let marked: String = line.chars().skip(start).take(until - start.min(until)).collect();
    let carets = "^".repeat(printable(&marked).chars().count().max(1));
    let colour = style(located.finding.severity);
    let number = place.line.to_string();
    let gutter = " ".repeat(number.len());
    writeln!(out, "{gutter} {FRAME}|{FRAME:#}")?;
    writeln!(out, "{FRAME}{number} |{FRAME:#} {}", printable(&line))?;
    let indent = " ".repeat(printable(&before).chars().count());
    writeln!(out, "{gutter} {FRAME}|{FRAME:#} {indent}{colour}{carets}{colour:#}")
}

/// A text that a terminal shows as it is: tabs as blanks, other control characters replaced.
fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\t' => out.push_str("    "),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

fn summary(report: &Report) -> String {
    let count =
        |severity| report.findings.iter().filter(|located| located.finding.severity == severity).count();
    let plural = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    let files = plural(report.files.len(), "file");
    let parts: Vec<String> = [
        (count(Severity::Error), "error"),
        (count(Severity::Warning), "warning"),
        (count(Severity::Info), "remark"),
        (count(Severity::Hint), "hint"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, what)| plural(count, what))
    .collect();
    if parts.is_empty() {
        return format!("Nothing to report in {files}");
    }
    let fixable = report.findings.iter().filter(|located| located.is_fixable()).count();
    let hint = if fixable > 0 { format!("; --fix mends {fixable}") } else { String::new() };
    format!("{} in {files}{hint}", parts.join(", "))
}

const fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => AnsiColor::Red.on_default().bold(),
        Severity::Warning => AnsiColor::Yellow.on_default().bold(),
        Severity::Info => AnsiColor::Cyan.on_default().bold(),
        Severity::Hint => AnsiColor::Green.on_default(),
    }
}

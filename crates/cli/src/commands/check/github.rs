//! Annotations of GitHub workflows: a command for each finding, which GitHub shows beside the line.

use std::io::{self, Write};

use rules::Severity;

use super::located::{Place, Report};

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for located in &report.findings {
        let finding = &located.finding;
        let Place { file, line, column, end_line, end_column } = &located.place;
        let level = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info | Severity::Hint => "notice",
        };
        let mut message = located.message();
        if let Some(help) = &finding.help {
            message = format!("{message}\n{help}");
        }
        // Columns count only where they are on one line.
        let columns =
            if line == end_line { format!(",col={column},endColumn={end_column}") } else { String::new() };
        writeln!(
            out,
            "::{level} title={},file={},line={line},endLine={end_line}{columns}::{}",
            property(&format!("prosody-ls ({})", finding.rule)),
            property(&file.replace('\\', "/")),
            data(&message)
        )?;
    }
    Ok(())
}

/// A text as a command's data.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A text as the value of a command's property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

//! One line for each finding.

use std::io::{self, Write};

use super::located::Report;
use super::text;

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for located in &report.findings {
        text::headline(located, out)?;
    }
    Ok(())
}

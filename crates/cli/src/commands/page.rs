//! Printing pages of the reference.

use std::io::{self, Write};

use crate::markdown;

/// Prints pages for a terminal, or as Markdown.
pub(crate) fn print(pages: &[String], as_markdown: bool) -> io::Result<()> {
    let text = pages.join("\n\n");
    if as_markdown {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        return out.flush();
    }
    let mut out = anstream::stdout().lock();
    out.write_all(markdown::render(&text, markdown::width()).as_bytes())?;
    out.flush()
}

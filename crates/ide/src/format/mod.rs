//! Formatting a file, or some of its statements, with StyLua.
//!
//! Only what is Lua is formatted, and only if the result is the same program with the same comments: otherwise the text
//! stays as it is, and the reason is told. [`style`] says which settings count.

mod align;
mod comments;
mod nesting;
mod range;
mod style;
#[cfg(test)]
mod tests;

use std::ops::Range;
use std::panic::catch_unwind;
use std::path::Path;

use config::{FileId, Snapshot};
use rules::Edit;
use stylua_lib::OutputVerification;
use syntax::ast::Chunk;
use syntax::{Parse, Span};

use crate::Analysis;

pub use style::Indent;

/// What formatting comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Formatting {
    /// The edits, in order; they do not overlap. None if all is well already.
    pub edits: Vec<Edit>,
    /// Why nothing can be formatted: a sentence for a person, without a full stop.
    pub refused: Option<String>,
}

impl Formatting {
    fn refused(why: impl Into<String>) -> Self {
        Self { edits: Vec::new(), refused: Some(why.into()) }
    }
}

impl Analysis {
    /// What formatting a file comes to; with a range, the statements that it touches. `indent` counts where no settings
    /// file says another one; those are read from the disk.
    pub fn format(&self, file: FileId, range: Option<Span>, indent: Option<Indent>) -> Formatting {
        format(&self.snapshot, file, range, indent)
    }
}

/// Room for StyLua's recursion, which long sums and blocks in blocks ask for. Only what is used is ever taken.
const STACK: usize = 64 << 20;

fn format(snapshot: &Snapshot, file: FileId, range: Option<Span>, indent: Option<Indent>) -> Formatting {
    let Some(source) = snapshot.file(file) else { return Formatting::refused("there is no such file") };
    match edits(&source.path, &source.text, &source.parse, range, indent) {
        Ok(edits) => {
            let edits = edits.into_iter().map(|(span, text)| Edit { file, span, text });
            Formatting { edits: edits.collect(), refused: None }
        }
        Err(why) => Formatting::refused(why),
    }
}

/// The formatted text of a file, which no snapshot needs to know.
///
/// # Errors
/// Why it can't be formatted: a sentence for a person, without a full stop.
pub fn format_text(path: &Path, text: &[u8]) -> Result<Vec<u8>, String> {
    let mut out = text.to_vec();
    for (span, new) in edits(path, text, &syntax::parse(text), None, None)?.into_iter().rev() {
        out.splice(Range::<usize>::from(span), new.into_bytes());
    }
    Ok(out)
}

/// The edits in order; they do not overlap.
fn edits(
    path: &Path,
    text: &[u8],
    parse: &Parse,
    range: Option<Span>,
    indent: Option<Indent>,
) -> Result<Vec<(Span, String)>, String> {
    if let Some(error) = parse.errors.first() {
        return Err(format!("line {} is not Lua: {}", error.line, error.message));
    }
    if nesting::depth(&parse.chunk.block) > nesting::MOST {
        return Err(format!("more than {} tables, calls or functions lie in one another", nesting::MOST));
    }
    let text = std::str::from_utf8(text).map_err(|_| "the file is not in UTF-8".to_owned())?;
    let range = match range {
        None => None,
        Some(selected) => match range::statements(&parse.chunk.block, text, selected) {
            Some(statements) => Some(statements),
            None => return Ok(Vec::new()),
        },
    };
    let formatted = run(text, style::for_file(path, text, indent)?, range)?;
    if !same_meaning(text, &parse.chunk, &formatted) {
        return Err("formatting would change what this file means".to_owned());
    }
    let mut edits = align::edits(text.as_bytes(), formatted.as_bytes());
    // What stands behind the last statement is tidied up whatever the range is.
    edits.retain(|(span, _)| range.is_none_or(|range| span.start <= range.end));
    Ok(edits)
}

/// The text as StyLua would have it.
fn run(text: &str, config: stylua_lib::Config, range: Option<Span>) -> Result<String, String> {
    // Lua skips a byte order mark; StyLua does not know it.
    let mark = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    let code = text.get(mark..).unwrap_or_default();
    let offset = |offset: u32| Some((offset as usize).saturating_sub(mark));
    let range = range.map(|range| stylua_lib::Range::from_values(offset(range.start), offset(range.end)));
    // A panic of the library costs one answer.
    let formatted = stacker::grow(STACK, || {
        catch_unwind(|| stylua_lib::format_code(code, config, range, OutputVerification::None))
    });
    match formatted {
        Ok(Ok(formatted)) => Ok(format!("{}{formatted}", text.get(..mark).unwrap_or_default())),
        Ok(Err(error)) => Err(format!("StyLua can't format this file: {error}")),
        Err(_) => Err("StyLua can't format this file".to_owned()),
    }
}

const BYTE_ORDER_MARK: &str = "\u{feff}";

fn same_meaning(text: &str, chunk: &Chunk, formatted: &str) -> bool {
    let parse = syntax::parse(formatted.as_bytes());
    parse.errors.is_empty()
        && chunk.same_program(&parse.chunk)
        && comments::same((text.as_bytes(), &chunk.comments), (formatted.as_bytes(), &parse.chunk.comments))
}

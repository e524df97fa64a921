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

use std::panic::catch_unwind;

use config::{FileId, Snapshot, SourceFile};
use rules::Edit;
use stylua_lib::{OutputVerification, Range};
use syntax::Span;

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
    if let Some(error) = source.parse.errors.first() {
        return Formatting::refused(format!("line {} is not Lua: {}", error.line, error.message));
    }
    if nesting::depth(&source.parse.chunk.block) > nesting::MOST {
        return Formatting::refused(format!(
            "more than {} tables, calls or functions lie in one another",
            nesting::MOST
        ));
    }
    let Ok(text) = std::str::from_utf8(&source.text) else {
        return Formatting::refused("the file is not in UTF-8");
    };
    let range = match range {
        None => None,
        Some(selected) => match range::statements(&source.parse.chunk.block, text, selected) {
            Some(statements) => Some(statements),
            None => return Formatting::default(),
        },
    };
    let config = match style::for_file(&source.path, text, indent) {
        Ok(config) => config,
        Err(problem) => return Formatting::refused(problem),
    };
    let formatted = match run(text, config, range) {
        Ok(formatted) => formatted,
        Err(why) => return Formatting::refused(why),
    };
    if !same_meaning(source, &formatted) {
        return Formatting::refused("formatting would change what this file means");
    }
    Formatting { edits: edits(source, &formatted, range), refused: None }
}

/// The text as StyLua would have it.
fn run(text: &str, config: stylua_lib::Config, range: Option<Span>) -> Result<String, String> {
    // Lua skips a byte order mark; StyLua does not know it.
    let mark = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    let code = text.get(mark..).unwrap_or_default();
    let offset = |offset: u32| Some((offset as usize).saturating_sub(mark));
    let range = range.map(|range| Range::from_values(offset(range.start), offset(range.end)));
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

fn same_meaning(source: &SourceFile, formatted: &str) -> bool {
    let parse = syntax::parse(formatted.as_bytes());
    parse.errors.is_empty()
        && source.parse.chunk.same_program(&parse.chunk)
        && comments::same(
            (&source.text, &source.parse.chunk.comments),
            (formatted.as_bytes(), &parse.chunk.comments),
        )
}

fn edits(source: &SourceFile, formatted: &str, range: Option<Span>) -> Vec<Edit> {
    let edits = align::edits(&source.text, formatted.as_bytes());
    let edits = edits.into_iter().map(|(span, text)| Edit { file: source.id, span, text });
    // What stands behind the last statement is tidied up whatever the range is.
    edits.filter(|edit| range.is_none_or(|range| edit.span.start <= range.end)).collect()
}

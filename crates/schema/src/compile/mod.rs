//! From schema files to Rust source. The build script runs this; the crate's tests feed it wrong files.

mod check;
mod check_rfcs;
mod constant;
mod document;
mod domain;
mod generate;
mod keys;
mod resolve;
#[cfg(test)]
mod tests;

use std::fmt;
use std::ops::Range;

use document::{ModuleFile, RfcFile, XepFile};

/// A schema file.
pub(crate) struct Source {
    /// Its path from the root of the repository.
    pub(crate) path: String,
    /// Its text.
    pub(crate) text: String,
}

/// What is wrong with a schema file. Displays as `path:line: reason`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    path: String,
    line: usize,
    reason: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.reason)
    }
}

/// A file that could be read.
struct Parsed<'a, T> {
    source: &'a Source,
    file: T,
}

/// Collects problems with the lines they are on, each once: several series may share a mistake.
#[derive(Default)]
struct Problems(Vec<Problem>);

impl Problems {
    fn add(&mut self, source: &Source, span: Range<usize>, reason: impl Into<String>) {
        let before = source.text.as_bytes().get(..span.start).unwrap_or_default();
        let line = before.split(|byte| *byte == b'\n').count();
        let problem = Problem { path: source.path.clone(), line, reason: reason.into() };
        if !self.0.contains(&problem) {
            self.0.push(problem);
        }
    }
}

/// The static data of all these files as Rust source, or all that is wrong with them.
pub(crate) fn compile(sources: &[Source], xeps: &Source, rfcs: &Source) -> Result<String, Vec<Problem>> {
    let mut problems = Problems::default();
    let xeps = parse::<XepFile>(xeps, &mut problems);
    let rfcs = parse::<RfcFile>(rfcs, &mut problems);
    let modules: Vec<Parsed<'_, ModuleFile>> =
        sources.iter().filter_map(|source| parse(source, &mut problems)).collect();
    // What one broken file would have declared is missed by the others: say only what is sure.
    let (Some(xeps), Some(rfcs), true) = (xeps, rfcs, problems.0.is_empty()) else { return Err(problems.0) };
    check::check(&modules, &xeps, &mut problems);
    check_rfcs::check(&rfcs, &mut problems);
    if problems.0.is_empty() {
        Ok(generate::generate(&modules, &xeps.file, &rfcs.file))
    } else {
        Err(problems.0)
    }
}

/// Reads one file into the shape that it ought to have.
fn parse<'a, T: serde::de::DeserializeOwned>(
    source: &'a Source,
    problems: &mut Problems,
) -> Option<Parsed<'a, T>> {
    match toml::from_str(&source.text) {
        Ok(file) => Some(Parsed { source, file }),
        Err(error) => {
            problems.add(source, error.span().unwrap_or_default(), error.message());
            None
        }
    }
}

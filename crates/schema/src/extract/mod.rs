//! Facts from the source of a Prosody module: which options it reads and how, what it needs and provides.
//!
//! The source is walked once, with constants folded: local names, concatenation, arithmetic and loops
//! over literal lists. Nothing is executed. What cannot be told is left out, and a read whose name cannot
//! be told is listed as [`Unresolved`].

mod calls;
mod eval;
mod facts;
mod prose;
mod provides;
mod reads;
mod scopes;
mod value;
mod walk;

use crate::Version;

pub use facts::{Literal, ModuleFacts, OptionFacts, Place, Unresolved};
pub use prose::{About, readme};

/// One file of a module.
#[derive(Debug, Clone, Copy)]
pub struct SourceFile<'a> {
    /// The path that [`Place`]s carry; any spelling.
    pub path: &'a str,
    /// The Lua source.
    pub text: &'a [u8],
}

/// The facts of the module `name` (without `mod_`) as Prosody of series `version` treats them.
///
/// `files` are the module's own file first, then its libraries (`*.lib.lua`).
pub fn extract(name: &str, files: &[SourceFile<'_>], version: Version) -> ModuleFacts {
    let mut walker = walk::Walker::new(name, version);
    for (index, file) in files.iter().enumerate() {
        walker.file(*file, index == 0);
    }
    let mut facts = walker.finish();
    if let Some(main) = files.first() {
        for (key, value) in headers(main.text) {
            let list = match key.as_str() {
                "requires" => &mut facts.requires,
                "conflicts" => &mut facts.conflicts,
                "provides" => &mut facts.provides,
                "inherit_modules" => &mut facts.inherit_modules,
                _ => continue,
            };
            list.extend(value);
        }
    }
    facts
}

/// The strings of the list that `text` assigns to the local variable `variable` at its top level.
pub fn string_list(text: &[u8], variable: &str) -> Vec<String> {
    let chunk = syntax::parse(text).chunk;
    let lists = chunk.block.stats.iter().filter_map(|stat| match &stat.kind {
        syntax::ast::StatKind::Local { names, values } => Some(names.iter().zip(values)),
        _ => None,
    });
    for (name, expr) in lists.flatten() {
        if let syntax::ast::ExprKind::Table(fields) = &expr.kind
            && &*name.name.text == variable
        {
            return fields
                .iter()
                .filter_map(|field| match &field.value.kind {
                    syntax::ast::ExprKind::Str(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
                    _ => None,
                })
                .collect();
        }
    }
    Vec::new()
}

/// The `--% key: a, b` lines of a module, as Prosody's module loader reads them.
fn headers(text: &[u8]) -> Vec<(String, Vec<String>)> {
    let text = String::from_utf8_lossy(text);
    let header = |line: &str| {
        let (key, value) = line.strip_prefix("--%")?.trim_start_matches(' ').split_once(':')?;
        let is_key = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        let words = value.split([',', ' ']).map(str::trim).filter(|word| !word.is_empty());
        is_key.then(|| (key.to_owned(), words.map(str::to_owned).collect()))
    };
    text.lines().filter_map(header).collect()
}

#[cfg(test)]
mod tests;

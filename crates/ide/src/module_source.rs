//! Where the sources of modules read options.

use std::path::{Path, PathBuf};

use config::Snapshot;
use schema::{Origin, PrivateModule, Schema};
use syntax::Span;
use syntax::ast::{ExprKind, Node, walk};

use crate::Location;
use crate::mentions::content;

/// Larger sources are nobody's writing.
const MAX_SIZE: u64 = 1 << 20;

/// The private modules that read an option.
pub(crate) fn private_readers<'a>(schema: Schema<'a>, option: &str) -> Vec<&'a PrivateModule> {
    let readers = schema.option(option).into_iter().flat_map(schema::OptionInfo::readers);
    readers
        .filter(|reader| reader.module.origin == Origin::Private)
        .filter_map(|reader| schema.private_module(&reader.module.name))
        .collect()
}

/// The text of a file: the editor's if it has it open.
pub(crate) fn text(snapshot: &Snapshot, path: &Path) -> Option<Vec<u8>> {
    if let Some(file) = snapshot.file_id(path).and_then(|id| snapshot.file(id)) {
        return Some(file.text.to_vec());
    }
    let is_small = std::fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() <= MAX_SIZE);
    is_small.then(|| std::fs::read(path).ok())?
}

/// The places where the files of the module whose own file this is read an option by its name: the name alone. `None`
/// if the module reads it by a name that is put together.
pub(crate) fn reads(snapshot: &Snapshot, module: &Path, option: &str) -> Option<Vec<Location>> {
    let mut found = Vec::new();
    for path in std::iter::once(module.to_owned()).chain(libraries(module)) {
        let Some(text) = text(snapshot, &path) else { continue };
        if memchr::memmem::find(&text, option.as_bytes()).is_none() {
            continue;
        }
        let parse = syntax::parse(&text);
        walk(&parse.chunk.block, &mut |node| {
            let Node::Expr(expr) = node else { return };
            let ExprKind::MethodCall { name, args, .. } = &expr.kind else { return };
            if let Some(first) = args.values.first().filter(|_| name.text.starts_with("get_option"))
                && first.as_str() == Some(option.as_bytes())
                && let Some(span) = content(&text, first.span, option.as_bytes())
            {
                found.push(Location { path: path.clone(), span });
            }
        });
    }
    (!found.is_empty()).then_some(found)
}

/// The option whose name stands at a place of a module's source as what it reads, with the bytes of the name.
pub(crate) fn read_at(text: &[u8], offset: u32) -> Option<(String, Span)> {
    let mut found = None;
    walk(&syntax::parse(text).chunk.block, &mut |node| {
        let Node::Expr(expr) = node else { return };
        let ExprKind::MethodCall { name, args, .. } = &expr.kind else { return };
        let Some(first) = args.values.first().filter(|_| name.text.starts_with("get_option")) else { return };
        if let Some(option) = first.as_str()
            && let Some(span) = content(text, first.span, option)
            && span.touches(offset)
            && let Ok(option) = std::str::from_utf8(option)
        {
            found = Some((option.to_owned(), span));
        }
    });
    found
}

/// The libraries beside a module's own file.
fn libraries(module: &Path) -> Vec<PathBuf> {
    let entries = module.parent().and_then(|directory| std::fs::read_dir(directory).ok());
    let paths = entries.into_iter().flatten().flatten().map(|entry| entry.path());
    let mut found: Vec<PathBuf> = paths.filter(|path| config::is_library(path)).collect();
    found.sort();
    found
}

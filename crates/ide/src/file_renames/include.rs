//! `Include` and Prosody's other functions that take the path of a file: it is relative to the file that calls them.

use std::path::{Path, PathBuf};

use config::{Mount, SourceFile};
use syntax::Span;
use syntax::ast::{Expr, Node, walk};

use super::path::{clean, relative};
use super::{FileRename, Renaming};
use crate::subject::Function;

/// The names of these functions: most files hold none of them, and need not be walked.
pub(super) const WORDS: [&str; 5] = ["Include", "FileContents", "FileLine", "FileLines", "RunScript"];

/// Sees to the calls in a file, in all branches, whether it is loaded or not.
pub(super) fn look(all: &mut Renaming<'_>, file: &SourceFile) {
    let mut calls: Vec<(Span, Vec<u8>, bool)> = Vec::new();
    walk(&file.parse.chunk.block, &mut |node| {
        let Node::Expr(expr) = node else { return };
        calls.extend(call(expr));
    });
    let mount = all.snapshot.tree_of(file.id).and_then(|tree| tree.profile.mount.clone());
    for (literal, value, globs) in calls {
        see_to(all, file, literal, &value, globs, mount.as_ref());
    }
}

/// The literal argument of a call, with its value, and whether it may have wildcards.
fn call(expr: &Expr) -> Option<(Span, Vec<u8>, bool)> {
    let (callee, args) = expr.as_call()?;
    let globs = match Function::of(callee.as_name()?)? {
        Function::Include => true,
        Function::File => false,
        _ => return None,
    };
    let first = args.values.first()?;
    Some((first.span, first.as_str()?.to_owned(), globs))
}

fn see_to(
    all: &mut Renaming<'_>,
    file: &SourceFile,
    literal: Span,
    value: &[u8],
    globs: bool,
    mount: Option<&Mount>,
) {
    let Some(folder) = file.path.parent() else { return };
    let Ok(written) = std::str::from_utf8(value) else { return };
    let (directory, name) = written.rsplit_once('/').unwrap_or(("", written));
    let wildcard = globs && name.contains(['*', '?']);
    let looked_for = if wildcard { directory } else { written };
    if written.starts_with('/') && looked_for.is_empty() {
        return;
    }
    let Some(target) = here(folder, looked_for, mount) else { return };
    if wildcard {
        matched_otherwise(all, file, literal, &target, name);
    }
    let new_folder = all.moves.of(&file.path).parent().map(Path::to_owned).unwrap_or_default();
    let new_target = all.moves.of(&target);
    if here(&new_folder, looked_for, mount).is_some_and(|same| same == new_target) || !target.exists() {
        return;
    }
    let path = match (written.starts_with('/'), mount) {
        (true, Some(mount)) => {
            let inside = new_target.strip_prefix(&mount.root).ok().and_then(Path::to_str);
            inside.map(|inside| format!("{}/{inside}", mount.path))
        }
        (true, None) => new_target.to_str().map(str::to_owned),
        (false, _) => relative(&new_folder, &new_target).map(|path| match path.as_str() {
            path if written.starts_with("./") && !path.starts_with("..") => format!("./{path}"),
            path => path.to_owned(),
        }),
    };
    let new = path.map(|path| match (wildcard, path.as_str()) {
        (false, _) => path,
        (true, "") => name.to_owned(),
        (true, path) => format!("{}/{name}", path.trim_end_matches('/')),
    });
    all.write(file, literal, value, new);
}

/// The path on this machine that is meant in a directory.
fn here(folder: &Path, written: &str, mount: Option<&Mount>) -> Option<PathBuf> {
    if !written.starts_with('/') {
        return Some(clean(&folder.join(written)));
    }
    let Some(mount) = mount else { return Some(clean(Path::new(written))) };
    let inside = written.strip_prefix(mount.path.as_str())?.strip_prefix('/')?;
    Some(clean(&mount.root.join(inside)))
}

/// Says which files a wildcard matches now and will not match any more, and the other way round.
fn matched_otherwise(
    all: &mut Renaming<'_>,
    file: &SourceFile,
    literal: Span,
    directory: &Path,
    pattern: &str,
) {
    let matches = |path: &Path, directory: &Path| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        path.parent() == Some(directory)
            && !name.starts_with('.')
            && config::glob_matches(pattern.as_bytes(), name.as_bytes())
    };
    let new_directory = all.moves.of(directory);
    let at = all.at(file, literal);
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let remark =
        |rename: &FileRename| match (matches(&rename.from, directory), matches(&rename.to, &new_directory)) {
            (true, false) => {
                Some(format!("`{pattern}` in {at} will not load {} any more.", name(&rename.from)))
            }
            (false, true) => Some(format!("`{pattern}` in {at} will load {}, too.", name(&rename.to))),
            _ => None,
        };
    let files = all.moves.0.iter().filter(|rename| !rename.from.is_dir());
    let remarks: Vec<String> = files.filter_map(remark).collect();
    all.found.remarks.extend(remarks);
}

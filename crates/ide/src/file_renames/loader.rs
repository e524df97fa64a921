//! Loaders of layers, `require` and `dofile`: their paths are relative to the entry file's directory, or to the
//! caller's. One is only changed if it leads, from one of the two, to what was really loaded.

use std::path::{Path, PathBuf};

use config::{IncludeSite, LoadKind, SourceFile};
use syntax::Span;
use syntax::ast::{Expr, ExprKind, Node};

use super::Renaming;
use super::path::{clean, relative};

/// Sees to what was loaded in the trees.
pub(super) fn look(all: &mut Renaming<'_>) {
    let snapshot = all.snapshot;
    for tree in snapshot.trees() {
        let entry = snapshot.file(tree.entry).map(|entry| entry.path.clone()).unwrap_or_default();
        for site in tree.settings.includes() {
            let Some(file) = snapshot.file(site.file) else { continue };
            // The entry of an assumed tree is in no file.
            if !is_moved_alone(all, file, site) || !file.path.exists() {
                continue;
            }
            let literals = literals(file, site);
            match site.kind {
                LoadKind::Include if literals.is_empty() => all.by_hand(file, site.span),
                LoadKind::Include => {}
                _ => see_to(all, file, site, &literals, &entry),
            }
        }
    }
}

/// The strings that a call is given, as far as they are written out.
fn literals(file: &SourceFile, site: &IncludeSite) -> Vec<(Span, Vec<u8>)> {
    let nodes = file.parse.chunk.nodes_at(site.span.start);
    let args = nodes.into_iter().rev().find_map(|node| match node {
        Node::Expr(Expr {
            kind: ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. }, ..
        }) => {
            let is_it = args.span == site.span || args.values.iter().any(|value| value.span == site.span);
            is_it.then_some(args)
        }
        _ => None,
    });
    let values = args.into_iter().flat_map(|args| &args.values);
    values.filter_map(|value| Some((value.span, value.as_str()?.to_vec()))).collect()
}

/// Whether what is loaded will be elsewhere, seen from the file that loads it.
fn is_moved_alone(all: &Renaming<'_>, file: &SourceFile, site: &IncludeSite) -> bool {
    let folder = file.path.parent().unwrap_or(&file.path);
    let new_folder = all.moves.of(&file.path).parent().map(Path::to_owned).unwrap_or_default();
    let targets = site.targets.iter().filter_map(|target| all.snapshot.file(*target));
    targets
        .filter(|target| all.moves.touch(&target.path))
        .any(|target| relative(folder, &target.path) != relative(&new_folder, &all.moves.of(&target.path)))
}

fn see_to(
    all: &mut Renaming<'_>,
    file: &SourceFile,
    site: &IncludeSite,
    literals: &[(Span, Vec<u8>)],
    entry: &Path,
) {
    let targets: Vec<PathBuf> = site
        .targets
        .iter()
        .filter_map(|target| all.snapshot.file(*target).map(|target| target.path.clone()))
        .collect();
    let leading = literals.iter().find_map(|(span, value)| {
        let new = renamed(all, std::str::from_utf8(value).ok()?, &targets, [entry, &file.path])?;
        Some((*span, value, new))
    });
    match leading {
        // What was moved lies in a directory that stays: a loader goes through it.
        Some((_, value, Renamed::Same)) => {
            let at = all.at(file, site.span);
            let moved = targets.iter().filter(|target| all.moves.touch(target));
            let names = moved.filter_map(|path| path.file_name()).map(|name| name.to_string_lossy());
            let written = String::from_utf8_lossy(value);
            let remarks: Vec<String> =
                names.map(|name| format!("`{written}` in {at} may not load {name} any more.")).collect();
            all.found.remarks.extend(remarks);
        }
        Some((span, value, Renamed::To(new))) => all.write(file, span, value, new),
        None => all.by_hand(file, site.span),
    }
}

/// What a path that leads to the targets becomes.
enum Renamed {
    /// It leads to a directory that stays.
    Same,
    /// Another path; `None` if it can't be written in the same way.
    To(Option<String>),
}

/// What becomes of a path, if it leads to all of the targets from the directory of one of these files.
fn renamed(all: &Renaming<'_>, written: &str, targets: &[PathBuf], from: [&Path; 2]) -> Option<Renamed> {
    from.into_iter().find_map(|from| {
        let (folder, new_from) = (from.parent()?, all.moves.of(from));
        let new_folder = new_from.parent()?;
        FORMS.iter().find_map(|form| {
            let path = form.path(written);
            let meant = clean(&folder.join(&path));
            let leads_there = !path.is_empty()
                && targets.iter().all(|target| match form.suffix {
                    "" => target.starts_with(&meant),
                    _ => *target == meant,
                });
            if !leads_there {
                return None;
            }
            let new = all.moves.of(&meant);
            if form.suffix.is_empty() && new == meant && new_folder == folder {
                return Some(Renamed::Same);
            }
            Some(Renamed::To(relative(new_folder, &new).and_then(|path| form.written(&path))))
        })
    })
}

/// How a path may be written.
struct Form {
    /// Dots stand for slashes.
    dotted: bool,
    /// What is left out at its end.
    suffix: &'static str,
}

const FORMS: [Form; 5] = [
    Form { dotted: false, suffix: "" },
    Form { dotted: false, suffix: ".cfg.lua" },
    Form { dotted: false, suffix: ".lua" },
    Form { dotted: true, suffix: ".lua" },
    Form { dotted: true, suffix: "/init.lua" },
];

impl Form {
    fn path(&self, written: &str) -> String {
        if self.dotted {
            written.replace('.', "/") + self.suffix
        } else {
            format!("{written}{}", self.suffix)
        }
    }

    /// A path in this form; `None` if it can't be written so.
    fn written(&self, path: &str) -> Option<String> {
        let bare =
            path.strip_suffix(self.suffix).filter(|bare| !bare.is_empty() && !bare.starts_with(".."))?;
        match self.dotted {
            true if bare.contains('.') => None,
            true => Some(bare.replace('/', ".")),
            false => Some(bare.to_owned()),
        }
    }
}

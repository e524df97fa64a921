//! Completions of paths: files and directories next to the file that names them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use syntax::{Cursor, Span};

use super::{Candidate, Candidates, Context};
use crate::CompletionKind;
use crate::subject::Function;

/// More entries of a directory than this are not looked at.
const MOST_ENTRIES: usize = 2_000;

/// The component of a path under the cursor; everything if the string is no path.
pub(super) fn component(context: &Context<'_>, cursor: &Cursor) -> Span {
    let Cursor::Argument { function, index: 0 } = cursor else { return context.replace };
    if !matches!(Function::of(function), Some(Function::Include | Function::File)) {
        return context.replace;
    }
    let Span { start, end } = context.whole;
    let offset = context.place.offset.clamp(start, end);
    let text = context.place.text();
    let slash = |byte: &u8| *byte == b'/';
    let before = Span::new(start, offset).slice(text).iter().rposition(slash);
    let behind = Span::new(offset, end).slice(text).iter().position(slash);
    Span::new(before.map_or(start, |at| start + at as u32 + 1), behind.map_or(end, |at| offset + at as u32))
}

/// The files and directories that the path could name next.
pub(super) fn files<'a>(context: &'a Context<'_>, configuration: bool, found: &mut Candidates<'a>) {
    let Some(directory) = directory(context) else { return };
    let mut entries = on_disk(&directory);
    entries.extend(known(context, &directory));
    if let Some(own) = context.place.file.path.strip_prefix(&directory).ok().and_then(Path::to_str) {
        entries.remove(own);
    }
    if configuration && entries.iter().any(|(name, is_directory)| !is_directory && is_config(name)) {
        found.offer("*.cfg.lua", 0, |label| {
            let insert = context.quoted(&label);
            Candidate::new(label, CompletionKind::File)
                .inserting(insert)
                .detail("all configuration files here")
        });
    }
    for (name, is_directory) in entries {
        if configuration
            && !is_directory
            && Path::new(&name).extension().is_none_or(|extension| extension != "lua")
        {
            continue;
        }
        let label = if is_directory { format!("{name}/") } else { name };
        let tier = if is_directory { 2 } else { 1 };
        found.offer(&label, tier, |label| {
            let insert = context.quoted(&label);
            Candidate::new(label, CompletionKind::File).inserting(insert)
        });
    }
}

/// The functions of a loader of layers, with the directory that holds what they may be asked for; none for those that
/// take a directory beside the entry file.
const LOADERS: [(&str, Option<&str>); 4] = [
    ("load_directory", None),
    ("load_environment", Some("environments")),
    ("load_usecase", Some("usecases")),
    ("load_client_optimizations", Some("clients")),
];

/// What a loader of layers could be asked for, if the string is its argument: directories beside the entry file, or what
/// lies in the directory that the function is about.
pub(super) fn layers<'a>(context: &'a Context<'_>, found: &mut Candidates<'a>) {
    let place = &context.place;
    let before = place.text().get(..context.whole.start.saturating_sub(1) as usize).unwrap_or_default();
    let call = before.trim_ascii_end();
    let call = call.strip_suffix(b"(").unwrap_or(call).trim_ascii_end();
    let Some((_, inside)) = LOADERS.iter().find(|(name, _)| call.ends_with(name.as_bytes())) else { return };
    let entry = place.tree.and_then(|tree| place.snapshot.file(tree.entry));
    let Some(folder) = entry.and_then(|entry| entry.path.parent()) else { return };
    let mut names: Vec<String> = Vec::new();
    match inside {
        None => names.extend(on_disk(folder).into_iter().filter(|(_, is_dir)| *is_dir).map(|(name, _)| name)),
        Some(inside) => below(&folder.join(inside), "", 2, &mut names),
    }
    let is_layer = |name: &str| {
        place
            .snapshot
            .files()
            .any(|file| file.path.starts_with(folder.join(name)) && is_config(&file.path.to_string_lossy()))
    };
    for name in names {
        // A directory without any configuration is no layer.
        if inside.is_none() && !is_layer(&name) {
            continue;
        }
        found.offer(&name, 0, move |label| {
            let insert = context.quoted(&label);
            Candidate::new(label, CompletionKind::File).inserting(insert)
        });
    }
}

/// The files and directories below a directory, as a loader names them: without the ending, directories with a slash between.
fn below(directory: &Path, prefix: &str, levels: usize, out: &mut Vec<String>) {
    for (name, is_directory) in on_disk(directory) {
        if is_directory {
            out.push(format!("{prefix}{name}"));
            if levels > 1 {
                below(&directory.join(&name), &format!("{prefix}{name}/"), levels - 1, out);
            }
        } else if let Some(stem) = name.strip_suffix(".cfg.lua") {
            out.push(format!("{prefix}{stem}"));
        }
    }
}

/// The directory on this machine that the path before the cursor names.
fn directory(context: &Context<'_>) -> Option<PathBuf> {
    let place = &context.place;
    let typed = place.slice(Span::new(context.whole.start, context.replace.start));
    let own = place.file.path.parent()?;
    if !typed.starts_with('/') {
        return Some(own.join(typed));
    }
    let mount = place.tree.and_then(|tree| tree.profile.mount.as_ref());
    let inside =
        mount.and_then(|mount| Some(mount.root.join(Path::new(&typed).strip_prefix(&mount.path).ok()?)));
    Some(inside.unwrap_or_else(|| PathBuf::from(typed)))
}

/// What a directory holds, with whether each is a directory; hidden files are left out.
fn on_disk(directory: &Path) -> BTreeMap<String, bool> {
    let entries = std::fs::read_dir(directory).into_iter().flatten().take(MOST_ENTRIES).flatten();
    entries
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok().filter(|name| !name.starts_with('.'))?;
            Some((name, entry.path().is_dir()))
        })
        .collect()
}

/// Files of the snapshot in a directory that may not be on disk yet.
fn known(context: &Context<'_>, directory: &Path) -> BTreeMap<String, bool> {
    let files = context.place.snapshot.files().filter(|file| file.path.parent() == Some(directory));
    let names = files.filter_map(|file| file.path.file_name()?.to_str().map(str::to_owned));
    names.map(|name| (name, false)).collect()
}

fn is_config(name: &str) -> bool {
    name.ends_with(".cfg.lua")
}

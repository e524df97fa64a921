//! `unreachable-file`

use std::path::Path;

use config::{FileId, Tree, TreeRole};

use crate::Tag;
use crate::context::{Context, Findings};
use crate::registry::declare_rule;

declare_rule! {
    /// Finds files beside loaded ones that Prosody never loads.
    ///
    /// A file in a directory of the configuration counts only if the entry file includes it, or a wildcard matches it:
    /// one that does not go into directories below, one for another ending, a list of layers without the new one. What is
    /// written in such a file has no effect under any profile.
    ///
    /// Files beside the entry file, and those in directories from which nothing is loaded or whose names say that they are
    /// put aside, are left alone.
    ///
    /// Bad:
    /// ```lua
    /// -- prosody.cfg.lua
    /// Include "conf.d/*.cfg.lua"
    /// -- conf.d/a.cfg.lua
    /// storage = "sql"
    /// -- conf.d/more/b.cfg.lua
    /// admins = { "me@example.com" }
    /// ```
    /// Good:
    /// ```lua
    /// -- prosody.cfg.lua
    /// Include "conf.d/*.cfg.lua"
    /// Include "conf.d/more/*.cfg.lua"
    /// -- conf.d/a.cfg.lua
    /// storage = "sql"
    /// -- conf.d/more/b.cfg.lua
    /// admins = { "me@example.com" }
    /// ```
    UNREACHABLE_FILE = "unreachable-file", Info, check
}

/// Larger workspaces are left alone: each file would be looked for in all trees under all profiles.
const MOST_FILES: usize = 1000;

/// What directories are called from which somebody takes files by hand.
const ASIDE: [&str; 12] = [
    "avail",
    "available",
    "backup",
    "disabled",
    "dist",
    "example",
    "examples",
    "old",
    "sample",
    "samples",
    "template",
    "templates",
];

fn check(context: &Context<'_>, findings: &mut Findings) {
    if context.tree.role != TreeRole::Fragment
        || context.tree.entry != context.file.id
        || context.knowledge.has_more_files_than(MOST_FILES)
    {
        return;
    }
    let Some(first) = context.file.parse.chunk.block.stats.first() else { return };
    let entries: Vec<_> = context
        .knowledge
        .trees()
        .filter(|tree| tree.role == TreeRole::Entry)
        .filter_map(|tree| Some((tree, context.knowledge.file(tree.entry)?.path.parent()?)))
        .collect();
    let near = entries.iter().filter(|(_, directory)| context.file.path.starts_with(directory));
    // The one whose directory is the nearest.
    let Some((tree, directory)) = near.max_by_key(|(_, directory)| directory.as_os_str().len()) else {
        return;
    };
    let Ok(below) = context.file.path.strip_prefix(directory) else { return };
    let is_aside = |part: &Path| {
        let name = part.to_string_lossy().to_lowercase();
        name.split(['.', '-', '_']).any(|word| ASIDE.contains(&word)) || name.starts_with('.')
    };
    let is_put_aside = below.iter().any(|part| is_aside(Path::new(part)));
    if is_put_aside || !is_beside_loaded(context, tree, directory) {
        return;
    }
    // Every entry of the workspace has to be known, and none may load it.
    if entries.iter().all(|(tree, _)| never_loads(context, tree, context.file.id)) {
        let entry = directory.join(
            context
                .knowledge
                .file(tree.entry)
                .map_or(Path::new(""), |file| file.path.file_name().map_or(Path::new(""), Path::new)),
        );
        let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let finding = findings
            .add(context.first_line(first.span), format!("this file has no effect: {name} does not load it"));
        finding.tag = Some(Tag::Unnecessary);
        finding.help = Some(format!("Write `Include \"{}\"`", below.display()));
    }
}

/// Whether something is loaded from the file's directory, or from one above it that is below the entry's.
fn is_beside_loaded(context: &Context<'_>, tree: &Tree, directory: &Path) -> bool {
    let above: Vec<&Path> = context
        .file
        .path
        .ancestors()
        .skip(1)
        .take_while(|path| *path != directory && path.starts_with(directory))
        .collect();
    tree.settings
        .files_started
        .iter()
        .filter_map(|file| context.knowledge.file(*file))
        .any(|file| file.path.parent().is_some_and(|parent| above.contains(&parent)))
}

/// Whether a tree is known and does not load a file under any of its profiles.
fn never_loads(context: &Context<'_>, tree: &Tree, file: FileId) -> bool {
    let is_known = |settings: &config::Settings| {
        settings.error.is_none()
            && !settings.lost_track()
            && settings.includes().all(|include| include.missing.is_none())
    };
    let loads = |settings: &config::Settings| {
        settings.loads(file) || settings.includes().any(|include| include.targets.contains(&file))
    };
    if !is_known(&tree.settings) || loads(&tree.settings) {
        return false;
    }
    let survey = match tree.known_survey() {
        Some(survey) => std::sync::Arc::clone(survey),
        None if !context.knowledge.varies(tree) => return true,
        None => context.knowledge.survey(tree),
    };
    if survey.profiles.len() < 2 && !context.knowledge.varies(tree) {
        return true;
    }
    // Variables of which no value is known may choose it.
    survey.profiles.len() > 1
        && survey.profiles.iter().all(|(_, settings)| is_known(settings) && !loads(settings))
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn files_that_nothing_loads() {
        check(
            "unreachable-file",
            r#"
//- prosody.cfg.lua
Include "conf.d/*.cfg.lua"
//- conf.d/a.cfg.lua
storage = "sql"
//- conf.d/more/b.cfg.lua
storage = "internal"
^^^^^^^^^^^^^^^^^^^^ info[unreachable-file]: this file has no effect: prosody.cfg.lua does not load it
//- conf.avail/c.cfg.lua
storage = "internal"
//- conf.d/disabled/d.cfg.lua
storage = "internal"
//- e.cfg.lua
storage = "internal"
"#,
        );
    }

    #[test]
    fn profiles_may_load_them() {
        check(
            "unreachable-file",
            r#"
//- prosody.cfg.lua
Include "base/a.cfg.lua"
local where = ENV_PLACE or "home"
Include("base/places/" .. where .. ".cfg.lua")
//- base/a.cfg.lua
storage = "sql"
//- base/places/home.cfg.lua
storage = "internal"
//- base/places/work.cfg.lua
storage = "memory"
"#,
        );
    }

    #[test]
    fn what_fails_may_load_them_when_it_is_mended() {
        check(
            "unreachable-file",
            "Include \"d/a.cfg.lua\"\nInclude \"d/missing.cfg.lua\"\n//- d/a.cfg.lua\na = 1\n//- d/b.cfg.lua\na = 1\n",
        );
    }
}

//! `loaded-twice`

use config::{FileId, IncludeSite, LoadKind};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::Note;
use crate::context::{Context, Findings};
use crate::registry::declare_rule;

declare_rule! {
    /// Finds files that are loaded a second time, by another `Include`, a wildcard that matches them as well, or a loader.
    ///
    /// The second time everything that the file sets is set again, and replaces what was set in between: the file gets the
    /// last word, which nobody sees who reads it. What it adds to lists is added twice.
    ///
    /// A file that sets something else each time, because it reads what was set before it, is left alone.
    ///
    /// Bad:
    /// ```lua
    /// -- prosody.cfg.lua
    /// Include "conf.d/*.cfg.lua"
    /// Include "conf.d/storage.cfg.lua"
    /// -- conf.d/storage.cfg.lua
    /// storage = "internal"
    /// ```
    /// Good:
    /// ```lua
    /// -- prosody.cfg.lua
    /// Include "conf.d/*.cfg.lua"
    /// -- conf.d/storage.cfg.lua
    /// storage = "internal"
    /// ```
    LOADED_TWICE = "loaded-twice", Info, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    let settings = context.settings;
    let loads = |site: &&IncludeSite| site.kind != LoadKind::Script;
    if settings.error.is_some() {
        return;
    }
    let own = settings.includes_in(context.file.id).filter(loads).flat_map(|site| &site.targets);
    // A loop may load the same one thousands of times.
    let mut repeated: FxHashSet<FileId> = own.copied().collect();
    repeated.retain(|&file| settings.is_repeated(file));
    if repeated.is_empty() {
        return;
    }
    // Of a file that is loaded twice itself this is told where it is loaded.
    if settings.config_files().filter(|file| *file == context.file.id).count() > 1 {
        return;
    }
    let mut first: FxHashMap<FileId, &IncludeSite> = FxHashMap::default();
    let mut told: Vec<(syntax::Span, FileId)> = Vec::new();
    for site in settings.includes().filter(loads) {
        for &target in site.targets.iter().filter(|file| repeated.contains(file)) {
            let Some(before) = first.get(&target) else {
                first.insert(target, site);
                continue;
            };
            if site.file != context.file.id || told.contains(&(site.span, target)) {
                continue;
            }
            told.push((site.span, target));
            let finding = findings.add(
                context.first_line(site.span),
                format!("{} is loaded a second time here", context.path_of(target)),
            );
            finding.help =
                Some("What it sets replaces what was set in between: take one of the two out".to_owned());
            // A loop, or a function of the file's own, loads both from one place.
            if (before.file, before.span) != (site.file, site.span) {
                let message = "the first time".to_owned();
                finding.notes.push(Note { file: before.file, span: before.span, message });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn a_wildcard_matches_it_already() {
        check(
            "loaded-twice",
            r#"
//- prosody.cfg.lua
Include "conf.d/*.cfg.lua"
Include "conf.d/a.cfg.lua"
        ^^^^^^^^^^^^^^^^^^ info[loaded-twice]: conf.d/a.cfg.lua is loaded a second time here
Include "more/b.cfg.lua"
//- conf.d/a.cfg.lua
storage = "internal"
//- conf.d/b.cfg.lua
log = "info"
//- more/b.cfg.lua
VirtualHost "b.example"
"#,
        );
    }

    #[test]
    fn a_loader_may_be_called_twice() {
        check(
            "loaded-twice",
            r#"
//- prosody.cfg.lua
local function load(layer)
    Include(layer .. "/all.cfg.lua")
            ^^^^^^^^^^^^^^^^^^^^^^^ info[loaded-twice]: core/all.cfg.lua is loaded a second time here
end
load("core")
load("core")
//- core/all.cfg.lua
storage = "internal"
"#,
        );
    }

    #[test]
    fn templates_do_something_else_each_time() {
        check(
            "loaded-twice",
            r#"
//- prosody.cfg.lua
name = "a.example"
Include "host.cfg.lua"
name = "b.example"
Include "host.cfg.lua"
//- host.cfg.lua
VirtualHost(name)
allow_registration = false
"#,
        );
    }

    #[test]
    fn one_of_several_branches() {
        check(
            "loaded-twice",
            r#"
//- prosody.cfg.lua
if ENV_X == "1" then Include "a.cfg.lua" else Include "a.cfg.lua" end
//- a.cfg.lua
storage = "internal"
"#,
        );
    }
}

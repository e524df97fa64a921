//! Lines above things: by how many later assignments an option is overridden, what a host has, where a file is used.
//!
//! [`Analysis::lenses`] only says where they are; their words cost more and are asked for one by one.

use std::fmt::Write as _;
use std::sync::Arc;

use config::{Fate, FileId, How, Settings, Tree, TreeRole};
use rustc_hash::FxHashSet;
use syntax::Span;

use crate::Analysis;

/// For larger trees the profiles are not read for a lens: each one costs a whole reading.
const MOST_FILES: usize = 500;

/// A place that has a line above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    /// The place.
    pub span: Span,
    /// What the line is about.
    pub kind: LensKind,
}

/// What the line of a lens is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LensKind {
    /// An option that a later assignment overrides.
    Overridden,
    /// What a host has.
    Host,
    /// Where the file is used.
    File,
}

/// The line of a lens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LensLine {
    /// The words.
    pub title: String,
    /// The places that they are about.
    pub places: Vec<(FileId, Span)>,
}

impl Analysis {
    /// The places of a file that have a line above them, in order.
    pub fn lenses(&self, file: FileId) -> Vec<Lens> {
        let Some(tree) = self.snapshot.tree_of(file) else { return Vec::new() };
        let settings = &tree.settings;
        let mut lenses = Vec::new();
        if tree.entry != file || tree.role != TreeRole::Entry {
            lenses.push(Lens { span: Span::empty(0), kind: LensKind::File });
        }
        let mut seen = FxHashSet::default();
        for section in settings.sections_in(file).filter(|section| &*section.host != "?") {
            if seen.insert(section.call) {
                lenses.push(Lens { span: section.call, kind: LensKind::Host });
            }
        }
        for (id, set) in settings.in_file(file).filter(|(_, set)| set.how != How::Internal) {
            if matches!(settings.fate(id), Fate::OverriddenBy(_)) && seen.insert(set.name_span) {
                lenses.push(Lens { span: set.name_span, kind: LensKind::Overridden });
            }
        }
        lenses.sort_by_key(|lens| lens.span.start);
        lenses
    }

    /// The line of a lens; `None` if there is nothing to say any more.
    pub fn lens_line(&self, file: FileId, lens: &Lens) -> Option<LensLine> {
        match lens.kind {
            LensKind::Overridden => {
                let settings = &self.snapshot.tree_of(file)?.settings;
                overridden(settings, file, lens.span)
            }
            LensKind::Host => host(self.snapshot.tree_of(file)?, file, lens.span),
            LensKind::File => self.used(file),
        }
    }

    /// Who loads the file, and in which profiles.
    fn used(&self, file: FileId) -> Option<LensLine> {
        let tree = self.snapshot.tree_of(file).filter(|tree| tree.role == TreeRole::Entry);
        let mut title = String::new();
        let mut places = Vec::new();
        if let Some(tree) = tree {
            let by = tree.settings.includes().filter(|site| site.targets.contains(&file));
            places = by.map(|site| (site.file, site.span)).collect();
            places.dedup();
            let name = |id| tree.settings.shown_name(id).unwrap_or_default().to_owned();
            match places.as_slice() {
                [] => {}
                [(by, span)] => {
                    let _ = write!(title, "loaded by {}:{}", name(*by), tree.settings.line(*by, span.start));
                }
                several => {
                    let _ = write!(title, "loaded in {} places", several.len());
                }
            }
        }
        for tree in tree.map_or_else(|| self.entries_near(file), |tree| vec![tree]) {
            let survey = match tree.known_survey() {
                Some(survey) => Arc::clone(survey),
                None if tree.settings.files_started.len() <= MOST_FILES => self.snapshot.survey(tree),
                None => continue,
            };
            let (used, all) = (survey.loaded_in(file), survey.profiles.len());
            if all < 2 || used.is_empty() {
                continue;
            }
            let between = if title.is_empty() { "" } else { " · " };
            let not_here = if tree.settings.loads(file) { "" } else { "not used here · " };
            let _ = match used.as_slice() {
                _ if used.len() == all => write!(title, "{between}used in all {all} profiles"),
                [only] => write!(title, "{between}{not_here}used in {only} only"),
                _ => write!(title, "{between}{not_here}used in {} of {all} profiles", used.len()),
            };
        }
        (!title.is_empty()).then_some(LensLine { title, places })
    }

    /// The configurations beside which a file lies that none of them loads under its present profile.
    fn entries_near(&self, file: FileId) -> Vec<&Arc<Tree>> {
        let Some(path) = self.snapshot.file(file).map(|file| &file.path) else { return Vec::new() };
        let is_near = |tree: &&Arc<Tree>| {
            let entry = self.snapshot.file(tree.entry).and_then(|entry| entry.path.parent());
            tree.role == TreeRole::Entry && entry.is_some_and(|folder| path.starts_with(folder))
        };
        self.snapshot.trees().filter(is_near).collect()
    }
}

/// `overridden by env/two.cfg.lua:3`, `overridden by 3 assignments`
fn overridden(settings: &Settings, file: FileId, name: Span) -> Option<LensLine> {
    let (id, set) = settings.in_file(file).filter(|(_, set)| set.name_span == name).last()?;
    let chain = settings.host(&set.host)?.chain(&set.option)?;
    let own = settings.position(chain, id)?;
    let later: Vec<_> =
        chain.assignments.iter().skip(own + 1).filter_map(|&id| settings.assignment(id)).collect();
    let places: Vec<_> = later.iter().map(|set| (set.file, set.name_span)).collect();
    let title = match later.as_slice() {
        [] => return None,
        [only] => {
            let line = settings.line(only.file, only.name_span.start);
            format!("overridden by {}:{line}", settings.shown_name(only.file).unwrap_or_default())
        }
        several => format!("overridden by {} later assignments", several.len()),
    };
    Some(LensLine { title, places })
}

/// `12 modules · 5 options of its own`
fn host(tree: &Tree, file: FileId, call: Span) -> Option<LensLine> {
    let settings = &tree.settings;
    let section = settings.sections_in(file).find(|section| section.call == call)?;
    let host = settings.host(&section.host)?;
    let own: Vec<_> = host
        .chains
        .iter()
        .filter_map(|chain| settings.assignment(chain.last()?))
        .filter(|set| set.how != How::Internal)
        .collect();
    let counted = |count: usize, what: &str| {
        let plural = if count == 1 { "" } else { "s" };
        format!("{count} {what}{plural}")
    };
    let options = format!("{} of its own", counted(own.len(), "option"));
    let title = match tree.modules_for(&section.host) {
        Ok(modules) => {
            let own_module = usize::from(modules.component.is_some());
            format!("{} · {options}", counted(modules.modules.len() + own_module, "module"))
        }
        Err(_) => options,
    };
    Some(LensLine { title, places: own.iter().map(|set| (set.file, set.name_span)).collect() })
}

#[cfg(test)]
mod tests {
    use crate::testing::at;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(at(text).lenses(), expected);
    }

    #[test]
    fn options_say_by_what_they_are_overridden() {
        check(
            "//- prosody.cfg.lua
$0a = 1
b = 1
Include 'x.cfg.lua'
Include 'y.cfg.lua'
//- x.cfg.lua
a = 2
b = 2
//- y.cfg.lua
a = 3
",
            &["a: overridden by 2 later assignments", "b: overridden by x.cfg.lua:2"],
        );
    }

    #[test]
    fn hosts_say_what_they_have() {
        check(
            "//- prosody.cfg.lua
$0modules_enabled = { 'disco' }
VirtualHost 'a.example'
  enabled = true
  ssl = {}
Component 'c.example' 'muc'
",
            &[
                "VirtualHost 'a.example': 8 modules · 2 options of its own",
                "Component 'c.example' 'muc': 3 modules · 0 options of its own",
            ],
        );
    }

    #[test]
    fn files_say_who_loads_them_and_in_which_profiles() {
        let text = "//- prosody.cfg.lua
Include('env/' .. (ENV_E or 'one') .. '.cfg.lua')
Include 'all.cfg.lua'
//- env/one.cfg.lua
a = 1
//- env/two.cfg.lua
a = 1
//- all.cfg.lua
b = 1
";
        let marked = |file: &str| text.replace(&format!("//- {file}\n"), &format!("//- {file}\n$0"));
        check(&marked("env/one.cfg.lua"), &[": loaded by prosody.cfg.lua:1 · used in 2 of 3 profiles"]);
        check(&marked("env/two.cfg.lua"), &[": not used here · used in E=two only"]);
        check(&marked("all.cfg.lua"), &[": loaded by prosody.cfg.lua:2 · used in all 3 profiles"]);
    }
}

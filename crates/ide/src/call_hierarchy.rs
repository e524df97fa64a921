//! Call hierarchy on files: who includes one, and what it includes, under every profile that has been looked at.

use std::sync::Arc;

use config::{FileId, IncludeSite, Snapshot, TreeRole};
use syntax::Span;

use crate::place::Place;
use crate::{Analysis, Position};

/// A file of the hierarchy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileItem {
    /// The file.
    pub file: FileId,
    /// Its own name.
    pub name: String,
    /// Its path, as a person would name it in its tree, if that says more; and its layer.
    pub detail: Option<String>,
}

/// A file that loads another, or is loaded by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileCall {
    /// The other file.
    pub item: FileItem,
    /// The arguments of the calls, in the file that loads.
    pub spans: Vec<Span>,
}

impl Analysis {
    /// The files that a place is about: those that the `Include` there loads, otherwise its own.
    pub fn prepare_call_hierarchy(&self, at: Position) -> Vec<FileItem> {
        let loaded = sites(&self.snapshot)
            .filter(|site| site.file == at.file && site.span.touches(at.offset))
            .flat_map(|site| site.targets.iter().copied());
        let mut files: Vec<FileId> = Vec::new();
        for file in loaded {
            if !files.contains(&file) {
                files.push(file);
            }
        }
        if files.is_empty() {
            files.push(at.file);
        }
        files.into_iter().filter_map(|file| item(&self.snapshot, file)).collect()
    }

    /// Who loads a file.
    pub fn incoming_calls(&self, file: FileId) -> Vec<FileCall> {
        let sites = sites(&self.snapshot).filter(|site| site.targets.contains(&file));
        calls(&self.snapshot, sites.map(|site| (site.file, site.span)))
    }

    /// What a file loads.
    pub fn outgoing_calls(&self, file: FileId) -> Vec<FileCall> {
        let sites = sites(&self.snapshot).filter(|site| site.file == file);
        calls(&self.snapshot, sites.flat_map(|site| site.targets.iter().map(|target| (*target, site.span))))
    }
}

/// Every load that is written in a file, in the profiles that are known.
fn sites(snapshot: &Snapshot) -> impl Iterator<Item = &IncludeSite> {
    snapshot.trees().flat_map(|tree| {
        // The entry of an assumed tree is in no file.
        let imagined = (tree.role == TreeRole::Assumed).then_some(tree.entry);
        let others = tree.known_survey().into_iter().flat_map(|survey| &survey.profiles);
        let all = std::iter::once(&tree.settings).chain(others.map(|(_, settings)| &**settings));
        all.flat_map(config::Settings::includes).filter(move |site| Some(site.file) != imagined)
    })
}

fn calls(snapshot: &Snapshot, found: impl Iterator<Item = (FileId, Span)>) -> Vec<FileCall> {
    let mut calls: Vec<FileCall> = Vec::new();
    for (file, span) in found {
        match calls.iter_mut().find(|call| call.item.file == file) {
            Some(call) if call.spans.contains(&span) => {}
            Some(call) => call.spans.push(span),
            None => {
                calls.extend(item(snapshot, file).map(|item| FileCall { item, spans: vec![span] }));
            }
        }
    }
    calls
}

fn item(snapshot: &Snapshot, file: FileId) -> Option<FileItem> {
    let source: &Arc<config::SourceFile> = snapshot.file(file)?;
    let place = Place::new(snapshot, Position { file, offset: 0 })?;
    let name = source.path.file_name()?.to_string_lossy().into_owned();
    let detail = Some(place.path_of(&source.path)).filter(|path| *path != name);
    Some(FileItem { file, name, detail })
}

#[cfg(test)]
mod tests {
    use fixture::Fixture;

    use crate::{Analysis, FileCall, Position};

    const TREE: &str = "//- prosody.cfg.lua
Include 'conf.d/*.cfg.lua'
Include 'conf.d/b.cfg.lua'
x = 1
//- conf.d/a.cfg.lua
Include '../last.cfg.lua'
//- conf.d/b.cfg.lua
a = 1
//- last.cfg.lua
a = 1
";

    fn shown(calls: &[FileCall]) -> Vec<String> {
        let call = |call: &FileCall| {
            let starts: Vec<u32> = call.spans.iter().map(|span| span.start).collect();
            format!("{} {starts:?}", call.item.detail.as_deref().unwrap_or(&call.item.name))
        };
        calls.iter().map(call).collect()
    }

    #[test]
    fn files_are_included_and_include() {
        let fixture = Fixture::new(TREE);
        let analysis = Analysis::new(std::sync::Arc::clone(&fixture.snapshot));
        let (entry, a) = (fixture.id("prosody.cfg.lua"), fixture.id("conf.d/a.cfg.lua"));
        assert_eq!(
            shown(&analysis.outgoing_calls(entry)),
            ["conf.d/a.cfg.lua [8]", "conf.d/b.cfg.lua [8, 35]"]
        );
        assert_eq!(shown(&analysis.outgoing_calls(a)), ["last.cfg.lua [8]"]);
        assert_eq!(shown(&analysis.incoming_calls(fixture.id("last.cfg.lua"))), ["conf.d/a.cfg.lua [8]"]);
        assert_eq!(shown(&analysis.incoming_calls(entry)), [""; 0]);
    }

    #[test]
    fn an_include_is_about_its_files_and_any_other_place_about_its_own() {
        let fixture = Fixture::new(TREE);
        let analysis = Analysis::new(std::sync::Arc::clone(&fixture.snapshot));
        let names = |offset| {
            let at = Position { file: fixture.id("prosody.cfg.lua"), offset };
            analysis.prepare_call_hierarchy(at).into_iter().map(|item| item.name).collect::<Vec<_>>()
        };
        assert_eq!(names(10), ["a.cfg.lua", "b.cfg.lua"]);
        assert_eq!(names(56), ["prosody.cfg.lua"]);
    }
}

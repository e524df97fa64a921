//! Which files are loaded, by whom, how often.

use super::{Assignment, AssignmentId, FileRun, IncludeSite, LoadKind, Settings};
use crate::{FileId, SourceFile};

impl Settings {
    /// Every `Include` that ran.
    pub fn includes(&self) -> impl Iterator<Item = &IncludeSite> {
        self.runs.iter().flat_map(|run| &run.includes)
    }

    /// The `Include`s that ran in a file.
    pub fn includes_in(&self, file: FileId) -> impl Iterator<Item = &IncludeSite> {
        self.runs_of(file).flat_map(|(_, run)| &run.includes).filter(move |include| include.file == file)
    }

    /// The wildcard that decides between two assignments by the order in which the file system lists the files: both
    /// come from files that one `Include` matches. `None` if the order of the two is certain.
    pub fn race(&self, a: AssignmentId, b: AssignmentId) -> Option<&IncludeSite> {
        let loaded_by = |run: u32| self.runs.get(run as usize)?.loaded_by;
        if let (Some((ours, load)), Some((theirs, other_load))) = (loaded_by(a.run), loaded_by(b.run))
            && ours == theirs
        {
            // The usual case: the entry file loads both.
            return self.race_in(ours, load).filter(|_| load == other_load && a.run != b.run);
        }
        let (ours, theirs) = (self.ancestry(a.run), self.ancestry(b.run));
        // The two part where the run is the same and what it loads is not.
        let (run, load) = ours.iter().find_map(|&(run, load, next)| {
            let (_, other_load, other_next) = theirs.iter().find(|(other, ..)| *other == run)?;
            (load == *other_load && next != *other_next).then_some((run, load))
        })?;
        self.race_in(run, load)
    }

    /// The load of that number in a run, if it is a wildcard.
    fn race_in(&self, run: u32, load: u32) -> Option<&IncludeSite> {
        let site = self.runs.get(run as usize)?.includes.get(load as usize)?;
        (site.wildcard && site.kind == LoadKind::Include).then_some(site)
    }

    /// The runs above a run: each with the load in it that leads to the run, and the run that this load began.
    fn ancestry(&self, run: u32) -> Vec<(u32, u32, u32)> {
        let mut above = Vec::new();
        let mut here = run;
        while let Some((parent, load)) = self.runs.get(here as usize).and_then(|run| run.loaded_by) {
            above.push((parent, load, here));
            here = parent;
        }
        above
    }

    /// Whether a file runs as one that sets options.
    pub fn runs(&self, file: FileId) -> bool {
        self.runs_of(file).any(|(_, run)| run.source.id == file)
    }

    /// Whether this very text of a file was run as one that sets options: places in it are right.
    pub fn has_read(&self, file: &SourceFile) -> bool {
        let mut runs =
            self.runs_of(file.id).map(|(_, run)| &run.source).filter(|source| source.id == file.id);
        runs.next().is_some_and(|source| source.text == file.text)
    }

    /// Whether a file has a part in what the tree means.
    pub fn loads(&self, file: FileId) -> bool {
        self.depends_on(file)
    }

    /// Whether the tree's meaning depends on a file's text.
    pub(crate) fn depends_on(&self, file: FileId) -> bool {
        self.fixed.names.contains_key(&file) || self.fixed.read_otherwise.contains_key(&file)
    }

    /// The files that set options, in the order in which they begin to run; one that is loaded twice comes twice.
    pub fn config_files(&self) -> impl Iterator<Item = FileId> {
        self.runs.iter().map(|run| run.source.id)
    }

    /// Whether a file is loaded more than once and does the same each time, for certain: sets the same options to the same
    /// values, and reads none back.
    pub fn is_repeated(&self, file: FileId) -> bool {
        let mut runs = self.runs_of(file).map(|(_, run)| run).filter(|run| run.source.id == file);
        let Some(first) = runs.next() else { return false };
        let is_plain = |run: &FileRun| {
            run.reads.is_empty()
                && run.assignments.iter().all(|set| set.condition.is_none() && set.file == file)
        };
        let is_same = |a: &Assignment, b: &Assignment| {
            (&a.host, &a.option, a.how, a.name_span) == (&b.host, &b.option, b.how, b.name_span)
                && (a.value == b.value || a.value.same_content(&b.value))
        };
        let (mut count, mut alike) = (0, is_plain(first) && !first.assignments.is_empty());
        for run in runs {
            count += 1;
            alike &= is_plain(run)
                && run.assignments.len() == first.assignments.len()
                && run.assignments.iter().zip(&first.assignments).all(|(a, b)| is_same(a, b));
        }
        alike && count > 0
    }

    /// Files that are run as plain Lua, in no order.
    pub fn scripts(&self) -> impl Iterator<Item = FileId> {
        self.fixed.read_otherwise.keys().copied()
    }

    /// Whether all that a file does is to run others, as a loader has it done that needs an environment of Prosody's:
    /// it is no layer itself.
    pub(crate) fn only_runs_others(&self, file: FileId) -> bool {
        let loads = || self.includes_in(file).filter(|load| load.kind != LoadKind::Script);
        loads().next().is_some()
            && loads().all(|load| load.kind == LoadKind::Loader)
            && self.in_file(file).next().is_none()
    }
}

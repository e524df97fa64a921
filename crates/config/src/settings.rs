//! What one tree means under one profile: every host, every option, every assignment.

mod assignments;
mod events;
mod hosts;
mod ids;
mod loading;

use std::sync::Arc;

use imbl::Vector;
use rustc_hash::{FxHashMap, FxHashSet};
use syntax::Span;

pub use self::assignments::{Assignment, AssignmentId, Fate, How};
pub use self::events::{HostSection, IncludeSite, LoadError, LoadKind, LoadStage, Warning, WarningKind};
pub(crate) use self::hosts::index;
pub use self::hosts::{Chain, Host, HostKind};
pub use self::ids::AssignmentIds;
use crate::{FileId, SourceFile};

/// The meaning of one configuration tree under one [`Profile`](crate::Profile).
///
/// What each run of a file did is kept by itself, shared between the settings before and after an edit; hosts
/// and chains point into it. The large lists are persistent: a copy shares all that is not changed.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Hosts in the order in which they came into being.
    pub hosts: Vector<Arc<Host>>,
    /// Files in the order in which Prosody begins to parse them; one that is loaded twice stands here twice.
    pub files_started: Arc<[FileId]>,
    /// Files in the order in which Prosody finishes them.
    pub files_completed: Arc<[FileId]>,
    /// Why loading fails, if it does. What stands in `hosts` then is what was set until that moment.
    pub error: Option<LoadError>,
    /// All errors behind which evaluation went on, each with the run of a file that it happened in.
    pub(crate) errors: Arc<[(u32, LoadError)]>,
    /// What Prosody says when it loads this, in order: those that follow each other and are about one file together.
    pub(crate) warnings: Vector<Arc<[Warning]>>,
    /// Which of these are about a file.
    pub(crate) warned: Arc<FxHashMap<FileId, Vec<u32>>>,
    /// Every run of a file, in the order in which they began.
    pub(crate) runs: Vector<Arc<FileRun>>,
    /// All assignments in the order in which they happened: stretches of runs' assignments.
    pub(crate) timeline: Vector<Stretch>,
    /// On which hosts each option is set: their positions in `hosts`, in order.
    pub(crate) set_on: Arc<FxHashMap<Arc<str>, Arc<Vec<u32>>>>,
    /// Options that some file reads back, or once did.
    pub(crate) read: Arc<FxHashSet<Arc<str>>>,
    /// What does not change when a file's own assignments do.
    pub(crate) fixed: Arc<Fixed>,
}

/// The parts of settings that stay while no file, host or read comes or goes.
#[derive(Debug, Default)]
pub(crate) struct Fixed {
    /// The path that Prosody knows each loaded file by.
    pub(crate) names: FxHashMap<FileId, Arc<str>>,
    /// The runs in which something was set by a file's text.
    pub(crate) runs_of: FxHashMap<FileId, Vec<u32>>,
    /// Position of each host in [`Settings::hosts`].
    pub(crate) host_index: FxHashMap<Arc<str>, usize>,
    /// Files that were read otherwise than by `Include`.
    pub(crate) read_otherwise: FxHashMap<FileId, Arc<SourceFile>>,
    /// Plain Lua ran, or something was loaded that can't be seen: files can't be evaluated one by one.
    pub(crate) entangled: bool,
    /// Something was loaded that can't be seen: any option may have been set there.
    pub(crate) lost_track: bool,
}

/// What one run of one file did.
#[derive(Debug)]
pub(crate) struct FileRun {
    pub(crate) source: Arc<SourceFile>,
    /// The run that loads it, and the number of the load there.
    pub(crate) loaded_by: Option<(u32, u32)>,
    pub(crate) assignments: Vec<Assignment>,
    pub(crate) includes: Vec<IncludeSite>,
    pub(crate) sections: Vec<HostSection>,
    pub(crate) reads: Vec<OptionRead>,
    /// Where its assignments stand in time: from which one on which stretch of the timeline.
    pub(crate) stretches: Vec<(u32, u32)>,
}

/// Assignments of one run that happened one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) run: u32,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// An option that is read back, by its bare name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionRead {
    /// The file.
    pub file: FileId,
    /// The name's bytes.
    pub span: Span,
    /// The option.
    pub option: Arc<str>,
    /// The host whose option it would be.
    pub host: Arc<str>,
}

impl Settings {
    /// What Prosody says when it loads this, in order.
    pub fn warnings(&self) -> impl Iterator<Item = &Warning> {
        self.warnings.iter().flat_map(|together| together.iter())
    }

    /// What Prosody says about a file when it loads it, in order.
    pub fn warnings_in(&self, file: FileId) -> impl Iterator<Item = &Warning> {
        let together = self.warned.get(&file).into_iter().flatten();
        together.filter_map(|&at| self.warnings.get(at as usize)).flat_map(|together| together.iter())
    }

    /// Where in which file which host is the current one.
    pub fn sections(&self) -> impl Iterator<Item = &HostSection> {
        self.runs.iter().flat_map(|run| &run.sections).filter(|section| section.has_name())
    }

    /// The host sections of a file.
    pub fn sections_in(&self, file: FileId) -> impl Iterator<Item = &HostSection> {
        self.all_sections_in(file).filter(|section| section.has_name())
    }

    /// The sections of a file that belong to a host whose name is not known; their `host` is no name.
    pub fn unnamed_sections_in(&self, file: FileId) -> impl Iterator<Item = &HostSection> {
        self.all_sections_in(file).filter(|section| !section.has_name())
    }

    fn all_sections_in(&self, file: FileId) -> impl Iterator<Item = &HostSection> {
        self.runs_of(file).flat_map(|(_, run)| &run.sections).filter(move |section| section.file == file)
    }

    /// Options that are read back, with the place.
    pub fn reads(&self) -> impl Iterator<Item = &OptionRead> {
        self.runs.iter().flat_map(|run| &run.reads)
    }

    /// Those that a file reads back.
    pub fn reads_in(&self, file: FileId) -> impl Iterator<Item = &OptionRead> {
        self.runs_of(file).flat_map(|(_, run)| &run.reads).filter(move |read| read.file == file)
    }

    /// Whether something was loaded that can't be seen, or set on a host that is not known: any option may have been
    /// set there.
    pub fn lost_track(&self) -> bool {
        self.fixed.lost_track
    }

    /// Whether some file reads an option of this name back.
    pub fn is_read(&self, option: &str) -> bool {
        self.read.contains(option)
    }

    fn runs_of(&self, file: FileId) -> impl Iterator<Item = (u32, &FileRun)> {
        self.fixed
            .runs_of
            .get(&file)
            .into_iter()
            .flatten()
            .filter_map(|&run| Some((run, &**self.runs.get(run as usize)?)))
    }

    /// The path by which Prosody knows a loaded file, relative to the tree's mount (or whole, outside of it).
    pub fn name(&self, profile: &crate::Profile, file: FileId) -> Option<&str> {
        let name = self.fixed.names.get(&file)?;
        let below = |mount: &crate::Mount| name.strip_prefix(mount.path.as_str())?.strip_prefix('/');
        Some(profile.mount.as_ref().and_then(below).map_or(&**name, |rest| rest.trim_start_matches('/')))
    }

    /// The path by which Prosody knows the entry file.
    pub(crate) fn entry_name(&self) -> Option<&str> {
        self.fixed.names.get(&self.runs.front()?.source.id).map(|name| &**name)
    }

    /// A loaded file's path for a person: relative to the entry's directory, or whole outside of it.
    pub fn shown_name(&self, file: FileId) -> Option<&str> {
        let name = self.fixed.names.get(&file)?;
        let folder = self.entry_name().and_then(|entry| entry.rsplit_once('/')).map(|(folder, _)| folder);
        let below = folder.and_then(|folder| name.strip_prefix(folder)?.strip_prefix('/'));
        Some(below.unwrap_or(name))
    }

    /// The line, from 1, of a place in a loaded file.
    pub fn line(&self, file: FileId, offset: u32) -> u32 {
        self.source(file).map_or(0, |file| file.lua_line(offset))
    }

    /// A loaded file.
    pub(crate) fn source(&self, file: FileId) -> Option<&Arc<SourceFile>> {
        let run = self.runs_of(file).map(|(_, run)| &run.source).find(|source| source.id == file);
        run.or_else(|| self.fixed.read_otherwise.get(&file))
    }

    /// All files that have a part in what the tree means; one that is loaded twice comes twice.
    pub(crate) fn sources(&self) -> impl Iterator<Item = &Arc<SourceFile>> {
        self.runs.iter().map(|run| &run.source).chain(self.fixed.read_otherwise.values())
    }
}

//! From a tree's files to its settings: loads the entry file as Prosody would, keeps every assignment.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::FileId;
use crate::files::{Files, Source};
use crate::freeze::Freezer;
use crate::lua::{Flow, LuaError, Machine, Val};
use crate::profile::Profile;
use crate::profiles::Probe;
use crate::prosody::{Run, UNKNOWN_HOST};
use crate::settings::{
    Assignment, AssignmentId, AssignmentIds, Chain, FileRun, Fixed, Host, HostKind, How, LoadError,
    LoadStage, Settings, Stretch, Warning, index,
};

/// What happens behind an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnError {
    /// Nothing: loading ends, as in Prosody.
    Stop,
    /// Further statements are read as if it had not happened: what an editor wants to show.
    GoOn,
}

/// Evaluates the configuration only to see where the profile's variables end up.
pub(crate) fn probe(files: &dyn Files, profile: &Profile, path: &str, on_error: OnError) -> Probe {
    let Ok(file) = files.source(path) else { return Probe::default() };
    let mut machine = new_machine(files, profile, path, on_error);
    machine.probe = Some(Box::default());
    let source = Source::new(file, path);
    // What it means, or whether it loads, is of no interest.
    let _ = on_large_stack(|| machine.load_config(&source));
    machine.probe.take().map(|probe| *probe).unwrap_or_default()
}

fn new_machine<'f>(files: &'f dyn Files, profile: &'f Profile, path: &str, on_error: OnError) -> Machine<'f> {
    let mut machine = Machine::new(files, profile);
    machine.recover = on_error == OnError::GoOn;
    crate::prosody::globals::name_entry(&mut machine, path);
    machine
}

/// Loads the configuration whose entry file is at `path` (the path that Prosody is given).
pub(crate) fn load(files: &dyn Files, profile: &Profile, path: &str, on_error: OnError) -> Settings {
    let mut settings = Settings::default();
    let extension = path.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    // A template such as `prosody.cfg.lua.j2` is named for something else than Prosody: it is read all the same.
    if extension != "lua" && on_error == OnError::Stop {
        let message = if extension.is_empty() {
            "no parser specified".to_owned()
        } else {
            format!("no parser for {extension}")
        };
        settings.error = Some(LoadError { message, stage: LoadStage::File, place: None });
        return settings;
    }
    let file = match files.source(path) {
        Ok(file) => file,
        Err(error) => {
            let message = relative_text(profile, &format!("{path}: {}", error.text()));
            settings.error = Some(LoadError { message, stage: LoadStage::File, place: None });
            return settings;
        }
    };
    let mut machine = new_machine(files, profile, path, on_error);
    let source = Source::new(file, path);
    let outcome = on_large_stack(|| machine.load_config(&source));
    settings.error = match outcome {
        Ok(Ok(warnings)) => {
            gather_warnings(profile, &warnings, &mut settings);
            settings.errors = run_errors(profile, &mut machine);
            settings.errors.first().map(|(_, error)| error.clone())
        }
        Ok(Err(error)) => Some(load_error(profile, &error, LoadStage::Parser)),
        Err(Flow::Error(error)) => Some(load_error(profile, &error, LoadStage::Crash)),
        Err(Flow::OutOfFuel) => Some(LoadError {
            message: "loading does not end".to_owned(),
            stage: LoadStage::Limit,
            place: machine.place(),
        }),
    };
    collect(&mut machine, &mut settings);
    settings
}

/// The errors behind which evaluation went on, first things first.
pub(crate) fn run_errors(profile: &Profile, machine: &mut Machine<'_>) -> Arc<[(u32, LoadError)]> {
    let errors = std::mem::take(&mut machine.errors);
    errors.into_iter().map(|(run, error)| (run, load_error(profile, &error, LoadStage::Parser))).collect()
}

/// Puts warnings that follow each other and are about the same file together.
fn gather_warnings(profile: &Profile, warnings: &[Warning], settings: &mut Settings) {
    let file = |warning: &Warning| warning.place.map(|(file, _)| file);
    let mut warned: FxHashMap<FileId, Vec<u32>> = FxHashMap::default();
    for (together, at) in warnings.chunk_by(|one, next| file(one) == file(next)).zip(0..) {
        if let Some(file) = together.first().and_then(file) {
            warned.entry(file).or_default().push(at);
        }
        settings.warnings.push_back(together.iter().map(|warning| relative(profile, warning)).collect());
    }
    settings.warned = Arc::new(warned);
}

/// A warning with paths relative to the mount.
pub(crate) fn relative(profile: &Profile, warning: &Warning) -> Warning {
    let file = relative_text(profile, &warning.file);
    // Many warnings share the name.
    let file = if *file == *warning.file { Arc::clone(&warning.file) } else { file.into() };
    Warning { file, ..warning.clone() }
}

/// Evaluation recurses with the configuration's own nesting.
pub(crate) fn on_large_stack<T>(run: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(1024 * 1024, 16 * 1024 * 1024, run)
}

fn load_error(profile: &Profile, error: &LuaError, stage: LoadStage) -> LoadError {
    LoadError { message: relative_text(profile, &error.message()), stage, place: error.place }
}

/// Takes the mount's path off every path in a text, unless it stands inside a longer one.
pub(crate) fn relative_text(profile: &Profile, text: &str) -> String {
    let Some(mount) = &profile.mount else { return text.to_owned() };
    let pattern = format!("{}/", mount.path);
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for (at, _) in text.match_indices(&pattern) {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        if at < copied
            || before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '/' | '-'))
        {
            continue;
        }
        out.push_str(text.get(copied..at).unwrap_or_default());
        copied = at + pattern.len();
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    out
}

/// Turns what the machine gathered into settings.
fn collect(machine: &mut Machine<'_>, settings: &mut Settings) {
    let prosody = std::mem::take(&mut machine.prosody);
    let mut freezer = Freezer::new(machine);
    let mut fixed = Fixed {
        read_otherwise: prosody.read_otherwise,
        entangled: prosody.entangled,
        lost_track: prosody.lost_track,
        ..Fixed::default()
    };
    let mut hosts = Vec::with_capacity(prosody.hosts.len() + 1);
    for state in prosody.hosts.into_iter().filter(|state| &*state.name != UNKNOWN_HOST) {
        let chain = |(option, value): &(Arc<str>, Val)| Chain {
            option: Arc::clone(option),
            assignments: AssignmentIds::new(),
            value: freezer.freeze(value),
            plain: true,
            certain: true,
        };
        let chains: Vec<Chain> = state.options.iter().map(chain).collect();
        let kind = host_kind(&state.name, &state.get("component_module"), &state.get("defined"));
        fixed.host_index.insert(Arc::clone(&state.name), hosts.len());
        hosts.push((state.name, kind, chains, state.index));
    }
    if !fixed.host_index.contains_key("*") {
        fixed.host_index.insert(Arc::from("*"), hosts.len());
        hosts.push((Arc::from("*"), HostKind::Global, Vec::new(), FxHashMap::default()));
    }

    // Chains get their assignments in the order in which those happened.
    let mut next = vec![0_u32; prosody.runs.len()];
    let mut timeline: Vec<Stretch> = Vec::new();
    let mut stretches: Vec<Vec<(u32, u32)>> = vec![Vec::new(); prosody.runs.len()];
    for &run in &prosody.timeline {
        let Some(index) = next.get_mut(run as usize) else { continue };
        match timeline.last_mut() {
            Some(stretch) if stretch.run == run => stretch.end += 1,
            _ => {
                if let Some(stretches) = stretches.get_mut(run as usize) {
                    stretches.push((*index, u32::try_from(timeline.len()).unwrap_or(u32::MAX)));
                }
                timeline.push(Stretch { run, start: *index, end: *index + 1 });
            }
        }
        let id = AssignmentId { run, index: *index };
        let set = prosody.runs.get(run as usize).and_then(|run| run.assignments.get(*index as usize));
        *index += 1;
        let plain = set.is_some_and(|set| set.how != How::Append && set.condition.is_none());
        let chain = set.and_then(|set| {
            let (_, _, chains, index) = hosts.get_mut(*fixed.host_index.get(&set.host)?)?;
            chains.get_mut(*index.get(&set.option)?)
        });
        if let Some(chain) = chain {
            chain.assignments.push(id);
            chain.plain &= plain;
            chain.certain &= set.is_some_and(|set| set.condition.is_none());
        }
    }

    fixed.names.extend(prosody.plain_names);
    let mut read = FxHashSet::default();
    let mut opened_in: Vec<Vec<u32>> = vec![Vec::new(); hosts.len()];
    for ((run, found), stretches) in (0..).zip(prosody.runs).zip(stretches) {
        let file = found.source.file();
        fixed.names.entry(file.id).or_insert_with(|| Arc::from(found.source.name()));
        let own = std::iter::once(file.id);
        for id in own.chain(found.assignments.iter().filter_map(|set| set.file).filter(|id| *id != file.id)) {
            let runs = fixed.runs_of.entry(id).or_default();
            if runs.last() != Some(&run) {
                runs.push(run);
            }
        }
        for section in &found.sections {
            let host = fixed.host_index.get(&section.host).and_then(|&host| opened_in.get_mut(host));
            if let Some(runs) = host.filter(|runs| runs.last() != Some(&run)) {
                runs.push(run);
            }
        }
        read.extend(found.reads.iter().map(|read| Arc::clone(&read.option)));
        settings.runs.push_back(Arc::new(freeze_run(&mut freezer, found, stretches)));
    }
    let mut set_on: FxHashMap<Arc<str>, Vec<u32>> = FxHashMap::default();
    for ((_, _, chains, _), at) in hosts.iter().zip(0..) {
        for chain in chains {
            set_on.entry(Arc::clone(&chain.option)).or_default().push(at);
        }
    }
    let shared = |(option, mut on): (Arc<str>, Vec<u32>)| {
        on.shrink_to_fit();
        (option, Arc::new(on))
    };
    settings.set_on = Arc::new(set_on.into_iter().map(shared).collect());
    settings.hosts = hosts
        .into_iter()
        .zip(opened_in)
        .map(|((name, kind, chains, _), opened_in)| {
            let mut chains = chains;
            for chain in &mut chains {
                chain.assignments.shrink_to_fit();
            }
            let index = index(&chains);
            Arc::new(Host { name, kind, chains, index, opened_in: opened_in.into() })
        })
        .collect();
    settings.timeline = timeline.into_iter().collect();
    settings.files_started = prosody.files_started.into();
    settings.files_completed = prosody.files_completed.into();
    settings.read = Arc::new(read);
    settings.fixed = Arc::new(fixed);
}

/// One run with values that stay.
pub(crate) fn freeze_run(freezer: &mut Freezer<'_, '_>, run: Run, stretches: Vec<(u32, u32)>) -> FileRun {
    let file = Arc::clone(run.source.file());
    let mut assignments: Vec<Assignment> = run
        .assignments
        .into_iter()
        .map(|set| Assignment {
            host: set.host,
            option: set.option,
            how: set.how,
            value: freezer.freeze(&set.value),
            file: set.file.unwrap_or(file.id),
            span: set.write.statement,
            name_span: set.write.name,
            value_span: set.write.value,
            reported_in: set.reported_in.unwrap_or(file.id),
            line: set.line,
            condition: set.condition,
        })
        .collect();
    // There are many runs, and they stay.
    assignments.shrink_to_fit();
    FileRun {
        source: file,
        loaded_by: run.loaded_by,
        assignments,
        includes: run.includes,
        sections: run.sections,
        reads: run.reads,
        stretches,
    }
}

fn host_kind(name: &str, component: &Val, defined: &Val) -> HostKind {
    match (name, component, defined) {
        ("*", _, _) => HostKind::Global,
        (_, Val::Str(module), _) => HostKind::Component(Arc::from(String::from_utf8_lossy(module))),
        (_, _, Val::Nil) => HostKind::Undefined,
        _ => HostKind::VirtualHost,
    }
}

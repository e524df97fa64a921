//! From a tree's files to its settings: loads the entry file as Prosody would, keeps every assignment.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::files::{Files, Source};
use crate::freeze::Freezer;
use crate::lua::{Flow, LuaError, Machine, Val};
use crate::profile::Profile;
use crate::prosody::UNKNOWN_HOST;
use crate::settings::{
    Assignment, AssignmentId, Chain, Fate, Host, HostKind, How, LoadError, LoadStage, Settings, Warning,
};

/// What happens behind an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnError {
    /// Nothing: loading ends, as in Prosody.
    Stop,
    /// Further statements are read as if it had not happened: what an editor wants to show.
    GoOn,
}

/// Loads the configuration whose entry file is at `path` (the path that Prosody is given).
pub(crate) fn load(files: &dyn Files, profile: &Profile, path: &str, on_error: OnError) -> Settings {
    let mut settings = Settings::default();
    let extension = path.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    if extension != "lua" {
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
    let mut machine = Machine::new(files, profile);
    machine.recover = on_error == OnError::GoOn;
    let source = Source::new(file, path);
    // Evaluation recurses with the configuration's own nesting.
    let outcome = stacker::maybe_grow(1024 * 1024, 16 * 1024 * 1024, || machine.load_config(&source));
    settings.error = match outcome {
        Ok(Ok(warnings)) => {
            settings.warnings = warnings
                .into_iter()
                .map(|warning| Warning { message: relative_text(profile, &warning.message), ..warning })
                .collect();
            machine.first_error.take().map(|error| load_error(profile, &error, LoadStage::Parser))
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

fn load_error(profile: &Profile, error: &LuaError, stage: LoadStage) -> LoadError {
    LoadError { message: relative_text(profile, &error.message()), stage, place: error.place }
}

/// Takes the mount's path off every path in a text, unless it stands inside a longer one.
fn relative_text(profile: &Profile, text: &str) -> String {
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
    // Numbering the hosts first keeps them in the order in which they were first set; `*` is always there.
    for state in prosody.hosts.iter().filter(|state| &*state.name != UNKNOWN_HOST) {
        let chains = state
            .options
            .iter()
            .map(|(option, value)| Chain {
                option: Arc::clone(option),
                assignments: Vec::new(),
                value: freezer.freeze(value),
            })
            .collect::<Vec<_>>();
        let index = chains.iter().enumerate().map(|(at, chain)| (Arc::clone(&chain.option), at)).collect();
        let kind = host_kind(&state.name, &state.get("component_module"), &state.get("defined"));
        settings.hosts.push(Host { name: Arc::clone(&state.name), kind, chains, index });
    }
    if !settings.hosts.iter().any(|host| &*host.name == "*") {
        settings.hosts.push(Host {
            name: Arc::from("*"),
            kind: HostKind::Global,
            chains: Vec::new(),
            index: FxHashMap::default(),
        });
    }
    let positions: FxHashMap<Arc<str>, usize> =
        settings.hosts.iter().enumerate().map(|(at, host)| (Arc::clone(&host.name), at)).collect();
    for set in prosody.assignments {
        let id = AssignmentId(u32::try_from(settings.assignments.len()).unwrap_or(u32::MAX));
        let Some(file) = set.file else { continue };
        if let Some(host) = positions.get(&set.host).and_then(|&at| settings.hosts.get_mut(at))
            && let Some(&chain) = host.index.get(&set.option)
            && let Some(chain) = host.chains.get_mut(chain)
        {
            if let Some(previous) =
                chain.assignments.last().and_then(|id| settings.assignments.get_mut(id.index()))
            {
                previous.fate = match (set.how, set.condition.is_some()) {
                    (_, true) => Fate::Uncertain,
                    (How::Append, false) => Fate::ExtendedBy(id),
                    _ => Fate::OverriddenBy(id),
                };
            }
            chain.assignments.push(id);
        }
        settings.by_file.entry(file).or_default().push(id);
        let fate = if set.condition.is_some() { Fate::Uncertain } else { Fate::Effective };
        settings.assignments.push(Assignment {
            host: set.host,
            option: set.option,
            how: set.how,
            value: freezer.freeze(&set.value),
            file,
            span: set.write.statement,
            name_span: set.write.name,
            value_span: set.write.value,
            line: set.line,
            fate,
            condition: set.condition,
        });
    }
    for source in &prosody.sources {
        let file = source.file();
        settings.names.entry(file.id).or_insert_with(|| Arc::from(source.name()));
        settings.sources.insert(file.id, Arc::clone(file));
    }
    settings.files_started = prosody.files_started;
    settings.files_completed = prosody.files_completed;
    settings.includes = prosody.includes;
    settings.sections = prosody.sections;
    settings.reads = prosody.reads;
}

fn host_kind(name: &str, component: &Val, defined: &Val) -> HostKind {
    match (name, component, defined) {
        ("*", _, _) => HostKind::Global,
        (_, Val::Str(module), _) => HostKind::Component(Arc::from(String::from_utf8_lossy(module))),
        (_, _, Val::Nil) => HostKind::Undefined,
        _ => HostKind::VirtualHost,
    }
}

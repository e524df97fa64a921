//! After an edit in one file: new settings from the old ones, touching only what the edit changed.
//!
//! A file that includes nothing can be evaluated by itself, as long as what it does depends on nothing that other
//! files do, and the other way round. Then only the chains of the options that it sets (or used to set) change.
//! Whenever that is not certain, nothing is returned, and the tree is loaded anew.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::files::{Files, Source};
use crate::freeze::Freezer;
use crate::link::{self, freeze_run};
use crate::lua::Machine;
use crate::profile::Profile;
use crate::settings::{Assignment, AssignmentId, Chain, FileRun, Host, How, LoadError, Settings, Warning};
use crate::value::Value;
use crate::{FileId, SourceFile};

/// What an edit leads to.
pub(crate) struct Relinked {
    pub(crate) settings: Settings,
    /// Whether the edit leaves alone which modules are loaded.
    pub(crate) same_modules: bool,
}

/// The settings after `file` got a new text; `None` if that can't be told from the old ones.
pub(crate) fn relink(
    files: &dyn Files,
    profile: &Profile,
    old: &Settings,
    file: &Arc<SourceFile>,
) -> Option<Relinked> {
    // An error that nothing went on behind leaves nothing to build on.
    if old.error.is_some() == old.errors.is_empty()
        || old.fixed.entangled
        || old.fixed.read_otherwise.contains_key(&file.id)
    {
        return None;
    }
    let [run] = old.fixed.runs_of.get(&file.id)?.as_slice() else { return None };
    let at = *run;
    let before = old.runs.get(at as usize)?;
    if before.source.id != file.id || !is_alone(before, file.id) || before.stretches.len() > 1 {
        return None;
    }
    let Alone { run: mut after, warnings, errors } =
        evaluate(files, profile, file, old.fixed.names.get(&file.id)?, old.entry_name()?)?;
    if !is_alone(&after, file.id) || !same_hosts(before, &after) || is_entangled(old, before, &after) {
        return None;
    }
    // A file that had set nothing has no place in time yet, and one that sets nothing any more loses it.
    let &(_, stretch) = before.stretches.first()?;
    if after.assignments.is_empty() {
        return None;
    }
    after.stretches = vec![(0, stretch)];
    after.loaded_by = before.loaded_by;

    let after = Arc::new(after);
    let mut new = old.clone();
    new.timeline.get_mut(stretch as usize)?.end = u32::try_from(after.assignments.len()).ok()?;
    *new.runs.get_mut(at as usize)? = Arc::clone(&after);
    replace_warnings(&mut new, file.id, warnings)?;
    new.errors = replace_errors(&old.errors, at, &errors);
    new.error = new.errors.first().map(|(_, error)| error.clone());
    if after.reads.iter().any(|read| !old.is_read(&read.option)) {
        Arc::make_mut(&mut new.read).extend(after.reads.iter().map(|read| Arc::clone(&read.option)));
    }
    let mut same_modules = true;
    for Touched { host, option, sets_before, sets_after } in touched(before, &after) {
        // Of most options an edit changes the places only.
        if is_untouched(before, &sets_before, &after, &sets_after) {
            continue;
        }
        let found = new.fixed.host_index.get(host).copied()?;
        let value_before = old.hosts.get(found).and_then(|host| host.chain(option)).map(|chain| &chain.value);
        let state = Arc::make_mut(new.hosts.get_mut(found)?);
        let ours = sets_after.into_iter().map(|index| AssignmentId { run: at, index });
        update_chain(old, &after, at, state, option, ours)?;
        let value = state.chain(option).map(|chain| &chain.value);
        if value.is_some() != value_before.is_some() {
            let on = Arc::make_mut(&mut new.set_on).entry(Arc::clone(option)).or_default();
            let (on, host) = (Arc::make_mut(on), u32::try_from(found).ok()?);
            match on.binary_search(&host) {
                Ok(place) => drop(on.remove(place)),
                Err(place) => on.insert(place, host),
            }
        }
        same_modules &= !decides_modules(option) || is_same(value_before, value);
    }
    Some(Relinked { settings: new, same_modules })
}

/// Whether an option has a say in which modules are loaded, or where they lie.
fn decides_modules(option: &str) -> bool {
    matches!(
        option,
        "modules_enabled"
            | "modules_disabled"
            | "component_module"
            | "authentication"
            | "storage"
            | "default_storage"
            | "authorization"
            | "plugin_paths"
            | "installer_plugin_path"
    )
}

/// Whether two values are the same, wherever they are written.
fn is_same(a: Option<&Value>, b: Option<&Value>) -> bool {
    match (a, b) {
        (Some(Value::Table(a)), Some(Value::Table(b))) => {
            a.open == b.open
                && a.entries.len() == b.entries.len()
                && a.entries
                    .iter()
                    .zip(&b.entries)
                    .all(|(a, b)| a.key == b.key && is_same(Some(&a.value), Some(&b.value)))
        }
        _ => a == b,
    }
}

/// What a file does by itself.
struct Alone {
    run: FileRun,
    warnings: Vec<Warning>,
    errors: Arc<[(u32, LoadError)]>,
}

/// Evaluates the file as if it were the only one.
fn evaluate(
    files: &dyn Files,
    profile: &Profile,
    file: &Arc<SourceFile>,
    name: &str,
    entry: &str,
) -> Option<Alone> {
    let mut machine = Machine::new(files, profile);
    machine.recover = true;
    crate::prosody::globals::name_entry(&mut machine, entry);
    let source = Source::new(Arc::clone(file), name);
    let outcome = link::on_large_stack(|| machine.load_config(&source));
    let Ok(Ok(warnings)) = outcome else { return None };
    let prosody = std::mem::take(&mut machine.prosody);
    if prosody.entangled || !prosody.read_otherwise.is_empty() || prosody.runs.len() != 1 {
        return None;
    }
    let run = prosody.runs.into_iter().next()?;
    let warnings = warnings.iter().map(|warning| link::relative(profile, warning)).collect();
    let errors = link::run_errors(profile, &mut machine);
    Some(Alone { run: freeze_run(&mut Freezer::new(&machine), run, Vec::new()), warnings, errors })
}

/// The old errors, those of one run replaced.
fn replace_errors(
    old: &Arc<[(u32, LoadError)]>,
    run: u32,
    new: &[(u32, LoadError)],
) -> Arc<[(u32, LoadError)]> {
    if new.is_empty() && old.iter().all(|(of, _)| *of != run) {
        return Arc::clone(old);
    }
    let others = old.iter().filter(|(of, _)| *of != run).cloned();
    let mut all: Vec<_> = others.chain(new.iter().map(|(_, error)| (run, error.clone()))).collect();
    // Runs are numbered as they begin: errors of a file that includes others may come out of order, but not the first.
    all.sort_by_key(|(run, _)| *run);
    all.into()
}

/// Replaces the warnings about one file, which stand together; `None` if they do not.
fn replace_warnings(settings: &mut Settings, file: FileId, new: Vec<Warning>) -> Option<()> {
    match settings.warned.get(&file).map(Vec::as_slice) {
        Some([at]) => *settings.warnings.get_mut(*at as usize)? = new.into(),
        Some(_) => return None,
        None if new.is_empty() => {}
        None => {
            let at = u32::try_from(settings.warnings.len()).ok()?;
            Arc::make_mut(&mut settings.warned).insert(file, vec![at]);
            settings.warnings.push_back(new.into());
        }
    }
    Some(())
}

/// Whether a run includes nothing, and its assignments are all plain ones of its own file.
fn is_alone(run: &FileRun, file: FileId) -> bool {
    let is_plain = |set: &Assignment| set.file == file && set.how != How::Append && set.condition.is_none();
    run.includes.is_empty() && run.assignments.iter().all(is_plain)
}

/// Whether two runs make the same hosts, in the same order.
fn same_hosts(before: &FileRun, after: &FileRun) -> bool {
    let made = |run: &FileRun| -> Vec<(Arc<str>, Arc<str>, Value)> {
        let internal = run.assignments.iter().filter(|set| set.how == How::Internal);
        internal.map(|set| (Arc::clone(&set.host), Arc::clone(&set.option), set.value.clone())).collect()
    };
    let opened =
        |run: &FileRun| run.sections.iter().map(|section| Arc::clone(&section.host)).collect::<Vec<_>>();
    made(before) == made(after) && opened(before) == opened(after)
}

/// Whether anybody reads what this file sets, or this file reads what anybody sets.
fn is_entangled(old: &Settings, before: &FileRun, after: &FileRun) -> bool {
    let is_read =
        |option: &Arc<str>| old.is_read(option) || after.reads.iter().any(|read| read.option == *option);
    let sets_what_is_read =
        before.assignments.iter().chain(&after.assignments).any(|set| is_read(&set.option));
    let reads_what_is_set = after.reads.iter().any(|read| old.hosts_with(&read.option) > 0);
    sets_what_is_read || reads_what_is_set
}

/// An option of a host that a run sets or used to set, with the numbers of the assignments.
struct Touched<'r> {
    host: &'r Arc<str>,
    option: &'r Arc<str>,
    sets_before: Vec<u32>,
    sets_after: Vec<u32>,
}

fn touched<'r>(before: &'r FileRun, after: &'r FileRun) -> Vec<Touched<'r>> {
    let mut found: Vec<Touched<'r>> = Vec::new();
    let mut places: FxHashMap<(&str, &str), usize> = FxHashMap::default();
    for (run, is_after) in [(before, false), (after, true)] {
        for (set, number) in run.assignments.iter().zip(0..) {
            let place = *places.entry((&set.host, &set.option)).or_insert_with(|| {
                let (host, option) = (&set.host, &set.option);
                found.push(Touched { host, option, sets_before: Vec::new(), sets_after: Vec::new() });
                found.len() - 1
            });
            if let Some(touched) = found.get_mut(place) {
                let sets = if is_after { &mut touched.sets_after } else { &mut touched.sets_before };
                sets.push(number);
            }
        }
    }
    found
}

/// Whether the chain of an option stays the same: the assignments have the same names and the same values.
fn is_untouched(before: &FileRun, sets_before: &[u32], after: &FileRun, sets_after: &[u32]) -> bool {
    let same_value = |&number: &u32| {
        let (one, other) = (before.assignments.get(number as usize), after.assignments.get(number as usize));
        one.map(|set| &set.value) == other.map(|set| &set.value)
    };
    sets_before == sets_after && sets_before.iter().all(same_value)
}

/// Puts the run's new assignments of one option where its old ones were.
fn update_chain(
    old: &Settings,
    after: &FileRun,
    run: u32,
    host: &mut Host,
    option: &Arc<str>,
    ours: impl Iterator<Item = AssignmentId>,
) -> Option<()> {
    let at = host.position(option);
    let present = at.and_then(|at| host.chains.get(at));
    let mut assignments: Vec<AssignmentId> =
        present.iter().flat_map(|chain| &chain.assignments).copied().filter(|id| id.run != run).collect();
    let (stretch, _) = after.stretches.first().map(|&(start, stretch)| (stretch, start))?;
    let place = assignments.partition_point(|&id| old.time(id).0 < stretch);
    assignments.splice(place..place, ours);
    if assignments.is_empty() {
        // The chain goes; those behind it move up.
        host.chains.remove(at?);
        host.index_chains();
        return Some(());
    }
    // What was appended to, or set under a condition, has a value that only loading can tell.
    if present.is_some_and(|chain| !chain.plain) {
        return None;
    }
    let last = *assignments.last()?;
    let winner =
        if last.run == run { after.assignments.get(last.index as usize) } else { old.assignment(last) };
    let value = winner?.value.clone();
    let chain = Chain {
        option: Arc::clone(option),
        assignments: assignments.into(),
        value,
        plain: true,
        certain: true,
    };
    match at {
        Some(at) => *host.chains.get_mut(at)? = chain,
        None => {
            host.chains.push(chain);
            host.index_chains();
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use fixture::Directory;

    use crate::Workspace;

    #[test]
    fn an_edit_reads_and_evaluates_one_file_of_many() {
        let directory = Directory::new();
        directory.write("prosody.cfg.lua", b"admins = { \"a@b\" }\nInclude \"hosts/*.cfg.lua\"\n");
        for file in 0..50 {
            let text = format!("VirtualHost \"h{file}.example\"\nwelcome_message = \"{file}\"\n");
            directory.write(&format!("hosts/{file:02}.cfg.lua"), text.as_bytes());
        }
        let edited = directory.path().join("hosts/07.cfg.lua");
        let mut workspace = Workspace::new();
        workspace.set_roots(vec![directory.path().to_owned()]);
        let type_in = |workspace: &mut Workspace, version| {
            let text = format!("VirtualHost \"h7.example\"\nwelcome_message = \"{version}\"\n");
            workspace.set_text(&edited, text.into_bytes().into(), version);
            workspace.snapshot(&|_, _| {})
        };
        let before = type_in(&mut workspace, 1);
        let trees = || before.files().filter(|file| file.parse.is_there()).count();
        assert_eq!((before.files().count(), trees()), (51, 1), "only the open document has its tree");
        let after = type_in(&mut workspace, 2);

        let changed = |one: &Arc<crate::SourceFile>| !Arc::ptr_eq(one, after.file(one.id).unwrap());
        assert_eq!(before.files().filter(|file| changed(file)).count(), 1);
        assert_eq!(after.files().filter(|file| file.parse.is_there()).count(), 1);
        let (before, after) = (&before.trees[0].settings, &after.trees[0].settings);
        let runs = before.runs.iter().zip(&after.runs).filter(|(one, other)| !Arc::ptr_eq(one, other));
        assert_eq!(runs.count(), 1, "one file was evaluated");
        let hosts = before.hosts.iter().zip(&after.hosts).filter(|(one, other)| !Arc::ptr_eq(one, other));
        assert_eq!(hosts.count(), 1, "one host was touched");
    }

    #[test]
    fn an_edit_touches_the_options_whose_values_it_changes() {
        let mut workspace = Workspace::new();
        let path = std::path::Path::new("/nowhere/prosody.cfg.lua");
        let mut type_in = |version: i32| {
            let text = format!(
                "admins = {{ 'a@b' }}\nVirtualHost 'a.example'\nwelcome_message = 'hello'\n\
                 VirtualHost 'b.example'\nallow_registration = true\nwelcome_message = '{version}'\n"
            );
            workspace.set_text(path, text.into_bytes().into(), version);
            workspace.snapshot(&|_, _| {})
        };
        let (before, after) = (type_in(1), type_in(2));
        let (before, after) = (&before.trees[0].settings, &after.trees[0].settings);
        let hosts = before.hosts.iter().zip(&after.hosts).filter(|(one, other)| !Arc::ptr_eq(one, other));
        assert_eq!(hosts.map(|(host, _)| &*host.name).collect::<Vec<_>>(), ["b.example"]);
        let chains = before
            .hosts
            .iter()
            .zip(&after.hosts)
            .flat_map(|(one, other)| one.chains.iter().zip(&other.chains));
        let touched = chains.filter(|(one, other)| one.value != other.value);
        assert_eq!(touched.map(|(chain, _)| &*chain.option).collect::<Vec<_>>(), ["welcome_message"]);
    }
}

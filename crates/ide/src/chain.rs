//! Why an option has its value: every assignment from the first to the one that wins.

use std::sync::Arc;

use config::{AssignmentId, Fate, FileId, How, Settings, Snapshot, Survey, Tree, Value, ValueGroup};
use syntax::Span;

use crate::Position;
use crate::place::Place;
use crate::subject::{SubjectKind, subject_at};

/// What there is to say about one option on one host.
#[derive(Debug, Clone, PartialEq)]
pub struct OptionChain {
    /// The option.
    pub option: Arc<str>,
    /// The host asked about; `*` is the global section.
    pub host: Arc<str>,
    /// The host whose assignments count: the one asked about, or the global section.
    pub from: Arc<str>,
    /// The value in the end.
    pub value: Value,
    /// The assignments, first to last.
    pub steps: Vec<Step>,
    /// The values that the option has in each profile, if they were looked at.
    pub elsewhere: Vec<ValueGroup>,
    /// Assignments that run in other profiles only.
    pub other_places: Vec<OtherPlace>,
}

/// One assignment of a chain.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The file.
    pub file: FileId,
    /// The whole assignment.
    pub span: Span,
    /// The option's name in it.
    pub name_span: Span,
    /// The line, from 1.
    pub line: u32,
    /// The layer that the file belongs to.
    pub layer: Option<Arc<str>>,
    /// What is assigned or added.
    pub value: Value,
    /// Whether it adds to what was there: by itself, or because a loader merges the two.
    pub adds: bool,
    /// What it takes away of a table that it otherwise keeps.
    pub removes: Option<Value>,
    /// The condition under which alone it runs.
    pub condition: Option<Arc<str>>,
    /// What became of it; others are named by their place in the chain, from 0.
    pub fate: StepFate,
    /// The wildcard that decides by luck whether it comes before or after the next step.
    pub race: Option<String>,
    /// The profiles in which it counts, if they were looked at.
    pub counts_in: Vec<Arc<str>>,
}

/// An assignment that does not run in the profile that is shown, but in others.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherPlace {
    /// The file.
    pub file: FileId,
    /// The option's name in it.
    pub name_span: Span,
    /// Its path, as a person would name it.
    pub name: String,
    /// The line, from 1.
    pub line: u32,
    /// What is assigned or added.
    pub value: Value,
    /// The profiles in which it counts.
    pub counts_in: Vec<Arc<str>>,
}

/// What became of an assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepFate {
    /// It gives the option its value.
    Effective,
    /// That step replaces it.
    OverriddenBy(usize),
    /// That step adds to it.
    ExtendedBy(usize),
    /// Can't be told.
    Uncertain,
}

/// The chain of an option on a host; `None` if it is set nowhere. With `all_profiles` the tree is read under its other
/// profiles as well.
pub fn option_chain(
    snapshot: &Snapshot,
    tree: &Tree,
    host: &str,
    option: &str,
    all_profiles: bool,
) -> Option<OptionChain> {
    let settings = &tree.settings;
    let survey = all_profiles.then(|| snapshot.survey(tree));
    let elsewhere = survey.as_ref().map(|survey| survey.values(host, option)).unwrap_or_default();
    let other_places =
        survey.as_ref().map(|survey| other_places(survey, settings, host, option)).unwrap_or_default();
    let Some((owner, chain)) = settings.effective(host, option) else {
        let is_set = elsewhere.iter().any(|group| group.value.is_some());
        return is_set.then(|| OptionChain {
            option: Arc::from(option),
            host: Arc::from(host),
            from: Arc::from(host),
            value: Value::Nil,
            steps: Vec::new(),
            elsewhere,
            other_places,
        });
    };
    let layers = snapshot.layers(tree);
    let position = |id: AssignmentId| settings.position(chain, id);
    let steps = chain.assignments.iter().enumerate().filter_map(|(at, &id)| {
        let set = settings.assignment(id)?;
        let fate = match settings.fate(id) {
            Fate::Effective => StepFate::Effective,
            Fate::OverriddenBy(next) => StepFate::OverriddenBy(position(next)?),
            Fate::ExtendedBy(next) => StepFate::ExtendedBy(position(next)?),
            Fate::Uncertain => StepFate::Uncertain,
        };
        let change = at.checked_sub(1).and_then(|before| {
            let before = *chain.assignments.get(before)?;
            merged(settings, before, id)
        });
        let (value, removes) = change.clone().unwrap_or_else(|| (set.value.clone(), None));
        Some(Step {
            file: set.file,
            span: set.span,
            name_span: set.name_span,
            line: settings.line(set.file, set.name_span.start),
            layer: layers.layer_of(set.file).map(|layer| Arc::clone(&layer.name)),
            value,
            adds: set.how == How::Append || change.is_some(),
            removes,
            condition: set.condition.clone(),
            fate,
            race: race(settings, id, chain.assignments.get(at + 1).copied()),
            counts_in: survey
                .as_ref()
                .map(|survey| survey.effective_in(set.file, set.name_span.start))
                .unwrap_or_default(),
        })
    });
    Some(OptionChain {
        option: Arc::clone(&chain.option),
        host: Arc::from(host),
        from: Arc::clone(&owner.name),
        value: chain.value.clone(),
        steps: steps.collect(),
        elsewhere,
        other_places,
    })
}

/// What an assignment adds to the one before it and takes away from it, if a loader has merged the two.
pub(crate) fn merged(
    settings: &Settings,
    before: AssignmentId,
    id: AssignmentId,
) -> Option<(Value, Option<Value>)> {
    let set = settings.assignment(id).filter(|set| set.how != How::Append)?;
    if settings.fate(before) != Fate::ExtendedBy(id) {
        return None;
    }
    // What was appended in between is in its value, too.
    let old = &settings.assignment(before)?.value;
    let mut gone = old.without(&set.value);
    if let (Value::Table(gone), Value::Table(now)) = (&mut gone, &set.value) {
        let is_key_of_now = |key: &Value| now.entries.iter().any(|entry| entry.key == *key);
        Arc::make_mut(gone)
            .entries
            .retain(|entry| matches!(entry.key, Value::Int(_)) || !is_key_of_now(&entry.key));
    }
    let removes = matches!(&gone, Value::Table(table) if !table.entries.is_empty()).then_some(gone);
    Some((set.value.without(old), removes))
}

/// Assignments of an option on a host, or in the global section, that do not run in the profile that is shown.
fn other_places(survey: &Survey, shown: &Settings, host: &str, option: &str) -> Vec<OtherPlace> {
    let mut places: Vec<OtherPlace> = Vec::new();
    for (_, settings) in &survey.profiles {
        let chains = [host, "*"].into_iter().filter_map(|host| settings.host(host)?.chain(option));
        for set in chains.flat_map(|chain| &chain.assignments).filter_map(|&id| settings.assignment(id)) {
            let is_same = |file: FileId, span: Span| file == set.file && span == set.name_span;
            let runs_here = shown.in_file(set.file).any(|(_, other)| is_same(other.file, other.name_span));
            if runs_here
                || set.how == How::Internal
                || places.iter().any(|place| is_same(place.file, place.name_span))
            {
                continue;
            }
            places.push(OtherPlace {
                file: set.file,
                name_span: set.name_span,
                name: settings.shown_name(set.file).unwrap_or_default().to_owned(),
                line: settings.line(set.file, set.name_span.start),
                value: set.value.clone(),
                counts_in: survey.effective_in(set.file, set.name_span.start),
            });
        }
    }
    places
}

/// The option that stands at a place, with the host that it is about there.
pub fn option_at(snapshot: &Snapshot, at: Position) -> Option<(Arc<str>, Arc<str>)> {
    let place = Place::new(snapshot, at)?;
    let settings = place.settings()?;
    let written = settings
        .in_file(at.file)
        .map(|(_, set)| set)
        .filter(|set| {
            set.how != How::Internal && (set.span.touches(at.offset) || set.name_span.touches(at.offset))
        })
        .min_by_key(|set| set.span.len());
    if let Some(set) = written {
        return Some((Arc::clone(&set.host), Arc::clone(&set.option)));
    }
    match subject_at(&place)?.kind {
        SubjectKind::Option(option) => Some((Arc::from(place.host()), Arc::from(option))),
        _ => None,
    }
}

/// The wildcard that puts two assignments of different values into an order of its own.
fn race(settings: &Settings, id: AssignmentId, next: Option<AssignmentId>) -> Option<String> {
    let next = next?;
    let (a, b) = (settings.assignment(id)?, settings.assignment(next)?);
    let site = settings.race(id, next)?;
    (!a.value.same_content(&b.value)).then(|| site.pattern.clone())
}

#[cfg(test)]
mod tests {
    use fixture::Fixture;

    use super::{StepFate, option_chain};

    fn steps(text: &str, host: &str, option: &str) -> Vec<String> {
        let fixture = Fixture::new(text);
        let tree = fixture.snapshot.trees().next().unwrap();
        let chain = option_chain(&fixture.snapshot, tree, host, option, true).unwrap();
        let step = |step: &super::Step| {
            let fate = match step.fate {
                StepFate::Effective => "effective".to_owned(),
                StepFate::OverriddenBy(at) => format!("overridden by {}", at + 1),
                StepFate::ExtendedBy(at) => format!("extended by {}", at + 1),
                StepFate::Uncertain => "uncertain".to_owned(),
            };
            let race = step.race.as_ref().map(|pattern| format!(", raced in {pattern}")).unwrap_or_default();
            format!("{} line {}: {fate}{race}", step.layer.as_deref().unwrap_or("entry"), step.line)
        };
        let elsewhere = chain.elsewhere.iter().map(|group| group.profiles.join(" "));
        chain.steps.iter().map(step).chain(elsewhere).collect()
    }

    #[test]
    fn layers_override_each_other_in_the_order_of_the_entry_file() {
        let text = "//- prosody.cfg.lua
a = 1
Include 'core/x.cfg.lua'
Include('environments/' .. (ENV_E or 'one') .. '.cfg.lua')
//- core/x.cfg.lua
a = 2
//- environments/one.cfg.lua

a = 3
//- environments/two.cfg.lua
b = 1
";
        assert_eq!(
            steps(text, "example.org", "a"),
            [
                "entry line 1: overridden by 2",
                "core line 1: overridden by 3",
                "environments line 2: effective",
                "default E=one",
                "E=two",
            ]
        );
    }

    #[test]
    fn what_a_loader_merges_is_not_replaced() {
        let text = "//- prosody.cfg.lua
local values = {}
function layer(t)
  return setmetatable({}, { __newindex = function(_, name, value)
    local old, all = values[name], {}
    for _, list in ipairs { old or {}, value } do
      for key, item in pairs(list) do
        if type(key) == 'number' then all[#all + 1] = item else all[key] = item end
      end
    end
    values[name] = all
    t[name] = all
  end })
end
local env = _ENV
for _, name in ipairs { 'core/a.cfg.lua', 'features/b.cfg.lua' } do
  (Lua or _G).loadfile(prosody.paths.config .. '/' .. name, 't', layer(env))()
end
c2s_ports = { 5222 }
c2s_ports = { 5223 }
//- core/a.cfg.lua
modules_enabled = { 'roster' }
limits = { c2s = { rate = '1kb/s' } }
c2s_direct_tls_ports = { 5223 }
//- features/b.cfg.lua
modules_enabled = { 'mam' }
limits = { c2s = { rate = '2kb/s' } }
c2s_direct_tls_ports = { 443 }
";
        let told = |option| {
            let fixture = Fixture::new(text);
            let tree = fixture.snapshot.trees().next().unwrap();
            let chain = option_chain(&fixture.snapshot, tree, "*", option, false).unwrap();
            let values = chain.steps.iter().map(|step| crate::short_value(&step.value));
            steps(text, "*", option)
                .into_iter()
                .zip(values)
                .map(|(step, value)| format!("{step}, {value}"))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            told("modules_enabled"),
            ["core line 1: extended by 2, { \"roster\" }", "features line 1: effective, { \"mam\" }"]
        );
        assert_eq!(
            told("c2s_direct_tls_ports"),
            ["core line 3: extended by 2, { 5223 }", "features line 3: effective, { 443 }"]
        );
        // The same key, and no loader in between.
        for (option, line) in [("limits", 2), ("c2s_ports", 18)] {
            assert!(
                steps(text, "*", option)[0].ends_with(&format!("line {line}: overridden by 2")),
                "{option}"
            );
        }
    }

    #[test]
    fn files_of_one_wildcard_race() {
        let text = "//- prosody.cfg.lua
Include 'conf.d/*.cfg.lua'
//- conf.d/a.cfg.lua
a = 1
//- conf.d/b.cfg.lua
a = 2
";
        assert_eq!(
            steps(text, "*", "a"),
            [
                "conf.d line 1: overridden by 2, raced in conf.d/*.cfg.lua",
                "conf.d line 1: effective",
                "default"
            ]
        );
    }
}

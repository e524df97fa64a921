//! Hints between the words of a file: what becomes of an assignment, what it replaces, what a number comes to.
//!
//! Only what tells something new, in a few words; the rest of the story is in [`Analysis::hint_details`].

pub(crate) mod amount;

use config::{Assignment, AssignmentId, Chain, FileId, How, Settings, Value};
use rustc_hash::FxHashMap;
use syntax::Span;

use crate::describe::{is_secret, short};
use crate::hover::effective;
use crate::place::Place;
use crate::{Analysis, Position};

/// Longer values are not shown in a hint.
const MOST: usize = 32;

/// A few words that belong behind a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// Behind which byte it is shown.
    pub offset: u32,
    /// The words.
    pub label: String,
    /// What they are about.
    pub kind: HintKind,
    /// The other place that they name.
    pub target: Option<(FileId, Span)>,
    /// Where the option's name begins, for [`Analysis::hint_details`].
    pub name: u32,
}

/// What a hint is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HintKind {
    /// A period in a better unit.
    Period,
    /// A number of bytes in a better unit.
    Size,
    /// The assignment has no effect: another one follows.
    Overridden,
    /// What the assignment replaces.
    Replaces,
}

impl Analysis {
    /// The hints of a part of a file, in the order of their places.
    pub fn hints(&self, file: FileId, range: Span) -> Vec<Hint> {
        let Some(place) = Place::new(&self.snapshot, Position { file, offset: range.start }) else {
            return Vec::new();
        };
        let Some(settings) = place.settings() else { return Vec::new() };
        // Where a file runs twice, the last run tells.
        let mut written: FxHashMap<Span, (AssignmentId, &Assignment)> = FxHashMap::default();
        for (id, set) in settings.in_file(file) {
            if set.how != How::Internal && set.span.start <= range.end && range.start <= set.span.end {
                written.insert(set.name_span, (id, set));
            }
        }
        let mut hints = Vec::new();
        for (id, set) in written.into_values() {
            hints.extend(amount(&place, set));
            let Some(stand) = Stand::of(settings, id, set) else { continue };
            hints.extend(overridden(&place, &stand).or_else(|| replaces(&place, &stand)));
        }
        hints.sort_by_key(|hint| (hint.offset, hint.kind as u8));
        hints
    }

    /// The whole story behind a hint, in Markdown: `name` is where the option's name begins.
    pub fn hint_details(&self, file: FileId, name: u32) -> Option<String> {
        let place = Place::new(&self.snapshot, Position { file, offset: name })?;
        let (_, set) = place.settings()?.in_file(file).find(|(_, set)| set.name_span.start == name)?;
        effective::effective(&place, &set.option)
    }
}

/// Where a hint about an assignment belongs: behind it, or behind its first line.
fn behind(place: &Place<'_>, set: &Assignment) -> u32 {
    let lines = &place.file.lines;
    let first = lines.line_span(place.text(), lines.line_of(set.span.start));
    set.span.end.min(first.end)
}

/// Where an assignment stands among those of its option. Chains may be long: this looks for it once.
struct Stand<'a> {
    settings: &'a Settings,
    set: &'a Assignment,
    chain: &'a Chain,
    at: usize,
}

impl<'a> Stand<'a> {
    /// `None` for an assignment that may not run.
    fn of(settings: &'a Settings, id: AssignmentId, set: &'a Assignment) -> Option<Self> {
        let chain = settings.host(&set.host)?.chain(&set.option)?;
        let at = settings.position(chain, id)?;
        set.condition.is_none().then_some(Self { settings, set, chain, at })
    }

    /// The assignment at a place of the chain.
    fn other(&self, at: usize) -> Option<&'a Assignment> {
        self.settings.assignment(*self.chain.assignments.get(at)?)
    }
}

/// Where the assignment that counts instead is, with the value if it is a short one.
fn overridden(place: &Place<'_>, stand: &Stand<'_>) -> Option<Hint> {
    let Stand { settings, set, chain, .. } = stand;
    let next = stand.other(stand.at + 1)?;
    if next.condition.is_some() || next.how == How::Append {
        return None;
    }
    let mut backwards = chain.assignments.iter().rev().filter_map(|&id| settings.assignment(id));
    let winner = backwards.find(|set| set.how != How::Append)?;
    if winner.condition.is_some() || chain.value.same_content(&set.value) {
        return None;
    }
    let at = at(place, winner);
    let label = match shown(&set.option, &chain.value) {
        Some(value) => format!("→ {value} {at}"),
        None => format!("overridden {at}"),
    };
    Some(hint(place, set, HintKind::Overridden, label, winner))
}

/// What an assignment in another file says that this one replaces.
fn replaces(place: &Place<'_>, stand: &Stand<'_>) -> Option<Hint> {
    let set = stand.set;
    let before = stand.other(stand.at.checked_sub(1)?).filter(|_| set.how != How::Append)?;
    // A repetition in the same file is in sight, and the business of a rule.
    if before.file == set.file || before.value.same_content(&set.value) {
        return None;
    }
    let at = at(place, before);
    let label = match shown(&set.option, &before.value) {
        Some(value) if before.how != How::Append => format!("replaces {value} {at}"),
        _ => format!("replaces what is set {at}"),
    };
    Some(hint(place, set, HintKind::Replaces, label, before))
}

fn hint(place: &Place<'_>, set: &Assignment, kind: HintKind, label: String, other: &Assignment) -> Hint {
    let target = Some((other.file, other.name_span));
    Hint { offset: behind(place, set), label, kind, target, name: set.name_span.start }
}

/// `in env/two.cfg.lua`, or `in line 12` of the same file.
fn at(place: &Place<'_>, set: &Assignment) -> String {
    if set.file == place.file.id {
        return format!("in line {}", crate::place::line(place.file, set.name_span.start));
    }
    let name = place.snapshot.file(set.file).map(|file| place.path_of(&file.path)).unwrap_or_default();
    format!("in {name}")
}

/// A value that is short enough to be shown, and no secret.
fn shown(option: &str, value: &Value) -> Option<String> {
    match value {
        Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Str(_) if !is_secret(option) => {
            Some(short(value)).filter(|text| text.chars().count() <= MOST)
        }
        Value::Nil => Some("nil".to_owned()),
        Value::Table(table) if table.entries.is_empty() && !table.open => Some("{}".to_owned()),
        _ => None,
    }
}

/// What a period or a number of bytes comes to.
fn amount(place: &Place<'_>, set: &Assignment) -> Option<Hint> {
    let source = set.value_span.slice(place.text());
    // What another file computed is not written here.
    if source.is_empty()
        || place.file.lines.line_of(set.value_span.start) != place.file.lines.line_of(set.value_span.end)
    {
        return None;
    }
    let (kind, label) = amount::of(place.schema, &set.option, &set.value, source)?;
    Some(Hint { offset: set.value_span.end, label, kind, target: None, name: set.name_span.start })
}

#[cfg(test)]
mod tests {
    use crate::testing::{at, in_version};

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(at(text).hints(), expected);
    }

    const LAYERS: &str = "//- prosody.cfg.lua
$0log = 'info'
Include 'env.cfg.lua'
//- env.cfg.lua
log = 'warn'
";

    #[test]
    fn what_is_overridden_later_says_so() {
        check(LAYERS, &["1: log = 'info' ‹→ \"warn\" in env.cfg.lua›"]);
    }

    #[test]
    fn what_overrides_says_what_it_replaces() {
        let turned = LAYERS.replace("$0", "").replace("log = 'warn'", "$0log = 'warn'");
        check(&turned, &["1: log = 'warn' ‹replaces \"info\" in prosody.cfg.lua›"]);
    }

    #[test]
    fn tables_and_secrets_are_not_spelt_out() {
        check(
            "$0limits = {
  c2s = {};
}
turn_external_secret = 'one'
limits = { c2s = { rate = '1kb/s' } }
turn_external_secret = 'two'
",
            &[
                "1: limits = { ‹overridden in line 5›",
                "4: turn_external_secret = 'one' ‹overridden in line 6›",
            ],
        );
    }

    #[test]
    fn what_is_said_twice_or_added_to_needs_no_hint() {
        check("$0log = 'info'\nlog = 'info'\nadmins = { 'a' }\nadmins:append { 'b' }\n", &[]);
    }

    #[test]
    fn periods_and_sizes_are_told_where_the_text_does_not() {
        check(
            "$0archive_expires_after = '2y'
archive_expires_after = '2 years'
smacks_hibernation_time = 60 * 60 * 24
dns_timeout = 5
http_file_share_expires_after = '1m'
http_file_share_size_limit = 10 * 1024 * 1024
c2s_stanza_size_limit = 1000
",
            &[
                "1: archive_expires_after = '2y' ‹= 2 years›",
                "1: archive_expires_after = '2y' ‹→ \"2 years\" in line 2›",
                "3: smacks_hibernation_time = 60 * 60 * 24 ‹= 1 day›",
                "5: http_file_share_expires_after = '1m' ‹taken for 31 days›",
                "6: http_file_share_size_limit = 10 * 1024 * 1024 ‹= 10 MiB›",
            ],
        );
    }

    #[test]
    fn older_series_count_seconds_where_newer_ones_read_periods() {
        let hints = in_version(schema::Version::V0_12, "$0smacks_hibernation_time = 7200\n").hints();
        assert_eq!(hints, ["1: smacks_hibernation_time = 7200 ‹= 2 hours›"]);
    }
}

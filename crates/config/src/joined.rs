//! Tables that code has put together from those of several layers, as a loader that merges does.

use std::sync::Arc;

use crate::{Assignment, Entry, Origin, Table, Value};

/// Whether an assignment of a table keeps something of the one before it: then nothing is replaced, only added to or
/// taken from.
///
/// That is seen from where entries were written. Numbers and what a loader has copied carry no such mark: where a
/// loader hands the option on, entries that the assignment does not write itself count by what they are.
pub(crate) fn builds_on(next: &Assignment, before: &Assignment) -> bool {
    let (Value::Table(now), Value::Table(then)) = (&next.value, &before.value) else { return false };
    if (next.file, next.span) == (before.file, before.span) {
        return false;
    }
    let written = |origin: Origin| origin.file == next.file && next.value_span.contains(origin.entry);
    keeps(now, then, &written, next.reported_in != next.file)
}

/// Whether a table has an entry of another one that is not written in it itself.
fn keeps(now: &Table, then: &Table, written: &impl Fn(Origin) -> bool, handed_on: bool) -> bool {
    let is_kept = |new: &Entry| {
        then.entries.iter().any(|old| match (new.origin, old.origin) {
            (Some(a), Some(b)) => a == b,
            _ => handed_on && is_same_place(new, old) && new.value.same_content(&old.value),
        })
    };
    let is_own = |entry: &Entry| entry.origin.is_some_and(written);
    let inside = |new: &Entry| match &new.value {
        Value::Table(inner) if matches!(new.key, Value::Str(_)) => then.entries.iter().any(|old| {
            old.key == new.key
                && matches!(&old.value, Value::Table(other) if keeps(inner, other, written, handed_on))
        }),
        _ => false,
    };
    now.entries.iter().any(|entry| !is_own(entry) && (is_kept(entry) || inside(entry)))
}

/// Whether two entries could be the same one: items of lists wherever they stand, others by their key.
fn is_same_place(a: &Entry, b: &Entry) -> bool {
    a.key == b.key || matches!((&a.key, &b.key), (Value::Int(_), Value::Int(_)))
}

impl Value {
    /// What a table holds that another one does not, its list counted anew; other values as they are.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        let (Self::Table(all), Self::Table(known)) = (self, other) else { return self.clone() };
        let mut entries: Vec<Entry> = Vec::new();
        let mut items = 0;
        for entry in &all.entries {
            let is_known = |old: &Entry| is_same_place(entry, old) && entry.value.same_content(&old.value);
            if known.entries.iter().any(is_known) {
                continue;
            }
            let mut entry = entry.clone();
            if matches!(entry.key, Self::Int(_)) {
                items += 1;
                entry.key = Self::Int(items);
            } else if let Some(old) = known.entries.iter().find(|old| old.key == entry.key) {
                entry.value = entry.value.without(&old.value);
            }
            entries.push(entry);
        }
        Self::Table(Arc::new(Table { entries, open: all.open }))
    }
}

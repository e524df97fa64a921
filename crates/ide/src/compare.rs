//! What changes from one profile to others.

use std::sync::Arc;

use config::{Entry, Settings, Value};
use rustc_hash::FxHashSet;

use crate::describe::setting;
use crate::short_value;

/// An option that does not have the same value everywhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The host that sets it; `*` is the global section.
    pub host: Arc<str>,
    /// The option.
    pub option: Arc<str>,
    /// Its value in the profile that the others are compared with; `None` where it is not set.
    pub before: Option<Value>,
    /// Its value in each of the others.
    pub after: Vec<Option<Value>>,
}

/// The options that any of some readings of a tree sets otherwise than the first one, host by host, in alphabetical
/// order. The global section comes first, then the hosts in the order in which they come into being.
pub fn compare(before: &Settings, after: &[&Settings]) -> Vec<Difference> {
    let all = || std::iter::once(before).chain(after.iter().copied());
    let mut hosts: Vec<Arc<str>> = vec![Arc::from("*")];
    let mut known: FxHashSet<Arc<str>> = hosts.iter().cloned().collect();
    for host in all().flat_map(|settings| settings.hosts.iter()) {
        if known.insert(Arc::clone(&host.name)) {
            hosts.push(Arc::clone(&host.name));
        }
    }
    let mut found = Vec::new();
    for host in hosts {
        let mut options: Vec<Arc<str>> = all()
            .filter_map(|settings| settings.host(&host))
            .flat_map(|host| host.chains.iter().map(|chain| Arc::clone(&chain.option)))
            .collect();
        options.sort();
        options.dedup();
        for option in options {
            let value = |settings: &Settings| {
                let value = settings.host(&host)?.chain(&option)?.value.clone();
                (value != Value::Nil).then_some(value)
            };
            let (first, others) = (value(before), after.iter().map(|settings| value(settings)));
            let others: Vec<Option<Value>> = others.collect();
            if others.iter().any(|other| !same(first.as_ref(), other.as_ref())) {
                found.push(Difference { host: Arc::clone(&host), option, before: first, after: others });
            }
        }
    }
    found
}

fn same(a: Option<&Value>, b: Option<&Value>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.same_content(b),
        (a, b) => a == b,
    }
}

/// What one value changes about another one, for a person, one text for each change; none if it changes nothing.
/// Lists say what comes and goes, tables their keys.
pub fn changes(option: &str, before: Option<&Value>, after: Option<&Value>) -> Vec<String> {
    match (before, after) {
        (before, after) if same(before, after) => Vec::new(),
        (Some(Value::Table(_)), Some(Value::Table(_))) => {
            let (Some(before), Some(after)) = (before, after) else { return Vec::new() };
            let mut found = Vec::new();
            inside(&mut found, "", before, after);
            // The same items in another order.
            if found.is_empty() { vec![short_value(after)] } else { found }
        }
        // A new list comes item by item, too.
        (None, Some(Value::Table(table))) if table.items().count() == table.entries.len() && !table.open => {
            let mut found = Vec::new();
            inside(&mut found, "", &Value::Table(Arc::default()), &Value::Table(Arc::clone(table)));
            if found.is_empty() { vec!["{}".to_owned()] } else { found }
        }
        (_, Some(after)) => vec![shown(option, after)],
        (_, None) => vec!["not set".to_owned()],
    }
}

/// A value for lists of settings: there secrets are left out.
pub fn shown(option: &str, value: &Value) -> String {
    let text = setting(option, value);
    text.split_once(" = ").map_or(text.clone(), |(_, value)| value.to_owned())
}

/// The changes in a table that stands behind some keys (`c2s.`).
fn inside(found: &mut Vec<String>, keys: &str, before: &Value, after: &Value) {
    let (Value::Table(old), Value::Table(new)) = (before, after) else { return };
    let is_item = |entry: &&Entry| matches!(entry.key, Value::Int(_));
    let lacks = |list: &config::Table, item: &Entry| {
        !list.entries.iter().filter(is_item).any(|other| other.value.same_content(&item.value))
    };
    let path = keys.strip_suffix('.').map(|keys| format!("{keys}: ")).unwrap_or_default();
    for item in old.entries.iter().filter(is_item).filter(|item| lacks(new, item)) {
        found.push(format!("{path}− {}", short_value(&item.value)));
    }
    for item in new.entries.iter().filter(is_item).filter(|item| lacks(old, item)) {
        found.push(format!("{path}+ {}", short_value(&item.value)));
    }
    let keyed = |table: &config::Table| {
        table.entries.iter().filter(|entry| !is_item(entry)).cloned().collect::<Vec<_>>()
    };
    let (old, new) = (keyed(old), keyed(new));
    for entry in &new {
        let key = entry.key.as_str().map_or_else(|| short_value(&entry.key), str::to_owned);
        match old.iter().find(|other| other.key == entry.key) {
            Some(other) if other.value.same_content(&entry.value) => {}
            Some(other) if matches!((&other.value, &entry.value), (Value::Table(_), Value::Table(_))) => {
                inside(found, &format!("{keys}{key}."), &other.value, &entry.value);
            }
            _ => found.push(format!("{keys}{}", setting(&key, &entry.value))),
        }
    }
    for entry in old.iter().filter(|entry| !new.iter().any(|other| other.key == entry.key)) {
        found.push(format!(
            "− {keys}{}",
            entry.key.as_str().map_or_else(|| short_value(&entry.key), str::to_owned)
        ));
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use config::DEFAULT_PROFILE;
    use expect_test::expect;
    use fixture::Fixture;

    use super::{changes, compare};

    #[test]
    fn what_changes_is_told_host_by_host() {
        let fixture = Fixture::new(
            "//- prosody.cfg.lua
modules_enabled = { 'roster', 'version' }
limits = { c2s = { rate = '10kb/s', burst = 2 } }
log = 'info'
same = { 1, 2 }
db_password = 'a'
if ENV_LEVEL == 'high' then
	modules_enabled = { 'roster', 'limits' }
	limits = { c2s = { rate = '3kb/s', burst = 2 }, s2s = { rate = '1kb/s' } }
	log = nil
	same = { 1, 2 }
	db_password = 'b'
	c2s_timeout = 60
end
VirtualHost 'example.org'
Component 'rooms.example.org' 'muc'
if ENV_LEVEL == 'high' then restrict_room_creation = true end
",
        );
        let tree = fixture.snapshot.trees().next().unwrap();
        let survey = fixture.snapshot.survey(tree);
        let of = |name: &str| &*survey.profiles.iter().find(|(profile, _)| &*profile.name == name).unwrap().1;
        let mut out = String::new();
        for found in compare(of(DEFAULT_PROFILE), &[of("LEVEL=high")]) {
            let told = changes(&found.option, found.before.as_ref(), found.after[0].as_ref());
            writeln!(out, "{}: {}: {}", found.host, found.option, told.join(", ")).unwrap();
        }
        expect![[r#"
            *: c2s_timeout: 60
            *: db_password: "…"
            *: limits: c2s.rate = "3kb/s", s2s = { rate = "1kb/s" }
            *: log: not set
            *: modules_enabled: − "version", + "limits"
            rooms.example.org: restrict_room_creation: true
        "#]]
        .assert_eq(&out);
    }
}

//! Which modules the hosts of a configuration load.

use std::collections::BTreeSet;

use config::{HostKind, Profile, Settings, Value};
use schema::Schema;

/// The modules that the hosts of a configuration load.
#[derive(Debug)]
pub(crate) struct LoadedModules {
    /// Whether every module that any host loads is one that the schema knows, with all that it reads.
    pub(crate) knows_all: bool,
    /// Whether the lists of modules of every host are known.
    pub(crate) knows_lists: bool,
    /// The modules that any host loads, as far as known.
    pub(crate) names: BTreeSet<String>,
}

impl LoadedModules {
    pub(crate) fn gather(settings: &Settings, schema: Schema<'_>, profile: &Profile) -> Self {
        let mut loaded = BTreeSet::new();
        let mut lists_known = true;
        for host in &settings.hosts {
            match settings.modules_with(schema, profile, &host.name) {
                Ok(found) => {
                    loaded.extend(found.modules);
                    loaded.extend(found.component.map(|name| name.to_string()));
                }
                Err(_) => lists_known = false,
            }
            for (option, prefix) in PROVIDERS {
                match host.chain(option).map(|chain| &chain.value) {
                    None | Some(Value::Nil) => {}
                    Some(value) => match provider_names(value) {
                        Some(names) => loaded.extend(names.iter().map(|name| format!("{prefix}{name}"))),
                        None => lists_known = false,
                    },
                }
            }
            if let HostKind::Component(module) = &host.kind {
                loaded.insert(module.to_string());
            }
        }
        close_over_dependencies(schema, &mut loaded);
        let knows = |name: &String| match schema.private_module(name) {
            Some(private) => !private.reads_more,
            None => {
                schema.module(name).is_some() || is_built_in(name) || schema.module_history(name).is_some()
            }
        };
        let knows_all = lists_known && loaded.iter().all(knows);
        Self { knows_all, knows_lists: lists_known, names: loaded }
    }
}

/// Options that name modules, with what goes before the name.
pub(crate) const PROVIDERS: [(&str, &str); 4] = [
    ("authentication", "auth_"),
    ("storage", "storage_"),
    ("authorization", "authz_"),
    // Also without `storage`.
    ("default_storage", "storage_"),
];

/// The names in a value of such an option; `None` if they can't be told.
fn provider_names(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Table(table) if table.open => None,
        Value::Table(table) => {
            table.entries.iter().map(|entry| entry.value.as_str().map(str::to_owned)).collect()
        }
        value => Some(vec![value.as_str()?.to_owned()]),
    }
}

/// Names that stand for something in Prosody itself, where a module's name is expected.
pub(crate) fn is_built_in(module: &str) -> bool {
    matches!(module, "storage_null" | "component")
}

/// Modules that others load under some conditions only; from the `module:depends` of their sources.
const MAY_LOAD: [(&str, &[&str]); 9] = [
    ("bosh", &["http_altconnect"]),
    ("http", &["http_errors"]),
    ("http_file_share", &["http"]),
    ("invites_register", &["invites", "register_ibr"]),
    ("mam", &["muc_mam"]),
    ("register", &["register_ibr", "register_limits", "watchregistrations"]),
    ("register_ibr", &["register_limits"]),
    ("s2s", &["s2s_auth_dane_in"]),
    ("websocket", &["http_altconnect"]),
];

/// The modules that one loads under some conditions.
pub(crate) fn may_load(name: &str) -> &'static [&'static str] {
    MAY_LOAD.iter().find(|(user, _)| *user == name).map_or(&[][..], |(_, others)| *others)
}

/// The modules that a host loads, with those that they load in turn and its providers; `None` if that can't be told.
pub(crate) fn on_host(
    settings: &Settings,
    schema: Schema<'_>,
    profile: &Profile,
    host: &str,
) -> Option<BTreeSet<String>> {
    let found = settings.modules_with(schema, profile, host).ok()?;
    let mut loaded = found.modules;
    loaded.extend(found.component.map(|name| name.to_string()));
    for (option, prefix) in PROVIDERS {
        match settings.effective(host, option).map(|(_, chain)| &chain.value) {
            None | Some(Value::Nil) => {}
            Some(value) => loaded.extend(provider_names(value)?.iter().map(|name| format!("{prefix}{name}"))),
        }
    }
    close_over_dependencies(schema, &mut loaded);
    Some(loaded)
}

fn close_over_dependencies(schema: Schema<'_>, loaded: &mut BTreeSet<String>) {
    let mut open: Vec<String> = loaded.iter().cloned().collect();
    while let Some(name) = open.pop() {
        for dependency in schema.module(&name).map_or(&[][..], |module| &*module.depends) {
            if loaded.insert(dependency.to_string()) {
                open.push(dependency.to_string());
            }
        }
        for &other in may_load(&name) {
            if loaded.insert(other.to_owned()) {
                open.push(other.to_owned());
            }
        }
    }
}

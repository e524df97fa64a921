//! The modules whose options matter on a host.

use std::sync::Arc;

use config::Tree;
use rustc_hash::FxHashSet;

/// More hosts than this are not looked at for the global section: the first ones show what is usual.
const MOST_HOSTS: usize = 64;

/// The names of the modules that Prosody loads on a host, with those behind `authentication` and `storage`;
/// for the global section `*` those of all hosts. Where they can't be told, those that are always there.
pub(crate) fn modules_on(tree: &Tree, host: &str) -> Arc<FxHashSet<String>> {
    match host {
        // That asks many hosts.
        "*" => Arc::clone(&tree.memo.get(|| Everywhere(Arc::new(gather(tree, "*")))).0),
        host => Arc::new(gather(tree, host)),
    }
}

/// The modules of all hosts, kept with the tree.
struct Everywhere(Arc<FxHashSet<String>>);

fn gather(tree: &Tree, host: &str) -> FxHashSet<String> {
    let settings = &tree.settings;
    let schema = tree.schema();
    let mut modules = FxHashSet::default();
    let all = settings.hosts.iter().map(|host| &*host.name).filter(|_| host == "*");
    let only = settings.host(host).map(|host| &*host.name).filter(|_| host != "*");
    for name in all.take(MOST_HOSTS).chain(only) {
        match tree.modules_for(name) {
            Ok(host) => {
                modules.extend(host.modules);
                modules.extend(host.component.map(|module| module.to_string()));
            }
            Err(_) => modules.extend(schema.autoloaded_modules().iter().map(|&name| name.to_owned())),
        }
        for (option, prefix) in [("authentication", "auth_"), ("storage", "storage_")] {
            let default = schema.option(option).and_then(schema::OptionInfo::default).unwrap_or_default();
            let set = settings.effective(name, option).and_then(|(_, chain)| chain.value.as_str());
            modules.insert(format!("{prefix}{}", set.unwrap_or(default.trim_matches('"'))));
        }
    }
    modules
}

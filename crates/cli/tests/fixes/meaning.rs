//! What two answers of Prosody have in common.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::case::MayChange;

/// Expects that Prosody reads the same configuration before and after, but for what a fix may change.
pub(crate) fn compare(before: &Value, after: &Value, may_change: &MayChange) -> Result<(), String> {
    if before["ok"] == true && after["ok"] != true {
        return Err(format!("Prosody does not load it any more: {}", after["error"]));
    }
    // Where it did not load before there is little to compare.
    if before["ok"] != true {
        return Ok(());
    }
    warnings(before, after)?;
    if may_change.any_host {
        return Ok(());
    }
    hosts(before, after, may_change)?;
    modules(before, after, may_change)
}

/// There are no new warnings.
fn warnings(before: &Value, after: &Value) -> Result<(), String> {
    let count = |answer: &Value| answer["warnings"].as_array().map_or(0, Vec::len);
    if count(after) > count(before) {
        return Err(format!(
            "Prosody warns of more: {} instead of {}",
            after["warnings"], before["warnings"]
        ));
    }
    Ok(())
}

fn hosts(before: &Value, after: &Value, may_change: &MayChange) -> Result<(), String> {
    let names = |answer: &Value| keys(&answer["hosts"]);
    let (hosts, new) = (names(before), names(after));
    if hosts != new {
        return Err(format!("other hosts: {new:?} instead of {hosts:?}"));
    }
    for host in hosts {
        let (old, new) = (&before["hosts"][&host], &after["hosts"][&host]);
        for option in keys(old).union(&keys(new)) {
            if old.get(option) != new.get(option) && !may_change.options.contains(option) {
                return Err(format!(
                    "{host}: `{option}` changes from {} to {}",
                    shown(old.get(option)),
                    shown(new.get(option))
                ));
            }
        }
    }
    Ok(())
}

fn modules(before: &Value, after: &Value, may_change: &MayChange) -> Result<(), String> {
    for host in keys(&before["modules"]) {
        let of = |answer: &Value| -> BTreeSet<String> {
            let loaded = &answer["modules"][&host];
            let modules = loaded["modules"].as_array().into_iter().flatten().chain(loaded.get("component"));
            modules.filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let (old, new) = (of(before), of(after));
        let is_about = |name: &String| may_change.any_module || may_change.modules.contains(name);
        if let Some(module) = old.symmetric_difference(&new).find(|module| !is_about(module)) {
            let what = if new.contains(module) { "is loaded now" } else { "is not loaded any more" };
            return Err(format!("{host}: the module {module} {what}"));
        }
    }
    Ok(())
}

fn keys(value: &Value) -> BTreeSet<String> {
    value.as_object().into_iter().flat_map(|map| map.keys().cloned()).collect()
}

fn shown(value: Option<&Value>) -> String {
    value.map_or_else(|| "nothing".to_owned(), Value::to_string)
}

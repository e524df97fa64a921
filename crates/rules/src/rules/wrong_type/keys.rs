//! Values inside of tables.

use config::{Assignment, Entry, Value};
use schema::{Key, OptionInfo, OptionType};

use crate::accessor::reads_as_number;
use crate::context::{Context, Findings, is_vague};
use crate::show;

/// Tables nested deeper have no keys that are known.
const DEPTH: usize = 5;

/// Options of whose tables other rules tell.
const TOLD_ELSEWHERE: [&str; 4] = ["contact_info", "disco_items", "external_services", "log"];

/// Finds values of keys that are of another shape than what reads them understands.
pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for assigned in context.lasting_written() {
        let set = assigned.set;
        if TOLD_ELSEWHERE.contains(&&*set.option) || context.is_used(&set.option) {
            continue;
        }
        let own = assigned.own_value();
        let Value::Table(table) = &*own else { continue };
        let Some(info) = context.option(set).filter(|info| info.is_core()) else { continue };
        let keys: Vec<&'static Key> = info.keys().collect();
        for entry in &table.entries {
            look(context, set, info, &mut vec![set.option.to_string()], &keys, entry, findings);
        }
    }
}

fn look(
    context: &Context<'_>,
    set: &Assignment,
    info: OptionInfo<'_>,
    path: &mut Vec<String>,
    keys: &[&'static Key],
    entry: &Entry,
    findings: &mut Findings,
) {
    // Of names that stand for others nobody knows what they hold.
    let Some(key) = entry.key.as_str().and_then(|name| keys.iter().find(|key| key.name == name)) else {
        return;
    };
    path.push(key.name.to_owned());
    match &entry.value {
        value if is_vague(value) => {}
        value => match wrong(key, value) {
            Some(expected) => {
                let message = format!("`{}` takes {expected}, not {}", path.join("."), show::value(value));
                let finding = findings.add(context.entry_span(set, entry), message);
                finding.url = info.best().module.url.map(str::to_owned);
            }
            None => {
                if let Value::Table(table) = value
                    && path.len() < DEPTH
                {
                    let inner: Vec<&'static Key> = key.keys(info.version()).collect();
                    for entry in &table.entries {
                        look(context, set, info, path, &inner, entry, findings);
                    }
                }
            }
        },
    }
    path.pop();
}

/// What a key takes, if the value is certainly none of it.
fn wrong(key: &Key, value: &Value) -> Option<&'static str> {
    let is_scalar = matches!(value, Value::Str(_) | Value::Int(_) | Value::Float(_));
    match key.ty {
        OptionType::Table if is_scalar => Some("a table"),
        OptionType::String | OptionType::Path
            if value.as_table().is_some_and(|table| !table.entries.is_empty()) =>
        {
            Some("a string")
        }
        OptionType::Number | OptionType::Integer
            if value.as_str().is_some_and(|text| !text.is_empty() && !reads_as_number(value)) =>
        {
            Some("a number")
        }
        _ => None,
    }
}

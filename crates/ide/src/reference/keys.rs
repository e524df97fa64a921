//! What tables may hold, as nested lists; and the page of a single key.

use std::fmt::Write as _;

use schema::{Key, OptionInfo, OptionType, Version};

use super::{capital, deprecation, facts, life, paragraphs};
use crate::describe::range_text;

/// Keys and theirs, as a nested list of Markdown. Tables of the same kind inside of themselves are told once.
pub(super) fn tree(keys: &'static [Key], version: Version) -> String {
    let mut text = String::new();
    write(&mut text, keys, version, &mut Vec::new());
    text.trim_end().to_owned()
}

fn write(text: &mut String, keys: &'static [Key], version: Version, inside: &mut Vec<*const Key>) {
    if inside.contains(&keys.as_ptr()) {
        return;
    }
    inside.push(keys.as_ptr());
    let indent = "  ".repeat(inside.len() - 1);
    let mut here: Vec<&'static Key> = keys.iter().filter(|key| key.in_version(version)).collect();
    // What stands for others comes behind them.
    here.sort_by_key(|key| !key.is_named());
    for (at, key) in here.iter().enumerate() {
        let _ = write!(text, "{indent}- {}: {}", name(key), line(key));
        if let Some(doc) = key.doc {
            let _ = write!(text, ". {}", doc.trim_end().replace('\n', " "));
        }
        if !key.values.is_empty() {
            let _ = write!(text, " Values: {}.", facts::list(key.values));
        }
        let same = |other: &&&Key| !key.keys.is_empty() && other.keys == key.keys;
        match here.iter().take(at).find(same) {
            Some(other) => {
                let _ = writeln!(text, " Holds the same as {}.", name(other));
            }
            None => {
                text.push('\n');
                write(text, key.keys, version, inside);
            }
        }
    }
    inside.pop();
}

/// Its name as code; what stands for others in words.
fn name(key: &Key) -> String {
    match key.name {
        Key::ANY => "*any name*".to_owned(),
        Key::ITEM => "*each item*".to_owned(),
        name => format!("`{name}`"),
    }
}

/// `integer · default `2` · at least 1 · since Prosody 13.0`
fn line(key: &Key) -> String {
    let mut words = vec![facts::type_words(key.ty, key.items, key.accepts)];
    words.extend(key.default.map(|default| format!("default {}", facts::code(default))));
    words.extend(range_text(key.min, key.max, key.ty == OptionType::Period));
    words.extend(life(key.since, key.removed));
    words.join(" · ")
}

/// The page of a key in an option's tables, `["limits", "c2s", "rate"]`; `None` if nothing is known of it.
pub fn key_page(option: OptionInfo<'_>, path: &[&str]) -> Option<String> {
    let version = option.version();
    let (first, rest) = path.split_first()?;
    let key = rest.iter().try_fold(option.key(first)?, |key, name| key.key(name, version))?;
    let example = key.example.map(|example| format!("```lua\n{}\n```", example.trim()));
    Some(paragraphs(
        [format!("# {}.{}", option.name(), path.join(".")), capital(&line(key))]
            .into_iter()
            .chain(key.deprecated.as_ref().map(deprecation))
            .chain(key.doc.map(|doc| doc.trim().to_owned()))
            .chain((!key.values.is_empty()).then(|| format!("Values: {}.", facts::list(key.values))))
            .chain(example)
            .chain([tree(key.keys, version)]),
    ))
}

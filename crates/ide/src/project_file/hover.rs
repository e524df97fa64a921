//! Hovers in a project file.

use super::keys::{PROFILE, ProjectKey, TOP, level};
use super::place::TomlPlace;
use crate::Hover;
use crate::place::Place;

/// The card for what stands at a place.
pub(crate) fn hover(place: &Place<'_>) -> Option<Hover> {
    let text = std::str::from_utf8(place.text()).ok()?;
    let at = TomlPlace::at(text, place.offset as usize)?;
    let word = text.get(at.word.start as usize..at.word.end as usize).filter(|word| !word.is_empty())?;
    let table: Vec<&str> = at.table.iter().map(String::as_str).collect();
    let markdown = match (table.as_slice(), at.value_of.as_deref()) {
        ([], None) => key(&TOP, word)?,
        (["profiles", _], None) => key(&PROFILE, word)?,
        (["rules"], None) => rule_card(word)?,
        (["rules"], Some(_)) => format!("**{word}**\n\n{}", level(word)?),
        _ => return None,
    };
    Some(Hover { span: at.word, markdown })
}

fn key(keys: &[ProjectKey], name: &str) -> Option<String> {
    let key = keys.iter().find(|key| key.name == name)?;
    Some(format!("**{}** · {}\n\n{}", key.name, key.ty, key.doc))
}

/// The card of a rule: its documentation.
pub(crate) fn rule_card(name: &str) -> Option<String> {
    let rule = rules::rule(name)?;
    let severity = match rule.severity {
        rules::Severity::Error => "error",
        rules::Severity::Warning => "warning",
        rules::Severity::Info => "info",
        rules::Severity::Hint => "hint",
    };
    let doc: String =
        rule.doc.lines().flat_map(|line| [line.strip_prefix(' ').unwrap_or(line), "\n"]).collect();
    Some(format!("**{}** · {severity}\n\n{}", rule.name, doc.trim()))
}

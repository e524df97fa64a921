//! XEPs: links, and mentions in text.

use std::fmt::Write as _;

use schema::{Extent, Module, Schema};
use syntax::Span;

/// `[XEP-0313](https://xmpp.org/extensions/xep-0313.html) Message Archive Management (Stable)`
pub(crate) fn linked_xep(schema: Schema<'_>, number: u16) -> String {
    let Some(xep) = schema.xep(number) else { return format!("XEP-{number:04}") };
    let mut text = format!("[XEP-{number:04}]({}) {} ({})", xep.url(), xep.title, xep.status);
    if !xep.superseded_by.is_empty() {
        let newer: Vec<String> = xep.superseded_by.iter().map(|number| format!("XEP-{number:04}")).collect();
        let _ = write!(text, ", superseded by {}", newer.join(", "));
    }
    text
}

/// The card of a XEP: what it is, and which modules implement it.
pub(crate) fn xep_card(schema: Schema<'_>, number: u16) -> Option<String> {
    const MOST: usize = 6;
    schema.xep(number)?;
    let implements = |module: &&Module| {
        module.xeps.iter().any(|xep| xep.number == number && xep.extent != Some(Extent::Mentioned))
    };
    let mut modules: Vec<&Module> = schema.modules().filter(implements).collect();
    modules.sort_by_key(|module| !module.is_core());
    let shown: Vec<String> = modules.iter().take(MOST).map(|module| super::module_badge(module)).collect();
    let mut card = linked_xep(schema, number);
    if !shown.is_empty() {
        let more = modules.len() - shown.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let _ = write!(card, "\n\nIn {}{more}", shown.join(", "));
    }
    Some(card)
}

/// The XEPs of a module, one list item each; a mere mention in its source is none.
pub(crate) fn module_xeps(schema: Schema<'_>, module: &Module) -> Vec<String> {
    let implemented = module.xeps.iter().filter(|xep| xep.extent != Some(Extent::Mentioned));
    implemented
        .map(|xep| {
            let mut line = format!("- {}", linked_xep(schema, xep.number));
            line.push_str(extent_text(xep.extent));
            if let Some(since) = xep.since {
                let _ = write!(line, ", since {since}");
            }
            line
        })
        .collect()
}

/// How much of a XEP is implemented, behind its title; nothing if it is all of it.
pub(crate) fn extent_text(extent: Option<Extent>) -> &'static str {
    match extent {
        Some(Extent::Partial) => ", in part",
        Some(Extent::Planned) => ", planned",
        Some(Extent::Removed) => ", no longer",
        Some(Extent::Deprecated) => ", deprecated",
        Some(Extent::Complete | Extent::Mentioned) | None => "",
    }
}

/// All mentions of XEPs in a text, in order.
pub(crate) fn xep_mentions(text: &[u8]) -> impl Iterator<Item = (u16, Span)> {
    let starts = text.windows(3).enumerate().filter(|(_, word)| word.eq_ignore_ascii_case(b"xep"));
    starts.filter_map(|(at, _)| mention(text, at))
}

/// The mention of a XEP (`XEP-0313`, `xep 313`) that touches an offset.
pub(crate) fn xep_mention(text: &[u8], offset: u32) -> Option<(u16, Span)> {
    const REACH: usize = 12;
    let offset = offset as usize;
    let from = offset.saturating_sub(REACH);
    let near = text.get(from..text.len().min(offset + REACH))?;
    let starts = near.windows(3).enumerate().filter(|(_, word)| word.eq_ignore_ascii_case(b"xep"));
    starts.filter_map(|(at, _)| mention(text, from + at)).find(|(_, span)| span.touches(offset as u32))
}

/// The mention that begins at `start`, where `XEP` stands.
fn mention(text: &[u8], start: usize) -> Option<(u16, Span)> {
    if start.checked_sub(1).and_then(|before| text.get(before)).is_some_and(u8::is_ascii_alphanumeric) {
        return None;
    }
    let rest = text.get(start + 3..)?;
    let gap = rest.iter().take_while(|byte| matches!(byte, b'-' | b' ' | b'_')).count().min(1);
    let digits: Vec<u8> = rest.iter().skip(gap).copied().take_while(u8::is_ascii_digit).collect();
    if digits.is_empty() || digits.len() > 4 {
        return None;
    }
    let number = std::str::from_utf8(&digits).ok()?.parse().ok()?;
    Some((number, Span::new(start as u32, (start + 3 + gap + digits.len()) as u32)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_are_found_from_any_of_their_letters() {
        let text = b"-- see XEP-0313 for more";
        for offset in 7..=15 {
            assert_eq!(xep_mention(text, offset), Some((313, Span::new(7, 15))), "{offset}");
        }
        assert_eq!(xep_mention(text, 6), None);
        assert_eq!(xep_mention(text, 17), None);
        assert_eq!(xep_mention(b"xep45", 0).unwrap().0, 45);
        assert_eq!(xep_mention(b"xep-", 2), None);
        assert_eq!(xep_mention(b"", 0), None);
    }
}

//! Cards of what is no name of the configuration: numbers, rules in comments, RFCs, directories of layers.

use std::fmt::Write as _;

use syntax::{Cursor, Span, TokenKind, cursor_at, tokenize};

use super::{Hover, key};
use crate::links::rfc_mentions;
use crate::place::Place;
use crate::project_file;
use crate::signature::{GETENV, append};

/// More files of a layer than this are only counted.
const MOST: usize = 12;

/// The card of what stands at a place, if it is one of these.
pub(super) fn card(place: &Place<'_>) -> Option<Hover> {
    rfc(place)
        .or_else(|| rule(place))
        .or_else(|| number(place))
        .or_else(|| layer(place))
        .or_else(|| member(place))
}

/// `os.getenv`, and the `append` of an option.
fn member(place: &Place<'_>) -> Option<Hover> {
    let context = cursor_at(place.text(), place.offset);
    let Cursor::Member { object } = &context.cursor else { return None };
    let markdown = match (object.as_str(), place.slice(context.replace).as_str()) {
        ("os" | "Lua.os", "getenv") => {
            format!("```lua\n{object}.getenv(\"NAME\")\n```\n\n{GETENV} `ENV_NAME` does the same.")
        }
        (option, "append") => {
            let said = append(place, option)?;
            format!(
                "```lua\n{}\n```\n\nAdds to the list that the option holds by now.\n\n{}",
                said.label, said.doc
            )
        }
        _ => return None,
    };
    Some(Hover { span: context.replace, markdown })
}

/// An RFC that a comment or a string mentions.
fn rfc(place: &Place<'_>) -> Option<Hover> {
    let (start, line) = line(place);
    let touching = rfc_mentions(line)
        .into_iter()
        .map(|(number, at, length)| (number, Span::new(start + at as u32, start + (at + length) as u32)));
    let (number, span) = touching.into_iter().find(|(_, span)| span.touches(place.offset))?;
    let context = cursor_at(place.text(), place.offset);
    let rfc = place.schema.rfc(number).filter(|_| context.in_string || context.cursor == Cursor::Comment)?;
    let mut markdown = format!("[RFC {number}]({}) {} ({})", rfc.url(), rfc.title, rfc.status);
    if !rfc.obsoleted_by.is_empty() {
        let newer: Vec<String> = rfc.obsoleted_by.iter().map(|number| format!("RFC {number}")).collect();
        let _ = write!(markdown, ", obsoleted by {}", newer.join(", "));
    }
    Some(Hover { span, markdown })
}

/// A rule whose findings a comment takes back.
fn rule(place: &Place<'_>) -> Option<Hover> {
    let (start, line) = line(place);
    let line = std::str::from_utf8(line).ok()?;
    let at = (place.offset - start) as usize;
    let marked = line.find("prosody-ls:").is_some_and(|mark| mark < at);
    if !marked || cursor_at(place.text(), place.offset).cursor != Cursor::Comment {
        return None;
    }
    let is_word = |c: char| c == '-' || c.is_ascii_alphanumeric();
    let from = line.get(..at)?.rfind(|c| !is_word(c)).map_or(0, |before| {
        before + line.get(before..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
    });
    let to = at + line.get(at..)?.find(|c| !is_word(c)).unwrap_or(line.len() - at);
    let markdown = project_file::rule_card(line.get(from..to)?)?;
    Some(Hover { span: Span::new(start + from as u32, start + to as u32), markdown })
}

/// A number that an option is set to: what it comes to.
fn number(place: &Place<'_>) -> Option<Hover> {
    let mut sets = place.settings()?.in_file(place.file.id);
    let (_, set) = sets.find(|(_, set)| set.value_span.touches(place.offset))?;
    let code = set.value_span.slice(place.text());
    let lexed = tokenize(code);
    let is_number = matches!(lexed.tokens.as_slice(), [only, _] if only.kind == TokenKind::Number);
    if !is_number {
        return None;
    }
    let markdown = key::amount_card(place, &set.option, &set.value, code)?;
    Some(Hover { span: set.value_span, markdown })
}

/// The directory of a layer that a loader is asked to load.
fn layer(place: &Place<'_>) -> Option<Hover> {
    let context = cursor_at(place.text(), place.offset);
    let may_name_it =
        matches!(context.cursor, Cursor::Argument { .. } | Cursor::Expression | Cursor::Nothing);
    if !context.in_string || !may_name_it {
        return None;
    }
    let tree = place.tree?;
    let name = place.slice(context.replace);
    let layers = place.snapshot.layers(tree);
    let at = layers.layers.iter().position(|layer| *layer.name == *name.trim_end_matches('/'))?;
    let layer = layers.layers.get(at)?;
    let mut markdown = format!("**{}** · layer {} of {}", layer.name, at + 1, layers.layers.len());
    let files = layer.files.iter().filter_map(|id| place.snapshot.file(*id));
    let files: Vec<String> = files.map(|file| format!("- `{}`", place.path_of(&file.path))).collect();
    let shown = files.get(..files.len().min(MOST)).unwrap_or_default();
    if !shown.is_empty() {
        let _ = write!(markdown, "\n\nLoaded in this order:\n{}", shown.join("\n"));
    }
    if files.len() > shown.len() {
        let _ = write!(markdown, "\n- and {} more", files.len() - shown.len());
    }
    if !layer.unused.is_empty() {
        let _ = write!(markdown, "\n\n{} not loaded in this profile", layer.unused.len());
    }
    Some(Hover { span: context.replace, markdown })
}

/// The line of the place: where it begins, and its bytes.
fn line<'a>(place: &Place<'a>) -> (u32, &'a [u8]) {
    let span = place.file.lines.line_span(place.text(), place.file.lines.line_of(place.offset));
    // Behind a line end's first byte nothing of the line is left.
    let end = span.end.max(place.offset);
    (span.start, Span::new(span.start, end).slice(place.text()))
}

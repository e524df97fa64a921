//! `sort-modules`

use syntax::Span;
use syntax::ast::Field;

use super::items::ModuleList;
use super::registry::declare_action;
use super::text::{line_end, line_start};
use super::{Actions, Context};
use crate::Edit;

declare_action! {
    /// Sorts the modules of a list by name.
    ///
    /// Blank lines and lines of comments divide the list: each part is sorted by itself. A comment behind an entry stays with
    /// it. Prosody does not care about the order.
    ///
    /// Before:
    /// ```lua
    /// modules_enabled = {$0
    ///     -- what everybody needs
    ///     "tls"; -- encryption
    ///     "roster"; -- contacts
    ///
    ///     "pep";
    ///     "mam"
    /// }
    /// ```
    /// After:
    /// ```lua
    /// modules_enabled = {
    ///     -- what everybody needs
    ///     "roster"; -- contacts
    ///     "tls"; -- encryption
    ///
    ///     "mam";
    ///     "pep";
    /// }
    /// ```
    SORT_MODULES = "sort-modules", Rewrite, offer
}

fn offer(context: &Context<'_>, actions: &mut Actions<'_>) {
    let Some(list) = ModuleList::at(context) else { return };
    let Some(names) = list.names() else { return };
    let edits = if names.iter().any(|(field, _)| list.items.has_own_line(field)) {
        by_lines(context, &list, &names)
    } else {
        in_place(context, &list, &names)
    };
    if !edits.is_empty() {
        // The value is another list, if one that Prosody takes for the same set.
        actions.add_other("Sort the modules by name", || edits.into());
    }
}

/// A list on one line: each item goes where another one was; all that is between them stays.
fn in_place(context: &Context<'_>, list: &ModuleList<'_>, names: &[(&Field, String)]) -> Vec<Edit> {
    let mut sorted: Vec<&(&Field, String)> = names.iter().collect();
    sorted.sort_by(|a, b| a.1.cmp(&b.1));
    let text = context.place.text();
    let one_line = line_end(text, list.items.table.start) >= list.items.table.end;
    // A comment between items is about one of them.
    if !one_line || list.items.comments().next().is_some() {
        return Vec::new();
    }
    let moved = names.iter().zip(sorted).filter(|(old, new)| old.1 != new.1);
    moved.map(|(old, new)| context.edit(old.0.span, context.place.slice(new.0.span))).collect()
}

/// Lines of one item each: those that follow each other are sorted.
fn by_lines(context: &Context<'_>, list: &ModuleList<'_>, names: &[(&Field, String)]) -> Vec<Edit> {
    let text = context.place.text();
    let mut edits = Vec::new();
    let mut part: Vec<(Span, &Field, &str)> = Vec::new();
    for (field, name) in names {
        if !list.items.has_own_line(field) {
            edits.extend(sorted(context, list, &part));
            part.clear();
            continue;
        }
        let line = Span::new(line_start(text, field.span.start), line_end(text, field.span.end));
        // What lies between must be a single line end.
        let adjoins = part.last().is_none_or(|(before, ..)| {
            matches!(Span::new(before.end, line.start).slice(text), b"\n" | b"\r\n" | b"\r")
        });
        if !adjoins {
            edits.extend(sorted(context, list, &part));
            part.clear();
        }
        part.push((line, field, name));
    }
    edits.extend(sorted(context, list, &part));
    edits
}

fn sorted(context: &Context<'_>, list: &ModuleList<'_>, part: &[(Span, &Field, &str)]) -> Vec<Edit> {
    let mut order = part.to_vec();
    order.sort_by(|a, b| a.2.cmp(b.2));
    let moved = part.iter().zip(&order).filter(|(old, new)| old.0 != new.0);
    moved.map(|(old, new)| context.edit(old.0, line_with_separator(context, list, new.0, new.1))).collect()
}

/// The line of an item; the last one of a list may lack its separator.
pub(super) fn line_with_separator(
    context: &Context<'_>,
    list: &ModuleList<'_>,
    line: Span,
    field: &Field,
) -> String {
    if list.items.separator(field).is_some() {
        return context.place.slice(line);
    }
    let (before, behind) = (Span::new(line.start, field.span.end), Span::new(field.span.end, line.end));
    format!("{}{}{}", context.place.slice(before), list.items.usual_separator(), context.place.slice(behind))
}

//! `comment-module`

use syntax::Span;

use super::items::ModuleList;
use super::registry::declare_action;
use super::{Actions, Context};
use crate::Edit;

declare_action! {
    /// Turns a module off by making its entry a comment, or on by making the comment an entry.
    ///
    /// What is said about the module behind its entry stays.
    ///
    /// Before:
    /// ```lua
    /// modules_enabled = {
    ///     "roster";
    ///     "m$0am"; -- messages are kept
    /// }
    /// ```
    /// After:
    /// ```lua
    /// modules_enabled = {
    ///     "roster";
    ///     -- "mam"; -- messages are kept
    /// }
    /// ```
    COMMENT_MODULE = "comment-module", Rewrite, offer
}

fn offer(context: &Context<'_>, actions: &mut Actions<'_>) {
    let Some(list) = ModuleList::at(context) else { return };
    match list.item_at(context.place.offset) {
        Some((field, name)) => {
            let items = &list.items;
            let edits = if items.has_own_line(field) {
                vec![context.edit(Span::empty(field.span.start), "-- ")]
            } else {
                let end = items.separator(field).map_or(field.span.end, |separator| separator.end);
                let code = context.place.slice(Span::new(field.span.start, end));
                if code.contains(']') || code.contains('\n') {
                    return;
                }
                vec![context.edit(Span::new(field.span.start, end), format!("--[[ {code} ]]"))]
            };
            actions.add_other(format!("Comment out \"{name}\""), || edits.into());
        }
        None => {
            if let Some((name, edits)) = uncommented(context, &list) {
                actions.add_other(format!("Enable \"{name}\", which is commented out"), || edits.into());
            }
        }
    }
}

/// The module that the comment under the cursor holds as an entry, and what makes it one.
fn uncommented(context: &Context<'_>, list: &ModuleList<'_>) -> Option<(String, Vec<Edit>)> {
    let comment = list.items.comments().find(|comment| comment.touches(context.place.offset))?;
    let text = context.place.slice(comment);
    let said = text.trim_start_matches('-').trim_start_matches([' ', '\t']);
    let (quote, rest) = (said.chars().next().filter(|c| matches!(c, '"' | '\''))?, said.get(1..)?);
    let (name, behind) = rest.split_once(quote)?;
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        return None;
    }
    let before = list.items.fields.iter().rfind(|field| field.span.end <= comment.start);
    let has_next = list.items.fields.iter().any(|field| field.span.start >= comment.end);
    let dashes = (text.len() - said.len()) as u32;
    let mut edits = Vec::new();
    if let Some(before) = before.filter(|before| list.items.separator(before).is_none()) {
        edits.push(context.edit(Span::empty(before.span.end), list.items.usual_separator()));
    }
    let behind = behind.trim_start();
    // What follows must be a separator or a comment: otherwise it is prose that begins with a name in quotes.
    let has_separator = behind.starts_with([',', ';']);
    let rest = behind.trim_start_matches([',', ';']).trim_start();
    if !rest.is_empty() && !rest.starts_with("--") {
        return None;
    }
    edits.push(context.edit(Span::new(comment.start, comment.start + dashes), ""));
    if has_next && !has_separator {
        let end = comment.start + dashes + name.len() as u32 + 2;
        edits.push(context.edit(Span::empty(end), list.items.usual_separator()));
    }
    Some((name.to_owned(), edits))
}

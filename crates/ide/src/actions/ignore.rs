//! `ignore`

use syntax::Span;

use super::registry::declare_action;
use super::text::{indent, is_inside_token, line_end, line_start, newline};
use super::{Actions, Change, Context};
use crate::Finding;

declare_action! {
    /// Writes the comment that takes back a finding, for its line or for the whole file.
    ///
    /// Where the line is short the comment goes behind it, otherwise above it. If there is such a comment already, the rule is
    /// added to it.
    ///
    /// Before:
    /// ```lua
    /// modules_enabled = { "ours$0" }
    /// ```
    /// After:
    /// ```lua
    /// modules_enabled = { "ours" } -- prosody-ls: ignore[unknown-module]
    /// ```
    IGNORE = "ignore", QuickFix, offer
}

/// Longer lines get their comment above.
const SHORT: usize = 80;

/// What can't be taken back.
const NEVER: [&str; 3] = ["load-error", "syntax-error", "unused-ignore"];

fn offer(context: &Context<'_>, actions: &mut Actions<'_>) {
    let mut seen = Vec::new();
    for finding in context.findings_here().filter(|finding| !NEVER.contains(&finding.rule)) {
        if seen.contains(&finding.rule) {
            continue;
        }
        seen.push(finding.rule);
        if let Some(change) = line_comment(context, finding) {
            let action = actions.add(format!("Ignore `{}` here", finding.rule), || change);
            if let Some(action) = action {
                action.finding = Some(finding.clone());
            }
        }
        let action = actions.add(format!("Ignore `{}` in this file", finding.rule), || {
            let newline = newline(context.place.text());
            let comment = format!("-- prosody-ls: ignore-file[{}]{newline}", finding.rule);
            vec![context.edit(Span::empty(0), comment)].into()
        });
        if let Some(action) = action {
            action.finding = Some(finding.clone());
        }
    }
}

fn line_comment(context: &Context<'_>, finding: &Finding) -> Option<Change> {
    let (text, file) = (context.place.text(), context.place.file);
    if let Some(at) = rules::ignore_brackets(file, finding.span) {
        return Some(vec![context.edit(Span::empty(at), format!(", {}", finding.rule))].into());
    }
    let (start, end) = (line_start(text, finding.span.start), line_end(text, finding.span.start));
    let comment = format!("-- prosody-ls: ignore[{}]", finding.rule);
    let has_comment =
        file.parse.chunk.comments.iter().any(|other| other.start < end + 1 && other.end > start);
    let length = (end - start) as usize;
    if !has_comment && length <= SHORT && !is_inside_token(text, end) {
        // What the line ends with, blanks, stays.
        return Some(vec![context.edit(Span::empty(end), format!(" {comment}"))].into());
    }
    if is_inside_token(text, start) {
        return None;
    }
    let above = format!("{}{comment}{}", indent(text, start), newline(text));
    Some(vec![context.edit(Span::empty(start), above)].into())
}

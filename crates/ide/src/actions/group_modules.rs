//! `group-modules`

use schema::Origin;
use syntax::Span;

use super::items::ModuleList;
use super::registry::declare_action;
use super::sort_modules::line_with_separator;
use super::text::{indent, line_end, line_start, newline};
use super::{Actions, Context};

declare_action! {
    /// Groups the modules of a list by where they come from, and sorts each group.
    ///
    /// It is offered for lists with an entry on each line that are not divided by comments or blank lines yet.
    /// A comment behind an entry stays with it.
    ///
    /// Before:
    /// ```lua
    /// modules_enabled = {
    ///     "tls";$0
    ///     "cloud_notify_extensions"; -- for iPhones
    ///     "roster";
    /// }
    /// ```
    /// After:
    /// ```lua
    /// modules_enabled = {
    ///     -- Prosody's own
    ///     "roster";
    ///     "tls";
    ///
    ///     -- of the community
    ///     "cloud_notify_extensions"; -- for iPhones
    /// }
    /// ```
    GROUP_MODULES = "group-modules", Rewrite, offer
}

/// The groups in their order.
const GROUPS: [&str; 4] = ["Prosody's own", "of the community", "our own", "others"];

fn offer(context: &Context<'_>, actions: &mut Actions<'_>) {
    let Some(list) = ModuleList::at(context) else { return };
    let Some(names) = list.names() else { return };
    let text = context.place.text();
    let lines: Vec<Span> = names
        .iter()
        .map(|(field, _)| Span::new(line_start(text, field.span.start), line_end(text, field.span.end)))
        .collect();
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
    let is_one_block = lines.windows(2).all(|pair| match pair {
        [a, b] => matches!(Span::new(a.end, b.start).slice(text), b"\n" | b"\r\n"),
        _ => true,
    });
    let is_alone = |comment: Span| !lines.iter().any(|line| line.contains(comment));
    if !is_one_block
        || list.items.comments().any(is_alone)
        || !names.iter().all(|(field, _)| list.items.has_own_line(field))
    {
        return;
    }
    let mut groups: [Vec<(&str, String)>; GROUPS.len()] = Default::default();
    for ((field, name), line) in names.iter().zip(&lines) {
        if let Some(group) = groups.get_mut(group_of(context, name)) {
            group.push((name, line_with_separator(context, &list, *line, field)));
        }
    }
    if groups.iter().filter(|group| !group.is_empty()).count() < 2 {
        return;
    }
    let (indent, newline) = (indent(text, first.start), newline(text));
    let parts = GROUPS.iter().zip(groups).filter(|(_, group)| !group.is_empty()).map(|(title, mut group)| {
        group.sort();
        let lines = group.into_iter().map(|(_, line)| line);
        let lines: Vec<String> = std::iter::once(format!("{indent}-- {title}")).chain(lines).collect();
        lines.join(newline)
    });
    let all = parts.collect::<Vec<_>>().join(&format!("{newline}{newline}"));
    actions.add_other("Group the modules by where they come from", || {
        vec![context.edit(Span::new(first.start, last.end), all)].into()
    });
}

fn group_of(context: &Context<'_>, name: &str) -> usize {
    match context.place.schema.module(name).map(|module| module.origin) {
        Some(Origin::Core | Origin::Server) => 0,
        Some(Origin::Community) => 1,
        Some(Origin::Private) => 2,
        None => 3,
    }
}

//! `disable-module`

use syntax::Span;

use super::items::{Items, ModuleList};
use super::registry::declare_action;
use super::text::{extent, indent, newline};
use super::{Actions, Context};
use crate::Edit;
use crate::describe::lua_string;

declare_action! {
    /// Moves a module from `modules_enabled` to `modules_disabled`, where it stays off whoever else enables it; or takes it
    /// out of there again.
    ///
    /// Before:
    /// ```lua
    /// modules_enabled = { "roster", "m$0am" }
    /// ```
    /// After:
    /// ```lua
    /// modules_enabled = { "roster",  }
    /// modules_disabled = { "mam" }
    /// ```
    DISABLE_MODULE = "disable-module", Rewrite, offer
}

fn offer(context: &Context<'_>, actions: &mut Actions<'_>) {
    let Some(list) = ModuleList::at(context) else { return };
    let Some((field, name)) = list.item_at(context.place.offset) else { return };
    let gone = context.edit(rules::removal_of_entry(context.place.text(), field.span), "");
    if &*list.set.option == "modules_disabled" {
        actions.add_other(format!("Take \"{name}\" out of modules_disabled"), || vec![gone].into());
        return;
    }
    if let Some(mut edits) = disabling(context, &list, &name) {
        edits.push(gone);
        actions.add_other(format!("Move \"{name}\" to modules_disabled"), || edits.into());
    }
}

fn disabling(context: &Context<'_>, list: &ModuleList<'_>, name: &str) -> Option<Vec<Edit>> {
    let settings = context.place.settings()?;
    let host = settings.host(&list.set.host)?;
    let file = context.place.file;
    if let Some(chain) = host.chain("modules_disabled") {
        let last =
            settings.assignment(chain.last()?).filter(|last| last.file == file.id && chain.is_certain())?;
        return Some(Items::at(file, last.value_span)?.adding(&[lua_string(name)]));
    }
    let extent = extent(file, list.set.span);
    if !extent.whole_lines {
        return None;
    }
    let (indent, newline) = (indent(&file.text, list.set.span.start), newline(&file.text));
    let statement = format!("{indent}modules_disabled = {{ {} }}", lua_string(name));
    let ends_line = extent.span.slice(&file.text).ends_with(b"\n");
    let text = if ends_line { format!("{statement}{newline}") } else { format!("{newline}{statement}") };
    Some(vec![context.edit(Span::empty(extent.span.end), text)])
}

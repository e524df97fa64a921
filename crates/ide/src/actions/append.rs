//! `append`

use config::{Assignment, How, Value};
use schema::Version;
use syntax::Span;

use super::items::Items;
use super::registry::declare_action;
use super::{Actions, Context};
use crate::describe::lua_string;

declare_action! {
    /// Adds to the list of an earlier file instead of replacing it.
    ///
    /// From Prosody 13.0 on an option's name with a list behind it, and no `=` between them, adds the list to what was there.
    /// For older releases the items that would be lost are written into this list, too. It is only offered where the
    /// outcome is certain.
    ///
    /// Before:
    /// ```lua
    /// -- prosody.cfg.lua
    /// Include "base.cfg.lua"
    /// Include "web.cfg.lua"
    /// -- base.cfg.lua
    /// modules_enabled = { "roster", "mam" }
    /// -- web.cfg.lua
    /// modules_ena$0bled = { "bosh" }
    /// ```
    /// After:
    /// ```lua
    /// -- web.cfg.lua
    /// modules_enabled { "bosh" }
    /// ```
    APPEND = "append", QuickFix, offer
}

fn offer(context: &Context<'_>, actions: &mut Actions<'_>) {
    let place = &context.place;
    let Some(settings) = place.settings() else { return };
    for finding in context.findings_of("overwritten-list") {
        let set = settings.in_file(place.file.id).find(|(_, set)| set.name_span == finding.span);
        let Some((id, set)) = set.filter(|(_, set)| set.how == How::Assign) else { continue };
        // A loader that hands options on has rules of its own.
        if set.reported_in != set.file || set.host.is_empty() {
            continue;
        }
        let Some(chain) = settings.host(&set.host).and_then(|host| host.chain(&set.option)) else { continue };
        let Some(at) = chain.assignments.iter().position(|other| *other == id) else { continue };
        let earlier: Vec<&Assignment> =
            chain.assignments.iter().take(at).filter_map(|id| settings.assignment(*id)).collect();
        let Some(items) = Items::at(place.file, set.value_span) else { continue };
        let action = if place.schema.version() >= Version::V13_0 {
            let is_list = earlier.last().is_some_and(|last| last.value.as_table().is_some());
            if !is_list || !chain.is_certain() {
                continue;
            }
            let sign = Span::new(set.name_span.end, set.value_span.start);
            // A comment between the two would be lost.
            if place.slice(sign).trim() != "=" {
                continue;
            }
            actions
                .add_other("Add to the list instead of replacing it", || vec![context.edit(sign, " ")].into())
        } else {
            let Some(lost) = lost(&earlier, set) else { continue };
            actions.add_other("Write the lost items into this list", || items.adding(&lost).into())
        };
        if let Some(action) = action {
            action.finding = Some(finding.clone());
        }
    }
}

/// The items of the list that is replaced and that this one lacks, as Lua source.
fn lost(earlier: &[&Assignment], set: &Assignment) -> Option<Vec<String>> {
    let before = strings(&earlier.last()?.value)?;
    let own = strings(&set.value)?;
    let lost: Vec<String> =
        before.iter().filter(|item| !own.contains(item)).map(|item| lua_string(item)).collect();
    (!lost.is_empty()).then_some(lost)
}

fn strings(value: &Value) -> Option<Vec<String>> {
    let table = value.as_table().filter(|table| !table.open)?;
    table.items().map(|entry| entry.value.as_str().map(str::to_owned)).collect()
}

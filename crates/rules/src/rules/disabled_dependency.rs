//! `disabled-dependency`

use crate::context::{Context, Findings};
use crate::registry::declare_rule;

declare_rule! {
    /// Finds disabled modules that an enabled one needs.
    ///
    /// A module loads those that it needs by itself. If one of them stands in `modules_disabled`, loading fails with
    /// "Dependency on disabled module", and the enabled module is not there either.
    ///
    /// Bad:
    /// ```lua
    /// modules_enabled = { "bookmarks" }
    /// modules_disabled = { "pep" }
    /// ```
    /// Good:
    /// ```lua
    /// modules_enabled = { "bookmarks", "pep" }
    /// ```
    DISABLED_DEPENDENCY = "disabled-dependency", Warning, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    if !context.is_complete() {
        return;
    }
    for assigned in context.lasting().filter(|assigned| &*assigned.set.option == "modules_disabled") {
        let set = assigned.set;
        let Ok(found) = context.tree.modules_for(&set.host) else { continue };
        for entry in assigned.own_items().unwrap_or_default() {
            let Some(disabled) = entry.value.as_str() else { continue };
            let needs = |name: &&String| {
                context
                    .schema
                    .module(name)
                    .is_some_and(|module| module.depends.iter().any(|name| **name == *disabled))
            };
            let Some(user) = found.modules.iter().find(needs) else { continue };
            // Enabled again on the host itself it is loaded, but its users still refuse it.
            findings.add(
                context.entry_span(set, entry),
                format!("\"{user}\" needs \"{disabled}\": as that is disabled neither is loaded"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn what_is_needed_has_to_be_there() {
        check(
            "disabled-dependency",
            r#"
modules_enabled = { "bookmarks", "register" }
modules_disabled = { "pep", "s2s" }
                     ^^^^^ warning[disabled-dependency]: "bookmarks" needs "pep": as that is disabled neither is loaded
"#,
        );
    }
}

//! `enabled-and-disabled`

use crate::context::{Context, Findings};
use crate::registry::declare_rule;
use crate::{Severity, Tag, list, module_lists};

declare_rule! {
    /// Finds modules that one file both enables and disables for the same host.
    ///
    /// Disabling wins: the module is not loaded. In several files that is how one layer takes away what another one
    /// brings, and not told.
    ///
    /// Bad:
    /// ```lua
    /// modules_enabled = { "roster", "register" }
    /// modules_disabled = { "register" }
    /// ```
    /// Good:
    /// ```lua
    /// modules_enabled = { "roster" }
    /// ```
    ENABLED_AND_DISABLED = "enabled-and-disabled", Warning, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    let disabled: Vec<_> =
        context.lasting_assignments().filter(|set| &*set.option == "modules_disabled").collect();
    if disabled.is_empty() {
        return;
    }
    for listed in module_lists::names(context) {
        let Some((set, _)) = listed.set else { continue };
        let takes = |other: &config::Assignment| {
            list::items(&other.value)
                .is_some_and(|items| items.iter().any(|entry| entry.value.as_str() == Some(&listed.name)))
        };
        let Some(other) = disabled.iter().find(|other| other.host == set.host && takes(other)) else {
            continue;
        };
        let finding = findings
            .add(listed.span, format!("\"{}\" is disabled in this file, too: it is not loaded", listed.name));
        finding.severity = Severity::Warning;
        finding.tag = Some(Tag::Unnecessary);
        finding.notes.push(context.note(other, "it is disabled here"));
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn one_file_says_both() {
        check(
            "enabled-and-disabled",
            r#"
//- prosody.cfg.lua
modules_enabled = { "roster", "register" }
                              ^^^^^^^^^^ warning[enabled-and-disabled]: "register" is disabled in this file, too: it is not loaded
modules_disabled = { "register", "s2s" }
VirtualHost "example.com"
modules_enabled = { "s2s" }
Include "layer.cfg.lua"
//- layer.cfg.lua
VirtualHost "example.com"
modules_disabled = { "s2s" }
"#,
        );
    }
}

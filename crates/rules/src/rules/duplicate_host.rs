//! `duplicate-host`

use std::sync::Arc;

use config::HostSection;
use rustc_hash::FxHashMap;

use crate::context::{Context, Findings};
use crate::registry::declare_rule;

declare_rule! {
    /// Finds hosts that one file opens twice.
    ///
    /// Both sections belong to the same host, and the later one replaces what they both set. That is easily overlooked in
    /// a long file, and mostly a copy whose name was forgotten. In several files it is how layers work, and not told.
    ///
    /// Bad:
    /// ```lua
    /// VirtualHost "a.example.com"
    ///     authentication = "ldap"
    /// VirtualHost "a.example.com"
    ///     authentication = "anonymous"
    /// ```
    /// Good:
    /// ```lua
    /// VirtualHost "a.example.com"
    ///     authentication = "ldap"
    /// VirtualHost "b.example.com"
    ///     authentication = "anonymous"
    /// ```
    DUPLICATE_HOST = "duplicate-host", Info, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    let mut first: FxHashMap<&Arc<str>, &HostSection> = FxHashMap::default();
    for section in context.settings.sections_in(context.file.id).filter(|section| &*section.host != "*") {
        let Some(before) = first.get(&section.host) else {
            first.insert(&section.host, section);
            continue;
        };
        // The same statement again: a loop, or a file that is loaded twice.
        if before.call.start >= section.call.start {
            continue;
        }
        let finding = findings.add(
            context.first_line(section.call),
            format!("{} is opened a second time in this file", section.host),
        );
        finding.notes.push(crate::Note {
            file: before.file,
            span: context.first_line(before.call),
            message: "the first time is here".to_owned(),
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn a_copy_whose_name_was_forgotten() {
        check(
            "duplicate-host",
            r#"
//- prosody.cfg.lua
VirtualHost "example.com"
VirtualHost "Example.com"
^^^^^^^^^^^^^^^^^^^^^^^^^ info[duplicate-host]: example.com is opened a second time in this file
Include "more.cfg.lua"
//- more.cfg.lua
VirtualHost "example.com"
for _, name in Lua.ipairs { "a", "b" } do VirtualHost(name .. ".example.com") end
"#,
        );
    }
}

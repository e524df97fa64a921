//! `needless-disable`

use crate::context::{Context, Findings};
use crate::loaded::may_load;
use crate::registry::declare_rule;
use crate::{Edit, Fix, Tag, list};

declare_rule! {
    /// Finds modules that are disabled although nothing enables them.
    ///
    /// `modules_disabled` takes away what Prosody loads by itself (`offline`, `c2s`, `s2s` and a few others), or what the
    /// global list enables. Anything else is off already.
    ///
    /// Bad:
    /// ```lua
    /// modules_disabled = { "offline", "pubsub" }
    /// VirtualHost "example.com"
    /// ```
    /// Good:
    /// ```lua
    /// modules_disabled = { "offline" }
    /// VirtualHost "example.com"
    /// ```
    NEEDLESS_DISABLE = "needless-disable", Hint, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    // Under other circumstances it may be enabled.
    if !context.is_complete() || !context.knows_all_modules() || context.knowledge.has_cases() {
        return;
    }
    for assigned in context.lasting().filter(|assigned| &*assigned.set.option == "modules_disabled") {
        let set = assigned.set;
        for entry in assigned.own_items().unwrap_or_default() {
            // Others tell of names that are no modules.
            let Some(name) = entry.value.as_str().filter(|name| context.schema.module(name).is_some()) else {
                continue;
            };
            if is_enabled(context, name) {
                continue;
            }
            let span = context.entry_span(set, entry);
            let finding =
                findings.add(span, format!("\"{name}\" is not enabled anywhere: it need not be disabled"));
            finding.tag = Some(Tag::Unnecessary);
            if let Some(origin) = entry.origin.filter(|origin| origin.file == context.file.id) {
                finding.fix = Some(Fix {
                    title: format!("Remove \"{name}\""),
                    edits: vec![Edit {
                        file: origin.file,
                        span: list::removal(&context.file.text, origin.entry),
                        text: String::new(),
                    }],
                    safe: false,
                });
            }
        }
    }
}

/// Whether anything loads a module, or would.
fn is_enabled(context: &Context<'_>, name: &str) -> bool {
    let is_listed = context.settings.hosts_setting("modules_enabled").any(|(_, chain)| {
        list::items(&chain.value)
            .is_none_or(|items| items.iter().any(|entry| entry.value.as_str() == Some(name)))
    });
    let needs = |user: &String| {
        may_load(user).contains(&name)
            || context
                .schema
                .module(user)
                .is_none_or(|module| module.depends.iter().any(|needed| **needed == *name))
    };
    is_listed
        || context.schema.autoloaded_modules().contains(&name)
        || context.knowledge.component(name).is_some()
        || context.knowledge.loaded().contains(name)
        || context.knowledge.loaded().iter().any(needs)
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, fixed};

    #[test]
    fn what_is_off_already() {
        check(
            "needless-disable",
            r#"
modules_enabled = { "mam", "invites_register" }
modules_disabled = { "offline", "admin_telnet", "mam", "invites" }
                                ^^^^^^^^^^^^^^ hint[needless-disable]: "admin_telnet" is not enabled anywhere: it need not be disabled
VirtualHost "example.com"
"#,
        );
        check("needless-disable", "//- alone.cfg.lua\nmodules_disabled = { \"pubsub\" }\n");
    }

    #[test]
    fn it_is_taken_out() {
        assert_eq!(
            fixed("needless-disable", "modules_disabled = { 'pubsub' }\nVirtualHost 'a.example'\n"),
            "modules_disabled = {  }\nVirtualHost 'a.example'\n"
        );
    }
}

//! `obsolete-option`

use crate::Tag;
use crate::context::{Context, Findings};
use crate::deprecation::help;
use crate::registry::declare_rule;

declare_rule! {
    /// Finds options that this Prosody no longer reads.
    ///
    /// Prosody says nothing about options that it does not know: a setting that an older release obeyed is silently
    /// without effect after an upgrade.
    ///
    /// Bad:
    /// ```lua
    /// setuid = "prosody"
    /// ```
    /// Good:
    /// ```lua
    /// -- The service manager starts Prosody as the user that it is to run as.
    /// ```
    OBSOLETE_OPTION = "obsolete-option", Warning, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (_, set) in context.assignments() {
        let (schema, option) = (context.schema, &*set.option);
        if schema.option(option).is_some()
            || schema.host_key(option).is_some()
            || context.knowledge.is_used(option)
        {
            continue;
        }
        let Some(history) = schema.option_history(option) else { continue };
        let Some(last) = history.versions().filter(|version| *version < schema.version()).last() else {
            continue;
        };
        let finding = findings.add(
            set.name_span,
            format!(
                "Prosody {} no longer reads `{option}`; {last} was the last release that did",
                schema.version()
            ),
        );
        finding.help = history.deprecated().and_then(help);
        finding.tag = Some(Tag::Unnecessary);
        if !context.knowledge.knows_all_modules() {
            finding.severity = crate::Severity::Info;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn options_that_are_gone() {
        check(
            "obsolete-option",
            r#"
setgid = "prosody"
^^^^^^ warning[obsolete-option]: Prosody 13.0 no longer reads `setgid`; 0.11 was the last release that did
pidfile = "/run/prosody/prosody.pid"
"#,
        );
    }
}

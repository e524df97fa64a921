//! `obsolete-option`

use config::How;

use crate::context::{Context, Findings};
use crate::deprecation::help;
use crate::registry::declare_rule;
use crate::{Edit, Fix, Tag, statement};

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

/// Options that were gone before the oldest release that is known here, and what took their place; from
/// `util/prosodyctl/check.lua`.
pub(super) const FORMER: [(&str, &str); 5] = [
    ("bosh_interface", "http_interfaces"),
    ("bosh_interfaces", "http_interfaces"),
    ("bosh_port", "http_ports"),
    ("bosh_ports", "http_ports"),
    ("bosh_ssl", "https_ssl"),
];

fn check(context: &Context<'_>, findings: &mut Findings) {
    for assigned in context.written() {
        let set = assigned.set;
        let (schema, option) = (context.schema, &*set.option);
        if schema.option(option).is_some() || schema.host_key(option).is_some() || context.is_used(option) {
            continue;
        }
        if let Some((_, new)) = FORMER.iter().find(|(old, _)| *old == option) {
            let finding =
                findings.add(set.name_span, format!("Prosody no longer reads `{option}`; it reads `{new}`"));
            finding.tag = Some(Tag::Unnecessary);
            let is_set = context.settings.host("*").is_some_and(|host| host.chain(new).is_some());
            if !is_set && set.how == How::Assign && !option.ends_with("ssl") {
                finding.fix = Some(Fix {
                    title: format!("Rename to `{new}`"),
                    edits: vec![Edit { file: set.file, span: set.name_span, text: (*new).to_owned() }],
                    // It has an effect then.
                    safe: false,
                });
            }
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
        finding.fix = statement::removal(context, set).map(|edit| Fix {
            title: format!("Remove `{option}`"),
            edits: vec![edit],
            safe: context.is_complete() && context.knows_all_modules(),
        });
        if !context.knows_all_modules() {
            finding.severity = crate::Severity::Info;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, fixed};

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

    #[test]
    fn they_are_removed_or_renamed() {
        assert_eq!(fixed("obsolete-option", "setuid = 'prosody'\nlog = 'x'\n"), "log = 'x'\n");
        assert_eq!(fixed("obsolete-option", "bosh_ports = { 5280 }\n"), "http_ports = { 5280 }\n");
    }
}

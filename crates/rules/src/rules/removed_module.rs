//! `removed-module`

use syntax::Span;

use crate::context::{Context, Findings};
use crate::former;
use crate::loaded::PROVIDERS;
use crate::registry::declare_rule;
use crate::{Edit, Fix, Severity, list, module_lists};

declare_rule! {
    /// Finds modules that Prosody, or the community's collection, had once and has no longer.
    ///
    /// They stand in many guides. Prosody logs an error for each of them when it starts, and goes on without; if a guide
    /// relied on one, what it promised is not there.
    ///
    /// Bad:
    /// ```lua
    /// modules_enabled = { "roster", "privacy", "compression" }
    /// ```
    /// Good:
    /// ```lua
    /// modules_enabled = { "roster", "blocklist" }
    /// ```
    REMOVED_MODULE = "removed-module", Warning, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    for listed in module_lists::names(context) {
        let here = |origin: &config::Origin| origin.file == context.file.id;
        let entry = listed.set.and_then(|(_, entry)| entry.origin).filter(here).map(|origin| origin.entry);
        report(context, &listed.name, "", listed.span, entry, findings);
    }
    for assigned in context.lasting_written() {
        let set = assigned.set;
        let Some((option, prefix)) = PROVIDERS.into_iter().find(|(name, _)| *name == &*set.option) else {
            continue;
        };
        if let Some(name) = set.value.as_str() {
            report(context, name, prefix, context.value_span(set), None, findings);
        }
        // Each store may have a provider of its own.
        let stores = set.value.as_table().filter(|_| option == "storage");
        for entry in stores.into_iter().flat_map(|table| &table.entries) {
            if let Some(name) = entry.value.as_str() {
                report(context, name, prefix, context.entry_span(set, entry), None, findings);
            }
        }
    }
}

fn report(
    context: &Context<'_>,
    name: &str,
    prefix: &str,
    span: Span,
    entry: Option<Span>,
    findings: &mut Findings,
) {
    let Some(former) = former::find(context, &format!("{prefix}{name}")) else { return };
    let message = match former.removed {
        Some(release) => format!("the module \"{}\" is gone since Prosody {release}", former.name),
        None => format!("the community's collection no longer has the module \"{}\"", former.name),
    };
    let finding = findings.add(span, message);
    if context.tree.plugins.paths.unseen {
        finding.severity = Severity::Hint;
    }
    if let Some(instead) = former.instead {
        let instead = instead.strip_prefix(prefix).unwrap_or(instead);
        finding.help = Some(format!("Use \"{instead}\""));
        if let Some(inside) = list::quoted(&context.file.text, span, name) {
            finding.fix = Some(Fix {
                title: format!("Change to \"{instead}\""),
                edits: vec![Edit { file: context.file.id, span: inside, text: instead.to_owned() }],
                safe: false,
            });
        }
    } else if let Some(entry) = entry {
        finding.fix = Some(Fix {
            title: format!("Remove \"{name}\""),
            edits: vec![Edit {
                file: context.file.id,
                span: list::removal(&context.file.text, entry),
                text: String::new(),
            }],
            // Prosody does not load its own anyway; one of the community may still be installed.
            safe: former.removed.is_some(),
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, fixed};

    #[test]
    fn modules_of_long_ago() {
        check(
            "removed-module",
            r#"
modules_enabled = { "roster", "privacy" }
                              ^^^^^^^^^ warning[removed-module]: the module "privacy" is gone since Prosody 0.11
storage = { archive = "sql2" }
                      ^^^^^^ warning[removed-module]: the module "storage_sql2" is gone since Prosody 0.10
"#,
        );
    }

    #[test]
    fn modules_that_the_community_renamed_or_gave_up() {
        check(
            "removed-module",
            r#"
authentication = "external"
                 ^^^^^^^^^^ warning[removed-module]: the community's collection no longer has the module "auth_external"
modules_enabled = { "roster", "muc_ping" }
                              ^^^^^^^^^^ warning[removed-module]: the community's collection no longer has the module "muc_ping"
"#,
        );
        check("unknown-module", "authentication = \"external\"\nmodules_enabled = { \"muc_ping\" }\n");
        assert_eq!(
            fixed("removed-module", "authentication = \"external\"\n"),
            "authentication = \"external_insecure\"\n"
        );
    }

    #[test]
    fn a_configuration_may_bring_its_own() {
        check(
            "removed-module",
            "//- prosody.cfg.lua\nplugin_paths = { \"plugins\" }\nmodules_enabled = { \"privacy\" }\n\
             //- plugins/mod_privacy.lua\nreturn\n",
        );
    }

    #[test]
    fn they_are_taken_out_or_replaced() {
        assert_eq!(
            fixed("removed-module", "modules_enabled = { \"compression\", \"roster\" }\n"),
            "modules_enabled = { \"roster\" }\n"
        );
        assert_eq!(fixed("removed-module", "storage = \"sql2\"\n"), "storage = \"sql\"\n");
    }
}

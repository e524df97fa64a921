//! `missing-option`

use config::{HostKind, Value};

use crate::context::{Context, Findings, is_certain};
use crate::registry::declare_rule;
use crate::{module_lists, show};

declare_rule! {
    /// Finds modules without an option that they cannot do without.
    ///
    /// Most options have a default; a few have none, and without them the module does not load or does nothing:
    /// `turn_external` offers no TURN service without `turn_external_secret`.
    ///
    /// Bad:
    /// ```lua
    /// modules_enabled = { "turn_external" }
    /// VirtualHost "example.com"
    /// ```
    /// Good:
    /// ```lua
    /// modules_enabled = { "turn_external" }
    /// turn_external_secret = ENV_TURN_SECRET or "for tests only"
    /// VirtualHost "example.com"
    /// ```
    MISSING_OPTION = "missing-option", Warning, check
}

/// A module and an option without which it gives up; from the modules' sources.
const NEEDED: [(&str, &str); 4] = [
    ("auth_ldap", "ldap_base"),
    ("http_upload_external", "http_upload_external_base_url"),
    ("http_upload_external", "http_upload_external_secret"),
    ("turn_external", "turn_external_secret"),
];

fn check(context: &Context<'_>, findings: &mut Findings) {
    if !context.is_complete() {
        return;
    }
    for listed in module_lists::names(context) {
        if let Some((set, _)) = listed.set.filter(|(set, _)| is_certain(set)) {
            report(context, &set.host, &listed.name, listed.span, findings);
        }
    }
    for set in context.lasting_assignments().filter(|set| &*set.option == "authentication") {
        if let Some(name) = set.value.as_str() {
            report(context, &set.host, &format!("auth_{name}"), context.value_span(set), findings);
        }
    }
    for section in context.settings.sections_in(context.file.id) {
        if let Some(module) = &section.component {
            report(context, &section.host, module, context.first_line(section.call), findings);
        }
    }
}

fn report(context: &Context<'_>, listed_on: &str, module: &str, span: syntax::Span, findings: &mut Findings) {
    // One of the user's own may need something else.
    if context.schema.private_module(module).is_some() {
        return;
    }
    for (_, option) in NEEDED.iter().filter(|(name, _)| *name == module) {
        let lacks = |host: &str| match context.settings.effective(host, option) {
            None => true,
            // A variable that is not set here may be set where it runs.
            Some((_, chain)) => {
                chain.is_certain()
                    && chain.value == Value::Nil
                    && !context.knowledge.reads_unset_environment()
            }
        };
        let without: Vec<String> = if listed_on == "*" {
            let hosts = context.settings.hosts.iter().filter(|host| host.kind == HostKind::VirtualHost);
            let loads = |host: &str| {
                module.starts_with("auth_")
                    && context
                        .settings
                        .effective(host, "authentication")
                        .is_some_and(|(host, _)| &*host.name == "*")
                    || context.tree.modules_for(host).is_ok_and(|found| found.modules.contains(module))
            };
            hosts
                .filter(|host| lacks(&host.name) && loads(&host.name))
                .map(|host| host.name.to_string())
                .collect()
        } else {
            Some(listed_on).filter(|host| lacks(host)).map(str::to_owned).into_iter().collect()
        };
        if without.is_empty() {
            continue;
        }
        let finding = findings.add(
            span,
            format!("\"{module}\" does not work on {}: `{option}` is not set", show::list(&without, "and")),
        );
        finding.url = context.schema.module(module).and_then(|module| module.url).map(str::to_owned);
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn what_a_module_cannot_do_without() {
        check(
            "missing-option",
            r#"
modules_enabled = { "turn_external" }
                    ^^^^^^^^^^^^^^^ warning[missing-option]: "turn_external" does not work on a.example: `turn_external_secret` is not set
VirtualHost "a.example"
authentication = "ldap"
                 ^^^^^^ warning[missing-option]: "auth_ldap" does not work on a.example: `ldap_base` is not set
VirtualHost "b.example"
turn_external_secret = "x"
"#,
        );
    }

    #[test]
    fn the_environment_may_have_it() {
        check(
            "missing-option",
            "modules_enabled = { \"turn_external\" }\nturn_external_secret = ENV_SECRET\nVirtualHost \"a.example\"\n",
        );
    }
}

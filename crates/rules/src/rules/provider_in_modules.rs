//! `provider-in-modules`

use crate::context::{Context, Findings};
use crate::loaded::PROVIDERS;
use crate::registry::declare_rule;
use crate::{Edit, Fix, list, module_lists};

declare_rule! {
    /// Finds providers of authentication, storage and authorization among the enabled modules.
    ///
    /// Such modules are chosen by an option: `auth_ldap` by `authentication = "ldap"`, `storage_sql` by
    /// `storage = "sql"`. In `modules_enabled` they are loaded beside the one that is in use, and change nothing.
    ///
    /// Bad:
    /// ```lua
    /// modules_enabled = { "roster", "storage_sql" }
    /// ```
    /// Good:
    /// ```lua
    /// modules_enabled = { "roster" }
    /// storage = "sql"
    /// ```
    PROVIDER_IN_MODULES = "provider-in-modules", Warning, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    for listed in module_lists::names(context) {
        let Some((option, name)) =
            PROVIDERS.iter().find_map(|(option, prefix)| Some((*option, listed.name.strip_prefix(prefix)?)))
        else {
            continue;
        };
        if context.schema.module(&listed.name).is_none() {
            continue;
        }
        let finding = findings.add(
            listed.span,
            format!("\"{}\" is chosen by `{option}`, not enabled as a module", listed.name),
        );
        let Some((set, entry)) = listed.set else { continue };
        let chosen = context.settings.effective(&set.host, option).map(|(_, chain)| &chain.value);
        if chosen.and_then(config::Value::as_str) == Some(name) {
            finding.help = Some(format!("It is chosen already, `{option} = \"{name}\"`: take it out here"));
        } else {
            finding.help = Some(format!("Write `{option} = \"{name}\"` if it is what you want"));
            continue;
        }
        if let Some(origin) = entry.origin.filter(|origin| origin.file == context.file.id) {
            finding.fix = Some(Fix {
                title: format!("Remove \"{}\"", listed.name),
                edits: vec![Edit {
                    file: origin.file,
                    span: list::removal(&context.file.text, origin.entry),
                    text: String::new(),
                }],
                safe: true,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, fixed};

    #[test]
    fn providers_are_chosen_by_options() {
        check(
            "provider-in-modules",
            r#"
modules_enabled = { "auth_ldap", "storage_invented", "authz_internal" }
                    ^^^^^^^^^^^ warning[provider-in-modules]: "auth_ldap" is chosen by `authentication`, not enabled as a module
                                                     ^^^^^^^^^^^^^^^^ warning[provider-in-modules]: "authz_internal" is chosen by `authorization`, not enabled as a module
"#,
        );
    }

    #[test]
    fn what_is_chosen_already_can_go() {
        assert_eq!(
            fixed("provider-in-modules", "modules_enabled = { \"storage_sql\" }\nstorage = \"sql\"\n"),
            "modules_enabled = {  }\nstorage = \"sql\"\n"
        );
    }
}

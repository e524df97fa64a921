//! `encryption-without-tls`

use config::Value;
use schema::Version;
use syntax::Span;

use crate::context::{Context, Findings};
use crate::registry::declare_rule;

declare_rule! {
    /// Finds configurations that require encryption without the module that offers it.
    ///
    /// Connections on the usual ports begin unencrypted and are encrypted by `tls`. If encryption is required but `tls`
    /// is not enabled, nobody gets any further.
    ///
    /// Bad:
    /// ```lua
    /// modules_enabled = { "roster", "saslauth" }
    /// c2s_require_encryption = true
    /// VirtualHost "example.com"
    /// ```
    /// Good:
    /// ```lua
    /// modules_enabled = { "roster", "saslauth", "tls" }
    /// c2s_require_encryption = true
    /// VirtualHost "example.com"
    /// ```
    ENCRYPTION_WITHOUT_TLS = "encryption-without-tls", Warning, check
}

/// The options that require it, and the modules that refuse what is not encrypted then.
const OPTIONS: [(&str, &[&str]); 3] = [
    ("c2s_require_encryption", &["legacyauth", "saslauth"]),
    ("require_encryption", &["legacyauth", "saslauth"]),
    ("s2s_require_encryption", &["s2s"]),
];

/// Options with ports on which connections begin encrypted, with or without the module.
const ENCRYPTED: [&str; 3] = ["c2s_direct_tls_ports", "legacy_ssl_ports", "s2s_direct_tls_ports"];

fn check(context: &Context<'_>, findings: &mut Findings) {
    let loaded = context.knowledge.loaded();
    let is_set = |option: &str| context.settings.hosts_with(option) > 0;
    if !context.is_complete()
        || !context.knowledge.knows_module_lists()
        || loaded.contains("tls")
        || context.settings.hosts.len() < 2
        // Clients may come another way.
        || loaded.contains("bosh")
        || loaded.contains("websocket")
        || ENCRYPTED.iter().any(|option| is_set(option))
    {
        return;
    }
    let refuses = |modules: &[&str]| modules.iter().any(|module| loaded.contains(*module));
    for set in context.lasting_assignments() {
        let is_required = OPTIONS.iter().any(|(option, by)| *option == &*set.option && refuses(by))
            && (set.value == Value::Bool(true) || set.value.as_str() == Some("true"));
        if is_required {
            report(
                set.name_span,
                "encryption is required, but \"tls\" is not enabled on any host: connections fail",
                findings,
            );
        }
    }
    // Nobody has said anything about it: then it is required of clients.
    let is_default = !OPTIONS.iter().any(|(option, _)| is_set(option));
    if is_default
        && context.schema.version() >= Version::V0_12
        && refuses(&["saslauth"])
        && context.knowledge.first_host().is_some()
        && let Some(set) =
            context.lasting_assignments().find(|set| &*set.host == "*" && &*set.option == "modules_enabled")
    {
        report(
            set.name_span,
            "clients have to encrypt their connections, but \"tls\" is not enabled on any host: they cannot log in",
            findings,
        );
    }
}

fn report(span: Span, message: &str, findings: &mut Findings) {
    let finding = findings.add(span, message);
    finding.help = Some("Add \"tls\" to `modules_enabled`".to_owned());
    finding.url = Some("https://prosody.im/doc/modules/mod_tls".to_owned());
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn it_has_to_be_offered() {
        check(
            "encryption-without-tls",
            r#"
modules_enabled = { "saslauth" }
c2s_require_encryption = true
^^^^^^^^^^^^^^^^^^^^^^ warning[encryption-without-tls]: encryption is required, but "tls" is not enabled on any host: connections fail
s2s_require_encryption = false
VirtualHost "example.com"
"#,
        );
        check(
            "encryption-without-tls",
            "c2s_require_encryption = true\nVirtualHost \"a.example\"\nmodules_enabled = { \"tls\" }\n",
        );
        check("encryption-without-tls", "//- alone.cfg.lua\nc2s_require_encryption = true\n");
    }

    #[test]
    fn it_is_required_of_clients_unless_somebody_says_otherwise() {
        check(
            "encryption-without-tls",
            r#"
modules_enabled = { "roster", "saslauth", "disco" }
^^^^^^^^^^^^^^^ warning[encryption-without-tls]: clients have to encrypt their connections, but "tls" is not enabled on any host: they cannot log in
VirtualHost "example.com"
"#,
        );
        check(
            "encryption-without-tls",
            "modules_enabled = { \"saslauth\" }\nc2s_require_encryption = false\nVirtualHost \"example.com\"\n",
        );
    }

    #[test]
    fn there_are_other_ways_in() {
        for other in ["c2s_direct_tls_ports = { 5223 }", "modules_enabled = { \"bosh\", \"saslauth\" }"] {
            check(
                "encryption-without-tls",
                &format!(
                    "modules_enabled = {{ \"saslauth\" }}\n{other}\nVirtualHost \"example.com\"\nc2s_require_encryption = true\n"
                ),
            );
        }
        // Nobody refuses anybody.
        check("encryption-without-tls", "c2s_require_encryption = true\nVirtualHost \"example.com\"\n");
    }
}

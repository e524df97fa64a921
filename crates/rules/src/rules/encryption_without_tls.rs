//! `encryption-without-tls`

use config::Value;

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

/// The options that require it.
const OPTIONS: [&str; 3] = ["c2s_require_encryption", "require_encryption", "s2s_require_encryption"];

fn check(context: &Context<'_>, findings: &mut Findings) {
    if !context.is_complete()
        || !context.knowledge.knows_module_lists()
        || context.knowledge.loaded().contains("tls")
        || context.settings.hosts.len() < 2
    {
        return;
    }
    for (_, set) in context.lasting_assignments() {
        let is_required = OPTIONS.contains(&&*set.option)
            && (set.value == Value::Bool(true) || set.value.as_str() == Some("true"));
        // Servers that do not speak with others need not encrypt it.
        let is_served = !set.option.starts_with("s2s") || context.knowledge.loaded().contains("s2s");
        if is_required && is_served {
            let finding = findings.add(
                set.name_span,
                "encryption is required, but \"tls\" is not enabled on any host: connections fail",
            );
            finding.help = Some("Add \"tls\" to `modules_enabled`".to_owned());
            finding.url = Some("https://prosody.im/doc/modules/mod_tls".to_owned());
        }
    }
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
}

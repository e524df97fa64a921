//! `insecure-s2s`

use config::Value;

use super::unencrypted_connections::is_private;
use crate::context::{Context, Findings};
use crate::registry::declare_rule;

declare_rule! {
    /// Finds settings that accept other servers without a valid certificate.
    ///
    /// Prosody then believes what the DNS says about who the other server is: whoever can forge that can be any server.
    /// Nearly all servers have valid certificates today; `s2s_insecure_domains` names the exceptions.
    ///
    /// Bad:
    /// ```lua
    /// s2s_secure_auth = false
    /// ```
    /// Good:
    /// ```lua
    /// s2s_secure_auth = true
    /// s2s_insecure_domains = { "old.example.net" }
    /// ```
    INSECURE_S2S = "insecure-s2s", Hint, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    // Whoever speaks with no other server need not care.
    if context.is_complete()
        && context.knowledge.knows_module_lists()
        && !context.knowledge.loaded().contains("s2s")
    {
        return;
    }
    // `mod_s2s` asks the global section only; on a host it decides nothing.
    let global = context.lasting().filter(|assigned| &*assigned.set.host == "*");
    for assigned in global.filter(|_| !is_private(context, "*")) {
        let set = assigned.set;
        match &*set.option {
            "s2s_secure_auth" if set.value == Value::Bool(false) || set.value.as_str() == Some("false") => {
                let finding =
                    findings.add(set.name_span, "other servers are believed without a valid certificate");
                finding.url = Some("https://prosody.im/doc/s2s#security".to_owned());
            }
            "s2s_insecure_domains" => {
                for entry in assigned.own_items().unwrap_or_default() {
                    if entry.value.as_str().is_some_and(|domain| domain.contains('*')) {
                        findings.add(
                            context.entry_span(set, entry),
                            "there are no wildcards here: domains are named one by one",
                        );
                    }
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn servers_that_are_believed() {
        check(
            "insecure-s2s",
            r#"
s2s_secure_auth = false
^^^^^^^^^^^^^^^ hint[insecure-s2s]: other servers are believed without a valid certificate
s2s_insecure_domains = { "old.example.net", "*.example.net" }
                                            ^^^^^^^^^^^^^^^ hint[insecure-s2s]: there are no wildcards here: domains are named one by one
"#,
        );
        check("insecure-s2s", "modules_disabled = { \"s2s\" }\ns2s_secure_auth = false\n");
    }

    #[test]
    fn hosts_decide_nothing() {
        check("insecure-s2s", "VirtualHost \"a.example.com\"\ns2s_secure_auth = false\n");
    }
}

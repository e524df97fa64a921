//! `needless-s2s-domains`

use config::Value;

use crate::context::{Context, Findings};
use crate::registry::declare_rule;
use crate::{Tag, list};

declare_rule! {
    /// Finds exceptions for other servers from a rule that does not hold.
    ///
    /// `s2s_secure_domains` names the servers that need a valid certificate where others do not, `s2s_insecure_domains`
    /// those that need none where others do. With `s2s_secure_auth = true` the first has no effect, without it the second.
    ///
    /// Bad:
    /// ```lua
    /// s2s_secure_auth = true
    /// s2s_secure_domains = { "example.net" }
    /// ```
    /// Good:
    /// ```lua
    /// s2s_secure_auth = true
    /// s2s_insecure_domains = { "example.net" }
    /// ```
    NEEDLESS_S2S_DOMAINS = "needless-s2s-domains", Info, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    if !context.is_complete() {
        return;
    }
    for set in context.lasting_assignments().filter(|set| &*set.host == "*") {
        // With which `s2s_secure_auth` it has an effect.
        let counts_with = match &*set.option {
            "s2s_secure_domains" => false,
            "s2s_insecure_domains" => true,
            _ => continue,
        };
        let is_empty = list::items(&set.value).is_some_and(|items| items.is_empty());
        let chain = context.settings.host("*").and_then(|host| host.chain("s2s_secure_auth"));
        // Up to now the default has always been no.
        let is_secure = match chain {
            None => Some(false),
            Some(chain) if !chain.is_certain() => None,
            Some(chain) => match &chain.value {
                Value::Bool(value) => Some(*value),
                Value::Nil => Some(false),
                _ => None,
            },
        };
        if is_empty || is_secure != Some(!counts_with) {
            continue;
        }
        let why = if counts_with {
            "no server needs a valid certificate without `s2s_secure_auth`"
        } else {
            "with `s2s_secure_auth` every server needs a valid certificate"
        };
        let finding = findings.add(set.name_span, format!("`{}` has no effect: {why}", set.option));
        finding.tag = Some(Tag::Unnecessary);
        finding.url = Some("https://prosody.im/doc/s2s".to_owned());
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn exceptions_need_a_rule() {
        check(
            "needless-s2s-domains",
            r#"
s2s_secure_auth = true
s2s_secure_domains = { "example.net" }
^^^^^^^^^^^^^^^^^^ info[needless-s2s-domains]: `s2s_secure_domains` has no effect: with `s2s_secure_auth` every server needs a valid certificate
s2s_insecure_domains = { "example.com" }
VirtualHost "a.example"
"#,
        );
        check(
            "needless-s2s-domains",
            r#"
s2s_insecure_domains = { "example.com" }
^^^^^^^^^^^^^^^^^^^^ info[needless-s2s-domains]: `s2s_insecure_domains` has no effect: no server needs a valid certificate without `s2s_secure_auth`
s2s_secure_domains = { "example.net" }
VirtualHost "a.example"
"#,
        );
        check(
            "needless-s2s-domains",
            "s2s_secure_auth = ENV_SECURE == \"1\" or nil\ns2s_insecure_domains = {}\nVirtualHost \"a.example\"\n",
        );
    }
}

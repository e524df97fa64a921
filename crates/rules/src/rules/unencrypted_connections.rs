//! `unencrypted-connections`

use config::{HostKind, Value};
use schema::Version;

use crate::Severity;
use crate::context::{Context, Findings};
use crate::registry::declare_rule;

declare_rule! {
    /// Finds settings that let clients or servers connect without encryption.
    ///
    /// Whoever is on the way between them then reads everything, passwords included where `PLAIN` is allowed. Hosts that
    /// are reached through Tor or on the same machine only are left alone, and so is `allow_unencrypted_plain_auth` where
    /// encryption is required, as it is by default since 0.12: nobody is let in without it then.
    ///
    /// Bad:
    /// ```lua
    /// c2s_require_encryption = false
    /// ```
    /// Good:
    /// ```lua
    /// c2s_require_encryption = true
    /// ```
    UNENCRYPTED_CONNECTIONS = "unencrypted-connections", Warning, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    for assigned in context.lasting_anywhere() {
        let set = assigned.set;
        let is = |wanted: bool| {
            set.value == Value::Bool(wanted) || set.value.as_str() == Some(&wanted.to_string())
        };
        let (message, severity) = match &*set.option {
            "allow_unencrypted_plain_auth" if is(true) && lets_in(context, &set.host) => {
                ("clients may send their passwords without encryption", Severity::Warning)
            }
            "c2s_require_encryption" | "require_encryption" if is(false) => {
                ("clients may connect without encryption", Severity::Warning)
            }
            // `mod_s2s` asks the global section only.
            "s2s_require_encryption" if is(false) && &*set.host == "*" => {
                ("other servers may connect without encryption", Severity::Info)
            }
            _ => continue,
        };
        if is_private(context, &set.host) {
            continue;
        }
        let finding = findings.add(set.name_span, message);
        finding.severity = severity;
        finding.url = Some("https://prosody.im/doc/certificates".to_owned());
    }
}

/// Whether clients of a host, or of any, are known to be let in without encryption: `mod_saslauth` offers nothing on a
/// connection that is not encrypted where it has to be.
fn lets_in(context: &Context<'_>, host: &str) -> bool {
    let settings = context.settings;
    let required = |host: &str| {
        let said = ["c2s_require_encryption", "require_encryption"];
        said.iter().find_map(|option| settings.effective(host, option)).map(|(_, chain)| &chain.value)
    };
    let is_open = |host: &str| match required(host) {
        Some(value) => *value == Value::Bool(false) || value.as_str() == Some("false"),
        None => context.schema.version() < Version::V0_12,
    };
    if host != "*" {
        return is_open(host);
    }
    let mut hosts = settings.hosts.iter().filter(|host| host.kind == HostKind::VirtualHost).peekable();
    if hosts.peek().is_none() { is_open("*") } else { hosts.any(|host| is_open(&host.name)) }
}

/// Whether connections to a host, or to all hosts, are protected by other means.
pub(super) fn is_private(context: &Context<'_>, host: &str) -> bool {
    // Names are prepared: in lower case.
    let is_safe = |name: &str| {
        let last = name.rsplit('.').next().unwrap_or_default();
        matches!(last, "i2p" | "localhost" | "onion")
    };
    if host != "*" {
        return is_safe(host);
    }
    let mut hosts =
        context.settings.hosts.iter().filter(|host| host.kind == HostKind::VirtualHost).peekable();
    hosts.peek().is_some() && hosts.all(|host| is_safe(&host.name))
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn anybody_may_listen() {
        check(
            "unencrypted-connections",
            r#"
c2s_require_encryption = false
^^^^^^^^^^^^^^^^^^^^^^ warning[unencrypted-connections]: clients may connect without encryption
s2s_require_encryption = "false"
^^^^^^^^^^^^^^^^^^^^^^ info[unencrypted-connections]: other servers may connect without encryption
allow_unencrypted_plain_auth = false
VirtualHost "example.com"
VirtualHost "abc.onion"
    c2s_require_encryption = false
"#,
        );
        check(
            "unencrypted-connections",
            r#"
allow_unencrypted_plain_auth = true
^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[unencrypted-connections]: clients may send their passwords without encryption
VirtualHost "example.com"
VirtualHost "example.net"
    c2s_require_encryption = false
    ^^^^^^^^^^^^^^^^^^^^^^ warning[unencrypted-connections]: clients may connect without encryption
"#,
        );
        check("unencrypted-connections", "s2s_require_encryption = false\nVirtualHost \"localhost\"\n");
    }
    #[test]
    fn nobody_sends_a_password_where_encryption_is_required() {
        for required in ["", "c2s_require_encryption = true\n", "require_encryption = true\n"] {
            check(
                "unencrypted-connections",
                &format!("{required}allow_unencrypted_plain_auth = true\nVirtualHost \"example.com\"\n"),
            );
        }
        check(
            "unencrypted-connections",
            "VirtualHost \"example.com\"\nallow_unencrypted_plain_auth = true\nc2s_require_encryption = ENV_X\n",
        );
    }
}

//! `open-registration`

use config::{Host, HostKind, Value};

use crate::context::{Context, Findings};
use crate::registry::declare_rule;
use crate::{Severity, show};

declare_rule! {
    /// Finds hosts on which anybody may create accounts.
    ///
    /// Such servers are found within hours and used to send spam, for which others block them. Invitations
    /// (`invites_register`) are the safer way; if registration is to be open, limit how many accounts one address may create
    /// and in what time.
    ///
    /// Bad:
    /// ```lua
    /// modules_enabled = { "register" }
    /// allow_registration = true
    /// VirtualHost "example.com"
    /// ```
    /// Good:
    /// ```lua
    /// modules_enabled = { "register", "invites_register" }
    /// allow_registration = true
    /// VirtualHost "example.com"
    /// ```
    OPEN_REGISTRATION = "open-registration", Info, check
}

/// Options that hold back whoever wants many accounts.
const LIMITS: [&str; 7] = [
    "allowlist_registration_only",
    "block_registrations_require",
    "min_seconds_between_registrations",
    "registration_throttle_max",
    "registration_throttle_period",
    "registration_whitelist",
    "whitelist_registration_only",
];

fn check(context: &Context<'_>, findings: &mut Findings) {
    if !context.is_complete() || !context.knowledge.knows_module_lists() {
        return;
    }
    for assigned in context.lasting() {
        let set = assigned.set;
        let is_allowed = &*set.option == "allow_registration"
            && (set.value == Value::Bool(true) || set.value.as_str() == Some("true"));
        if !is_allowed {
            continue;
        }
        let settings = context.settings;
        let own = settings.host(&set.host).filter(|_| &*set.host != "*");
        // Those that have none of their own.
        let is_global =
            &*set.host == "*" && assigned.chain.is_some_and(|chain| chain.last() == Some(assigned.id));
        let others = settings.hosts.iter().map(|host| &**host);
        let others = others.filter(|host| is_global && host.chain("allow_registration").is_none());
        let meant: Vec<&Host> = own.map_or_else(|| others.collect(), |own| vec![own]);
        let is_host = |host: &&Host| host.kind == HostKind::VirtualHost && is_open(context, &host.name);
        let open: Vec<String> = meant.into_iter().filter(is_host).map(|host| host.name.to_string()).collect();
        let Some(first) = open.first() else { continue };
        let finding = findings
            .add(set.name_span, format!("anybody may create accounts on {}", show::list(&open, "and")));
        let is_limited = LIMITS.iter().any(|limit| settings.effective(first, limit).is_some());
        if !is_limited {
            finding.severity = Severity::Warning;
            finding.help = Some(
                "Set `min_seconds_between_registrations`, or enable \"invites_register\" for invitations"
                    .to_owned(),
            );
        }
        finding.url = Some("https://prosody.im/doc/public_servers".to_owned());
    }
}

/// As `prosodyctl check config` sees it.
fn is_open(context: &Context<'_>, host: &str) -> bool {
    let Ok(found) = context.tree.modules_for(host) else { return false };
    let invites_only = found.modules.contains("invites_register")
        && context
            .settings
            .effective(host, "registration_invite_only")
            .is_none_or(|(_, chain)| chain.value != Value::Bool(false));
    // Modules of the community that ask questions or hold accounts back.
    let is_guarded = found.modules.iter().any(|name| {
        name.contains("captcha")
            || matches!(name.as_str(), "firewall" | "register_oob_url" | "register_redirect")
    });
    let has_register = found.modules.contains("register") || found.modules.contains("register_ibr");
    // Others keep their accounts elsewhere, or have none.
    let creates_accounts = context
        .settings
        .effective(host, "authentication")
        .is_none_or(|(_, chain)| chain.value.as_str().is_some_and(|name| name.starts_with("internal_")));
    has_register && creates_accounts && !invites_only && !is_guarded && host != "localhost"
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn without_invitations_it_is_open() {
        check(
            "open-registration",
            r#"
modules_enabled = { "register" }
VirtualHost "a.example.com"
    allow_registration = true
    ^^^^^^^^^^^^^^^^^^ warning[open-registration]: anybody may create accounts on a.example.com
VirtualHost "b.example.com"
    allow_registration = true
    ^^^^^^^^^^^^^^^^^^ info[open-registration]: anybody may create accounts on b.example.com
    min_seconds_between_registrations = 60
VirtualHost "c.example.com"
    modules_enabled = { "invites_register" }
    allow_registration = true
VirtualHost "guests.example.com"
    authentication = "anonymous"
    allow_registration = true
VirtualHost "d.example.com"
    modules_disabled = { "register" }
    allow_registration = true
"#,
        );
    }

    #[test]
    fn hosts_may_close_it() {
        check(
            "open-registration",
            "modules_enabled = { \"register\" }\nallow_registration = true\nVirtualHost \"a.example\"\nallow_registration = false\n",
        );
    }
}

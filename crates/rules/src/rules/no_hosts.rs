//! `no-hosts`

use config::{HostKind, Value};
use syntax::Span;

use crate::context::{Context, Findings};
use crate::registry::declare_rule;

declare_rule! {
    /// Finds configurations without a single host that is on.
    ///
    /// Prosody starts, but nobody can connect to it: at least one `VirtualHost` has to be there, and not be switched off by
    /// `enabled = false`.
    ///
    /// Bad:
    /// ```lua
    /// pidfile = "/run/prosody/prosody.pid"
    /// log = "*syslog"
    /// admins = { "admin@example.com" }
    /// modules_enabled = { "roster" }
    /// ```
    /// Good:
    /// ```lua
    /// pidfile = "/run/prosody/prosody.pid"
    /// log = "*syslog"
    /// admins = { "admin@example.com" }
    /// modules_enabled = { "roster" }
    /// VirtualHost "example.com"
    /// ```
    NO_HOSTS = "no-hosts", Warning, check
}

/// As many statements make a configuration.
const ENOUGH: usize = 4;

fn check(context: &Context<'_>, findings: &mut Findings) {
    if context.tree.entry != context.file.id
        || !context.is_complete()
        || context.knowledge.reads_unset_environment()
    {
        return;
    }
    let settings = context.settings;
    // A wildcard that matches nothing here is there for files that come later.
    if settings.includes().any(|include| include.wildcard && include.targets.is_empty()) {
        return;
    }
    let hosts =
        || settings.hosts.iter().filter(|host| !matches!(host.kind, HostKind::Global | HostKind::Undefined));
    let is_on = |host: &config::Host| match settings.effective(&host.name, "enabled") {
        None => true,
        Some((_, chain)) => chain.value != Value::Bool(false),
    };
    let message = if hosts().next().is_none() {
        "no host is defined: nobody can connect"
    } else if hosts().any(|host| is_on(host)) {
        return;
    } else {
        "every host is switched off: nobody can connect"
    };
    // A file with but a few lines is about to be written.
    let stats = &context.file.parse.chunk.block.stats;
    let Some(last) = stats.last().filter(|_| stats.len() >= ENOUGH) else { return };
    let place = context.first_line(last.span);
    let finding = findings.add(Span::new(place.start, place.end), message);
    finding.help = Some("Add `VirtualHost \"example.com\"` with the name of your domain".to_owned());
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn somebody_has_to_be_at_home() {
        check(
            "no-hosts",
            r#"
log = "info"
admins = { "admin@example.com" }
storage = "sql"
pidfile = "/run/prosody.pid"
^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[no-hosts]: no host is defined: nobody can connect
"#,
        );
        check(
            "no-hosts",
            r#"
log = "info"
storage = "sql"
VirtualHost "example.com"
    enabled = false
    ^^^^^^^^^^^^^^^ warning[no-hosts]: every host is switched off: nobody can connect
"#,
        );
    }

    #[test]
    fn they_may_come_later_or_from_elsewhere() {
        let options = "log = \"info\"\nstorage = \"sql\"\nadmins = {}\n";
        check("no-hosts", &format!("{options}Include \"*.inc.lua\"\n"));
        check("no-hosts", &format!("{options}if ENV_DOMAIN then VirtualHost(ENV_DOMAIN) end\n"));
        check("no-hosts", &format!("//- alone.cfg.lua\n{options}pidfile = \"x\"\n"));
    }
}

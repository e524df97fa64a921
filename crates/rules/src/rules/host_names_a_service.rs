//! `host-names-a-service`

use crate::context::{Context, Findings};
use crate::registry::declare_rule;

declare_rule! {
    /// Finds hosts that are named after the server instead of the domain.
    ///
    /// The host is the part of users' addresses behind the `@`. With SRV records in the DNS the addresses can be as short as
    /// those of e-mail, wherever the server itself runs. It can hardly be changed once there are users.
    ///
    /// Bad:
    /// ```lua
    /// VirtualHost "xmpp.example.com"
    /// ```
    /// Good:
    /// ```lua
    /// VirtualHost "example.com"
    /// ```
    HOST_NAMES_A_SERVICE = "host-names-a-service", Hint, check
}

/// The names that `prosodyctl check` looks for.
const SERVICES: [&str; 4] = ["chat", "im", "jabber", "xmpp"];

fn check(context: &Context<'_>, findings: &mut Findings) {
    for section in context.settings.sections_in(context.file.id).filter(|section| section.component.is_none())
    {
        let Some((service, domain)) = section.host.split_once('.') else { continue };
        // Behind a public suffix such as `im.example` it is the domain itself.
        let is_subdomain = domain.contains('.');
        let is_anonymous = context
            .settings
            .effective(&section.host, "authentication")
            .is_some_and(|(_, chain)| chain.value.as_str().is_some_and(|name| name.contains("anonymous")));
        if !SERVICES.contains(&service) || !is_subdomain || is_anonymous {
            continue;
        }
        let finding = findings.add(
            context.first_line(section.call),
            format!("users will be called user@{}, not user@{domain}", section.host),
        );
        finding.help =
            Some(format!("If there are no users yet, consider the host {domain} with SRV records"));
        finding.url = Some("https://prosody.im/doc/dns".to_owned());
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn users_have_short_addresses() {
        check(
            "host-names-a-service",
            r#"
VirtualHost "xmpp.example.com"
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint[host-names-a-service]: users will be called user@xmpp.example.com, not user@example.com
VirtualHost "chat.example"
VirtualHost "example.com"
Component "chat.example.com" "muc"
"#,
        );
    }
}

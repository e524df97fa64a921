//! `invalid-host-name`

use crate::context::{Context, Findings};
use crate::registry::declare_rule;

declare_rule! {
    /// Finds hosts whose names no other server can look up.
    ///
    /// The name of a host is a domain name: labels of letters, digits and hyphens, with dots between them. With any other
    /// name clients and servers cannot connect. A name with letters of other scripts is written as it reads, not in its
    /// encoded form with `xn--`.
    ///
    /// Bad:
    /// ```lua
    /// VirtualHost "my_server.example.com"
    /// ```
    /// Good:
    /// ```lua
    /// VirtualHost "my-server.example.com"
    /// ```
    INVALID_HOST_NAME = "invalid-host-name", Warning, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    for section in context.settings.sections_in(context.file.id).filter(|section| &*section.host != "*") {
        // A component may have the address of a user.
        let domain = section.host.split_once('@').map_or(&*section.host, |(_, domain)| domain);
        let domain = domain.split_once('/').map_or(domain, |(domain, _)| domain);
        if let Some(problem) = address_problem(&section.host, section.component.is_some()) {
            findings.add(context.first_line(section.call), format!("{}: {problem}", section.host));
            continue;
        }
        // `<no value>` is what a template leaves behind when nobody has said what to fill in.
        let is_template = ["{", "}", "$", "<", "%"].iter().any(|mark| domain.contains(mark))
            && !domain.contains("<no value>");
        // `@domain@`, `__domain__`, `server_name`: to be filled in; no top-level domain has such names.
        let last = domain.rsplit('.').next().unwrap_or_default();
        let is_template = is_template || domain.contains('@') || last.contains('_');
        if is_template || domain.contains(':') {
            continue;
        }
        let Some(problem) = host_name_problem(domain) else { continue };
        findings.add(context.first_line(section.call), format!("{}: {problem}", section.host));
    }
}

/// What is wrong about something that is more than a domain name.
fn address_problem(host: &str, is_component: bool) -> Option<&'static str> {
    let is_name = |text: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
    };
    if let Some((_, rest)) = host.split_once("://") {
        return is_name(rest.trim_end_matches('/')).then_some("a host is named by its domain, not by a link");
    }
    if let Some((name, port)) = host.split_once(':') {
        let is_port = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
        return (is_name(name) && name.contains('.') && is_port)
            .then_some("a host is named by its domain, without a port");
    }
    match host.split_once('@') {
        Some((user, domain)) if !is_component && is_name(user) && is_name(domain) && domain.contains('.') => {
            Some("a host is named by its domain, not by an address of a user")
        }
        _ => None,
    }
}

/// What is wrong about a domain name, by the rules that Prosody asks its libraries for (`UseSTD3ASCIIRules`).
pub fn host_name_problem(domain: &str) -> Option<String> {
    for label in domain.strip_suffix('.').unwrap_or(domain).split('.') {
        if label.is_empty() {
            return Some("a domain name has no empty parts".to_owned());
        }
        if label.starts_with("xn--") {
            return Some(format!("write the name as it reads, not encoded as `{label}`"));
        }
        if label.starts_with('-') || label.ends_with('-') {
            return Some(format!("`{label}` begins or ends with a hyphen"));
        }
        let is_strange = |c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && c != '-';
        if let Some(strange) = label.chars().find(|c| is_strange(*c)) {
            return Some(format!("no domain name has `{}` in it", strange.escape_default()));
        }
        if label.is_ascii() && label.len() > 63 {
            return Some("no part of a domain name has more than 63 letters".to_owned());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn hosts_are_no_links_and_no_users() {
        check(
            "invalid-host-name",
            r#"
VirtualHost "https://example.org/"
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[invalid-host-name]: https://example.org/: a host is named by its domain, not by a link
VirtualHost "example.org:5222"
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[invalid-host-name]: example.org:5222: a host is named by its domain, without a port
VirtualHost "alice@example.org"
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[invalid-host-name]: alice@example.org: a host is named by its domain, not by an address of a user
VirtualHost "@domain@"
Component "news@example.org" "broadcast"
"#,
        );
    }

    #[test]
    fn hosts_are_domains() {
        check(
            "invalid-host-name",
            r#"
VirtualHost "my_server.example.com"
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[invalid-host-name]: my_server.example.com: no domain name has `_` in it
VirtualHost "xn--bcher-kva.example"
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[invalid-host-name]: xn--bcher-kva.example: write the name as it reads, not encoded as `xn--bcher-kva`
VirtualHost "example..com"
^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[invalid-host-name]: example..com: a domain name has no empty parts
Component "endconference.<no value>" "end_conference"
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[invalid-host-name]: endconference.<no value>: no domain name has `<` in it
VirtualHost "bücher.example"
VirtualHost "localhost"
VirtualHost "192.168.0.1"
VirtualHost "{{ domain }}"
VirtualHost "rooms.@domain@"
VirtualHost "__DOMAIN__"
Component "all_staff@example.com" "broadcast"
"#,
        );
    }
}

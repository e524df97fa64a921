//! `exposed-service`

use config::Value;

use crate::Severity;
use crate::context::{Context, Findings};
use crate::registry::declare_rule;

declare_rule! {
    /// Finds services for the machine itself that are opened to the network.
    ///
    /// The console controls the whole server and asks for no password; components prove who they are over an unencrypted
    /// connection. By default both are reachable from the machine itself only, and so is HTTP without encryption, over which
    /// modules such as `admin_web` take passwords.
    ///
    /// Bad:
    /// ```lua
    /// modules_enabled = { "admin_telnet" }
    /// console_interfaces = { "*" }
    /// ```
    /// Good:
    /// ```lua
    /// modules_enabled = { "admin_shell" }
    /// ```
    EXPOSED_SERVICE = "exposed-service", Info, check
}

/// Options that say where such services listen, what to say, and how bad it is.
const SERVICES: [(&str, &str, Severity); 5] = [
    ("console_interfaces", "the console, without any password,", Severity::Error),
    ("console_interface", "the console, without any password,", Severity::Error),
    ("component_interfaces", "the port of components, without encryption,", Severity::Info),
    ("component_interface", "the port of components, without encryption,", Severity::Info),
    ("local_interfaces", "every service that is meant for the machine itself", Severity::Warning),
];

/// Modules with which administrators act over HTTP.
const ADMINISTER: [&str; 3] = ["admin_rest", "admin_web", "http_admin_api"];

fn check(context: &Context<'_>, findings: &mut Findings) {
    let administers = ADMINISTER
        .iter()
        .find(|module| context.is_complete() && context.knowledge.loaded().contains(**module));
    for assigned in context.lasting().filter(|assigned| &*assigned.set.host == "*") {
        let set = assigned.set;
        let over_http = administers.filter(|_| matches!(&*set.option, "http_interfaces" | "http_interface"));
        let web = over_http
            .map(|module| format!("\"{module}\", which takes passwords of administrators over plain HTTP,"));
        let listed = SERVICES.iter().find(|(option, ..)| *option == &*set.option);
        let (what, severity) = match (&web, listed) {
            (Some(what), _) => (what.as_str(), &Severity::Warning),
            (None, Some((_, what, severity))) => (*what, severity),
            (None, None) => continue,
        };
        // Nothing listens for what is not loaded; where it may be, an open door is told.
        let opens = match &*set.option {
            "console_interfaces" | "console_interface" => Some("admin_telnet"),
            "component_interfaces" | "component_interface" => Some("component"),
            _ => None,
        };
        let is_closed = |module| context.is_complete() && !context.knowledge.loaded().contains(module);
        if opens.is_some_and(is_closed) {
            continue;
        }
        let mut report = |span, address: &Value| {
            let Some(address) = address.as_str().filter(|address| is_public(address)) else { return };
            let reach = if matches!(address, "*" | "0.0.0.0" | "::") { "any address" } else { address };
            findings.add(span, format!("{what} is open to the network at {reach}")).severity = *severity;
        };
        match assigned.own_items() {
            Some(items) => {
                for entry in items {
                    report(context.entry_span(set, entry), &entry.value);
                }
            }
            None => report(context.value_span(set), &set.value),
        }
    }
}

/// Whether others than the machine itself and its private networks reach an address.
fn is_public(address: &str) -> bool {
    match address.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V4(address)) => {
            !(address.is_loopback() || address.is_private() || address.is_link_local())
        }
        Ok(std::net::IpAddr::V6(address)) => {
            !(address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local())
        }
        Err(_) => address == "*",
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn doors_to_the_network() {
        check(
            "exposed-service",
            r#"
console_interfaces = { "127.0.0.1", "0.0.0.0" }
                                    ^^^^^^^^^ error[exposed-service]: the console, without any password, is open to the network at any address
component_interfaces = "192.0.2.1"
                       ^^^^^^^^^^^ info[exposed-service]: the port of components, without encryption, is open to the network at 192.0.2.1
local_interfaces = { "::1", "10.0.0.1", "fd00::1" }
c2s_interfaces = { "*" }
modules_enabled = { "admin_telnet" }
VirtualHost "example.com"
Component "gateway.example.com"
"#,
        );
    }

    #[test]
    fn what_is_not_loaded_opens_nothing() {
        check(
            "exposed-service",
            r#"
console_interfaces = { "*" }
component_interface = "0.0.0.0"
modules_enabled = { "roster" }
VirtualHost "example.com"
"#,
        );
    }
}

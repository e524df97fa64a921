//! `invalid-address`

use std::net::{IpAddr, Ipv4Addr};

use config::Assignment;
use syntax::Span;

use crate::context::{Context, Findings};
use crate::registry::declare_rule;
use crate::show;
use crate::template::is_unfilled;

declare_rule! {
    /// Finds addresses of the network that are none.
    ///
    /// `interfaces` and the options named like it take addresses of this machine (`*` and `::` for all), or names that
    /// have some: not the names that Linux gives to network cards, no ports, and no whole networks. Prosody can't open the
    /// port then.
    ///
    /// `trusted_proxies` and the like are compared with addresses: names, and wildcards within an address, never match,
    /// without a word.
    ///
    /// Bad:
    /// ```lua
    /// c2s_interfaces = { "eth0" }
    /// trusted_proxies = { "proxy.example.com", "10.0.0.*" }
    /// ```
    /// Good:
    /// ```lua
    /// c2s_interfaces = { "192.0.2.1" }
    /// trusted_proxies = { "192.0.2.7", "10.0.0.0/24" }
    /// ```
    INVALID_ADDRESS = "invalid-address", Warning, check
}

/// What an option compares addresses with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    /// What a socket can be bound to.
    Bind,
    /// Addresses, and networks such as `10.0.0.0/8`.
    Networks,
    /// Addresses alone.
    Addresses,
}

fn takes(option: &str) -> Option<Takes> {
    match option {
        "trusted_proxies" | "openmetrics_allow_cidr" => Some(Takes::Networks),
        "openmetrics_allow_ips" => Some(Takes::Addresses),
        "interfaces" | "interface" | "local_interfaces" => Some(Takes::Bind),
        _ if option.ends_with("_interfaces") || option.ends_with("_interface") => Some(Takes::Bind),
        _ => None,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    for assigned in context.lasting_written() {
        let set = assigned.set;
        let Some(takes) =
            takes(&set.option).filter(|_| context.option(set).is_some_and(schema::OptionInfo::is_core))
        else {
            continue;
        };
        match set.value.as_str() {
            Some(address) => report(set, takes, address, context.value_span(set), findings),
            None => {
                for entry in assigned.own_known_items() {
                    if let Some(address) = entry.value.as_str() {
                        report(set, takes, address, context.entry_span(set, entry), findings);
                    }
                }
            }
        }
    }
}

fn report(set: &Assignment, takes: Takes, address: &str, span: Span, findings: &mut Findings) {
    if address.is_empty() || is_unfilled(address) {
        return;
    }
    let (option, shown) = (&set.option, show::string(address));
    let (message, help) = match takes {
        Takes::Bind => {
            let Some(problem) = not_bindable(address) else { return };
            (
                format!("{shown} is {problem}: Prosody can't listen there"),
                "Write an address of this machine, \"*\" for all of IPv4, or \"::\" for all of IPv6",
            )
        }
        Takes::Networks if !is_network(address) => (
            format!("`{option}` is compared with addresses: {shown} never matches"),
            "Write addresses such as \"192.0.2.7\", or networks such as \"10.0.0.0/8\"",
        ),
        Takes::Addresses if address.parse::<IpAddr>().is_err() => {
            let help = if is_network(address) {
                "Write single addresses; networks belong into `openmetrics_allow_cidr`"
            } else {
                "Write addresses such as \"192.0.2.7\""
            };
            (format!("`{option}` is compared with addresses: {shown} never matches"), help)
        }
        Takes::Networks | Takes::Addresses => return,
    };
    findings.add(span, message).help = Some(help.to_owned());
}

/// Whether it is an address, or one with a number of bits: as `util.ip` reads it.
fn is_network(text: &str) -> bool {
    let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
    let address = address.split_once('%').map_or(address, |(address, _)| address);
    let Ok(address) = address.parse::<IpAddr>() else { return false };
    let most = if address.is_ipv4() { 32 } else { 128 };
    bits.is_none_or(|bits| bits.parse::<u8>().is_ok_and(|bits| bits <= most))
}

/// Why nothing can be bound to what is no name of a host either.
fn not_bindable(text: &str) -> Option<&'static str> {
    if text.contains('/') {
        return Some("no single address");
    }
    if text.starts_with('[') {
        return Some("an address in brackets");
    }
    let has_port = text.split_once(':').is_some_and(|(address, port)| {
        (address.parse::<Ipv4Addr>().is_ok() || address == "*" || address == "localhost")
            && !port.is_empty()
            && port.bytes().all(|byte| byte.is_ascii_digit())
    });
    if has_port {
        return Some("an address with a port");
    }
    let names = ["eth", "ens", "enp", "eno", "wlan", "wlp", "docker", "veth", "virbr", "tun", "tap", "wg"];
    let is_card = names.iter().any(|name| {
        text.strip_prefix(name).is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_ascii_digit()) && rest.bytes().all(|c| c.is_ascii_alphanumeric())
        })
    });
    is_card.then_some("the name of a network card, not its address")
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn what_nothing_can_listen_on() {
        check(
            "invalid-address",
            r#"
interfaces = { "*", "::", "192.0.2.1", "localhost", "xmpp.example.com", "10.0.0.0/8", "[::1]" }
                                                                        ^^^^^^^^^^^^ warning[invalid-address]: "10.0.0.0/8" is no single address: Prosody can't listen there
                                                                                      ^^^^^^^ warning[invalid-address]: "[::1]" is an address in brackets: Prosody can't listen there
c2s_interfaces = "eth0"
                 ^^^^^^ warning[invalid-address]: "eth0" is the name of a network card, not its address: Prosody can't listen there
http_interfaces = { "127.0.0.1:5280", "ethan", "fe80::1" }
                    ^^^^^^^^^^^^^^^^ warning[invalid-address]: "127.0.0.1:5280" is an address with a port: Prosody can't listen there
"#,
        );
    }

    #[test]
    fn what_never_matches() {
        check(
            "invalid-address",
            r#"
trusted_proxies = { "127.0.0.1", "10.0.0.0/8", "::1", "fd00::/8", "proxy.example.com", "10.0.0.*", "10.0.0.0/40" }
                                                                  ^^^^^^^^^^^^^^^^^^^ warning[invalid-address]: `trusted_proxies` is compared with addresses: "proxy.example.com" never matches
                                                                                       ^^^^^^^^^^ warning[invalid-address]: `trusted_proxies` is compared with addresses: "10.0.0.*" never matches
                                                                                                   ^^^^^^^^^^^^^ warning[invalid-address]: `trusted_proxies` is compared with addresses: "10.0.0.0/40" never matches
openmetrics_allow_ips = { "192.0.2.7", "10.0.0.0/8" }
                                       ^^^^^^^^^^^^ warning[invalid-address]: `openmetrics_allow_ips` is compared with addresses: "10.0.0.0/8" never matches
openmetrics_allow_cidr = "10.0.0.0/8"
"#,
        );
    }
}

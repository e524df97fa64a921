//! `misused-port`

use config::Value;
use schema::Version;

use crate::context::{Context, Findings};
use crate::registry::declare_rule;

declare_rule! {
    /// Finds ports on which clients or servers expect to speak otherwise than Prosody does there.
    ///
    /// On 5223 and 5270 the other side begins with TLS, on 5222 and 5269 without. With the port in the wrong option each
    /// waits for what the other one does not say, and no connection comes about. Numbers that no port has are told, too.
    ///
    /// Bad:
    /// ```lua
    /// c2s_ports = { 5222, 5223 }
    /// ```
    /// Good:
    /// ```lua
    /// c2s_ports = { 5222 }
    /// c2s_direct_tls_ports = { 5223 }
    /// ```
    MISUSED_PORT = "misused-port", Warning, check
}

/// An option, a port that does not belong there, who expects what, and where it belongs.
const MISUSED: [(&str, i64, &str, &str); 5] = [
    ("c2s_ports", 5223, "clients begin with TLS", "c2s_direct_tls_ports"),
    ("s2s_ports", 5270, "servers begin with TLS", "s2s_direct_tls_ports"),
    ("c2s_direct_tls_ports", 5222, "clients begin without TLS", "c2s_ports"),
    ("legacy_ssl_ports", 5222, "clients begin without TLS", "c2s_ports"),
    ("s2s_direct_tls_ports", 5269, "servers begin without TLS", "s2s_ports"),
];

fn check(context: &Context<'_>, findings: &mut Findings) {
    impossible(context, findings);
    for assigned in context.lasting().filter(|assigned| &*assigned.set.host == "*") {
        let set = assigned.set;
        for (_, port, who, belongs) in MISUSED.iter().filter(|(option, ..)| *option == &*set.option) {
            let is_it = |value: &Value| {
                *value == Value::Int(*port) || value.as_str().is_some_and(|text| text == port.to_string())
            };
            let span = match assigned.own_items() {
                Some(items) => items
                    .into_iter()
                    .find(|entry| is_it(&entry.value))
                    .map(|entry| context.entry_span(set, entry)),
                None => is_it(&set.value).then(|| context.value_span(set)),
            };
            let Some(span) = span else { continue };
            let belongs = match *belongs {
                "c2s_direct_tls_ports" if context.schema.version() < Version::V0_12 => "legacy_ssl_ports",
                other => other,
            };
            let finding =
                findings.add(span, format!("on port {port} {who}, but not Prosody with `{}`", set.option));
            finding.help = Some(format!("Put it into `{belongs}`"));
            finding.url = Some("https://prosody.im/doc/ports".to_owned());
        }
    }
}

/// Says so of numbers that no port has.
fn impossible(context: &Context<'_>, findings: &mut Findings) {
    for assigned in context.lasting().filter(|assigned| &*assigned.set.host == "*") {
        let set = assigned.set;
        let is_ports = set.option.ends_with("_ports") || matches!(&*set.option, "ports" | "proxy65_port");
        if !is_ports || !context.option(set).is_some_and(schema::OptionInfo::is_core) {
            continue;
        }
        let mut report = |value: &Value, span| {
            let number = match value {
                Value::Int(number) => Some(*number),
                value => value.as_str().and_then(|text| text.parse().ok()),
            };
            if let Some(number) = number.filter(|number| !(0..=65_535).contains(number)) {
                let finding = findings.add(span, format!("there is no port {number}: Prosody can't open it"));
                finding.help = Some("Ports have numbers from 1 to 65535".to_owned());
            }
        };
        match assigned.own_items() {
            Some(items) => {
                for entry in items {
                    report(&entry.value, context.entry_span(set, entry));
                }
            }
            None => report(&set.value, context.value_span(set)),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn ports_have_five_digits_at_most() {
        check(
            "misused-port",
            r#"
c2s_ports = { 5222, 522222, "70000" }
                    ^^^^^^ warning[misused-port]: there is no port 522222: Prosody can't open it
                            ^^^^^^^ warning[misused-port]: there is no port 70000: Prosody can't open it
http_ports = -1
             ^^ warning[misused-port]: there is no port -1: Prosody can't open it
https_ports = {}
"#,
        );
    }

    #[test]
    fn ports_have_their_protocol() {
        check(
            "misused-port",
            r#"
c2s_ports = { 5222, 5223 }
                    ^^^^ warning[misused-port]: on port 5223 clients begin with TLS, but not Prosody with `c2s_ports`
s2s_direct_tls_ports = 5269
                       ^^^^ warning[misused-port]: on port 5269 servers begin without TLS, but not Prosody with `s2s_direct_tls_ports`
s2s_ports = { 5269, "5270" }
                    ^^^^^^ warning[misused-port]: on port 5270 servers begin with TLS, but not Prosody with `s2s_ports`
legacy_ssl_ports = { 5223 }
"#,
        );
    }
}

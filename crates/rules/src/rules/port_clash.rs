//! `port-clash`

use config::{Settings, Value};

use crate::Severity;
use crate::context::{Context, Findings};
use crate::list;
use crate::registry::declare_rule;

declare_rule! {
    /// Finds two services that want the same port.
    ///
    /// The one that Prosody starts later does not get it, with an error in the log, and cannot be reached. Which one that
    /// is may differ from start to start.
    ///
    /// Bad:
    /// ```lua
    /// modules_enabled = { "bosh" }
    /// c2s_ports = { 5222, 443 }
    /// https_ports = { 443 }
    /// ```
    /// Good:
    /// ```lua
    /// modules_enabled = { "bosh" }
    /// c2s_ports = { 5222 }
    /// https_ports = { 443 }
    /// ```
    PORT_CLASH = "port-clash", Warning, check
}

/// A service that listens.
struct Service {
    /// What its options begin with.
    name: &'static str,
    /// The module that offers it.
    module: &'static str,
    default_port: Option<i64>,
    /// Whether it listens on the machine itself only, unless something else is said.
    private: bool,
}

const fn service(name: &'static str, module: &'static str, port: Option<i64>, private: bool) -> Service {
    Service { name, module, default_port: port, private }
}

/// From the `module:provides("net", ...)` of Prosody's modules.
const SERVICES: [Service; 10] = [
    service("c2s", "c2s", Some(5222), false),
    service("c2s_direct_tls", "c2s", None, false),
    service("component", "component", Some(5347), true),
    service("console", "admin_telnet", Some(5582), true),
    service("http", "http", Some(5280), true),
    service("https", "http", Some(5281), false),
    service("legacy_ssl", "c2s", None, false),
    service("proxy65", "proxy65", Some(5000), false),
    service("s2s", "s2s", Some(5269), false),
    service("s2s_direct_tls", "s2s", None, false),
];

fn check(context: &Context<'_>, findings: &mut Findings) {
    let owner = |option: &str| {
        let name = option.strip_suffix("_ports")?;
        SERVICES.iter().find(|service| service.name == name)
    };
    let sets: Vec<_> = context
        .lasting()
        .filter(|assigned| &*assigned.set.host == "*")
        .filter_map(|assigned| Some((assigned, owner(&assigned.set.option)?)))
        .collect();
    if sets.is_empty() || !context.is_complete() {
        return;
    }
    let is_on = |service: &&Service| context.knowledge.loaded().contains(service.module);
    for (assigned, ours) in sets.into_iter().filter(|(_, service)| is_on(service)) {
        let set = assigned.set;
        let single;
        let items = match &set.value {
            Value::Int(port) => {
                single = [(context.value_span(set), *port)];
                single.to_vec()
            }
            _ => assigned
                .own_items()
                .unwrap_or_default()
                .into_iter()
                .filter_map(|entry| Some((context.entry_span(set, entry), number(&entry.value)?)))
                .collect(),
        };
        for (span, port) in items {
            let rival = SERVICES.iter().filter(is_on).find(|theirs| {
                theirs.name != ours.name
                    && ports(context.settings, theirs).contains(&port)
                    && meet(context.settings, ours, theirs)
            });
            let Some(rival) = rival else { continue };
            let theirs =
                context.settings.host("*").and_then(|host| host.chain(&format!("{}_ports", rival.name)));
            let theirs = theirs.and_then(|chain| context.settings.assignment(chain.last()?));
            // Two that are set are told once, at the later one.
            let is_first = theirs.is_some_and(|theirs| {
                theirs.file == set.file && theirs.name_span.start > set.name_span.start
            });
            if is_first {
                continue;
            }
            let finding = findings.add(
                span,
                format!("port {port} is that of {}, too: only one of the two gets it", rival.name),
            );
            finding.severity = Severity::Warning;
            finding.url = Some("https://prosody.im/doc/ports".to_owned());
            finding.notes.extend(theirs.map(|theirs| context.note(theirs, "it is set here, too")));
        }
    }
}

fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Int(port) => Some(*port),
        value => value.as_str()?.parse().ok(),
    }
}

/// The ports of a service, as far as known.
fn ports(settings: &Settings, service: &Service) -> Vec<i64> {
    match settings.host("*").and_then(|host| host.chain(&format!("{}_ports", service.name))) {
        None => service.default_port.into_iter().collect(),
        Some(chain) => match list::items(&chain.value) {
            Some(items) => items.into_iter().filter_map(|entry| number(&entry.value)).collect(),
            None => number(&chain.value).into_iter().collect(),
        },
    }
}

/// Whether two services listen on the same address for certain: Prosody compares them as they are written.
fn meet(settings: &Settings, a: &Service, b: &Service) -> bool {
    match (addresses(settings, a), addresses(settings, b)) {
        (Some(a), Some(b)) => a.iter().any(|address| b.contains(address)),
        _ => false,
    }
}

/// The addresses of a service; `None` if they can't be told.
fn addresses(settings: &Settings, service: &Service) -> Option<Vec<String>> {
    let said =
        |option: &str| settings.host("*").and_then(|host| host.chain(option)).map(|chain| &chain.value);
    let mut names = vec![format!("{}_interfaces", service.name), format!("{}_interface", service.name)];
    if service.private {
        names.push("local_interfaces".to_owned());
    } else {
        names.extend(["interfaces".to_owned(), "interface".to_owned()]);
    }
    match names.iter().find_map(|name| said(name)) {
        Some(value) => match list::items(value) {
            Some(items) => items.iter().map(|entry| entry.value.as_str().map(str::to_owned)).collect(),
            None => Some(vec![value.as_str()?.to_owned()]),
        },
        None if service.private => Some(vec!["127.0.0.1".to_owned()]),
        None => Some(vec!["*".to_owned()]),
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn two_want_one_port() {
        check(
            "port-clash",
            r#"
modules_enabled = { "bosh" }
http_ports = { 5280, 5222 }
                     ^^^^ warning[port-clash]: port 5222 is that of c2s, too: only one of the two gets it
http_interfaces = { "*" }
https_ports = { 5281, "5280" }
                      ^^^^^^ warning[port-clash]: port 5280 is that of http, too: only one of the two gets it
s2s_ports = { 5222 }
              ^^^^ warning[port-clash]: port 5222 is that of c2s, too: only one of the two gets it
"#,
        );
    }

    #[test]
    fn other_addresses_and_modules_that_are_off() {
        check("port-clash", "https_ports = { 443 }\nc2s_direct_tls_ports = { 443 }\n");
        check(
            "port-clash",
            "c2s_direct_tls_ports = { 443 }\nc2s_direct_tls_interfaces = { \"192.0.2.1\" }\ns2s_direct_tls_ports = { 443 }\ns2s_direct_tls_interfaces = { \"192.0.2.2\" }\n",
        );
    }
}

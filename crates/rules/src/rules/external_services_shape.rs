//! `external-services-shape`

use config::{Assignment, Table, Value};

use crate::context::{Context, Findings, is_vague};
use crate::registry::declare_rule;
use crate::show;

declare_rule! {
    /// Finds items in `external_services` that clients do not get to see, or can't use.
    ///
    /// Each is a table with a `type`; others are logged and left out. A `port` in quotes does not count. `secret = true`
    /// stands for `external_service_secret`, without which clients get no password.
    ///
    /// Bad:
    /// ```lua
    /// external_services = { { type = "turn", host = "turn.example.com", port = "3478", transport = "udp" } }
    /// ```
    /// Good:
    /// ```lua
    /// external_services = { { type = "turn", host = "turn.example.com", port = 3478, transport = "udp" } }
    /// ```
    EXTERNAL_SERVICES_SHAPE = "external-services-shape", Error, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    for assigned in context.lasting_written().filter(|assigned| &*assigned.set.option == "external_services")
    {
        let set = assigned.set;
        if set.value.as_str().is_some() {
            findings
                .add(context.value_span(set), "a service is a table, not a string: Prosody leaves it out");
            continue;
        }
        for entry in assigned.own_known_items() {
            let span = context.entry_span(set, entry);
            match &entry.value {
                Value::Table(item) => look(context, set, item, span, findings),
                value if is_vague(value) => {}
                value => {
                    let message =
                        format!("a service is a table, not {}: Prosody leaves it out", show::value(value));
                    findings.add(span, message);
                }
            }
        }
    }
}

fn look(context: &Context<'_>, set: &Assignment, item: &Table, span: syntax::Span, findings: &mut Findings) {
    if item.open {
        return;
    }
    match item.get("type").map(|entry| &entry.value) {
        None | Some(Value::Nil | Value::Bool(_) | Value::Int(_) | Value::Float(_)) => {
            let finding = findings.add(span, "a service has to have a `type`: Prosody leaves it out");
            finding.help = Some("Add `type = \"stun\"` or `type = \"turn\"`".to_owned());
        }
        _ => {}
    }
    if let Some(port) = item.get("port")
        && let Some(text) = port.value.as_str()
    {
        let message = format!("`port` takes a number, not {}: Prosody ignores it", show::string(text));
        findings.add(context.entry_span(set, port), message);
    }
    // It may be set where it can't be seen, or on a host whose name is not known.
    let has_secret = || context.settings.effective(&set.host, "external_service_secret").is_some();
    if let Some(secret) = item.get("secret")
        && secret.value == Value::Bool(true)
        && context.is_complete()
        && &*set.host != "*"
        && context.case.is_none()
        && !has_secret()
    {
        let finding = findings.add(
            context.entry_span(set, secret),
            "clients get no password: `external_service_secret` is not set",
        );
        finding.severity = crate::Severity::Warning;
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn what_is_left_out() {
        check(
            "external-services-shape",
            r#"
external_services = {
    { typ = "stun", host = "a.example" },
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[external-services-shape]: a service has to have a `type`: Prosody leaves it out
    "stun.example",
    ^^^^^^^^^^^^^^ error[external-services-shape]: a service is a table, not "stun.example": Prosody leaves it out
    { type = "turn", host = "a.example", port = "3478" },
                                                ^^^^^^ error[external-services-shape]: `port` takes a number, not "3478": Prosody ignores it
    { type = "turn", host = "a.example", port = 3478, secret = ENV_SECRET },
}
VirtualHost "a.example"
external_services = { { type = "turn", secret = true } }
                                                ^^^^ warning[external-services-shape]: clients get no password: `external_service_secret` is not set
VirtualHost "b.example"
external_services = { { type = "turn", secret = true } }
external_service_secret = ENV_SECRET
"#,
        );
    }
}

//! `component-without-secret`

use config::{HostKind, HostSection, Value};

use crate::context::{Context, Findings};
use crate::registry::declare_rule;

declare_rule! {
    /// Finds external components that have no secret, so that nothing can connect as them.
    ///
    /// A `Component` without a module is run by a separate program that connects to Prosody and proves with
    /// `component_secret` who it is. Without the option every attempt is refused.
    ///
    /// Bad:
    /// ```lua
    /// Component "gateway.example.com"
    /// ```
    /// Good:
    /// ```lua
    /// Component "gateway.example.com"
    ///     component_secret = ENV_GATEWAY_SECRET or "for tests only"
    /// ```
    COMPONENT_WITHOUT_SECRET = "component-without-secret", Warning, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    unnamed(context, findings);
    if !context.is_complete() {
        return;
    }
    for section in context.settings.sections_in(context.file.id) {
        if section.component.as_deref() != Some("component") {
            continue;
        }
        let Some(host) = context.settings.host(&section.host) else { continue };
        // It may have got a module later.
        if host.kind != HostKind::Component("component".into()) {
            continue;
        }
        let secret = context.settings.effective(&section.host, "component_secret").map(|(_, chain)| chain);
        let is_missing = secret.is_none_or(|chain| chain.is_certain() && chain.value == Value::Nil);
        // A variable that is not set here may be set where it runs.
        if !is_missing || secret.is_some() && context.knowledge.reads_unset_environment() {
            continue;
        }
        let finding = findings.add(
            context.first_line(section.call),
            format!("nothing can connect as {}: it has no `component_secret`", section.host),
        );
        finding.help = Some(format!(
            "Set one, or name the module that runs it: `Component \"{}\" \"muc\"`",
            section.host
        ));
        finding.url = Some("https://prosody.im/doc/components".to_owned());
    }
}

/// The same of components whose names are not known, where nothing in the tree sets any secret.
fn unnamed(context: &Context<'_>, findings: &mut Findings) {
    let settings = context.settings;
    // The table form may hold one that can't be seen.
    let is_statement = |section: &&HostSection| section.span.end > section.call.end;
    let is_external = |section: &&HostSection| section.component.as_deref() == Some("component");
    let sections = settings.unnamed_sections_in(context.file.id);
    let sections: Vec<_> = sections.filter(is_external).filter(is_statement).collect();
    if sections.is_empty() || context.is_fragment() {
        return;
    }
    // What asks about all files comes last.
    if settings.includes().any(|include| include.missing.is_some())
        || settings.assignments().any(|(_, set)| &*set.option == "component_secret")
    {
        return;
    }
    for section in sections {
        let message = "nothing can connect as this component: it has no `component_secret`";
        let finding = findings.add(context.first_line(section.call), message);
        finding.help = Some("Set one, or name the module that runs it: `Component(name) \"muc\"`".to_owned());
        finding.url = Some("https://prosody.im/doc/components".to_owned());
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn whatever_they_are_called() {
        check(
            "component-without-secret",
            r#"
Component(ENV_GATEWAY)
^^^^^^^^^^^^^^^^^^^^^^ warning[component-without-secret]: nothing can connect as this component: it has no `component_secret`
    validate_from_addresses = false
Component(ENV_ROOMS) "muc"
"#,
        );
        check("component-without-secret", "Component(ENV_GATEWAY)\ncomponent_secret = ENV_SECRET\n");
    }

    #[test]
    fn external_components_need_a_secret() {
        check(
            "component-without-secret",
            r#"
Component "a.example.com"
^^^^^^^^^^^^^^^^^^^^^^^^^ warning[component-without-secret]: nothing can connect as a.example.com: it has no `component_secret`
Component "b.example.com"
    component_secret = "x"
Component "rooms.example.com" "muc"
"#,
        );
        check("component-without-secret", "component_secret = \"x\"\nComponent \"a.example.com\"\n");
        check("component-without-secret", "//- alone.cfg.lua\nComponent \"a.example.com\"\n");
    }
}

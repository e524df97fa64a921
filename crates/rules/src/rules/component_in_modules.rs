//! `component-in-modules`

use config::HostKind;
use schema::ModuleKind;

use crate::context::{Context, Findings};
use crate::registry::declare_rule;
use crate::{Severity, module_lists};

declare_rule! {
    /// Finds modules enabled on hosts that are made to run a component.
    ///
    /// `muc` or `pubsub` serve an address of their own, which `Component` gives them. Enabled on a host with users they
    /// refuse to load or take the host's own address for a room service. A module that runs a component already need not
    /// be enabled beside it.
    ///
    /// Bad:
    /// ```lua
    /// modules_enabled = { "roster", "muc" }
    /// VirtualHost "example.com"
    /// ```
    /// Good:
    /// ```lua
    /// modules_enabled = { "roster" }
    /// VirtualHost "example.com"
    /// Component "rooms.example.com" "muc"
    /// ```
    COMPONENT_IN_MODULES = "component-in-modules", Warning, check
}

/// Modules that work on a host, too, but serve once more what their component serves.
const ONE_IS_ENOUGH: [&str; 4] = ["http_file_share", "http_upload", "http_upload_external", "proxy65"];

fn check(context: &Context<'_>, findings: &mut Findings) {
    for listed in module_lists::names(context) {
        let Some((set, _)) = listed.set else { continue };
        let Some(module) = context.schema.module(&listed.name) else { continue };
        let component = |name: &str| {
            context
                .settings
                .hosts
                .iter()
                .find(|host| matches!(&host.kind, HostKind::Component(module) if **module == *name))
        };
        let running = component(module.name);
        let on_component =
            context.settings.host(&set.host).is_some_and(|host| matches!(host.kind, HostKind::Component(_)));
        if on_component {
            continue;
        }
        let is_only_one = module.kinds.iter().all(|kind| *kind == ModuleKind::ComponentOnly);
        let message = match running {
            Some(running) if is_only_one || ONE_IS_ENOUGH.contains(&module.name) => {
                format!("\"{}\" runs the component {} already: enabled here it runs on each host, too", module.name, running.name)
            }
            None if is_only_one => format!("\"{}\" runs components: it does not work on a host with users", module.name),
            _ => continue,
        };
        let finding = findings.add(listed.span, message);
        finding.url = module.url.map(str::to_owned);
        if running.is_none() {
            let domain = context
                .settings
                .hosts
                .iter()
                .find(|host| host.kind == HostKind::VirtualHost)
                .map_or("example.com", |host| &*host.name);
            finding.help =
                Some(format!("Write `Component \"{}.{domain}\" \"{}\"`", subdomain(module.name), module.name));
        } else if !is_only_one {
            finding.severity = Severity::Info;
        }
    }
}

/// What such services are usually called.
fn subdomain(module: &str) -> &str {
    match module {
        "muc" => "rooms",
        "http_file_share" => "share",
        "pubsub" => "pubsub",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn services_have_addresses_of_their_own() {
        check(
            "component-in-modules",
            r#"
modules_enabled = { "muc", "pubsub", "http_file_share" }
                    ^^^^^ warning[component-in-modules]: "muc" runs components: it does not work on a host with users
                           ^^^^^^^^ warning[component-in-modules]: "pubsub" runs the component pubsub.example.com already: enabled here it runs on each host, too
                                     ^^^^^^^^^^^^^^^^^ info[component-in-modules]: "http_file_share" runs the component share.example.com already: enabled here it runs on each host, too
VirtualHost "example.com"
Component "pubsub.example.com" "pubsub"
Component "share.example.com" "http_file_share"
"#,
        );
    }

    #[test]
    fn components_have_modules_too() {
        check(
            "component-in-modules",
            r#"
modules_enabled = { "http_file_share" }
Component "rooms.example.com" "muc"
    modules_enabled = { "muc_mam", "vcard" }
"#,
        );
    }
}

//! `component-in-modules`

use config::{HostKind, HostSection};
use schema::{ModuleKind, Version};

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
    // Behind a section that fails, what belongs to it may seem to belong to another host.
    let has_failed = context.settings.error.is_some();
    for listed in module_lists::names(context) {
        let Some((set, _)) = listed.set else { continue };
        let Some(module) = context.schema.module(&listed.name) else { continue };
        let name = &*module.name;
        let running = context.knowledge.component(name);
        if has_failed && set.has_named_host() {
            continue;
        }
        let is_on_host = match context.settings.host(&set.host).map(|host| &host.kind) {
            Some(HostKind::Global | HostKind::VirtualHost) => true,
            // Where the name of the host is not known, it may be one of a component.
            Some(HostKind::Component(_) | HostKind::Undefined) => false,
            None => {
                let mut sections = context.settings.unnamed_sections_in(context.file.id);
                let is_around = |section: &&HostSection| section.span.touches(set.span.start);
                sections.find(is_around).is_some_and(|section| section.component.is_none())
            }
        };
        // Up to 0.12 `pubsub` did not care.
        let works_anyway = name == "pubsub" && context.schema.version() < Version::V13_0;
        if !is_on_host || works_anyway {
            continue;
        }
        if name == "component" {
            let message =
                "\"component\" is loaded for each `Component` without a module: here it refuses to load";
            findings.add(listed.span, message).url = module.url.map(str::to_owned);
            continue;
        }
        let is_only_one = module.kinds.iter().all(|kind| *kind == ModuleKind::ComponentOnly);
        let belongs_to = module.depends.iter().find(|name| ***name == *"muc");
        let message = match running {
            Some(running) if is_only_one || ONE_IS_ENOUGH.contains(&name) => {
                format!(
                    "\"{}\" runs the component {} already, it need not be enabled here",
                    module.name, running
                )
            }
            None if is_only_one => {
                format!("\"{}\" works in components only, not on a host with users", module.name)
            }
            _ => continue,
        };
        let finding = findings.add(listed.span, message);
        finding.url = module.url.map(str::to_owned);
        if let Some(other) = belongs_to {
            finding.help = Some(format!("Enable it in the section of a component made of \"{other}\""));
        } else if running.is_none() {
            let domain = context.knowledge.first_host().unwrap_or("example.com");
            finding.help =
                Some(format!("Write `Component \"{}.{domain}\" \"{}\"`", subdomain(name), module.name));
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
    fn a_host_without_a_known_name_has_users_too() {
        check(
            "component-in-modules",
            r#"
VirtualHost(ENV_DOMAIN)
modules_enabled = { "muc" }
                    ^^^^^ warning[component-in-modules]: "muc" works in components only, not on a host with users
Component(ENV_ROOMS) "muc"
modules_enabled = { "muc_mam" }
"#,
        );
    }

    #[test]
    fn components_from_outside_have_their_module_already() {
        check(
            "component-in-modules",
            r#"
modules_enabled = { "roster", "component" }
                              ^^^^^^^^^^^ warning[component-in-modules]: "component" is loaded for each `Component` without a module: here it refuses to load
VirtualHost "example.com"
Component "gateway.example.com"
    component_secret = "x"
"#,
        );
    }

    #[test]
    fn services_have_addresses_of_their_own() {
        check(
            "component-in-modules",
            r#"
modules_enabled = { "muc", "pubsub", "http_file_share" }
                    ^^^^^ warning[component-in-modules]: "muc" works in components only, not on a host with users
                           ^^^^^^^^ warning[component-in-modules]: "pubsub" runs the component pubsub.example.com already, it need not be enabled here
                                     ^^^^^^^^^^^^^^^^^ info[component-in-modules]: "http_file_share" runs the component share.example.com already, it need not be enabled here
VirtualHost "example.com"
Component "pubsub.example.com" "pubsub"
Component "share.example.com" "http_file_share"
"#,
        );
    }

    #[test]
    fn behind_an_error_nobody_knows_whose_list_it_is() {
        check(
            "component-in-modules",
            "local domain = ENV_DOMAIN\nComponent(domain) \"muc\"\nmodules_enabled = { \"muc_mam\" }\n",
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

//! `undiscoverable-component`

use config::{Host, HostKind, Settings, Value};

use crate::context::{Context, Findings, is_vague};
use crate::list;
use crate::registry::declare_rule;

declare_rule! {
    /// Finds components that clients cannot discover.
    ///
    /// A client asks its own host which services there are. The host names its components: those whose names are its own
    /// with one part in front, and those in its `disco_items`. Others work for who knows their address.
    ///
    /// Bad:
    /// ```lua
    /// VirtualHost "example.com"
    /// Component "rooms.example.net" "muc"
    /// ```
    /// Good:
    /// ```lua
    /// VirtualHost "example.com"
    ///     disco_items = { { "rooms.example.net", "Rooms" } }
    /// Component "rooms.example.net" "muc"
    /// ```
    UNDISCOVERABLE_COMPONENT = "undiscoverable-component", Info, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    let sections =
        || context.settings.sections_in(context.file.id).filter(|section| section.component.is_some());
    if !context.is_complete() || sections().next().is_none() {
        return;
    }
    let mut everywhere = None;
    for section in sections() {
        let Some(host) = context.settings.host(&section.host) else { continue };
        // Bare addresses are for machines, and what hides itself is not meant to be found.
        let is_hidden = host.name.contains('@')
            || !is_enabled(host)
            || host.chain("disco_hidden").is_some_and(|chain| chain.value == Value::Bool(true))
            || host.chain("modules_disabled").is_some();
        let parent = host.name.split_once('.').map_or("", |(_, parent)| parent);
        let has_parent = context.settings.host(parent).is_some_and(is_enabled);
        if is_hidden || has_parent {
            continue;
        }
        // Asks all hosts, so it comes last.
        let Some(named) = everywhere.get_or_insert_with(|| named(context.settings)) else { return };
        if named.iter().any(|name| **name == *host.name) {
            continue;
        }
        let finding = findings.add(
            context.first_line(section.call),
            format!("clients do not find {}: no host names it", host.name),
        );
        finding.help = Some(format!(
            "Add `{{ \"{}\", \"what it is\" }}` to the `disco_items` of a host, or name it after one",
            host.name
        ));
        finding.url = Some("https://prosody.im/doc/modules/mod_disco#items".to_owned());
    }
}

/// Whether a host is there and not switched off.
fn is_enabled(host: &Host) -> bool {
    !matches!(host.kind, HostKind::Global | HostKind::Undefined)
        && host.chain("enabled").is_none_or(|chain| chain.value != Value::Bool(false))
}

/// What any host names in its `disco_items`; `None` if that can't be told.
fn named(settings: &Settings) -> Option<Vec<String>> {
    let mut named = Vec::new();
    for chain in settings.hosts_setting("disco_items").map(|(_, chain)| chain) {
        if !chain.is_certain() {
            return None;
        }
        for entry in list::items(&chain.value)? {
            // What is no table is no item: another rule tells.
            if !is_vague(&entry.value) && entry.value.as_table().is_none() {
                continue;
            }
            let item = list::items(&entry.value)?;
            named.extend(item.first().and_then(|entry| entry.value.as_str()).map(str::to_lowercase));
        }
    }
    Some(named)
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn services_are_found_below_hosts_or_in_their_lists() {
        check(
            "undiscoverable-component",
            r#"
disco_items = { { "Upload.example.net" } }
VirtualHost "example.com"
Component "rooms.example.com" "muc"
Component "upload.example.net" "http_file_share"
Component "a.b.example.com" "muc"
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info[undiscoverable-component]: clients do not find a.b.example.com: no host names it
Component "jobs.example.net" "muc"
    disco_hidden = true
"#,
        );
        check("undiscoverable-component", "//- alone.cfg.lua\nComponent \"a.example.com\" \"muc\"\n");
    }
}

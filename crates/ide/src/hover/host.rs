//! The card of a host.

use config::{HostKind, ModulesError};

use crate::describe::{module_badge, setting};
use crate::place::Place;

/// The card of a host of this tree, by its prepared name; `None` if there is no such host.
pub(crate) fn card(place: &Place<'_>, name: &str) -> Option<String> {
    let settings = place.settings()?;
    let host = settings.host(name)?;
    let kind = match &host.kind {
        HostKind::Global => return None,
        HostKind::VirtualHost => "virtual host".to_owned(),
        HostKind::Component(module) if &**module == "component" => "external component".to_owned(),
        HostKind::Component(module) => match place.schema.module(module) {
            Some(module) => format!("component, run by {}", module_badge(module)),
            None => format!("component, run by `mod_{module}`"),
        },
        HostKind::Undefined => "not a host: options are set on the name alone".to_owned(),
    };
    let mut parts = vec![format!("**{name}** · {kind}")];
    let places: Vec<String> = settings
        .sections()
        .filter(|section| &*section.host == name)
        .map(|section| format!("`{}`", place.location(section.file, section.call.start)))
        .collect();
    if places.len() > 1 {
        parts.push(format!("Opened at {}", places.join(", ")));
    }
    let internal = |option: &str| place.schema.host_key(option).is_some_and(|key| key.set_by_prosody);
    let own: Vec<String> = host
        .chains
        .iter()
        .filter(|chain| !internal(&chain.option))
        .map(|chain| format!("- `{}`", setting(&chain.option, &chain.value)))
        .collect();
    if !own.is_empty() {
        const MOST: usize = 12;
        let shown = own.get(..own.len().min(MOST)).unwrap_or_default().join("\n");
        let more = own.len().saturating_sub(MOST);
        let more = if more > 0 { format!("\n- and {more} more") } else { String::new() };
        parts.push(format!("{} of its own:\n{shown}{more}", counted(own.len(), "option")));
    }
    parts.push(modules(place, name)?);
    Some(parts.join("\n\n"))
}

/// `3 modules: c2s, muc, s2s`
fn modules(place: &Place<'_>, host: &str) -> Option<String> {
    let tree = place.tree?;
    Some(match tree.modules_for(host) {
        Ok(host) => {
            let component = host.component.iter().map(ToString::to_string);
            let others = host.modules.iter().filter(|name| host.component.as_deref() != Some(name)).cloned();
            let names: Vec<String> = component.chain(others).collect();
            format!("{}: {}", counted(names.len(), "module"), names.join(", "))
        }
        Err(ModulesError::Unknown(reason)) => format!("Its modules can't be told: {reason}"),
        Err(ModulesError::Fails(message)) => format!("Prosody fails to tell its modules: {message}"),
    })
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

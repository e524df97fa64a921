//! Completions of host names.

use config::HostKind;
use rustc_hash::FxHashSet;

use super::{Candidate, Candidates, Context};
use crate::CompletionKind;

/// The names for `VirtualHost` or `Component`: hosts of that kind first, to add to their options.
pub(super) fn names<'a>(context: &'a Context<'_>, component: bool, found: &mut Candidates<'a>) {
    let Some(settings) = context.place.settings() else { return };
    // The name that is being typed is a host already, for as long as it stands there.
    let elsewhere: FxHashSet<&str> = settings
        .sections()
        .filter(|section| {
            section.file != context.place.file.id || !section.call.touches(context.place.offset)
        })
        .map(|section| &*section.host)
        .collect();
    for host in settings.hosts.iter().filter(|host| elsewhere.contains(&*host.name)) {
        let same = matches!(host.kind, HostKind::Component(_)) == component;
        offer(context, &host.name, &host.kind, u32::from(!same), found);
    }
}

/// All known hosts, as a value.
pub(super) fn known<'a>(context: &'a Context<'_>, tier: u32, found: &mut Candidates<'a>) {
    let hosts = context.place.settings().into_iter().flat_map(|settings| &settings.hosts);
    for host in hosts.filter(|host| matches!(host.kind, HostKind::VirtualHost | HostKind::Component(_))) {
        offer(context, &host.name, &host.kind, tier, found);
    }
}

fn offer<'a>(context: &'a Context<'_>, name: &str, kind: &HostKind, tier: u32, found: &mut Candidates<'a>) {
    let detail = match kind {
        HostKind::Global | HostKind::Undefined => String::new(),
        HostKind::VirtualHost => "virtual host".to_owned(),
        HostKind::Component(module) => format!("component, {module}"),
    };
    found.offer(name, tier, move |label| {
        let insert = context.quoted(&label);
        Candidate::new(label, CompletionKind::Host).inserting(insert).detail(detail)
    });
}

//! `no-global-options`

use config::{HostKind, How};

use crate::context::{Context, Findings};
use crate::registry::declare_rule;

declare_rule! {
    /// Finds configurations that set nothing, or no modules, for all hosts.
    ///
    /// All that follows a `VirtualHost` or `Component` belongs to that host. If the first one stands at the top of the file
    /// everything below is set for one host only, and what Prosody reads from the global section has no effect at all.
    ///
    /// Without a global `modules_enabled` each host has only the modules in its own list.
    ///
    /// Bad:
    /// ```lua
    /// VirtualHost "example.com"
    /// modules_enabled = { "roster", "saslauth" }
    /// ```
    /// Good:
    /// ```lua
    /// modules_enabled = { "roster", "saslauth" }
    /// VirtualHost "example.com"
    /// ```
    NO_GLOBAL_OPTIONS = "no-global-options", Warning, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    if context.tree.entry != context.file.id
        || !context.is_complete()
        || context.knowledge.reads_unset_environment()
    {
        return;
    }
    let settings = context.settings;
    // A wildcard that matches nothing here is there for files that come later.
    if settings.includes().any(|include| include.wildcard && include.targets.is_empty()) {
        return;
    }
    let Some(section) = settings.sections().find(|section| &*section.host != "*") else { return };
    // The first section may be in another file: then this one's first line will do.
    let place = settings
        .sections_in(context.file.id)
        .find(|section| &*section.host != "*")
        .or(Some(section).filter(|section| section.file == context.file.id))
        .map(|section| section.call)
        .or_else(|| context.file.parse.chunk.block.stats.first().map(|stat| stat.span));
    let Some(place) = place.map(|place| context.first_line(place)) else { return };
    let global = settings.host("*");
    let has_options = global.is_some_and(|global| global.chains.iter().any(|chain| &*chain.option != "log"));
    let has_modules = global.is_some_and(|global| global.chain("modules_enabled").is_some());
    if !has_options {
        // A file that sets nothing at all is about to be written.
        if settings.assignments().all(|(_, set)| set.how == How::Internal) {
            return;
        }
        let finding =
            findings.add(place, "nothing is set for all hosts: what follows is set for this host only");
        finding.help = Some(
            "Move what is meant for the whole server above the first `VirtualHost` or `Component`".to_owned(),
        );
        finding.url = Some("https://prosody.im/doc/configure#overview".to_owned());
        return;
    }
    let is_served = settings.hosts.iter().any(|host| host.kind == HostKind::VirtualHost);
    if has_modules || !is_served {
        return;
    }
    let finding =
        findings.add(place, "no modules are enabled for all hosts: there is no global `modules_enabled`");
    finding.severity = crate::Severity::Info;
    finding.help = Some(match common(context).as_slice() {
        [] => "Put the list of modules above the first `VirtualHost` or `Component`".to_owned(),
        names => format!("All hosts enable {}: move them there", crate::show::list(names, "and")),
    });
    finding.url = Some("https://prosody.im/doc/modules_enabled".to_owned());
}

/// The modules that every host with users enables by itself, quoted.
fn common(context: &Context<'_>) -> Vec<String> {
    let hosts = context.settings.hosts.iter().filter(|host| host.kind == HostKind::VirtualHost);
    let mut lists = hosts.filter_map(|host| {
        let items = crate::list::items(&host.chain("modules_enabled")?.value)?;
        Some(items.into_iter().filter_map(|entry| entry.value.as_str()).collect::<Vec<_>>())
    });
    let Some(mut common) = lists.next() else { return Vec::new() };
    for list in lists {
        common.retain(|name| list.contains(name));
    }
    common.into_iter().map(|name| format!("\"{name}\"")).collect()
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn a_host_at_the_top() {
        check(
            "no-global-options",
            r#"
VirtualHost "example.com"
^^^^^^^^^^^^^^^^^^^^^^^^^ warning[no-global-options]: nothing is set for all hosts: what follows is set for this host only
modules_enabled = { "roster" }
"#,
        );
    }

    #[test]
    fn no_modules_for_all_hosts() {
        check(
            "no-global-options",
            r#"
admins = { "admin@example.com" }
VirtualHost "example.com"
^^^^^^^^^^^^^^^^^^^^^^^^^ info[no-global-options]: no modules are enabled for all hosts: there is no global `modules_enabled`
modules_enabled = { "roster" }
"#,
        );
    }

    #[test]
    fn what_another_file_sets_counts() {
        check(
            "no-global-options",
            "Include \"a.cfg.lua\"\nVirtualHost \"a.example\"\n//- a.cfg.lua\nmodules_enabled = { \"roster\" }\n",
        );
        check(
            "no-global-options",
            "VirtualHost \"a.example\"\nmodules_enabled = {}\nInclude \"*.inc.lua\"\n",
        );
    }
}

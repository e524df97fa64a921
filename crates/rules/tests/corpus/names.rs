//! Names that exist.

use config::HostKind;

use crate::each_run;

#[test]
fn modules_said_to_be_missing_are_not_found_by_prosody() {
    each_run(|run| {
        // Only this release lists them.
        if !run.is_ok() || !run.check.contains("The following modules failed to load:") {
            return;
        }
        for (file, finding) in run.findings().into_iter().filter(|(_, it)| it.rule == "unknown-module") {
            let module = finding.message.split('"').nth(1).unwrap_or_default();
            let is_component = run
                .snapshot
                .trees()
                .flat_map(|tree| &tree.settings.hosts)
                .any(|host| matches!(&host.kind, HostKind::Component(name) if **name == *module));
            // What components are made of, and providers, are not in the list.
            let is_listed = !(is_component || module.starts_with("storage_") || module.starts_with("auth_"));
            assert!(
                !is_listed || run.check.contains(&format!("mod_{module}: ")),
                "{}: {}: {}",
                run.name,
                run.place(file, finding.span.start),
                finding.message
            );
        }
    });
}

/// Options that Prosody's own documentation and default configuration are full of.
const WELL_KNOWN: [&str; 30] = [
    "admins",
    "allow_registration",
    "archive_expires_after",
    "authentication",
    "bosh_max_inactivity",
    "c2s_ports",
    "c2s_require_encryption",
    "certificate",
    "certificates",
    "component_secret",
    "contact_info",
    "consider_bosh_secure",
    "default_archive_policy",
    "disco_items",
    "http_default_host",
    "http_external_url",
    "http_file_share_size_limit",
    "http_host",
    "http_paths",
    "https_certificate",
    "https_ports",
    "limits",
    "log",
    "pidfile",
    "plugin_paths",
    "s2s_secure_auth",
    "sql",
    "ssl",
    "storage",
    "trusted_proxies",
];

#[test]
fn well_known_options_are_never_unknown() {
    each_run(|run| {
        for (file, finding) in run.findings().into_iter().filter(|(_, it)| it.rule == "unknown-option") {
            let option = finding.message.split('`').nth(1).unwrap_or_default();
            let at = run.place(file, finding.span.start);
            assert!(!WELL_KNOWN.contains(&option), "{} {at}: {}", run.name, finding.message);
            let known = schema::Schema::of(run.profile.version).option(option);
            assert!(known.is_none(), "{} {at}: {}", run.name, finding.message);
        }
    });
}

//! What the tables of Prosody's options hold.

// The helpers of tests are tests, too.
#![allow(clippy::panic)]

use schema::{OptionInfo, Schema, Version};

/// Paths that Prosody 13.0 reads, with the option first; `5222` and the like stand for any name.
const PATHS: &[&str] = &[
    "log.debug",
    "log.[].to",
    "log.[].levels.min",
    "log.[].levels.[]",
    "log.[].filename",
    "log.[].timestamps",
    "log.[].buffer_mode",
    "log.[].source_width",
    "log.[].syslog_facility",
    "log.[].syslog_name",
    "ssl.key",
    "ssl.certificate",
    "ssl.cafile",
    "ssl.capath",
    "ssl.dhparam",
    "ssl.protocol",
    "ssl.options",
    "ssl.verifyext",
    "ssl.ciphers",
    "ssl.curveslist",
    "ssl.ciphersuites",
    "ssl.5222.certificate",
    "https_ssl.5281.key",
    "https_certificate.default",
    "https_certificate.5281",
    "storage.archive",
    "storage.anything",
    "sql.driver",
    "sql.database",
    "sql.username",
    "sql.password",
    "sql.host",
    "sql.port",
    "limits.c2s.rate",
    "limits.s2sin.burst",
    "limits.c2s.max_connections_per_ip",
    "gc.mode",
    "gc.threshold",
    "gc.speed",
    "gc.step_size",
    "gc.minor_threshold",
    "gc.major_threshold",
    "network_settings.read_timeout",
    "network_settings.tcp_fastopen",
    "network_settings.event_clear_interval",
    "statistics_config.statsd_server",
    "statistics_config.statsd_port",
    "statistics_config.prefix",
    "http_paths.file_share",
    "http_cors_override.bosh.enabled",
    "http_cors_override.bosh.headers.Authorization",
    "http_errors_messages.404",
    "contact_info.abuse",
    "contact_info.support",
    "server_info.anything",
    "external_services.[].type",
    "external_services.[].secret",
    "disco_items.[]",
    "custom_roles.[].name",
    "custom_roles.[].inherits",
    "add_permissions.prosody:member",
    "remove_permissions.prosody:member",
    "additional_registration_fields.[].name",
    "unbound.resolvconf",
    "unbound.trustfile",
    "muc_room_default_presence_broadcast.visitor",
    "console_prettyprint_settings.preset",
    "error_library.auto_inject_traceback",
    "pubsub_summary_templates.http://www%w3%org/2005/Atom",
];

fn option(name: &str) -> OptionInfo<'static> {
    Schema::of(Version::V13_0).option(name).unwrap_or_else(|| panic!("no option {name}"))
}

/// The steps of a path; `%` is a dot in a name.
fn steps(path: &str) -> Vec<String> {
    path.split('.').map(|step| step.replace('%', ".")).collect()
}

#[test]
fn every_key_that_prosody_reads_is_described() {
    for path in PATHS {
        let steps = steps(path);
        let (name, keys) = steps.split_first().unwrap();
        let item = |key: &str| key == schema::Key::ITEM;
        let mut inside: Vec<_> = option(name).keys().collect();
        for step in keys {
            let found = inside.iter().find(|key| key.name == *step);
            let found = found.or_else(|| inside.iter().find(|key| key.name == "*" && !item(step)));
            let key = *found.unwrap_or_else(|| panic!("{path}: nothing about {step}"));
            assert!(key.doc.is_some(), "{path}: {step} is not explained");
            inside = key.keys(Version::V13_0).collect();
        }
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        assert!(option(name).takes_keys(&keys), "{path}");
    }
}

#[test]
fn what_no_reader_takes_is_told() {
    assert!(!option("sql").takes_keys(&["databse"]));
    assert!(!option("limits").takes_keys(&["c2s", "rates"]));
    assert!(!option("gc").takes_keys(&["step"]));
}

#[test]
fn the_keys_of_all_readers_count() {
    let sql = option("sql");
    assert!(sql.takes_keys(&["prefix"]), "a module of the community reads it");
    assert!(sql.keys().any(|key| key.name == "prefix") && sql.keys().any(|key| key.name == "driver"));
    let names: Vec<_> = sql.keys().map(|key| key.name).collect();
    assert!(names.iter().all(|name| names.iter().filter(|other| other == &name).count() == 1));
}

#[test]
fn keys_belong_to_their_series() {
    let old = Schema::of(Version::V0_12).option("limits").unwrap();
    assert!(!old.takes_keys(&["c2s", "max_connections_per_ip"]));
}

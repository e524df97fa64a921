//! What the source does not say by its form: the types of raw reads, and reads under names made at run time.
//! Every entry has its place in Prosody 13.0.7.

use schema::extract::{Literal, ModuleFacts, OptionFacts};
use schema::{OptionType, Origin};

/// Options that Prosody itself reads raw, and what its code takes them for.
const RAW: &[(&str, OptionType)] = &[
    // util/startup.lua and core/usermanager.lua use their truth.
    ("anonymous_login", OptionType::Boolean),
    ("force_module_reload", OptionType::Boolean), // core/modulemanager.lua:361
    ("debug", OptionType::Boolean),               // core/loggingmanager.lua:147
    ("use_dane", OptionType::Boolean),            // core/certmanager.lua:218
    ("use_libevent", OptionType::Boolean),        // net/server.lua:21
    ("daemonize", OptionType::Boolean),           // prosodyctl:252
    ("s2s_secure_auth", OptionType::Boolean),     // plugins/mod_tls.lua of 0.12
    ("require_encryption", OptionType::Boolean),  // plugins/mod_legacyauth.lua:16
    ("c2s_require_encryption", OptionType::Boolean),
    ("allow_unencrypted_plain_auth", OptionType::Boolean),
    // Concatenated, looked up or passed to the operating system as texts.
    ("admin_shell_prompt", OptionType::String), // util/prosodyctl/shell.lua:164
    ("authentication", OptionType::String),     // core/usermanager.lua:73
    ("authorization", OptionType::String),      // core/usermanager.lua:64
    ("component_module", OptionType::String),   // core/modulemanager.lua:120
    ("default_storage", OptionType::String),    // core/storagemanager.lua:108
    ("http_host", OptionType::String),          // core/portmanager.lua:254
    ("network_backend", OptionType::String),    // net/server.lua:19
    ("plugin_server", OptionType::String),      // prosodyctl:97
    ("prosody_group", OptionType::String),      // util/startup.lua:608
    ("prosody_user", OptionType::String),       // util/startup.lua:607
    ("statistics", OptionType::String),         // core/statsmanager.lua:16
    ("syslog_facility", OptionType::String),    // core/loggingmanager.lua:250
    ("umask", OptionType::String),              // util/startup.lua:729
    ("prosodyctl_timeout", OptionType::Number), // prosodyctl:83
    // Resolved against a directory.
    ("admin_socket", OptionType::Path), // util/prosodyctl/shell.lua:69
    ("certificate", OptionType::Path),  // core/certmanager.lua:162
    ("certificates", OptionType::Path), // core/certmanager.lua:41
    ("data_path", OptionType::Path),    // util/startup.lua:316
    ("installer_plugin_path", OptionType::Path), // util/startup.lua:331
    ("pidfile", OptionType::Path),      // util/startup.lua:758
    // A value that is no table is put into one.
    ("admins", OptionType::Set), // core/usermanager.lua of 0.12, plugins/mod_watchregistrations.lua:13
    ("interface", OptionType::Set), // core/portmanager.lua:98
    ("interfaces", OptionType::Set), // core/portmanager.lua:97
    ("local_interfaces", OptionType::Set), // core/portmanager.lua:96
    // The host's set is added to the global one.
    ("modules_disabled", OptionType::InheritedSet), // core/modulemanager.lua:128
    ("modules_enabled", OptionType::InheritedSet),  // core/modulemanager.lua:127
    ("plugin_paths", OptionType::Array),            // util/startup.lua:320: table.concat
    // Indexed by keys.
    ("add_permissions", OptionType::Table), // plugins/mod_authz_internal.lua:103
    ("c2s_ssl", OptionType::Table),         // plugins/mod_tls.lua
    ("client_https_ssl", OptionType::Table), // util/startup.lua:434
    ("contact_info", OptionType::Table),    // plugins/mod_server_contact_info.lua:17
    ("error_library", OptionType::Table),   // util/startup.lua:701
    ("gc", OptionType::Table),              // util/startup.lua:690
    ("http_cors_override", OptionType::Table), // plugins/mod_http.lua:36
    ("http_errors_messages", OptionType::Table), // plugins/mod_http_errors.lua:29
    ("http_paths", OptionType::Table),      // plugins/mod_http.lua:63
    ("limits", OptionType::Table),          // plugins/mod_limits.lua
    ("muc_room_default_presence_broadcast", OptionType::Table), // plugins/muc/mod_muc.lua:307
    ("network_settings", OptionType::Table), // net/server.lua:117
    ("pubsub_summary_templates", OptionType::Table), // plugins/mod_pubsub/mod_pubsub.lua
    ("remove_permissions", OptionType::Table), // plugins/mod_authz_internal.lua:104
    ("s2s_ssl", OptionType::Table),         // plugins/mod_tls.lua
    ("server_info", OptionType::Table),     // plugins/mod_server_info.lua:3
    ("sql", OptionType::Table),             // plugins/mod_storage_sql.lua:1026
    ("ssl", OptionType::Table),             // core/certmanager.lua:39
    ("statistics_config", OptionType::Table), // core/statsmanager.lua:52
    ("unbound", OptionType::Table),         // net/unbound.lua:28
];

/// Options whose values are looked up in a table of the source.
const ENUMS: &[(&str, &[&str])] = &[
    // plugins/muc/mod_muc.lua:308: the default is that of new rooms, "visitor".
    ("muc_room_default_allow_pm", &["visitor", "participant", "moderator"]),
    ("conflict_resolve", &["random", "increment", "kick_new", "kick_old"]), // core/sessionmanager.lua:228
    ("tls_profile", &["modern", "intermediate", "old", "legacy"]),          // core/certmanager.lua:249
    ("tls_profile_version", &["5.7", "5.8", "6.0", "latest"]),              // core/certmanager.lua:248
];

/// Gives a raw read the type that the code behind it expects.
pub(super) fn refine(origin: Origin, name: &str, option: &mut OptionFacts) {
    if origin != Origin::Community && option.value_type == OptionType::Any {
        if let Some((_, value_type)) = RAW.iter().find(|(option, _)| *option == name) {
            option.value_type = *value_type;
        }
        if let Some((_, values)) = ENUMS.iter().find(|(option, _)| *option == name) {
            option.value_type = OptionType::Enum;
            option.values = values.iter().map(|value| Literal::Text((*value).to_owned())).collect();
        }
    }
    let is_list = matches!(option.value_type, OptionType::Set | OptionType::Array | OptionType::InheritedSet);
    if is_list
        && matches!(
            name,
            "interface" | "interfaces" | "local_interfaces" | "modules_enabled" | "modules_disabled"
        )
    {
        option.items = Some(OptionType::String);
    }
    // One value that is no table becomes a list of one.
    if let Some(default) = option.default.as_mut().filter(|default| is_list && !default.starts_with('{')) {
        *default = format!("{{ {default} }}");
    }
}

/// A call whose option's name is made at run time.
struct Dynamic {
    /// The end of its file's path.
    path: &'static str,
    /// A part of its source.
    source: &'static str,
    /// What it reads, unless that is listed elsewhere: names with type and default.
    reads: &'static [(&'static str, OptionType, &'static str)],
}

const fn elsewhere(path: &'static str, source: &'static str) -> Dynamic {
    Dynamic { path, source, reads: &[] }
}

/// Each section of the compliance suites can be switched off: `"compliance_" .. section`, in lower case, with
/// underscores for all that is no letter.
const COMPLIANCE_2021: &[(&str, OptionType, &str)] = &[
    ("compliance_advanced_im", OptionType::Boolean, "true"),
    ("compliance_advanced_mobile", OptionType::Boolean, "true"),
    ("compliance_advanced_server", OptionType::Boolean, "true"),
    ("compliance_core_a_v_calling", OptionType::Boolean, "true"),
    ("compliance_core_im", OptionType::Boolean, "true"),
    ("compliance_core_mobile", OptionType::Boolean, "true"),
    ("compliance_core_server", OptionType::Boolean, "true"),
    ("compliance_core_web", OptionType::Boolean, "true"),
];
/// The same.
const COMPLIANCE_2023: &[(&str, OptionType, &str)] = &[
    ("compliance_a_v_calling", OptionType::Boolean, "true"),
    ("compliance_advanced_im", OptionType::Boolean, "true"),
    ("compliance_advanced_mobile", OptionType::Boolean, "true"),
    ("compliance_advanced_server", OptionType::Boolean, "true"),
    ("compliance_im", OptionType::Boolean, "true"),
    ("compliance_mobile", OptionType::Boolean, "true"),
    ("compliance_server", OptionType::Boolean, "true"),
    ("compliance_web", OptionType::Boolean, "true"),
];

const DYNAMIC: &[Dynamic] = &[
    // The module API itself.
    elsewhere("core/moduleapi.lua", "(name"),
    elsewhere("core/moduleapi.lua", ", name"),
    // Options of a network service are listed where it is provided.
    elsewhere("core/portmanager.lua", "config_prefix.."),
    elsewhere("core/portmanager.lua", "name..\"_host\""),
    elsewhere("core/certmanager.lua", "service..\"_certificate\""),
    elsewhere("core/certmanager.lua", "find_service_cert(service_name"),
    // Periods of tasks are listed where the task is.
    elsewhere("plugins/mod_cron.lua", "task.id:gsub"),
    // The shell reads what it is asked for.
    elsewhere("plugins/mod_admin_shell.lua", "config_get(host, key)"),
    Dynamic { path: "mod_compliance_2021.lua", source: "\"compliance_\" .. section", reads: COMPLIANCE_2021 },
    Dynamic { path: "mod_compliance_2023.lua", source: "\"compliance_\" .. section", reads: COMPLIANCE_2023 },
    elsewhere("mod_compliance_2021.lua", "check_compliance()"),
    elsewhere("mod_compliance_2023.lua", "check_compliance()"),
    Dynamic {
        path: "mod_dnsupdate.lua",
        source: "\"ssl_ports\" or \"ports\"",
        reads: &[("ports", OptionType::Array, "{}"), ("ssl_ports", OptionType::Array, "{}")],
    },
];

/// Moves the reads that are accounted for here from the unresolved ones to the options.
pub(super) fn resolve(facts: &mut ModuleFacts) {
    let options = &mut facts.options;
    facts.unresolved.retain(|read| {
        let is_this =
            |known: &&Dynamic| read.at.path.ends_with(known.path) && read.source.contains(known.source);
        let known = DYNAMIC.iter().find(is_this);
        for (name, value_type, default) in known.map_or(&[][..], |known| known.reads) {
            options.entry((*name).to_owned()).or_insert_with(|| OptionFacts {
                value_type: *value_type,
                default: Some((*default).to_owned()),
                min: None,
                max: None,
                values: Vec::new(),
                global_only: false,
                items: None,
                fallback: None,
                at: read.at.clone(),
                comment: None,
            });
        }
        known.is_none()
    });
}

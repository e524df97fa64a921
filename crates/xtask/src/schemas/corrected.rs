//! Facts about community modules that their source means but does not say by its form. Every entry names its place
//! in the newest collection that has it.

use schema::extract::{Literal, ModuleFacts, OptionFacts, Place};
use schema::{ModuleKind, OptionType};

/// An option of a module.
struct Correction {
    module: &'static str,
    option: &'static str,
    value_type: OptionType,
    default: Option<&'static str>,
    values: &'static [&'static str],
    /// Where it is read, if the extraction does not find it.
    at: Option<(&'static str, u32)>,
}

const fn typed(module: &'static str, option: &'static str, value_type: OptionType) -> Correction {
    Correction { module, option, value_type, default: None, values: &[], at: None }
}

const CORRECTIONS: &[Correction] = &[
    // `ldap.lib.lua` belongs to no module: whoever loads it reads this (mod_auth_ldap2.lua:13).
    Correction {
        at: Some(("mod_lib_ldap/ldap.lib.lua", 14)),
        ..typed("auth_ldap2", "ldap", OptionType::Any)
    },
    // Read by code that is generated for rules with FROM COUNTRY.
    Correction {
        default: Some("\"/usr/share/GeoIP/GeoIP.dat\""),
        at: Some(("mod_firewall/mod_firewall.lua", 281)),
        ..typed("firewall", "geoip_ipv4_country", OptionType::String)
    },
    Correction {
        default: Some("\"/usr/share/GeoIP/GeoIPv6.dat\""),
        at: Some(("mod_firewall/mod_firewall.lua", 282)),
        ..typed("firewall", "geoip_ipv6_country", OptionType::String)
    },
    // An assertion refuses all other words (mod_log_auth.lua:2).
    Correction {
        default: Some("\"failure\""),
        values: &["failure", "success", "all"],
        ..typed("log_auth", "log_auth_ips", OptionType::Enum)
    },
    // The first one stands for both others, it does not fall back to them (mod_net_proxy.lua:474).
    Correction { default: Some("false"), ..typed("net_proxy", "proxy_secure", OptionType::Boolean) },
    Correction { default: Some("false"), ..typed("net_proxy", "proxy_secure_in", OptionType::Boolean) },
    Correction { default: Some("false"), ..typed("net_proxy", "proxy_secure_out", OptionType::Boolean) },
    // `true` stands for a number of seconds (mod_offline_email.lua:17).
    typed("offline_email", "queue_offline_emails", OptionType::Any),
    // `uname` is run only where the system itself cannot tell its name (mod_version_spoofed.lua:40).
    typed("version_spoofed", "os_version_command", OptionType::String),
];

/// Modules that serve all addresses of their host, as their READMEs use them.
const COMPONENTS: &[&str] = &["admin_message", "broadcast", "component_http", "tcpproxy", "unified_push"];

/// Puts right what the form of the source hides.
pub(super) fn correct(facts: &mut ModuleFacts) {
    if COMPONENTS.contains(&facts.name.as_str()) {
        facts.kinds.insert(ModuleKind::ComponentCapable);
    }
    for correction in CORRECTIONS.iter().filter(|correction| correction.module == facts.name) {
        let found = facts.options.get(correction.option).map(|option| option.at.clone());
        let declared = correction.at.map(|(path, line)| Place { path: path.to_owned(), line });
        // An older or newer source may not read it at all.
        let Some(at) = found.or(declared) else { continue };
        facts.options.insert(
            correction.option.to_owned(),
            OptionFacts {
                value_type: correction.value_type,
                default: correction.default.map(str::to_owned),
                min: None,
                max: None,
                values: correction.values.iter().map(|value| Literal::Text((*value).to_owned())).collect(),
                global_only: false,
                items: None,
                fallback: None,
                at,
                comment: None,
            },
        );
    }
}

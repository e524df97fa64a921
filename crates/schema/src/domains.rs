//! The sets of words that values are taken from: providers, roles, mechanisms, units. What modules provide comes from
//! the modules; the rest is built into Prosody, and each list names its source.

use crate::{Module, ModuleKind, Schema, Version};

/// A set of words that values are taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Domain {
    /// Values of `authentication`: modules `auth_*` without the prefix.
    Authentication,
    /// Values of `storage` and in it: modules `storage_*` without the prefix, and what is built in.
    Storage,
    /// Values of `authorization`: modules `authz_*` without the prefix.
    Authorization,
    /// Names of applications that answer HTTP requests: keys of `http_paths` and `http_cors_override`.
    HttpApp,
    /// Values of `network_backend`.
    NetworkBackend,
    /// Values of `statistics`.
    Statistics,
    /// Mechanisms with which clients and servers authenticate.
    SaslMechanism,
    /// Where log messages may go.
    LogSink,
    /// How grave log messages are, most harmless first.
    LogLevel,
    /// Values of `tls_profile`.
    TlsProfile,
    /// Values of `protocol` in `ssl`; with `+` behind them newer ones are allowed too.
    TlsProtocol,
    /// What users may do, by the names of roles, fewest permissions first.
    Role,
    /// Units of periods, shortest first.
    TimeUnit,
    /// Units of the rates in `limits`, smallest first.
    SizeUnit,
}

/// One of the words of a [`Domain`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Word<'a> {
    /// As it is written.
    pub name: &'a str,
    /// What it means, in one Markdown sentence; empty if a module that provides it says nothing.
    pub doc: &'a str,
    /// The first series that has it; `None` for 0.11 or older.
    pub since: Option<Version>,
    /// The first series that has it no longer.
    pub removed: Option<Version>,
    /// The module that provides it, if it is none of Prosody's core.
    pub module: Option<&'a Module>,
}

impl Domain {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Authentication,
        Self::Storage,
        Self::Authorization,
        Self::HttpApp,
        Self::NetworkBackend,
        Self::Statistics,
        Self::SaslMechanism,
        Self::LogSink,
        Self::LogLevel,
        Self::TlsProfile,
        Self::TlsProtocol,
        Self::Role,
        Self::TimeUnit,
        Self::SizeUnit,
    ];

    /// What the value at a path of keys is taken from, the option's name first; also each item, where it is a list.
    pub fn of_value(path: &[&str]) -> Option<Self> {
        Some(match path {
            ["authentication"] => Self::Authentication,
            ["storage" | "default_storage"] | ["storage", _] => Self::Storage,
            ["authorization"] => Self::Authorization,
            ["network_backend"] => Self::NetworkBackend,
            ["statistics"] => Self::Statistics,
            ["disable_sasl_mechanisms" | "insecure_sasl_mechanisms"] => Self::SaslMechanism,
            ["log", "to"] | ["log", _, "to"] => Self::LogSink,
            ["log", .., "min" | "max"] => Self::LogLevel,
            ["tls_profile"] => Self::TlsProfile,
            ["default_provisioned_role"] | ["custom_roles", .., "inherits"] => Self::Role,
            _ => return None,
        })
    }

    /// What the keys of an option's table are taken from.
    pub fn of_keys(option: &str) -> Option<Self> {
        match option {
            "http_paths" | "http_cors_override" => Some(Self::HttpApp),
            "add_permissions" | "remove_permissions" => Some(Self::Role),
            _ => None,
        }
    }

    /// The words that are built into Prosody.
    fn built_in(self) -> &'static [Word<'static>] {
        match self {
            Self::Storage => STORAGE,
            Self::NetworkBackend => NETWORK_BACKENDS,
            Self::Statistics => STATISTICS,
            Self::SaslMechanism => SASL_MECHANISMS,
            Self::LogSink => LOG_SINKS,
            Self::LogLevel => LOG_LEVELS,
            Self::TlsProfile => TLS_PROFILES,
            Self::TlsProtocol => TLS_PROTOCOLS,
            Self::Role => ROLES,
            Self::TimeUnit => TIME_UNITS,
            Self::SizeUnit => SIZE_UNITS,
            Self::Authentication | Self::Authorization | Self::HttpApp => &[],
        }
    }

    /// The word that a module provides.
    fn provided_by(self, module: &Module) -> Option<&str> {
        let of_kind = |kind, prefix| {
            let name = module.name.strip_prefix(prefix)?;
            module.is(kind).then_some(name)
        };
        match self {
            Self::Authentication => of_kind(ModuleKind::AuthProvider, "auth_"),
            Self::Storage => of_kind(ModuleKind::StorageProvider, "storage_"),
            Self::Authorization => of_kind(ModuleKind::AuthzProvider, "authz_"),
            Self::HttpApp => module.provides.iter().find_map(|service| service.strip_prefix("http:")),
            _ => None,
        }
    }
}

impl<'a> Schema<'a> {
    /// The words of a domain in this series: what is built in, then what modules provide, sorted by the modules' names,
    /// each word once.
    pub fn domain(self, domain: Domain) -> Vec<Word<'a>> {
        let built_in = domain.built_in().iter().copied().filter(|word| {
            word.since.is_none_or(|since| since <= self.version())
                && word.removed.is_none_or(|removed| self.version() < removed)
        });
        let mut words: Vec<Word<'a>> = built_in.collect();
        for module in self.modules() {
            let Some(name) = domain.provided_by(module) else { continue };
            if !words.iter().any(|word| word.name == name) {
                let Module { since, removed, .. } = *module;
                let doc = module.summary.as_deref().unwrap_or_default();
                words.push(Word { name, doc, since, removed, module: Some(module) });
            }
        }
        words
    }
}

const fn word(name: &'static str, doc: &'static str) -> Word<'static> {
    Word { name, doc, since: None, removed: None, module: None }
}

const fn since(version: Version, word: Word<'static>) -> Word<'static> {
    Word { since: Some(version), ..word }
}

const fn until(version: Version, word: Word<'static>) -> Word<'static> {
    Word { removed: Some(version), ..word }
}

/// `core/storagemanager.lua`
const STORAGE: &[Word<'static>] = &[word("null", "Keeps nothing, and finds nothing.")];

/// `net/server.lua`
const NETWORK_BACKENDS: &[Word<'static>] = &[
    word("epoll", "Waits for connections as the operating system does it best; the default since 0.12."),
    word("event", "Waits for connections by the library libevent, through `luaevent`."),
    word(
        "select",
        "Waits for connections in the oldest way, for about a thousand of them; the default in 0.11.",
    ),
];

/// `core/statsmanager.lua`
const STATISTICS: &[Word<'static>] = &[
    word("internal", "Keeps figures in memory, for modules that show them."),
    word("statsd", "Sends figures to a StatsD server, which `statistics_config` names."),
];

/// `util/sasl/*.lua`
const SASL_MECHANISMS: &[Word<'static>] = &[
    word("SCRAM-SHA-1", "A password, proved without sending it."),
    word("SCRAM-SHA-1-PLUS", "The same, bound to the TLS connection."),
    since(Version::V0_12, word("SCRAM-SHA-256", "A password, proved without sending it, with a newer hash.")),
    since(Version::V0_12, word("SCRAM-SHA-256-PLUS", "The same, bound to the TLS connection.")),
    word("PLAIN", "A password as it is: only for connections that are encrypted."),
    until(
        Version::V0_12,
        word("DIGEST-MD5", "A password, proved without sending it, in a way that is outdated."),
    ),
    since(Version::V13_0, word("OAUTHBEARER", "A token of OAuth 2.0.")),
    word("EXTERNAL", "What is known from elsewhere, such as the certificate of the connection."),
    word("ANONYMOUS", "Nothing: everybody gets a temporary account."),
];

/// `core/loggingmanager.lua`
const LOG_SINKS: &[Word<'static>] = &[
    word("file", "A file, named by `filename`."),
    word("console", "The terminal, in colour."),
    word("stdout", "The standard output."),
    word("syslog", "The system's log."),
    word("nowhere", "Nowhere."),
];

/// `core/loggingmanager.lua`
const LOG_LEVELS: &[Word<'static>] = &[
    word("debug", "Everything, for finding mistakes; a lot."),
    word("info", "What happens in normal operation."),
    word("warn", "What may be a problem."),
    word("error", "What went wrong."),
];

/// `core/certmanager.lua`, `util/tlsref.lua`
const TLS_PROFILES: &[Word<'static>] = &[
    since(Version::V0_12, word("modern", "TLS 1.3 alone.")),
    since(Version::V0_12, word("intermediate", "TLS 1.2 and 1.3 with safe ciphers; the default.")),
    since(Version::V0_12, word("old", "Also versions and ciphers of TLS that are no longer safe.")),
    since(Version::V0_12, word("legacy", "No profile: Prosody's older defaults.")),
];

/// `util/sslconfig.lua`
const TLS_PROTOCOLS: &[Word<'static>] = &[
    word("sslv2", "SSL 2.0, which is broken."),
    word("sslv3", "SSL 3.0, which is broken."),
    word("tlsv1", "TLS 1.0, which is outdated."),
    word("tlsv1_1", "TLS 1.1, which is outdated."),
    word("tlsv1_2", "TLS 1.2."),
    word("tlsv1_3", "TLS 1.3."),
];

/// `plugins/mod_authz_internal.lua`
const ROLES: &[Word<'static>] = &[
    since(Version::V13_0, word("prosody:guest", "Anonymous and other temporary users.")),
    since(Version::V13_0, word("prosody:registered", "Users who made their account themselves.")),
    since(Version::V13_0, word("prosody:member", "Users whose account was made for them.")),
    since(Version::V13_0, word("prosody:admin", "Administrators of a host.")),
    since(Version::V13_0, word("prosody:operator", "Operators of the whole server.")),
];

/// `util/human/io.lua`. Longer words do, too: `3 minutes`.
const TIME_UNITS: &[Word<'static>] = &[
    word("second", "Short: `s`."),
    word("minute", "Short: `min`; `m` alone is refused, since it could be a month."),
    word("hour", "Short: `h`."),
    word("day", "Short: `d`."),
    word("week", "Short: `w`."),
    word("month", "Short: `mon`; 31 days."),
    word("year", "Short: `y`; 365 days and a quarter."),
];

/// `plugins/mod_limits.lua`. Only the first letter counts.
const SIZE_UNITS: &[Word<'static>] = &[
    word("b", "Bytes."),
    word("kb", "Thousands of bytes."),
    word("mb", "Millions of bytes."),
    word("gb", "Billions of bytes."),
    word("tb", "Trillions of bytes."),
];

#[cfg(test)]
mod tests {
    use super::Domain;
    use crate::{OptionType, Schema, Version};

    fn names(version: Version, domain: Domain) -> Vec<&'static str> {
        Schema::of(version).domain(domain).into_iter().map(|word| word.name).collect()
    }

    #[test]
    fn providers_come_from_the_modules_of_the_series() {
        let new = names(Version::V13_0, Domain::Authentication);
        assert!(new.contains(&"internal_hashed") && new.contains(&"ldap") && new.contains(&"http_async"));
        let storage = names(Version::V13_0, Domain::Storage);
        assert_eq!(storage.first(), Some(&"null"));
        assert!(storage.contains(&"internal") && storage.contains(&"xep0227"));
        assert_eq!(names(Version::V13_0, Domain::Authorization), ["delegate", "internal"]);
    }

    #[test]
    fn http_applications_have_names_of_their_own() {
        let apps = names(Version::V13_0, Domain::HttpApp);
        assert!(apps.contains(&"file_share") && apps.contains(&"bosh") && apps.contains(&"upload"));
        assert!(!names(Version::V0_11, Domain::HttpApp).contains(&"file_share"));
    }

    #[test]
    fn each_series_has_its_words() {
        assert!(names(Version::V0_12, Domain::Role).is_empty());
        assert_eq!(names(Version::V13_0, Domain::Role).last(), Some(&"prosody:operator"));
        assert!(names(Version::V0_11, Domain::SaslMechanism).contains(&"DIGEST-MD5"));
        assert!(!names(Version::V0_12, Domain::SaslMechanism).contains(&"DIGEST-MD5"));
    }

    #[test]
    fn every_word_is_there_once_and_explained() {
        for version in Version::ALL {
            for domain in Domain::ALL {
                let words = Schema::of(version).domain(domain);
                for (at, word) in words.iter().enumerate() {
                    assert!(word.doc.ends_with(['.', ')', '`']), "{domain:?}: {}", word.name);
                    assert!(words.iter().skip(at + 1).all(|other| other.name != word.name), "{}", word.name);
                }
            }
        }
    }

    #[test]
    fn every_option_with_a_domain_is_known() {
        let schema = Schema::of(Version::V13_0);
        for name in [
            "authentication",
            "storage",
            "default_storage",
            "authorization",
            "network_backend",
            "statistics",
            "disable_sasl_mechanisms",
            "insecure_sasl_mechanisms",
            "tls_profile",
            "default_provisioned_role",
        ] {
            assert!(Domain::of_value(&[name]).is_some() && schema.option(name).is_some(), "{name}");
        }
        for name in ["http_paths", "http_cors_override", "add_permissions", "remove_permissions"] {
            assert!(Domain::of_keys(name).is_some() && schema.option(name).is_some(), "{name}");
        }
        assert_eq!(Domain::of_value(&["log", "[]", "levels", "min"]), Some(Domain::LogLevel));
        assert_eq!(Domain::of_value(&["log", "info"]), None);
    }

    #[test]
    fn enumerations_agree_with_their_domains() {
        let schema = Schema::of(Version::V13_0);
        let profile = schema.option("tls_profile").unwrap();
        assert_eq!(profile.common_type(), Some(OptionType::Enum));
        let values: Vec<String> = profile.values().iter().map(ToString::to_string).collect();
        let words: Vec<String> =
            schema.domain(Domain::TlsProfile).iter().map(|word| format!("\"{}\"", word.name)).collect();
        assert_eq!(values, words);
    }
}

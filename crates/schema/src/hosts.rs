//! What Prosody does to hosts by itself: the modules it loads there and the keys it keeps among their options.
//! From `core/modulemanager.lua`, `core/configmanager.lua` and `core/hostmanager.lua` of each series.

use crate::{OptionType, Schema, Version};

/// A key that Prosody keeps or looks for among a host's own options, beside what modules read.
#[derive(Debug, PartialEq, Eq)]
pub struct HostKey {
    /// Its name.
    pub name: &'static str,
    /// What its value is.
    pub ty: OptionType,
    /// Whether `VirtualHost` and `Component` set it, so that nobody needs to write it.
    pub set_by_prosody: bool,
    /// What it does, in one Markdown sentence.
    pub doc: &'static str,
}

static HOST_KEYS: [HostKey; 5] = [
    HostKey {
        name: "component_module",
        ty: OptionType::String,
        set_by_prosody: true,
        doc: "The module that runs a component; `Component` sets it from its second string.",
    },
    HostKey {
        name: "defined",
        ty: OptionType::Boolean,
        set_by_prosody: true,
        doc: "That there is such a host; `VirtualHost` sets it.",
    },
    HostKey {
        name: "disco_hidden",
        ty: OptionType::Boolean,
        set_by_prosody: false,
        doc: "Whether the host is left out of the lists of services of other hosts.",
    },
    HostKey {
        name: "enabled",
        ty: OptionType::Boolean,
        set_by_prosody: false,
        doc: "Whether the host is there at all: only exactly `false` turns it off.",
    },
    HostKey {
        name: "load_global_modules",
        ty: OptionType::Boolean,
        set_by_prosody: true,
        doc: "Set to `false` by `Component`, and read by nothing.",
    },
];

/// Loaded on every host, except where `modules_disabled` names them.
const AUTOLOADED: &[&str] = &["presence", "message", "iq", "offline", "c2s", "s2s", "s2s_auth_certs"];
/// Up to 0.12 the module of the platform comes first.
const AUTOLOADED_WITH_PLATFORM: &[&str] =
    &["posix", "presence", "message", "iq", "offline", "c2s", "s2s", "s2s_auth_certs"];

const INHERITED_0_11: &[&str] = &["tls", "saslauth", "dialback", "iq", "s2s"];
const INHERITED_0_12: &[&str] =
    &["tls", "saslauth", "dialback", "iq", "s2s", "s2s_bidi", "smacks", "server_contact_info"];
/// As of 13.0.7; 13.0.1 had no `admin_shell` here.
const INHERITED_13_0: &[&str] =
    &["tls", "saslauth", "dialback", "iq", "s2s", "s2s_bidi", "smacks", "server_contact_info", "admin_shell"];

impl Schema<'_> {
    /// The modules that are loaded on every host unless `modules_disabled` names them, in Prosody's order;
    /// a component takes only those of them that it inherits. The platform is taken to be POSIX.
    pub fn autoloaded_modules(self) -> &'static [&'static str] {
        match self.version() {
            Version::V0_11 | Version::V0_12 => AUTOLOADED_WITH_PLATFORM,
            Version::V13_0 | Version::Trunk => AUTOLOADED,
        }
    }

    /// The modules that every component takes over if they are enabled globally.
    pub fn inherited_modules(self) -> &'static [&'static str] {
        match self.version() {
            Version::V0_11 => INHERITED_0_11,
            Version::V0_12 => INHERITED_0_12,
            Version::V13_0 | Version::Trunk => INHERITED_13_0,
        }
    }

    /// Whether a component made of this module takes over that one if it is enabled globally.
    /// From 13.0 on modules may ask for more than the usual ones.
    pub fn component_inherits(self, component_module: &str, module: &str) -> bool {
        let asks = || {
            self.module(component_module)
                .is_some_and(|component| component.inherits.iter().any(|name| name == module))
        };
        self.inherited_modules().contains(&module) || (self.version() >= Version::V13_0 && asks())
    }

    /// The keys that Prosody itself keeps or looks for among a host's options.
    pub fn host_keys(self) -> &'static [HostKey] {
        &HOST_KEYS
    }

    /// The key of this name among them.
    pub fn host_key(self, name: &str) -> Option<&'static HostKey> {
        HOST_KEYS.iter().find(|key| key.name == name)
    }
}

#[cfg(test)]
mod tests {
    use crate::{Schema, Version};

    #[test]
    fn posix_is_autoloaded_up_to_0_12() {
        for version in Version::ALL {
            let loaded = Schema::of(version).autoloaded_modules().contains(&"posix");
            assert_eq!(loaded, version <= Version::V0_12, "{version}");
        }
    }

    #[test]
    fn rooms_take_over_the_archive_since_13_0() {
        for version in Version::ALL {
            let schema = Schema::of(version);
            assert_eq!(schema.component_inherits("muc", "mam"), version >= Version::V13_0, "{version}");
            assert!(!schema.component_inherits("pubsub", "mam"));
            assert!(schema.component_inherits("pubsub", "tls"));
        }
    }

    #[test]
    fn all_that_is_loaded_by_itself_exists() {
        for version in Version::ALL {
            let schema = Schema::of(version);
            for name in schema.autoloaded_modules().iter().chain(schema.inherited_modules()) {
                assert!(schema.module(name).is_some(), "{version}: {name}");
            }
        }
    }
}

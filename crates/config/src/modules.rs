//! Which modules Prosody loads on a host: `modulemanager.get_modules_for_host`.

use std::collections::BTreeSet;
use std::sync::Arc;

use schema::{Schema, Version};

use crate::profile::Profile;
use crate::settings::Settings;
use crate::value::Value;

/// The modules of one host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostModules {
    /// The component's own module, which is loaded first.
    pub component: Option<Arc<str>>,
    /// All others, without the component's own unless a list names it, too.
    pub modules: BTreeSet<String>,
}

/// Why the modules of a host can't be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ModulesError {
    /// Something they depend on can't be known; the reason.
    Unknown(Arc<str>),
    /// Prosody itself fails; its message.
    Fails(String),
}

impl Settings {
    /// The modules that Prosody loads on a host (`*` for the global section).
    ///
    /// # Errors
    /// If the lists are not known, or are of a kind that makes Prosody fail.
    pub fn modules_for(&self, profile: &Profile, host: &str) -> Result<HostModules, ModulesError> {
        let schema = Schema::of(profile.version);
        let component = match self.value(host, "component_module") {
            Value::Str(bytes) => Some(Arc::<str>::from(String::from_utf8_lossy(&bytes))),
            Value::Unknown(reason) => return Err(ModulesError::Unknown(reason)),
            _ => None,
        };
        let mut modules: BTreeSet<String> =
            schema.autoloaded_modules().iter().map(|&name| name.to_owned()).collect();
        modules.extend(self.list("*", "modules_enabled")?);
        for name in self.list("*", "modules_disabled")? {
            modules.remove(&name);
        }
        if let Some(component) = &component {
            modules.retain(|name| inherits(profile, component, name));
        }
        // What a host inherits is the global list itself, which Prosody does not count twice.
        if self.is_own(host, "modules_enabled") {
            modules.extend(self.list(host, "modules_enabled")?);
        }
        if self.is_own(host, "modules_disabled") {
            for name in self.list(host, "modules_disabled")? {
                modules.remove(&name);
            }
        }
        if modules.contains("vcard") && modules.contains("vcard_legacy") {
            modules.remove("vcard");
        }
        Ok(HostModules { component, modules })
    }

    /// What `config.get` gives: the host's own value, otherwise the global one.
    fn value(&self, host: &str, option: &str) -> Value {
        let own =
            |name: &str| Some(self.host(name)?.chain(option)?.value.clone()).filter(|v| *v != Value::Nil);
        own(host).or_else(|| own("*")).unwrap_or(Value::Nil)
    }

    /// Whether a host has a list of its own: another one than the global section's.
    fn is_own(&self, host: &str, option: &str) -> bool {
        if host == "*" {
            return false;
        }
        match (self.value(host, option), self.value("*", option)) {
            (Value::Table(own), Value::Table(global)) => !Arc::ptr_eq(&own, &global),
            (Value::Nil, _) => false,
            (own, global) => own != global,
        }
    }

    /// The names in a list of modules.
    fn list(&self, host: &str, option: &str) -> Result<Vec<String>, ModulesError> {
        match self.value(host, option) {
            // Lua's `ipairs` finds nothing in a string, and `false` counts as no list.
            Value::Nil | Value::Str(_) | Value::Bool(false) | Value::Proxy { stripped: true, .. } => {
                Ok(Vec::new())
            }
            Value::Unknown(reason) => Err(ModulesError::Unknown(reason)),
            Value::Table(table) if table.open => {
                Err(ModulesError::Unknown(Arc::from(format!("{option} holds items that are not known"))))
            }
            Value::Table(table) => table
                .items()
                .map(|entry| match &entry.value {
                    Value::Unknown(reason) => Err(ModulesError::Unknown(Arc::clone(reason))),
                    value => Ok(value.as_str().map(str::to_owned)),
                })
                .filter_map(Result::transpose)
                .collect(),
            Value::Proxy { .. } => {
                Err(ModulesError::Fails("Unknown config option operation: '1'".to_owned()))
            }
            other => Err(ModulesError::Fails(format!("{option} is no list but {}", other.describe()))),
        }
    }
}

/// Whether a component takes over a globally enabled module.
fn inherits(profile: &Profile, component: &str, module: &str) -> bool {
    if profile.version == Version::V13_0 && !profile.strips_proxies() {
        // The first releases of 13.0 neither had the shell in the list nor asked the component's module.
        return module != "admin_shell" && Schema::of(profile.version).inherited_modules().contains(&module);
    }
    Schema::of(profile.version).component_inherits(component, module)
}

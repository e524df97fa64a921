//! Which modules Prosody loads on a host: `modulemanager.get_modules_for_host`.

use std::collections::BTreeSet;
use std::sync::Arc;

use schema::{Schema, Version};

use crate::profile::Profile;
use crate::settings::Settings;
use crate::value::Value;

/// The modules of one host.
#[derive(Debug, Clone, PartialEq)]
pub struct HostModules {
    /// The component's own module, which is loaded first.
    pub component: Option<Arc<str>>,
    /// All others, without the component's own unless a list names it, too.
    pub modules: BTreeSet<String>,
    /// Items of the lists that are no strings.
    pub not_strings: Vec<Value>,
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
    /// The modules that Prosody loads on a host (`*` for the global section), as far as no private module has a say;
    /// of a whole tree ask [`Tree::modules_for`](crate::Tree::modules_for).
    ///
    /// # Errors
    /// If the lists are not known, or are of a kind that makes Prosody fail.
    pub fn modules_for(&self, profile: &Profile, host: &str) -> Result<HostModules, ModulesError> {
        self.modules_with(Schema::of(profile.version), profile, host)
    }

    /// The same with all that this schema knows.
    ///
    /// # Errors
    /// As there.
    pub fn modules_with(
        &self,
        schema: Schema<'_>,
        profile: &Profile,
        host: &str,
    ) -> Result<HostModules, ModulesError> {
        let component = match self.value(host, "component_module") {
            Value::Str(bytes) => Some(Arc::<str>::from(String::from_utf8_lossy(&bytes))),
            Value::Unknown(reason) => return Err(ModulesError::Unknown(reason)),
            _ => None,
        };
        let mut modules: BTreeSet<String> =
            schema.autoloaded_modules().iter().map(|&name| name.to_owned()).collect();
        let mut not_strings = Vec::new();
        self.enable("*", &mut modules, &mut not_strings)?;
        self.disable("*", &mut modules, &mut not_strings)?;
        if let Some(component) = &component {
            modules.retain(|name| inherits(schema, profile, component, name));
            not_strings.clear();
        }
        // What a host inherits is the global list itself, which Prosody does not count twice.
        if self.is_own(host, "modules_enabled") {
            self.enable(host, &mut modules, &mut not_strings)?;
        }
        if self.is_own(host, "modules_disabled") {
            self.disable(host, &mut modules, &mut not_strings)?;
        }
        if modules.contains("vcard") && modules.contains("vcard_legacy") {
            modules.remove("vcard");
        }
        Ok(HostModules { component, modules, not_strings })
    }

    fn enable(
        &self,
        host: &str,
        names: &mut BTreeSet<String>,
        others: &mut Vec<Value>,
    ) -> Result<(), ModulesError> {
        for item in self.list(host, "modules_enabled")? {
            match item.as_str() {
                Some(name) => {
                    names.insert(name.to_owned());
                }
                None if others.iter().any(|other| is_same(other, &item)) => {}
                None => others.push(item),
            }
        }
        Ok(())
    }

    fn disable(
        &self,
        host: &str,
        names: &mut BTreeSet<String>,
        others: &mut Vec<Value>,
    ) -> Result<(), ModulesError> {
        for item in self.list(host, "modules_disabled")? {
            match item.as_str() {
                Some(name) => {
                    names.remove(name);
                }
                None => others.retain(|other| !is_same(other, &item)),
            }
        }
        Ok(())
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
    fn list(&self, host: &str, option: &str) -> Result<Vec<Value>, ModulesError> {
        match self.value(host, option) {
            // Lua's `ipairs` finds nothing in a string, and `false` counts as no list.
            Value::Nil | Value::Str(_) | Value::Bool(false) => Ok(Vec::new()),
            Value::Proxy(proxy) if proxy.stripped => Ok(Vec::new()),
            Value::Unknown(reason) => Err(ModulesError::Unknown(reason)),
            Value::Table(table) if table.open => {
                Err(ModulesError::Unknown(Arc::from(format!("{option} holds items that are not known"))))
            }
            Value::Table(table) => table
                .items()
                .map(|entry| match &entry.value {
                    Value::Unknown(reason) => Err(ModulesError::Unknown(Arc::clone(reason))),
                    value => Ok(value.clone()),
                })
                .collect(),
            Value::Proxy(_) => Err(ModulesError::Fails("Unknown config option operation: '1'".to_owned())),
            other => Err(ModulesError::Fails(format!("{option} is no list but {}", other.describe()))),
        }
    }
}

/// Lua's equality: tables are the same only if they are one. Every time an option is read, it is by another proxy.
fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Proxy(_), _) => false,
        (Value::Table(a), Value::Table(b)) => Arc::ptr_eq(a, b),
        _ => a == b,
    }
}

/// Whether a component takes over a globally enabled module.
fn inherits(schema: Schema<'_>, profile: &Profile, component: &str, module: &str) -> bool {
    if profile.version == Version::V13_0 && !profile.strips_proxies() {
        // The first releases of 13.0 neither had the shell in the list nor asked the component's module.
        return module != "admin_shell" && schema.inherited_modules().contains(&module);
    }
    schema.component_inherits(component, module)
}

//! What a module provides, and the options that others read on its behalf: ports and periodic tasks.

use syntax::Span;

use super::reads::Read;
use super::value::{Context, Value};
use super::walk::Walker;
use crate::{ModuleKind, OptionType, Version};

/// Limits of a task's period: `core` reads it with these.
const TASK_PERIOD: (f64, f64) = (60.0, 86400.0 * 7.0 * 53.0);

impl Walker<'_> {
    /// `module:provides(what, item)`
    pub(super) fn provides(&mut self, what: &Value, item: Option<&Value>, span: Span) {
        let Some(what) = what.as_str() else { return };
        let kind = match what.as_str() {
            "auth" => Some(ModuleKind::AuthProvider),
            "storage" => Some(ModuleKind::StorageProvider),
            "authz" => Some(ModuleKind::AuthzProvider),
            "net" => Some(ModuleKind::NetProvider),
            _ => None,
        };
        self.facts.kinds.extend(kind);
        if kind.is_none() && what != "http" {
            self.facts.provides.insert(what);
            return;
        }
        let prefix = format!("{}_", what.replace('-', "_"));
        let name = self.module.strip_prefix(&prefix).unwrap_or(self.module);
        let name = field(item, "name").unwrap_or_else(|| name.to_owned());
        if what == "net" {
            self.service(&name, item, span);
        }
        self.facts.provides.insert(format!("{what}:{name}"));
    }

    /// `module:add_item(key, item)`: what `provides` and `cron` do inside.
    pub(super) fn add_item(&mut self, key: &Value, item: Option<&Value>, span: Span) {
        let Some(key) = key.as_str() else { return };
        match (key.strip_suffix("-provider"), item) {
            // A name that is made at run time is that of the module, without the prefix.
            (Some(what), item) if field(item, "name").is_some() || self.bears_prefix(what) => {
                self.provides(&Value::text(what), item, span);
            }
            (None, Some(task)) if key == "task" => self.cron(task, span),
            _ => {}
        }
    }

    fn bears_prefix(&self, what: &str) -> bool {
        self.module.strip_prefix(what).is_some_and(|rest| rest.starts_with('_'))
    }

    /// The options of a network service; `core/portmanager.lua` reads them.
    fn service(&mut self, name: &str, item: Option<&Value>, span: Span) {
        let Some(Value::Table(item)) = item else { return self.pend(span) };
        let prefix = match item.field("config_prefix").as_str() {
            Some(empty) if empty.is_empty() => empty,
            Some(prefix) => format!("{prefix}_"),
            None => format!("{name}_"),
        };
        let default_ports = match (item.field("default_ports"), item.field("default_port")) {
            (ports @ Value::Table(_), _) => ports.to_lua(),
            (_, port) => port.to_lua().map(|port| format!("{{ {port} }}")),
        };
        let at = self.place(span);
        let global =
            |name: String, value_type| Read::new(name, value_type, Context::Global, at.clone(), span);
        let mut ports = global(format!("{prefix}ports"), OptionType::Set);
        ports.items = Some(OptionType::Integer);
        ports.default = default_ports;
        let mut reads = vec![ports];
        for suffix in ["interfaces", "interface"] {
            let mut interfaces = global(format!("{prefix}{suffix}"), OptionType::Set);
            interfaces.items = Some(OptionType::String);
            reads.push(interfaces);
        }
        if item.field("encryption").as_str().as_deref() == Some("ssl") {
            reads.push(global(format!("{prefix}ssl"), OptionType::Table));
            reads.push(global(format!("{name}_certificate"), OptionType::Any));
            // Since 0.12 hosts have certificates of their own on these ports.
            if self.version >= Version::V0_12 {
                let host =
                    |name: String, value_type| Read::new(name, value_type, Context::Host, at.clone(), span);
                reads.push(host(format!("{prefix}ssl"), OptionType::Table));
                reads.push(host(format!("{name}_host"), OptionType::String));
            }
        }
        for read in reads {
            self.record(read);
        }
    }

    /// `module:daily(name, function)`
    pub(super) fn task(&mut self, when: &str, name: &Value, span: Span) {
        let name = match name {
            Value::Str(_) => name.as_str(),
            Value::Function { .. } | Value::Nil => Some(when.to_owned()),
            _ => None,
        };
        self.periodic(when, name, span);
    }

    /// `module:cron({ name = ..., when = ..., run = ... })`
    pub(super) fn cron(&mut self, item: &Value, span: Span) {
        if let Some(when) = field(Some(item), "when") {
            let name = field(Some(item), "name").unwrap_or_else(|| when.clone());
            self.periodic(&when, Some(name), span);
        }
    }

    /// `mod_cron` reads a period for every task since 13.0: `<module>_<task>_period`.
    fn periodic(&mut self, when: &str, name: Option<String>, span: Span) {
        if self.conditional == 0 && self.version >= Version::V0_12 {
            self.facts.depends.insert("cron".to_owned());
        }
        let Some(name) = name else { return self.pend(span) };
        let default = match when {
            "hourly" => "\"1 hour\"",
            "daily" => "\"1 day\"",
            "weekly" => "\"1 week\"",
            _ => return,
        };
        if self.version < Version::V13_0 {
            return;
        }
        let task: String = name
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' })
            .collect();
        let option = format!("{}_{task}_period", self.module);
        let mut read = Read::new(option, OptionType::Period, Context::Host, self.place(span), span);
        read.default = Some(default.to_owned());
        (read.min, read.max) = (Some(TASK_PERIOD.0), Some(TASK_PERIOD.1));
        self.record(read);
    }
}

fn field(item: Option<&Value>, name: &str) -> Option<String> {
    match item? {
        Value::Table(table) => table.field(name).as_str(),
        _ => None,
    }
}

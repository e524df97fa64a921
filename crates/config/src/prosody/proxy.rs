//! 13.0's *config option proxies*: what reading an option with a table gives.

use std::sync::Arc;

use super::source_line::SourceLine;
use super::{EnvId, ProsodyFn, Write};
use crate::lua::frames::Site;
use crate::lua::val::{Key, Native, Rows};
use crate::lua::{Machine, Run, TableId, Val};
use crate::settings::How;
use crate::value::Proxy;

impl Machine<'_> {
    /// `proxy.key`
    pub(crate) fn index_proxy(&mut self, id: TableId, proxy: &Proxy, key: &Val) -> Run<Val> {
        if let Some(key) = key.key() {
            let own = self.table(id).get(&key);
            if !own.is_nil() {
                return Ok(own);
            }
        }
        let name = match key {
            Val::Str(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            Val::Int(number) => number.to_string(),
            Val::Unknown(_) => return Ok(key.clone()),
            other => format!("({})", other.type_name()),
        };
        let function = match name.as_str() {
            "append" => ProsodyFn::ProxyAppend,
            "value" => ProsodyFn::ProxyValue,
            "values" => ProsodyFn::ProxyValues,
            "host" => return Ok(Val::str(proxy.host.as_bytes())),
            "option_name" => return Ok(Val::str(proxy.option.as_bytes())),
            "config_table" => return Ok(Val::unknown("Prosody's own table")),
            _ => return Err(self.caller_error(&format!("Unknown config option operation: '{name}'"))),
        };
        Ok(Val::Native(Native::Prosody(function)))
    }

    /// `proxy { ... }`
    pub(crate) fn call_proxy(
        &mut self,
        id: TableId,
        proxy: &Proxy,
        arg: Option<&Val>,
        _: Site,
    ) -> Run<Vec<Val>> {
        let value = self.option_value(proxy);
        match (&value, arg) {
            (_, Some(unknown @ Val::Unknown(_))) | (unknown @ Val::Unknown(_), _) => {
                let unknown = unknown.clone();
                self.append(proxy, &unknown)?;
                Ok(vec![Val::Table(id)])
            }
            // An option that is unset by now counts as an empty list.
            (Val::Table(_) | Val::Nil | Val::Bool(false), Some(table @ Val::Table(_))) => {
                self.append(proxy, table)?;
                Ok(vec![Val::Table(id)])
            }
            _ => Err(self.caller_error("Invalid syntax - missing '=' perhaps?")),
        }
    }

    fn proxy_of(&self, value: &Val) -> Option<Proxy> {
        match value {
            Val::Table(id) => self.table(*id).proxy.clone(),
            _ => None,
        }
    }

    fn option_value(&self, proxy: &Proxy) -> Val {
        self.prosody.host(&proxy.host).map_or(Val::Nil, |host| host.get(&proxy.option))
    }

    /// `proxy:value()`
    pub(super) fn proxy_value(&self, this: &Val) -> Val {
        self.proxy_of(this).map_or_else(|| Val::unknown("a proxy"), |proxy| self.option_value(&proxy))
    }

    /// `proxy:values()`
    pub(super) fn proxy_values(&self, this: &Val) -> Val {
        match self.proxy_value(this) {
            Val::Table(id) if self.table(id).is_sure() => {
                Rows::iterator(self.table(id).entries().map(|slot| vec![slot.value.clone()]).collect())
            }
            Val::Unknown(reason) => Val::Unknown(reason),
            _ => Val::unknown("a loop over values that are not known"),
        }
    }

    /// `proxy:append { ... }`
    pub(super) fn proxy_append(&mut self, this: &Val, value: &Val) -> Run<Vec<Val>> {
        let Some(proxy) = self.proxy_of(this) else { return Ok(vec![Val::unknown("a proxy")]) };
        if !matches!(value, Val::Table(_) | Val::Unknown(_)) {
            return Err(self
                .caller_error("'append' operation expects a list of values to append to the existing list"));
        }
        self.append(&proxy, value)?;
        Ok(vec![this.clone()])
    }

    /// Adds a list's items at the end, or a map's keys over the present ones, in place.
    fn append(&mut self, proxy: &Proxy, value: &Val) -> Run<()> {
        // Another option's proxy is no list.
        if let Val::Table(id) = value
            && self.table(*id).proxy.as_ref().is_some_and(|other| !other.stripped)
            && self.table(*id).get(&Key::Int(1)).is_nil()
        {
            return Err(self.source_error(SourceLine::AppendFirst, "Unknown config option operation: '1'"));
        }
        let original = match self.option_value(proxy) {
            Val::Nil => Val::Table(self.new_table()),
            original => original,
        };
        match (&original, value) {
            (Val::Table(target), Val::Table(source)) => {
                let slots: Vec<_> = self.table(*source).entries().cloned().collect();
                let is_list = !self.table(*source).get(&Key::Int(1)).is_nil();
                // `ipairs` ends at the first hole.
                let has = |index: i64| self.table(*source).slot(&Key::Int(index)).is_some();
                let mut border = 0;
                while has(border + 1) {
                    border += 1;
                }
                let sure = self.table(*source).is_sure();
                let mut next = self.table(*target).border();
                for slot in slots {
                    match slot.key {
                        Key::Int(index) if is_list && (1..=border).contains(&index) => {
                            next += 1;
                            self.raw_set(*target, Key::Int(next), slot.value, slot.origin);
                        }
                        _ if is_list => {}
                        key => self.raw_set(*target, key, slot.value, slot.origin),
                    }
                }
                if !sure && let Some(target) = self.table_mut(*target) {
                    target.open_up();
                }
            }
            (Val::Table(target), _) => {
                if let Some(target) = self.table_mut(*target) {
                    target.open_up();
                }
            }
            _ => {}
        }
        let span = self.here().span;
        let name = syntax::Span::new(span.start, span.start + u32::try_from(proxy.option.len()).unwrap_or(0));
        let arguments = self.running_call().map_or(span, |(_, args)| args);
        let write = Write { statement: span, name, value: arguments };
        let (host, option) = (Arc::clone(&proxy.host), Arc::clone(&proxy.option));
        self.set_option(EnvId::Plain, host, option, original, How::Append, write, None);
        // The record shows what was added; the option itself holds all.
        if let Some(set) = self.prosody.run_mut().and_then(|run| run.assignments.last_mut()) {
            set.value = value.clone();
        }
        Ok(())
    }
}

//! `VirtualHost` and `Component`, in every form.

use std::sync::Arc;

use syntax::Span;

use super::source_line::SourceLine;
use super::{EnvId, ProsodyFn, UNKNOWN_HOST, Write};
use crate::FileId;
use crate::lua::frames::Site;
use crate::lua::val::{Key, Native};
use crate::lua::{Machine, Run, Val, ops_text};
use crate::settings::{HostSection, How};

/// What a host name becomes: `nameprep` (RFC 3491); `None` if it holds forbidden characters.
pub fn prepare(name: &str) -> Option<String> {
    // Longer names do not fit Prosody's buffer.
    if name.len() >= 1024 {
        return None;
    }
    if name.is_ascii() {
        return Some(name.to_ascii_lowercase());
    }
    stringprep::nameprep(name).ok().map(std::borrow::Cow::into_owned)
}

impl Machine<'_> {
    /// Calls one of the functions that Prosody offers.
    pub(crate) fn call_prosody(&mut self, function: &ProsodyFn, args: &[Val], site: Site) -> Run<Vec<Val>> {
        let first = args.first().cloned().unwrap_or(Val::Nil);
        let site = match function {
            ProsodyFn::Include(_) => site,
            _ => self.host_site(site),
        };
        match function {
            ProsodyFn::VirtualHost(env) => self.virtual_host(*env, &first, site),
            ProsodyFn::HostTable(env, host) => self.host_table(*env, host, &first, site),
            ProsodyFn::Component(env) => self.component(*env, &first, site),
            ProsodyFn::ComponentModule(env, host) => self.component_module(*env, host, &first, site),
            ProsodyFn::ComponentTable(env, host) => {
                self.component_table(*env, host, &first, site)?;
                Ok(vec![])
            }
            ProsodyFn::Include(env) => self.include(*env, &first, site),
            ProsodyFn::RunScript(env) => self.run_script(*env, &first),
            ProsodyFn::FileContents(env) => self.file_reader(*env, args, "*a"),
            ProsodyFn::FileLine(env) => self.file_reader(*env, args, "*l"),
            ProsodyFn::FileLines(env) => self.file_lines(*env, &first),
            ProsodyFn::Credential(_) => self.credential(args),
            ProsodyFn::ProxyAppend => self.proxy_append(&first, args.get(1).unwrap_or(&Val::Nil)),
            ProsodyFn::ProxyValue => Ok(vec![self.proxy_value(&first)]),
            ProsodyFn::ProxyValues => Ok(vec![self.proxy_values(&first)]),
            ProsodyFn::Layers(call) => {
                self.load_layers(*call, &first)?;
                Ok(vec![])
            }
            ProsodyFn::LfsDir => self.lfs_dir(args),
            ProsodyFn::LfsAttributes => Ok(self.lfs_attributes(args)),
            ProsodyFn::LfsCurrentDir => Ok(vec![self.current_dir()]),
            ProsodyFn::Opaque => Ok(vec![Val::unknown("one of Prosody's own functions")]),
        }
    }

    /// Where a host is opened: not in the loader's code that hands the call on to Prosody, but in the file that it
    /// runs.
    fn host_site(&self, site: Site) -> Site {
        match self.lender().and_then(|lender| self.frame_of(lender)?.call) {
            Some((span, _)) => Site { span, ..site },
            None => site,
        }
    }

    /// The file that runs in an environment which a loader looks after, while the loader's own code is at work.
    pub(super) fn lender(&self) -> Option<FileId> {
        let running = self.prosody.running_file()?;
        let here = self.location().map(|(source, ..)| source.file().id);
        (here != Some(running) && self.frame_of(running).is_some()).then_some(running)
    }

    /// The name of a host, checked and prepared.
    fn host_name(&self, what: &str, value: &Val) -> Run<Result<Arc<str>, Val>> {
        if let Val::Unknown(_) = value {
            return Ok(Err(value.clone()));
        }
        if value.truth() == Some(false) {
            return Err(self.caller_error(&format!("{what} must have a name")));
        }
        let Some(bytes) = ops_text(value) else {
            let at = if what == "Host" { SourceLine::VirtualHostName } else { SourceLine::ComponentName };
            let got = value.type_name();
            return Err(
                self.source_error(at, &format!("bad argument #1 to 'nameprep' (string expected, got {got})"))
            );
        };
        match std::str::from_utf8(&bytes).ok().and_then(prepare) {
            Some(name) => Ok(Ok(Arc::from(name))),
            None => {
                let quoted = String::from_utf8_lossy(&crate::lua::lib_quote(&bytes)).into_owned();
                Err(self.error_at(0, &format!("Name of {what} {quoted} contains forbidden characters")))
            }
        }
    }

    fn own_value(&self, host: &str, option: &str) -> Val {
        self.prosody.host(host).map_or(Val::Nil, |state| state.get(option))
    }

    fn virtual_host(&mut self, env: EnvId, name: &Val, site: Site) -> Run<Vec<Val>> {
        let name = match self.host_name("Host", name)? {
            Ok(name) => name,
            Err(unknown) => {
                let host = self.unknown_host(env, &unknown, site.span, None);
                return Ok(vec![Val::Native(Native::Prosody(ProsodyFn::HostTable(env, host)))]);
            }
        };
        if let Val::Str(module) = self.own_value(&name, "component_module") {
            let module = String::from_utf8_lossy(&module).into_owned();
            let module = match module.as_str() {
                "component" => "external".to_owned(),
                "muc" => "MUC".to_owned(),
                _ => module,
            };
            return Err(self.error_at(
                0,
                &format!(
                    "Host \"{name}\" clashes with previously defined {module} Component \"{name}\", for services use a sub-domain like conference.{name}"
                ),
            ));
        }
        self.enter_section(env, site.span, &name, None);
        self.set_current_host(env, Arc::clone(&name));
        self.set_internal(env, &name, "defined", Val::Bool(true), site.span);
        Ok(vec![Val::Native(Native::Prosody(ProsodyFn::HostTable(env, name)))])
    }

    fn host_table(&mut self, env: EnvId, host: &Arc<str>, options: &Val, site: Site) -> Run<Vec<Val>> {
        self.close_table_section(env, site.span);
        self.set_current_host(env, Arc::from("*"));
        match options {
            Val::Table(id) => {
                self.set_all(env, host, *id);
                Ok(vec![])
            }
            Val::Str(module) => {
                let module = String::from_utf8_lossy(module);
                Err(self.caller_error(&format!(
                    "VirtualHost entries do not accept a module name (module '{module}' provided for host '{host}')"
                )))
            }
            Val::Unknown(reason) => {
                self.prosody.lose_track(reason);
                Ok(vec![])
            }
            other => Err(self.caller_error(&format!(
                "Invalid syntax following VirtualHost, expected options but received a {}",
                other.type_name()
            ))),
        }
    }

    fn component(&mut self, env: EnvId, name: &Val, site: Site) -> Run<Vec<Val>> {
        let name = match self.host_name("Component", name)? {
            Ok(name) => name,
            Err(unknown) => {
                let host = self.unknown_host(env, &unknown, site.span, Some("component"));
                return Ok(vec![Val::Native(Native::Prosody(ProsodyFn::ComponentModule(env, host)))]);
            }
        };
        if !self.own_value(&name, "defined").is_nil() && self.own_value(&name, "component_module").is_nil() {
            return Err(self.error_at(
                0,
                &format!(
                    "Component \"{name}\" clashes with previously defined VirtualHost \"{name}\", for services use a sub-domain like conference.{name}"
                ),
            ));
        }
        self.set_internal(env, &name, "component_module", Val::str("component"), site.span);
        self.set_internal(env, &name, "load_global_modules", Val::Bool(false), site.span);
        self.enter_section(env, site.span, &name, Some("component"));
        self.set_current_host(env, Arc::clone(&name));
        Ok(vec![Val::Native(Native::Prosody(ProsodyFn::ComponentModule(env, name)))])
    }

    fn component_module(&mut self, env: EnvId, host: &Arc<str>, module: &Val, site: Site) -> Run<Vec<Val>> {
        if let Val::Str(bytes) = module {
            if &**host != UNKNOWN_HOST {
                self.set_internal(env, host, "component_module", module.clone(), site.span);
            }
            let open = self.prosody.environment(env).and_then(|environment| environment.section);
            if let Some(section) = open.and_then(|open| self.prosody.section_mut(open)) {
                section.component = Some(Arc::from(String::from_utf8_lossy(bytes)));
                section.call = section.call.cover(site.span);
            }
            return Ok(vec![Val::Native(Native::Prosody(ProsodyFn::ComponentTable(env, Arc::clone(host))))]);
        }
        self.component_table(env, host, module, site)?;
        Ok(vec![])
    }

    fn component_table(&mut self, env: EnvId, host: &Arc<str>, options: &Val, site: Site) -> Run<()> {
        self.close_table_section(env, site.span);
        self.set_current_host(env, Arc::from("*"));
        match options {
            Val::Table(id) => self.set_all(env, host, *id),
            Val::Unknown(reason) => self.prosody.lose_track(reason),
            other => {
                let got = other.type_name();
                let message = format!("bad argument #1 to 'for iterator' (table expected, got {got})");
                return Err(self.source_error(SourceLine::ComponentOptions, &message));
            }
        }
        Ok(())
    }

    /// The host's name is not known: what follows in the file belongs to a host that can't be named.
    fn unknown_host(&mut self, env: EnvId, name: &Val, call: Span, component: Option<&str>) -> Arc<str> {
        let reason: Arc<str> = match name {
            Val::Unknown(reason) => Arc::from(format!("the name of the host is not known: {reason}")),
            _ => Arc::from("the name of the host is not known"),
        };
        self.open_unnamed(env, &reason, call, component);
        self.prosody.lost_track = true;
        Arc::from(UNKNOWN_HOST)
    }

    /// The same where Prosody fails to open a host: `VirtualHost(ENV_DOMAIN)` without that variable.
    pub(crate) fn open_unnamed(
        &mut self,
        env: EnvId,
        reason: &Arc<str>,
        call: Span,
        component: Option<&str>,
    ) {
        self.enter_section(env, call, &Arc::from(UNKNOWN_HOST), component);
        self.forget_current_host(env, reason);
    }

    fn set_internal(&mut self, env: EnvId, host: &Arc<str>, option: &str, value: Val, span: Span) {
        let write = Write { statement: span, name: span, value: span };
        let file = self.lender();
        self.set_option(env, Arc::clone(host), Arc::from(option), value, How::Internal, write, file);
    }

    /// `{ option = value, ... }` behind a host's name.
    fn set_all(&mut self, env: EnvId, host: &Arc<str>, table: crate::lua::TableId) {
        let fallback = self.here().span;
        let slots: Vec<_> = self.table(table).entries().cloned().collect();
        for slot in slots {
            // Keys that are no strings are stored, too, where nobody reads them.
            let Key::Str(name) = &slot.key else { continue };
            let write = slot.origin.map_or(
                Write { statement: fallback, name: fallback, value: fallback },
                |origin| Write {
                    statement: origin.entry,
                    name: Span::new(
                        origin.entry.start,
                        origin.entry.start + u32::try_from(name.len()).unwrap_or(0),
                    ),
                    value: origin.value,
                },
            );
            let option = self.prosody.option_name(&String::from_utf8_lossy(name));
            let file = slot.origin.map(|origin| origin.file);
            self.set_option(env, Arc::clone(host), option, slot.value, How::HostTable, write, file);
        }
        if !self.table(table).is_sure() {
            self.prosody.lose_track(&Arc::from("a host's options that are not all known"));
        }
    }

    fn enter_section(&mut self, env: EnvId, call: Span, host: &Arc<str>, component: Option<&str>) {
        self.leave_section(env, call.start);
        let Some(environment) = self.prosody.environment(env) else { return };
        // A loader may lend one environment to another file: the section is where the call is written.
        let here = self.location().map(|(source, ..)| source.file().id);
        let run = match self.prosody.running_file() {
            Some(running) if here == Some(running) || self.lender().is_some() => self.prosody.current_run(),
            _ => environment.run,
        };
        let Some(file) = self.prosody.runs.get(run as usize).map(|run| Arc::clone(run.source.file())) else {
            return;
        };
        let end = u32::try_from(file.text.len()).unwrap_or(u32::MAX);
        let section_of = HostSection {
            file: file.id,
            span: Span::new(call.end, end),
            call,
            host: Arc::clone(host),
            component: component.map(Arc::from),
        };
        let Some(sections) = self.prosody.runs.get_mut(run as usize).map(|run| &mut run.sections) else {
            return;
        };
        sections.push(section_of);
        let open = Some((run, sections.len() - 1));
        if let Some(environment) = self.prosody.environment_mut(env) {
            environment.section = open;
        }
    }

    /// The table form: the host is current between the braces only.
    fn close_table_section(&mut self, env: EnvId, call: Span) {
        self.leave_section(env, call.end);
    }
}

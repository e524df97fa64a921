//! Global names in a configuration file: reading and setting options.

use std::sync::Arc;

use syntax::Span;

use super::source_line::SourceLine;
use super::{EnvId, Environment, ProsodyFn, Set, UNKNOWN_HOST, Write};
use crate::FileId;
use crate::files::Source;
use crate::lua::exec::Activation;
use crate::lua::val::{Key, Native};
use crate::lua::{Flow, Machine, Run, Val};
use crate::settings::{How, OptionRead, Warning, WarningKind};
use crate::value::Proxy;

impl Machine<'_> {
    /// A fresh environment for a configuration file.
    pub(super) fn new_environment(&mut self, source: Source) -> EnvId {
        let run = self.prosody.begin_run(source.clone());
        let id = u32::try_from(self.prosody.environments.len()).unwrap_or(u32::MAX);
        self.prosody.environments.push(Environment {
            source,
            run,
            host: Arc::from("*"),
            unsure: None,
            raw: rustc_hash::FxHashMap::default(),
            seen: Some(rustc_hash::FxHashSet::default()),
            warnings: Vec::new(),
            section: None,
            handle: None,
        });
        EnvId::Config(id)
    }

    /// An environment variable of the profile.
    pub(crate) fn env_variable(&mut self, name: &str) -> Val {
        if let Some(probe) = &mut self.probe {
            probe.asked(name);
        }
        match self.profile.env.get(name) {
            Some(value) => Val::str(value),
            None if self.profile.unknown.contains(name) => Val::unknown("an environment variable"),
            None => Val::Nil,
        }
    }

    /// A global name is read.
    pub(crate) fn global(&mut self, act: &Activation, name: &str, span: Span) -> Run<Val> {
        let env = act.env.get();
        if name == "_ENV" {
            return Ok(self.environment_value(env));
        }
        match env {
            EnvId::Plain => {
                let globals = Val::Table(self.globals);
                self.index(&globals, &Val::str(name))
            }
            EnvId::Table(table) => self.index(&Val::Table(table), &Val::str(name)),
            EnvId::Nothing => Err(self.no_environment()),
            EnvId::Config(_) => self.option(env, name, act.source.file().id, span),
        }
    }

    /// `environment[key]`
    pub(crate) fn index_environment(&mut self, env: EnvId, key: &Val) -> Run<Val> {
        match (key, self.location()) {
            (Val::Str(name), Some((source, _, span))) => {
                let (name, file) = (String::from_utf8_lossy(name).into_owned(), source.file().id);
                self.option(env, &name, file, span)
            }
            _ => Ok(Val::unknown("an option whose name is not known")),
        }
    }

    /// `environment[key] = value`
    pub(crate) fn set_environment(&mut self, env: EnvId, key: &Val, value: Val) -> Run<()> {
        match key {
            Val::Str(name) => {
                let span = self.here().span;
                let write = Write { statement: span, name: span, value: span };
                self.assign_option(env, &String::from_utf8_lossy(name), value, write)
            }
            Val::Unknown(reason) => {
                self.prosody.lose_track(reason);
                Ok(())
            }
            _ => Err(self.error("attempt to concatenate a value that is no name")),
        }
    }

    /// An environment as a value.
    pub(crate) fn environment_value(&mut self, env: EnvId) -> Val {
        match env {
            EnvId::Plain => Val::Table(self.globals),
            EnvId::Table(table) => Val::Table(table),
            EnvId::Nothing => Val::Nil,
            EnvId::Config(_) => {
                if let Some(handle) = self.prosody.environment(env).and_then(|environment| environment.handle)
                {
                    return Val::Table(handle);
                }
                let handle = self.new_table();
                if let Some(table) = self.table_mut(handle) {
                    table.environment = Some(env);
                }
                if let Some(environment) = self.prosody.environment_mut(env) {
                    environment.handle = Some(handle);
                }
                // Whoever has it in hand may read and set any option from anywhere.
                self.prosody.entangled = true;
                Val::Table(handle)
            }
        }
    }

    /// A name is looked up in the environment of a configuration file.
    pub(crate) fn option(&mut self, env: EnvId, name: &str, file: FileId, span: Span) -> Run<Val> {
        if let Some(own) = self.own_name(env, name) {
            return Ok(own);
        }
        if let Some(variable) = name.strip_prefix("ENV_") {
            return Ok(self.env_variable(variable));
        }
        let global = self.raw_get(self.globals, &Key::str(name));
        if !self.profile.reads_options_back() {
            return Ok(global);
        }
        if name == "Lua" {
            return Ok(Val::Table(self.globals));
        }
        let Some(environment) = self.prosody.environment(env) else { return Ok(global) };
        let host = Arc::clone(&environment.host);
        if &*host == UNKNOWN_HOST && self.prosody.hosts.iter().any(|host| host.index.contains_key(name)) {
            return Ok(Val::unknown("an option of a host that is not known"));
        }
        let value = self.prosody.host(&host).map_or(Val::Nil, |host| host.get(name));
        if global.is_nil()
            && let Some(run) = self.prosody.run_mut()
        {
            run.reads.push(OptionRead { file, span, option: Arc::from(name), host: Arc::clone(&host) });
        }
        match value {
            Val::Nil if global.is_nil() => {
                if self.profile.warns_of_unrecognized_values() {
                    self.warn(env, SourceLine::UnrecognizedWarning, WarningKind::Unrecognized, name)?;
                }
                Ok(Val::Nil)
            }
            Val::Nil => {
                self.warn(env, SourceLine::LuaApiWarning, WarningKind::LuaApi, name)?;
                Ok(global)
            }
            Val::Table(_) => {
                let id = self.new_table();
                let option = Arc::from(name);
                if let Some(table) = self.table_mut(id) {
                    table.proxy = Some(Proxy { host, option, stripped: false });
                }
                Ok(Val::Table(id))
            }
            value => Ok(value),
        }
    }

    /// Whether a global name is an option of the current host that holds a function, asked without reading it.
    pub(crate) fn names_function(&self, env: EnvId, name: &str) -> bool {
        let host = self.prosody.environment(env).and_then(|environment| self.prosody.host(&environment.host));
        host.is_some_and(|host| matches!(host.get(name), Val::Closure(_)))
    }

    /// Prosody's own functions in a configuration's environment.
    pub(crate) fn own_name(&self, env: EnvId, name: &str) -> Option<Val> {
        let put = self.prosody.environment(env).and_then(|environment| environment.raw.get(name));
        if let Some(value) = put.filter(|value| !value.is_nil()) {
            return Some(value.clone());
        }
        let function = match name {
            "VirtualHost" | "Host" | "host" => ProsodyFn::VirtualHost(env),
            "Component" | "component" => ProsodyFn::Component(env),
            "Include" | "include" => ProsodyFn::Include(env),
            "RunScript" => ProsodyFn::RunScript(env),
            "FileContents" if self.profile.reads_options_back() => ProsodyFn::FileContents(env),
            "FileLine" if self.profile.reads_options_back() => ProsodyFn::FileLine(env),
            "FileLines" if self.profile.reads_options_back() => ProsodyFn::FileLines(env),
            "Credential" if self.profile.reads_options_back() => ProsodyFn::Credential(env),
            "__currenthost" => {
                return self
                    .prosody
                    .environment(env)
                    .map(|environment| Val::str(environment.host.as_bytes()));
            }
            _ => return None,
        };
        let environment = self.prosody.environment(env)?;
        Some(environment.raw.get(name).cloned().unwrap_or(Val::Native(Native::Prosody(function))))
    }

    /// A value is put into an environment by `rawset`: it is no option.
    pub(crate) fn put_beside(&mut self, env: EnvId, name: &str, value: Val) {
        let value = if self.depth > 0 { self.undecided() } else { value };
        if let Some(environment) = self.prosody.environment_mut(env) {
            environment.raw.insert(name.into(), value);
        }
    }

    /// A global name is assigned to.
    pub(crate) fn set_global(&mut self, act: &Activation, name: &str, value: Val, write: Write) -> Run<()> {
        match act.env.get() {
            EnvId::Plain => {
                let globals = self.globals;
                self.prosody.entangled = true;
                self.raw_set(globals, Key::str(name), value, None);
                Ok(())
            }
            EnvId::Nothing => Err(self.no_environment()),
            EnvId::Table(table) => {
                if let Some(frame) = self.top_frame_mut() {
                    frame.write = Some(write);
                }
                self.prosody.note_write(name, act.source.file().id, write);
                let result = self.set_index(&Val::Table(table), &Val::str(name), value);
                if let Some(frame) = self.top_frame_mut() {
                    frame.write = None;
                }
                result
            }
            env @ EnvId::Config(_) => self.assign_option(env, name, value, write),
        }
    }

    /// A name is assigned to in the environment of a configuration file.
    pub(crate) fn assign_option(&mut self, env: EnvId, name: &str, value: Val, write: Write) -> Run<()> {
        if self.own_name(env, name).is_some() {
            let end = write.statement.end;
            if name == "__currenthost" {
                let host = match &value {
                    Val::Str(bytes) => Arc::from(String::from_utf8_lossy(bytes)),
                    _ => Arc::from("*"),
                };
                self.leave_section(env, end);
                self.set_current_host(env, host);
            } else if let Some(environment) = self.prosody.environment_mut(env) {
                environment.raw.insert(name.into(), value);
            }
            return Ok(());
        }
        let option = self.prosody.option_name(name);
        let Some(environment) = self.prosody.environment(env) else { return Ok(()) };
        let host = Arc::clone(&environment.host);
        if self.prosody.sets_again(env, &host, &option) {
            self.warn(env, SourceLine::DuplicateWarning, WarningKind::Duplicate, name)?;
        }
        if self.profile.strips_proxies()
            && let Val::Table(id) = &value
            && let Some(proxy) = self.table_mut(*id).and_then(|table| table.proxy.as_mut())
        {
            proxy.stripped = true;
        }
        self.set_option(env, host, option, value, How::Assign, write, None);
        Ok(())
    }

    /// configmanager's `set`. `file` is where a person would say that it happens, if the caller knows.
    #[expect(clippy::too_many_arguments, reason = "what there is to know about an assignment")]
    pub(super) fn set_option(
        &mut self,
        env: EnvId,
        host: Arc<str>,
        option: Arc<str>,
        value: Val,
        how: How,
        write: Write,
        file: Option<FileId>,
    ) {
        let unsure = self.prosody.environment(env).and_then(|environment| environment.unsure.clone());
        let nameless = || (&*host == UNKNOWN_HOST).then(|| Arc::from("set on a host that is not known"));
        let condition = self.conditions.last().cloned().or(unsure).or_else(nameless);
        let location = self.location().map(|(source, line, _)| (source.file().id, line));
        // It may be any of those that have the option.
        if let Some(reason) = condition.as_ref().filter(|_| &*host == UNKNOWN_HOST) {
            self.prosody.forget_everywhere(&option, reason);
        }
        let stored =
            if let Some(reason) = &condition { Val::Unknown(Arc::clone(reason)) } else { value.clone() };
        let stored =
            if self.unordered.is_empty() { stored } else { self.order_option(&host, &option, stored) };
        if let Some(state) = self.prosody.host_mut(&host) {
            state.set(&option, stored);
        }
        let (file, write) = match (file, location) {
            (Some(file), _) => (Some(file), write),
            (None, Some((at, _))) => self.written(at, &option, write),
            (None, None) => (None, write),
        };
        self.prosody.record(Set {
            host,
            option,
            how,
            value,
            file,
            reported_in: location.map(|(file, _)| file),
            line: location.map_or(0, |(_, line)| line),
            write,
            condition,
        });
    }

    /// Where a person would say that an option is set: not in the loader's code that hands it on to Prosody, but in
    /// the file that it runs.
    fn written(&self, at: FileId, option: &str, write: Write) -> (Option<FileId>, Write) {
        let Some(running) = self.prosody.running_file() else { return (Some(at), write) };
        if running == at {
            return (Some(at), write);
        }
        if let Some(write) = self.frame_of(running).and_then(|frame| frame.write) {
            return (Some(running), write);
        }
        match self.prosody.last_write(option) {
            Some((file, write)) => (Some(file), write),
            None => (Some(at), write),
        }
    }

    /// Changes the host that a file's options are set on.
    pub(crate) fn set_current_host(&mut self, env: EnvId, host: Arc<str>) {
        if let Some(before) = self.prosody.environment(env).map(|environment| Arc::clone(&environment.host)) {
            self.order_host(env, &before, &host);
        }
        let reason = self.conditions.last().cloned();
        if let Some(environment) = self.prosody.environment_mut(env) {
            environment.host = host;
            environment.unsure = reason;
        }
    }

    /// The host that a file's options are set on is no longer known.
    pub(crate) fn forget_current_host(&mut self, env: EnvId, reason: &Arc<str>) {
        self.prosody.entangled = true;
        if let Some(environment) = self.prosody.environment_mut(env) {
            environment.host = Arc::from(UNKNOWN_HOST);
            environment.unsure = Some(Arc::clone(reason));
        }
    }

    /// Warns as configmanager does. Where Lua shortened the file's name, it does not find the line again, and
    /// fails: a path of 60 characters or more.
    fn warn(&mut self, env: EnvId, at: SourceLine, kind: WarningKind, name: &str) -> Run<()> {
        let Some(environment) = self.prosody.environment(env) else { return Ok(()) };
        let file = environment.source.shared_name();
        let Some(line) = self.line_in(&file) else {
            return Err(self.source_error(at, "bad argument #2 to 'format' (number expected, got nil)"));
        };
        let warning = Warning { kind, name: self.prosody.option_name(name), file, line, place: self.place() };
        if self.depth == 0
            && let Some(environment) = self.prosody.environment_mut(env)
        {
            environment.warnings.push(warning);
        }
        Ok(())
    }

    /// Ends the open host section of a file.
    pub(super) fn leave_section(&mut self, env: EnvId, at: u32) {
        let open = self.prosody.environment_mut(env).and_then(|environment| environment.section.take());
        if let Some(section) = open.and_then(|open| self.prosody.section_mut(open)) {
            section.span.end = at.max(section.span.start);
        }
    }

    fn no_environment(&self) -> Flow {
        self.error("attempt to index a nil value (upvalue '_ENV')").unexplained()
    }

    /// Errors that Prosody raises with `error(message, 2)`: the position of whoever called it.
    pub(super) fn caller_error(&self, message: &str) -> Flow {
        self.error_at(1, message)
    }
}

//! Files that are run by other means than `Include`: `dofile`, `RunScript`, `loadfile`, `load`, `require`.

use std::rc::Rc;
use std::sync::Arc;

use super::include::directory;
use super::{EnvId, ProsodyFn};
use crate::files::Source;
use crate::lua::exec::Activation;
use crate::lua::val::{Chunk, Key, Native};
use crate::lua::{Flow, Machine, Run, Val};
use crate::settings::LoadKind;

impl Machine<'_> {
    /// A plain Lua file, ready to run; an error if it is missing or broken.
    pub(crate) fn load_plain(&mut self, path: &[u8]) -> Run<Source> {
        let path = String::from_utf8_lossy(path).into_owned();
        let file = match self.files.source(&self.absolute(&path)) {
            Ok(file) => file,
            Err(error) => {
                return Err(self.error_at(0, &format!("cannot open {path}: {}", error.text())));
            }
        };
        self.prosody.read_otherwise.insert(file.id, Arc::clone(&file));
        if let Some(error) = file.parse.for_now().errors.first() {
            let message = format!("{}:{}: {}", crate::files::short_name(&path), error.line, error.message);
            let place = Some((file.id, error.span));
            return Err(Flow::message(&message, place));
        }
        let source = Source::new(file, &path);
        self.prosody.name_plain(&source);
        Ok(source)
    }

    /// Runs a plain Lua file in Lua's own globals, as `dofile` does.
    pub(crate) fn run_plain(&mut self, source: &Source) -> Run<Vec<Val>> {
        self.push_frame(None)?;
        let chunk = Chunk::new(source.clone(), EnvId::Plain);
        let result = self.run_chunk(&chunk, Vec::new());
        self.pop_frame();
        result
    }

    /// Runs a file as a function. In an environment of its own it counts as a file of the configuration: what it
    /// sets is what a person would look for there.
    pub(crate) fn run_chunk(&mut self, chunk: &Rc<Chunk>, args: Vec<Val>) -> Run<Vec<Val>> {
        self.refuel(chunk.source.file().id)?;
        self.prosody.entangled = true;
        let env = chunk.env.get();
        let source = chunk.source.clone();
        let file = Arc::clone(source.file());
        let act =
            Activation { source: source.clone(), env: Rc::clone(&chunk.env), varargs: args.into(), level: 0 };
        let kind = if env == EnvId::Plain { LoadKind::Script } else { LoadKind::Loader };
        let at = self.note_load(kind, source.name(), None);
        self.prosody.load_target(at, file.id);
        if kind == LoadKind::Loader {
            self.prosody.begin_run(source);
        }
        let function = Val::Native(Native::Chunk(Rc::clone(chunk)));
        let parse = file.parse.for_now();
        let result = self.run_function(&act, function, |machine| match kind {
            LoadKind::Loader => machine.chunk(&act, &parse.chunk.block),
            _ => machine.block(&act, &crate::lua::scope::Scope::default(), &parse.chunk.block),
        });
        if kind == LoadKind::Loader {
            self.prosody.end_run();
        }
        result
    }

    /// `require`: Lua modules that lie in the tree are run; of others nothing is known.
    pub(crate) fn require(&mut self, name: &str) -> Run<Val> {
        if let Some(loaded) = self.loaded.get(name) {
            return Ok(loaded.clone());
        }
        let loaded = self.package_field("loaded", name);
        if !loaded.is_nil() && !loaded.is_unknown() {
            return Ok(loaded);
        }
        let value = match name {
            // Prosody's own file of this name marks itself as loaded.
            "loader" if self.profile.reads_options_back() => Val::Bool(true),
            "lfs" => self.lfs(),
            _ => match self.raw_get(self.globals, &Key::str(name)) {
                library @ Val::Table(_) if LIBRARIES.contains(&name) => library,
                _ => match self.find_module(name) {
                    Some(source) => return self.require_file(name, &source),
                    None if self.recover && name.ends_with("core.loader") => self.layer_loader(name),
                    None => self.unseen_module(name),
                },
            },
        };
        self.loaded.insert(name.to_owned(), value.clone());
        Ok(value)
    }

    /// A Lua module that does not lie in the tree.
    fn unseen_module(&mut self, name: &str) -> Val {
        let reason: Arc<str> = Arc::from(format!("the Lua module \"{name}\""));
        if !COMPANIONS.contains(&name.split('.').next().unwrap_or(name)) {
            self.may_fail(&reason);
            self.foreign.insert(Arc::clone(&reason));
        }
        Val::Unknown(reason)
    }

    fn lfs(&mut self) -> Val {
        let lfs = self.new_table();
        for (name, function) in [
            ("dir", ProsodyFn::LfsDir),
            ("attributes", ProsodyFn::LfsAttributes),
            ("currentdir", ProsodyFn::LfsCurrentDir),
        ] {
            self.set_field(lfs, name, Val::Native(Native::Prosody(function)));
        }
        if let Some(table) = self.table_mut(lfs) {
            table.open = true;
        }
        Val::Table(lfs)
    }

    fn require_file(&mut self, name: &str, source: &Source) -> Run<Val> {
        // While it runs, a module that requires it again gets `true`.
        self.loaded.insert(name.to_owned(), Val::Bool(true));
        if let Some(error) = source.file().parse.for_now().errors.first() {
            let message = format!(
                "error loading module '{name}' from file '{}':\n\t{}:{}: {}",
                source.name(),
                source.short_name(),
                error.line,
                error.message
            );
            return Err(self.error(&message));
        }
        self.push_frame(None)?;
        let chunk = Chunk::new(source.clone(), EnvId::Plain);
        let values = self.run_chunk(&chunk, vec![Val::str(name), Val::str(source.name())]);
        self.pop_frame();
        let value = match values?.into_iter().next() {
            Some(value) if !value.is_nil() => value,
            _ => {
                let set = self.package_field("loaded", name);
                if set.is_nil() || set.is_unknown() { Val::Bool(true) } else { set }
            }
        };
        if let Val::Table(loaded) = self.package_field_of("loaded") {
            self.raw_set(loaded, Key::str(name), value.clone(), None);
        }
        self.loaded.insert(name.to_owned(), value.clone());
        Ok(value)
    }

    /// The file of a Lua module: where `package.path` says, otherwise beside the entry file. Somebody who requires
    /// it has made it reachable (`LUA_PATH` of the service), or nothing would load.
    fn find_module(&mut self, name: &str) -> Option<Source> {
        let path = match self.package_field_of("path") {
            Val::Str(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            _ => String::new(),
        };
        let file = name.replace('.', "/");
        let entry = self.prosody.entry_directory();
        let usual = [format!("{entry}?.lua"), format!("{entry}?/init.lua")];
        let environment = match self.env_variable("LUA_PATH") {
            Val::Str(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            _ => String::new(),
        };
        let known = path.split(';').chain(environment.split(';')).chain(["./?.lua"]);
        let templates = known.map(str::to_owned).chain(usual);
        let candidates: Vec<String> = templates
            .filter(|template| template.contains('?') && !template.contains('\0'))
            .map(|template| template.replace('?', &file))
            .collect();
        for candidate in candidates {
            if let Ok(file) = self.files.source(&self.absolute(&candidate)) {
                self.prosody.read_otherwise.insert(file.id, Arc::clone(&file));
                let source = Source::new(file, &candidate);
                self.prosody.name_plain(&source);
                return Some(source);
            }
        }
        None
    }

    fn package_field_of(&self, field: &str) -> Val {
        match self.table(self.globals).get(&Key::str("package")) {
            Val::Table(package) => self.table(package).get(&Key::str(field)),
            _ => Val::Nil,
        }
    }

    fn package_field(&self, field: &str, name: &str) -> Val {
        match self.package_field_of(field) {
            Val::Table(table) => self.table(table).get(&Key::str(name)),
            _ => Val::Nil,
        }
    }

    /// The directory of the file that is running, for functions that Prosody gives to a configuration.
    pub(super) fn config_dir(&self, env: EnvId) -> String {
        self.prosody.environment(env).map_or_else(String::new, |env| directory(env.source.name()).to_owned())
    }
}

/// Modules, and packages of them, without which Prosody does not run: they are there, and configure nothing.
const COMPANIONS: [&str; 9] = ["core", "ltn12", "lxp", "mime", "net", "prosody", "socket", "ssl", "util"];

/// Lua's own libraries, which `require` knows.
const LIBRARIES: [&str; 8] = ["coroutine", "debug", "io", "math", "os", "package", "string", "table"];

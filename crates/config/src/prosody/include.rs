//! `Include`: loading further configuration files.

use std::rc::Rc;
use std::sync::Arc;

use syntax::{Parse, Span};

use super::source_line::SourceLine;
use super::{EnvId, Prosody};
use crate::ahead::Ahead;
use crate::files::{IoError, Source};
use crate::lua::call::Caught;
use crate::lua::exec::Activation;
use crate::lua::frames::Site;
use crate::lua::val::{Chunk, Native};
use crate::lua::{Flow, LuaError, Machine, Run, Val};
use crate::settings::{IncludeSite, LoadKind, Warning};
use crate::{FileId, SourceFile};

/// A file this deep inside other files makes Lua's C stack overflow: each include calls through C (measured).
const MAX_INCLUDES: usize = 195;

/// For so many files at once it pays to parse ahead.
const MANY: usize = 8;

/// `util.paths.resolve_relative_path`.
pub(crate) fn resolve(parent: &str, path: &str) -> String {
    let parent = parent.trim_end_matches('/');
    let path = match path.strip_prefix("./") {
        Some(rest) => rest.trim_start_matches('/'),
        None => path,
    };
    if path.starts_with('/') { path.to_owned() } else { format!("{parent}/{path}") }
}

/// Whether a file name matches a pattern in which `*` stands for any bytes and `?` for one.
pub fn glob_matches(pattern: &[u8], name: &[u8]) -> bool {
    let (mut p, mut n) = (0, 0);
    let mut star = None;
    while n < name.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, n));
                p += 1;
            }
            Some(&byte) if byte == b'?' || Some(&byte) == name.get(n) => {
                p += 1;
                n += 1;
            }
            _ => match star {
                Some((star_p, star_n)) => {
                    star = Some((star_p, star_n + 1));
                    (p, n) = (star_p + 1, star_n + 1);
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(p).all(|&byte| byte == b'*')
}

/// A path's directory with its slash: what remains when the last component is cut off.
pub(crate) fn directory(path: &str) -> &str {
    path.rfind('/').and_then(|slash| path.get(..=slash)).unwrap_or_default()
}

/// What Lua says of a file that it can't parse: line, message, place.
///
/// Prosody hands Lua the text, not the file: what Lua's file loader skips at the beginning, a byte order mark or a
/// line for the shell, is an error there.
fn syntax_error<'p>(file: &SourceFile, parse: &'p Parse) -> Option<(u32, &'p str, syntax::Span)> {
    if file.text.starts_with(b"\xEF\xBB\xBF") {
        return Some((1, r"unexpected symbol near '<\239>'", syntax::Span::new(0, 3)));
    }
    if file.text.starts_with(b"#") {
        return Some((1, "unexpected symbol near '#'", syntax::Span::new(0, 1)));
    }
    parse.errors.first().map(|error| (error.line, error.message.as_str(), error.span))
}

impl Machine<'_> {
    /// Runs a configuration file: `parser.load`. An error inside is returned, not raised.
    pub(crate) fn load_config(&mut self, source: &Source) -> Run<Result<Vec<Warning>, Box<LuaError>>> {
        let file = Arc::clone(source.file());
        self.refuel(file.id)?;
        self.prosody.files_started.push(file.id);
        if self.prosody.files_started.len() - self.prosody.files_ended >= MAX_INCLUDES {
            return match self.source_error(SourceLine::SetOption, "C stack overflow") {
                Flow::Error(error) => Ok(Err(error)),
                flow @ Flow::OutOfFuel => Err(flow),
            };
        }
        let env = self.new_environment(source.clone());
        let result = self.run_started(source, &file, env);
        self.prosody.end_run();
        self.prosody.files_ended += 1;
        result
    }

    fn run_started(
        &mut self,
        source: &Source,
        file: &SourceFile,
        env: EnvId,
    ) -> Run<Result<Vec<Warning>, Box<LuaError>>> {
        let parse = file.parse.for_now();
        if let Some((line, text, span)) = syntax_error(file, &parse) {
            let message = format!("{}:{line}: {text}", source.short_name());
            let place = Some((file.id, span));
            let error = Box::new(LuaError {
                value: Val::str(message),
                place,
                crash: false,
                complete: true,
                argument: None,
            });
            if !self.recover {
                return Ok(Err(error));
            }
            self.errors.push((self.prosody.current_run(), error));
        }
        match self.run_config(source, env)? {
            Ok(()) => {}
            Err(error) => return Ok(Err(error)),
        }
        self.prosody.files_completed.push(file.id);
        self.prosody.forget_seen(env);
        Ok(Ok(self
            .prosody
            .environment_mut(env)
            .map(|env| std::mem::take(&mut env.warnings))
            .unwrap_or_default()))
    }

    fn run_config(&mut self, source: &Source, env: EnvId) -> Run<Result<(), Box<LuaError>>> {
        let chunk = Chunk::new(source.clone(), env);
        let act = Activation {
            source: source.clone(),
            env: Rc::clone(&chunk.env),
            varargs: Rc::from([]),
            level: 0,
        };
        let file = Arc::clone(source.file());
        if self.stack_height() == 0 {
            self.push_own_frame(SourceLine::LoadEntry.number(self.profile))?;
        }
        self.push_own_frame(SourceLine::RunChunk.number(self.profile))?;
        let parse = file.parse.for_now();
        let result = self.protected(|machine| {
            let function = Val::Native(Native::Chunk(chunk));
            machine.run_function(&act, function, |machine| machine.chunk(&act, &parse.chunk.block))
        })?;
        self.pop_frame();
        Ok(match result {
            Caught::Error(error) => Err(error),
            Caught::Unsure => {
                self.may_fail(&Arc::from("whether an included file fails is not known"));
                Ok(())
            }
            Caught::Values(_) => Ok(()),
        })
    }

    pub(super) fn include(&mut self, env: EnvId, argument: &Val, site: Site) -> Run<Vec<Val>> {
        let text = if let Val::Str(bytes) = argument { Some(bytes) } else { None };
        let Some(pattern) = text else {
            if let Val::Unknown(reason) = argument {
                let reason = Arc::from(format!("a file is included whose name is not known: {reason}"));
                self.prosody.lose_track(&reason);
                return Ok(vec![Val::Unknown(reason)]);
            }
            let message = format!("attempt to index a {} value (local 'file')", argument.type_name());
            return Err(self.source_error(SourceLine::IncludeArgument, &message));
        };
        let pattern = String::from_utf8_lossy(pattern).into_owned();
        let Some(source) = self.prosody.environment(env).map(|environment| environment.source.clone()) else {
            return Ok(vec![]);
        };
        let wildcard = pattern.contains(['*', '?']);
        let at = self.note_load(LoadKind::Include, &pattern, Some(site));
        if wildcard {
            self.include_all(env, source.name(), &pattern, at)?;
            return Ok(vec![]);
        }
        self.include_one(env, &resolve(directory(source.name()), &pattern), at)?;
        Ok(vec![Val::unknown("an open file"), Val::Nil])
    }

    /// Records in the innermost run that it loads something; the number of the record. All that one call of a
    /// loader loads is one record.
    pub(super) fn note_load(&mut self, kind: LoadKind, pattern: &str, site: Option<Site>) -> usize {
        let here = self.location().map(|(source, ..)| source.file().id);
        let Some(file) = self.prosody.running_file() else { return 0 };
        let is_direct = here == Some(file);
        let call = self.frame_of(file).and_then(|frame| frame.call);
        let span = match (call, site) {
            (Some((call, arguments)), Some(site)) if !is_direct || call == site.span => arguments,
            (_, Some(site)) if is_direct => site.span,
            (Some((_, arguments)), None) => arguments,
            _ => self.frame_of(file).map_or_else(Span::default, |frame| frame.span),
        };
        let kind = if is_direct || kind == LoadKind::Script { kind } else { LoadKind::Loader };
        let Some(run) = self.prosody.run_mut() else { return 0 };
        let same = |include: &IncludeSite| include.span == span && include.kind == kind && !is_direct;
        if let Some(at) = run.includes.iter().rposition(same) {
            return at;
        }
        run.includes.push(IncludeSite {
            file,
            span,
            kind,
            pattern: pattern.to_owned(),
            targets: Vec::new(),
            wildcard: pattern.contains(['*', '?']),
            missing: None,
        });
        run.includes.len() - 1
    }

    /// Every file that matches, in the order in which the directory lists them.
    fn include_all(&mut self, env: EnvId, includer: &str, pattern: &str, at: usize) -> Run<()> {
        let (path, glob) = pattern.rsplit_once('/').unwrap_or(("", pattern));
        let path =
            if path.is_empty() { directory(includer).to_owned() } else { resolve(directory(includer), path) };
        let names = match self.files.list(&path) {
            Ok(names) => names,
            Err(IoError::Outside) => {
                self.prosody
                    .lose_track(&Arc::from(format!("files that can't be read here are included: {pattern}")));
                return Ok(());
            }
            Err(error) => {
                self.prosody.missing(at, &path);
                let message = format!("cannot open {path}: {}", error.text());
                return Err(self.source_error(SourceLine::IncludeDirectory, &message));
            }
        };
        let matches =
            |name: &String| !name.starts_with('.') && glob_matches(glob.as_bytes(), name.as_bytes());
        let paths: Vec<String> =
            names.iter().filter(|name| matches(name)).map(|name| format!("{path}/{name}")).collect();
        // What can't be had is told when it is its turn.
        let mut ahead = (paths.len() >= MANY)
            .then(|| Ahead::new(paths.iter().filter_map(|path| self.files.source(path).ok()).collect()));
        for (number, path) in paths.iter().enumerate() {
            if let Some(ahead) = &mut ahead {
                ahead.reach(number);
            }
            self.push_own_frame(SourceLine::IncludeMatch.number(self.profile))?;
            self.include_one(env, path, at)?;
            self.pop_frame();
        }
        Ok(())
    }

    pub(super) fn include_one(&mut self, env: EnvId, path: &str, at: usize) -> Run<()> {
        let file = match self.files.source(path) {
            Ok(file) => file,
            Err(IoError::Outside) => {
                self.prosody
                    .lose_track(&Arc::from(format!("a file that can't be read here is included: {path}")));
                return Ok(());
            }
            // Lua opens directories like files, and reads nothing from them.
            Err(IoError::IsDirectory) => {
                self.prosody.missing(at, path);
                let line = if self.profile.reads_options_back() { 13 } else { 31 };
                return Err(self.error_at(
                    0,
                    &format!(
                        "/usr/lib/prosody/util/envload.lua:{line}: bad argument #1 to 'load' (function expected, got nil)"
                    ),
                ));
            }
            Err(error) => {
                self.prosody.missing(at, path);
                return Err(
                    self.error_at(0, &format!("Error loading included {path}: {path}: {}", error.text()))
                );
            }
        };
        self.prosody.load_target(at, file.id);
        let source = Source::new(file, path);
        // Prosody's own functions stand between the two files on the call stack.
        self.push_own_frame(SourceLine::IncludeLoad.number(self.profile))?;
        let result = stacker::maybe_grow(256 * 1024, 4 * 1024 * 1024, || self.load_config(&source));
        self.pop_frame();
        match result? {
            Ok(warnings) => {
                if let Some(environment) = self.prosody.environment_mut(env) {
                    environment.warnings.extend(warnings);
                }
                Ok(())
            }
            // Prosody takes every error for a message.
            Err(error) => Err(match &error.value {
                Val::Str(_) | Val::Unknown(_) => Flow::Error(error),
                Val::Table(_) => {
                    self.source_error(SourceLine::IncludeError, "attempt to call a nil value (method 'gsub')")
                }
                value => self.source_error(
                    SourceLine::IncludeError,
                    &format!("attempt to index a {} value (local 'err')", value.type_name()),
                ),
            }),
        }
    }
}

impl Prosody {
    /// Says that a load found a file.
    pub(super) fn load_target(&mut self, at: usize, file: FileId) {
        self.load = Some(at);
        if let Some(include) = self.run_mut().and_then(|run| run.includes.get_mut(at)) {
            include.targets.push(file);
        }
    }

    fn missing(&mut self, at: usize, path: &str) {
        if let Some(include) = self.run_mut().and_then(|run| run.includes.get_mut(at)) {
            include.missing = Some(path.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_resolve_as_in_prosody() {
        for (parent, path, expected) in [
            ("/etc/prosody/", "conf.d/a.lua", "/etc/prosody/conf.d/a.lua"),
            ("/etc/prosody/", "./a.lua", "/etc/prosody/a.lua"),
            ("/etc/prosody/", ".//a.lua", "/etc/prosody/a.lua"),
            ("/etc/prosody/", "/srv/a.lua", "/srv/a.lua"),
            ("/etc/prosody/", "../a.lua", "/etc/prosody/../a.lua"),
        ] {
            assert_eq!(resolve(parent, path), expected);
        }
    }

    #[test]
    fn globs_match_whole_names() {
        for (pattern, name, expected) in [
            ("*.cfg.lua", "a.cfg.lua", true),
            ("*.cfg.lua", "a.cfg.lua.bak", false),
            ("?.lua", "ab.lua", false),
            ("*a*b", "xaxxb", true),
            ("a.lua", "aXlua", false),
            ("*", "", true),
        ] {
            assert_eq!(glob_matches(pattern.as_bytes(), name.as_bytes()), expected, "{pattern} {name}");
        }
    }
}

//! The rest of the file system: `RunScript`, `FileContents` and its like, `lfs`.

use std::sync::Arc;

use super::EnvId;
use super::include::resolve;
use super::source_line::SourceLine;
use crate::files::IoError;
use crate::lua::val::Rows;
use crate::lua::{Flow, Machine, Run, Val, lib_read_as, ops_text};

impl Machine<'_> {
    /// A path as the process sees it: relative ones lie in its working directory.
    pub(crate) fn absolute(&self, path: &str) -> String {
        if path.starts_with('/') {
            return path.to_owned();
        }
        let cwd = self.profile.cwd.as_deref().map_or("/".into(), |cwd| cwd.to_string_lossy());
        format!("{}/{path}", cwd.trim_end_matches('/'))
    }

    /// A file's bytes.
    pub(crate) fn read_file(&mut self, path: &str) -> Result<Arc<[u8]>, IoError> {
        let path = self.absolute(path);
        let file = self.files.source(&path)?;
        self.prosody.read_otherwise.insert(file.id, Arc::clone(&file));
        Ok(Arc::clone(&file.text))
    }

    pub(super) fn run_script(&mut self, env: EnvId, argument: &Val) -> Run<Vec<Val>> {
        let Some(path) = ops_text(argument) else {
            return Ok(vec![Val::unknown("a script whose name is not known")]);
        };
        let path = resolve(&self.config_dir(env), &String::from_utf8_lossy(&path));
        let source = self.load_plain(path.as_bytes())?;
        self.run_plain(&source)
    }

    /// `FileContents` and `FileLine`.
    pub(super) fn file_reader(&mut self, env: EnvId, args: &[Val], mode: &str) -> Run<Vec<Val>> {
        if let Some(unknown) = args.iter().find(|value| value.is_unknown()) {
            return Ok(vec![unknown.clone()]);
        }
        let Some(name) = args.first().and_then(ops_text) else {
            return Ok(vec![Val::unknown("a file whose name is not known")]);
        };
        let path = resolve(&self.config_dir(env), &String::from_utf8_lossy(&name));
        let format = match args.get(1) {
            Some(value @ (Val::Str(_) | Val::Int(_))) => value.clone(),
            _ => Val::str(mode),
        };
        match self.read_file(&path) {
            Ok(text) => match lib_read_as(&text, &format).0 {
                // Lua has no message where there is nothing to read.
                Val::Nil => Err(Flow::error(Val::Nil, self.place())),
                value => Ok(vec![value]),
            },
            Err(IoError::Outside) => Ok(vec![Val::unknown(format!("the contents of {path}"))]),
            Err(error) => Err(self.caller_error(&format!("{path}: {}", error.text()))),
        }
    }

    pub(super) fn file_lines(&mut self, env: EnvId, argument: &Val) -> Run<Vec<Val>> {
        let Some(name) = ops_text(argument) else {
            return Ok(vec![Val::unknown("a file whose name is not known")]);
        };
        let path = resolve(&self.config_dir(env), &String::from_utf8_lossy(&name));
        match self.read_file(&path) {
            Ok(text) => {
                let mut lines: Vec<Val> = text.split(|&byte| byte == b'\n').map(Val::str).collect();
                if text.last().is_none_or(|&byte| byte == b'\n') {
                    lines.pop();
                }
                Ok(vec![self.list(lines)])
            }
            Err(IoError::Outside) => Ok(vec![Val::unknown(format!("the lines of {path}"))]),
            Err(error) => Err(self.source_error(
                SourceLine::FileLines,
                &format!("cannot open file '{path}' ({})", error.text()),
            )),
        }
    }

    /// `Credential "name"`: a file of `$CREDENTIALS_DIRECTORY`, which only a service manager knows.
    pub(super) fn credential(&mut self, args: &[Val]) -> Run<Vec<Val>> {
        match self.env_variable("CREDENTIALS_DIRECTORY") {
            Val::Str(directory) => {
                let Some(name) = args.first().and_then(ops_text) else {
                    return Ok(vec![Val::unknown("a credential whose name is not known")]);
                };
                let path = resolve(&String::from_utf8_lossy(&directory), &String::from_utf8_lossy(&name));
                match self.read_file(&path) {
                    Ok(text) => Ok(vec![Val::Str(text)]),
                    Err(_) => Ok(vec![Val::unknown("a credential")]),
                }
            }
            // An editor can't know what the service manager will provide.
            _ if self.recover || self.profile.process_type.as_deref() == Some("prosodyctl") => {
                Ok(vec![Val::unknown("a credential")])
            }
            _ => Err(self.caller_error(
                "Credential() requires the $CREDENTIALS_DIRECTORY environment variable to be set",
            )),
        }
    }

    pub(super) fn lfs_dir(&mut self, args: &[Val]) -> Run<Vec<Val>> {
        let Some(path) = args.first().and_then(ops_text) else {
            return Ok(vec![Val::unknown("the files of a directory that is not known")]);
        };
        let path = String::from_utf8_lossy(&path).into_owned();
        match self.files.list(&self.absolute(&path)) {
            Ok(names) => {
                Ok(vec![Rows::iterator(names.into_iter().map(|name| vec![Val::str(name)]).collect())])
            }
            Err(IoError::Outside) => Ok(vec![Val::unknown(format!("the files in {path}"))]),
            Err(error) => Err(self.error(&format!("cannot open {path}: {}", error.text()))),
        }
    }

    pub(super) fn lfs_attributes(&mut self, args: &[Val]) -> Vec<Val> {
        let Some(path) = args.first().and_then(ops_text) else {
            return vec![Val::unknown("a file that is not known")];
        };
        let path = self.absolute(&String::from_utf8_lossy(&path));
        let mode = if self.files.is_dir(&path) {
            "directory"
        } else {
            match self.files.source(&path) {
                Ok(_) => "file",
                // What is not in the tree may still exist where it is deployed: certificates, sockets.
                Err(_) => return vec![Val::unknown(format!("whether {path} exists"))],
            }
        };
        match args.get(1) {
            Some(Val::Str(name)) if &**name == b"mode" => vec![Val::str(mode)],
            Some(Val::Str(_)) => vec![Val::unknown("a file's attribute")],
            _ => {
                let table = self.new_table();
                self.set_field(table, "mode", Val::str(mode));
                if let Some(table) = self.table_mut(table) {
                    table.open = true;
                }
                vec![Val::Table(table)]
            }
        }
    }

    /// `lfs.currentdir()`
    pub(super) fn current_dir(&self) -> Val {
        self.profile
            .cwd
            .as_deref()
            .map_or_else(|| Val::str("/"), |cwd| Val::str(cwd.to_string_lossy().as_bytes()))
    }
}

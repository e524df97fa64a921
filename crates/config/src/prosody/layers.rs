//! The loader that layered layouts name, where the tree does not bring its own: Prosody fails, but an editor can go on
//! with what the loader is meant to do. Each file is included as it is, in sorted order.

use std::sync::Arc;

use super::include::resolve;
use super::{EnvId, LayerCall, ProsodyFn};
use crate::lua::val::Native;
use crate::lua::{Flow, Machine, Run, Val, ops_text};
use crate::settings::LoadKind;

/// Directories nested deeper hold no layers.
const MAX_DEPTH: usize = 8;

/// The policies that environment variables choose.
const POLICIES: [(&str, [&str; 2]); 4] = [
    ("PROSODY_SECURITY_LEVEL", ["policies/security-levels", "policies/security"]),
    ("PROSODY_PERFORMANCE_TIER", ["policies/performance-tiers", "policies/performance"]),
    ("PROSODY_COMPLIANCE", ["policies/compliance", "policies/compliance"]),
    ("PROSODY_DATA_GOVERNANCE", ["policies/data-governance", "policies/data-governance"]),
];

impl Machine<'_> {
    /// What `require` gives for the loader; that it is missing is an error that evaluation goes on behind.
    pub(super) fn layer_loader(&mut self, name: &str) -> Val {
        if let Flow::Error(error) = self.error(&format!("module '{name}' not found")) {
            self.errors.push((self.prosody.current_run(), error));
        }
        let loader = self.new_table();
        for (name, call) in [
            ("load_directory", LayerCall::Directory),
            ("load_client_optimizations", LayerCall::Clients),
            ("load_usecase", LayerCall::UseCase),
            ("load_environment", LayerCall::Environment),
            ("apply_policies", LayerCall::Policies),
        ] {
            self.set_field(loader, name, Val::Native(Native::Prosody(ProsodyFn::Layers(call))));
        }
        for (field, variable) in
            [("use_case", "PROSODY_USECASE"), ("client_optimizations", "PROSODY_CLIENT_OPTS")]
        {
            let value = self.env_variable(variable);
            if let Val::Table(prosody) = self.raw_get(self.globals, &crate::lua::Key::str("prosody")) {
                self.set_field(prosody, field, value);
            }
        }
        Val::Table(loader)
    }

    /// Loads what one call of the loader stands for.
    pub(super) fn load_layers(&mut self, call: LayerCall, argument: &Val) -> Run<()> {
        if let Val::Unknown(reason) = argument {
            self.prosody.lose_track(&Arc::clone(reason));
            return Ok(());
        }
        let name = ops_text(argument).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        match (call, name) {
            (LayerCall::Directory, Some(path)) => self.load_layer(&path),
            (LayerCall::Clients, Some(list)) => list
                .split(',')
                .map(str::trim)
                .try_for_each(|name| self.load_layer(&format!("clients/{name}"))),
            (LayerCall::UseCase, Some(name)) => self.load_layer(&format!("usecases/{name}")),
            (LayerCall::Environment, Some(name)) => self.load_layer(&format!("environments/{name}")),
            (LayerCall::Policies, _) => {
                for (variable, folders) in POLICIES {
                    if let Some(name) = ops_text(&self.env_variable(variable)) {
                        let name = String::from_utf8_lossy(&name).into_owned();
                        let root = self.prosody.entry_directory();
                        let folder = folders
                            .into_iter()
                            .find(|folder| self.files.is_dir(&resolve(&root, folder)))
                            .unwrap_or_default();
                        self.load_layer(&format!("{folder}/{name}"))?;
                    }
                }
                Ok(())
            }
            (_, None) => Ok(()),
        }
    }

    /// A directory, or the file of that name.
    fn load_layer(&mut self, path: &str) -> Run<()> {
        let root = self.prosody.entry_directory();
        let whole = resolve(&root, path);
        let file = format!("{whole}.cfg.lua");
        let mut files = Vec::new();
        if self.files.is_dir(&whole) {
            self.layer_files(&whole, 0, &mut files);
        } else if self.files.source(&file).is_ok() {
            files.push(file);
        } else {
            return Err(self.error(&format!("there is no '{path}'")));
        }
        let Some(env) = self.prosody.running_environment() else { return Ok(()) };
        let at = self.note_load(LoadKind::Loader, path, None);
        for file in files {
            self.include_one(env, &file, at)?;
        }
        Ok(())
    }

    /// The configuration files below a directory, sorted.
    fn layer_files(&self, path: &str, depth: usize, out: &mut Vec<String>) {
        let mut names = self.files.list(path).unwrap_or_default();
        names.sort_unstable();
        for name in names.into_iter().filter(|name| !name.starts_with('.')) {
            let inner = format!("{path}/{name}");
            if name.ends_with(".cfg.lua") {
                out.push(inner);
            } else if depth < MAX_DEPTH && self.files.is_dir(&inner) {
                self.layer_files(&inner, depth + 1, out);
            }
        }
    }
}

impl super::Prosody {
    /// The environment that Prosody made for the innermost run.
    fn running_environment(&self) -> Option<EnvId> {
        let run = *self.running.last()?;
        let at = self.environments.iter().rposition(|environment| environment.run == run)?;
        u32::try_from(at).ok().map(EnvId::Config)
    }
}

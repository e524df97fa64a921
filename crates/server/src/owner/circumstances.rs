//! What the owner is told about the client: what it can, which folders it has open, how it is set up.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value;
use tower_lsp_server::ls_types::{InitializeParams, Registration};

use super::Owner;
use crate::capabilities::ClientFeatures;
use crate::refresh::Shown;
use crate::settings::{self, Settings};
use crate::{from_proto, watch};

/// How long the first findings wait for the client's settings, so that none flash up that the settings rule out.
const SETTINGS_GRACE: Duration = Duration::from_millis(500);

/// How long a client that asks for the findings of documents has to ask for those of the whole workspace, too. None says
/// whether it does; if it does not, it is sent them.
const WORKSPACE_GRACE: Duration = Duration::from_secs(3);

impl Owner {
    pub(super) fn initialize(&mut self, params: InitializeParams) {
        self.features = Arc::new(ClientFeatures::new(&params.capabilities));
        self.folders = from_proto::folders(&params);
        self.set_folders();
        self.options = params.initialization_options.unwrap_or_default();
        self.read_settings(&self.options.clone());
        // Nothing can be shown before the client is ready.
        self.unchecked = false;
    }

    pub(super) fn initialized(&mut self) {
        let mut registrations = Vec::new();
        if self.features.watched_files {
            registrations.push(watch::registration());
        }
        if self.features.configuration_registration {
            registrations.push(Registration {
                id: "configuration".to_owned(),
                method: "workspace/didChangeConfiguration".to_owned(),
                register_options: Some(serde_json::json!({ "section": settings::SECTION })),
            });
        }
        self.client.register(registrations);
        if self.features.pulls {
            self.workspace_grace = Some(Instant::now() + WORKSPACE_GRACE);
        }
        if self.features.configuration {
            self.grace = Some(Instant::now() + SETTINGS_GRACE);
            self.client.pull_settings();
        }
        self.unchecked = true;
    }

    pub(super) fn set_folders(&mut self) {
        self.workspace.set_roots(self.folders.clone());
        self.invalidate();
    }

    /// Takes what the client says of our section; it lies over the options of `initialize`.
    pub(super) fn set_settings(&mut self, value: Value) {
        let section = match value {
            Value::Object(mut object) => object.remove(settings::SECTION).unwrap_or(Value::Object(object)),
            value => value,
        };
        let options = self.options.get(settings::SECTION).unwrap_or(&self.options).clone();
        self.read_settings(&settings::merge(options, section));
    }

    pub(super) fn read_settings(&mut self, value: &Value) {
        let (settings, problems) = Settings::read(value, self.folders.first().map(PathBuf::as_path));
        if settings != self.settings {
            if settings.profile != self.settings.profile {
                self.workspace.set_profile(settings.profile.clone());
            }
            if settings.hidden != self.settings.hidden {
                self.refreshes.plan(&self.features.refreshes);
            }
            if settings.workspace_diagnostics != self.settings.workspace_diagnostics && self.features.pulls {
                self.refreshes.plan(&[Shown::Findings]);
            }
            if settings.entry != self.settings.entry {
                self.workspace.set_entry(settings.entry.clone());
            }
            self.settings = settings;
            self.workspace.choose_profile(self.profile());
            self.invalidate();
        }
        if !problems.is_empty() && problems != self.problems {
            self.client.warn(format!("prosody-ls settings: {}", problems.join("; ")));
        }
        self.problems = problems;
    }
}

//! The owner: the one thread that has the state.
//!
//! It applies what it is told in order. For a question it brings the snapshot up to date and hands it to a worker.
//! When there is nothing left to be told, it sees to the findings.

mod circumstances;
mod waits;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::Instant;

use config::{Snapshot, Workspace};
use ide::Analysis;
use serde_json::Value;
use tower_lsp_server::jsonrpc::Error;
use tower_lsp_server::ls_types::{
    DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
};

use crate::capabilities::ClientFeatures;
use crate::client::ClientLink;
use crate::custom;
use crate::diagnostics::{Diagnostics, Wanted};
use crate::documents::Documents;
use crate::event::{Event, Status};
use crate::memory::Memory;
use crate::pool::{Pool, Urgency};
use crate::refresh::{Refreshes, Shown};
use crate::settings::Settings;
use crate::view::View;
use crate::{from_proto, offer, watch};

/// All state of a session.
#[expect(clippy::struct_excessive_bools, reason = "these are independent facts, not a state")]
pub(crate) struct Owner {
    events: Receiver<Event>,
    client: ClientLink,
    pool: Pool,
    features: Arc<ClientFeatures>,
    documents: Documents,
    diagnostics: Diagnostics,
    folders: Vec<PathBuf>,
    /// `initializationOptions`; what the client says later lies over them.
    options: Value,
    settings: Settings,
    problems: Vec<String>,
    workspace: Workspace,
    snapshot: Arc<Snapshot>,
    memory: Arc<Memory>,
    refreshes: Refreshes,
    /// Whether the client shows documents of ours.
    shows_texts: bool,
    /// Whether the client asks for the findings of all files: once it has, they are not sent.
    pulls_workspace: bool,
    /// Until when the client may ask for them for the first time.
    workspace_grace: Option<Instant>,
    /// Whether the snapshot is older than the workspace.
    stale: bool,
    /// Whether the files were read once.
    indexed: bool,
    /// Whether findings may be out of date.
    unchecked: bool,
    /// When configurations are to be read under all their profiles, if nothing changes until then.
    survey_due: Option<Instant>,
    /// Whether somebody does so.
    surveying: bool,
    /// Until when the settings are waited for.
    grace: Option<Instant>,
    /// The profile that was chosen by hand.
    chosen: Option<String>,
    /// Whether the client knows requests of our own: it then wants to hear that their answers have changed.
    knows_us: bool,
}

impl Owner {
    pub(crate) fn new(events: Receiver<Event>, client: ClientLink) -> Self {
        Self {
            events,
            client,
            pool: Pool::new(),
            features: Arc::default(),
            documents: Documents::default(),
            diagnostics: Diagnostics::default(),
            folders: Vec::new(),
            options: Value::Null,
            settings: Settings::default(),
            problems: Vec::new(),
            workspace: Workspace::new(),
            snapshot: Arc::default(),
            memory: Arc::default(),
            refreshes: Refreshes::default(),
            shows_texts: false,
            pulls_workspace: false,
            workspace_grace: None,
            stale: false,
            indexed: false,
            unchecked: false,
            survey_due: None,
            surveying: false,
            grace: None,
            chosen: None,
            knows_us: false,
        }
    }

    /// The name of the profile to read trees under: chosen by hand, or by the settings.
    fn profile(&self) -> Option<String> {
        self.chosen.clone().or_else(|| self.settings.profile_name.clone())
    }

    /// Runs until the session is over.
    pub(crate) fn run(mut self) {
        while let Some(event) = self.next_event() {
            if matches!(event, Event::Exit) {
                return;
            }
            if catch_unwind(AssertUnwindSafe(|| self.handle(event))).is_err() {
                tracing::error!("an event panicked");
            }
        }
    }

    fn handle(&mut self, event: Event) {
        match event {
            Event::Initialize(params, answer) => {
                self.initialize(*params);
                drop(answer.send(offer::offer(&self.features)));
            }
            Event::Initialized => self.initialized(),
            Event::Open(params) => self.open(params),
            Event::Change(params) => self.change(params),
            Event::Save(params) => self.suspect(from_proto::path(&params.text_document.uri)),
            Event::Close(params) => self.close(&params),
            Event::Watched(changes) => {
                let paths: Vec<_> = changes.iter().map(|change| from_proto::path(&change.uri)).collect();
                self.touch(&paths);
            }
            Event::Folders(change) => {
                let removed: Vec<_> = change.removed.iter().map(|f| from_proto::path(&f.uri)).collect();
                self.folders.retain(|folder| !removed.contains(folder));
                self.folders.extend(change.added.iter().map(|f| from_proto::path(&f.uri)));
                self.set_folders();
            }
            Event::Configuration(_) if self.features.configuration => self.client.pull_settings(),
            Event::Configuration(value) => self.set_settings(value),
            Event::Settings(value) => {
                self.grace = None;
                if let Some(value) = value {
                    self.set_settings(value);
                }
            }
            Event::ChooseProfile(name) => {
                self.chosen = name;
                self.workspace.choose_profile(self.profile());
                self.invalidate();
            }
            Event::Query(query) => {
                self.knows_us |= custom::METHODS.contains(&query.method);
                if query.method == "workspace/diagnostic" && !self.pulls_workspace {
                    self.pulls_workspace = true;
                    self.workspace_grace = None;
                    self.unchecked |= self.settings.workspace_diagnostics;
                }
                let view = self.view();
                tracing::debug!(method = query.method, "request");
                self.pool.run(Urgency::Urgent, move || (query.run)(&view));
            }
            Event::Warn(message) => self.client.warn(message),
            Event::Text(uri, answer) => {
                let text = self.documents.text(&from_proto::path(&uri));
                let text = text.map(|text| String::from_utf8_lossy(text).into_owned());
                drop(answer.send(text.ok_or_else(|| Error::invalid_params("not an open document"))));
            }
            Event::Diagnosed(path, outcome) => {
                let current = self.documents.version(&path);
                self.unchecked |= self.diagnostics.finish(&path, current, outcome, &self.client.outbox);
                if self.diagnostics.take_outdated() {
                    self.refreshes.plan(&[Shown::Findings]);
                }
            }
            Event::Pulled(pulled) => {
                let view = self.view();
                self.unchecked |= self.diagnostics.pulled(&view, *pulled);
            }
            Event::ShowsTexts => self.shows_texts = true,
            Event::Show(uri) if self.shows_texts && self.features.shows_documents => self.client.show(uri),
            Event::HasText(uri) => self.refreshes.has_text(uri),
            Event::Refreshed(kind) => self.refreshes.answered(&kind),
            Event::Surveyed(any) => {
                self.surveying = false;
                if any {
                    let view = self.view();
                    self.compute_findings(&view);
                }
            }
            Event::Reload => {
                self.begin_anew();
                self.invalidate();
            }
            Event::Status(answer) => drop(answer.send(self.status())),
            Event::Show(_) | Event::Exit => {}
        }
    }

    fn status(&mut self) -> Status {
        self.refresh();
        Status {
            prosody: self.settings.profile.version.to_string(),
            folders: self.folders.clone(),
            files: self.snapshot.files().count(),
            trees: self.snapshot.trees().count(),
        }
    }

    fn open(&mut self, params: DidOpenTextDocumentParams) {
        let path = from_proto::path(&params.text_document.uri);
        self.documents.open(path.clone(), params.text_document);
        self.invalidate();
        self.suspect(path);
    }

    fn change(&mut self, params: DidChangeTextDocumentParams) {
        let path = from_proto::path(&params.text_document.uri);
        let version = params.text_document.version;
        if self.documents.change(&path, version, params.content_changes, self.features.encoding) {
            self.invalidate();
        } else {
            tracing::warn!(?path, "an edit of a document that is not open");
        }
    }

    fn close(&mut self, params: &DidCloseTextDocumentParams) {
        let path = from_proto::path(&params.text_document.uri);
        let Some(uri) = self.documents.close(&path) else { return };
        self.workspace.close(&path);
        self.memory.forget(&path);
        self.diagnostics.close(&path, &uri, &self.client.outbox);
        self.invalidate();
    }

    /// A document was opened or saved, so files may have changed.
    fn suspect(&mut self, document: PathBuf) {
        self.touch(&watch::suspects(document, &self.folders, self.features.watched_files));
    }

    fn touch(&mut self, paths: &[PathBuf]) {
        if paths.is_empty() {
            return;
        }
        self.workspace.touch(paths);
        self.invalidate();
    }

    fn invalidate(&mut self) {
        self.stale = true;
        self.unchecked = true;
    }

    /// Brings the snapshot up to date.
    fn refresh(&mut self) {
        if !std::mem::take(&mut self.stale) {
            return;
        }
        for (path, text, version) in self.documents.take_unseen() {
            self.workspace.set_text(path, text, version);
        }
        let first = !std::mem::replace(&mut self.indexed, true);
        let progress =
            (first && self.features.progress).then(|| self.client.progress("Reading configuration"));
        let report = |done, all| {
            if let Some(progress) = &progress {
                progress.report(done, all);
            }
        };
        let outcome = catch_unwind(AssertUnwindSafe(|| self.workspace.snapshot(&report)));
        if let Ok(snapshot) = outcome {
            self.snapshot = snapshot;
            return;
        }
        // Its inside may be half changed: begin anew, and answer from what is known until then.
        tracing::error!("reading the workspace panicked");
        self.begin_anew();
    }

    /// Forgets all files.
    fn begin_anew(&mut self) {
        self.workspace = Workspace::new();
        self.workspace.set_roots(self.folders.clone());
        self.workspace.set_profile(self.settings.profile.clone());
        self.workspace.set_entry(self.settings.entry.clone());
        self.workspace.choose_profile(self.profile());
        self.documents.unsee();
    }

    /// The present moment.
    fn view(&mut self) -> View {
        self.refresh();
        View {
            analysis: Analysis::new(Arc::clone(&self.snapshot)),
            open: Arc::clone(self.documents.open_documents()),
            features: Arc::clone(&self.features),
            hidden: Arc::clone(&self.settings.hidden),
            workspace_diagnostics: self.settings.workspace_diagnostics,
            memory: Arc::clone(&self.memory),
        }
    }

    fn refresh_findings(&mut self) {
        self.unchecked = false;
        let view = self.view();
        self.survey_due = Some(Instant::now() + waits::SURVEY_PAUSE);
        // What somebody waits for first.
        self.compute_findings(&view);
        self.refreshes.look(&view, self.open_documents(&view), &self.features.refreshes);
        if self.knows_us {
            self.client.outbox.notify(custom::CHANGED, Value::Null);
        }
    }

    fn open_documents(&self, view: &View) -> Vec<(PathBuf, Option<i32>)> {
        view.open.keys().map(|path| (path.clone(), self.documents.version(path))).collect()
    }

    /// Has findings computed that are out of date.
    fn compute_findings(&mut self, view: &View) {
        let pulled = self.features.pulls;
        let open = self.open_documents(view).into_iter();
        let mut wanted: Vec<_> = open.map(|(path, version)| Wanted { path, version, pulled }).collect();
        let sends_all = !self.pulls_workspace && self.workspace_grace.is_none();
        if self.settings.workspace_diagnostics && sends_all {
            let closed = self.snapshot.files().filter(|file| !view.open.contains_key(&file.path));
            wanted.extend(closed.map(|file| Wanted {
                path: file.path.clone(),
                version: None,
                pulled: false,
            }));
        }
        let Self { diagnostics, pool, client, .. } = self;
        diagnostics.refresh(view, wanted, pool, &client.events, &client.outbox);
    }
}

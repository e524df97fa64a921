//! Requests to the client.
//!
//! Each is spawned with a time-out and its answer comes back as an event. Nothing ever waits for the client:
//! it may be busy with a question of its own that it put to us first.

use std::sync::mpsc::Sender;
use std::time::Duration;

use tokio::runtime::Handle;
use tower_lsp_server::Client;
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{
    ConfigurationItem, MessageType, NumberOrString, Registration, ShowDocumentParams, ShowMessageParams, Uri,
};

use crate::event::Event;
use crate::extension::{ContentParams, ContentRefresh};
use crate::progress::Progress;
use crate::refresh::Shown;
use crate::settings::SECTION;
use crate::transport::Outbox;

/// How long the client may take to answer.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The way to the client.
#[derive(Clone)]
pub(crate) struct ClientLink {
    pub(crate) client: Client,
    pub(crate) outbox: Outbox,
    pub(crate) runtime: Handle,
    pub(crate) events: Sender<Event>,
    /// How long something takes before progress is shown.
    pub(crate) progress_after: Duration,
}

impl ClientLink {
    /// Asks for our section of the settings; comes back as [`Event::Settings`].
    pub(crate) fn pull_settings(&self) {
        let Self { client, events, .. } = self.clone();
        self.runtime.spawn(async move {
            let item = ConfigurationItem { scope_uri: None, section: Some(SECTION.to_owned()) };
            let answer = within("workspace/configuration", client.configuration(vec![item])).await;
            let settings = answer.and_then(|items| items.into_iter().next());
            drop(events.send(Event::Settings(settings)));
        });
    }

    /// Asks to be told of something.
    pub(crate) fn register(&self, registrations: Vec<Registration>) {
        if registrations.is_empty() {
            return;
        }
        let client = self.client.clone();
        self.runtime.spawn(async move {
            within("client/registerCapability", client.register_capability(registrations)).await;
        });
    }

    /// Tells the client to ask again for what it shows; comes back as [`Event::Refreshed`].
    pub(crate) fn refresh(&self, shown: Shown) {
        let Self { client, events, .. } = self.clone();
        self.runtime.spawn(async move {
            let refresh = async {
                match shown.clone() {
                    Shown::Hints => client.inlay_hint_refresh().await,
                    Shown::Lenses => client.code_lens_refresh().await,
                    Shown::Tokens => client.semantic_tokens_refresh().await,
                    Shown::Findings => client.workspace_diagnostic_refresh().await,
                    Shown::Text(uri) => client.send_request::<ContentRefresh>(ContentParams { uri }).await,
                }
            };
            within("a refresh", refresh).await;
            drop(events.send(Event::Refreshed(shown)));
        });
    }

    /// Has the client show a document.
    pub(crate) fn show(&self, uri: Uri) {
        let client = self.client.clone();
        self.runtime.spawn(async move {
            let params = ShowDocumentParams { uri, external: None, take_focus: Some(true), selection: None };
            within("window/showDocument", client.show_document(params)).await;
        });
    }

    /// Shows progress, if it takes long.
    pub(crate) fn progress(&self, title: &'static str) -> Progress {
        let (progress, mut shown) = Progress::new();
        let Self { client, outbox, progress_after, .. } = self.clone();
        self.runtime.spawn(async move {
            if !shown.lasts(progress_after).await {
                return;
            }
            let token = NumberOrString::String(format!("{SECTION}/{title}"));
            let create = client.create_work_done_progress(token.clone());
            if within("window/workDoneProgress/create", create).await.is_some() {
                shown.show(token, title, &outbox).await;
            }
        });
        progress
    }

    /// Shows a warning to the user.
    pub(crate) fn warn(&self, message: String) {
        let params = ShowMessageParams { typ: MessageType::WARNING, message };
        self.outbox.notify("window/showMessage", params);
    }
}

async fn within<T>(method: &str, answer: impl Future<Output = Result<T>>) -> Option<T> {
    match tokio::time::timeout(TIMEOUT, answer).await {
        Ok(Ok(answer)) => Some(answer),
        Ok(Err(error)) => {
            tracing::warn!(method, %error, "the client refused a request");
            None
        }
        Err(_) => {
            tracing::warn!(method, "the client did not answer a request in time");
            None
        }
    }
}

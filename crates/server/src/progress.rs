//! Progress that the client shows while something takes long.

use tokio::sync::watch;
use tower_lsp_server::ls_types::{
    NumberOrString, ProgressParams, ProgressParamsValue, WorkDoneProgress, WorkDoneProgressBegin,
    WorkDoneProgressEnd, WorkDoneProgressReport,
};

use crate::transport::Outbox;

/// Files done, files in all.
type Count = (usize, usize);

/// Something that makes progress. It ends when this is dropped.
pub(crate) struct Progress(watch::Sender<Count>);

/// The side that shows it.
pub(crate) struct Shown(watch::Receiver<Count>);

impl Progress {
    pub(crate) fn new() -> (Self, Shown) {
        let (sender, receiver) = watch::channel((0, 0));
        (Self(sender), Shown(receiver))
    }

    /// Says how far it is; from any thread, as often as one likes: only the latest is shown.
    pub(crate) fn report(&self, done: usize, all: usize) {
        self.0.send_replace((done, all));
    }
}

impl Shown {
    /// Shows it until it ends; not at all if it has ended before the client was ready to show it.
    pub(crate) async fn show(mut self, token: NumberOrString, title: &str, outbox: &Outbox) {
        if self.0.has_changed().is_err() {
            return;
        }
        let send = |value| {
            let value = ProgressParamsValue::WorkDone(value);
            outbox.notify("$/progress", ProgressParams { token: token.clone(), value });
        };
        send(WorkDoneProgress::Begin(WorkDoneProgressBegin {
            title: title.to_owned(),
            percentage: Some(0),
            ..WorkDoneProgressBegin::default()
        }));
        let mut shown = 0;
        while self.0.changed().await.is_ok() {
            let (done, all) = *self.0.borrow_and_update();
            let percentage = u32::try_from(done * 100 / all.max(1)).unwrap_or(100).min(100);
            if percentage > shown {
                shown = percentage;
                send(WorkDoneProgress::Report(WorkDoneProgressReport {
                    message: Some(format!("{done}/{all} files")),
                    percentage: Some(percentage),
                    ..WorkDoneProgressReport::default()
                }));
            }
        }
        send(WorkDoneProgress::End(WorkDoneProgressEnd::default()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_has_ended_already_is_not_shown() {
        let (outbox, mut sent) = Outbox::new();
        let (progress, shown) = Progress::new();
        progress.report(1, 2);
        drop(progress);
        shown.show(NumberOrString::Number(1), "Reading", &outbox).await;
        drop(outbox);
        assert!(sent.recv().await.is_none());
    }

    #[tokio::test]
    async fn progress_begins_reports_and_ends() {
        let (outbox, mut sent) = Outbox::new();
        let (progress, shown) = Progress::new();
        let showing = tokio::spawn(async move {
            shown.show(NumberOrString::Number(1), "Reading", &outbox).await;
        });
        tokio::task::yield_now().await;
        progress.report(1, 2);
        tokio::task::yield_now().await;
        drop(progress);
        showing.await.unwrap();
        let mut kinds = Vec::new();
        while let Some(crate::transport::Outgoing::Message(bytes)) = sent.recv().await {
            let text = String::from_utf8(bytes).unwrap();
            let json: serde_json::Value =
                serde_json::from_str(text.split("\r\n\r\n").nth(1).unwrap()).unwrap();
            kinds.push(json.pointer("/params/value/kind").unwrap().as_str().unwrap().to_owned());
        }
        assert_eq!(kinds, ["begin", "report", "end"]);
    }
}

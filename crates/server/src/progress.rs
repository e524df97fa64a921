//! Progress that the client shows while something takes long.
//!
//! A client may show something from the moment in which it creates a token until the token's end. So no token is created
//! for what is over soon, and each that is created begins and ends.

use std::time::Duration;

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
    /// Whether it takes longer than this; waits so long at most.
    pub(crate) async fn lasts(&mut self, time: Duration) -> bool {
        time.is_zero() || tokio::time::timeout(time, self.0.wait_for(|_| false)).await.is_err()
    }

    /// Shows it until it ends, under a token that the client has created.
    pub(crate) async fn show(mut self, token: NumberOrString, title: &str, outbox: &Outbox) {
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
    use crate::transport::Outgoings;

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
        assert_eq!(kinds(&mut sent).await, ["begin", "report", "end"]);
    }

    #[tokio::test]
    async fn what_ends_while_its_token_is_created_begins_and_ends_too() {
        let (outbox, mut sent) = Outbox::new();
        let (progress, shown) = Progress::new();
        drop(progress);
        shown.show(NumberOrString::Number(1), "Reading", &outbox).await;
        drop(outbox);
        assert_eq!(kinds(&mut sent).await, ["begin", "end"]);
    }

    #[tokio::test]
    async fn what_is_over_soon_does_not_last() {
        let (progress, mut shown) = Progress::new();
        progress.report(1, 2);
        assert!(shown.lasts(Duration::from_millis(1)).await);
        drop(progress);
        assert!(!shown.lasts(Duration::from_secs(60)).await);
    }

    async fn kinds(sent: &mut Outgoings) -> Vec<String> {
        let mut kinds = Vec::new();
        while let Some(crate::transport::Outgoing::Message(bytes)) = sent.recv().await {
            let text = String::from_utf8(bytes).unwrap();
            let json: serde_json::Value =
                serde_json::from_str(text.split("\r\n\r\n").nth(1).unwrap()).unwrap();
            kinds.push(json.pointer("/params/value/kind").unwrap().as_str().unwrap().to_owned());
        }
        kinds
    }
}

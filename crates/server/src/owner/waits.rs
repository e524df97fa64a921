//! What the owner sees to when nothing is left to be told, now or a little later.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{RecvTimeoutError, Sender, TryRecvError};
use std::time::{Duration, Instant};

use super::Owner;
use crate::event::Event;
use crate::pool::Urgency;

/// How long nobody must have typed before configurations are read under all their profiles.
pub(super) const SURVEY_PAUSE: Duration = Duration::from_millis(400);

impl Owner {
    /// The next event. Sees to the findings as soon as none is there.
    pub(super) fn next_event(&mut self) -> Option<Event> {
        loop {
            match self.events.try_recv() {
                Ok(event) => return Some(event),
                Err(TryRecvError::Disconnected) => return None,
                Err(TryRecvError::Empty) => {}
            }
            let waits = [
                self.wait_before_findings(),
                self.refreshes.wait(),
                self.wait_for_workspace(),
                self.wait_for_survey(),
            ];
            let Some(wait) = waits.into_iter().flatten().min() else { return self.events.recv().ok() };
            match self.events.recv_timeout(wait) {
                Ok(event) => return Some(event),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => {}
            }
            for kind in self.refreshes.take_due() {
                self.client.refresh(kind);
            }
            let is_time = self.wait_before_findings().is_some_and(|wait| wait.is_zero());
            if is_time && catch_unwind(AssertUnwindSafe(|| self.refresh_findings())).is_err() {
                tracing::error!("bringing the findings up to date panicked");
            }
        }
    }

    /// How long to wait before seeing to the findings; `None` if there is no need to.
    pub(super) fn wait_before_findings(&mut self) -> Option<Duration> {
        if !self.unchecked {
            return None;
        }
        let wait =
            self.grace.map(|grace| grace.saturating_duration_since(Instant::now())).unwrap_or_default();
        if wait.is_zero() {
            self.grace = None;
        } else if self.stale && !self.indexed {
            // The files can be read in the meantime.
            self.refresh();
        }
        Some(wait)
    }

    /// How long to wait before configurations are read under all their profiles; `None` if there is no need to, or if that
    /// goes on since before the last edit: one at a time is enough for a machine on which somebody types.
    pub(super) fn wait_for_survey(&mut self) -> Option<Duration> {
        let due = self.survey_due.filter(|_| !self.surveying);
        let wait = due?.saturating_duration_since(Instant::now());
        if wait.is_zero() {
            self.survey_due = None;
            self.survey();
        }
        Some(wait)
    }

    /// Has the configurations of open documents read under all their profiles, where that tells more about them.
    pub(super) fn survey(&mut self) {
        self.surveying = true;
        let view = self.view();
        let events = self.client.events.clone();
        self.pool.run(Urgency::Background, move || {
            // Sent in any case, also if reading panics.
            let mut done = Surveyed { any: false, events };
            let files = view.open.keys().filter_map(|path| view.configuration(path));
            done.any =
                files.map(|file| view.analysis.read_profiles(file.id)).fold(false, |any, one| any | one);
        });
    }

    /// How long the client may still ask for the findings of all files; `None` if nobody waits for that.
    pub(super) fn wait_for_workspace(&mut self) -> Option<Duration> {
        let wait = self.workspace_grace?.saturating_duration_since(Instant::now());
        if wait.is_zero() {
            self.workspace_grace = None;
            self.unchecked |= self.settings.workspace_diagnostics;
        }
        Some(wait)
    }
}

/// Tells the owner that a survey is over, however it ends.
struct Surveyed {
    any: bool,
    events: Sender<Event>,
}

impl Drop for Surveyed {
    fn drop(&mut self) {
        drop(self.events.send(Event::Surveyed(self.any)));
    }
}

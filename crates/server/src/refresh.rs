//! When the client is told to ask again for what it shows: hints, lenses, colours, findings, documents of ours.
//!
//! A client asks again by itself when a document is edited. It is told to only where a document means something else
//! because of something outside of it: another file, the profile, the settings. While somebody types that waits for a
//! pause, and nothing is asked of the client twice at the same time.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use rustc_hash::FxHashMap;
use tower_lsp_server::ls_types::Uri;

use crate::basis::Basis;
use crate::view::View;

/// How long nobody must have typed.
const PAUSE: Duration = Duration::from_millis(300);

/// No more documents of ours than this are kept up to date.
const MOST_TEXTS: usize = 16;

/// What a client can be told to ask for again.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Shown {
    /// `workspace/inlayHint/refresh`
    Hints,
    /// `workspace/codeLens/refresh`
    Lenses,
    /// `workspace/semanticTokens/refresh`
    Tokens,
    /// `workspace/diagnostic/refresh`
    Findings,
    /// `workspace/textDocumentContent/refresh`
    Text(Uri),
}

/// What the client shows, and what it is to ask for again.
#[derive(Debug, Default)]
pub(crate) struct Refreshes {
    /// What the open documents were when they were last looked at.
    seen: FxHashMap<PathBuf, Basis>,
    /// Documents of ours that the client has asked for.
    texts: Vec<Uri>,
    /// What to tell it as soon as nobody types.
    waiting: Vec<Shown>,
    due: Option<Instant>,
    /// What it was told and has not answered yet; whether it is to be told again.
    asked: FxHashMap<Shown, bool>,
}

impl Refreshes {
    /// Finds out whether an open document means something else without having been edited, and has `kinds` asked for
    /// again if so; our own documents in any case.
    pub(crate) fn look(&mut self, view: &View, open: Vec<(PathBuf, Option<i32>)>, kinds: &[Shown]) {
        let mut seen = FxHashMap::default();
        let mut changed = false;
        for (path, version) in open {
            let basis = Basis::new(view, &path, version);
            changed |= self
                .seen
                .get(&path)
                .is_some_and(|known| known.version == basis.version && !known.same_meaning(&basis));
            seen.insert(path, basis);
        }
        self.seen = seen;
        if changed {
            self.plan(kinds);
        }
        let texts: Vec<Shown> = self.texts.iter().cloned().map(Shown::Text).collect();
        self.plan(&texts);
    }

    /// Has something asked for again in the next pause.
    pub(crate) fn plan(&mut self, kinds: &[Shown]) {
        for kind in kinds.iter().filter(|kind| !self.waiting.contains(kind)).cloned().collect::<Vec<_>>() {
            self.waiting.push(kind);
        }
        if !self.waiting.is_empty() {
            self.due = Some(Instant::now() + PAUSE);
        }
    }

    /// The client has asked for a document of ours.
    pub(crate) fn has_text(&mut self, uri: Uri) {
        self.texts.retain(|known| *known != uri);
        self.texts.push(uri);
        if self.texts.len() > MOST_TEXTS {
            self.texts.remove(0);
        }
    }

    /// How long to wait for a pause; `None` if nothing waits for one.
    pub(crate) fn wait(&self) -> Option<Duration> {
        self.due.map(|due| due.saturating_duration_since(Instant::now()))
    }

    /// What the client is to be told now.
    pub(crate) fn take_due(&mut self) -> Vec<Shown> {
        if self.wait().is_none_or(|wait| !wait.is_zero()) {
            return Vec::new();
        }
        self.due = None;
        let mut told = Vec::new();
        for kind in std::mem::take(&mut self.waiting) {
            match self.asked.get_mut(&kind) {
                Some(again) => *again = true,
                None => {
                    self.asked.insert(kind.clone(), false);
                    told.push(kind);
                }
            }
        }
        told
    }

    /// The client has answered, or failed to.
    pub(crate) fn answered(&mut self, kind: &Shown) {
        if self.asked.remove(kind) == Some(true) {
            self.plan(std::slice::from_ref(kind));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_asked_twice_at_the_same_time() {
        let mut refreshes = Refreshes::default();
        let told = |refreshes: &mut Refreshes| {
            refreshes.due = refreshes.due.map(|_| Instant::now());
            refreshes.take_due()
        };
        refreshes.plan(&[Shown::Hints, Shown::Lenses]);
        refreshes.plan(&[Shown::Hints]);
        assert_eq!(told(&mut refreshes), [Shown::Hints, Shown::Lenses]);
        refreshes.plan(&[Shown::Hints]);
        assert_eq!(told(&mut refreshes), []);
        refreshes.answered(&Shown::Lenses);
        assert_eq!(told(&mut refreshes), []);
        refreshes.answered(&Shown::Hints);
        assert_eq!(told(&mut refreshes), [Shown::Hints]);
    }

    #[test]
    fn nothing_is_told_while_somebody_types() {
        let mut refreshes = Refreshes::default();
        refreshes.plan(&[Shown::Tokens]);
        assert!(refreshes.take_due().is_empty());
        assert!(refreshes.wait().is_some_and(|wait| !wait.is_zero()));
    }
}

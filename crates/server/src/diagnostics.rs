//! Which findings the client has, and which it should have.
//!
//! Findings are computed as soon as the owner has nothing else to do, so an edit that arrives while another one is
//! worked on replaces it. For each file there is at most one computation at a time, and none if neither the file nor
//! a configuration that loads it has changed. What was computed from an old version of a document is not published.
//!
//! Nothing is published for files whose findings the client asks for. What it has of them is known all the same: where
//! that is out of date because of another file, it is told to ask again.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use tower_lsp_server::ls_types::{Diagnostic, Uri};

use crate::basis::Basis;
use crate::event::Event;
use crate::pool::{Pool, Urgency};
use crate::to_proto;
use crate::transport::Outbox;
use crate::view::View;

/// An empty list, as JSON.
const NOTHING: &str = "[]";

/// What tells findings apart from others: there are thousands of files, and their findings take more room than the
/// files.
#[derive(PartialEq, Eq)]
struct Fingerprint {
    length: usize,
    hash: u64,
}

impl Fingerprint {
    fn of(items: &RawValue) -> Self {
        let mut hasher = DefaultHasher::new();
        items.get().hash(&mut hasher);
        Self { length: items.get().len(), hash: hasher.finish() }
    }

    fn is_nothing(&self) -> bool {
        self.length == NOTHING.len()
    }
}

/// The outcome of one computation.
pub(crate) struct Diagnosed {
    run: u64,
    version: Option<i32>,
    /// The findings as LSP wants them; `None` if computing them failed.
    items: Option<Box<RawValue>>,
}

/// A file whose findings the client should have.
pub(crate) struct Wanted {
    /// The file.
    pub(crate) path: PathBuf,
    /// The version of the document; `None` if it is not open.
    pub(crate) version: Option<i32>,
    /// Whether the client asks for its findings.
    pub(crate) pulled: bool,
}

/// Findings that the client has asked for and got.
pub(crate) struct Pulled {
    /// The file.
    pub(crate) path: PathBuf,
    /// Its URI as the client spells it.
    pub(crate) uri: Uri,
    /// What they were made from.
    pub(crate) basis: Basis,
    /// The findings; `None` if they could not be written down.
    pub(crate) items: Option<Box<RawValue>>,
}

/// What the client has, by file.
#[derive(Default)]
pub(crate) struct Diagnostics {
    files: FxHashMap<PathBuf, Record>,
    runs: u64,
    /// Whether findings that the client has asked for are out of date.
    outdated: bool,
}

struct Record {
    uri: Uri,
    /// The computation that goes on.
    running: Option<u64>,
    /// Whether it was wanted anew meanwhile.
    again: bool,
    /// What the last computation was made from.
    basis: Option<Basis>,
    /// Whether the client asks for them.
    pulled: bool,
    /// What the client has.
    published: Option<(Option<i32>, Fingerprint)>,
}

#[derive(Serialize)]
struct Publish<'a> {
    uri: &'a Uri,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<i32>,
    diagnostics: &'a RawValue,
}

impl Diagnostics {
    /// Begins to compute what has changed, and takes back what is no longer wanted.
    pub(crate) fn refresh(
        &mut self,
        view: &View,
        wanted: Vec<Wanted>,
        pool: &Pool,
        events: &Sender<Event>,
        outbox: &Outbox,
    ) {
        self.retract(&wanted, outbox);
        for Wanted { path, version, pulled } in wanted {
            let Some(uri) = view.uri(&path) else { continue };
            let record = self.files.entry(path.clone()).or_insert_with(|| Record::new(uri));
            record.pulled = pulled;
            // What was never asked for, or was edited since, the client asks for by itself.
            if pulled && record.published.as_ref().is_none_or(|(known, _)| *known != version) {
                continue;
            }
            let basis = Basis::new(view, &path, version);
            if record.basis.as_ref().is_some_and(|known| known.same(&basis)) {
                continue;
            }
            if record.running.is_some() {
                record.again = true;
                continue;
            }
            // The document that was edited goes before those that the edit may have an effect on.
            let edited = record.basis.as_ref().is_none_or(|known| known.version != version);
            let urgency = if edited && version.is_some() { Urgency::Urgent } else { Urgency::Background };
            self.runs += 1;
            let run = self.runs;
            record.running = Some(run);
            let former = record.basis.replace(basis);
            let (view, events) = (view.clone(), events.clone());
            pool.run(urgency, move || {
                let items = compute(&view, &path);
                drop(events.send(Event::Diagnosed(path, Diagnosed { run, version, items })));
            });
            // It may be the last to hold settings from before the edit, whose end takes a while: nobody waits for that.
            drop(former);
        }
    }

    /// Takes in an outcome and publishes it, unless the document, now at version `current`, is newer or the client
    /// has the same already. Returns whether the file has to be looked at again.
    pub(crate) fn finish(
        &mut self,
        path: &Path,
        current: Option<i32>,
        outcome: Diagnosed,
        outbox: &Outbox,
    ) -> bool {
        let Some(record) = self.files.get_mut(path) else { return false };
        if record.running != Some(outcome.run) {
            return false;
        }
        record.running = None;
        if let Some(items) = outcome.items.filter(|_| outcome.version == current) {
            let fingerprint = Fingerprint::of(&items);
            let news = match &record.published {
                Some((version, known)) => *version != current || *known != fingerprint,
                // Clients expect nothing for a file that is not open.
                None => current.is_some() || !fingerprint.is_nothing(),
            };
            if news && record.pulled {
                self.outdated = true;
            } else if news {
                publish(outbox, &record.uri, current, &items);
                record.published = Some((current, fingerprint));
            }
        }
        std::mem::take(&mut record.again)
    }

    /// Takes note of what the client has asked for and got. Returns whether it may be out of date already.
    pub(crate) fn pulled(&mut self, view: &View, pulled: Pulled) -> bool {
        let Pulled { path, uri, basis, items } = pulled;
        let current = basis.same(&Basis::new(view, &path, basis.version));
        let record = self.files.entry(path).or_insert_with(|| Record::new(uri));
        record.pulled = true;
        record.running = None;
        record.published = items.map(|items| (basis.version, Fingerprint::of(&items)));
        record.basis = Some(basis);
        !current
    }

    /// Whether the client has to ask again for what it asks for. Once it was told so, the answer is no.
    pub(crate) fn take_outdated(&mut self) -> bool {
        std::mem::take(&mut self.outdated)
    }

    /// Takes back the findings of a document that was closed.
    pub(crate) fn close(&mut self, path: &Path, uri: &Uri, outbox: &Outbox) {
        let pulled = self.files.remove(path).is_some_and(|record| record.pulled);
        if !pulled {
            publish_none(outbox, uri);
        }
    }

    fn retract(&mut self, wanted: &[Wanted], outbox: &Outbox) {
        // Usually all that is known is wanted.
        let known = wanted.iter().filter(|wanted| self.files.contains_key(&wanted.path)).count();
        if known == self.files.len() {
            return;
        }
        let wanted: FxHashSet<&Path> = wanted.iter().map(|wanted| wanted.path.as_path()).collect();
        self.files.retain(|path, record| {
            let keep = wanted.contains(path.as_path());
            if !keep
                && !record.pulled
                && record.published.as_ref().is_some_and(|(_, fingerprint)| !fingerprint.is_nothing())
            {
                publish_none(outbox, &record.uri);
            }
            keep
        });
    }
}

impl Record {
    fn new(uri: Uri) -> Self {
        Self { uri, running: None, again: false, basis: None, pulled: false, published: None }
    }
}

fn compute(view: &View, path: &Path) -> Option<Box<RawValue>> {
    let Ok(items) = catch_unwind(AssertUnwindSafe(|| findings(view, path))) else {
        tracing::error!(?path, "computing findings panicked");
        return None;
    };
    json(&items)
}

/// The findings of a file as LSP wants them; none for a file that is no configuration.
pub(crate) fn findings(view: &View, path: &Path) -> Vec<Diagnostic> {
    view.document(path).map(|file| to_proto::diagnostics(view, file)).unwrap_or_default()
}

/// Findings as JSON.
pub(crate) fn json(items: &[Diagnostic]) -> Option<Box<RawValue>> {
    to_raw_value(items).ok()
}

fn publish(outbox: &Outbox, uri: &Uri, version: Option<i32>, diagnostics: &RawValue) {
    outbox.notify("textDocument/publishDiagnostics", Publish { uri, version, diagnostics });
}

fn publish_none(outbox: &Outbox, uri: &Uri) {
    publish(outbox, uri, None, &to_raw_value(&[(); 0]).unwrap_or_default());
}

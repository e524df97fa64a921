//! Which findings the client has, and which it should have.
//!
//! Findings are computed as soon as the owner has nothing else to do, so an edit that arrives while another one is
//! worked on replaces it. For each file there is at most one computation at a time, and none if neither the file nor
//! a configuration that loads it has changed. What was computed from an old version of a document is not published.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Sender;

use config::{SourceFile, Tree};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use tower_lsp_server::ls_types::Uri;

use crate::event::Event;
use crate::pool::{Pool, Urgency};
use crate::to_proto;
use crate::transport::Outbox;
use crate::view::View;

/// An empty list, as JSON.
const NOTHING: &str = "[]";

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
}

/// What the client has, by file.
#[derive(Default)]
pub(crate) struct Diagnostics {
    files: FxHashMap<PathBuf, Record>,
    runs: u64,
}

struct Record {
    uri: Uri,
    /// The computation that goes on.
    running: Option<u64>,
    /// Whether it was wanted anew meanwhile.
    again: bool,
    /// What the last computation was made from.
    basis: Option<Basis>,
    /// What the client has.
    published: Option<(Option<i32>, Box<RawValue>)>,
}

/// What findings are made from. Holds on to it, so that an address means the same thing as long as it is compared.
struct Basis {
    version: Option<i32>,
    file: Option<Arc<SourceFile>>,
    trees: Vec<Arc<Tree>>,
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
        for Wanted { path, version } in wanted {
            let Some(uri) = view.uri(&path) else { continue };
            let record = self.files.entry(path.clone()).or_insert_with(|| Record::new(uri));
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
            record.basis = Some(basis);
            let (view, events) = (view.clone(), events.clone());
            pool.run(urgency, move || {
                let items = compute(&view, &path);
                drop(events.send(Event::Diagnosed(path, Diagnosed { run, version, items })));
            });
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
            let news = match &record.published {
                Some((version, known)) => *version != current || known.get() != items.get(),
                // Clients expect nothing for a file that is not open.
                None => current.is_some() || items.get() != NOTHING,
            };
            if news {
                publish(outbox, &record.uri, current, &items);
                record.published = Some((current, items));
            }
        }
        std::mem::take(&mut record.again)
    }

    /// Takes back the findings of a document that was closed.
    pub(crate) fn close(&mut self, path: &Path, uri: &Uri, outbox: &Outbox) {
        self.files.remove(path);
        publish_none(outbox, uri);
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
            if !keep && record.published.as_ref().is_some_and(|(_, items)| items.get() != NOTHING) {
                publish_none(outbox, &record.uri);
            }
            keep
        });
    }
}

impl Record {
    fn new(uri: Uri) -> Self {
        Self { uri, running: None, again: false, basis: None, published: None }
    }
}

impl Basis {
    fn new(view: &View, path: &Path, version: Option<i32>) -> Self {
        let file = view.document(path).cloned();
        let trees = file.as_ref().map(|file| view.analysis.snapshot().trees_of(file.id).cloned().collect());
        Self { version, file, trees: trees.unwrap_or_default() }
    }

    fn same(&self, other: &Self) -> bool {
        let same_file = match (&self.file, &other.file) {
            (Some(one), Some(two)) => Arc::ptr_eq(one, two),
            (None, None) => true,
            _ => false,
        };
        self.version == other.version
            && same_file
            && self.trees.len() == other.trees.len()
            && self.trees.iter().zip(&other.trees).all(|(one, two)| Arc::ptr_eq(one, two))
    }
}

fn compute(view: &View, path: &Path) -> Option<Box<RawValue>> {
    let compute = || {
        let Some(file) = view.document(path) else { return Vec::new() };
        let findings = view.analysis.diagnostics(file.id);
        findings.iter().map(|finding| to_proto::diagnostic(view, file, finding)).collect()
    };
    let Ok(items) = catch_unwind(AssertUnwindSafe(compute)) else {
        tracing::error!(?path, "computing findings panicked");
        return None;
    };
    to_raw_value(&items).ok()
}

fn publish(outbox: &Outbox, uri: &Uri, version: Option<i32>, diagnostics: &RawValue) {
    outbox.notify("textDocument/publishDiagnostics", Publish { uri, version, diagnostics });
}

fn publish_none(outbox: &Outbox, uri: &Uri) {
    publish(outbox, uri, None, &to_raw_value(&[(); 0]).unwrap_or_default());
}

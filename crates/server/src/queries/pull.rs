//! `textDocument/diagnostic` and `workspace/diagnostic`: findings for clients that ask for them.
//!
//! Who asks for findings is not sent any, so that nothing is shown twice. An answer bears a name that depends on what it
//! says alone: who has it already hears that nothing has changed.

use std::path::Path;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use rustc_hash::{FxHashMap, FxHashSet};
use tower_lsp_server::ls_types::{
    Diagnostic, DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportResult,
    FullDocumentDiagnosticReport, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport, WorkspaceDiagnosticParams,
    WorkspaceDiagnosticReport, WorkspaceDiagnosticReportResult, WorkspaceDocumentDiagnosticReport,
    WorkspaceFullDocumentDiagnosticReport,
};

use crate::basis::Basis;
use crate::diagnostics::{self, Pulled};
use crate::event::Event;
use crate::from_proto;
use crate::memory::name_of;
use crate::view::View;

/// An answer about the whole workspace has no more files than this; the next one goes on.
const MOST_FILES: usize = 500;

/// An answer about the whole workspace takes no longer than this, give or take a file; the next one goes on.
const MOST_TIME: Duration = Duration::from_millis(250);

/// `textDocument/diagnostic`
pub(crate) fn document_diagnostics(
    view: &View,
    (params, events): &(DocumentDiagnosticParams, Sender<Event>),
) -> DocumentDiagnosticReportResult {
    let path = from_proto::path(&params.text_document.uri);
    let version =
        view.analysis.file_id(&path).and_then(|id| view.analysis.file(id)).and_then(|file| file.version);
    let basis = Basis::new(view, &path, version);
    if let Some(id) = &params.previous_result_id
        && view.memory.findings(&path, &basis).as_ref() == Some(id)
    {
        return unchanged(id.clone()).into();
    }
    let (items, id) = findings(view, &path);
    view.memory.keep_findings(&path, basis.clone(), &id);
    let uri = params.text_document.uri.clone();
    drop(events.send(Event::Pulled(Box::new(Pulled { path, uri, basis, items: diagnostics::json(&items) }))));
    let report = if params.previous_result_id.as_ref() == Some(&id) {
        unchanged(id)
    } else {
        DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id: Some(id), items },
        })
    };
    report.into()
}

fn unchanged(result_id: String) -> DocumentDiagnosticReport {
    DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
        related_documents: None,
        unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
    })
}

/// `workspace/diagnostic`: only what the client does not have, as it keeps the rest. Open documents are asked for one by
/// one.
pub(crate) fn workspace_diagnostics(
    view: &View,
    params: &WorkspaceDiagnosticParams,
) -> WorkspaceDiagnosticReportResult {
    let previous: FxHashMap<_, _> = params
        .previous_result_ids
        .iter()
        .map(|previous| (from_proto::path(&previous.uri), (&previous.uri, previous.value.as_str())))
        .collect();
    let (begun, nothing) = (Instant::now(), name_of("[]"));
    let (mut items, mut complete) = (Vec::new(), true);
    let mut known = FxHashSet::default();
    // Where they are not wanted, what the client has is taken back.
    let mut files: Vec<_> = view.analysis.snapshot().files().filter(|_| view.workspace_diagnostics).collect();
    files.sort_by(|one, two| one.path.cmp(&two.path));
    for file in files {
        if view.open.contains_key(&file.path) {
            known.insert(file.path.as_path());
            continue;
        }
        if items.len() >= MOST_FILES || begun.elapsed() > MOST_TIME {
            complete = false;
            break;
        }
        known.insert(file.path.as_path());
        let before = previous.get(&file.path).map(|(_, id)| *id);
        let basis = Basis::new(view, &file.path, None);
        let has = |id: &str| before == Some(id) || before.is_none() && id == nothing;
        if view.memory.findings(&file.path, &basis).is_some_and(|id| has(&id)) {
            continue;
        }
        let (found, id) = findings(view, &file.path);
        view.memory.keep_findings(&file.path, basis, &id);
        if has(&id) {
            continue;
        }
        items.extend(view.uri(&file.path).map(|uri| full(uri, Some(id), found)));
    }
    // What is gone, or not wanted any more, has no findings; what was not reached yet keeps its own.
    for (path, (uri, id)) in previous.iter().filter(|_| complete) {
        if !known.contains(path.as_path()) && *id != EMPTY {
            items.push(full((*uri).clone(), Some(EMPTY.to_owned()), Vec::new()));
        }
    }
    WorkspaceDiagnosticReport { items }.into()
}

/// The name of an answer without findings for a file that is not there.
const EMPTY: &str = "none";

fn full(
    uri: tower_lsp_server::ls_types::Uri,
    result_id: Option<String>,
    items: Vec<Diagnostic>,
) -> WorkspaceDocumentDiagnosticReport {
    WorkspaceDocumentDiagnosticReport::Full(WorkspaceFullDocumentDiagnosticReport {
        uri,
        version: None,
        full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id, items },
    })
}

/// The findings of a file with their name.
fn findings(view: &View, path: &Path) -> (Vec<Diagnostic>, String) {
    let items = diagnostics::findings(view, path);
    let id = name_of(diagnostics::json(&items).map(|json| json.get().to_owned()).unwrap_or_default());
    (items, id)
}

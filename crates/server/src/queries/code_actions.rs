//! `textDocument/codeAction`

use config::SourceFile;
use ide::{Edit, Finding};
use tower_lsp_server::ls_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse,
};

use crate::view::View;
use crate::{from_proto, to_proto};

/// `textDocument/codeAction`: the fixes of the findings at a place, and one action for all safe fixes of the file.
pub(crate) fn code_actions(view: &View, params: &CodeActionParams) -> Option<CodeActionResponse> {
    let file = view.configuration(&from_proto::path(&params.text_document.uri))?;
    let wanted = |kind: &CodeActionKind| match &params.context.only {
        // A kind includes those below it: `source` includes `source.fixAll`.
        Some(only) => only.iter().any(|only| {
            let rest = kind.as_str().strip_prefix(only.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || only.as_str().is_empty())
        }),
        None => true,
    };
    let findings = view.analysis.diagnostics(file.id);
    let mut actions = Vec::new();
    if wanted(&CodeActionKind::QUICKFIX) {
        let span = from_proto::span(file, params.range, view.features.encoding);
        let here = findings.iter().filter(|f| f.span.touches(span.start) || span.touches(f.span.start));
        actions.extend(here.filter_map(|finding| quick_fix(view, file, finding)));
    }
    // Only on demand: it would otherwise stand in every menu.
    if params.context.only.is_some() && wanted(&CodeActionKind::SOURCE_FIX_ALL) {
        actions.extend(fix_all(view, &findings));
    }
    Some(actions.into_iter().map(CodeActionOrCommand::CodeAction).collect())
}

fn quick_fix(view: &View, file: &SourceFile, finding: &Finding) -> Option<CodeAction> {
    let fix = finding.fix.as_ref()?;
    Some(CodeAction {
        title: fix.title.clone(),
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![to_proto::diagnostic(view, file, finding)]),
        edit: Some(to_proto::workspace_edit(view, &fix.edits)?),
        is_preferred: Some(fix.safe),
        ..CodeAction::default()
    })
}

fn fix_all(view: &View, findings: &[Finding]) -> Option<CodeAction> {
    let mut edits: Vec<Edit> = Vec::new();
    for fix in findings.iter().filter_map(|finding| finding.fix.as_ref()).filter(|fix| fix.safe) {
        let clashes = |new: &Edit| {
            edits.iter().any(|old| {
                old.file == new.file && (old.span.touches(new.span.start) || new.span.touches(old.span.start))
            })
        };
        if !fix.edits.iter().any(clashes) {
            edits.extend(fix.edits.iter().cloned());
        }
    }
    if edits.is_empty() {
        return None;
    }
    Some(CodeAction {
        title: "Apply all safe fixes of prosody-ls".to_owned(),
        kind: Some(CodeActionKind::SOURCE_FIX_ALL),
        edit: Some(to_proto::workspace_edit(view, &edits)?),
        ..CodeAction::default()
    })
}

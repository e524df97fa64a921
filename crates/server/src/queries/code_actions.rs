//! `textDocument/codeAction` and `codeAction/resolve`

use config::SourceFile;
use ide::{Action, ActionKind, ActionRequest, Changes};
use serde::{Deserialize, Serialize};
use syntax::Span;
use tower_lsp_server::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp_server::ls_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse, Uri,
};

use crate::view::View;
use crate::{from_proto, to_proto};

/// What an action needs to be put together later: it comes back with `codeAction/resolve`.
#[derive(Debug, Serialize, Deserialize)]
struct Data {
    uri: Uri,
    version: Option<i32>,
    start: u32,
    end: u32,
    name: String,
}

/// `textDocument/codeAction`
pub(crate) fn code_actions(view: &View, params: &CodeActionParams) -> Option<CodeActionResponse> {
    let uri = &params.text_document.uri;
    let file = view.configuration(&from_proto::path(uri))?;
    let span = from_proto::span(file, params.range, view.features.encoding);
    let only = params.context.only.as_deref();
    let changes = if view.features.code_action_resolve { Changes::Later } else { Changes::Now };
    let request = request(view, file, span, wanted(only), changes);
    let actions = view.analysis.actions(&request).into_iter().filter_map(|action| {
        let data = Data {
            uri: uri.clone(),
            version: file.version,
            start: span.start,
            end: span.end,
            name: action.name.to_owned(),
        };
        code_action(view, file, action, &data)
    });
    Some(actions.map(CodeActionOrCommand::CodeAction).collect())
}

/// `codeAction/resolve`: the same action with what it changes.
pub(crate) fn resolve_code_action(view: &View, action: &CodeAction) -> Result<CodeAction> {
    let resolved = || {
        let data: Data = serde_json::from_value(action.data.clone()?).ok()?;
        let file = view.configuration(&from_proto::path(&data.uri))?;
        // Places of another version are not those that were meant.
        if file.version != data.version {
            return None;
        }
        let changes = Changes::Of(data.name, action.title.clone());
        let request = request(view, file, Span::new(data.start, data.end), ActionKind::ALL.to_vec(), changes);
        let found = view.analysis.actions(&request).into_iter().find(|found| found.title == action.title)?;
        to_proto::change(view, &found.change?)
    };
    match (&action.edit, resolved()) {
        (Some(_), _) => Ok(action.clone()),
        (None, Some(edit)) => Ok(CodeAction { edit: Some(edit), ..action.clone() }),
        (None, None) => Err(Error {
            code: ErrorCode::ContentModified,
            message: "the document has changed since this action was offered".into(),
            data: None,
        }),
    }
}

fn request(
    view: &View,
    file: &SourceFile,
    span: Span,
    kinds: Vec<ActionKind>,
    changes: Changes,
) -> ActionRequest {
    ActionRequest { file: file.id, span, kinds, creates_files: view.features.creates_files, changes }
}

/// The kinds that a client wants. A kind includes those below it: `source` includes `source.fixAll`.
fn wanted(only: Option<&[CodeActionKind]>) -> Vec<ActionKind> {
    let includes = |only: &CodeActionKind, kind: &CodeActionKind| {
        let rest = kind.as_str().strip_prefix(only.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || only.as_str().is_empty())
    };
    let is_wanted = |kind: &ActionKind| match only {
        Some(only) => only.iter().any(|only| includes(only, &to_proto::action_kind(*kind))),
        // Only on demand: it would otherwise stand in every menu.
        None => *kind != ActionKind::FixAll,
    };
    ActionKind::ALL.into_iter().filter(is_wanted).collect()
}

fn code_action(view: &View, file: &SourceFile, action: Action, data: &Data) -> Option<CodeAction> {
    let edit = match &action.change {
        Some(change) => Some(to_proto::change(view, change)?),
        None => None,
    };
    let finding = action.finding.as_ref().map(|finding| vec![to_proto::diagnostic(view, file, finding)]);
    Some(CodeAction {
        title: action.title,
        kind: Some(to_proto::action_kind(action.kind)),
        diagnostics: finding,
        is_preferred: view.features.preferred_actions.then_some(action.preferred),
        data: if edit.is_none() { serde_json::to_value(data).ok() } else { None },
        edit,
        ..CodeAction::default()
    })
}

//! `textDocument/prepareCallHierarchy`, `callHierarchy/incomingCalls` and `callHierarchy/outgoingCalls`: who includes
//! whom.

use config::SourceFile;
use ide::FileCall;
use tower_lsp_server::ls_types::{
    CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem,
    CallHierarchyOutgoingCall, CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams, Range,
};

use super::place;
use crate::to_proto;
use crate::view::View;

/// `textDocument/prepareCallHierarchy`
pub(crate) fn prepare_call_hierarchy(
    view: &View,
    params: &CallHierarchyPrepareParams,
) -> Option<Vec<CallHierarchyItem>> {
    let (_, at) = place(view, &params.text_document_position_params)?;
    let items = view.analysis.prepare_call_hierarchy(at);
    Some(items.iter().filter_map(|item| to_proto::file_item(view, item)).collect())
}

/// `callHierarchy/incomingCalls`
pub(crate) fn incoming_calls(
    view: &View,
    params: &CallHierarchyIncomingCallsParams,
) -> Option<Vec<CallHierarchyIncomingCall>> {
    let file = to_proto::named_file(view, &params.item)?;
    let incoming = |call: &FileCall| {
        let from_ranges = ranges(view, view.analysis.file(call.item.file)?, call);
        Some(CallHierarchyIncomingCall { from: to_proto::file_item(view, &call.item)?, from_ranges })
    };
    Some(view.analysis.incoming_calls(file.id).iter().filter_map(incoming).collect())
}

/// `callHierarchy/outgoingCalls`
pub(crate) fn outgoing_calls(
    view: &View,
    params: &CallHierarchyOutgoingCallsParams,
) -> Option<Vec<CallHierarchyOutgoingCall>> {
    let file = to_proto::named_file(view, &params.item)?;
    let outgoing = |call: &FileCall| {
        let from_ranges = ranges(view, file, call);
        Some(CallHierarchyOutgoingCall { to: to_proto::file_item(view, &call.item)?, from_ranges })
    };
    Some(view.analysis.outgoing_calls(file.id).iter().filter_map(outgoing).collect())
}

fn ranges(view: &View, caller: &SourceFile, call: &FileCall) -> Vec<Range> {
    call.spans.iter().map(|span| to_proto::range(caller, *span, view.features.encoding)).collect()
}

//! `textDocument/formatting`, `rangeFormatting` and `onTypeFormatting`

use config::SourceFile;
use ide::{Indent, Position};
use syntax::Span;
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::{
    DocumentFormattingParams, DocumentOnTypeFormattingParams, DocumentRangeFormattingParams,
    FormattingOptions, TextEdit,
};

use super::{failed, place};
use crate::view::View;
use crate::{from_proto, to_proto};

/// `textDocument/formatting`
pub(crate) fn formatting(view: &View, params: &DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
    let Some(file) = view.configuration(&from_proto::path(&params.text_document.uri)) else {
        return Ok(None);
    };
    format(view, file, None, &params.options)
}

/// `textDocument/rangeFormatting`
pub(crate) fn range_formatting(
    view: &View,
    params: &DocumentRangeFormattingParams,
) -> Result<Option<Vec<TextEdit>>> {
    let Some(file) = view.configuration(&from_proto::path(&params.text_document.uri)) else {
        return Ok(None);
    };
    let range = from_proto::span(file, params.range, view.features.encoding);
    format(view, file, Some(range), &params.options)
}

/// `textDocument/onTypeFormatting`: a `}` that begins a line goes under what it closes.
pub(crate) fn on_type_formatting(
    view: &View,
    params: &DocumentOnTypeFormattingParams,
) -> Option<Vec<TextEdit>> {
    let (file, at) = place(view, &params.text_document_position)?;
    let edit = view.analysis.reindent(Position { ..at })?;
    Some(vec![TextEdit::new(to_proto::range(file, edit.span, view.features.encoding), edit.text)])
}

fn format(
    view: &View,
    file: &SourceFile,
    range: Option<Span>,
    options: &FormattingOptions,
) -> Result<Option<Vec<TextEdit>>> {
    let indent = if options.insert_spaces { Indent::Spaces(options.tab_size) } else { Indent::Tabs };
    let formatting = view.analysis.format(file.id, range, Some(indent));
    if let Some(why) = formatting.refused {
        // Findings tell that a file is no Lua; those who format whenever they save need not hear it again.
        if !file.parse.errors.is_empty() {
            return Ok(None);
        }
        return Err(failed(why));
    }
    let edit =
        |edit: ide::Edit| TextEdit::new(to_proto::range(file, edit.span, view.features.encoding), edit.text);
    Ok(Some(formatting.edits.into_iter().map(edit).collect()))
}

//! Files of a call hierarchy.

use config::SourceFile;
use ide::FileItem;
use syntax::Span;
use tower_lsp_server::ls_types as lsp;

use super::range;
use crate::from_proto;
use crate::view::View;

/// A file as an item of a call hierarchy.
pub(crate) fn file_item(view: &View, item: &FileItem) -> Option<lsp::CallHierarchyItem> {
    let file = view.analysis.file(item.file)?;
    let end = u32::try_from(file.text.len()).unwrap_or(u32::MAX);
    Some(lsp::CallHierarchyItem {
        name: item.name.clone(),
        kind: lsp::SymbolKind::FILE,
        tags: None,
        detail: item.detail.clone(),
        uri: view.uri(&file.path)?,
        range: range(file, Span::new(0, end), view.features.encoding),
        selection_range: lsp::Range::default(),
        data: None,
    })
}

/// The file that an item of a call hierarchy is about.
pub(crate) fn named_file<'v>(view: &'v View, item: &lsp::CallHierarchyItem) -> Option<&'v SourceFile> {
    let id = view.analysis.file_id(&from_proto::path(&item.uri))?;
    view.analysis.file(id).map(|file| &**file)
}

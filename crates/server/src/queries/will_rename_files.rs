//! `workspace/willRenameFiles`

use std::str::FromStr;

use ide::FileRename;
use tower_lsp_server::ls_types::{RenameFilesParams, Uri, WorkspaceEdit};

use crate::view::View;
use crate::{from_proto, to_proto};

/// `workspace/willRenameFiles`: the changes that keep what is loaded, and what to say about the rest.
pub(crate) fn will_rename_files(
    view: &View,
    params: &RenameFilesParams,
) -> (Option<WorkspaceEdit>, Vec<String>) {
    let path = |uri: &str| Uri::from_str(uri).ok().map(|uri| from_proto::path(&uri));
    let renames = params.files.iter();
    let renames: Vec<FileRename> = renames
        .filter_map(|file| Some(FileRename { from: path(&file.old_uri)?, to: path(&file.new_uri)? }))
        .collect();
    let found = view.analysis.rename_files(&renames);
    let edit = (!found.changes.is_empty()).then(|| to_proto::changes(view, &found.changes)).flatten();
    (edit, found.remarks)
}

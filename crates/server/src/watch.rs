//! Which files' changes on disk we want to hear of, and what to do when the client does not watch files.

use std::path::PathBuf;

use serde_json::json;
use tower_lsp_server::ls_types::Registration;

/// What may be part of a configuration or of a private module, or say how to read it.
const GLOBS: [&str; 6] = [
    "**/*.lua",
    "**/README.{md,markdown}",
    "**/prosody-ls.toml",
    "**/.env*",
    "**/{docker-compose,compose}*.{yml,yaml}",
    "**/*.env",
];

/// The registration for `workspace/didChangeWatchedFiles`.
pub(crate) fn registration() -> Registration {
    let watchers: Vec<_> = GLOBS.iter().map(|glob| json!({ "globPattern": glob })).collect();
    Registration {
        id: "watched-files".to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: Some(json!({ "watchers": watchers })),
    }
}

/// What may have changed on disk when a document is opened or saved. A client that watches files tells by itself;
/// with any other client everything is suspect, as nobody else will tell.
pub(crate) fn suspects(document: PathBuf, folders: &[PathBuf], client_watches: bool) -> Vec<PathBuf> {
    if client_watches {
        return Vec::new();
    }
    let mut paths = folders.to_vec();
    if !folders.iter().any(|folder| document.starts_with(folder)) {
        paths.push(document);
    }
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_watching_client_all_folders_are_suspect() {
        let folders = [PathBuf::from("/a"), PathBuf::from("/b")];
        assert!(suspects("/a/x".into(), &folders, true).is_empty());
        assert_eq!(suspects("/a/x".into(), &folders, false), folders);
        assert_eq!(suspects("/c/x".into(), &folders, false).len(), 3);
    }
}

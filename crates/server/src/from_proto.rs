//! From what LSP says to what we say.

use std::path::PathBuf;

use config::SourceFile;
use syntax::{Encoding, LinePosition, Span};
use tower_lsp_server::ls_types::{InitializeParams, Position, Range, Uri};

/// The path that a URI names. What is not a file (an unsaved document) gets a relative pseudo path: the URI itself.
pub(crate) fn path(uri: &Uri) -> PathBuf {
    if !uri.scheme().as_str().eq_ignore_ascii_case("file") {
        return PathBuf::from(uri.as_str());
    }
    let host = uri.authority().map(|authority| authority.host()).unwrap_or_default();
    file_path(host, &uri.path().decode().to_string_lossy(), cfg!(windows))
}

/// The path of a `file:` URI. Editors disagree on `c:`, `C:` and `c%3A`: on Windows the drive is made upper case.
fn file_path(host: &str, path: &str, windows: bool) -> PathBuf {
    if !windows {
        return PathBuf::from(path);
    }
    let native = path.replace('/', "\\");
    if !host.is_empty() && !host.eq_ignore_ascii_case("localhost") {
        return PathBuf::from(format!("\\\\{host}{native}"));
    }
    match native.strip_prefix('\\') {
        Some(rest) if rest.get(1..2) == Some(":") => {
            let (drive, rest) = rest.split_at(1);
            PathBuf::from(drive.to_ascii_uppercase() + rest)
        }
        _ => PathBuf::from(native),
    }
}

/// The workspace folders that the session begins with.
#[expect(deprecated, reason = "older clients name their one folder in `rootUri` or `rootPath`")]
pub(crate) fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    match (&params.workspace_folders, &params.root_uri, &params.root_path) {
        (Some(folders), ..) if !folders.is_empty() => folders.iter().map(|f| path(&f.uri)).collect(),
        (_, Some(uri), _) => vec![path(uri)],
        (.., Some(path)) => vec![PathBuf::from(path)],
        _ => Vec::new(),
    }
}

/// A byte offset in a file.
pub(crate) fn offset(file: &SourceFile, position: Position, encoding: Encoding) -> u32 {
    file.lines.offset(&file.text, line_position(position), encoding)
}

/// A range of bytes in a file.
pub(crate) fn span(file: &SourceFile, range: Range, encoding: Encoding) -> Span {
    let (start, end) = (offset(file, range.start, encoding), offset(file, range.end, encoding));
    Span::new(start.min(end), start.max(end))
}

/// The same position in our words.
pub(crate) fn line_position(position: Position) -> LinePosition {
    LinePosition { line: position.line, column: position.character }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::str::FromStr;

    use super::*;

    #[test]
    fn unix_paths() {
        let path_of = |uri: &str| path(&Uri::from_str(uri).unwrap());
        assert_eq!(path_of("untitled:Untitled-1"), Path::new("untitled:Untitled-1"));
        if cfg!(unix) {
            assert_eq!(path_of("file:///etc/a%20b/%C3%BC.cfg.lua"), Path::new("/etc/a b/ü.cfg.lua"));
            assert_eq!(path_of("FILE:///etc/x"), Path::new("/etc/x"));
            assert_eq!(path_of("file:///c%3A/x"), Path::new("/c:/x"));
        }
    }

    #[test]
    fn windows_paths() {
        let windows = |host: &str, path: &str| file_path(host, path, true);
        assert_eq!(windows("", "/c:/Users/me/x.cfg.lua"), Path::new("C:\\Users\\me\\x.cfg.lua"));
        assert_eq!(windows("localhost", "/D:/x"), Path::new("D:\\x"));
        assert_eq!(windows("server", "/share/x"), Path::new("\\\\server\\share\\x"));
    }
}

//! Symbols of the whole workspace: hosts, components, options and modules whose names resemble a query.

mod index;
mod resemblance;

use config::{FileId, Tree};
use syntax::Span;

use self::index::Index;
use crate::{Analysis, SymbolKind};

/// More symbols than this are not shown: a longer query finds the others.
const MOST: usize = 256;

/// A symbol somewhere in the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceSymbol {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: SymbolKind,
    /// The host that it is set on; none in the global section.
    pub container: Option<String>,
    /// The file.
    pub file: FileId,
    /// Its bytes.
    pub span: Span,
}

impl Analysis {
    /// The hosts, components, options and modules whose names hold the letters of each word of a query in their order,
    /// those first that resemble it most. An empty query finds some of them all.
    pub fn workspace_symbols(&self, query: &str) -> Vec<WorkspaceSymbol> {
        let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
        let mut found: Vec<(u32, WorkspaceSymbol)> =
            self.snapshot.trees().flat_map(|tree| self.symbols_of(tree, &words)).collect();
        found.sort_by(|(rank, a), (other, b)| {
            let path = |symbol: &WorkspaceSymbol| self.file(symbol.file).map(|file| &file.path);
            let by_name = (rank, &a.name).cmp(&(other, &b.name));
            by_name.then_with(|| (path(a), a.span.start).cmp(&(path(b), b.span.start)))
        });
        // A file may be part of several trees.
        found.dedup_by(|(_, later), (_, earlier)| (later.file, later.span) == (earlier.file, earlier.span));
        found.truncate(MOST);
        found.into_iter().map(|(_, symbol)| symbol).collect()
    }

    /// The symbols of a tree that resemble a query most, with their ranks.
    fn symbols_of(&self, tree: &Tree, words: &[String]) -> Vec<(u32, WorkspaceSymbol)> {
        let index = tree.memo.get(|| Index::of(&self.snapshot, tree));
        let edited = index.edited(tree);
        let mut found = Vec::new();
        for (rank, name) in index.ranked(words) {
            let places = index.places(name, tree, &edited);
            found.extend(places.take(MOST - found.len()).map(|symbol| (rank, symbol)));
            if found.len() == MOST {
                break;
            }
        }
        for symbol in edited.iter().flat_map(|file| index::of_file(tree, *file)) {
            found.extend(resemblance::rank(words, &symbol.name).map(|rank| (rank, symbol)));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use fixture::Fixture;

    use crate::Analysis;

    fn found(query: &str) -> Vec<String> {
        let fixture = Fixture::new(
            "//- prosody.cfg.lua
modules_enabled = { 'mam', 'muc_mam' }
c2s_require_encryption = true
VirtualHost 'chat.example.org'
  c2s_require_encryption = false
Component 'rooms.example.org' 'muc' { name = 'Rooms' }
//- unloaded/x.cfg.lua
muc_max_rooms = 3
",
        );
        let analysis = Analysis::new(std::sync::Arc::clone(&fixture.snapshot));
        let symbols = analysis.workspace_symbols(query).into_iter().map(|symbol| {
            let on = symbol.container.map(|host| format!(" on {host}")).unwrap_or_default();
            let file = analysis.file(symbol.file).unwrap();
            let text = String::from_utf8_lossy(symbol.span.slice(&file.text)).into_owned();
            format!("{:?} {}{on}: {text}", symbol.kind, symbol.name)
        });
        symbols.collect()
    }

    #[test]
    fn what_resembles_the_query_most_comes_first() {
        assert_eq!(
            found("MAM"),
            [
                "Module mam: 'mam'",
                "Module muc_mam: 'muc_mam'",
                "Option muc_max_rooms: muc_max_rooms",
                "Component rooms.example.org: Component 'rooms.example.org' 'muc'",
            ]
        );
        assert_eq!(
            found("creq"),
            [
                "Option c2s_require_encryption: c2s_require_encryption",
                "Option c2s_require_encryption on chat.example.org: c2s_require_encryption",
            ]
        );
        assert_eq!(found("rooms org"), ["Component rooms.example.org: Component 'rooms.example.org' 'muc'"]);
        assert_eq!(found("zzz"), [""; 0]);
        assert_eq!(found("").len(), 9);
    }

    #[test]
    fn edits_are_seen() {
        let path = std::path::Path::new("/nowhere/prosody.cfg.lua");
        let mut workspace = config::Workspace::new();
        let mut symbols = |version: i32, text: &str, query: &str| {
            workspace.set_text(path, std::sync::Arc::from(text.as_bytes()), version);
            let analysis = Analysis::new(workspace.snapshot(&|_, _| {}));
            let found = analysis.workspace_symbols(query).into_iter();
            found.map(|symbol| format!("{} at {}", symbol.name, symbol.span.start)).collect::<Vec<_>>()
        };
        let first = "pidfile = 'a'\nlog = 'x'\nmodules_enabled = { 'mam' }\n";
        assert_eq!(symbols(1, first, "log"), ["log at 14"]);
        let moved = "pidfile = 'abc'\nlog = 'x'\nmodules_enabled = { 'mam' }\n";
        assert_eq!(symbols(2, moved, "log"), ["log at 16"]);
        let renamed = "pidfile = 'abc'\nlog_level = 'x'\nmodules_enabled = { 'mam' }\n";
        assert_eq!(symbols(3, renamed, "log"), ["log_level at 16"]);
        let fewer = "pidfile = 'abc'\nmodules_enabled = { 'muc' }\n";
        assert_eq!(symbols(4, fewer, "log"), [""; 0]);
        assert_eq!(symbols(5, fewer, "muc"), ["muc at 36"]);
    }
}

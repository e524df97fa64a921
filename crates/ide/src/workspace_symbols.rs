//! Symbols of the whole workspace: hosts, components, options and modules whose names resemble a query.

use config::{Assignment, FileId, How};
use rustc_hash::{FxHashMap, FxHashSet};
use syntax::Span;

use crate::{Analysis, SymbolKind, shape};

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
        let mut search = Search {
            words: query.split_whitespace().map(str::to_lowercase).collect(),
            known: FxHashMap::default(),
            seen: FxHashSet::default(),
            found: Vec::new(),
        };
        // Most of what is found is not shown, so nothing is copied of it.
        for tree in self.snapshot.trees() {
            for section in tree.settings.sections() {
                if search.is_full() {
                    break;
                }
                let kind = if section.component.is_some() { SymbolKind::Component } else { SymbolKind::Host };
                search.add(&section.host, kind, "*", section.file, section.call);
            }
            for (_, set) in tree.settings.assignments().filter(|(_, set)| set.how != How::Internal) {
                if search.is_full() {
                    break;
                }
                search.add(&set.option, SymbolKind::Option, &set.host, set.file, set.name_span);
                search.modules(set);
            }
            if search.is_full() {
                break;
            }
        }
        let Search { mut found, .. } = search;
        let path = |found: &Found<'_>| self.file(found.file).map(|file| &file.path);
        let order = |a: &Found<'_>, b: &Found<'_>| {
            let by_name = (a.rank, a.name).cmp(&(b.rank, b.name));
            by_name.then_with(|| (path(a), a.span.start).cmp(&(path(b), b.span.start)))
        };
        if found.len() > MOST {
            found.select_nth_unstable_by(MOST, order);
            found.truncate(MOST);
        }
        found.sort_by(order);
        found.into_iter().map(Found::symbol).collect()
    }
}

/// What a query finds, the better the lower its rank is.
struct Found<'s> {
    rank: u32,
    name: &'s str,
    kind: SymbolKind,
    host: &'s str,
    file: FileId,
    span: Span,
}

impl Found<'_> {
    fn symbol(self) -> WorkspaceSymbol {
        let container = Some(self.host.to_owned()).filter(|host| host != "*");
        WorkspaceSymbol {
            name: self.name.to_owned(),
            kind: self.kind,
            container,
            file: self.file,
            span: self.span,
        }
    }
}

struct Search<'s> {
    words: Vec<String>,
    /// How well names fit: most names come again and again.
    known: FxHashMap<&'s str, Option<u32>>,
    seen: FxHashSet<(FileId, Span)>,
    found: Vec<Found<'s>>,
}

impl<'s> Search<'s> {
    /// Without a query any symbols will do.
    fn is_full(&self) -> bool {
        self.words.is_empty() && self.found.len() >= MOST
    }

    fn add(&mut self, name: &'s str, kind: SymbolKind, host: &'s str, file: FileId, span: Span) {
        let Some(rank) = self.rank(name) else { return };
        if self.is_full() || !self.seen.insert((file, span)) {
            return;
        }
        self.found.push(Found { rank, name, kind, host, file, span });
    }

    fn modules(&mut self, set: &'s Assignment) {
        if !shape::lists_modules(&set.option) {
            return;
        }
        for entry in set.value.as_table().into_iter().flat_map(|table| &table.entries) {
            if let (Some(name), Some(origin)) = (entry.value.as_str(), entry.origin) {
                self.add(name, SymbolKind::Module, &set.host, origin.file, origin.value);
            }
        }
    }

    fn rank(&mut self, name: &'s str) -> Option<u32> {
        if let Some(known) = self.known.get(name) {
            return *known;
        }
        let lower = name.to_lowercase();
        let rank = self.words.iter().try_fold(0, |sum, word| Some(sum + resemblance(word, &lower)?));
        self.known.insert(name, rank);
        rank
    }
}

/// How little a name resembles a word of a query: 0 is the word itself; `None` if it lacks a letter.
fn resemblance(word: &str, name: &str) -> Option<u32> {
    if word == name {
        return Some(0);
    }
    let rest = name.len().saturating_sub(word.len()).min(99) as u32;
    if let Some(at) = name.find(word) {
        let begins = name.get(..at).is_some_and(|before| before.ends_with(['_', '.', '-', '@']));
        let place = match at {
            0 => 100,
            _ if begins => 200,
            _ => 300,
        };
        return Some(place + rest);
    }
    let mut letters = name.chars();
    let is_there = |letter: char| letters.any(|other| other == letter);
    word.chars().all(is_there).then_some(400 + rest)
}

#[cfg(test)]
mod tests {
    use fixture::Fixture;

    use super::resemblance;
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
    fn beginnings_of_words_resemble_more_than_their_middle() {
        assert!(resemblance("mam", "mam") < resemblance("mam", "mam_x"));
        assert!(resemblance("mam", "mam_x") < resemblance("mam", "x_mam"));
        assert!(resemblance("mam", "x_mam") < resemblance("mam", "xmam"));
        assert!(resemblance("mam", "xmam") < resemblance("mam", "m_a_m"));
        assert_eq!(resemblance("mam", "m"), None);
    }
}

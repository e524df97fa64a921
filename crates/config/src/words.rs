//! Which files of a workspace may hold a word, told without looking into them.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::{FileId, Snapshot, SourceFile};

/// More files than this are not looked into at every search: then the index is made anew.
const MOST_CHANGED: usize = 64;

/// An index of the words of all files, made when somebody searches. States of a workspace that follow each other share
/// one: what has changed since is looked into in any case.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    index: Arc<OnceLock<Index>>,
    /// The files that have come or changed since the first of these states.
    changed: Vec<FileId>,
}

/// For each word, as a number, the files that hold it: pairs in their order, in one piece of memory.
#[derive(Debug)]
struct Index {
    pairs: Box<[u64]>,
    /// The files that had changed when it was made: an earlier state may have other words in them.
    changed: Vec<FileId>,
}

impl Words {
    /// The words after some files have come or changed.
    pub(crate) fn after(&self, files: impl IntoIterator<Item = FileId>) -> Self {
        if self.index.get().is_none() {
            // Nobody has searched yet: whoever does begins with what there is then.
            return Self::default();
        }
        let mut changed = self.changed.clone();
        for file in files {
            if changed.len() > MOST_CHANGED {
                return Self::default();
            }
            if !changed.contains(&file) {
                changed.push(file);
            }
        }
        Self { index: Arc::clone(&self.index), changed }
    }
}

impl Snapshot {
    /// The files that may hold all words of one of these names, large and small letters alike. A word is letters, digits
    /// and underscores that stand together. Takes some milliseconds the first time, for thousands of files.
    pub fn files_with(&self, names: &[&str]) -> Vec<&Arc<SourceFile>> {
        let index = self.words.index.get_or_init(|| Index::of(self));
        let mut found: Vec<FileId> = Vec::new();
        for name in names {
            // The word that the fewest have leaves few to look into.
            match hashes(name.as_bytes()).map(|hash| index.range(hash)).min_by_key(ExactSizeIterator::len) {
                Some(range) => found.extend(index.files(range)),
                None => return self.files.values().collect(),
            }
        }
        found.extend(index.changed.iter().chain(&self.words.changed));
        found.sort_unstable();
        found.dedup();
        found.into_iter().filter_map(|id| self.files.get(&id)).collect()
    }

    /// Takes over what an earlier state of the workspace knows of its words.
    pub(crate) fn keep_words(&mut self, earlier: &Self) {
        if earlier.words.index.get().is_none() {
            return;
        }
        // Files that are gone are found no more.
        let is_same = |file: &Arc<SourceFile>| {
            earlier.files.get(&file.id).is_some_and(|known| Arc::ptr_eq(file, known))
        };
        self.words =
            earlier.words.after(self.files.values().filter(|file| !is_same(file)).map(|file| file.id));
    }
}

impl Index {
    fn of(snapshot: &Snapshot) -> Self {
        let files: Vec<&Arc<SourceFile>> = snapshot.files.values().collect();
        let words = |file: &&Arc<SourceFile>| {
            let mut words: Vec<u32> = hashes(&file.text).collect();
            words.sort_unstable();
            words.dedup();
            let id = file.id.0;
            words.into_iter().map(move |word| pair(word, id))
        };
        let mut pairs: Vec<u64> = files.par_iter().flat_map_iter(words).collect();
        pairs.par_sort_unstable();
        Self { pairs: pairs.into(), changed: snapshot.words.changed.clone() }
    }

    /// Where the files of a word stand.
    fn range(&self, word: u32) -> Range<usize> {
        let first = self.pairs.partition_point(|pair| *pair < self::pair(word, 0));
        let last = self.pairs.partition_point(|pair| *pair <= self::pair(word, u32::MAX));
        first..last
    }

    fn files(&self, range: Range<usize>) -> impl Iterator<Item = FileId> {
        self.pairs
            .get(range)
            .unwrap_or_default()
            .iter()
            .map(|pair| FileId((pair & u64::from(u32::MAX)) as u32))
    }
}

fn pair(word: u32, file: u32) -> u64 {
    u64::from(word) << 32 | u64::from(file)
}

/// A number for each word of a text. Two words may share one.
fn hashes(text: &[u8]) -> impl Iterator<Item = u32> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let words = text.split(move |byte| !is_part(byte)).filter(|word| !word.is_empty());
    words.map(|word| {
        let sum = word.iter().fold(0xCBF2_9CE4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01B3)
        });
        (sum >> 32) as u32 ^ sum as u32
    })
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::Arc;

    use fixture::Directory;

    use crate::{Snapshot, Workspace};

    /// The files of a workspace that may hold a name.
    fn found(snapshot: &Snapshot, names: &[&str]) -> Vec<String> {
        let files = snapshot.files_with(names).into_iter();
        let mut names: Vec<String> =
            files.map(|file| file.path.file_stem().unwrap().to_string_lossy().replace(".cfg", "")).collect();
        names.sort();
        names
    }

    fn workspace(count: usize) -> (Directory, Workspace) {
        let directory = Directory::new();
        for file in 0..count {
            let text = format!("VirtualHost \"h{file}.example.org\"\nmotd_text = \"x\" -- {}\n", file % 10);
            directory.write(&format!("{file}.cfg.lua"), text.as_bytes());
        }
        let mut workspace = Workspace::new();
        workspace.set_roots(vec![directory.path().to_owned()]);
        (directory, workspace)
    }

    #[test]
    fn files_are_found_by_their_words() {
        let (_directory, mut workspace) = workspace(40);
        let snapshot = workspace.snapshot(&|_, _| {});
        assert_eq!(found(&snapshot, &["h7"]), ["7"]);
        assert_eq!(found(&snapshot, &["H7.Example.ORG"]), ["7"]);
        assert_eq!(found(&snapshot, &["nowhere", "3"]), ["13", "23", "3", "33"]);
        assert_eq!(found(&snapshot, &["motd_text"]).len(), 40);
        assert_eq!(found(&snapshot, &["motd"]), [""; 0]);
        assert_eq!(found(&snapshot, &["-"]).len(), 40, "no word at all");
    }

    #[test]
    fn what_changes_is_found_before_and_after() {
        let (directory, mut workspace) = workspace(10);
        let path = |file: usize| -> PathBuf { directory.path().join(format!("{file}.cfg.lua")) };
        let before = workspace.snapshot(&|_, _| {});
        let mut states = vec![before];
        for (version, text) in (1..).zip(["one = 1", "two = 1", "three = 1"]) {
            workspace.set_text(&path(5), Arc::from(text.as_bytes()), version);
            states.push(workspace.snapshot(&|_, _| {}));
            // The index that the later ones share is made of the second.
            assert_eq!(found(&states[1], &["h4"])[0], "4");
        }
        for (state, word) in states.iter().zip(["h5", "one", "two", "three"]) {
            assert!(found(state, &[word]).contains(&"5".to_owned()), "{word}");
            assert!(found(state, &["h4"]).contains(&"4".to_owned()));
        }
        directory.write("new.cfg.lua", b"fresh = 1\n");
        workspace.touch(&[directory.path().join("new.cfg.lua")]);
        let after = workspace.snapshot(&|_, _| {});
        assert!(found(&after, &["fresh"]).contains(&"new".to_owned()));
        let scratch =
            after.with_texts(&[(after.file_id(&path(1)).unwrap(), Arc::from(&b"scratched = 1"[..]))]);
        assert!(found(&scratch, &["scratched"]).contains(&"1".to_owned()));
        assert!(found(&after, &["h1"]).contains(&"1".to_owned()));
    }
}

//! What would be if files had other texts.

use std::sync::Arc;

use crate::disk::{Disk, SnapshotFiles};
use crate::link::{self, OnError};
use crate::relink::relink;
use crate::snapshot::{Snapshot, Tree, tree_roots};
use crate::{FileId, SourceFile, mount};

impl Snapshot {
    /// This moment with other texts in some of its files; nobody else sees it. Which files there are stays, and so do
    /// the private modules.
    #[must_use]
    pub fn with_texts(&self, texts: &[(FileId, Arc<[u8]>)]) -> Self {
        let mut snapshot = self.clone();
        let mut changed = Vec::new();
        for (id, text) in texts {
            let Some(old) = self.file(*id) else { continue };
            let file = Arc::new(SourceFile::new(*id, old.path.clone(), Arc::clone(text), old.version));
            snapshot.files.insert(*id, Arc::clone(&file));
            changed.push(file);
        }
        snapshot.words = self.words.after(changed.iter().map(|file| file.id));
        let trees: Vec<Arc<Tree>> =
            self.trees.iter().map(|tree| read_again(&snapshot, tree, &changed)).collect();
        snapshot.trees = trees;
        snapshot
    }
}

/// A tree after edits of some files; itself if it has nothing to do with them.
fn read_again(snapshot: &Snapshot, tree: &Arc<Tree>, changed: &[Arc<SourceFile>]) -> Arc<Tree> {
    if !changed.iter().any(|file| tree.settings.depends_on(file.id)) {
        return Arc::clone(tree);
    }
    let Some(entry) = snapshot.file(tree.entry).map(|file| file.path.clone()) else {
        return Arc::clone(tree);
    };
    let disk = Disk::beside(snapshot.next_name);
    let roots = tree_roots(&snapshot.roots, &tree.profile, &entry);
    let files = SnapshotFiles { snapshot, profile: &tree.profile, roots: &roots, disk: &disk };
    let followed = match changed {
        [file] => relink(&files, &tree.profile, &tree.settings, file).map(|relinked| relinked.settings),
        _ => None,
    };
    let settings = followed.unwrap_or_else(|| {
        link::load(&files, &tree.profile, &mount::deployed(&tree.profile, &entry), OnError::GoOn)
    });
    Arc::new(tree.with_settings(settings))
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use crate::{Snapshot, Value, Workspace};

    fn value(snapshot: &Snapshot, option: &str) -> Option<Value> {
        let tree = snapshot.trees().next().unwrap();
        tree.settings.effective("*", option).map(|(_, chain)| chain.value.clone())
    }

    #[test]
    fn only_the_scratch_has_the_other_text() {
        let mut workspace = Workspace::new();
        let path = Path::new("/nowhere/prosody.cfg.lua");
        workspace.set_text(path, Arc::from(&b"a = 1\nb = 1\n"[..]), 1);
        let snapshot = workspace.snapshot(&|_, _| {});
        let file = snapshot.file_id(path).unwrap();
        for (text, expected) in [("a = 2\n", Value::Int(2)), ("VirtualHost 'x'\na = 3", Value::Nil)] {
            let scratch = snapshot.with_texts(&[(file, Arc::from(text.as_bytes()))]);
            assert_eq!(value(&scratch, "a").unwrap_or(Value::Nil), expected);
            assert_eq!(value(&scratch, "b"), None);
            assert_eq!(&*scratch.file(file).unwrap().text, text.as_bytes());
        }
        assert_eq!(value(&snapshot, "a"), Some(Value::Int(1)));
    }
}

//! What is known of one document at one moment: what findings, hints and the like are made from.

use std::path::Path;
use std::sync::Arc;

use config::{SourceFile, Tree};

use crate::view::View;

/// What is made from a document's text and the trees that load it. Holds on to both, so that an address means the same
/// thing as long as it is compared.
#[derive(Debug, Clone)]
pub(crate) struct Basis {
    /// The version of the document; `None` if it is not open.
    pub(crate) version: Option<i32>,
    file: Option<Arc<SourceFile>>,
    trees: Vec<Arc<Tree>>,
    /// Which of the trees were read under all their profiles: findings depend on that.
    surveyed: Vec<bool>,
}

impl Basis {
    /// What a moment of the session knows of a document.
    pub(crate) fn new(view: &View, path: &Path, version: Option<i32>) -> Self {
        let file = view.document(path).cloned();
        let trees: Option<Vec<Arc<Tree>>> =
            file.as_ref().map(|file| view.analysis.snapshot().trees_of(file.id).cloned().collect());
        let trees = trees.unwrap_or_default();
        let surveyed = trees.iter().map(|tree| tree.has_cases()).collect();
        Self { version, file, trees, surveyed }
    }

    /// Whether both are the same: whatever is made from them is the same, too.
    pub(crate) fn same(&self, other: &Self) -> bool {
        self.same_meaning(other) && self.surveyed == other.surveyed
    }

    /// Whether the document means the same: whatever but findings is made from it is the same, too.
    pub(crate) fn same_meaning(&self, other: &Self) -> bool {
        let same_file = match (&self.file, &other.file) {
            (Some(one), Some(two)) => Arc::ptr_eq(one, two),
            (None, None) => true,
            _ => false,
        };
        self.version == other.version
            && same_file
            && self.trees.len() == other.trees.len()
            && self.trees.iter().zip(&other.trees).all(|(one, two)| Arc::ptr_eq(one, two))
    }
}

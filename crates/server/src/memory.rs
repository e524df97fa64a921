//! What answers remember of earlier answers to the same client, so that they need not be given in full again.
//! Nothing here decides what an answer says: forgetting costs time only.

use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::{FxHashMap, FxHasher};
use tower_lsp_server::ls_types::SemanticToken;

use crate::basis::Basis;

/// The tokens of no more documents than this are kept.
const MOST_DOCUMENTS: usize = 32;

/// What answers remember. Shared by all workers.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    tokens: Mutex<FxHashMap<PathBuf, (String, Vec<SemanticToken>)>>,
    findings: Mutex<FxHashMap<PathBuf, (Basis, String)>>,
}

/// A name for an answer that depends on what it says alone.
pub(crate) fn name_of(answer: impl Hash) -> String {
    let mut hasher = FxHasher::default();
    answer.hash(&mut hasher);
    format!("{:x}", hasher.finish())
}

impl Memory {
    /// Keeps the tokens that the client has from now on. Returns the name of this state.
    pub(crate) fn keep_tokens(&self, path: &Path, tokens: &[SemanticToken]) -> String {
        let numbers = |token: &SemanticToken| {
            let SemanticToken { delta_line, delta_start, length, token_type, token_modifiers_bitset } =
                *token;
            [delta_line, delta_start, length, token_type, token_modifiers_bitset]
        };
        let id = name_of(tokens.iter().map(numbers).collect::<Vec<_>>());
        let mut kept = lock(&self.tokens);
        if kept.len() >= MOST_DOCUMENTS && !kept.contains_key(path) {
            kept.clear();
        }
        kept.insert(path.to_owned(), (id.clone(), tokens.to_vec()));
        id
    }

    /// The tokens that a client has whose last answer bore this name.
    pub(crate) fn tokens(&self, path: &Path, id: &str) -> Option<Vec<SemanticToken>> {
        let kept = lock(&self.tokens);
        kept.get(path).filter(|(known, _)| known == id).map(|(_, tokens)| tokens.clone())
    }

    /// Forgets a document that was closed.
    pub(crate) fn forget(&self, path: &Path) {
        lock(&self.tokens).remove(path);
        lock(&self.findings).remove(path);
    }

    /// Keeps the name of a file's findings, and what they were made from.
    pub(crate) fn keep_findings(&self, path: &Path, basis: Basis, id: &str) {
        lock(&self.findings).insert(path.to_owned(), (basis, id.to_owned()));
    }

    /// The name of a file's findings, if they were made from the same.
    pub(crate) fn findings(&self, path: &Path, basis: &Basis) -> Option<String> {
        let kept = lock(&self.findings);
        kept.get(path).filter(|(known, _)| known.same(basis)).map(|(_, id)| id.clone())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

//! What answers remember of earlier answers to the same client, so that they need not be given in full again.
//! Nothing here decides what an answer says: forgetting costs time only.

use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::{FxHashMap, FxHasher};
use tower_lsp_server::ls_types::SemanticToken;

/// The tokens of no more documents than this are kept.
const MOST_DOCUMENTS: usize = 32;

/// What answers remember. Shared by all workers.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    tokens: Mutex<FxHashMap<PathBuf, (String, Vec<SemanticToken>)>>,
}

impl Memory {
    /// Keeps the tokens that the client has from now on. Returns the name of this state.
    pub(crate) fn keep_tokens(&self, path: &Path, tokens: &[SemanticToken]) -> String {
        let mut hasher = FxHasher::default();
        for token in tokens {
            [
                token.delta_line,
                token.delta_start,
                token.length,
                token.token_type,
                token.token_modifiers_bitset,
            ]
            .hash(&mut hasher);
        }
        let id = format!("{:x}", hasher.finish());
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
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

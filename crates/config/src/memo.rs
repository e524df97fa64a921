//! Room for what others derive from a whole tree, so that they need not do it again after every edit.

use std::any::Any;
use std::sync::{Arc, OnceLock};

/// Keeps one value that was derived from a tree. Shared with later states of the tree while what it may depend on
/// stays: the files, the hosts, and the options that say which modules are loaded.
#[derive(Debug, Clone, Default)]
pub struct Memo(Arc<OnceLock<Arc<dyn Any + Send + Sync>>>);

impl Memo {
    /// The value, made now if there is none. All callers must ask for the same type; another one is made anew.
    pub fn get<T: Any + Send + Sync>(&self, make: impl Fn() -> T) -> Arc<T> {
        let kept = self.0.get_or_init(|| Arc::new(make()));
        Arc::clone(kept).downcast().unwrap_or_else(|_| Arc::new(make()))
    }
}

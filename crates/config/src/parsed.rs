//! A file's syntax tree, made when somebody asks for it.

use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};

use syntax::{Parse, parse};

use crate::uses::Uses;

/// The syntax tree of a file, made when somebody asks for it.
///
/// A tree takes several times the room of its text, and making it takes about as long as reading the text: so the trees
/// of a large workspace are not all kept. Who asks for [`LazyParse::for_now`] shares one with all that have it at that
/// moment. Who looks into it as if it were a [`Parse`] makes it stay as long as the file. Documents that are open in
/// the editor keep theirs in any case.
#[derive(Debug)]
pub struct LazyParse {
    text: Arc<[u8]>,
    keeps: bool,
    kept: OnceLock<Arc<Parse>>,
    passing: Mutex<Weak<Parse>>,
    uses: OnceLock<Uses>,
}

impl LazyParse {
    /// The tree of a text that nobody has asked for.
    pub(crate) fn new(text: Arc<[u8]>, keeps: bool) -> Self {
        Self { text, keeps, kept: OnceLock::new(), passing: Mutex::default(), uses: OnceLock::new() }
    }

    /// The tree, for whoever walks over many files: gone when the last one drops it, unless it is kept.
    pub fn for_now(&self) -> Arc<Parse> {
        if self.keeps || self.kept.get().is_some() {
            return Arc::clone(self.kept());
        }
        let mut passing = self.passing();
        passing.upgrade().unwrap_or_else(|| {
            let made = self.make();
            *passing = Arc::downgrade(&made);
            made
        })
    }

    /// What the file uses; known without a tree once there was one.
    pub fn uses(&self) -> &Uses {
        if self.uses.get().is_none() {
            // Making a tree notes it.
            self.for_now();
        }
        self.uses.get_or_init(Uses::default)
    }

    /// Whether there is a tree at this moment.
    pub fn is_there(&self) -> bool {
        self.kept.get().is_some() || self.passing().strong_count() > 0
    }

    /// Whether the tree stays as long as the file.
    pub(crate) fn is_kept(&self) -> bool {
        self.keeps || self.kept.get().is_some()
    }

    fn kept(&self) -> &Arc<Parse> {
        self.kept.get_or_init(|| {
            let passing = self.passing().upgrade();
            passing.unwrap_or_else(|| self.make())
        })
    }

    fn passing(&self) -> MutexGuard<'_, Weak<Parse>> {
        // There is nothing in it that a panic could leave half done.
        self.passing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn make(&self) -> Arc<Parse> {
        let made = parse(&self.text);
        self.uses.get_or_init(|| Uses::of(&made.chunk.block));
        Arc::new(made)
    }
}

impl Deref for LazyParse {
    type Target = Parse;

    fn deref(&self) -> &Parse {
        self.kept()
    }
}

#[cfg(test)]
mod tests {
    use super::LazyParse;

    fn lazy(keeps: bool) -> LazyParse {
        LazyParse::new(b"a = b".as_slice().into(), keeps)
    }

    #[test]
    fn a_tree_is_made_when_somebody_asks_and_goes_with_the_last_one() {
        let parse = lazy(false);
        assert!(!parse.is_there());
        let one = parse.for_now();
        let other = parse.for_now();
        assert!(std::sync::Arc::ptr_eq(&one, &other));
        drop(one);
        assert!(parse.is_there());
        drop(other);
        assert!(!parse.is_there());
        assert_eq!(parse.for_now().chunk.block.stats.len(), 1);
    }

    #[test]
    fn a_tree_that_is_looked_into_stays() {
        let parse = lazy(false);
        assert_eq!(parse.chunk.block.stats.len(), 1);
        assert!(parse.is_there() && parse.is_kept());
        let open = lazy(true);
        drop(open.for_now());
        assert!(open.is_there());
    }

    #[test]
    fn what_is_used_is_known_without_a_tree() {
        let parse = lazy(false);
        assert!(parse.uses().names().any(|name| name == "b"));
        assert!(!parse.is_there());
    }
}

//! Room for what others derive from a whole tree, so that they need not do it again after every edit.

use std::any::Any;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Keeps values that were derived from a tree, one of each type. Shared with later states of the tree while what they may
/// depend on stays: the files, the hosts, and the options that say which modules are loaded.
#[derive(Debug, Clone, Default)]
pub struct Memo(Arc<Mutex<Vec<Kept>>>);

/// A value, once it was made.
type Kept = (std::any::TypeId, Arc<OnceLock<Arc<dyn Any + Send + Sync>>>);

impl Memo {
    /// The value of this type, made now if there is none.
    pub fn get<T: Any + Send + Sync>(&self, make: impl Fn() -> T) -> Arc<T> {
        let room = {
            // Nothing in it can be left half done by a panic.
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let of_type = kept.iter().find(|(of, _)| *of == std::any::TypeId::of::<T>());
            match of_type {
                Some((_, room)) => Arc::clone(room),
                None => {
                    let room = Arc::default();
                    kept.push((std::any::TypeId::of::<T>(), Arc::clone(&room)));
                    room
                }
            }
        };
        let value = Arc::clone(room.get_or_init(|| Arc::new(make())));
        value.downcast().unwrap_or_else(|_| Arc::new(make()))
    }
}

#[cfg(test)]
mod tests {
    use super::Memo;

    #[test]
    fn each_type_is_made_once() {
        let memo = Memo::default();
        assert_eq!(*memo.get(|| 1_u8), 1);
        assert_eq!(*memo.clone().get(|| 2_u8), 1);
        assert_eq!(*memo.get(|| "three"), "three");
    }
}

//! Which known names are near to unknown ones: looked up once, since all names have to be compared, and the same
//! unknown names come again with every edit and in many files.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use schema::Schema;

/// When more names than this are remembered, all are forgotten: somebody is typing them.
const MOST: usize = 10_000;

/// Remembers the nearest names, for one schema.
#[derive(Default)]
pub(crate) struct Nearest {
    options: Names,
    modules: Names,
}

type Names = Mutex<FxHashMap<Box<str>, Arc<[String]>>>;

impl Nearest {
    /// The options that are near to a name.
    pub(crate) fn options(&self, schema: Schema<'_>, name: &str) -> Arc<[String]> {
        remembered(&self.options, name, || schema.closest_option(name))
    }

    /// The modules that are near to a name.
    pub(crate) fn modules(&self, schema: Schema<'_>, name: &str) -> Arc<[String]> {
        remembered(&self.modules, name, || schema.closest_module(name))
    }
}

fn remembered<'s>(names: &Names, name: &str, find: impl FnOnce() -> Vec<&'s str>) -> Arc<[String]> {
    // A panic leaves a map as it was.
    let known = || names.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(near) = known().get(name) {
        return Arc::clone(near);
    }
    let near: Arc<[String]> = find().into_iter().map(str::to_owned).collect();
    let mut known = known();
    if known.len() >= MOST {
        known.clear();
    }
    known.insert(name.into(), Arc::clone(&near));
    near
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use schema::{Schema, Version};

    use super::Nearest;

    #[test]
    fn the_second_answer_is_the_first_one() {
        let nearest = Nearest::default();
        let schema = Schema::of(Version::V13_0);
        let first = nearest.options(schema, "modules_enbaled");
        assert_eq!(*first, ["modules_enabled"]);
        assert!(Arc::ptr_eq(&first, &nearest.options(schema, "modules_enbaled")));
        assert_eq!(*nearest.modules(schema, "carbon"), ["carbons"]);
    }
}

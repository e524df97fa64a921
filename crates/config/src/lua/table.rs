//! Tables while a configuration is being evaluated.

use rustc_hash::FxHashMap;

use super::val::{Key, Val};
use crate::prosody::EnvId;
use crate::value::{Origin, Proxy};

/// Names a table of a [`Machine`](super::Machine).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct TableId(pub(crate) u32);

/// A table: entries in the order in which they were made.
///
/// Real Lua walks hashes in any order; where that order shows, it is the constructor's here, and
/// callers that let it decide anything have to say so.
#[derive(Debug, Default)]
pub(crate) struct LuaTable {
    slots: Vec<Slot>,
    /// Position of each key in `slots`, once there are enough to be worth it.
    index: FxHashMap<Key, usize>,
    pub(crate) metatable: Option<TableId>,
    /// What Prosody's proxies stand for.
    pub(crate) proxy: Option<Proxy>,
    /// It is the environment of a configuration file.
    pub(crate) environment: Option<EnvId>,
    /// Something unknown was stored under an unknown key, or someone unknown had the table in hand.
    pub(crate) open: bool,
    /// What a loop without a known order has added to the list, if nothing else is unknown about the table.
    pub(crate) bag: Option<Vec<Val>>,
    /// How deep inside undecided branches it was made: changes from deeper inside are uncertain.
    pub(crate) depth: u32,
    /// `t[1]` to `t[border]` are not nil, `t[border + 1]` is.
    border: i64,
    /// How many items its constructor listed: where there are holes, Lua finds a border from there.
    listed: i64,
    /// Whether its constructor gave some items their index: those lie among the hashes.
    keyed_items: bool,
}

/// One entry; a removed one keeps its place with a nil value.
#[derive(Debug, Clone)]
pub(crate) struct Slot {
    pub(crate) key: Key,
    pub(crate) value: Val,
    pub(crate) origin: Option<Origin>,
}

/// Below this many slots a scan is faster than a hash.
const SCAN_LIMIT: usize = 8;

impl LuaTable {
    pub(crate) fn new(depth: u32) -> Self {
        Self { depth, ..Self::default() }
    }

    /// Makes room for the entries of a constructor: most tables never get others, and there are many.
    pub(crate) fn reserve(&mut self, entries: usize) {
        self.slots.reserve_exact(entries);
    }

    fn position(&self, key: &Key) -> Option<usize> {
        if self.slots.len() <= SCAN_LIMIT {
            return self.slots.iter().position(|slot| slot.key == *key);
        }
        // A list filled in order has its items at their own places.
        if let Key::Int(index) = key
            && let Some(slot) = usize::try_from(index - 1).ok().and_then(|at| self.slots.get(at))
            && slot.key == *key
        {
            return usize::try_from(index - 1).ok();
        }
        self.index.get(key).copied()
    }

    pub(crate) fn get(&self, key: &Key) -> Val {
        self.slot(key).map_or(Val::Nil, |slot| slot.value.clone())
    }

    pub(crate) fn slot(&self, key: &Key) -> Option<&Slot> {
        self.position(key).and_then(|at| self.slots.get(at)).filter(|slot| !slot.value.is_nil())
    }

    /// Whether the entry of that key was set to nil.
    pub(crate) fn is_removed(&self, key: &Key) -> bool {
        self.position(key).and_then(|at| self.slots.get(at)).is_some_and(|slot| slot.value.is_nil())
    }

    pub(crate) fn set(&mut self, key: Key, value: Val, origin: Option<Origin>) {
        if let Some(slot) = self.position(&key).and_then(|at| self.slots.get_mut(at)) {
            let removed = value.is_nil();
            slot.value = value;
            slot.origin = origin;
            if let Key::Int(index) = key {
                self.adjust_border(index, removed);
            }
            return;
        }
        // In a table that may hold more than is known, what was set to nil is known not to be there.
        if value.is_nil() && !self.open {
            return;
        }
        let int = match key {
            Key::Int(index) if !value.is_nil() => Some(index),
            _ => None,
        };
        if self.slots.len() == SCAN_LIMIT {
            self.index = self.slots.iter().enumerate().map(|(at, slot)| (slot.key.clone(), at)).collect();
        }
        if self.slots.len() >= SCAN_LIMIT {
            self.index.insert(key.clone(), self.slots.len());
        }
        self.slots.push(Slot { key, value, origin });
        if let Some(index) = int {
            self.adjust_border(index, false);
        }
    }

    /// Stores behind what was added in an order that is not known, if there is any.
    pub(crate) fn put(&mut self, key: Key, value: Val, origin: Option<Origin>) {
        if let (Some(bag), Key::Int(index)) = (&mut self.bag, &key) {
            let next = i64::try_from(bag.len()).ok().and_then(|count| self.border.checked_add(count + 1));
            if next == Some(*index) {
                bag.push(value);
                return;
            }
            self.bag = None;
        }
        self.set(key, value, origin);
    }

    /// It may hold other entries than those that are known.
    pub(crate) fn open_up(&mut self) {
        self.open = true;
        self.bag = None;
    }

    /// Says where an entry was written.
    pub(crate) fn set_origin(&mut self, key: &Key, origin: Origin) {
        if let Some(slot) = self.position(key).and_then(|at| self.slots.get_mut(at)) {
            slot.origin = Some(origin);
        }
    }

    fn adjust_border(&mut self, index: i64, removed: bool) {
        if removed && index <= self.border && index >= 1 {
            self.border = index - 1;
        } else if !removed && index == self.border + 1 {
            self.border = index;
            while self.slot(&Key::Int(self.border + 1)).is_some() {
                self.border += 1;
            }
        }
    }

    /// Says how many items the constructor listed, nils included.
    pub(crate) fn set_listed(&mut self, listed: i64) {
        self.listed = listed;
    }

    /// Says that the constructor gave an item its index.
    pub(crate) fn set_keyed_items(&mut self) {
        self.keyed_items = true;
    }

    /// Whether `pairs` yields all but one key of the table in the order of the list: the others lie among the hashes.
    /// Items that were added one by one keep their order as long as there is nothing else in the table.
    pub(crate) fn keeps_order(&self) -> bool {
        let listed = if self.keyed_items { self.listed } else { self.listed.max(self.border) };
        let only_items =
            self.entries().all(|slot| matches!(slot.key, Key::Int(index) if (1..=listed).contains(&index)));
        let is_listed = |key: &Key| matches!(key, Key::Int(index) if (1..=self.listed).contains(index));
        only_items || self.entries().filter(|slot| !is_listed(&slot.key)).take(2).count() < 2
    }

    /// What `#` says: one of the borders, the one that Lua finds (`luaH_getn`).
    pub(crate) fn border(&self) -> i64 {
        let has = |index: i64| self.slot(&Key::Int(index)).is_some();
        if self.listed <= self.border {
            return self.border;
        }
        if has(self.listed) {
            let mut border = self.listed;
            while has(border + 1) {
                border += 1;
            }
            return border;
        }
        if self.listed >= 2 && has(self.listed - 1) {
            return self.listed - 1;
        }
        let (mut low, mut high) = (0, self.listed);
        while high - low > 1 {
            let middle = low.midpoint(high);
            if has(middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        low
    }

    /// All entries that are not nil.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &Slot> {
        self.slots.iter().filter(|slot| !slot.value.is_nil())
    }

    /// Forgets all that is known about the entries.
    pub(crate) fn taint(&mut self, reason: &std::sync::Arc<str>) {
        for slot in &mut self.slots {
            slot.value = Val::Unknown(std::sync::Arc::clone(reason));
        }
        self.open_up();
    }

    /// Whether some list item, key or the length may be other than what is seen.
    pub(crate) fn is_sure(&self) -> bool {
        !self.open
    }
}

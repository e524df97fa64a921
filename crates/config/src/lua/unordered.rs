//! Loops whose order can't be told.
//!
//! `pairs` walks a table in the order of its hashes. What such a loop does is the same in any order, mostly: each
//! host gets its own options. Where two rounds leave different values in the same place, the last one wins, and nobody
//! can say which that is.

use std::hash::{Hash, Hasher};
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::TableId;
use super::machine::Machine;
use super::scope::Cell;
use super::val::{Key, Val};
use crate::prosody::EnvId;

/// The reason given for values that depend on the order.
const REASON: &str = "depends on the order in which Lua walks a table";

/// What a loop without a known order has written so far.
#[derive(Debug, Default)]
pub(crate) struct Unordered {
    written: FxHashMap<Place, Written>,
    /// The places that the round which is running has written to.
    of_round: Vec<Place>,
    /// The host of each environment that rounds have chosen one for.
    hosts: FxHashMap<EnvId, Hosts>,
    /// Tables from this one on were made inside the loop.
    tables_from: u32,
    /// Older lists that rounds have added items to.
    lists: Vec<TableId>,
}

/// Where a round may write what another one sees.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Place {
    /// A host's option.
    Option(Arc<str>, Arc<str>),
    /// A local variable.
    Local(ByAddress),
    /// The entry of a table.
    Entry(TableId, Key),
}

/// A variable, which is only ever the same as itself.
#[derive(Debug, Clone)]
struct ByAddress(Rc<Cell>);

impl PartialEq for ByAddress {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for ByAddress {}

impl Hash for ByAddress {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Rc::as_ptr(&self.0).hash(state);
    }
}

/// What rounds have written to one place.
#[derive(Debug)]
struct Written {
    /// What was there before the loop.
    before: Val,
    /// What the rounds before this one have left.
    left: Option<Val>,
    /// They have left different values.
    clashes: bool,
    /// What this round has written last.
    now: Option<Val>,
}

/// The hosts that rounds leave an environment with.
#[derive(Debug)]
struct Hosts {
    /// The host before the loop.
    before: Arc<str>,
    /// That of this round.
    now: Option<Arc<str>>,
    /// That of the rounds before.
    left: Left,
}

/// Which hosts rounds have left.
#[derive(Debug)]
enum Left {
    Nothing,
    One(Arc<str>),
    Different,
}

impl Written {
    fn new(before: Val) -> Self {
        Self { before, left: None, clashes: false, now: None }
    }

    /// Writes a value; says whether another round has left another one.
    fn write(&mut self, value: &Val) -> bool {
        self.now = Some(value.clone());
        self.clashes || self.left.as_ref().is_some_and(|left| !same(left, value))
    }

    fn end_round(&mut self) {
        let Some(now) = self.now.take() else { return };
        match &self.left {
            Some(left) => self.clashes |= !same(left, &now),
            None => self.left = Some(now),
        }
    }

    /// What is there when all rounds are over.
    fn last(&self) -> Val {
        match &self.left {
            Some(left) if !self.clashes => left.clone(),
            _ => Val::unknown(REASON),
        }
    }
}

fn same(a: &Val, b: &Val) -> bool {
    a.raw_equals(b) == Some(true)
}

impl Unordered {
    /// Ends a round; gives the places that look different to the next one than before the loop.
    fn end_round(&mut self) -> Vec<Place> {
        let mut changed = Vec::new();
        for place in self.of_round.drain(..) {
            let Some(written) = self.written.get_mut(&place) else { continue };
            written.end_round();
            if !written.left.as_ref().is_some_and(|left| same(left, &written.before)) {
                changed.push(place);
            }
        }
        for hosts in self.hosts.values_mut() {
            let Some(now) = hosts.now.take() else { continue };
            match &hosts.left {
                Left::One(left) if *left != now => hosts.left = Left::Different,
                Left::One(_) | Left::Different => {}
                Left::Nothing => hosts.left = Left::One(now),
            }
        }
        changed
    }
}

impl Machine<'_> {
    /// A loop without a known order begins.
    pub(crate) fn begin_unordered(&mut self) {
        let tables_from = self.table_count();
        self.unordered.push(Unordered { tables_from, ..Unordered::default() });
    }

    /// The innermost such loop ends; `early` if not all rounds ran: which did is not known then.
    pub(crate) fn end_unordered(&mut self, early: bool) {
        let Some(of) = self.unordered.pop() else { return };
        if early {
            for list in of.lists {
                if let Some(table) = self.table_mut(list) {
                    table.bag = None;
                }
            }
        }
        for (place, written) in of.written {
            let value = if early { Val::unknown(REASON) } else { written.last() };
            // A loop around this one has to know.
            let value = self.order(&place, &written.before, value);
            self.put(&place, value);
        }
        // Behind the loop, the host is that of the last round.
        for (env, hosts) in of.hosts {
            match hosts.left {
                Left::One(host) if !early => self.set_current_host(env, host),
                _ => self.forget_current_host(env, &Arc::from(REASON)),
            }
        }
    }

    /// A round of the innermost such loop ends: unless it leaves the host that there was before, that of the next round
    /// is not known.
    pub(crate) fn end_unordered_round(&mut self) {
        let Some(of) = self.unordered.last_mut() else { return };
        // What this round did, the next one may do before it.
        let changed = of.end_round();
        let moved = |hosts: &Hosts| match &hosts.left {
            Left::Nothing => false,
            Left::One(left) => *left != hosts.before,
            Left::Different => true,
        };
        let envs: Vec<EnvId> =
            of.hosts.iter().filter(|(_, hosts)| moved(hosts)).map(|(env, _)| *env).collect();
        for env in envs {
            self.forget_current_host(env, &Arc::from(REASON));
        }
        for place in changed {
            self.put(&place, Val::unknown(REASON));
        }
    }

    fn put(&mut self, place: &Place, value: Val) {
        match place {
            Place::Option(host, option) => self.prosody.put_option(host, option, value),
            Place::Local(cell) => *cell.0.value.borrow_mut() = value,
            Place::Entry(table, key) => {
                if let Some(table) = self.table_mut(*table) {
                    let origin = table.slot(key).and_then(|slot| slot.origin);
                    table.set(key.clone(), value, origin);
                }
            }
        }
    }

    /// The value that a place has after a write: unknown if another round left another one there.
    fn order(&mut self, place: &Place, before: &Val, value: Val) -> Val {
        let mut clashes = false;
        for of in &mut self.unordered {
            if matches!(place, Place::Entry(table, _) if table.0 >= of.tables_from) {
                continue;
            }
            let written = of.written.entry(place.clone()).or_insert_with(|| Written::new(before.clone()));
            if written.now.is_none() {
                of.of_round.push(place.clone());
            }
            clashes |= written.write(&value);
        }
        if clashes { Val::unknown(REASON) } else { value }
    }

    /// The host of an environment is chosen.
    pub(crate) fn order_host(&mut self, env: EnvId, before: &Arc<str>, host: &Arc<str>) {
        for of in &mut self.unordered {
            let first = || Hosts { before: Arc::clone(before), now: None, left: Left::Nothing };
            of.hosts.entry(env).or_insert_with(first).now = Some(Arc::clone(host));
        }
    }

    /// The value that an option has after an assignment.
    pub(crate) fn order_option(&mut self, host: &Arc<str>, option: &Arc<str>, value: Val) -> Val {
        let before = self.prosody.host(host).map_or(Val::Nil, |host| host.get(option));
        self.order(&Place::Option(Arc::clone(host), Arc::clone(option)), &before, value)
    }

    /// The same for a local variable.
    pub(crate) fn order_local(&mut self, cell: &Rc<Cell>, value: Val) -> Val {
        let before = cell.value.borrow().clone();
        self.order(&Place::Local(ByAddress(Rc::clone(cell))), &before, value)
    }

    /// The same for an entry of a table.
    pub(crate) fn order_entry(&mut self, table: TableId, key: &Key, value: Val) -> Val {
        let before = self.table(table).get(key);
        self.order(&Place::Entry(table, key.clone()), &before, value)
    }

    /// Adds an item to the end of a list that is older than such a loop. Which items it has is known in the end, their
    /// order is not. Says whether it did: otherwise it is an assignment like any other.
    pub(crate) fn append_unordered(&mut self, list: TableId, value: &Val) -> bool {
        if !self.loses_order(list.0) || self.table(list).metatable.is_some() {
            return false;
        }
        let undecided = self.depth > self.table(list).depth;
        let Some(table) = self.table_mut(list) else { return false };
        if undecided || (table.open && table.bag.is_none()) {
            table.open_up();
            return true;
        }
        table.bag.get_or_insert_default().push(value.clone());
        table.open = true;
        for of in self.unordered.iter_mut().filter(|of| list.0 < of.tables_from) {
            of.lists.push(list);
        }
        true
    }

    /// Whether a list that is older than such a loop grows in it: then its order is not known.
    pub(crate) fn loses_order(&self, table: u32) -> bool {
        self.unordered.iter().any(|of| table < of.tables_from)
    }
}

//! Loops whose order can't be told.
//!
//! `pairs` walks a table in the order of its hashes. What such a loop does is the same in any order, mostly: each
//! host gets its own options. Where two rounds write to the same place, the last one wins, and nobody can say which
//! that is.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::TableId;
use super::machine::Machine;
use super::scope::Cell;
use super::val::Val;
use crate::prosody::EnvId;

/// The reason given for values that depend on the order.
const REASON: &str = "depends on the order in which Lua walks a table";

/// What a loop without a known order has written so far.
#[derive(Debug, Default)]
pub(crate) struct Unordered {
    options: FxHashMap<(Arc<str>, Arc<str>), Val>,
    locals: FxHashMap<*const Cell, Val>,
    /// The host that each environment was given; `None` if rounds gave it different ones.
    hosts: FxHashMap<EnvId, Option<Arc<str>>>,
    /// Tables from this one on were made inside the loop.
    tables_from: u32,
    /// Older lists that rounds have added items to.
    lists: Vec<TableId>,
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
            for (host, option) in of.options.keys() {
                self.prosody.forget_option(host, option, REASON);
            }
            for list in of.lists {
                if let Some(table) = self.table_mut(list) {
                    table.bag = None;
                }
            }
        }
        // Behind the loop, the host is that of the last round.
        for (env, host) in of.hosts {
            match host {
                Some(host) if !early => self.set_current_host(env, host),
                _ => self.forget_current_host(env, &Arc::from(REASON)),
            }
        }
    }

    /// A round of the innermost such loop ends: the host that it leaves is not that of the next round.
    pub(crate) fn end_unordered_round(&mut self) {
        let envs: Vec<EnvId> =
            self.unordered.last().map(|of| of.hosts.keys().copied().collect()).unwrap_or_default();
        for env in envs {
            self.forget_current_host(env, &Arc::from(REASON));
        }
    }

    /// The host of an environment is chosen.
    pub(crate) fn order_host(&mut self, env: EnvId, host: &Arc<str>) {
        for of in &mut self.unordered {
            let chosen = of.hosts.entry(env).or_insert_with(|| Some(Arc::clone(host)));
            if chosen.as_ref().is_some_and(|chosen| chosen != host) {
                *chosen = None;
            }
        }
    }

    /// The value that an option has after this assignment: unknown if another round gave it another one.
    pub(crate) fn order_option(&mut self, host: &Arc<str>, option: &Arc<str>, value: Val) -> Val {
        let key = || (Arc::clone(host), Arc::clone(option));
        let clash =
            self.unordered.iter_mut().any(|of| differs(of.options.insert(key(), value.clone()), &value));
        if clash { Val::unknown(REASON) } else { value }
    }

    /// The same for a local variable.
    pub(crate) fn order_local(&mut self, cell: *const Cell, value: Val) -> Val {
        let clash =
            self.unordered.iter_mut().any(|of| differs(of.locals.insert(cell, value.clone()), &value));
        if clash { Val::unknown(REASON) } else { value }
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
        if let Some(of) = self.unordered.iter_mut().find(|of| list.0 < of.tables_from) {
            of.lists.push(list);
        }
        true
    }

    /// Whether a list that is older than such a loop grows in it: then its order is not known.
    pub(crate) fn loses_order(&self, table: u32) -> bool {
        self.unordered.iter().any(|of| table < of.tables_from)
    }
}

fn differs(before: Option<Val>, value: &Val) -> bool {
    before.is_some_and(|before| before.raw_equals(value) != Some(true))
}

//! The state of one evaluation.

use std::sync::Arc;

use syntax::Span;

use super::Run;
use super::frames::Frame;
use super::fuel::Fuel;
use super::table::{LuaTable, TableId};
use super::val::{Key, Val};
use crate::FileId;
use crate::files::Files;
use crate::profile::Profile;
use crate::prosody::Prosody;
use crate::value::Origin;

/// The state of one evaluation: tables, call stack, what Prosody has been told so far.
#[expect(clippy::struct_excessive_bools, reason = "what may have happened are separate things")]
pub(crate) struct Machine<'w> {
    pub(crate) files: &'w dyn Files,
    pub(crate) profile: &'w Profile,
    tables: Vec<LuaTable>,
    no_table: LuaTable,
    /// Tables below this one are Lua's and Prosody's own.
    own_tables: u32,
    /// Lua's `_G`.
    pub(crate) globals: TableId,
    /// The `string` library: strings' methods.
    pub(crate) strings: TableId,
    pub(super) frames: Vec<Frame>,
    pub(super) fuel: Fuel,
    /// How deep inside undecided branches the evaluation is.
    pub(crate) depth: u32,
    /// Why, outermost first.
    pub(crate) conditions: Vec<Arc<str>>,
    /// A branch that may have run would have left the function.
    pub(crate) maybe_left: bool,
    /// A branch that may have run would have left the loop.
    pub(crate) maybe_broke: bool,
    /// A branch that may have run would have failed.
    pub(crate) maybe_failed: bool,
    /// How many `pcall`s are running.
    pub(crate) protecting: u32,
    /// How deep functions are nested that somebody unknown may call.
    handed_over: u32,
    /// Why Lua modules that can't be seen are unknown.
    pub(crate) foreign: rustc_hash::FxHashSet<Arc<str>>,
    /// Loops without a known order that are running, innermost last.
    pub(crate) unordered: Vec<super::unordered::Unordered>,
    /// Files read otherwise than by `Include`.
    pub(crate) loaded: rustc_hash::FxHashMap<String, Val>,
    /// Whether to go on behind an error at a file's top level, as an editor wants: they are kept.
    pub(crate) recover: bool,
    /// The errors behind which evaluation went on, each with the run of a file that it happened in.
    pub(crate) errors: Vec<(u32, Box<super::LuaError>)>,
    /// Watches where certain texts end up, if somebody wants to know.
    pub(crate) probe: Option<Box<crate::profiles::Probe>>,
    /// The messages of `loadfile` about files that are no Lua, with the place of the mistake.
    pub(crate) refused: Vec<(Val, (FileId, Span))>,
    /// Where the item is written that `table.insert` is about to add.
    pub(crate) inserting: Option<Origin>,
    pub(crate) prosody: Prosody,
}

impl<'w> Machine<'w> {
    pub(crate) fn new(files: &'w dyn Files, profile: &'w Profile) -> Self {
        let mut machine = Self {
            files,
            profile,
            tables: Vec::with_capacity(256),
            no_table: LuaTable::default(),
            own_tables: 0,
            globals: TableId(0),
            strings: TableId(0),
            frames: Vec::with_capacity(16),
            fuel: Fuel::default(),
            depth: 0,
            conditions: Vec::new(),
            maybe_left: false,
            maybe_broke: false,
            maybe_failed: false,
            protecting: 0,
            handed_over: 0,
            foreign: rustc_hash::FxHashSet::default(),
            unordered: Vec::new(),
            loaded: rustc_hash::FxHashMap::default(),
            recover: false,
            errors: Vec::new(),
            probe: None,
            refused: Vec::new(),
            inserting: None,
            prosody: Prosody::default(),
        };
        super::lib::install(&mut machine);
        crate::prosody::globals::install(&mut machine);
        machine.own_tables = u32::try_from(machine.tables.len()).unwrap_or(u32::MAX);
        machine
    }

    pub(crate) fn new_table(&mut self) -> TableId {
        let id = TableId(u32::try_from(self.tables.len()).unwrap_or(u32::MAX));
        self.tables.push(LuaTable::new(self.depth));
        id
    }

    /// All tables.
    pub(crate) fn tables(&self) -> impl Iterator<Item = &LuaTable> {
        self.tables.iter()
    }

    pub(crate) fn table_count(&self) -> u32 {
        u32::try_from(self.tables.len()).unwrap_or(u32::MAX)
    }

    /// The table of that name. Names come from `new_table` only; a foreign one gives an empty table.
    pub(crate) fn table(&self, id: TableId) -> &LuaTable {
        self.tables.get(id.0 as usize).unwrap_or(&self.no_table)
    }

    pub(crate) fn table_mut(&mut self, id: TableId) -> Option<&mut LuaTable> {
        self.tables.get_mut(id.0 as usize)
    }

    /// Stores without metamethods. Inside an undecided branch older tables get an unknown value instead.
    pub(crate) fn raw_set(&mut self, id: TableId, key: Key, value: Val, origin: Option<Origin>) {
        if id.0 < self.own_tables {
            self.prosody.entangled = true;
        }
        let depth = self.depth;
        let value = if depth > self.table(id).depth { self.undecided() } else { value };
        if matches!(key, Key::Int(_)) && self.loses_order(id.0) {
            if let Some(table) = self.table_mut(id) {
                table.open_up();
            }
            return;
        }
        let value = if self.unordered.is_empty() { value } else { self.order_entry(id, &key, value) };
        if let Some(table) = self.table_mut(id) {
            table.put(key, value, origin);
        }
    }

    /// Reads without metamethods; unknown where the table may hold more than is known.
    pub(crate) fn raw_get(&self, id: TableId, key: &Key) -> Val {
        let table = self.table(id);
        match table.get(key) {
            Val::Nil if !table.is_sure() && !table.is_removed(key) => {
                Val::unknown("the table may hold entries that are not known")
            }
            value => value,
        }
    }

    /// A new list.
    pub(crate) fn list(&mut self, items: impl IntoIterator<Item = Val>) -> Val {
        let id = self.new_table();
        for (item, index) in items.into_iter().zip(1..) {
            self.raw_set(id, Key::Int(index), item, None);
        }
        Val::Table(id)
    }

    /// Sets a string key of a fresh table.
    pub(crate) fn set_field(&mut self, id: TableId, name: &str, value: Val) {
        if let Some(table) = self.table_mut(id) {
            table.set(Key::str(name), value, None);
        }
    }

    /// The value of something that may or may not have been changed in an undecided branch.
    pub(crate) fn undecided(&self) -> Val {
        Val::Unknown(
            self.conditions.last().cloned().unwrap_or_else(|| Arc::from("depends on something unknown")),
        )
    }

    /// Something happened to a table that can't be followed.
    pub(crate) fn escape(&mut self, value: &Val, reason: &Arc<str>) {
        if let Val::Table(id) = value
            && *id != self.globals
            && let Some(table) = self.table_mut(*id)
        {
            table.taint(reason);
        }
    }

    /// Someone unknown gets a value into their hands: tables may change in any way, functions may be called.
    pub(crate) fn hand_over(&mut self, value: &Val, reason: &Arc<str>) -> Run<()> {
        /// A function that somebody may call may hand over others.
        const MAX_NESTED: u32 = 3;
        match value {
            Val::Closure(closure) if self.handed_over < MAX_NESTED => {
                let closure = std::rc::Rc::clone(closure);
                let count = closure.body.params.len() + usize::from(closure.body.vararg);
                let args = vec![Val::Unknown(Arc::clone(reason)); count];
                self.handed_over += 1;
                let result = self.maybe(reason, |machine| {
                    machine.call_closure(&closure, args)?;
                    Ok(super::exec::Exit::End)
                });
                self.handed_over -= 1;
                result
            }
            Val::Table(id) if id.0 >= self.own_tables && self.table(*id).proxy.is_none() => {
                let held: Vec<Val> = self
                    .table(*id)
                    .entries()
                    .map(|slot| slot.value.clone())
                    .filter(|value| matches!(value, Val::Table(_) | Val::Closure(_)))
                    .collect();
                self.escape(value, reason);
                held.iter().try_for_each(|value| self.hand_over(value, reason))
            }
            _ => {
                self.escape(value, reason);
                Ok(())
            }
        }
    }
}

//! From values under evaluation to values that stay.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::lua::table::LuaTable;
use crate::lua::val::Native;
use crate::lua::{Machine, TableId, Val};
use crate::value::{Entry, Origin, Table, Value};

/// Copies values out of a machine; a table that several values share is shared in the copies, too.
pub(crate) struct Freezer<'m, 'w> {
    machine: &'m Machine<'w>,
    done: FxHashMap<TableId, Value>,
    open: Vec<TableId>,
    /// Where strings were written as entries of tables, by their address; gathered when somebody asks.
    written: Option<FxHashMap<*const u8, Origin>>,
}

/// Deeper tables are cut off: nothing in Prosody looks that far down.
const MAX_DEPTH: usize = 100;

impl<'m, 'w> Freezer<'m, 'w> {
    pub(crate) fn new(machine: &'m Machine<'w>) -> Self {
        Self { machine, done: FxHashMap::default(), open: Vec::new(), written: None }
    }

    pub(crate) fn freeze(&mut self, value: &Val) -> Value {
        match value {
            Val::Nil => Value::Nil,
            Val::Bool(value) => Value::Bool(*value),
            Val::Int(value) => Value::Int(*value),
            Val::Float(value) => Value::Float(*value),
            Val::Str(bytes) if holds_usual_path(bytes) => Value::Unknown(Arc::from("package.path")),
            Val::Str(bytes) => Value::Str(Arc::clone(bytes)),
            Val::Unknown(reason) => Value::Unknown(Arc::clone(reason)),
            Val::Closure(closure) => Value::Function(closure.source.file().id, closure.body.span),
            Val::Native(Native::Chunk(chunk)) => {
                Value::Function(chunk.source.file().id, syntax::Span::default())
            }
            Val::Native(Native::Lib(_) | Native::Rows(_)) => Value::Builtin { native: true },
            Val::Native(Native::Prosody(_)) => Value::Builtin { native: false },
            // What Lua and Prosody keep there is not all known.
            Val::Table(id) if *id == self.machine.globals => Value::Unknown(Arc::from("Lua's own globals")),
            Val::Table(id) => self.freeze_table(*id),
        }
    }

    fn freeze_table(&mut self, id: TableId) -> Value {
        let table = self.machine.table(id);
        if let Some(proxy) = &table.proxy {
            return Value::Proxy(Arc::new(proxy.clone()));
        }
        if matches!(table.get(&crate::lua::LIB_REST), Val::Str(_)) {
            return Value::Unknown(Arc::from("an open file"));
        }
        if let Some(done) = self.done.get(&id) {
            return done.clone();
        }
        if self.open.contains(&id) {
            return Value::Cycle;
        }
        if self.open.len() >= MAX_DEPTH {
            return Value::Unknown(Arc::from("a table nested too deeply"));
        }
        self.open.push(id);
        let mut entries: Vec<Entry> = table
            .entries()
            .map(|slot| Entry {
                key: self.freeze(&slot.key.to_val()),
                value: self.freeze(&slot.value),
                origin: slot.origin.or_else(|| self.written(&slot.value)),
            })
            .collect();
        // Items of which the order is not known.
        let border = table.border();
        for (value, index) in table.bag.iter().flatten().zip(border + 1..) {
            let origin = self.written(value);
            entries.push(Entry { key: Value::Int(index), value: self.freeze(value), origin });
        }
        // There are many tables, and they stay.
        entries.shrink_to_fit();
        self.open.pop();
        let value = Value::Table(Arc::new(Table { entries, open: table.open }));
        self.done.insert(id, value.clone());
        value
    }
}

impl Freezer<'_, '_> {
    /// Where a string that code has put into a table was written: the entry of another table, such as a list that is
    /// added to a longer one.
    fn written(&mut self, value: &Val) -> Option<Origin> {
        let Val::Str(bytes) = value else { return None };
        let written = self.written.get_or_insert_with(|| {
            let mut written = FxHashMap::default();
            for slot in self.machine.tables().flat_map(LuaTable::entries) {
                if let (Val::Str(bytes), Some(origin)) = (&slot.value, slot.origin) {
                    written.entry(bytes.as_ptr()).or_insert(origin);
                }
            }
            written
        });
        written.get(&bytes.as_ptr()).copied()
    }
}

fn holds_usual_path(bytes: &[u8]) -> bool {
    let mark = crate::lua::val::USUAL_PATH.as_bytes();
    bytes.len() >= mark.len() && bytes.contains(&0) && bytes.windows(mark.len()).any(|part| part == mark)
}

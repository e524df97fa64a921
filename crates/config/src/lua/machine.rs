//! The state of one evaluation.

use std::sync::Arc;

use syntax::Span;

use super::table::{LuaTable, TableId};
use super::val::{Key, Val};
use super::{Flow, Run};
use crate::FileId;
use crate::files::{Files, Source};
use crate::profile::Profile;
use crate::prosody::{Prosody, Write};
use crate::value::Origin;

/// Steps that one file may take, and that each further file adds to.
const FUEL_PER_FILE: u64 = 300_000;

/// Steps that a file which is loaded again adds to, at most.
const FUEL_AGAIN: u64 = 30_000;

/// Steps that all files which are loaded again may add to together: a loop that loads files has to end, too.
const ALL_FUEL_AGAIN: u64 = 20_000_000;

/// Steps that loading a file again takes. What it leaves behind takes room.
const LOADING: u64 = 1_000;

/// How deep calls may nest.
pub(crate) const MAX_CALLS: usize = 1200;

/// Where Prosody's configmanager is installed.
pub(crate) const CONFIGMANAGER: &str = "/usr/lib/prosody/core/configmanager.lua";

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
    frames: Vec<Frame>,
    fuel: u64,
    /// What files that are loaded again may still bring.
    fuel_again: u64,
    /// The files that have brought theirs.
    fueled: rustc_hash::FxHashSet<FileId>,
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

/// One level of the call stack.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    /// The file; `None` for functions that are not written in Lua.
    pub(crate) source: Option<Source>,
    /// The line that is running, from 1.
    pub(crate) line: u32,
    /// The expression or statement that is running.
    pub(crate) span: Span,
    /// The call that is running, and its arguments.
    pub(crate) call: Option<(Span, Span)>,
    /// What is assigned right now to a global name that a table's metamethods look after.
    pub(crate) write: Option<Write>,
    /// The function itself; nil where nobody may ask for it.
    pub(crate) function: Val,
    /// The line of Prosody's configmanager that is running; 0 elsewhere.
    pub(crate) own_line: u32,
    /// Another function has taken its place: Lua no longer sees it, a person still does.
    pub(crate) hidden: bool,
}

impl Default for Frame {
    fn default() -> Self {
        Self {
            source: None,
            line: 0,
            span: Span::default(),
            call: None,
            write: None,
            function: Val::Nil,
            own_line: 0,
            hidden: false,
        }
    }
}

/// Where in a file something is called or done, in Lua's own terms.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Site {
    /// The line Lua reports, from 1.
    pub(crate) line: u32,
    /// The bytes a person should look at.
    pub(crate) span: Span,
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
            fuel: 0,
            fuel_again: ALL_FUEL_AGAIN,
            fueled: rustc_hash::FxHashSet::default(),
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

    /// Adds what a file may use that is about to run.
    pub(crate) fn refuel(&mut self, file: FileId) -> Run<()> {
        if self.fueled.insert(file) {
            self.fuel += FUEL_PER_FILE;
            return Ok(());
        }
        let more = self.fuel_again.min(FUEL_AGAIN);
        self.fuel_again -= more;
        self.fuel += more;
        self.burn(LOADING)
    }

    /// Spends some fuel.
    pub(crate) fn burn(&mut self, steps: u64) -> Run<()> {
        if self.fuel < steps {
            self.fuel = 0;
            return Err(Flow::OutOfFuel);
        }
        self.fuel -= steps;
        Ok(())
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

    // The call stack.

    pub(crate) fn push_frame(&mut self, source: Option<Source>) -> Run<()> {
        if self.frames.len() >= MAX_CALLS {
            return Err(self.error("stack overflow"));
        }
        self.frames.push(Frame { source, ..Frame::default() });
        Ok(())
    }

    /// A function of Prosody's configmanager runs, at that line.
    pub(crate) fn push_own_frame(&mut self, line: u32) -> Run<()> {
        self.push_frame(None)?;
        if let Some(frame) = self.frames.last_mut() {
            frame.own_line = line;
        }
        Ok(())
    }

    /// Another function takes the place of the one that is running, or gives it back.
    pub(crate) fn hide_frame(&mut self, hidden: bool) {
        if let Some(frame) = self.frames.last_mut() {
            frame.hidden = hidden;
        }
    }

    /// The frames that Lua sees, innermost first.
    fn visible(&self) -> impl Iterator<Item = &Frame> {
        self.frames.iter().rev().filter(|frame| !frame.hidden)
    }

    /// Says which function runs on the innermost frame.
    pub(crate) fn name_frame(&mut self, function: Val) {
        if let Some(frame) = self.frames.last_mut() {
            frame.function = function;
        }
    }

    /// The innermost frame.
    pub(crate) fn top_frame_mut(&mut self) -> Option<&mut Frame> {
        self.frames.last_mut()
    }

    /// The innermost call that is written in a file of the tree, and its arguments.
    pub(crate) fn running_call(&self) -> Option<(Span, Span)> {
        self.frames.iter().rev().find(|frame| frame.source.is_some())?.call
    }

    /// The innermost frame of a file.
    pub(crate) fn frame_of(&self, file: FileId) -> Option<&Frame> {
        self.frames.iter().rev().find(|frame| frame.source.as_ref().is_some_and(|s| s.file().id == file))
    }

    pub(crate) fn pop_frame(&mut self) {
        self.frames.pop();
    }

    pub(crate) fn stack_height(&self) -> usize {
        self.frames.len()
    }

    /// Forgets the frames above a height: an error was caught there.
    pub(crate) fn cut_stack(&mut self, height: usize) {
        self.frames.truncate(height);
    }

    /// Notes where the running function is.
    pub(crate) fn at(&mut self, site: Site) {
        if let Some(frame) = self.frames.last_mut()
            && frame.source.is_some()
        {
            frame.line = site.line;
            frame.span = site.span;
        }
    }

    /// The frame at an `error` level: 1 is the running Lua function.
    pub(crate) fn frame(&self, level: usize) -> Option<&Frame> {
        self.visible().nth(level.checked_sub(1)?)
    }

    /// `file:line: ` of the frame at an `error` level, or nothing where there is no Lua function.
    pub(crate) fn position(&self, level: usize) -> String {
        match self.frame(level) {
            Some(Frame { source: Some(source), line, .. }) => format!("{}:{line}: ", source.short_name()),
            Some(Frame { own_line, .. }) if *own_line > 0 => format!("{CONFIGMANAGER}:{own_line}: "),
            _ => String::new(),
        }
    }

    /// The innermost place in a file of the tree.
    pub(crate) fn place(&self) -> Option<(FileId, Span)> {
        self.frames.iter().rev().find_map(|frame| Some((frame.source.as_ref()?.file().id, frame.span)))
    }

    /// The place that an error of an `error` level is about: the one it names, and for level 0, which names none, that in
    /// the innermost configuration file: whoever raises it there has written the message for its author.
    pub(crate) fn blamed(&self, level: usize) -> Option<(FileId, Span)> {
        let of = |frame: &Frame| Some((frame.source.as_ref()?.file().id, frame.span));
        let is_config = |&(file, _): &(FileId, Span)| self.prosody.runs_file(file);
        let named = match level {
            0 => self.frames.iter().rev().filter_map(of).find(is_config),
            level => self.frame(level).and_then(of),
        };
        named.or_else(|| self.place())
    }

    /// The place of the syntax error that a message tells, if `loadfile` gave it.
    pub(crate) fn refused_place(&self, message: &Val) -> Option<(FileId, Span)> {
        let Val::Str(message) = message else { return None };
        let is_it = |value: &Val| matches!(value, Val::Str(text) if text == message);
        self.refused.iter().find(|(value, _)| is_it(value)).map(|(_, place)| *place)
    }

    /// The innermost file and line.
    pub(crate) fn location(&self) -> Option<(&Source, u32, Span)> {
        self.visible().find_map(|frame| Some((frame.source.as_ref()?, frame.line, frame.span)))
    }

    /// The innermost frame of a given file: the line, as `debug.traceback` would find it by its short name.
    /// A working copy somewhere else says nothing about how long the path is where Prosody reads it.
    pub(crate) fn line_in(&self, name: &str) -> Option<u32> {
        let is_deployed = self.profile.mount.is_some()
            || ["/etc/", "/usr/", "/opt/"].iter().any(|place| name.starts_with(place));
        self.visible().find_map(|frame| {
            let source = frame.source.as_ref()?;
            let known = if is_deployed { source.short_name() == name } else { source.name() == name };
            known.then_some(frame.line)
        })
    }

    /// A Lua error with the position of the running function in front.
    pub(crate) fn error(&self, message: &str) -> Flow {
        self.error_at(1, message)
    }

    /// A Lua error with the position of an `error` level in front; level 0 has none.
    pub(crate) fn error_at(&self, level: usize, message: &str) -> Flow {
        let position = if level == 0 { String::new() } else { self.position(level) };
        Flow::message(&format!("{position}{message}"), self.place())
    }
}

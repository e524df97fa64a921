//! Lua, as configurations use it, evaluated without running anything.
//!
//! A tree walker over [`syntax::ast`] with one more value than Lua has: *unknown*. What can't be
//! known stays unknown through every operation; a branch on an unknown condition is walked both
//! ways, and what it may change becomes unknown. Nothing here touches the machine it runs on: files
//! are read through [`crate::files::Files`] only, and there are no processes, no clock, no network.

pub(crate) mod argument;
mod assign;
pub(crate) mod call;
pub(crate) mod error;
pub(crate) mod eval;
pub(crate) mod exec;
pub(crate) mod frames;
mod fuel;
pub(crate) mod lib;
mod loops;
pub(crate) mod machine;
pub(crate) mod number;
pub(crate) mod ops;
pub(crate) mod pattern;
mod recovery;
pub(crate) mod scope;
pub(crate) mod table;
pub(crate) mod unordered;
mod upvalues;
pub(crate) mod val;

pub(crate) use error::{Flow, LuaError, Run};
pub(crate) use frames::CONFIGMANAGER;
pub(crate) use machine::Machine;
pub(crate) use table::TableId;
pub(crate) use val::{Key, Val};

pub(crate) use lib::{REST as LIB_REST, quote as lib_quote, read_as as lib_read_as};
pub(crate) use ops::text as ops_text;

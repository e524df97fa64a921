//! Values while a configuration is being evaluated.

use std::hash::{Hash, Hasher};
use std::rc::Rc;
use std::sync::Arc;

use syntax::ast::FunctionBody;

use super::lib::Lib;
use super::scope::Scope;
use super::table::TableId;
use crate::files::Source;
use crate::prosody::{EnvId, ProsodyFn};

/// A Lua value, or *unknown*. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) enum Val {
    Nil,
    Bool(bool),
    Int(i64),
    Float(f64),
    Str(Arc<[u8]>),
    Table(TableId),
    Closure(Rc<Closure>),
    Native(Native),
    /// Can't be known; the reason, for a person.
    Unknown(Arc<str>),
}

/// A function written in Lua, with what it closed over.
#[derive(Debug)]
pub(crate) struct Closure {
    pub(crate) body: Arc<FunctionBody>,
    pub(crate) scope: Scope,
    pub(crate) source: Source,
    /// The environment of its file, which all functions of the file share.
    pub(crate) env: Rc<std::cell::Cell<EnvId>>,
    /// How deep it is nested in the text.
    pub(crate) level: u32,
}

/// A function that is not written in the configuration.
#[derive(Debug, Clone)]
pub(crate) enum Native {
    /// One of Lua's library.
    Lib(Lib),
    /// One that Prosody puts into a configuration's environment.
    Prosody(ProsodyFn),
    /// An iterator over values made beforehand: each call yields the next row.
    Rows(Rc<Rows>),
    /// A whole file as a function.
    Chunk(Rc<Chunk>),
}

/// Stands for what `package.path` holds before any configuration runs, which differs from machine to machine: a
/// configuration that adds to it can be followed, one that shows it can't.
pub(crate) const USUAL_PATH: &str = "\0package.path\0";

/// A file as a function: what `loadfile` gives, and what runs at the top level of a file.
#[derive(Debug)]
pub(crate) struct Chunk {
    pub(crate) source: Source,
    /// Its only upvalue.
    pub(crate) env: Rc<std::cell::Cell<EnvId>>,
}

impl Chunk {
    pub(crate) fn new(source: Source, env: EnvId) -> Rc<Self> {
        Rc::new(Self { source, env: Rc::new(std::cell::Cell::new(env)) })
    }

    pub(crate) fn value(source: Source, env: EnvId) -> Val {
        Val::Native(Native::Chunk(Self::new(source, env)))
    }
}

/// What an iterator made beforehand still has to yield.
#[derive(Debug)]
pub(crate) struct Rows {
    rows: std::cell::RefCell<std::vec::IntoIter<Vec<Val>>>,
    /// Real Lua yields them in an order that can't be told.
    pub(crate) unordered: bool,
}

impl Rows {
    pub(crate) fn iterator(rows: Vec<Vec<Val>>) -> Val {
        Self::make(rows, false)
    }

    /// An iterator over rows that real Lua yields in an order of its own.
    pub(crate) fn unordered(rows: Vec<Vec<Val>>) -> Val {
        Self::make(rows, true)
    }

    fn make(rows: Vec<Vec<Val>>, unordered: bool) -> Val {
        let rows = std::cell::RefCell::new(rows.into_iter());
        Val::Native(Native::Rows(Rc::new(Self { rows, unordered })))
    }

    pub(crate) fn next(&self) -> Vec<Val> {
        self.rows.borrow_mut().next().unwrap_or_else(|| vec![Val::Nil])
    }
}

/// A table key: a value that is neither nil, NaN nor unknown. Floats with integral values are integers, as in Lua.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    Bool(bool),
    Int(i64),
    Float(u64),
    Str(Arc<[u8]>),
    Table(TableId),
    /// Functions are told apart by where they are.
    Function(usize),
}

impl Val {
    pub(crate) fn str(text: impl AsRef<[u8]>) -> Self {
        Self::Str(Arc::from(text.as_ref()))
    }

    pub(crate) fn unknown(reason: impl AsRef<str>) -> Self {
        Self::Unknown(Arc::from(reason.as_ref()))
    }

    /// Lua's truth; `None` if unknown.
    pub(crate) fn truth(&self) -> Option<bool> {
        match self {
            Self::Nil | Self::Bool(false) => Some(false),
            Self::Unknown(_) => None,
            _ => Some(true),
        }
    }

    pub(crate) fn is_nil(&self) -> bool {
        matches!(self, Self::Nil)
    }

    pub(crate) fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_))
    }

    /// What `type()` says; an unknown value is said to be `nil` nowhere: callers look first.
    pub(crate) fn type_name(&self) -> &'static str {
        match self {
            Self::Nil => "nil",
            Self::Bool(_) => "boolean",
            Self::Int(_) | Self::Float(_) => "number",
            Self::Str(_) => "string",
            Self::Table(_) => "table",
            Self::Closure(_) | Self::Native(_) => "function",
            Self::Unknown(_) => "unknown",
        }
    }

    /// The value as a table key; `None` for nil, NaN and unknown.
    pub(crate) fn key(&self) -> Option<Key> {
        match self {
            Self::Nil | Self::Unknown(_) => None,
            Self::Bool(value) => Some(Key::Bool(*value)),
            Self::Int(value) => Some(Key::Int(*value)),
            Self::Float(value) if value.is_nan() => None,
            Self::Float(value) => {
                Some(super::number::float_to_int(*value).map_or(Key::Float(value.to_bits()), Key::Int))
            }
            Self::Str(bytes) => Some(Key::Str(Arc::clone(bytes))),
            Self::Table(id) => Some(Key::Table(*id)),
            Self::Closure(closure) => Some(Key::Function(Rc::as_ptr(closure).addr())),
            Self::Native(native) => Some(Key::Function(native.identity())),
        }
    }

    /// Lua's primitive equality; `None` if it depends on something unknown.
    #[expect(clippy::float_cmp, reason = "Lua compares exactly")]
    pub(crate) fn raw_equals(&self, other: &Self) -> Option<bool> {
        Some(match (self, other) {
            (Self::Unknown(_), _) | (_, Self::Unknown(_)) => return None,
            (Self::Nil, Self::Nil) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Int(a), Self::Int(b)) => a == b,
            (Self::Float(a), Self::Float(b)) => a == b,
            (Self::Int(a), Self::Float(b)) | (Self::Float(b), Self::Int(a)) => {
                super::number::float_to_int(*b) == Some(*a)
            }
            (Self::Str(a), Self::Str(b)) => a == b,
            (Self::Table(a), Self::Table(b)) => a == b,
            (Self::Closure(a), Self::Closure(b)) => Rc::ptr_eq(a, b),
            (Self::Native(a), Self::Native(b)) => a.identity() == b.identity(),
            _ => false,
        })
    }
}

impl Native {
    /// A number that tells this function from others.
    fn identity(&self) -> usize {
        match self {
            Self::Lib(lib) => lib.name.as_ptr().addr(),
            Self::Rows(rows) => Rc::as_ptr(rows).addr(),
            Self::Chunk(chunk) => Rc::as_ptr(chunk).addr(),
            Self::Prosody(function) => {
                let mut hasher = rustc_hash::FxHasher::default();
                function.hash(&mut hasher);
                hasher.finish() as usize
            }
        }
    }
}

impl Key {
    pub(crate) fn str(text: &str) -> Self {
        Self::Str(Arc::from(text.as_bytes()))
    }

    pub(crate) fn to_val(&self) -> Val {
        match self {
            Self::Bool(value) => Val::Bool(*value),
            Self::Int(value) => Val::Int(*value),
            Self::Float(bits) => Val::Float(f64::from_bits(*bits)),
            Self::Str(bytes) => Val::Str(Arc::clone(bytes)),
            Self::Table(id) => Val::Table(*id),
            Self::Function(_) => Val::unknown("a function used as a key"),
        }
    }
}

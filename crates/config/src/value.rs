//! Values that options can have, with the places they came from.

use std::sync::Arc;

use syntax::Span;

use crate::FileId;

/// A Lua value after evaluation. Cheap to clone.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `nil`
    Nil,
    /// `true` or `false`
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A float.
    Float(f64),
    /// A string: bytes, not text.
    Str(Arc<[u8]>),
    /// A table.
    Table(Arc<Table>),
    /// A Lua function written in a configuration file: where.
    Function(FileId, Span),
    /// A function of Lua's own library (`native`) or of Prosody.
    Builtin {
        /// Whether it is one of Lua's own; otherwise it is Prosody's.
        native: bool,
    },
    /// 13.0: a *config option proxy* kept as a value instead of the option's table.
    Proxy(Arc<Proxy>),
    /// An error object of `Credential()` outside a service.
    Error(Arc<str>),
    /// A table inside itself.
    Cycle,
    /// Cannot be known here; the reason, for a person.
    Unknown(Arc<str>),
}

/// A *config option proxy*: what reading an option back gives if its value is a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proxy {
    /// The host it reads, `*` for the global section.
    pub host: Arc<str>,
    /// The option it stands for.
    pub option: Arc<str>,
    /// 13.0.2 and later take its metatable off when it is assigned.
    pub stripped: bool,
}

/// A table's entries in the order in which they were made.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The entries; keys are unique.
    pub entries: Vec<Entry>,
    /// Whether it may hold entries that could not be known.
    pub open: bool,
}

/// One entry of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key: an `Int` from 1 for list items.
    pub key: Value,
    /// The value.
    pub value: Value,
    /// Where the entry was written, if in a table constructor.
    pub origin: Option<Origin>,
}

/// Where a table entry was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// The file.
    pub file: FileId,
    /// The whole entry, without its separator.
    pub entry: Span,
    /// The value alone.
    pub value: Span,
}

/// There are millions of values in a large tree.
const _: () = assert!(size_of::<Value>() == 24);

impl Value {
    /// The text of a string value; `None` for other values and for strings that are not UTF-8.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(bytes) => std::str::from_utf8(bytes).ok(),
            _ => None,
        }
    }

    /// The table, if it is one.
    pub fn as_table(&self) -> Option<&Table> {
        match self {
            Self::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The value's kind in words, for messages: `a string`, `a list`.
    pub fn describe(&self) -> &'static str {
        match self {
            Self::Nil => "nothing",
            Self::Bool(_) => "a boolean",
            Self::Int(_) | Self::Float(_) => "a number",
            Self::Str(_) => "a string",
            Self::Table(_) | Self::Cycle => "a table",
            Self::Function(..) | Self::Builtin { .. } => "a function",
            Self::Proxy(_) => "a reference to an option",
            Self::Error(_) => "an error",
            Self::Unknown(_) => "something unknown",
        }
    }

    /// Whether two values are alike to Prosody: tables by what they hold, wherever that was written.
    pub fn same_content(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Table(a), Self::Table(b)) => {
                Arc::ptr_eq(a, b)
                    || (a.open == b.open
                        && a.entries.len() == b.entries.len()
                        && a.entries
                            .iter()
                            .zip(&b.entries)
                            .all(|(a, b)| a.key.same_content(&b.key) && a.value.same_content(&b.value)))
            }
            (a, b) => a == b,
        }
    }

    /// Whether nothing is known about the value.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_))
    }
}

impl Table {
    /// The value at a string key.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key.as_str() == Some(key))
    }

    /// The list part, from index 1 up to the first hole.
    pub fn items(&self) -> impl Iterator<Item = &Entry> {
        let mut next = 1;
        // Constructors write items in order, so one pass finds them all; a table filled backwards is rare.
        let ordered = self.entries.iter().filter(|e| matches!(e.key, Value::Int(_))).enumerate().all(
            |(index, entry)| matches!(entry.key, Value::Int(key) if usize::try_from(key) == Ok(index + 1)),
        );
        let mut sorted: Vec<&Entry> =
            self.entries.iter().filter(|e| matches!(e.key, Value::Int(_))).collect();
        if !ordered {
            sorted.sort_by_key(|e| if let Value::Int(key) = e.key { key } else { 0 });
        }
        sorted.into_iter().skip_while(|e| matches!(e.key, Value::Int(key) if key < 1)).take_while(
            move |entry| {
                let is_next = matches!(entry.key, Value::Int(key) if key == next);
                next += 1;
                is_next
            },
        )
    }
}

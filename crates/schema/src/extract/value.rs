//! What an expression can be known to be.

use std::sync::Arc;

use syntax::ast::{BinaryOp, FunctionBody, Number};

use super::facts::Literal;

/// Tables with more entries, counting those of tables inside, are not written as source.
const MAX_ENTRIES: usize = 1_000;

/// Strings that get longer by concatenation are not followed.
const MAX_TEXT: usize = 4_096;

/// Whose section an option is looked up in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    /// That of the module: the host's, or the global one if the module is global.
    Own,
    /// A host's.
    Host,
    /// The global one.
    Global,
}

/// The abstract value of an expression.
#[derive(Debug, Clone)]
pub(super) enum Value {
    /// Anything.
    Unknown,
    Nil,
    Bool(bool),
    Number(Number),
    Str(Arc<[u8]>),
    Table(Arc<Table>),
    /// A module API object.
    Module(Context),
    /// The name of the host of a module API object.
    HostOf(Context),
    /// The session of the module's host: `hosts[module.host]`.
    HostSession,
    /// `"local"` or `"component"`: the type of the module's host.
    HostType,
    /// A comparison of the host's type: true if the host (is, is not) a component.
    IsComponent {
        equal: bool,
        local: bool,
    },
    /// A comparison of the host with `"*"`: true if the module is (not) loaded globally.
    IsGlobal(bool),
    /// A function of the module API, detached: `module.get_option_string`.
    Getter(Arc<str>),
    /// `core.configmanager`
    Config,
    /// `configmanager.get`
    ConfigGet,
    /// A Lua function, and the number of scopes around its definition.
    Function {
        body: Arc<FunctionBody>,
        scopes: usize,
    },
    /// What an option's value is; the index of the read.
    Option(usize),
}

/// A table constructor.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Entries in order.
    pub(super) entries: Vec<(Key, Value)>,
    /// Whether there may be other entries: something was assigned or handed away later.
    pub(super) open: bool,
}

/// The key of a table's entry.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Key {
    Position(i64),
    Name(Arc<[u8]>),
    Other,
}

impl Key {
    pub(super) fn to_value(&self) -> Value {
        match self {
            Self::Position(i) => Value::Number(Number::Integer(*i)),
            Self::Name(name) => Value::Str(Arc::clone(name)),
            Self::Other => Value::Unknown,
        }
    }
}

impl Table {
    pub(super) fn get(&self, key: &Key) -> Value {
        let entry = self.entries.iter().rev().find(|(k, _)| k == key);
        entry.map_or(Value::Unknown, |(_, value)| value.clone())
    }

    pub(super) fn field(&self, name: &str) -> Value {
        self.get(&Key::Name(name.as_bytes().into()))
    }
}

impl Value {
    pub(super) fn text(text: &str) -> Self {
        Self::Str(text.as_bytes().into())
    }

    pub(super) fn as_str(&self) -> Option<String> {
        match self {
            Self::Str(bytes) => String::from_utf8(bytes.to_vec()).ok(),
            _ => None,
        }
    }

    pub(super) fn as_number(&self) -> Option<f64> {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "limits of options are far below 2^53")]
            Self::Number(Number::Integer(i)) => Some(*i as f64),
            Self::Number(Number::Float(f)) if f.is_finite() => Some(*f),
            _ => None,
        }
    }

    /// Seconds of a period: a number, or a text such as `"1 day"`.
    pub(super) fn as_seconds(&self) -> Option<f64> {
        self.as_number().or_else(|| seconds(&self.as_str()?))
    }

    pub(super) fn as_literal(&self) -> Option<Literal> {
        match self {
            Self::Bool(value) => Some(Literal::Bool(*value)),
            Self::Number(_) => self.as_number().map(Literal::Number),
            Self::Str(_) => self.as_str().map(Literal::Text),
            _ => None,
        }
    }

    pub(super) fn as_key(&self) -> Key {
        match self {
            Self::Str(bytes) => Key::Name(bytes.clone()),
            Self::Number(Number::Integer(i)) => Key::Position(*i),
            _ => Key::Other,
        }
    }

    /// Whether Lua takes it for true, if that is known.
    pub(super) fn truth(&self) -> Option<bool> {
        match self {
            Self::Nil | Self::Bool(false) => Some(false),
            Self::Bool(true) | Self::Number(_) | Self::Str(_) | Self::Table(_) => Some(true),
            _ => None,
        }
    }

    /// Lua source of a constant; `None` for nil, for what is not known, and for what is very long.
    pub(super) fn to_lua(&self) -> Option<String> {
        let mut entries_left = MAX_ENTRIES;
        self.source(&mut entries_left)
    }

    /// The same for a value inside of others that have so many entries left.
    fn source(&self, entries_left: &mut usize) -> Option<String> {
        match self {
            Self::Bool(value) => Some(value.to_string()),
            Self::Number(Number::Integer(value)) => Some(value.to_string()),
            Self::Number(Number::Float(value)) if value.is_finite() => Some(value.to_string()),
            Self::Str(bytes) => quoted(bytes),
            Self::Table(table) if !table.open => {
                let mut entry = |entry: &(Key, Value)| {
                    *entries_left = entries_left.checked_sub(1)?;
                    entry_to_lua(entry, entries_left)
                };
                let entries: Option<Vec<_>> = table.entries.iter().map(&mut entry).collect();
                Some(match entries?.join(", ") {
                    empty if empty.is_empty() => "{}".to_owned(),
                    list => format!("{{ {list} }}"),
                })
            }
            _ => None,
        }
    }
}

fn entry_to_lua((key, value): &(Key, Value), entries_left: &mut usize) -> Option<String> {
    let value = value.source(entries_left)?;
    match key {
        Key::Position(_) => Some(value),
        Key::Name(name) if is_identifier(name) => {
            Some(format!("{} = {value}", String::from_utf8_lossy(name)))
        }
        Key::Name(name) => Some(format!("[{}] = {value}", quoted(name)?)),
        Key::Other => None,
    }
}

fn is_identifier(bytes: &[u8]) -> bool {
    bytes.first().is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_')
        && bytes.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_')
}

fn quoted(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => return None,
            c => out.push(c),
        }
    }
    out.push('"');
    Some(out)
}

/// Seconds in a period as Prosody 13.0 writes them: `"1 day"`, `"2w"`.
fn seconds(text: &str) -> Option<f64> {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at_checked(digits)?;
    let unit = unit.trim_start();
    let factor = match unit {
        _ if unit.starts_with("mon") => 31 * 86400,
        _ if unit.starts_with("min") => 60,
        _ if unit.starts_with('s') => 1,
        _ if unit.starts_with('h') => 3600,
        _ if unit.starts_with('d') => 86400,
        _ if unit.starts_with('w') => 7 * 86400,
        _ if unit.starts_with('y') => 365 * 86400,
        _ => return None,
    };
    number.parse::<f64>().ok().map(|number| number * f64::from(factor))
}

/// Folds a binary operator over constants.
pub(super) fn binary(op: BinaryOp, left: &Value, right: &Value) -> Value {
    match op {
        BinaryOp::Concat => concat(left, right),
        BinaryOp::Add | BinaryOp::Subtract | BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Power => {
            arithmetic(op, left, right)
        }
        _ => Value::Unknown,
    }
}

fn concat(left: &Value, right: &Value) -> Value {
    let bytes = |value: &Value| match value {
        Value::Str(bytes) => Some(bytes.to_vec()),
        Value::Number(Number::Integer(i)) => Some(i.to_string().into_bytes()),
        _ => None,
    };
    match (bytes(left), bytes(right)) {
        (Some(mut left), Some(right)) if left.len() + right.len() <= MAX_TEXT => {
            left.extend(right);
            Value::Str(left.into())
        }
        _ => Value::Unknown,
    }
}

fn arithmetic(op: BinaryOp, left: &Value, right: &Value) -> Value {
    if let (Value::Number(Number::Integer(a)), Value::Number(Number::Integer(b))) = (left, right) {
        let whole = match op {
            BinaryOp::Add => a.checked_add(*b),
            BinaryOp::Subtract => a.checked_sub(*b),
            BinaryOp::Multiply => a.checked_mul(*b),
            BinaryOp::Divide if *b != 0 && a % b == 0 => Some(a / b),
            BinaryOp::Power => u32::try_from(*b).ok().and_then(|b| a.checked_pow(b)),
            _ => None,
        };
        if let Some(whole) = whole {
            return Value::Number(Number::Integer(whole));
        }
    }
    let (Some(a), Some(b)) = (left.as_number(), right.as_number()) else { return Value::Unknown };
    let result = match op {
        BinaryOp::Add => a + b,
        BinaryOp::Subtract => a - b,
        BinaryOp::Multiply => a * b,
        BinaryOp::Divide => a / b,
        BinaryOp::Power => a.powf(b),
        _ => return Value::Unknown,
    };
    if result.is_finite() { Value::Number(Number::Float(result)) } else { Value::Unknown }
}

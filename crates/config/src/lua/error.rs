//! How evaluation is cut short.

use std::sync::Arc;

use syntax::Span;

use super::Val;
use crate::FileId;

/// The result of a step of evaluation.
pub(crate) type Run<T> = Result<T, Flow>;

/// Why evaluation does not simply go on.
#[derive(Debug, Clone)]
pub(crate) enum Flow {
    /// A Lua error on its way up.
    Error(Box<LuaError>),
    /// There is no fuel left: an endless loop, or one too long to follow.
    OutOfFuel,
}

/// A Lua error.
#[derive(Debug, Clone)]
pub(crate) struct LuaError {
    /// The error value: mostly a message with its position in front.
    pub(crate) value: Val,
    /// Where it was raised, as far as a file of the tree was concerned.
    pub(crate) place: Option<(FileId, Span)>,
    /// Prosody's own code raised it where nothing catches it.
    pub(crate) crash: bool,
    /// The message says all that Lua would: nothing about where an operand came from is added.
    pub(crate) complete: bool,
    /// It is about this argument of a library function, counted from 1. How Lua names the function depends on the call.
    pub(crate) argument: Option<usize>,
}

impl LuaError {
    /// The message, if the value is one.
    pub(crate) fn message(&self) -> String {
        match &self.value {
            Val::Str(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            Val::Unknown(reason) => reason.to_string(),
            Val::Nil => "nil".to_owned(),
            Val::Bool(value) => value.to_string(),
            value @ (Val::Int(_) | Val::Float(_)) => super::ops::text(value)
                .map_or_else(String::new, |text| String::from_utf8_lossy(&text).into_owned()),
            // What Prosody prints when the error value is no string is a table's address: nothing to compare.
            other => format!("(error object is a {} value)", other.type_name()),
        }
    }
}

impl Flow {
    pub(crate) fn error(value: Val, place: Option<(FileId, Span)>) -> Self {
        Self::Error(Box::new(LuaError { value, place, crash: false, complete: false, argument: None }))
    }

    /// The same, being about an argument of a library function.
    #[must_use]
    pub(crate) fn about_argument(self, index: usize) -> Self {
        match self {
            Self::Error(error) => Self::Error(Box::new(LuaError { argument: Some(index), ..*error })),
            Self::OutOfFuel => Self::OutOfFuel,
        }
    }

    /// The same, its message being complete.
    #[must_use]
    pub(crate) fn unexplained(self) -> Self {
        match self {
            Self::Error(error) => Self::Error(Box::new(LuaError { complete: true, ..*error })),
            Self::OutOfFuel => Self::OutOfFuel,
        }
    }

    pub(crate) fn message(text: &str, place: Option<(FileId, Span)>) -> Self {
        Self::error(Val::Str(Arc::from(text.as_bytes())), place)
    }
}

//! What Lua's `tonumber` makes of a value.

use config::Value;

use super::scalar;

/// Whether a value is a number or reads as one.
pub(crate) fn reads_as_number(value: &Value) -> bool {
    scalar::number(value).is_some()
}

//! Values and names as they stand in messages.

use config::Value;

/// More characters of a string are not shown.
const LONGEST: usize = 40;

/// A value as Lua source, cut short.
pub(crate) fn value(value: &Value) -> String {
    match value {
        Value::Nil => "nil".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Float(value) => number(*value),
        Value::Str(bytes) => string(&String::from_utf8_lossy(bytes)),
        Value::Table(_) => "a table".to_owned(),
        Value::Function(..) | Value::Builtin { .. } => "a function".to_owned(),
        _ => "this value".to_owned(),
    }
}

/// A string in quotes, cut short.
pub(crate) fn string(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return format!("\"{}\"", text.escape_debug());
    }
    let cut: String = text.chars().take(LONGEST).collect();
    format!("\"{}...\"", cut.escape_debug())
}

/// A number as people write it.
pub(crate) fn number(value: f64) -> String {
    format!("{value}")
}

/// `a, b and c`; of long lists only the first few and how many more there are.
pub(crate) fn list(items: &[String], conjunction: &str) -> String {
    const SHOWN: usize = 5;
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] if items.len() <= SHOWN + 1 => {
            format!("{} {conjunction} {last}", first.join(", "))
        }
        _ => {
            let shown: Vec<_> = items.iter().take(SHOWN).cloned().collect();
            format!("{} and {} more", shown.join(", "), items.len() - SHOWN)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{list, string};

    #[test]
    fn long_lists_are_counted() {
        let names: Vec<String> = ('a'..='z').map(String::from).collect();
        assert_eq!(list(&names[..3], "or"), "a, b or c");
        assert_eq!(list(&names, "and"), "a, b, c, d, e and 21 more");
    }

    #[test]
    fn strings_are_quoted_and_cut() {
        assert_eq!(string("a\"b\n"), r#""a\"b\n""#);
        assert_eq!(string(&"é".repeat(50)), format!("\"{}...\"", "é".repeat(40)));
    }
}

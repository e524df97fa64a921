//! Values as short Lua text.

use std::fmt::Write as _;

use config::{Entry, Value};

/// Longer texts are cut off.
const MOST: usize = 72;

/// A value as Lua source, cut where it gets long; what is no literal is told in words.
pub fn short(value: &Value) -> String {
    let mut out = String::new();
    write(&mut out, value, 0);
    out
}

/// `option = value`, for lists of settings: there secrets are left out.
pub(crate) fn setting(option: &str, value: &Value) -> String {
    if is_secret(option) && value.as_str().is_some() {
        return format!("{option} = \"…\"");
    }
    format!("{option} = {}", short(value))
}

/// Whether an option's value is better not shown where nobody asked for it.
pub(crate) fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["secret", "password", "_pass", "_token", "api_key"].iter().any(|end| name.ends_with(end))
}

/// A string literal.
pub(crate) fn lua_string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\0' => out.push_str("\\0"),
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}

fn write(out: &mut String, value: &Value, depth: usize) {
    match value {
        Value::Nil => out.push_str("nil"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Int(value) => out.push_str(&value.to_string()),
        Value::Float(value) => out.push_str(&value.to_string()),
        Value::Str(bytes) => {
            let text = String::from_utf8_lossy(bytes);
            let mut cut: String = text.chars().take(MOST).collect();
            if cut.len() < text.len() {
                cut.push('…');
            }
            out.push_str(&lua_string(&cut));
        }
        Value::Table(table) if table.entries.is_empty() && !table.open => out.push_str("{}"),
        Value::Table(_) if depth > 2 => out.push_str("{ … }"),
        Value::Table(table) => {
            out.push_str("{ ");
            for (index, entry) in table.entries.iter().enumerate() {
                if out.chars().count() > MOST && index + 1 < table.entries.len() {
                    let _ = write!(out, "… {} more ", table.entries.len() - index);
                    break;
                }
                write_entry(out, entry, index, depth);
                out.push_str(if index + 1 < table.entries.len() || table.open { ", " } else { " " });
            }
            if table.open {
                out.push_str("… ");
            }
            out.push('}');
        }
        Value::Function(..) | Value::Builtin { .. } => out.push_str("a function"),
        Value::Proxy(proxy) => {
            let _ = write!(out, "a reference to {}", proxy.option);
        }
        Value::Error(_) => out.push_str("an error"),
        Value::Cycle => out.push_str("itself"),
        Value::Unknown(_) => out.push('?'),
    }
}

fn write_entry(out: &mut String, entry: &Entry, index: usize, depth: usize) {
    match &entry.key {
        Value::Int(key) if usize::try_from(*key) == Ok(index + 1) => {}
        Value::Str(bytes) => {
            let key = String::from_utf8_lossy(bytes);
            if is_name(&key) {
                out.push_str(&key);
            } else {
                let _ = write!(out, "[{}]", lua_string(&key));
            }
            out.push_str(" = ");
        }
        key => {
            out.push('[');
            write(out, key, depth + 1);
            out.push_str("] = ");
        }
    }
    write(out, &entry.value, depth + 1);
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with(|c: char| c.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut() {
        let text = short(&Value::Str("x".repeat(500).as_bytes().into()));
        assert!(text.ends_with("…\"") && text.chars().count() < 80);
    }

    #[test]
    fn secrets_are_not_shown_among_other_settings() {
        let value = Value::Str(b"x"[..].into());
        assert_eq!(setting("component_secret", &value), "component_secret = \"…\"");
        assert_eq!(setting("http_host", &value), "http_host = \"x\"");
    }

    #[test]
    fn strings_are_quoted_as_lua_reads_them() {
        assert_eq!(lua_string("a\"b\\\n"), r#""a\"b\\\n""#);
    }
}

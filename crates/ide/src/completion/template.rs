//! Snippets: what an option or key is inserted with, by its type.

use schema::{EnumValue, OptionType};

use crate::shape::Shape;

/// `name = ` with a fitting value to fill in.
pub(super) fn assignment(name: &str, shape: Shape<'_>) -> String {
    format!("{} = {}", escape(name), value(shape))
}

/// A value to fill in: brackets or quotes around the cursor, or a likely value that is selected.
fn value(shape: Shape<'_>) -> String {
    let types = shape.types();
    let default = shape.default();
    match types.first() {
        Some(OptionType::Boolean) => {
            // Whoever sets it wants another value than the one it has anyway.
            let value = if default == Some("true") { "false" } else { "true" };
            format!("${{1:{value}}}")
        }
        Some(OptionType::Set | OptionType::Array | OptionType::InheritedSet) => list(shape),
        Some(OptionType::Table) => "{ $0 }".to_owned(),
        Some(OptionType::Enum) => match shape.values().first() {
            Some(EnumValue::String(_)) => "\"$0\"".to_owned(),
            _ => "$0".to_owned(),
        },
        Some(OptionType::String | OptionType::Path) => "\"$0\"".to_owned(),
        Some(OptionType::Number | OptionType::Integer | OptionType::Period) => match default {
            Some(default) => match default.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
                Some(text) => format!("\"${{1:{}}}\"", escape(text)),
                None => format!("${{1:{}}}", escape(default)),
            },
            None => "$0".to_owned(),
        },
        Some(OptionType::Any) | None => "$0".to_owned(),
    }
}

fn list(shape: Shape<'_>) -> String {
    let quoted = !matches!(
        shape.items(),
        Some(OptionType::Number | OptionType::Integer | OptionType::Table | OptionType::Any)
    );
    let numbers = shape.default().is_some_and(|default| default.bytes().any(|byte| byte.is_ascii_digit()))
        && shape.default().is_some_and(|default| !default.contains('"'));
    if quoted && !numbers { "{ \"$0\" }".to_owned() } else { "{ $0 }".to_owned() }
}

/// Text that means itself in a snippet.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '$' | '}' | '\\') {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use schema::{Schema, Version};

    use super::*;

    #[test]
    fn values_come_with_what_surrounds_them() {
        let schema = Schema::of(Version::V13_0);
        let names =
            ["admins", "c2s_ports", "c2s_require_encryption", "archive_expires_after", "ssl", "pidfile"];
        let inserted = names.map(|name| assignment(name, Shape::Option(schema.option(name).unwrap())));
        expect![[r#"
            admins = { "$0" }
            c2s_ports = { $0 }
            c2s_require_encryption = ${1:false}
            archive_expires_after = "${1:1w}"
            ssl = { $0 }
            pidfile = "$0""#]]
        .assert_eq(&inserted.join("\n"));
    }
}

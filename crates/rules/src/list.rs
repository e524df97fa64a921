//! Lists of strings, and edits of their items.

use config::{Entry, Value};
use syntax::Span;

/// The items of a list whose items are all known; `None` for anything else.
pub(crate) fn items(value: &Value) -> Option<Vec<&Entry>> {
    let table = value.as_table().filter(|table| !table.open)?;
    Some(table.items().collect())
}

/// The bytes to delete for an entry of a table, or a comment, to be gone: with its separator, and with the line if nothing else is on it.
pub fn removal(text: &[u8], entry: Span) -> Span {
    let at = |offset: u32| text.get(offset as usize).copied();
    let blanks_after = |mut offset: u32| {
        while matches!(at(offset), Some(b' ' | b'\t')) {
            offset += 1;
        }
        offset
    };
    let mut end = entry.end;
    let next = blanks_after(end);
    if matches!(at(next), Some(b',' | b';')) {
        end = next + 1;
    }
    let mut start = entry.start;
    while start > 0 && matches!(at(start - 1), Some(b' ' | b'\t')) {
        start -= 1;
    }
    let begins_line = start == 0 || matches!(at(start - 1), Some(b'\n' | b'\r'));
    let mut rest = blanks_after(end);
    // A comment behind the entry is about it.
    if at(rest) == Some(b'-') && at(rest + 1) == Some(b'-') && at(rest + 2) != Some(b'[') {
        while !matches!(at(rest), None | Some(b'\n' | b'\r')) {
            rest += 1;
        }
    }
    match (begins_line, at(rest)) {
        (true, Some(b'\n')) => Span::new(start, rest + 1),
        (true, Some(b'\r')) if at(rest + 1) == Some(b'\n') => Span::new(start, rest + 2),
        (true, None) => Span::new(start, rest),
        // Something else is on the line.
        _ if end > entry.end => Span::new(entry.start, blanks_after(end)),
        _ => entry,
    }
}

/// The bytes of a name inside the quotes of a string literal that is written at `span`, or in the call there.
pub(crate) fn quoted(text: &[u8], span: Span, name: &str) -> Option<Span> {
    let code = std::str::from_utf8(span.slice(text)).ok()?;
    let at = ['"', '\''].into_iter().find_map(|quote| code.rfind(&format!("{quote}{name}{quote}")))?;
    let start = span.start + u32::try_from(at).ok()? + 1;
    Some(Span::new(start, start + u32::try_from(name.len()).ok()?))
}

#[cfg(test)]
mod tests {
    use super::removal;
    use syntax::Span;

    fn without(text: &str, entry: &str) -> String {
        let start = text.find(entry).unwrap();
        let span = Span::new(start.try_into().unwrap(), (start + entry.len()).try_into().unwrap());
        let gone = removal(text.as_bytes(), span);
        format!("{}{}", &text[..gone.start as usize], &text[gone.end as usize..])
    }

    #[test]
    fn an_entry_goes_with_its_separator() {
        assert_eq!(without("a = { \"x\", \"y\", \"z\" }", "\"y\""), "a = { \"x\", \"z\" }");
        assert_eq!(without("a = { \"x\", \"y\" }", "\"x\""), "a = { \"y\" }");
    }

    #[test]
    fn the_last_entry_leaves_a_comma_that_lua_allows() {
        assert_eq!(without("a = { \"x\", \"y\" }", "\"y\""), "a = { \"x\",  }");
    }

    #[test]
    fn an_entry_goes_with_its_line_and_its_comment() {
        assert_eq!(without("a = {\n\t\"x\"; -- why\n\t\"y\";\n}\n", "\"x\""), "a = {\n\t\"y\";\n}\n");
        assert_eq!(without("a = {\r\n  \"x\",\r\n}\r\n", "\"x\""), "a = {\r\n}\r\n");
    }
}

//! The content of string literals, as far as it can be pointed at.

use syntax::Span;

/// The bytes of a string literal without its quotes or brackets; `None` if Lua reads something else than stands there
/// (escapes), or if the literal is unfinished.
pub(crate) fn content(text: &[u8], literal: Span, value: &[u8]) -> Option<Span> {
    let written = literal.slice(text);
    let margin = match written.first()? {
        b'"' | b'\'' => 1,
        _ => 2 + written.iter().skip(1).take_while(|byte| **byte == b'=').count() as u32,
    };
    let end = literal.end.checked_sub(margin)?;
    let span = Span::new(literal.start + margin, end);
    (span.start <= span.end && span.slice(text) == value).then_some(span)
}

/// The bytes of the domain in an address such as `user@example.org/phone`.
pub(crate) fn domain(address: &str) -> std::ops::Range<usize> {
    let end = address.find('/').unwrap_or(address.len());
    let start = address.get(..end).and_then(|bare| bare.find('@')).map_or(0, |at| at + 1);
    start..end
}

#[cfg(test)]
mod tests {
    use syntax::Span;

    use super::{content, domain};

    #[test]
    fn the_content_is_what_lua_reads_or_nothing() {
        let of = |literal: &str, value: &str| {
            let span = content(literal.as_bytes(), Span::new(0, literal.len() as u32), value.as_bytes())?;
            Some(literal[span.start as usize..span.end as usize].to_owned())
        };
        assert_eq!(of("'a'", "a").as_deref(), Some("a"));
        assert_eq!(of("[==[a]==]", "a").as_deref(), Some("a"));
        assert_eq!(of("[[a]]", "a").as_deref(), Some("a"));
        assert_eq!(of("''", "").as_deref(), Some(""));
        assert_eq!(of("'\\97'", "a"), None);
        assert_eq!(of("[[\na]]", "a"), None);
        assert_eq!(of("'", ""), None);
    }

    #[test]
    fn addresses_have_a_domain() {
        let of = |address: &'static str| &address[domain(address)];
        assert_eq!(of("example.org"), "example.org");
        assert_eq!(of("me@example.org"), "example.org");
        assert_eq!(of("me@example.org/home@work"), "example.org");
        assert_eq!(of("example.org/x@y"), "example.org");
        assert_eq!(of("@"), "");
    }
}

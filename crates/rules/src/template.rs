//! Templates: configuration that something else still has to fill in before Prosody sees it.

use config::SourceFile;

/// How statements of template languages begin: Jinja, ERB and the like.
const STATEMENTS: [&[u8]; 2] = [b"{%", b"<%"];

/// Signs that Lua has no use for, at which its grammar stops.
const STRANGE: [&str; 4] = ["near '$'", "near '%'", "near '@'", "near '<'"];

/// Whether a file is no Lua because it is a template with statements of its own.
pub(crate) fn is_template(file: &SourceFile) -> bool {
    let Some(first) = file.parse.errors.first() else { return false };
    STRANGE.iter().any(|sign| first.message.ends_with(sign))
        || STATEMENTS.iter().any(|mark| memchr::memmem::find(&file.text, mark).is_some())
        // No statement of Lua begins with a brace.
        || file.text.split(|byte| *byte == b'\n').any(|line| line.trim_ascii_start().starts_with(b"{{"))
}

/// Whether all that is written at a place is a name to be filled in: `{{ registration }}`, to Lua a table in a table, or
/// a string such as `"${DAYS}"`.
pub(crate) fn is_placeholder(text: &[u8]) -> bool {
    let between = |open: &[u8], close: &[u8]| text.strip_prefix(open)?.strip_suffix(close);
    if let Some(inner) = between(b"\"", b"\"").or_else(|| between(b"'", b"'")) {
        let is = |open: &[u8], close: &[u8]| inner.starts_with(open) && inner.ends_with(close);
        return is(b"{{", b"}}") || is(b"${", b"}") || is(b"<%", b"%>");
    }
    let starts_a_name = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'_';
    between(b"{{", b"}}").map(<[u8]>::trim_ascii).is_some_and(|inner| {
        inner.first().is_some_and(starts_a_name)
            && !inner.iter().any(|byte| matches!(byte, b'"' | b'\'' | b'{' | b'=' | b',' | b';' | b'\n'))
    })
}

/// Whether a word still has a gap that something else fills in: `{{ name }}`, `${NAME}`, `<name>`, `%NAME%`, `__NAME__`.
pub(crate) fn is_unfilled(word: &str) -> bool {
    word.contains(['{', '$', '<', '%']) || word.contains("__")
}

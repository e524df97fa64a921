//! Comments that say which findings are meant to be there.
//!
//! ```lua
//! modules_enabled = { "ours" } -- prosody-ls: ignore[unknown-module] lies on the server only
//! -- prosody-ls: ignore[unknown-option, deprecated-option]
//! use_libevent = true
//! -- prosody-ls: ignore-file[overwritten-list]
//! ```

use config::SourceFile;
use syntax::Span;

/// A comment that takes back findings.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ignore<'a> {
    /// The whole comment.
    pub(crate) comment: Span,
    /// The line, from 0, that it speaks of; `None` for the whole file.
    line: Option<u32>,
    /// The names between the brackets, with their places; none if there are no brackets.
    pub(crate) rules: Vec<(&'a str, Span)>,
}

/// What such a comment begins with, behind its dashes.
const MARK: &str = "prosody-ls:";

impl<'a> Ignore<'a> {
    /// All of a file.
    pub(crate) fn all(file: &'a SourceFile) -> Vec<Self> {
        file.parse.chunk.comments.iter().filter_map(|comment| Self::read(file, *comment)).collect()
    }

    fn read(file: &'a SourceFile, comment: Span) -> Option<Self> {
        let text = std::str::from_utf8(comment.slice(&file.text)).ok()?;
        let said = text.trim_start_matches('-').trim_start().strip_prefix(MARK)?.trim_start();
        let (is_file, rest) = match said.strip_prefix("ignore-file") {
            Some(rest) => (true, rest),
            None => (false, said.strip_prefix("ignore")?),
        };
        let names = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(names, _)| names);
        let offset = |part: &str| {
            comment.start + u32::try_from(part.as_ptr().addr() - text.as_ptr().addr()).unwrap_or(0)
        };
        let rules = names.into_iter().flat_map(|names| names.split(',')).map(str::trim);
        let rules = rules.filter(|name| !name.is_empty()).map(|name| {
            let start = offset(name);
            (name, Span::new(start, start + u32::try_from(name.len()).unwrap_or(0)))
        });
        let line = if is_file { None } else { Some(line_meant(file, comment)) };
        Some(Self { comment, line, rules: rules.collect() })
    }

    /// Whether it speaks of this place.
    pub(crate) fn covers(&self, file: &SourceFile, span: Span) -> bool {
        self.line.is_none_or(|line| line_of(file, span.start) == line)
    }
}

/// Where another rule can be added to the comment that takes back findings of a place's line; `None` if there is none.
pub fn ignore_brackets(file: &SourceFile, span: Span) -> Option<u32> {
    let comments = Ignore::all(file);
    let here = comments.iter().find(|ignore| ignore.line.is_some() && ignore.covers(file, span))?;
    here.rules.last().map(|(_, name)| name.end)
}

fn line_of(file: &SourceFile, offset: u32) -> u32 {
    file.lines.position(&file.text, offset, syntax::Encoding::Utf8).line
}

/// Its own line, or if there is nothing but it, the next one with something else than a comment.
fn line_meant(file: &SourceFile, comment: Span) -> u32 {
    let own = line_of(file, comment.start);
    let line_start = file.lines.line_span(&file.text, own).start;
    let before = Span::new(line_start, comment.start).slice(&file.text);
    if !before.trim_ascii().is_empty() {
        return own;
    }
    let mut line = own + 1;
    loop {
        let text = file.lines.line_span(&file.text, line).slice(&file.text).trim_ascii();
        if text.is_empty() || !text.starts_with(b"--") {
            return line;
        }
        line += 1;
    }
}

#[cfg(test)]
mod tests {
    use fixture::Fixture;

    fn found(text: &str) -> Vec<&'static str> {
        let fixture = Fixture::new(text);
        crate::check(&fixture.snapshot, fixture.id("prosody.cfg.lua")).iter().map(|it| it.rule).collect()
    }

    #[test]
    fn comments_take_back_findings_of_their_line_or_the_next() {
        assert_eq!(
            found("modules_enabled = { 'carbon' } -- prosody-ls: ignore[unknown-module] why"),
            [""; 0]
        );
        assert_eq!(
            found("-- prosody-ls: ignore[unknown-module]\n-- why\nmodules_enabled = { 'carbon' }"),
            [""; 0]
        );
        assert_eq!(
            found("-- prosody-ls: ignore[unknown-module]\n\nmodules_enabled = { 'carbon' }"),
            ["unused-ignore", "unknown-module"]
        );
    }

    #[test]
    fn a_whole_file_can_be_meant() {
        assert_eq!(
            found(
                "modules_enabled = {\n 'carbon',\n 'blub' }\n-- prosody-ls: ignore-file[unknown-module, unused-ignore]"
            ),
            [""; 0]
        );
    }
}

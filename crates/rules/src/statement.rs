//! Statements that set an option, as they are written.

use config::{Assignment, How};
use syntax::Span;
use syntax::ast::{Stat, StatKind};

use crate::context::Context;
use crate::{Edit, list};

/// Whether an assignment is a statement of its own, `option = value`, in this file: neither one of several in one
/// statement nor an entry of a host's table, nor handed on by a loader.
pub(crate) fn stands_alone(context: &Context<'_>, set: &Assignment) -> bool {
    let between = Span::new(set.name_span.end, set.value_span.start.max(set.name_span.end));
    let is_plain = between.slice(&context.file.text).trim_ascii() == b"=";
    set.how == How::Assign
        && set.file == context.file.id
        && set.span.start == set.name_span.start
        && set.span.end == set.value_span.end
        && is_plain
}

/// Takes the statement out, with its line if there is nothing else on it.
pub(crate) fn removal(context: &Context<'_>, set: &Assignment) -> Option<Edit> {
    stands_alone(context, set).then(|| Edit {
        file: set.file,
        span: list::removal(&context.file.text, set.span),
        text: String::new(),
    })
}

/// The statement of the file's outermost block that an assignment is.
pub(crate) fn outermost<'a>(context: &Context<'a>, set: &Assignment) -> Option<&'a Stat> {
    outermost_at(context, set.span.start)
        .filter(|stat| stat.span == set.span && matches!(stat.kind, StatKind::Assign { .. }))
}

/// The statement of the file's outermost block that begins at an offset.
pub(crate) fn outermost_at<'a>(context: &Context<'a>, start: u32) -> Option<&'a Stat> {
    let stats = &context.file.parse.chunk.block.stats;
    let at = stats.binary_search_by_key(&start, |stat| stat.span.start).ok()?;
    stats.get(at)
}

/// The beginning of the line of an offset, and of the comments that stand directly above it: a place for a statement.
pub(crate) fn above(text: &[u8], offset: u32) -> u32 {
    let line_start = |at: usize| {
        let before = text.get(..at).unwrap_or_default();
        before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1)
    };
    let mut start = line_start(offset as usize);
    while start > 0 {
        let previous = line_start(start - 1);
        let line = text.get(previous..start).unwrap_or_default().trim_ascii();
        let is_long = line.windows(2).any(|pair| matches!(pair, b"[[" | b"]]" | b"[=" | b"=]"));
        if !line.starts_with(b"--") || is_long {
            break;
        }
        start = previous;
    }
    u32::try_from(start).unwrap_or(offset)
}

#[cfg(test)]
mod tests {
    use super::above;

    #[test]
    fn comments_above_belong_to_what_follows() {
        let text = b"a = 1\n\n-- host\n-- more\nVirtualHost 'x'\n";
        let at = u32::try_from(text.len() - 3).unwrap();
        assert_eq!(above(text, at), 7);
        let text = b"--[[\n-- old\n--]]\nVirtualHost 'x'\n";
        assert_eq!(above(text, 20), 17);
        assert_eq!(above(b"VirtualHost 'x'", 3), 0);
    }
}

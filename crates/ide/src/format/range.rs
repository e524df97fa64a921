//! Which statements a selection means.

use syntax::Span;
use syntax::ast::{Block, Node};

/// The bytes of the statements that a selection touches: of the innermost block that holds all of it. A statement
/// is formatted whole. `None` if there is none.
pub(super) fn statements(block: &Block, text: &str, selected: Span) -> Option<Span> {
    let selected = trimmed(text, selected);
    let touched = |node: &Node<'_>| node.span().start <= selected.end && selected.start <= node.span().end;
    let mut level: Vec<Node<'_>> = block.stats.iter().map(Node::Stat).filter(touched).collect();
    loop {
        let span = level.iter().map(|node| node.span()).reduce(Span::cover)?;
        let [only] = level.as_slice() else { return Some(span) };
        let mut inner = Vec::new();
        directly_below(*only, &mut |stat| inner.push(stat));
        inner.retain(touched);
        let cover = inner.iter().map(|node| node.span()).reduce(Span::cover);
        if !cover.is_some_and(|cover| cover.contains(selected)) {
            return Some(span);
        }
        level = inner;
    }
}

/// The statements in a statement's blocks and functions, but not those in their own.
fn directly_below<'t>(node: Node<'t>, visit: &mut impl FnMut(Node<'t>)) {
    let mut pending = Vec::new();
    node.children(&mut |child| pending.push(child));
    while let Some(node) = pending.pop() {
        match node {
            Node::Stat(_) => visit(node),
            _ => node.children(&mut |child| pending.push(child)),
        }
    }
}

/// A selection without blanks at its ends: a line that is selected whole ends where the next one begins.
fn trimmed(text: &str, selected: Span) -> Span {
    let slice = selected.slice(text.as_bytes());
    let start = selected.start + (slice.len() - slice.trim_ascii_start().len()) as u32;
    Span::new(start, start + slice.trim_ascii().len() as u32)
}

#[cfg(test)]
mod tests {
    use syntax::Span;

    /// The statements that `«»` in a text selects.
    fn selected(text: &str) -> String {
        let start = text.find('«').unwrap();
        let end = text.find('»').unwrap() - "«".len();
        let text = text.replace(['«', '»'], "");
        let chunk = syntax::parse(text.as_bytes()).chunk;
        let found = super::statements(&chunk.block, &text, Span::new(start as u32, end as u32));
        found.map_or_else(String::new, |span| {
            String::from_utf8_lossy(span.slice(text.as_bytes())).into_owned()
        })
    }

    #[test]
    fn what_is_touched_is_taken_whole() {
        assert_eq!(selected("a = 1\nb «= 2\nc» = 3\nd = 4"), "b = 2\nc = 3");
        assert_eq!(selected("a = 1\n«b = 2\n»c = 3"), "b = 2");
        assert_eq!(selected("a = { 1,\n«2»,\n3 }"), "a = { 1,\n2,\n3 }");
    }

    #[test]
    fn blocks_are_left_alone_around_what_is_selected() {
        assert_eq!(selected("if a then\nb = 1\n«c = 2»\nend"), "c = 2");
        assert_eq!(selected("if «a then\nb = 1\nc» = 2\nend"), "if a then\nb = 1\nc = 2\nend");
        assert_eq!(selected("f(function()\nb = 1\ndo «c = 2» end\nend)"), "c = 2");
    }

    #[test]
    fn there_may_be_none() {
        assert_eq!(selected("a = 1\n\n« »\n\nb = 2"), "");
        assert_eq!(selected("a = 1\n«»\n"), "");
    }
}

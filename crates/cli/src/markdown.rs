//! Markdown for a terminal: paragraphs are filled, marks become colours and weights. It knows what our own pages use.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

const CODE: Style = AnsiColor::Cyan.on_default();
const LINK: Style = Style::new().underline();
const TITLE: Style = Style::new().bold().underline();
const HEADING: Style = Style::new().bold();
const ITALIC: Style = Style::new().italic();

/// The text of a page, at most `width` columns wide where its words allow that.
pub(crate) fn render(markdown: &str, width: usize) -> String {
    let mut out = String::new();
    let mut fenced = false;
    let mut paragraph = String::new();
    let flush = |paragraph: &mut String, out: &mut String| {
        if !paragraph.is_empty() {
            fill(out, paragraph, "", "", Style::new(), width);
            paragraph.clear();
        }
    };
    for line in markdown.lines() {
        if line.starts_with("```") {
            flush(&mut paragraph, &mut out);
            fenced = !fenced;
        } else if fenced {
            let _ = writeln!(out, "    {CODE}{}{CODE:#}", line.replace('\t', "    "));
        } else if let Some((level, title)) = heading(line) {
            flush(&mut paragraph, &mut out);
            fill(&mut out, title, "", "", if level == 1 { TITLE } else { HEADING }, width);
        } else if let Some(item) = line.trim_start().strip_prefix("- ") {
            flush(&mut paragraph, &mut out);
            let indent = " ".repeat(line.len() - line.trim_start().len());
            fill(&mut out, item, &format!("{indent}- "), &format!("{indent}  "), Style::new(), width);
        } else if line.trim().is_empty() {
            flush(&mut paragraph, &mut out);
            out.push('\n');
        } else {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line.trim());
        }
    }
    flush(&mut paragraph, &mut out);
    out
}

/// The level and the text of a heading.
fn heading(line: &str) -> Option<(usize, &str)> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    (level > 0).then(|| text.strip_prefix(' ')).flatten().map(|text| (level, text))
}

/// Writes words on lines that begin with `first`, then `rest`.
fn fill(out: &mut String, text: &str, first: &str, rest: &str, base: Style, width: usize) {
    out.push_str(first);
    let mut column = first.chars().count();
    let mut at_start = true;
    for word in words(text, base) {
        let length: usize = word.iter().map(|(part, _)| part.chars().count()).sum();
        if !at_start && column + 1 + length > width {
            out.push('\n');
            out.push_str(rest);
            column = rest.chars().count();
        } else if !at_start {
            out.push(' ');
            column += 1;
        }
        for (part, style) in word {
            let _ = write!(out, "{style}{part}{style:#}");
        }
        column += length;
        at_start = false;
    }
    out.push('\n');
}

/// A word: parts of different style without a space between them.
type Word = Vec<(String, Style)>;

/// The words of a text, with the marks of Markdown as styles.
fn words(text: &str, base: Style) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut joined = false;
    for (part, style) in spans(text, base) {
        for (at, piece) in part.split(' ').enumerate() {
            if at > 0 {
                joined = false;
            }
            if piece.is_empty() {
                continue;
            }
            match words.last_mut().filter(|_| joined) {
                Some(word) => word.push((piece.to_owned(), style)),
                None => words.push(vec![(piece.to_owned(), style)]),
            }
            joined = true;
        }
        joined = !part.ends_with(' ');
    }
    words
}

/// The parts of a text that have the same style.
fn spans(text: &str, base: Style) -> Vec<(&str, Style)> {
    let mut spans = Vec::new();
    let mut rest = text;
    let mut plain = 0;
    while let Some(tail) = rest.get(plain..).filter(|tail| !tail.is_empty()) {
        match mark(tail, base) {
            Some((inner, style, length)) => {
                spans.extend(
                    rest.get(..plain).filter(|before| !before.is_empty()).map(|before| (before, base)),
                );
                spans.push((inner, style));
                rest = tail.get(length..).unwrap_or_default();
                plain = 0;
            }
            None => plain += tail.chars().next().map_or(1, char::len_utf8),
        }
    }
    spans.extend(Some(rest).filter(|rest| !rest.is_empty()).map(|rest| (rest, base)));
    spans
}

/// What a text begins with: the inside of the mark, its style, and how many bytes it takes.
fn mark(text: &str, base: Style) -> Option<(&str, Style, usize)> {
    for (open, close, style) in [
        ("`` ", " ``", CODE),
        ("`", "`", CODE),
        ("**", "**", base.bold()),
        ("<http", ">", LINK),
        ("*", "*", ITALIC),
    ] {
        let Some(inside) = text.strip_prefix(open) else { continue };
        // A lone star is a star.
        if open == "*" && inside.starts_with([' ', '*']) {
            continue;
        }
        // Code inside of something else goes first.
        let is_whole = |end: &usize| {
            *end > 0 && (style == CODE || inside.get(..*end).is_some_and(|text| !text.contains('`')))
        };
        if let Some(end) = inside.find(close).filter(is_whole) {
            let length = open.len() + end + close.len();
            // The beginning of an address belongs to it.
            let from = if open == "<http" { 1 } else { open.len() };
            return Some((text.get(from..open.len() + end)?, style, length));
        }
    }
    let (title, target) = text.strip_prefix('[')?.split_once("](")?;
    let end = target.find(')')?;
    (!title.contains('[')).then_some((title, LINK, title.len() + 3 + end + 1))
}

/// The width to fill: that of the terminal as far as it is told, but no more than is good to read.
pub(crate) fn width() -> usize {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse::<usize>().ok());
    told.unwrap_or(100).clamp(40, 100)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::render;

    fn plain(markdown: &str, width: usize) -> String {
        anstream::adapter::strip_str(&render(markdown, width)).to_string()
    }

    #[test]
    fn pages_read_well_without_marks() {
        let page = "# mod_x\n\nDoes **all** that `x` does, see [XEP-0313](https://xmpp.org/x) at <https://x.org>.\n\n\
                    - `a`: one of the many things that it does\n  - *each item*: text\n\n```lua\nx = {\n\ty = 1\n}\n```\n";
        expect![[r"
            mod_x

            Does all that x does, see XEP-0313 at
            https://x.org.

            - a: one of the many things that it does
              - each item: text

                x = {
                    y = 1
                }
        "]]
        .assert_eq(&plain(page, 44));
    }

    #[test]
    fn what_looks_like_a_mark_stays() {
        assert_eq!(
            plain("2 * 3 * 4, *.lua, `*`, a_b_c, [x], <user>, ``", 80),
            "2 * 3 * 4, *.lua, *, a_b_c, [x], <user>, ``\n"
        );
        assert_eq!(plain("`` a `b` ``", 80), "a `b`\n");
        assert_eq!(plain("**ümlaut** [", 80), "ümlaut [\n");
    }

    #[test]
    fn styles_end_where_they_should() {
        assert_eq!(render("`a b`", 80), "\u{1b}[36ma\u{1b}[0m \u{1b}[36mb\u{1b}[0m\n");
    }
}

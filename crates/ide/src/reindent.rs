//! The indentation of a line that closes something, as soon as it is closed.

use rules::Edit;
use syntax::{Span, TokenKind};

use crate::{Analysis, Position};

impl Analysis {
    /// Puts a line that begins with the `}` before the cursor under the line in which its `{` stands; `None` if it is
    /// there. Changes nothing but blanks before the brace, so that it is right in half-typed text as well.
    pub fn reindent(&self, at: Position) -> Option<Edit> {
        let source = self.snapshot.file(at.file)?;
        let text = &source.text;
        let tokens = syntax::tokenize(text.get(..at.offset as usize)?).tokens;
        let mut open = Vec::new();
        let mut pair = None;
        for token in &tokens {
            match token.kind {
                TokenKind::LeftBrace => open.push(token.span),
                TokenKind::RightBrace => pair = open.pop().map(|opening| (opening, token.span)),
                _ => {}
            }
        }
        let (opening, closing) = pair.filter(|(_, closing)| closing.end == at.offset)?;
        let line_start = |span: Span| {
            let line = source.lines.line_of(span.start);
            source.lines.line_span(text, line).start
        };
        let is_blank = |byte: &&u8| matches!(byte, b' ' | b'\t');
        let own = Span::new(line_start(closing), closing.start);
        if own.slice(text).iter().any(|byte| !is_blank(&byte)) || line_start(opening) == own.start {
            return None;
        }
        let above = Span::new(line_start(opening), opening.start).slice(text);
        let wanted: Vec<u8> = above.iter().take_while(is_blank).copied().collect();
        let text = (wanted != own.slice(text)).then(|| String::from_utf8_lossy(&wanted).into_owned())?;
        Some(Edit { file: at.file, span: own, text })
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::at;

    #[test]
    fn a_closing_brace_goes_under_the_line_that_opens_it() {
        let edit = |text| at(text).reindent();
        assert_eq!(edit("a = {\n\t\tb;\n\t\t}$0\n"), Some((6 + 5, String::new())));
        assert_eq!(edit("VirtualHost 'x'\n  a = {\n    b = {\n1\n}$0"), Some((36, "    ".to_owned())));
        assert_eq!(edit("x = f(\n  a = {\n\t}$0").map(|(_, text)| text), Some("  ".to_owned()));
    }

    #[test]
    fn what_is_right_or_no_line_of_its_own_stays() {
        for text in [
            "a = {\n}$0",
            "a = { }$0",
            "a = {\n  1 }$0",
            "a = '{\n}$0",
            "}$0",
            "-- {\n  }$0",
            "a = {\n  }\n$0",
        ] {
            assert_eq!(at(text).reindent(), None, "{text}");
        }
    }
}

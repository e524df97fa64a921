//! Mistakes in Lua's words.

use super::Walker;
use crate::Span;
use crate::lexer::{Fault, FaultKind};
use crate::literal;
use crate::lua_lines::LuaLines;
use crate::parse::{MAX_ERRORS, SyntaxError};
use crate::scope::ScopeFault;
use crate::token::TokenKind;

/// Lua quotes tokens whole; beyond this many bytes we do not.
const MAX_QUOTE: usize = 200;

impl Walker<'_> {
    /// `what expected near ...`
    pub(super) fn expected(&mut self, what: TokenKind) {
        self.syntax_error(&format!("{} expected", what.quoted()));
    }

    /// `what` should close `who`, for which Lua remembers the line of `opened`.
    pub(super) fn expected_closing(&mut self, what: TokenKind, who: TokenKind, opened: u32) {
        let line = self.line_of(opened);
        if line == self.line_of(self.token().span.end) {
            self.expected(what);
        } else {
            self.syntax_error(&format!(
                "{} expected (to close {} at line {line})",
                what.quoted(),
                who.quoted()
            ));
        }
    }

    /// A complaint about the current token.
    pub(super) fn syntax_error(&mut self, message: &str) {
        let near = self.near();
        self.report(format!("{message}{near}"));
    }

    /// A complaint in which Lua does not name the current token.
    pub(super) fn report(&mut self, message: String) {
        let token = self.token();
        self.push(token.span, token.span.end, message);
    }

    /// What Lua's lexer says about the current token.
    pub(super) fn report_fault(&mut self) {
        let token = self.token();
        let index = self.faults.partition_point(|f| f.start < token.span.start);
        // An unfinished comment is a fault of the end of the text.
        let fault = if token.kind == TokenKind::Eof { self.faults.last() } else { self.faults.get(index) };
        let Some(&fault) = fault else { return };
        let message = self.fault_message(fault);
        let span = match fault.kind {
            FaultKind::UnfinishedLongString | FaultKind::UnfinishedLongComment => {
                Span::new(fault.start, fault.start + 2)
            }
            FaultKind::Escape(_) => Span::new(fault.decoded, fault.stop),
            FaultKind::UnfinishedString
            | FaultKind::StringAtEof
            | FaultKind::LongDelimiter
            | FaultKind::Number => token.span,
        };
        self.push(span, fault.stop, message);
    }

    pub(super) fn report_scope(&mut self, fault: ScopeFault<'_>) {
        // Labels and variables may be missing because of an earlier mistake.
        if !self.errors.is_empty() {
            return;
        }
        let message = match fault {
            ScopeFault::TooManyLocals { function } => {
                let place = function.map_or("main function".to_owned(), |at| {
                    format!("function at line {}", self.line_of(at))
                });
                return self.syntax_error(&format!("too many local variables (limit is 200) in {place}"));
            }
            ScopeFault::BreakOutsideLoop { at } => format!("break outside loop at line {}", self.line_of(at)),
            ScopeFault::NoLabel { name, at } => {
                format!("no visible label '{}' for <goto> at line {}", lossy(name), self.line_of(at))
            }
            ScopeFault::JumpIntoScope { label, at, variable } => format!(
                "<goto {}> at line {} jumps into the scope of local '{}'",
                lossy(label),
                self.line_of(at),
                lossy(variable)
            ),
            ScopeFault::RepeatedLabel { name, first } => {
                format!("label '{}' already defined on line {}", lossy(name), self.line_of(first))
            }
        };
        let line = self.token().span.end;
        let word = match fault {
            ScopeFault::BreakOutsideLoop { at } => Some((at, "break".len())),
            ScopeFault::NoLabel { at, name } | ScopeFault::JumpIntoScope { at, label: name, .. } => {
                Some((at, name.len()))
            }
            _ => None,
        };
        let span =
            word.map_or(self.token().span, |(end, len)| Span::new(end.saturating_sub(len as u32), end));
        self.push(span, line, message);
    }

    /// Records a mistake whose line is that of the offset `line`. Of several on one line only the first counts:
    /// the others mostly follow from it.
    fn push(&mut self, span: Span, line: u32, message: String) {
        let line = self.line_of(line);
        if self.reported.is_some_and(|(offset, last)| span.start <= offset || line <= last) {
            return;
        }
        self.reported = Some((span.start, line));
        if self.errors.len() < MAX_ERRORS {
            let span = self.within_one_line(span);
            self.errors.push(SyntaxError { message, line, span });
        }
    }

    /// The part of `span` before its first line end.
    fn within_one_line(&self, span: Span) -> Span {
        let first_line = span.slice(self.text).iter().take_while(|b| !matches!(b, b'\n' | b'\r')).count();
        Span::new(span.start, span.start + first_line as u32)
    }

    pub(super) fn line_of(&self, offset: u32) -> u32 {
        self.lines.get_or_init(|| LuaLines::new(self.text)).line_of(offset)
    }

    fn fault_message(&self, fault: Fault) -> String {
        let text = match fault.kind {
            FaultKind::UnfinishedString => "unfinished string",
            FaultKind::StringAtEof => return "unfinished string near <eof>".to_owned(),
            FaultKind::UnfinishedLongString => {
                return format!(
                    "unfinished long string (starting at line {}) near <eof>",
                    self.line_of(fault.start)
                );
            }
            FaultKind::UnfinishedLongComment => {
                return format!(
                    "unfinished long comment (starting at line {}) near <eof>",
                    self.line_of(fault.start)
                );
            }
            FaultKind::LongDelimiter => "invalid long string delimiter",
            FaultKind::Number => "malformed number",
            FaultKind::Escape(escape) => escape.message(),
        };
        let decoded = Span::new(fault.start, fault.decoded).slice(self.text);
        let raw = Span::new(fault.decoded, fault.stop).slice(self.text);
        let mut quoted = decoded.get(..1).unwrap_or_default().to_vec();
        quoted.extend_from_slice(&literal::string_value(decoded));
        quoted.extend_from_slice(raw);
        format!("{text} near '{}'", quote(&quoted))
    }

    /// ` near 'token'`
    fn near(&self) -> String {
        let token = self.token();
        let raw = token.span.slice(self.text);
        match token.kind {
            TokenKind::Eof => " near <eof>".to_owned(),
            TokenKind::String => format!(" near '{}'", quote(&literal::quoted_string(raw))),
            // Lua takes the byte 0 for "no token".
            TokenKind::Unknown if raw == [0] => String::new(),
            TokenKind::Unknown => match raw.first() {
                Some(&byte) if byte.is_ascii_graphic() => format!(" near '{}'", char::from(byte)),
                Some(byte) => format!(" near '<\\{byte}>'"),
                None => String::new(),
            },
            TokenKind::Name | TokenKind::Number => format!(" near '{}'", quote(raw)),
            kind => format!(" near '{}'", kind.text()),
        }
    }
}

/// Bytes as they appear in a message of Lua, which ends strings at a byte 0.
fn quote(bytes: &[u8]) -> String {
    let visible = bytes.split(|&b| b == 0).next().unwrap_or_default();
    match visible.get(..MAX_QUOTE) {
        Some(head) if visible.len() > MAX_QUOTE => format!("{}...", lossy(head)),
        _ => lossy(visible),
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

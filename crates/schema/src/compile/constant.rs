//! Constant Lua expressions, as far as defaults use them: literals, tables, arithmetic, concatenation.

/// The value of a constant expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Constant {
    Nil,
    Boolean(bool),
    Number(f64),
    String(String),
    /// A table: its positional items, and whether it has named keys as well.
    Table {
        items: Vec<Constant>,
        named: bool,
    },
}

/// Evaluates an expression; the error says what was not expected.
pub(super) fn evaluate(text: &str) -> Result<Constant, String> {
    let mut parser = Parser { rest: text };
    let value = parser.expression(0)?;
    parser.skip_space();
    if parser.rest.is_empty() { Ok(value) } else { Err(parser.unexpected()) }
}

/// Binary operators with their binding powers, left and right, as Lua has them.
const OPERATORS: [(&str, u8, u8); 8] = [
    ("..", 4, 3),
    ("+", 5, 6),
    ("-", 5, 6),
    ("*", 7, 8),
    ("//", 7, 8),
    ("/", 7, 8),
    ("%", 7, 8),
    ("^", 12, 11),
];
const UNARY: u8 = 9;

struct Parser<'a> {
    rest: &'a str,
}

impl<'a> Parser<'a> {
    fn expression(&mut self, least: u8) -> Result<Constant, String> {
        let mut left = if self.take("-") {
            match self.expression(UNARY)? {
                Constant::Number(number) => Constant::Number(-number),
                _ => return Err("'-' before something that is no number".into()),
            }
        } else {
            self.primary()?
        };
        loop {
            self.skip_space();
            let operator = OPERATORS.into_iter().find(|(text, ..)| self.rest.starts_with(text));
            let Some((text, _, right_power)) = operator.filter(|(_, power, _)| *power >= least) else {
                return Ok(left);
            };
            self.take(text);
            let right = self.expression(right_power)?;
            left = apply(text, &left, &right)?;
        }
    }

    fn primary(&mut self) -> Result<Constant, String> {
        self.skip_space();
        if self.take("(") {
            let value = self.expression(0)?;
            return if self.take(")") { Ok(value) } else { Err(self.unexpected()) };
        }
        if self.take("{") {
            return self.table();
        }
        if self.rest.starts_with(['"', '\'']) {
            return self.string().map(Constant::String);
        }
        if self.rest.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
            return self.number();
        }
        match self.word() {
            "true" => Ok(Constant::Boolean(true)),
            "false" => Ok(Constant::Boolean(false)),
            "nil" => Ok(Constant::Nil),
            "math.huge" => Ok(Constant::Number(f64::INFINITY)),
            "" => Err(self.unexpected()),
            word => Err(format!("'{word}' is no constant")),
        }
    }

    fn table(&mut self) -> Result<Constant, String> {
        let (mut items, mut named) = (Vec::new(), false);
        while !self.take("}") {
            let before = self.rest;
            let key = if self.take("[") {
                self.expression(0)?;
                if !self.take("]") {
                    return Err(self.unexpected());
                }
                true
            } else {
                !self.word().is_empty()
            };
            if key && self.take("=") {
                self.expression(0)?;
                named = true;
            } else {
                self.rest = before;
                items.push(self.expression(0)?);
            }
            if !self.take(",") && !self.take(";") && !self.rest.starts_with('}') {
                return Err(self.unexpected());
            }
        }
        Ok(Constant::Table { items, named })
    }

    fn string(&mut self) -> Result<String, String> {
        let mut chars = self.rest.char_indices();
        let quote = chars.next().map(|(_, quote)| quote);
        let mut text = String::new();
        while let Some((at, next)) = chars.next() {
            if Some(next) == quote {
                self.rest = self.rest.get(at + 1..).unwrap_or_default();
                return Ok(text);
            }
            match next {
                '\\' => match chars.next() {
                    Some((_, 'n')) => text.push('\n'),
                    Some((_, 't')) => text.push('\t'),
                    Some((_, 'r')) => text.push('\r'),
                    Some((_, escaped @ ('\\' | '"' | '\'' | '\n'))) => text.push(escaped),
                    _ => return Err("an escape that defaults do not use".into()),
                },
                other => text.push(other),
            }
        }
        Err("a string without an end".into())
    }

    fn number(&mut self) -> Result<Constant, String> {
        let hexadecimal = self.rest.starts_with("0x") || self.rest.starts_with("0X");
        let mut exponent = false;
        let length = self
            .rest
            .find(|next: char| {
                let inside =
                    next.is_ascii_alphanumeric() || next == '.' || (exponent && matches!(next, '+' | '-'));
                exponent = !hexadecimal && matches!(next, 'e' | 'E');
                !inside
            })
            .unwrap_or(self.rest.len());
        // `1..2` is a concatenation to a reader and malformed to Lua.
        let (text, rest) = self.rest.split_at(length);
        self.rest = rest;
        let value = if hexadecimal {
            text.get(2..).and_then(|digits| u32::from_str_radix(digits, 16).ok()).map(f64::from)
        } else {
            text.parse().ok()
        };
        value.map(Constant::Number).ok_or_else(|| format!("'{text}' is no number"))
    }

    /// A name, with dots; empty if there is none.
    fn word(&mut self) -> &'a str {
        self.skip_space();
        let length = self
            .rest
            .find(|next: char| !(next.is_alphanumeric() || matches!(next, '_' | '.')))
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(length);
        if word.starts_with(|first: char| first.is_alphabetic() || first == '_') {
            self.rest = rest;
            word
        } else {
            ""
        }
    }

    fn take(&mut self, token: &str) -> bool {
        self.skip_space();
        self.rest.strip_prefix(token).map(|rest| self.rest = rest).is_some()
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn unexpected(&self) -> String {
        match self.rest.chars().next() {
            Some(next) => format!("unexpected '{next}'"),
            None => "unexpected end".into(),
        }
    }
}

fn apply(operator: &str, left: &Constant, right: &Constant) -> Result<Constant, String> {
    match (operator, left, right) {
        ("..", Constant::String(left), Constant::String(right)) => {
            Ok(Constant::String(format!("{left}{right}")))
        }
        (operator, Constant::Number(left), Constant::Number(right)) => Ok(Constant::Number(match operator {
            "+" => left + right,
            "-" => left - right,
            "*" => left * right,
            "/" => left / right,
            "//" => (left / right).floor(),
            "%" => left - (left / right).floor() * right,
            "^" => left.powf(*right),
            _ => return Err(format!("'{operator}' between numbers")),
        })),
        _ => Err(format!("'{operator}' between values that it does not take")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Constant, evaluate};

    fn number(text: &str) -> f64 {
        match evaluate(text) {
            Ok(Constant::Number(number)) => number,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    #[allow(clippy::float_cmp, reason = "whole numbers")]
    fn calculates() {
        assert_eq!(number("60 * 60 * 24"), 86400.0);
        assert_eq!(number("2 + 3 * 4 - 1"), 13.0);
        assert_eq!(number("-2 ^ 2"), -4.0);
        assert_eq!(number("10 - 4 - 3"), 3.0);
        assert_eq!(number("(1 + 1) * 0x10"), 32.0);
        assert_eq!(number("1e3"), 1000.0);
        assert_eq!(number("1.5e+1"), 15.0);
        assert_eq!(number("math.huge"), f64::INFINITY);
    }

    #[test]
    fn reads_literals_and_tables() {
        assert_eq!(evaluate("true"), Ok(Constant::Boolean(true)));
        assert_eq!(evaluate(r#""a" .. 'b\n'"#), Ok(Constant::String("ab\n".into())));
        let Ok(Constant::Table { items, named }) = evaluate("{ 'a'; \"b\", c = 1, [5] = { }, true }") else {
            panic!()
        };
        assert_eq!((items.len(), named), (3, true));
        assert_eq!(evaluate("{}"), Ok(Constant::Table { items: vec![], named: false }));
    }

    #[test]
    fn says_what_is_wrong() {
        for (text, reason) in [
            ("", "unexpected end"),
            ("module.host", "'module.host' is no constant"),
            ("\"a", "a string without an end"),
            ("1 2", "unexpected '2'"),
            ("{ 1", "unexpected end"),
            ("{ 1 2 }", "unexpected '2'"),
            ("1 + \"a\"", "'+' between values that it does not take"),
            ("12ab", "'12ab' is no number"),
        ] {
            assert_eq!(evaluate(text), Err(reason.into()), "{text}");
        }
    }
}

//! Lua patterns.

/// Matching may take this many steps; beyond, the answer is unknown.
const MAX_STEPS: u32 = 200_000;
/// Lua's own limit of captures.
const MAX_CAPTURES: usize = 32;
/// How deep matching may recurse, as in Lua.
const MAX_DEPTH: u32 = 200;

/// A match: where, and what was captured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Match {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) captures: Vec<Capture>,
}

/// One capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Capture {
    /// These bytes.
    Bytes(usize, usize),
    /// `()`: a position, from 1.
    Position(usize),
}

/// Why a pattern can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PatternError {
    /// As Lua words it.
    Malformed(String),
    /// Too much work to follow.
    TooComplex,
}

type Step = Result<Option<usize>, PatternError>;

struct Matcher<'a> {
    text: &'a [u8],
    pattern: &'a [u8],
    captures: Vec<(usize, Length)>,
    steps: u32,
    depth: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Length {
    Open,
    Position,
    Closed(usize),
}

/// The first match at or behind `init` (a byte offset).
pub(crate) fn find(text: &[u8], pattern: &[u8], init: usize) -> Result<Option<Match>, PatternError> {
    let (anchored, pattern) = match pattern.split_first() {
        Some((b'^', rest)) => (true, rest),
        _ => (false, pattern),
    };
    let mut matcher = Matcher { text, pattern, captures: Vec::new(), steps: 0, depth: 0 };
    for start in init..=text.len() {
        matcher.captures.clear();
        matcher.depth = 0;
        if let Some(end) = matcher.run(start, 0)? {
            return Ok(Some(Match { start, end, captures: matcher.finished()? }));
        }
        if anchored {
            break;
        }
    }
    Ok(None)
}

fn malformed<T>(message: &str) -> Result<T, PatternError> {
    Err(PatternError::Malformed(message.to_owned()))
}

impl Matcher<'_> {
    fn at(&self, p: usize) -> Option<u8> {
        self.pattern.get(p).copied()
    }

    fn finished(&self) -> Result<Vec<Capture>, PatternError> {
        self.captures
            .iter()
            .map(|&(start, length)| match length {
                Length::Position => Ok(Capture::Position(start + 1)),
                Length::Closed(length) => Ok(Capture::Bytes(start, start + length)),
                Length::Open => malformed("unfinished capture"),
            })
            .collect()
    }

    /// Matches the pattern from `p` at `s`; the end of the match.
    fn run(&mut self, s: usize, p: usize) -> Step {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return malformed("pattern too complex");
        }
        let result = self.step(s, p);
        self.depth -= 1;
        result
    }

    fn step(&mut self, mut s: usize, mut p: usize) -> Step {
        loop {
            self.steps += 1;
            if self.steps > MAX_STEPS {
                return Err(PatternError::TooComplex);
            }
            match self.at(p) {
                None => return Ok(Some(s)),
                Some(b'(') => {
                    return if self.at(p + 1) == Some(b')') {
                        self.open_capture(s, p + 2, Length::Position)
                    } else {
                        self.open_capture(s, p + 1, Length::Open)
                    };
                }
                Some(b')') => return self.close_capture(s, p + 1),
                Some(b'$') if p + 1 == self.pattern.len() => {
                    return Ok((s == self.text.len()).then_some(s));
                }
                Some(b'%') => match self.at(p + 1) {
                    Some(b'b') => match self.balance(s, p + 2)? {
                        Some(end) => (s, p) = (end, p + 4),
                        None => return Ok(None),
                    },
                    Some(b'f') => match self.frontier(s, p + 2)? {
                        Some(next) => p = next,
                        None => return Ok(None),
                    },
                    Some(digit @ b'0'..=b'9') => match self.back_reference(s, digit)? {
                        Some(end) => (s, p) = (end, p + 2),
                        None => return Ok(None),
                    },
                    _ => match self.item(s, p)? {
                        Next::At(next_s, next_p) => (s, p) = (next_s, next_p),
                        Next::Done(result) => return Ok(result),
                    },
                },
                Some(_) => match self.item(s, p)? {
                    Next::At(next_s, next_p) => (s, p) = (next_s, next_p),
                    Next::Done(result) => return Ok(result),
                },
            }
        }
    }

    /// A single character class with its repetition.
    fn item(&mut self, s: usize, p: usize) -> Result<Next, PatternError> {
        let end = self.class_end(p)?;
        let here = self.single(s, p, end);
        match self.at(end) {
            Some(b'?') => {
                if here && let Some(result) = self.run(s + 1, end + 1)? {
                    return Ok(Next::Done(Some(result)));
                }
                Ok(Next::At(s, end + 1))
            }
            Some(b'+') => Ok(Next::Done(if here { self.greedy(s + 1, p, end)? } else { None })),
            Some(b'*') => Ok(Next::Done(self.greedy(s, p, end)?)),
            Some(b'-') => Ok(Next::Done(self.lazy(s, p, end)?)),
            _ if here => Ok(Next::At(s + 1, end)),
            _ => Ok(Next::Done(None)),
        }
    }

    fn greedy(&mut self, s: usize, p: usize, end: usize) -> Step {
        let mut count = 0;
        while self.single(s + count, p, end) {
            count += 1;
        }
        loop {
            if let Some(result) = self.run(s + count, end + 1)? {
                return Ok(Some(result));
            }
            if count == 0 {
                return Ok(None);
            }
            count -= 1;
        }
    }

    fn lazy(&mut self, mut s: usize, p: usize, end: usize) -> Step {
        loop {
            if let Some(result) = self.run(s, end + 1)? {
                return Ok(Some(result));
            }
            if !self.single(s, p, end) {
                return Ok(None);
            }
            s += 1;
        }
    }

    fn open_capture(&mut self, s: usize, p: usize, length: Length) -> Step {
        if self.captures.len() >= MAX_CAPTURES {
            return malformed("too many captures");
        }
        self.captures.push((s, length));
        let height = self.captures.len();
        let result = self.run(s, p)?;
        if result.is_none() {
            self.captures.truncate(height - 1);
        }
        Ok(result)
    }

    fn close_capture(&mut self, s: usize, p: usize) -> Step {
        let Some(at) = self.captures.iter().rposition(|capture| capture.1 == Length::Open) else {
            return malformed("invalid pattern capture");
        };
        if let Some(capture) = self.captures.get_mut(at) {
            capture.1 = Length::Closed(s - capture.0);
        }
        let result = self.run(s, p)?;
        if result.is_none()
            && let Some(capture) = self.captures.get_mut(at)
        {
            capture.1 = Length::Open;
        }
        Ok(result)
    }

    fn balance(&self, s: usize, p: usize) -> Step {
        let (Some(open), Some(close)) = (self.at(p), self.at(p + 1)) else {
            return malformed("malformed pattern (missing arguments to '%b')");
        };
        if self.text.get(s) != Some(&open) {
            return Ok(None);
        }
        let mut depth = 1_u32;
        for (at, &byte) in self.text.iter().enumerate().skip(s + 1) {
            if byte == close {
                depth -= 1;
                if depth == 0 {
                    return Ok(Some(at + 1));
                }
            } else if byte == open {
                depth += 1;
            }
        }
        Ok(None)
    }

    fn frontier(&self, s: usize, p: usize) -> Step {
        if self.at(p) != Some(b'[') {
            return malformed("missing '[' after '%f' in pattern");
        }
        let end = self.class_end(p)?;
        let before = s.checked_sub(1).and_then(|at| self.text.get(at)).copied().unwrap_or(0);
        let after = self.text.get(s).copied().unwrap_or(0);
        let fits = !self.set_matches(before, p, end - 1) && self.set_matches(after, p, end - 1);
        Ok(fits.then_some(end))
    }

    fn back_reference(&self, s: usize, digit: u8) -> Step {
        let capture = digit.checked_sub(b'1').and_then(|at| self.captures.get(usize::from(at)));
        let Some(&(start, Length::Closed(length))) = capture else {
            return malformed(&format!("invalid capture index %{} in pattern", char::from(digit)));
        };
        let wanted = self.text.get(start..start + length).unwrap_or_default();
        let fits = self.text.get(s..).is_some_and(|rest| rest.starts_with(wanted));
        Ok(fits.then_some(s + length))
    }

    /// Where the class that begins at `p` ends.
    fn class_end(&self, p: usize) -> Result<usize, PatternError> {
        match self.at(p) {
            Some(b'%') => match self.at(p + 1) {
                None => malformed("malformed pattern (ends with '%')"),
                Some(_) => Ok(p + 2),
            },
            Some(b'[') => {
                let mut at = p + 1;
                if self.at(at) == Some(b'^') {
                    at += 1;
                }
                // A bracket right at the beginning is an ordinary character.
                loop {
                    match self.at(at) {
                        None => return malformed("malformed pattern (missing ']')"),
                        Some(b'%') => at += 2,
                        Some(_) => at += 1,
                    }
                    if self.at(at) == Some(b']') {
                        return Ok(at + 1);
                    }
                }
            }
            _ => Ok(p + 1),
        }
    }

    fn single(&self, s: usize, p: usize, end: usize) -> bool {
        let Some(&byte) = self.text.get(s) else { return false };
        match self.at(p) {
            Some(b'.') => true,
            Some(b'%') => self.at(p + 1).is_some_and(|class| class_matches(byte, class)),
            Some(b'[') => self.set_matches(byte, p, end - 1),
            Some(literal) => literal == byte,
            None => false,
        }
    }

    /// Whether a byte is in the set from `[` at `p` to `]` at `last`.
    fn set_matches(&self, byte: u8, p: usize, last: usize) -> bool {
        let mut at = p + 1;
        let negated = self.at(at) == Some(b'^');
        if negated {
            at += 1;
        }
        while at < last {
            match (self.at(at), self.at(at + 1), self.at(at + 2)) {
                (Some(b'%'), Some(class), _) => {
                    if class_matches(byte, class) {
                        return !negated;
                    }
                    at += 2;
                }
                (Some(low), Some(b'-'), Some(high)) if at + 2 < last => {
                    if (low..=high).contains(&byte) {
                        return !negated;
                    }
                    at += 3;
                }
                (Some(literal), _, _) => {
                    if literal == byte {
                        return !negated;
                    }
                    at += 1;
                }
                (None, _, _) => break,
            }
        }
        negated
    }
}

enum Next {
    At(usize, usize),
    Done(Option<usize>),
}

fn class_matches(byte: u8, class: u8) -> bool {
    let matches = match class.to_ascii_lowercase() {
        b'a' => byte.is_ascii_alphabetic(),
        b'c' => byte.is_ascii_control(),
        b'd' => byte.is_ascii_digit(),
        b'g' => byte.is_ascii_graphic(),
        b'l' => byte.is_ascii_lowercase(),
        b'p' => byte.is_ascii_punctuation(),
        b's' => byte.is_ascii_whitespace() || byte == 0x0b,
        b'u' => byte.is_ascii_uppercase(),
        b'w' => byte.is_ascii_alphanumeric(),
        b'x' => byte.is_ascii_hexdigit(),
        _ => return class == byte,
    };
    matches != class.is_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn captures(text: &str, pattern: &str) -> String {
        match find(text.as_bytes(), pattern.as_bytes(), 0) {
            Err(PatternError::Malformed(message)) => message,
            Err(PatternError::TooComplex) => "too complex".into(),
            Ok(None) => "no match".into(),
            Ok(Some(found)) => {
                let mut out = vec![text[found.start..found.end].to_owned()];
                out.extend(found.captures.iter().map(|capture| match capture {
                    Capture::Bytes(start, end) => text[*start..*end].to_owned(),
                    Capture::Position(position) => format!("@{position}"),
                }));
                out.join("|")
            }
        }
    }

    #[test]
    fn patterns_match_as_in_lua() {
        for (text, pattern, expected) in [
            ("team-collaboration/slack-like", "team%-collaboration", "team-collaboration"),
            ("a,b,c", "([^,]+),(.*)", "a,b,c|a|b,c"),
            ("key = value", "^(%w+)%s*=%s*(%w+)$", "key = value|key|value"),
            ("hello", "l+", "ll"),
            ("hello", "l-o", "llo"),
            ("hello", "()ll()", "ll|@3|@5"),
            ("f(a(b)c)d", "%b()", "(a(b)c)"),
            ("THE (quick) fox", "%f[%a]%a+%f[%A]", "THE"),
            ("\"x\"", "([\"'])(.-)%1", "\"x\"|\"|x"),
            ("abc", "[]]", "no match"),
            ("a]c", "[]]", "]"),
            ("abc", "[^a-b]", "c"),
            ("a-b", "[a-]+", "a-"),
            ("x", "[", "malformed pattern (missing ']')"),
            ("x", "(", "unfinished capture"),
            ("", "^$", ""),
            ("abc", "%", "malformed pattern (ends with '%')"),
        ] {
            assert_eq!(captures(text, pattern), expected, "{text} against {pattern}");
        }
    }

    #[test]
    fn hopeless_patterns_end() {
        let text = "a".repeat(5000);
        assert_eq!(find(text.as_bytes(), b".-.-.-.-.-b", 0), Err(PatternError::TooComplex));
    }
}

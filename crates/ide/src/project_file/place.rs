//! What stands around a cursor in TOML, told from the lines before it and the cursor's own.

use syntax::Span;

/// Where a cursor is.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TomlPlace {
    /// The names of the last table header before it.
    pub(super) table: Vec<String>,
    /// The key whose value it is in; in an inline table also the key there.
    pub(super) value_of: Option<String>,
    /// Whether it is in an inline table, where keys are written.
    pub(super) in_inline_table: bool,
    /// The word around the cursor, or what is between the quotes.
    pub(super) word: Span,
    /// Whether it is between quotes.
    pub(super) in_string: bool,
    /// Whether `=` follows.
    pub(super) is_key: bool,
    /// The keys that the table has elsewhere.
    pub(super) present: Vec<String>,
}

impl TomlPlace {
    /// `None` in a comment or a header.
    pub(super) fn at(text: &str, offset: usize) -> Option<Self> {
        let before = text.get(..offset)?;
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.get(line_start..)?;
        if line.trim_start().starts_with('[') && !line.contains('=') {
            return None;
        }
        let mut state = Line::default();
        for (at, character) in line.char_indices() {
            state.read(at, character, line);
        }
        if state.in_comment {
            return None;
        }
        let rest = text.get(offset..)?;
        let rest = rest.get(..rest.find(['\n', '\r']).unwrap_or(rest.len()))?;
        let word = match state.quote {
            Some((quote, at)) => {
                let end = rest.find(quote).unwrap_or(rest.len());
                Span::new((line_start + at + 1) as u32, (offset + end) as u32)
            }
            None => {
                let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
                let start = line.rfind(|c| !is_word(c)).map_or(0, |at| {
                    at + line.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
                });
                let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
                Span::new((line_start + start) as u32, (offset + end) as u32)
            }
        };
        let behind = text.get(word.end as usize..).unwrap_or_default();
        let behind = if state.quote.is_some() { behind.get(1..).unwrap_or_default() } else { behind };
        let (table, present) = table(text, line_start);
        Some(Self {
            table,
            value_of: state.key,
            in_inline_table: state.braces > 0 && !state.behind_equals,
            word,
            in_string: state.quote.is_some(),
            is_key: behind.trim_start_matches([' ', '\t']).starts_with('='),
            present,
        })
    }
}

/// What is read of the cursor's line.
#[derive(Default)]
struct Line {
    /// The quote that is open, and where it stands.
    quote: Option<(char, usize)>,
    in_comment: bool,
    /// The key before the first `=`.
    key: Option<String>,
    /// Open braces.
    braces: usize,
    /// Whether `=` stands before the cursor since the last brace or comma in an inline table.
    behind_equals: bool,
}

impl Line {
    fn read(&mut self, at: usize, character: char, line: &str) {
        if let Some((quote, _)) = self.quote {
            if character == quote {
                self.quote = None;
            }
            return;
        }
        match character {
            _ if self.in_comment => {}
            '"' | '\'' => self.quote = Some((character, at)),
            '#' => self.in_comment = true,
            '=' => {
                if self.key.is_none() {
                    self.key = Some(unquoted(line.get(..at).unwrap_or_default()));
                }
                self.behind_equals = true;
            }
            '{' => {
                self.braces += 1;
                self.behind_equals = false;
            }
            '}' => self.braces = self.braces.saturating_sub(1),
            ',' if self.braces > 0 => self.behind_equals = false,
            _ => {}
        }
    }
}

fn unquoted(text: &str) -> String {
    text.trim().trim_matches(['"', '\'']).to_owned()
}

/// The table that a line belongs to, and the keys on its other lines.
fn table(text: &str, line_start: usize) -> (Vec<String>, Vec<String>) {
    let mut table = Vec::new();
    let mut keys = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (start, trimmed) = (at, line.trim());
        at += line.len();
        if trimmed.starts_with('[') && !trimmed.contains('=') {
            if start > line_start {
                break;
            }
            let name = trimmed.trim_start_matches('[').split(']').next().unwrap_or_default();
            table = name.split('.').map(unquoted).filter(|name| !name.is_empty()).collect();
            keys.clear();
        } else if start != line_start
            && let Some((key, _)) = trimmed.split_once('=')
        {
            keys.push(unquoted(key));
        }
    }
    (table, keys)
}

#[cfg(test)]
mod tests {
    use super::TomlPlace;

    fn at(text: &str) -> Option<TomlPlace> {
        TomlPlace::at(&text.replace('|', ""), text.find('|').unwrap())
    }

    #[test]
    fn tables_keys_and_values_are_told_apart() {
        let place = at("a = 1\n[profiles.\"x\"]\nb = 2\nen|v = { A = 'x' }\n").unwrap();
        assert_eq!((place.table.join("/").as_str(), place.is_key), ("profiles/x", true));
        assert_eq!(place.present, ["b"]);
        let place = at("a = 1\nenv = { A = 'x', B| }\n").unwrap();
        assert!(place.in_inline_table && place.value_of.as_deref() == Some("env"));
        let place = at("a = \"x|y\" # z\n").unwrap();
        assert!(place.in_string && place.word.len() == 2 && !place.in_inline_table);
        assert_eq!(at("a = 'x' # z|\n"), None);
        assert_eq!(at("[prof|iles]\n"), None);
    }

    #[test]
    fn any_text_has_an_answer_anywhere() {
        let text = "[[x\n\"ä' = {ö# ]\n= = [a.b] {,}\r\n'";
        for offset in (0..=text.len()).filter(|offset| text.is_char_boundary(*offset)) {
            let place = TomlPlace::at(text, offset);
            assert!(place.is_none_or(|place| place.word.start <= place.word.end));
        }
    }
}

//! `.env` files: `NAME=value`, as Docker and shells read them.

use syntax::Span;

use super::Variable;

/// The variables of a `.env` file, in order.
pub(super) fn read(text: &str) -> Vec<Variable> {
    let mut variables = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let content = line.trim_end();
        let indent = content.len() - content.trim_start().len();
        let assignment = content.trim_start();
        let assignment = assignment.strip_prefix("export ").map_or(assignment, str::trim_start);
        let Some((name, value)) = assignment.split_once('=') else { continue };
        let name = name.trim_end();
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            continue;
        }
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        // Behind `export` and blanks.
        let named = start + content.len() - assignment.len();
        variables.push(Variable {
            name: name.to_owned(),
            value: unquote(value.trim()),
            span: Span::new(offset(start + indent), offset(start + content.len())),
            name_span: Span::new(offset(named), offset(named + name.len())),
        });
    }
    variables
}

/// The value behind `=`; `None` if another variable decides it.
fn unquote(value: &str) -> Option<String> {
    for quote in ['\'', '"'] {
        if let Some(inner) = value.strip_prefix(quote) {
            let inner = inner.split(quote).next().unwrap_or_default();
            let decided = quote == '"' && inner.contains('$');
            return (!decided).then(|| inner.to_owned());
        }
    }
    // Outside of quotes a comment needs a space before it.
    let plain = value.split(" #").next().unwrap_or_default().trim_end();
    (!plain.contains('$')).then(|| plain.to_owned())
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn names_values_quotes_and_comments_are_told_apart() {
        let text =
            "# a comment\nA=1\nexport B = 'two words' # why\nC=\"x\"\nD=plain # comment\nE=$A\n=x\nno\nF=\n";
        let found: Vec<_> = read(text).into_iter().map(|variable| (variable.name, variable.value)).collect();
        let expected = [
            ("A", Some("1")),
            ("B", Some("two words")),
            ("C", Some("x")),
            ("D", Some("plain")),
            ("E", None),
            ("F", Some("")),
        ];
        assert_eq!(found, expected.map(|(name, value)| (name.to_owned(), value.map(str::to_owned))));
    }

    #[test]
    fn spans_cover_the_assignment() {
        let text = "A=1\n  B=2\n";
        let spans: Vec<_> =
            read(text).iter().map(|v| &text[v.span.start as usize..v.span.end as usize]).collect();
        assert_eq!(spans, ["A=1", "B=2"]);
    }

    #[test]
    fn names_are_pointed_at_alone() {
        let text = "A=1\n  export  B_C = 2\n";
        let names: Vec<_> =
            read(text).iter().map(|v| &text[v.name_span.start as usize..v.name_span.end as usize]).collect();
        assert_eq!(names, ["A", "B_C"]);
    }
}

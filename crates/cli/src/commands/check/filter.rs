//! Which rules' findings are wanted.

/// What `--select` and `--ignore` say.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Filter {
    /// Only findings of these rules, separated by commas; * stands for any part of a name: unknown-*. What is not Lua
    /// at all is told in any case
    #[arg(long, value_name = "RULES", value_delimiter = ',', value_parser = pattern)]
    select: Vec<String>,
    /// No findings of these rules
    #[arg(long, value_name = "RULES", value_delimiter = ',', value_parser = pattern)]
    ignore: Vec<String>,
}

/// Without its text, nothing can be said about a file: that must not look as if all were well.
const ALWAYS: &str = "syntax-error";

impl Filter {
    /// Whether findings of this rule are wanted.
    pub(super) fn takes(&self, rule: &str) -> bool {
        let is_among = |patterns: &[String]| patterns.iter().any(|pattern| matches(pattern, rule));
        (self.select.is_empty() || rule == ALWAYS || is_among(&self.select)) && !is_among(&self.ignore)
    }
}

/// A pattern that some rule's name matches.
fn pattern(text: &str) -> Result<String, String> {
    if rules::rules().iter().any(|rule| matches(text, rule.name)) {
        return Ok(text.to_owned());
    }
    if text.contains('*') {
        return Err("no rule has such a name: `prosody-ls rule` lists them all".to_owned());
    }
    Err(super::super::rule::unknown(text))
}

/// Whether a name matches a pattern in which `*` stands for any characters.
fn matches(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        let Some((_, behind)) = rest.split_once(part) else { return false };
        rest = behind;
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::{Filter, matches, pattern};

    #[test]
    fn stars_stand_for_any_part() {
        assert!(matches("unknown-module", "unknown-module"));
        assert!(!matches("unknown", "unknown-module"));
        assert!(matches("unknown-*", "unknown-module") && !matches("unknown-*", "removed-module"));
        assert!(matches("*-module", "unknown-module") && !matches("*-module", "unknown-option"));
        assert!(matches("*", "x") && matches("u*-*e", "unknown-module") && !matches("a*a", "a"));
    }

    #[test]
    fn names_are_checked() {
        assert_eq!(pattern("unknown-*"), Ok("unknown-*".to_owned()));
        assert_eq!(
            pattern("unknown-modul").unwrap_err(),
            "there is no rule 'unknown-modul'; did you mean unknown-module? `prosody-ls rule` lists them all"
        );
        assert_eq!(
            pattern("xyz-*").unwrap_err(),
            "no rule has such a name: `prosody-ls rule` lists them all"
        );
    }

    #[test]
    fn syntax_errors_are_told_unless_they_are_ignored_by_name() {
        let filter = |select: &[&str], ignore: &[&str]| {
            let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
            Filter { select: owned(select), ignore: owned(ignore) }
        };
        assert!(filter(&[], &[]).takes("port-clash"));
        assert!(!filter(&[], &["port-*"]).takes("port-clash"));
        assert!(filter(&["unknown-*"], &[]).takes("unknown-module"));
        assert!(!filter(&["unknown-*"], &["unknown-module"]).takes("unknown-module"));
        assert!(filter(&["unknown-*"], &[]).takes("syntax-error"));
        assert!(!filter(&["unknown-*"], &["syntax-error"]).takes("syntax-error"));
    }
}

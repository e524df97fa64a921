//! The rules, by name.

use crate::Severity;
use crate::context::Context;
use crate::context::Findings;
use crate::rules::ALL;

/// A rule: what it is called, what it says about itself, and how it looks for its findings.
#[derive(Debug)]
pub struct Rule {
    /// Its name, such as `unknown-option`; stable.
    pub name: &'static str,
    /// How bad its findings are, as a rule; single ones may be milder.
    pub severity: Severity,
    /// Its documentation in Markdown: what it finds, why it matters, an example.
    pub doc: &'static str,
    pub(crate) check: fn(&Context<'_>, &mut Findings),
}

impl Rule {
    /// The first sentence of its documentation.
    pub fn summary(&self) -> &'static str {
        self.doc.trim().lines().next().unwrap_or_default()
    }

    /// Its page in Markdown: the documentation, the level, and how to ignore it.
    pub fn page(&self) -> String {
        let doc = self.doc.lines().map(|line| line.strip_prefix(' ').unwrap_or(line));
        let (name, level) = (self.name, self.severity.name());
        let lines = doc.collect::<Vec<_>>().join("\n");
        format!(
            "# {name}\n\n{lines}\n\nLevel: {level}. To ignore it in one line: `-- prosody-ls: ignore[{name}]`\n"
        )
    }

    /// Where that page is published.
    pub fn url(&self) -> String {
        format!("https://prosody-ls.github.io/prosody-ls/rules/{}.html", self.name)
    }
}

/// All rules, sorted by name.
pub fn rules() -> &'static [&'static Rule] {
    ALL
}

/// The rule of this name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.name == name)
}

/// The name of a rule that was most likely meant; empty if none was.
pub fn closest(name: &str) -> &'static str {
    let near = ALL.iter().map(|rule| (strsim::osa_distance(name, rule.name), rule.name)).min();
    near.filter(|(distance, _)| *distance <= 3).map_or("", |(_, name)| name)
}

/// Declares a rule; its doc comment becomes its documentation.
macro_rules! declare_rule {
    ($(#[doc = $doc:literal])+ $ident:ident = $name:literal, $severity:ident, $check:path) => {
        $(#[doc = $doc])+
        pub(crate) static $ident: $crate::Rule = $crate::Rule {
            name: $name,
            severity: $crate::Severity::$severity,
            doc: concat!($($doc, "\n",)+),
            check: $check,
        };
    };
}
pub(crate) use declare_rule;

#[cfg(test)]
mod tests {
    use super::rules;

    #[test]
    fn names_are_sorted_and_unique() {
        assert!(rules().is_sorted_by(|a, b| a.name < b.name));
    }

    #[test]
    fn every_rule_explains_itself() {
        for rule in rules() {
            assert!(rule.summary().ends_with('.'), "{}: {}", rule.name, rule.summary());
            assert_eq!(rule.doc.matches("```lua").count(), 2, "{}: a bad and a good example", rule.name);
        }
    }
}

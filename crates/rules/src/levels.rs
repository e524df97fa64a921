//! How bad the findings of each rule are taken to be: `prosody-ls.toml`, and whoever asks, may say otherwise than the
//! rules do.
//!
//! ```toml
//! [rules]
//! unknown-option = "off"
//! overwritten-list = "error"
//! ```

use config::Project;
use rustc_hash::FxHashMap;

use crate::{Finding, Severity, registry};

/// What is said about some rules' findings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Levels {
    by_rule: FxHashMap<&'static str, Option<Severity>>,
}

/// The words for levels, mildest first.
pub const LEVELS: [&str; 5] = ["off", "hint", "info", "warning", "error"];

impl Levels {
    /// What a project says, and what of it makes no sense: sentences for a person.
    pub fn of(project: &Project) -> (Self, Vec<String>) {
        let mut levels = Self::default();
        let mut problems = Vec::new();
        match project.other.get("rules") {
            None => {}
            Some(toml::Value::Table(table)) => {
                for (rule, level) in table {
                    let said = level.as_str().unwrap_or_default();
                    if let Err(problem) = levels.set(rule, said) {
                        problems.push(format!("rules.{rule}: {problem}"));
                    }
                }
            }
            Some(_) => problems.push("rules: must be a table of rules and their levels".to_owned()),
        }
        (levels, problems)
    }

    /// Sets a rule's level: `off`, `hint`, `info`, `warning` or `error`.
    ///
    /// # Errors
    /// Says which rules or levels there are.
    pub fn set(&mut self, rule: &str, level: &str) -> Result<(), String> {
        let Some(rule) = registry::rule(rule) else {
            let near = registry::closest(rule);
            let hint = if near.is_empty() { String::new() } else { format!(", did you mean {near}?") };
            return Err(format!("there is no rule \"{rule}\"{hint}"));
        };
        let severity = match level {
            "off" => None,
            "hint" => Some(Severity::Hint),
            "info" => Some(Severity::Info),
            "warning" => Some(Severity::Warning),
            "error" => Some(Severity::Error),
            _ => return Err(format!("must be one of {}", LEVELS.join(", "))),
        };
        self.by_rule.insert(rule.name, severity);
        Ok(())
    }

    /// These levels, and where they say nothing those of another.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        let mut by_rule = other.by_rule.clone();
        by_rule.extend(&self.by_rule);
        Self { by_rule }
    }

    /// Whether a rule is switched off.
    pub fn is_off(&self, rule: &str) -> bool {
        self.by_rule.get(rule) == Some(&None)
    }

    /// Gives a finding the level of its rule. One that is milder than others of its rule stays so.
    pub(crate) fn apply(&self, finding: &mut Finding) {
        let Some(Some(level)) = self.by_rule.get(finding.rule) else { return };
        let is_milder = registry::rule(finding.rule).is_some_and(|rule| finding.severity < rule.severity);
        finding.severity = if is_milder { finding.severity.min(*level) } else { *level };
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use config::Project;
    use fixture::Fixture;

    use super::Levels;
    use crate::Severity;

    #[test]
    fn a_project_says_how_bad_findings_are() {
        let fixture = Fixture::new(
            "//- prosody.cfg.lua\nmodules_enabled = { 'carbon' }\nfavourite_colour = 1\nc2s_require_encrytion = 1\n\
             //- prosody-ls.toml\n[rules]\nunknown-module = 'error'\nunknown-option = 'off'\n",
        );
        let found = crate::check(&fixture.snapshot, fixture.id("prosody.cfg.lua"));
        let found: Vec<_> = found.iter().map(|finding| (finding.rule, finding.severity)).collect();
        assert_eq!(found, [("unknown-module", Severity::Error)]);
        let mut levels = Levels::default();
        levels.set("unknown-module", "off").unwrap();
        levels.set("unknown-option", "warning").unwrap();
        let found = crate::check_with(&fixture.snapshot, fixture.id("prosody.cfg.lua"), &levels);
        let found: Vec<_> = found.iter().map(|finding| (finding.rule, finding.severity)).collect();
        // Milder than others of its rule, since not all modules are known here.
        assert_eq!(found, [("unknown-option", Severity::Hint)]);
    }

    #[test]
    fn what_makes_no_sense_is_told() {
        let text = "[rules]\nunknown-modul = 'off'\nunknown-option = 'loud'\n";
        let (_, problems) = Levels::of(&Project::parse(Path::new("/prosody-ls.toml"), text));
        assert_eq!(
            problems,
            [
                "rules.unknown-modul: there is no rule \"unknown-modul\", did you mean unknown-module?",
                "rules.unknown-option: must be one of off, hint, info, warning, error"
            ]
        );
    }
}

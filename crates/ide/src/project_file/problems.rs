//! Findings in a project file.

use config::Project;
use rules::Levels;
use syntax::Span;

use crate::place::Place;
use crate::{Finding, Severity};

/// The name that these findings go by.
const NAME: &str = "project-file";

/// What makes no sense in a project file, in the order of the places.
pub(crate) fn problems(place: &Place<'_>) -> Vec<Finding> {
    let Ok(text) = std::str::from_utf8(place.text()) else { return Vec::new() };
    let project = Project::parse(&place.file.path, text);
    let mut findings: Vec<Finding> =
        project.problems.iter().map(|(span, message)| finding(text, *span, message)).collect();
    for problem in Levels::of(&project).1 {
        // `rules.NAME: what is wrong`
        let (name, message) = problem
            .strip_prefix("rules.")
            .and_then(|rest| rest.split_once(": "))
            .unwrap_or(("rules", &problem));
        findings.push(finding(text, key_in_rules(text, name), message));
    }
    findings.sort_by_key(|finding| finding.span);
    findings
}

fn finding(text: &str, span: Span, message: &str) -> Finding {
    // No more than a line.
    let said = text.get(span.start as usize..span.end as usize).unwrap_or_default();
    let length = said.find(['\n', '\r']).unwrap_or(said.len()) as u32;
    Finding {
        rule: NAME,
        severity: Severity::Warning,
        message: message.to_owned(),
        span: Span::new(span.start, span.start + length),
        help: None,
        url: None,
        notes: Vec::new(),
        tag: None,
        fix: None,
    }
}

/// Where a key stands in `[rules]`.
fn key_in_rules(text: &str, key: &str) -> Span {
    let (mut at, mut inside) = (0, false);
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        if trimmed.starts_with('[') {
            inside = trimmed.starts_with("[rules]");
        }
        let said = line.split('=').next().unwrap_or_default();
        if inside && said.trim().trim_matches(['"', '\'']) == key {
            let start = at + said.find(key).unwrap_or(0);
            return Span::new(start as u32, (start + key.len()) as u32);
        }
        at += line.len();
    }
    Span::empty(0)
}

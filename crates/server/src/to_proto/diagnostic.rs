//! Findings as diagnostics.

use std::str::FromStr;
use std::sync::LazyLock;

use config::SourceFile;
use ide::{Finding, MOST_FINDINGS, Severity, Tag};
use rustc_hash::FxHashMap;
use syntax::Span;
use tower_lsp_server::ls_types as lsp;

use super::range;
use crate::view::View;

/// The `source` of our diagnostics.
const SOURCE: &str = "prosody";

/// No more findings of one file are shown.
const MOST: usize = 150;

/// The pages of the rules, by their names.
static PAGES: LazyLock<FxHashMap<&'static str, lsp::Uri>> = LazyLock::new(|| {
    let page = |rule: &&'static rules::Rule| Some((rule.name, lsp::Uri::from_str(&rule.url()).ok()?));
    rules::rules().iter().filter_map(page).collect()
});

pub(crate) fn diagnostic(view: &View, file: &SourceFile, finding: &Finding) -> lsp::Diagnostic {
    let features = &*view.features;
    let mut message = finding.message.clone();
    if let Some(help) = &finding.help {
        message.push('\n');
        message.push_str(help);
    }
    let mut related = Vec::new();
    for note in &finding.notes {
        let Some(other) = view.analysis.file(note.file) else { continue };
        let range = range(other, note.span, features.encoding);
        match view.uri(&other.path) {
            Some(uri) if features.related_information => {
                let location = lsp::Location::new(uri, range);
                related.push(lsp::DiagnosticRelatedInformation { location, message: note.message.clone() });
            }
            _ => {
                let name = other.path.file_name().unwrap_or_default().to_string_lossy();
                message = format!("{message}\n{} ({name}:{})", note.message, range.start.line + 1);
            }
        }
    }
    let tag = match finding.tag {
        Some(Tag::Unnecessary) => features.unnecessary_tag.then_some(lsp::DiagnosticTag::UNNECESSARY),
        Some(Tag::Deprecated) => features.deprecated_tag.then_some(lsp::DiagnosticTag::DEPRECATED),
        None => None,
    };
    // What the finding is about has hover cards with links; its name leads to the rule.
    let page = PAGES.get(finding.rule).filter(|_| features.code_description).cloned();
    lsp::Diagnostic {
        range: range(file, finding.span, features.encoding),
        severity: Some(match finding.severity {
            Severity::Error => lsp::DiagnosticSeverity::ERROR,
            Severity::Warning => lsp::DiagnosticSeverity::WARNING,
            Severity::Info => lsp::DiagnosticSeverity::INFORMATION,
            Severity::Hint => lsp::DiagnosticSeverity::HINT,
        }),
        code: Some(lsp::NumberOrString::String(finding.rule.to_owned())),
        code_description: page.map(|href| lsp::CodeDescription { href }),
        source: Some(SOURCE.to_owned()),
        message,
        related_information: (!related.is_empty()).then_some(related),
        tags: tag.map(|tag| vec![tag]),
        data: fix(features.diagnostic_data, finding),
    }
}

/// What mends a finding, for clients that keep it: its title, and whether that is safe to do unasked.
fn fix(kept: bool, finding: &Finding) -> Option<serde_json::Value> {
    let fix = finding.fix.as_ref().filter(|_| kept)?;
    Some(serde_json::json!({ "fix": fix.title, "safe": fix.safe }))
}

/// All there is to say about a file: its findings, no more than anybody reads, and what does not run.
pub(crate) fn diagnostics(view: &View, file: &SourceFile) -> Vec<lsp::Diagnostic> {
    let findings = view.analysis.diagnostics(file.id);
    let mut shown: Vec<&Finding> = findings.iter().collect();
    if shown.len() > MOST {
        // The worst ones stay.
        shown.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        shown.truncate(MOST);
        shown.sort_by_key(|finding| finding.span.start);
    }
    let mut items: Vec<_> = shown.iter().map(|finding| diagnostic(view, file, finding)).collect();
    let more = findings.len() - shown.len();
    if more > 0 {
        let end = Span::empty(file.text.len() as u32);
        let at_least = if findings.len() == MOST_FINDINGS { "at least " } else { "" };
        let message = format!("and {at_least}{more} more in this file");
        items.push(remark(view, file, end, lsp::DiagnosticSeverity::INFORMATION, message));
    }
    if view.features.unnecessary_tag {
        items.extend(inactive(view, file));
    }
    items
}

/// What does not run under the profile that is shown, faded.
fn inactive(view: &View, file: &SourceFile) -> Vec<lsp::Diagnostic> {
    let Some(tree) = view.analysis.snapshot().tree_of(file.id) else { return Vec::new() };
    let faded = |span| {
        let message = format!("Does not run in the profile `{}`", tree.profile_name);
        let remark = remark(view, file, span, lsp::DiagnosticSeverity::HINT, message);
        lsp::Diagnostic { tags: Some(vec![lsp::DiagnosticTag::UNNECESSARY]), ..remark }
    };
    view.analysis.inactive(file.id).into_iter().take(MOST).map(faded).collect()
}

/// A remark that is no rule's.
fn remark(
    view: &View,
    file: &SourceFile,
    span: Span,
    severity: lsp::DiagnosticSeverity,
    message: String,
) -> lsp::Diagnostic {
    lsp::Diagnostic {
        range: range(file, span, view.features.encoding),
        severity: Some(severity),
        source: Some(SOURCE.to_owned()),
        message,
        ..lsp::Diagnostic::default()
    }
}

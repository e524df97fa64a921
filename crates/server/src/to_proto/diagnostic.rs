//! Findings as diagnostics.

use std::str::FromStr;

use config::SourceFile;
use ide::{Finding, Severity, Tag};
use tower_lsp_server::ls_types as lsp;

use super::range;
use crate::view::View;

/// The `source` of our diagnostics.
const SOURCE: &str = "prosody";

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
    let page = finding.url.as_deref().filter(|_| features.code_description);
    lsp::Diagnostic {
        range: range(file, finding.span, features.encoding),
        severity: Some(match finding.severity {
            Severity::Error => lsp::DiagnosticSeverity::ERROR,
            Severity::Warning => lsp::DiagnosticSeverity::WARNING,
            Severity::Info => lsp::DiagnosticSeverity::INFORMATION,
            Severity::Hint => lsp::DiagnosticSeverity::HINT,
        }),
        code: Some(lsp::NumberOrString::String(finding.rule.to_owned())),
        code_description: page
            .and_then(|url| lsp::Uri::from_str(url).ok())
            .map(|href| lsp::CodeDescription { href }),
        source: Some(SOURCE.to_owned()),
        message,
        related_information: (!related.is_empty()).then_some(related),
        tags: tag.map(|tag| vec![tag]),
        data: None,
    }
}

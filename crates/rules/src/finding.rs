//! What a rule says.

use config::FileId;
use syntax::Span;

/// One finding at one place of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's name, such as `unknown-option`.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence, without a full stop: what is wrong.
    pub message: String,
    /// The place: as small as can be, never more than a line where the cause is smaller.
    pub span: Span,
    /// What to do about it, if the message does not say it.
    pub help: Option<String>,
    /// A page that explains the option, module or rule.
    pub url: Option<String>,
    /// Other places that matter.
    pub notes: Vec<Note>,
    /// How an editor may draw it.
    pub tag: Option<Tag>,
    /// A change that mends it.
    pub fix: Option<Fix>,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// A remark.
    Hint,
    /// Worth knowing.
    Info,
    /// Most likely not what was meant.
    Warning,
    /// Prosody will not load it, or will not do what it says.
    Error,
}

impl Severity {
    /// The word for it, as settings and reports have it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Another place that matters for a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The file.
    pub file: FileId,
    /// The place in it.
    pub span: Span,
    /// What is there.
    pub message: String,
}

/// How an editor may draw a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// Has no effect: faded.
    Unnecessary,
    /// Struck through.
    Deprecated,
}

/// A change that mends a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in the imperative.
    pub title: String,
    /// The edits; they do not overlap.
    pub edits: Vec<Edit>,
    /// Whether it keeps the meaning (or mends it beyond doubt), so that it may be applied unasked.
    pub safe: bool,
}

/// A replacement of some bytes of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The file.
    pub file: FileId,
    /// The bytes to replace.
    pub span: Span,
    /// What to write instead.
    pub text: String,
}

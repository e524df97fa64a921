//! Findings about a configuration: one rule per file, its doc comment its published documentation,
//! its fix and its tests beside it. Knows nothing of editors.

mod finding;

pub use finding::{Edit, Finding, Fix, Note, Severity, Tag};

use config::{FileId, Snapshot};

/// All findings in one file, in the order of their places.
pub fn check(_snapshot: &Snapshot, _file: FileId) -> Vec<Finding> {
    Vec::new()
}

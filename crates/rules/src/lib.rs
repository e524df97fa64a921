//! Findings about a configuration: one rule per file, its doc comment its published documentation,
//! its fix and its tests beside it. Knows nothing of editors.
//!
//! What is not known is not complained about: values that depend on something outside, conditions that could not be
//! decided and files that could not be read make a rule silent rather than guess.

mod accessor;
mod assigned;
mod cases;
mod checker;
mod context;
mod deprecation;
mod finding;
mod former;
mod guessable;
mod ignore;
mod knowledge;
mod levels;
mod list;
mod loaded;
mod module_lists;
mod nearest;
mod registry;
mod rules;
mod show;
mod statement;
mod template;
#[cfg(test)]
mod tests_support;

pub use accessor::period::{Period, guessed as guessed_period, of as period};
pub use cases::{Effort, read_profiles, wants_profiles};
pub use checker::{Checker, MOST_FINDINGS};
pub use finding::{Edit, Finding, Fix, Note, Severity, Tag};
pub use ignore::ignore_brackets;
pub use levels::{LEVELS, Levels};
pub use list::removal as removal_of_entry;
pub use registry::{Rule, closest, rule, rules};
pub use rules::host_name_problem;

use config::{FileId, Snapshot};

/// All findings in one file, in the order of their places. For many files use one [`Checker`].
pub fn check(snapshot: &Snapshot, file: FileId) -> Vec<Finding> {
    Checker::new(snapshot).check(file)
}

/// The same with levels that go before those of the project.
pub fn check_with(snapshot: &Snapshot, file: FileId, levels: &Levels) -> Vec<Finding> {
    Checker::with(snapshot, levels.clone()).check(file)
}

/// The modules that any host of a tree loads, with those that they load in turn; `None` if that can't be told.
pub fn loaded_anywhere(
    snapshot: &Snapshot,
    tree: &config::Tree,
) -> Option<std::collections::BTreeSet<String>> {
    let knowledge = knowledge::Knowledge::gather(snapshot, tree);
    knowledge.knows_module_lists().then(|| knowledge.loaded().clone())
}

//! `never-effective`

use config::{Fate, How};

use crate::Tag;
use crate::context::{Context, Findings};
use crate::registry::declare_rule;

declare_rule! {
    /// Finds assignments that another file always replaces.
    ///
    /// In a layered configuration a later file may set what an earlier one has set. If nothing the configuration asks about
    /// its surroundings can change which files are loaded, the first value is never used, and whoever changes it will
    /// wonder why nothing happens.
    ///
    /// Nothing is said where the configuration reads environment variables or has several profiles.
    ///
    /// Bad:
    /// ```lua
    /// -- prosody.cfg.lua
    /// storage = "internal"
    /// Include "storage.cfg.lua"
    /// -- storage.cfg.lua
    /// storage = "sql"
    /// ```
    /// Good:
    /// ```lua
    /// -- prosody.cfg.lua
    /// Include "storage.cfg.lua"
    /// -- storage.cfg.lua
    /// storage = "sql"
    /// ```
    NEVER_EFFECTIVE = "never-effective", Hint, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    let has_profiles = context.tree.project.as_ref().is_some_and(|project| !project.profiles.is_empty());
    if !context.is_complete() || has_profiles || context.knowledge.reads_environment() {
        return;
    }
    for (id, set) in context.assignments().filter(|(_, set)| set.how != How::Append) {
        let Fate::OverriddenBy(winner) = context.settings.fate(id) else { continue };
        let by_chance = context.settings.race(id, winner).is_some();
        let Some(winner) = context.settings.assignment(winner).filter(|winner| winner.file != set.file)
        else {
            continue;
        };
        // Of lists the lost items are told.
        let is_list = crate::list::items(&set.value).is_some_and(|items| !items.is_empty());
        // What a configuration uses as a variable is used in between.
        if by_chance
            || is_list
            || context.knowledge.is_used(&set.option)
            || context.schema.option(&set.option).is_none()
        {
            continue;
        }
        let finding = findings.add(
            set.name_span,
            format!("`{}` is always replaced by {}", set.option, context.path_of(winner.file)),
        );
        finding.tag = Some(Tag::Unnecessary);
        finding.notes.push(context.note(winner, "the value that replaces it"));
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn what_is_replaced_is_never_used() {
        check(
            "never-effective",
            r#"
//- prosody.cfg.lua
storage = "internal"
^^^^^^^ hint[never-effective]: `storage` is always replaced by a.cfg.lua
Include "a.cfg.lua"
VirtualHost "example.com"
storage = "memory"
//- a.cfg.lua
storage = "sql"
"#,
        );
    }

    #[test]
    fn surroundings_may_decide() {
        check(
            "never-effective",
            "storage = \"internal\"\nInclude \"a.cfg.lua\"\nlog = ENV_LOG\n//- a.cfg.lua\nstorage = \"sql\"\n",
        );
    }
}

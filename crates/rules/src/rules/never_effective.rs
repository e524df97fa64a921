//! `never-effective`

use config::{Fate, How};

use crate::Tag;
use crate::context::{Context, Findings};
use crate::registry::declare_rule;
use crate::rules::layers_out_of_order;

declare_rule! {
    /// Finds assignments that another file replaces, whatever the profile.
    ///
    /// In a layered configuration a later file may set what an earlier one has set. If that happens in every profile, the
    /// first value is never used, and whoever changes it will wonder why nothing happens. Nothing is said where both are the
    /// same.
    ///
    /// Where the configuration reads environment variables, it is looked at under each value that it has something ready
    /// for; values of other variables count as unknown, and nothing is said about what depends on them. An editor shows
    /// these findings a moment later than others, and `check` needs `--all-profiles` for large configurations.
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
    if !context.is_complete() {
        return;
    }
    let cases = context.knowledge.has_cases().then(|| context.knowledge.cases());
    if matches!(cases, Some(None)) {
        return;
    }
    let cases = cases.flatten();
    for assigned in context.assigned().filter(|assigned| assigned.set.how != How::Append) {
        let (id, set) = (assigned.id, assigned.set);
        let Fate::OverriddenBy(winner) = assigned.fate else { continue };
        let by_chance = context.settings.race(id, winner).is_some();
        let Some(winner) = context.settings.assignment(winner).filter(|winner| winner.file != set.file)
        else {
            continue;
        };
        // Of lists the lost items are told.
        let is_list = crate::list::items(&set.value).is_some_and(|items| !items.is_empty());
        // What a configuration uses as a variable is used in between. Who reads the same value there is not misled.
        if by_chance
            || is_list
            || winner.value.same_content(&set.value)
            || layers_out_of_order::tells_of(context, winner.file)
            || context.is_used(&set.option)
            || context.schema.option(&set.option).is_none()
        {
            continue;
        }
        if cases.as_ref().is_some_and(|cases| !cases.always_replaces(set)) {
            continue;
        }
        let by = context.path_of(winner.file);
        let message = match cases.as_ref().map_or(1, |cases| cases.count()) {
            1 => format!("`{}` is always replaced by {by}", set.option),
            all => format!("`{}` is replaced in all {all} profiles, here by {by}", set.option),
        };
        let finding = findings.add(set.name_span, message);
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
log = "info"
Include "a.cfg.lua"
VirtualHost "example.com"
storage = "memory"
//- a.cfg.lua
storage = "sql"
log = "info"
"#,
        );
    }

    #[test]
    fn what_a_wrong_order_of_layers_replaces_is_told_once() {
        check(
            "never-effective",
            r#"
//- prosody.cfg.lua
Include "policies/strict.cfg.lua"
Include "core/base.cfg.lua"
//- policies/strict.cfg.lua
c2s_require_encryption = true
//- core/base.cfg.lua
c2s_require_encryption = false
"#,
        );
    }

    #[test]
    fn variables_that_only_give_values_change_nothing() {
        check(
            "never-effective",
            r#"
storage = "internal"
^^^^^^^ hint[never-effective]: `storage` is always replaced by a.cfg.lua
Include "a.cfg.lua"
log = ENV_LOG
//- a.cfg.lua
storage = "sql"
"#,
        );
    }

    #[test]
    fn surroundings_may_decide() {
        for choice in [
            "if ENV_X then Include \"a.cfg.lua\" end",
            "Include(ENV_X or \"a.cfg.lua\")",
            "if os.getenv(\"X_\" .. \"Y\") ~= \"no\" then Include \"a.cfg.lua\" end",
        ] {
            check(
                "never-effective",
                &format!(
                    "storage = \"internal\"\n{choice}\n//- a.cfg.lua\nstorage = \"sql\"\n//- b.cfg.lua\nlog = 1\n"
                ),
            );
        }
    }

    #[test]
    fn each_environment_may_have_its_own_value() {
        let tree = |storage: &str, staging: &str| {
            format!(
                r#"
//- prosody.cfg.lua
Include "core/base.cfg.lua"
Include("environments/" .. (ENV_STAGE or "production") .. ".cfg.lua")
//- core/base.cfg.lua
storage = "internal"
{storage}log_slow_events = true
//- environments/production.cfg.lua
storage = "sql"
//- environments/staging.cfg.lua
{staging}
"#
            )
        };
        check(
            "never-effective",
            &tree(
                "^^^^^^^ hint[never-effective]: `storage` is replaced in all 3 profiles, here by environments/production.cfg.lua\n",
                "storage = \"memory\"",
            ),
        );
        check("never-effective", &tree("", "log = \"debug\""));
    }

    #[test]
    fn variables_may_come_together() {
        // With another environment and another policy at once, what the base says counts.
        check(
            "never-effective",
            r#"
//- prosody.cfg.lua
Include "core/base.cfg.lua"
Include("environments/" .. (ENV_STAGE or "production") .. ".cfg.lua")
Include("policies/" .. (ENV_POLICY or "usual") .. ".cfg.lua")
//- core/base.cfg.lua
storage = "internal"
//- environments/production.cfg.lua
storage = "sql"
//- environments/staging.cfg.lua
log = "debug"
//- policies/usual.cfg.lua
storage = "sql"
//- policies/strict.cfg.lua
log = "error"
"#,
        );
        check(
            "never-effective",
            r#"
//- prosody.cfg.lua
Include("environments/" .. (ENV_STAGE or "production") .. ".cfg.lua")
Include("policies/" .. (ENV_POLICY or "usual") .. ".cfg.lua")
//- environments/production.cfg.lua
storage = "sql"
//- environments/staging.cfg.lua
storage = "memory"
//- policies/usual.cfg.lua
storage = "internal"
//- policies/strict.cfg.lua
log = "error"
"#,
        );
    }
}

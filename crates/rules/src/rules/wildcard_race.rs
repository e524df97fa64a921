//! `wildcard-race`

use config::How;

use crate::context::{Context, Findings};
use crate::registry::declare_rule;

declare_rule! {
    /// Finds options whose value depends on the order in which a directory lists its files.
    ///
    /// `Include` with a wildcard loads files in the order of the file system, which is not that of their names, and may
    /// differ between machines and from one day to the next. Where two of them set the same option to different values, the
    /// one that happens to be loaded last wins.
    ///
    /// Bad:
    /// ```lua
    /// -- conf.d/10-base.cfg.lua
    /// authentication = "internal_hashed"
    /// -- conf.d/20-ldap.cfg.lua
    /// authentication = "ldap"
    /// -- prosody.cfg.lua
    /// Include "conf.d/*.cfg.lua"
    /// ```
    /// Good:
    /// ```lua
    /// -- conf.d/10-base.cfg.lua
    /// authentication = "internal_hashed"
    /// -- override/ldap.cfg.lua
    /// authentication = "ldap"
    /// -- prosody.cfg.lua
    /// Include "conf.d/*.cfg.lua"
    /// Include "override/*.cfg.lua"
    /// ```
    WILDCARD_RACE = "wildcard-race", Warning, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    if !context.is_complete() {
        return;
    }
    for assigned in context.assigned() {
        let (id, set) = (assigned.id, assigned.set);
        let Some(chain) = assigned.chain else { continue };
        if chain.last() != Some(id) || chain.assignments.len() < 2 {
            continue;
        }
        let rival = chain.assignments.iter().rev().skip(1).find_map(|&other| {
            let theirs = context.settings.assignment(other).filter(|theirs| theirs.file != set.file)?;
            let site = context.settings.race(id, other)?;
            // Two that add to a list add up in any order.
            let matters = !(set.how == How::Append && theirs.how == How::Append)
                && (set.how != theirs.how || !set.value.same_content(&theirs.value));
            matters.then_some((theirs, site))
        });
        let Some((theirs, site)) = rival else { continue };
        let finding = findings.add(
            set.name_span,
            format!(
                "whether `{}` is the one of this file or of {} is chance: \"{}\" loads them in any order",
                set.option,
                context.path_of(theirs.file),
                site.pattern
            ),
        );
        finding.help =
            Some("Set it in one of them, or load one of them by an `Include` of its own".to_owned());
        finding.notes.push(context.note(theirs, "the other value"));
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn the_order_of_a_directory_is_chance() {
        check(
            "wildcard-race",
            r#"
//- prosody.cfg.lua
Include "conf.d/*.cfg.lua"
storage = "internal"
//- conf.d/a.cfg.lua
authentication = "ldap"
storage = "sql"
pidfile = "/run/prosody.pid"
//- conf.d/b.cfg.lua
authentication = "anonymous"
^^^^^^^^^^^^^^ warning[wildcard-race]: whether `authentication` is the one of this file or of conf.d/a.cfg.lua is chance: "conf.d/*.cfg.lua" loads them in any order
storage = "memory"
pidfile = "/run/prosody.pid"
"#,
        );
    }

    #[test]
    fn named_files_have_an_order() {
        check(
            "wildcard-race",
            "//- prosody.cfg.lua\nInclude \"a.cfg.lua\"\nInclude \"b.cfg.lua\"\n//- a.cfg.lua\nstorage = \"sql\"\n//- b.cfg.lua\nstorage = \"memory\"\n",
        );
    }
}

//! `duplicate-option`

use std::sync::Arc;

use config::{Assignment, AssignmentId, Fate, How, Value};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::context::{Context, Findings, is_vague};
use crate::registry::declare_rule;
use crate::{Edit, Fix};

declare_rule! {
    /// Finds options that one file sets twice for the same host.
    ///
    /// The second value replaces the first one. Prosody warns of it, too, when it loads the file. Between files nothing is
    /// said: there it is how layers work.
    ///
    /// Bad:
    /// ```lua
    /// c2s_require_encryption = true
    /// c2s_require_encryption = false
    /// ```
    /// Good:
    /// ```lua
    /// c2s_require_encryption = true
    /// ```
    DUPLICATE_OPTION = "duplicate-option", Warning, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    let mut first: FxHashMap<(&Arc<str>, &Arc<str>), &Assignment> = FxHashMap::default();
    // What a loader merges is not replaced.
    let mut merged: FxHashSet<AssignmentId> = FxHashSet::default();
    for assigned in context.assigned().filter(|assigned| assigned.set.how == How::Assign) {
        let (id, set) = (assigned.id, assigned.set);
        if let Fate::ExtendedBy(next) = assigned.fate {
            merged.insert(next);
        }
        if merged.contains(&id) {
            continue;
        }
        let Some(before) = first.get(&(&set.host, &set.option)) else {
            first.insert((&set.host, &set.option), set);
            continue;
        };
        // The same statement again: a loop, or a file that is loaded twice.
        if before.name_span.start >= set.name_span.start {
            continue;
        }
        let on = if &*set.host == "*" { String::new() } else { format!(" for {}", set.host) };
        let finding = findings.add(
            set.name_span,
            format!("`{}` is already set{on} in this file: this value replaces it", set.option),
        );
        finding.notes.push(context.note(before, "it is set here first"));
        if same(&before.value, &set.value) && before.span.end <= set.span.start {
            finding.fix = Some(Fix {
                title: format!("Remove the second `{}`, which says the same", set.option),
                edits: vec![Edit {
                    file: context.file.id,
                    span: crate::list::removal(&context.file.text, set.span),
                    text: String::new(),
                }],
                safe: true,
            });
        }
    }
}

/// Whether two values are the same for sure.
fn same(a: &Value, b: &Value) -> bool {
    let scalar = |value: &Value| !is_vague(value) && !matches!(value, Value::Table(_));
    scalar(a) && scalar(b) && a == b
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, fixed};

    #[test]
    fn hosts_may_be_named_by_what_is_not_set_here() {
        for domain in [
            "local domain = assert(ENV_DOMAIN, 'Please set DOMAIN')\nVirtualHost(domain)",
            "VirtualHost(ENV_DOMAIN)",
            "domain = 'chat.' .. ENV_DOMAIN\nVirtualHost(domain)",
            "local function open(name) VirtualHost(name) end\nopen(ENV_DOMAIN)",
            "if ENV_DOMAIN ~= 'none' then VirtualHost(ENV_DOMAIN) end",
        ] {
            check(
                "duplicate-option",
                &format!(
                    "storage = 'internal'\n{domain}\nstorage = 'sql'\nComponent(ENV_DOMAIN)\nstorage = 'none'\n"
                ),
            );
        }
    }

    #[test]
    fn hosts_and_files_have_their_own() {
        check(
            "duplicate-option",
            r#"
//- prosody.cfg.lua
authentication = "internal_hashed"
Include "a.cfg.lua"
VirtualHost "a.example"
authentication = "anonymous"
VirtualHost "b.example"
authentication = "anonymous"
storage = "sql"
authentication = "ldap"
^^^^^^^^^^^^^^ warning[duplicate-option]: `authentication` is already set for b.example in this file: this value replaces it
//- a.cfg.lua
authentication = "internal_plain"
"#,
        );
    }

    #[test]
    fn branches_and_loops_say_it_once() {
        check(
            "duplicate-option",
            r#"
if os.getenv("STAGE") == "test" then log = "a.log" else log = "b.log" end
for _, host in ipairs { "a", "b" } do
  admins = { host }
end
"#,
        );
    }

    #[test]
    fn what_says_the_same_can_go() {
        assert_eq!(
            fixed("duplicate-option", "storage = \"sql\"\nlog = \"x\"\nstorage = \"sql\"\nadmins = {}\n"),
            "storage = \"sql\"\nlog = \"x\"\nadmins = {}\n"
        );
    }
}

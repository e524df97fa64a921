//! `unread-option`

mod elsewhere;

use config::Value;

use self::elsewhere::{Loaded, is_asked};
use crate::context::{Context, Findings};
use crate::registry::declare_rule;
use crate::{Tag, show};

declare_rule! {
    /// Finds options of modules that are not enabled on any host.
    ///
    /// Nothing reads them. Mostly the module was forgotten, or it is gone and its options were left behind. An option of a
    /// component that stands below a `VirtualHost` is read by nobody either.
    ///
    /// It is only told where every module of the configuration is known, in every profile: where it reads environment
    /// variables, it is looked at under each value that it has something ready for. An editor shows these findings a moment
    /// later than others, and `check` needs `--all-profiles` for large configurations.
    ///
    /// Bad:
    /// ```lua
    /// modules_enabled = { "roster" }
    /// turn_external_host = "turn.example.com"
    /// VirtualHost "example.com"
    /// ```
    /// Good:
    /// ```lua
    /// modules_enabled = { "roster", "turn_external" }
    /// turn_external_host = "turn.example.com"
    /// VirtualHost "example.com"
    /// ```
    UNREAD_OPTION = "unread-option", Hint, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    if !context.is_complete() || !context.knows_all_modules() || context.settings.hosts.len() < 2 {
        return;
    }
    // A part of a configuration whose lists of modules are somewhere else.
    if context.settings.hosts_with("modules_enabled") == 0 {
        return;
    }
    // Another profile may enable the module.
    let has_cases = context.knowledge.has_cases();
    let cases = has_cases.then(|| context.knowledge.cases());
    if cases.as_ref().is_some_and(|cases| cases.as_ref().is_none_or(|cases| !cases.modules().knows_all)) {
        return;
    }
    let cases = cases.flatten();
    let is_loaded = |module: &str| {
        context.knowledge.loaded().contains(module)
            || cases.as_ref().is_some_and(|cases| cases.modules().names.contains(module))
    };
    let mut on_hosts = Loaded::new(context);
    for assigned in context.assigned() {
        let set = assigned.set;
        let Some(info) = context.option(set).filter(|info| info.is_core()) else { continue };
        let is_read = info.readers().any(|reader| {
            !reader.module.is_loadable() || is_loaded(&reader.module.name) || is_default(&reader.module.name)
        });
        if is_read && !has_cases && is_asked(context, set, info) {
            on_hosts.look(set, info, findings);
        }
        // To say no for all cases, or to list nothing, is not to expect anything.
        if is_read
            || set.value == Value::Bool(false)
            || matches!(&set.value, Value::Table(table) if table.entries.is_empty() && !table.open)
            || context.schema.host_key(&set.option).is_some()
            || context.is_used(&set.option)
        {
            continue;
        }
        let mut modules: Vec<String> = info
            .readers()
            .filter(|reader| reader.module.origin != schema::Origin::Community)
            .map(|reader| format!("\"{}\"", reader.module.name))
            .collect();
        modules.dedup();
        let finding = findings.add(
            set.name_span,
            format!(
                "`{}` has no effect: {} is not enabled on any host",
                set.option,
                show::list(&modules, "or")
            ),
        );
        finding.url = info.best().module.url.map(str::to_owned);
        finding.tag = Some(Tag::Unnecessary);
    }
}

/// Whether a module is loaded where nothing chooses another one.
fn is_default(module: &str) -> bool {
    matches!(module, "auth_internal_hashed" | "auth_internal_plain" | "storage_internal" | "authz_internal")
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn each_host_has_its_own_modules() {
        check(
            "unread-option",
            r#"
modules_enabled = { "roster" }
VirtualHost "example.com"
http_file_share_size_limit = 10 * 1024 * 1024
^^^^^^^^^^^^^^^^^^^^^^^^^^ info[unread-option]: `http_file_share_size_limit` has no effect on example.com: "http_file_share" reads it, which is not loaded there
Component "share.example.com" "http_file_share"
http_file_share_daily_quota = 100 * 1024 * 1024
http_paths = { file_share = "/share" }
Component "rooms.example.com" "muc"
muc_room_default_public = false
"#,
        );
    }

    #[test]
    fn somebody_has_to_read_it() {
        check(
            "unread-option",
            r#"
modules_enabled = { "register", "bosh" }
smacks_max_queue_size = 500
^^^^^^^^^^^^^^^^^^^^^ hint[unread-option]: `smacks_max_queue_size` has no effect: "smacks" is not enabled on any host
min_seconds_between_registrations = 60
bosh_max_inactivity = 60
http_errors_detailed = true
c2s_ports = { 5222 }
sqlite_tune = false
component_ports = {}
password_hash = "SHA-256"
log = "info"
VirtualHost "example.com"
"#,
        );
    }

    #[test]
    fn modules_that_are_not_known_may_read_it() {
        check(
            "unread-option",
            "modules_enabled = { \"ours\" }\nsmacks_max_queue_size = 500\nVirtualHost \"example.com\"\n",
        );
    }

    #[test]
    fn modules_may_be_listed_somewhere_else() {
        check("unread-option", "turn_external_host = \"turn.example\"\nVirtualHost \"a.example\"\n");
    }

    #[test]
    fn no_profile_has_the_module() {
        let tree = |modules: &str, remark: &str| {
            format!(
                r#"
//- prosody.cfg.lua
modules_enabled = {{ "roster" }}
smacks_max_queue_size = 500
{remark}
VirtualHost "a.example"
Include("environments/" .. (ENV_STAGE or "production") .. ".cfg.lua")
//- environments/production.cfg.lua
log = ENV_LOG or "info"
//- environments/staging.cfg.lua
modules_enabled = {{ {modules} }}
"#
            )
        };
        check(
            "unread-option",
            &tree(
                "\"mam\"",
                "^^^^^^^^^^^^^^^^^^^^^ hint[unread-option]: `smacks_max_queue_size` has no effect: \"smacks\" is not enabled on any host",
            ),
        );
        check("unread-option", &tree("\"smacks\"", ""));
        check("unread-option", &tree("ENV_MODULE", ""));
    }

    #[test]
    fn the_environment_may_choose_the_module() {
        check(
            "unread-option",
            "modules_enabled = { \"roster\" }\nauthentication = ENV_AUTH or \"internal_hashed\"\nldap_scope = \"base\"\nVirtualHost \"a.example\"\n",
        );
        check(
            "unread-option",
            "modules_enabled = { \"roster\" }\ndefault_storage = \"sql\"\nsql_manage_tables = true\nVirtualHost \"a.example\"\n",
        );
    }
}

//! `unknown-option`

use config::{Assignment, Value};

use crate::context::{Context, Findings};
use crate::registry::declare_rule;
use crate::{Edit, Fix, Severity, show};

declare_rule! {
    /// Finds options that nothing reads.
    ///
    /// Prosody takes any name and says nothing about it: a slip makes an option silently ineffective. A name that is close
    /// to one that is read is a warning, any other only a remark.
    ///
    /// Branches and files that only other values of an environment variable lead to count as well, and hosts whose name
    /// comes from one.
    ///
    /// Names that the configuration itself uses are variables and none of this rule's business. Where modules are enabled
    /// whose source is not known, any name may be theirs: then only slips are told, as hints.
    ///
    /// Bad:
    /// ```lua
    /// c2s_require_encrytion = true
    /// ```
    /// Good:
    /// ```lua
    /// c2s_require_encryption = true
    /// ```
    UNKNOWN_OPTION = "unknown-option", Warning, check
}

/// How options are named that services and tasks make up when they start.
const MADE_UP: [&str; 8] =
    ["_port", "_ports", "_interface", "_interfaces", "_ssl", "_certificate", "_host", "_period"];

fn check(context: &Context<'_>, findings: &mut Findings) {
    for assigned in context.written().filter(|assigned| is_unknown(context, assigned.set)) {
        let set = assigned.set;
        let option = &*set.option;
        let version = context.schema.version();
        // An option of a newer release is no slip.
        if let Some(since) = context.schema.option_history(option).and_then(schema::OptionHistory::since)
            && since > version
        {
            if context.knows_all_modules() {
                findings.add(
                    set.name_span,
                    format!("Prosody {version} does not read `{option}` yet: it came with {since}"),
                );
            }
            continue;
        }
        let near = context.knowledge.nearest().options(context.schema, option);
        let is_sure = context.knows_all_modules() && (context.is_fragment() || context.is_complete());
        if near.is_empty() {
            // What Prosody's own modules make up is known.
            let is_core = |name: &String| context.schema.module(name).is_none_or(schema::Module::is_core);
            let may_be_made_up = MADE_UP.iter().any(|suffix| option.ends_with(suffix))
                && !context.knowledge.loaded().iter().all(is_core);
            if is_sure && !context.is_fragment() && !may_be_made_up {
                findings
                    .add(
                        set.name_span,
                        format!("nothing in Prosody {version} or in the community modules known here reads `{option}`"),
                    )
                    .severity = Severity::Info;
            }
            continue;
        }
        let names: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
        let finding = findings.add(set.name_span, format!("nothing reads an option `{option}`"));
        finding.help = Some(format!("Did you mean {}?", show::list(&names, "or")));
        if !is_sure {
            finding.severity = Severity::Hint;
        }
        if let [only] = &*near
            && context.settings.host(&set.host).is_none_or(|host| host.chain(only).is_none())
        {
            finding.url =
                context.schema.option(only).and_then(|info| info.best().module.url).map(str::to_owned);
            finding.fix = Some(Fix {
                title: format!("Change to `{only}`"),
                edits: vec![Edit { file: context.file.id, span: set.name_span, text: only.clone() }],
                safe: false,
            });
        }
    }
}

/// Whether this Prosody knows nothing of the name, and neither does the configuration.
fn is_unknown(context: &Context<'_>, set: &Assignment) -> bool {
    let (schema, option) = (context.schema, &*set.option);
    let is_known = schema.option(option).is_some()
        || schema.host_key(option).is_some()
        || schema.language_name(option).is_some();
    let was_read = schema
        .option_history(option)
        .is_some_and(|history| history.versions().any(|version| version < schema.version()));
    let is_helper = matches!(set.value, Value::Function(..) | Value::Builtin { .. } | Value::Nil)
        || context.is_used(option);
    let is_former = super::obsolete_option::FORMER.iter().any(|(old, _)| *old == option);
    // `_` is where people put what they do not want.
    let is_blank = option.bytes().all(|byte| byte == b'_');
    !is_known && !is_former && !was_read && !is_helper && !is_blank
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, fixed, for_version};
    use schema::Version;

    #[test]
    fn slips_and_names_that_nothing_reads() {
        check(
            "unknown-option",
            r#"
c2s_require_encrytion = true
^^^^^^^^^^^^^^^^^^^^^ warning[unknown-option]: nothing reads an option `c2s_require_encrytion`
favourite_colour = "green"
^^^^^^^^^^^^^^^^ info[unknown-option]: nothing in Prosody 13.0 or in the community modules known here reads `favourite_colour`
my_service_ports = { 1 }
^^^^^^^^^^^^^^^^ info[unknown-option]: nothing in Prosody 13.0 or in the community modules known here reads `my_service_ports`
"#,
        );
    }

    #[test]
    fn others_may_make_up_names() {
        check("unknown-option", "modules_enabled = { \"firewall\" }\nmy_service_ports = { 1 }\n");
    }

    #[test]
    fn whichever_host_it_is_and_whether_or_not_it_runs() {
        check(
            "unknown-option",
            r#"
//- prosody.cfg.lua
local stage = ENV_STAGE or "production"
if stage == "staging" then
    debug_everything = true
    ^^^^^^^^^^^^^^^^ info[unknown-option]: nothing in Prosody 13.0 or in the community modules known here reads `debug_everything`
end
Include("environments/" .. stage .. ".cfg.lua")
VirtualHost "example.com"
//- environments/production.cfg.lua
log = "info"
//- environments/staging.cfg.lua
feature_flags = { "polls" }
^^^^^^^^^^^^^ info[unknown-option]: nothing in Prosody 13.0 or in the community modules known here reads `feature_flags`
own_variable = "debug"
log = own_variable
"#,
        );
        // Nothing is ready for any other value.
        check(
            "unknown-option",
            r#"
if ENV_STAGE == "production" then
    log = "info"
else
    log = "debug"
    if (ENV_STAGE or "production") ~= "production" then
        debug_everything = true
        ^^^^^^^^^^^^^^^^ info[unknown-option]: nothing in Prosody 13.0 or in the community modules known here reads `debug_everything`
    end
end
VirtualHost "example.com"
"#,
        );
        check(
            "unknown-option",
            r#"
VirtualHost(ENV_DOMAIN)
archive_expire_after = "1w"
^^^^^^^^^^^^^^^^^^^^ hint[unknown-option]: nothing reads an option `archive_expire_after`
Component(ENV_ROOMS) "muc"
muc_room_default_publik = true
^^^^^^^^^^^^^^^^^^^^^^^ hint[unknown-option]: nothing reads an option `muc_room_default_publik`
"#,
        );
    }

    #[test]
    fn variables_are_no_options() {
        check(
            "unknown-option",
            r#"
//- prosody.cfg.lua
domain = "example.com"
base_path = "/srv"
function helper() end
Include "hosts.cfg.lua"
VirtualHost(domain)
//- hosts.cfg.lua
certificates = base_path .. "/certs"
"#,
        );
    }

    #[test]
    fn private_modules_may_read_anything() {
        check(
            "unknown-option",
            r#"
//- prosody.cfg.lua
modules_enabled = { "ours" }
ours_colour = "green"
c2s_require_encrytion = true
^^^^^^^^^^^^^^^^^^^^^ hint[unknown-option]: nothing reads an option `c2s_require_encrytion`
"#,
        );
    }

    #[test]
    fn a_fragment_may_be_for_modules_of_other_files() {
        check(
            "unknown-option",
            r#"
//- alone.cfg.lua
ours_colour = "green"
c2s_require_encrytion = true
^^^^^^^^^^^^^^^^^^^^^ warning[unknown-option]: nothing reads an option `c2s_require_encrytion`
"#,
        );
    }

    #[test]
    fn options_of_newer_releases() {
        for_version(
            Version::V0_11,
            "unknown-option",
            r"
http_file_share_size_limit = 1024
^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[unknown-option]: Prosody 0.11 does not read `http_file_share_size_limit` yet: it came with 0.12
",
        );
    }

    #[test]
    fn slips_are_mended() {
        assert_eq!(fixed("unknown-option", "admin = { \"a@b\" }\n"), "admins = { \"a@b\" }\n");
    }

    #[test]
    fn options_of_private_modules_are_known_and_guessed() {
        check(
            "unknown-option",
            r#"
//- prosody.cfg.lua
modules_enabled = { "ours" }
ours_colour = "green"
ours_color_scheme = "green"
^^^^^^^^^^^^^^^^^ info[unknown-option]: nothing in Prosody 13.0 or in the community modules known here reads `ours_color_scheme`
ours_colours = "green"
^^^^^^^^^^^^ warning[unknown-option]: nothing reads an option `ours_colours`
//- plugins/mod_ours.lua
local colour = module:get_option_string("ours_colour")
"#,
        );
    }

    #[test]
    fn a_private_module_that_cannot_be_read_to_its_end_may_read_anything() {
        for source in ["module:get_option(name)", "local broken = ("] {
            check(
                "unknown-option",
                &format!(
                    "//- prosody.cfg.lua\nmodules_enabled = {{ \"ours\" }}\nours_colour = 1\n//- mod_ours.lua\n{source}\n"
                ),
            );
        }
    }
}

//! `unknown-module`

use config::{Assignment, Entry, How, Value};
use syntax::Span;

use crate::context::{Context, Findings};
use crate::loaded::{PROVIDERS, is_built_in};
use crate::registry::declare_rule;
use crate::{Edit, Fix, Severity, former, list, module_lists};

declare_rule! {
    /// Finds modules that are not there.
    ///
    /// Names in `modules_enabled`, after `Component "..."`, and the providers that `authentication`, `storage` and
    /// `authorization` choose are looked for among Prosody's own modules, those of the community collection, in the
    /// `plugin_paths` of the configuration and everywhere in the workspace. Prosody logs an error for a module that it does not find, and goes on without.
    ///
    /// Lists that are built first are followed: a name counts wherever it ends up in `modules_enabled`, and in branches of
    /// the file that are not taken this time, too.
    ///
    /// Of names in `modules_disabled` only those are told that look like a slip of the pen.
    ///
    /// Where `plugin_paths` names directories that are not on this machine, it is only a hint, and nothing is said of
    /// modules that come with other products (Jitsi Meet, Snikket).
    ///
    /// Bad:
    /// ```lua
    /// modules_enabled = { "roster", "carbon" }
    /// ```
    /// Good:
    /// ```lua
    /// modules_enabled = { "roster", "carbons" }
    /// ```
    UNKNOWN_MODULE = "unknown-module", Warning, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    for listed in module_lists::names(context) {
        // Others say what is wrong about those.
        let is_known = |name: &str| context.schema.module(name).is_some();
        if !listed.name.strip_prefix("mod_").is_some_and(is_known) && !former::is(context, &listed.name) {
            report(context, &listed.name, "", listed.span, findings);
        }
    }
    for assigned in context.lasting_written().filter(|assigned| &*assigned.set.option == "modules_disabled") {
        let set = assigned.set;
        for entry in assigned.own_items().unwrap_or_default() {
            // To disable what is not there does no harm, unless something else was meant.
            if let Some(name) = entry.value.as_str()
                && context.schema.module_history(name).is_none()
                && schema::suite_of(name).is_none()
                && !former::is(context, name)
                && !near(context, name, "").is_empty()
            {
                report(context, name, "", context.entry_span(set, entry), findings);
            }
        }
    }
    for assigned in context.lasting_written() {
        let set = assigned.set;
        let option = &*set.option;
        let Some((_, prefix)) = PROVIDERS.into_iter().find(|(name, _)| *name == option) else { continue };
        match &set.value {
            Value::Table(table) if option == "storage" => {
                for entry in &table.entries {
                    report_entry(context, set, entry, prefix, findings);
                }
            }
            value if set.how != How::Append => {
                if let Some(name) = value.as_str()
                    && !former::is(context, &format!("{prefix}{name}"))
                {
                    report(context, name, prefix, context.value_span(set), findings);
                }
            }
            _ => {}
        }
    }
    for section in context.sections() {
        if let Some(module) = &section.component {
            report(context, module, "", context.first_line(section.call), findings);
        }
    }
}

fn report_entry(
    context: &Context<'_>,
    set: &Assignment,
    entry: &Entry,
    prefix: &str,
    findings: &mut Findings,
) {
    if let Some(name) = entry.value.as_str()
        && !former::is(context, &format!("{prefix}{name}"))
    {
        report(context, name, prefix, context.entry_span(set, entry), findings);
    }
}

fn report(context: &Context<'_>, name: &str, prefix: &str, span: Span, findings: &mut Findings) {
    // A template that nobody has filled in yet.
    if ["{{", "${", "<%"].iter().any(|mark| name.contains(mark)) {
        return;
    }
    let (schema, module) = (context.schema, format!("{prefix}{name}"));
    if schema.module(&module).is_some()
        || is_built_in(&module)
        || context.tree.plugins.paths.find(&module).is_some()
    {
        return;
    }
    if let Some(other) = schema.module_history(&module) {
        let version = schema.version();
        let message = match (other.since, other.removed) {
            (Some(since), _) if version < since => {
                format!("Prosody {version} does not have the module \"{module}\": it came with {since}")
            }
            (_, Some(removed)) => {
                format!(
                    "Prosody {version} does not have the module \"{module}\": it was removed in {removed}"
                )
            }
            _ => return,
        };
        let finding = findings.add(span, message);
        finding.url = other.url.map(str::to_owned);
        if context.tree.plugins.paths.unseen {
            finding.severity = Severity::Hint;
        }
        return;
    }
    if let Some(suite) = schema::suite_of(&module) {
        // Where `plugin_paths` leads out of sight, it leads to the product's modules.
        if !context.tree.plugins.paths.unseen {
            let message = format!(
                "the module \"{module}\" comes with {}, but no directory in `plugin_paths` has it",
                suite.name
            );
            findings.add(span, message).url = Some(suite.url.to_owned());
        }
        return;
    }
    let finding = findings.add(
        span,
        format!(
            "\"{module}\" is not a module of Prosody, nor of the community collection as it is known here"
        ),
    );
    let near = near(context, &module, prefix);
    if !near.is_empty() {
        let quoted: Vec<String> = near.iter().map(|name| format!("\"{name}\"")).collect();
        finding.help = Some(format!("Did you mean {}?", crate::show::list(&quoted, "or")));
    }
    if let [only] = near.as_slice()
        && let Some(inside) = list::quoted(&context.file.text, span, name)
    {
        finding.fix = Some(Fix {
            title: format!("Change to \"{only}\""),
            edits: vec![Edit { file: context.file.id, span: inside, text: only.clone() }],
            safe: false,
        });
    }
    if context.tree.plugins.paths.unseen {
        finding.severity = Severity::Hint;
    }
}

/// Modules with nearly the same name, without the prefix.
fn near(context: &Context<'_>, module: &str, prefix: &str) -> Vec<String> {
    let near = context.knowledge.nearest().modules(context.schema, module);
    near.iter().filter_map(|name| name.strip_prefix(prefix)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, fixed, for_version};
    use schema::Version;

    #[test]
    fn what_is_disabled_by_a_slip_of_the_pen_stays_enabled() {
        check(
            "unknown-module",
            r#"
modules_disabled = { "s2s", "dailback", "our_own_thing", "compression" }
                            ^^^^^^^^^^ warning[unknown-module]: "dailback" is not a module of Prosody, nor of the community collection as it is known here
"#,
        );
    }

    #[test]
    fn on_hosts_whose_names_come_from_elsewhere() {
        check(
            "unknown-module",
            r#"
VirtualHost(ENV_DOMAIN)
modules_enabled = { "time", "moods" }
                            ^^^^^^^ warning[unknown-module]: "moods" is not a module of Prosody, nor of the community collection as it is known here
authentication = "internal_hash"
                 ^^^^^^^^^^^^^^^ warning[unknown-module]: "auth_internal_hash" is not a module of Prosody, nor of the community collection as it is known here
Component(ENV_ROOMS) "mucc"
^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[unknown-module]: "mucc" is not a module of Prosody, nor of the community collection as it is known here
VirtualHost "example.com"
"#,
        );
    }

    #[test]
    fn lists_that_an_environment_variable_chooses() {
        check(
            "unknown-module",
            r#"
local stage = ENV_STAGE or "production"
local extra = { production = { "tombstones" }, staging = { "load_testing" } }
                                                           ^^^^^^^^^^^^^^ warning[unknown-module]: "load_testing" is not a module of Prosody, nor of the community collection as it is known here
local all = { "roster" }
for _, name in Lua.ipairs(extra[stage] or {}) do all[#all + 1] = name end
modules_enabled = all
"#,
        );
    }

    #[test]
    fn lists_that_are_chosen_or_filled_by_functions() {
        check(
            "unknown-module",
            r#"
local stage = ENV_STAGE or "production"
local stable, all = { "roster" }, {}
local function add(name, when)
    if when then all[#all + 1] = name end
end
add("load_testing", stage ~= "production")
    ^^^^^^^^^^^^^^ warning[unknown-module]: "load_testing" is not a module of Prosody, nor of the community collection as it is known here
for name, is_on in Lua.pairs { time = true, moods = true } do
    if is_on then all[#all + 1] = name end
end
modules_enabled = all
                  ^^^ warning[unknown-module]: "moods" is not a module of Prosody, nor of the community collection as it is known here
VirtualHost "example.com"
modules_enabled = stage == "production" and stable or { "debug_everything" }
                                                        ^^^^^^^^^^^^^^^^^^ warning[unknown-module]: "debug_everything" is not a module of Prosody, nor of the community collection as it is known here
"#,
        );
    }

    #[test]
    fn modules_that_exist_nowhere() {
        check(
            "unknown-module",
            r#"
modules_enabled = { "roster", "carbon", "firewall", "mod_blub" }
                              ^^^^^^^^ warning[unknown-module]: "carbon" is not a module of Prosody, nor of the community collection as it is known here
                                                    ^^^^^^^^^^ warning[unknown-module]: "mod_blub" is not a module of Prosody, nor of the community collection as it is known here
authentication = "internal"
                 ^^^^^^^^^^ warning[unknown-module]: "auth_internal" is not a module of Prosody, nor of the community collection as it is known here
storage = { archive = "sql", accounts = "null" }
Component "x.example.com" "no_such_thing"
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[unknown-module]: "no_such_thing" is not a module of Prosody, nor of the community collection as it is known here
Component "y.example.com"
"#,
        );
    }

    #[test]
    fn modules_of_other_products() {
        check(
            "unknown-module",
            r#"
modules_enabled = { "polls" }
                    ^^^^^^^ warning[unknown-module]: the module "polls" comes with Jitsi Meet, but no directory in `plugin_paths` has it
"#,
        );
        check(
            "unknown-module",
            r#"
plugin_paths = { "/usr/share/jitsi-meet/prosody-plugins/" }
modules_enabled = { "polls" }
"#,
        );
    }

    #[test]
    fn lists_are_followed_from_where_they_are_written() {
        check(
            "unknown-module",
            r#"
local stable = { "roster", "carbon" }
                           ^^^^^^^^ warning[unknown-module]: "carbon" is not a module of Prosody, nor of the community collection as it is known here
local all, domains = {}, { "invented.example.com" }
for _, name in Lua.ipairs(stable) do Lua.table.insert(all, name) end
Lua.table.insert(all, "invented")
                      ^^^^^^^^^^ warning[unknown-module]: "invented" is not a module of Prosody, nor of the community collection as it is known here
if ENV_STAGE == "test" then
  Lua.table.insert(stable, "testing_tools")
                           ^^^^^^^^^^^^^^^ warning[unknown-module]: "testing_tools" is not a module of Prosody, nor of the community collection as it is known here
  all[#all + 1] = "more_tools"
                  ^^^^^^^^^^^^ warning[unknown-module]: "more_tools" is not a module of Prosody, nor of the community collection as it is known here
  Lua.table.insert(domains, "testing.example.com")
end
modules_enabled = all
"#,
        );
    }

    #[test]
    fn lists_that_are_merged_in_branches_count() {
        check(
            "unknown-module",
            r#"
local stable = { "roster", "saslauth" }
local beta = { "carbons", "invented_by_beta" }
                          ^^^^^^^^^^^^^^^^^^ warning[unknown-module]: "invented_by_beta" is not a module of Prosody, nor of the community collection as it is known here
local alpha = { "mam", "invented_by_alpha" }
                       ^^^^^^^^^^^^^^^^^^^ warning[unknown-module]: "invented_by_alpha" is not a module of Prosody, nor of the community collection as it is known here
local names = { "roster", "a.name.of.something" }
local function merge(...)
  local all = {}
  for _, list in Lua.ipairs({ ... }) do
    for _, name in Lua.ipairs(list) do all[#all + 1] = name end
  end
  return all
end
local all = merge(stable)
if ENV_STAGE == "beta" then
  for _, name in Lua.ipairs(beta) do Lua.table.insert(all, name) end
elseif ENV_STAGE == "alpha" then
  all = merge(stable, alpha)
end
modules_enabled = all
"#,
        );
    }

    #[test]
    fn branches_that_are_not_taken_count() {
        check(
            "unknown-module",
            r#"
if ENV_STAGE == "test" then
  modules_enabled = { "carbon" }
                      ^^^^^^^^ warning[unknown-module]: "carbon" is not a module of Prosody, nor of the community collection as it is known here
else
  modules_enabled = { "carbons" }
end
"#,
        );
    }

    #[test]
    fn own_modules_are_found() {
        check(
            "unknown-module",
            r#"
//- prosody.cfg.lua
plugin_paths = { "plugins", "modules" }
modules_enabled = { "ours", "mine" }
//- plugins/mod_ours.lua
return
//- modules/mod_mine/mod_mine.lua
return
"#,
        );
    }

    #[test]
    fn directories_that_cannot_be_seen_may_hold_it() {
        check(
            "unknown-module",
            r#"
plugin_paths = { "/no/such/directory" }
modules_enabled = { "ours" }
                    ^^^^^^ hint[unknown-module]: "ours" is not a module of Prosody, nor of the community collection as it is known here
"#,
        );
    }

    #[test]
    fn modules_of_other_releases() {
        for_version(
            Version::V0_11,
            "unknown-module",
            r#"
modules_enabled = { "http_file_share" }
                    ^^^^^^^^^^^^^^^^^ warning[unknown-module]: Prosody 0.11 does not have the module "http_file_share": it came with 0.12
"#,
        );
    }

    #[test]
    fn slips_are_mended() {
        assert_eq!(
            fixed("unknown-module", "modules_enabled = { 'carbon' }\n"),
            "modules_enabled = { 'carbons' }\n"
        );
    }

    #[test]
    fn private_modules_are_known_wherever_they_lie_and_guessed() {
        check(
            "unknown-module",
            r#"
//- prosody.cfg.lua
modules_enabled = { "ours", "ours_too", "ours_toe" }
                                        ^^^^^^^^^^ warning[unknown-module]: "ours_toe" is not a module of Prosody, nor of the community collection as it is known here
authentication = "ours"
Component "x.example.com" "our_gateway"
//- plugins/mod_ours.lua
//- lua/mod_ours_too/mod_ours_too.lua
//- lua/mod_our_gateway.lua
local broken = (
//- lua/auth/mod_auth_ours.lua
module:provides("auth", provider)
"#,
        );
        assert_eq!(
            fixed(
                "unknown-module",
                "//- prosody.cfg.lua\nmodules_enabled = { \"ours_toe\" }\n//- lua/mod_ours_too.lua\n"
            ),
            "modules_enabled = { \"ours_too\" }\n"
        );
    }

    #[test]
    fn what_a_loader_merges_is_told_where_it_is_written() {
        check(
            "unknown-module",
            r#"
//- prosody.cfg.lua
local all = {}
local env = _ENV
local layer = setmetatable({}, { __newindex = function(_, name, value)
  local merged = {}
  for _, list in ipairs { all[name] or {}, value } do
    for _, item in ipairs(list) do merged[#merged + 1] = item end
  end
  all[name] = merged
  env[name] = merged
end })
for _, name in ipairs { "a", "b", "c" } do
  (Lua or _G).loadfile(prosody.paths.config .. "/core/" .. name .. ".cfg.lua", "t", layer)()
end
VirtualHost "example.org"
//- core/a.cfg.lua
modules_enabled = { "carbon" }
                    ^^^^^^^^ warning[unknown-module]: "carbon" is not a module of Prosody, nor of the community collection as it is known here
//- core/b.cfg.lua
modules_enabled = { "mam" }
//- core/c.cfg.lua
modules_enabled = { "pep", "smack" }
                           ^^^^^^^ warning[unknown-module]: "smack" is not a module of Prosody, nor of the community collection as it is known here
"#,
        );
    }
}

//! `overwritten-list`

use config::{Assignment, How, Value};
use schema::OptionType;

use crate::context::{Context, Findings};
use crate::list;
use crate::registry::declare_rule;
use crate::{Severity, show};

declare_rule! {
    /// Finds lists that replace a list of another file, so that some of its items are lost.
    ///
    /// When two files set the same list for the same host, the one that is loaded later wins: the lists do not add up.
    /// In configurations of several layers modules get lost this way, and nothing is said about it.
    ///
    /// Bad:
    /// ```lua
    /// -- conf.d/10-base.cfg.lua
    /// modules_enabled = { "roster", "mam", "carbons" }
    /// -- conf.d/20-extra.cfg.lua
    /// modules_enabled = { "bosh" }
    /// -- prosody.cfg.lua
    /// Include "conf.d/*.cfg.lua"
    /// ```
    /// Good, from Prosody 13.0 on:
    /// ```lua
    /// -- conf.d/10-base.cfg.lua
    /// modules_enabled = { "roster", "mam", "carbons" }
    /// -- conf.d/20-extra.cfg.lua
    /// modules_enabled { "bosh" }
    /// -- prosody.cfg.lua
    /// Include "conf.d/*.cfg.lua"
    /// ```
    OVERWRITTEN_LIST = "overwritten-list", Warning, check
}

/// Lists that people mean to add up. Others, such as ports, are replaced on purpose more often than not.
const ADDED_UP: [&str; 9] = [
    "admins",
    "component_admins",
    "disco_items",
    "modules_disabled",
    "modules_enabled",
    "plugin_paths",
    "s2s_insecure_domains",
    "s2s_secure_domains",
    "trusted_proxies",
];

fn check(context: &Context<'_>, findings: &mut Findings) {
    if !context.is_complete() {
        return;
    }
    for assigned in context.assigned().filter(|assigned| assigned.set.how == How::Assign) {
        let (id, set) = (assigned.id, assigned.set);
        // Most options are set once.
        let Some(chain) = assigned.chain.filter(|chain| chain.assignments.len() > 1) else { continue };
        if !is_list(context, set) || !chain.is_certain() || is_asked_for(context, set) {
            continue;
        }
        let Some(kept) = strings(&chain.value) else { continue };
        // What this one replaces: the assignment before it, and what was appended to that.
        let mut replaced: Vec<&Assignment> = Vec::new();
        let before = context.settings.position(chain, id).unwrap_or(0);
        for other in
            chain.assignments.iter().take(before).rev().filter_map(|&id| context.settings.assignment(id))
        {
            replaced.insert(0, other);
            if other.how != How::Append {
                break;
            }
        }
        let mut lost: Vec<String> = Vec::new();
        let mut from: Vec<&Assignment> = Vec::new();
        for other in replaced.iter().filter(|other| other.file != set.file) {
            let gone: Vec<String> = strings(&other.value)
                .unwrap_or_default()
                .into_iter()
                .filter(|item| !kept.contains(item))
                .collect();
            if !gone.is_empty() {
                from.push(other);
                lost.extend(
                    gone.iter()
                        .map(|item| show::string(item))
                        .filter(|item| !lost.contains(item))
                        .collect::<Vec<_>>(),
                );
            }
        }
        let Some(first) = from.first() else { continue };
        let finding = findings.add(
            set.name_span,
            format!(
                "`{}` replaces the list of {}: {} {} lost",
                set.option,
                context.path_of(first.file),
                show::list(&lost, "and"),
                if lost.len() == 1 { "is" } else { "are" }
            ),
        );
        if !ADDED_UP.contains(&&*set.option) {
            finding.severity = Severity::Info;
        }
        if context.schema.version() >= schema::Version::V13_0 {
            finding.help = Some(format!("To add to it, write `{} {{ ... }}` without `=`", set.option));
        }
        finding.notes = from.iter().map(|other| context.note(other, "the list that is replaced")).collect();
    }
}

/// Whether the option is a list whose items people may mean to add up.
fn is_list<'a>(context: &Context<'a>, set: &'a Assignment) -> bool {
    let is_address =
        ["_ports", "_interfaces", "_interface"].iter().any(|suffix| set.option.ends_with(suffix))
            || matches!(&*set.option, "ports" | "interfaces" | "interface");
    let lists = [OptionType::Set, OptionType::Array, OptionType::InheritedSet];
    ADDED_UP.contains(&&*set.option)
        || !is_address
            && context
                .option(set)
                .and_then(schema::OptionInfo::common_type)
                .is_some_and(|ty| lists.contains(&ty))
}

/// The strings of a list that is known; `None` if it is no list or can't be told.
fn strings(value: &Value) -> Option<Vec<String>> {
    list::items(value)?.into_iter().map(|entry| entry.value.as_str().map(str::to_owned)).collect()
}

/// Whether a loader that hands options on to Prosody was asked to replace the list: `ports = replace { 5222 }`.
fn is_asked_for(context: &Context<'_>, set: &Assignment) -> bool {
    set.reported_in != set.file && !set.value_span.slice(&context.file.text).starts_with(b"{")
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn the_later_list_wins() {
        check(
            "overwritten-list",
            r#"
//- prosody.cfg.lua
Include "conf.d/*.cfg.lua"
//- conf.d/a.cfg.lua
modules_enabled = { "roster", "mam", "carbons" }
admins = { "a@example.com" }
c2s_ports = { 5222 }
//- conf.d/b.cfg.lua
modules_enabled = { "roster" }
^^^^^^^^^^^^^^^ warning[overwritten-list]: `modules_enabled` replaces the list of conf.d/a.cfg.lua: "mam" and "carbons" are lost
admins = { "a@example.com", "b@example.com" }
c2s_ports = { 5223 }
"#,
        );
    }

    #[test]
    fn hosts_add_to_the_global_modules() {
        check(
            "overwritten-list",
            r#"
//- prosody.cfg.lua
modules_enabled = { "roster" }
Include "a.cfg.lua"
//- a.cfg.lua
VirtualHost "example.com"
modules_enabled = { "mam" }
"#,
        );
    }

    #[test]
    fn what_may_be_undone_later_is_not_told() {
        check(
            "overwritten-list",
            r#"
//- prosody.cfg.lua
modules_enabled = { "roster" }
Include "a.cfg.lua"
modules_enabled { "roster" }
//- a.cfg.lua
modules_enabled = { "mam" }
"#,
        );
    }

    #[test]
    fn a_loader_may_be_asked_to_replace() {
        let layer = |list: &str| {
            format!(
                r#"
//- prosody.cfg.lua
modules_enabled = {{ "roster", "tls" }}
local Lua, prosody_env = Lua, _ENV
local env = {{ replace = function(list) return list end }}
Lua.setmetatable(env, {{ __newindex = function(_, name, value) prosody_env[name] = value end }})
Lua.loadfile(Lua.prosody.paths.config .. "/layer.cfg.lua", "t", env)()
//- layer.cfg.lua
{list}
"#
            )
        };
        check("overwritten-list", &layer("modules_enabled = replace { \"tls\" }"));
        check(
            "overwritten-list",
            &layer(
                "modules_enabled = { \"tls\" }\n\
                 ^^^^^^^^^^^^^^^ warning[overwritten-list]: `modules_enabled` replaces the list of prosody.cfg.lua: \"roster\" is lost",
            ),
        );
    }
}

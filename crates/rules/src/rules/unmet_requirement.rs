//! `unmet-requirement`

use schema::{Module, Version};
use syntax::Span;

use crate::context::{Context, Findings};
use crate::registry::declare_rule;
use crate::{module_lists, show};

declare_rule! {
    /// Finds modules that this Prosody refuses to load, because it lacks what they need or has it built in.
    ///
    /// A module says in a comment which features of Prosody it needs (`--% requires: permissions`) and which make it
    /// superfluous (`--% conflicts: mod_flags`). Where one is missing, or there, Prosody passes over the module's file.
    /// A module that it depends on has to be there, too.
    ///
    /// Bad:
    /// ```lua
    /// -- prosody.cfg.lua
    /// modules_enabled = { "ours" }
    /// -- mod_ours.lua
    /// module:depends("theirs")
    /// ```
    /// Good:
    /// ```lua
    /// -- prosody.cfg.lua
    /// modules_enabled = { "ours" }
    /// -- mod_ours.lua
    /// module:depends("http")
    /// ```
    UNMET_REQUIREMENT = "unmet-requirement", Warning, check
}

/// What `core/features.lua` says, from which release on.
const FEATURES: [(&str, Version); 17] = [
    ("getopt-enum", Version::V13_0),
    ("getopt-integer", Version::V13_0),
    ("getopt-interval", Version::V13_0),
    ("getopt-period", Version::V13_0),
    ("http_altconnect", Version::V13_0),
    ("keyval+", Version::V13_0),
    ("loader", Version::V13_0),
    ("mod_bookmarks", Version::V0_12),
    ("mod_cloud_notify", Version::V13_0),
    ("mod_flags", Version::V13_0),
    ("mod_server_info", Version::V13_0),
    ("module-ready", Version::V13_0),
    ("muc_vcard", Version::V13_0),
    ("permissions", Version::V13_0),
    ("s2sout-pre-connect-event", Version::V13_0),
    ("signal-events", Version::V13_0),
    ("split-user-roles", Version::V13_0),
];

fn check(context: &Context<'_>, findings: &mut Findings) {
    for listed in module_lists::names(context) {
        report(context, &listed.name, listed.span, findings);
    }
    for section in context.sections() {
        if let Some(module) = &section.component {
            report(context, module, context.first_line(section.call), findings);
        }
    }
}

fn report(context: &Context<'_>, name: &str, span: Span, findings: &mut Findings) {
    let version = context.schema.version();
    let private = context.schema.private_module(name).map(|private| &private.module);
    let Some(module) = private.or_else(|| context.schema.module(name)) else { return };
    if module.is_core() {
        return;
    }
    // Releases before did not look, and what trunk has is not known for sure.
    if matches!(version, Version::V0_12 | Version::V13_0) {
        if let Some((feature, since)) = lacking(module, version) {
            findings.add(
                span,
                format!("Prosody {version} does not load \"{name}\": it needs `{feature}`, which came with {since}"),
            );
            return;
        }
        if private.is_some()
            && schema::Schema::of(version).module(name).is_none_or(|module| !module.is_core())
            && let Some(feature) = module.conflicts.iter().find(|feature| has(feature, version))
        {
            findings.add(
                span,
                format!("Prosody {version} does not load \"{name}\": it has `{feature}` built in"),
            );
            return;
        }
    }
    // What a module of the user's own depends on: the collection's is known from its source.
    if private.is_none() || context.tree.plugins.paths.unseen {
        return;
    }
    let is_there = |name: &str| {
        context.schema.module(name).is_some()
            || crate::loaded::is_built_in(name)
            || context.tree.plugins.paths.find(name).is_some()
    };
    let missing: Vec<String> =
        module.depends.iter().filter(|name| !is_there(name)).map(|name| format!("\"{name}\"")).collect();
    if !missing.is_empty() {
        let are = if missing.len() == 1 { "is" } else { "are" };
        findings.add(
            span,
            format!(
                "\"{name}\" needs {}, which {are} not there: it is not loaded",
                show::list(&missing, "and")
            ),
        );
    }
}

fn has(feature: &str, version: Version) -> bool {
    FEATURES.iter().any(|(name, since)| *name == feature && *since <= version)
}

/// A feature that a module needs and that came later.
fn lacking(module: &Module, version: Version) -> Option<(&'static str, Version)> {
    module.requires.iter().find_map(|needed| {
        FEATURES.iter().copied().find(|(name, since)| **name == **needed && *since > version)
    })
}

#[cfg(test)]
mod tests {
    use schema::Version;

    use crate::tests_support::{check, for_version};

    #[test]
    fn features_have_their_time() {
        let tree = r#"
//- prosody.cfg.lua
modules_enabled = { "ours" }
//- mod_ours.lua
--% requires: permissions
module:hook("x", function () end)
"#;
        check("unmet-requirement", tree);
        for_version(
            Version::V0_12,
            "unmet-requirement",
            &tree.replace(
                "{ \"ours\" }\n",
                "{ \"ours\" }\n                    ^^^^^^ warning[unmet-requirement]: Prosody 0.12 does not load \"ours\": it needs `permissions`, which came with 13.0\n",
            ),
        );
    }

    #[test]
    fn what_prosody_has_itself() {
        check(
            "unmet-requirement",
            r#"
//- prosody.cfg.lua
modules_enabled = { "ours", "flags" }
                    ^^^^^^ warning[unmet-requirement]: Prosody 13.0 does not load "ours": it has `mod_flags` built in
//- mod_ours.lua
--% conflicts: mod_flags
module:hook("x", function () end)
//- mod_flags.lua
--% conflicts: mod_flags
module:hook("x", function () end)
"#,
        );
    }

    #[test]
    fn dependencies_are_looked_for_everywhere() {
        check(
            "unmet-requirement",
            r#"
//- prosody.cfg.lua
modules_enabled = { "ours" }
                    ^^^^^^ warning[unmet-requirement]: "ours" needs "nowhere", which is not there: it is not loaded
//- mod_ours.lua
module:depends("theirs")
module:depends("http")
module:depends("nowhere")
//- more/mod_theirs.lua
module:hook("x", function () end)
"#,
        );
    }
}

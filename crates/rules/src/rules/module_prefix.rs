//! `module-prefix`

use crate::context::{Context, Findings};
use crate::registry::declare_rule;
use crate::{Edit, Fix, list, module_lists};

declare_rule! {
    /// Finds modules that are named with the `mod_` of their file.
    ///
    /// Prosody puts `mod_` before each name itself: it looks for `mod_mod_mam.lua`, does not find it, and goes on without
    /// the module.
    ///
    /// Bad:
    /// ```lua
    /// modules_enabled = { "mod_mam" }
    /// ```
    /// Good:
    /// ```lua
    /// modules_enabled = { "mam" }
    /// ```
    MODULE_PREFIX = "module-prefix", Warning, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    let mut report = |name: &str, span| {
        let Some(rest) = name.strip_prefix("mod_") else { return };
        let is_module = |name: &str| {
            context.schema.module(name).is_some() || context.tree.plugins.paths.find(name).is_some()
        };
        if !is_module(rest) || is_module(name) {
            return;
        }
        let finding = findings.add(span, format!("the module \"{rest}\" is named without `mod_`"));
        if let Some(inside) = list::quoted(&context.file.text, span, name) {
            finding.fix = Some(Fix {
                title: format!("Change to \"{rest}\""),
                edits: vec![Edit { file: context.file.id, span: inside, text: rest.to_owned() }],
                // What was meant is beyond doubt.
                safe: true,
            });
        }
    };
    for listed in module_lists::names(context) {
        report(&listed.name, listed.span);
    }
    for section in context.sections() {
        if let Some(module) = &section.component {
            report(module, context.first_line(section.call));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, fixed};

    #[test]
    fn in_lists_and_of_components() {
        check(
            "module-prefix",
            r#"
modules_enabled = { "mod_mam", "mod_blub" }
                    ^^^^^^^^^ warning[module-prefix]: the module "mam" is named without `mod_`
Component "rooms.example.com" "mod_muc"
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[module-prefix]: the module "muc" is named without `mod_`
"#,
        );
    }

    #[test]
    fn it_is_taken_away() {
        assert_eq!(
            fixed("module-prefix", "Component 'a.example' 'mod_muc'\n"),
            "Component 'a.example' 'muc'\n"
        );
    }
}

//! `deprecated-module`

use config::Assignment;
use schema::{Deprecation, ModuleKind};
use syntax::Span;

use crate::context::{Context, Findings};
use crate::deprecation::help;
use crate::loaded::PROVIDERS;
use crate::registry::declare_rule;
use crate::{Edit, Finding, Fix, Tag, list, module_lists};

declare_rule! {
    /// Finds enabled modules that are no longer needed, or replaced by others.
    ///
    /// Some modules have become part of Prosody itself or have got a successor. They do no harm yet, but a later release
    /// will not have them, and then says that they are missing.
    ///
    /// Bad:
    /// ```lua
    /// modules_enabled = { "roster", "posix" }
    /// ```
    /// Good:
    /// ```lua
    /// modules_enabled = { "roster" }
    /// ```
    DEPRECATED_MODULE = "deprecated-module", Info, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    for assigned in context.written().filter(|assigned| &*assigned.set.option == "modules_enabled") {
        let set = assigned.set;
        for entry in assigned.own_items().unwrap_or_default() {
            let Some(name) = entry.value.as_str() else { continue };
            let Some((deprecation, finding)) =
                report(context, name, context.entry_span(set, entry), findings)
            else {
                continue;
            };
            finding.fix = match deprecation.replacement {
                Some(new) => replace(context, set, entry, new),
                None => remove(context, set, entry),
            };
        }
    }
    for section in context.sections() {
        if let Some(module) = &section.component {
            report(context, module, context.first_line(section.call), findings);
        }
    }
}

/// Says so of a module that is deprecated.
fn report<'a, 'f>(
    context: &Context<'a>,
    name: &str,
    span: Span,
    findings: &'f mut Findings,
) -> Option<(&'a Deprecation, &'f mut Finding)> {
    let module = context.schema.module(name)?;
    let deprecation = module.deprecated.as_ref().filter(|it| it.from <= context.schema.version())?;
    let since = deprecation.since.map(|since| format!(" since Prosody {since}")).unwrap_or_default();
    let finding = findings.add(span, format!("the module \"{}\" is deprecated{since}", module.name));
    finding.help = help(deprecation);
    finding.url = module.url.map(str::to_owned);
    finding.tag = Some(Tag::Deprecated);
    Some((deprecation, finding))
}

/// Writes the name of the module that took its place, or takes the entry out where that is on already.
fn replace(context: &Context<'_>, set: &Assignment, entry: &config::Entry, new: &str) -> Option<Fix> {
    let module = context.schema.module(new).filter(|module| module.is_loadable())?;
    let is_on = |host: &str| module_lists::enables(context, host, new);
    if is_on(&set.host) || is_on("*") || context.schema.autoloaded_modules().contains(&new) {
        return remove(context, set, entry);
    }
    if !module.is(ModuleKind::Host) && !module.is(ModuleKind::Shared) || new.contains('_') && is_provider(new)
    {
        return None;
    }
    let old = entry.value.as_str()?;
    let inside = list::quoted(&context.file.text, context.entry_span(set, entry), old)?;
    Some(Fix {
        title: format!("Change to \"{new}\""),
        edits: vec![Edit { file: context.file.id, span: inside, text: new.to_owned() }],
        safe: false,
    })
}

/// Whether a module is chosen by an option, not listed.
fn is_provider(module: &str) -> bool {
    PROVIDERS.iter().any(|(_, prefix)| module.starts_with(prefix))
}

/// Takes an entry out of the list that is written here.
fn remove(context: &Context<'_>, _: &Assignment, entry: &config::Entry) -> Option<Fix> {
    let origin = entry.origin.filter(|origin| origin.file == context.file.id)?;
    Some(Fix {
        title: format!("Remove {}", crate::show::value(&entry.value)),
        edits: vec![Edit {
            file: origin.file,
            span: list::removal(&context.file.text, origin.entry),
            text: String::new(),
        }],
        // What it did, if anything, is gone then.
        safe: false,
    })
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, fixed};

    #[test]
    fn components_are_made_of_modules() {
        check(
            "deprecated-module",
            r#"
Component "share.example.com" "http_upload"
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info[deprecated-module]: the module "http_upload" is deprecated since Prosody 0.12
Component "rooms.example.com" "muc"
"#,
        );
    }

    #[test]
    fn modules_that_are_no_longer_needed() {
        check(
            "deprecated-module",
            r#"
modules_enabled = {
    "roster";
    "posix"; -- daemonize
    ^^^^^^^ info[deprecated-module]: the module "posix" is deprecated since Prosody 13.0
}
"#,
        );
    }

    #[test]
    fn they_can_be_taken_out() {
        assert_eq!(
            fixed("deprecated-module", "modules_enabled = {\n  \"roster\";\n  \"posix\"; -- daemonize\n}\n"),
            "modules_enabled = {\n  \"roster\";\n}\n"
        );
    }

    #[test]
    fn the_successor_takes_its_place() {
        assert_eq!(
            fixed("deprecated-module", "modules_enabled = { 'admin_telnet', 'roster' }\n"),
            "modules_enabled = { 'admin_shell', 'roster' }\n"
        );
        assert_eq!(
            fixed("deprecated-module", "modules_enabled = { 'admin_telnet', 'admin_shell' }\n"),
            "modules_enabled = { 'admin_shell' }\n"
        );
    }
}

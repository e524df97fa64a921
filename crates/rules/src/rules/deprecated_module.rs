//! `deprecated-module`

use config::Assignment;

use crate::context::{Context, Findings};
use crate::deprecation::help;
use crate::registry::declare_rule;
use crate::{Edit, Fix, Tag, list};

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
    for (_, set) in context.assignments().filter(|(_, set)| &*set.option == "modules_enabled") {
        for entry in list::items(&set.value).unwrap_or_default() {
            let Some(module) = entry.value.as_str().and_then(|name| context.schema.module(name)) else {
                continue;
            };
            let Some(deprecation) =
                module.deprecated.as_ref().filter(|it| it.from <= context.schema.version())
            else {
                continue;
            };
            let since = deprecation.since.map(|since| format!(" since Prosody {since}")).unwrap_or_default();
            let finding = findings.add(
                context.entry_span(set, entry),
                format!("the module \"{}\" is deprecated{since}", module.name),
            );
            finding.help = help(deprecation);
            finding.url = module.url.map(str::to_owned);
            finding.tag = Some(Tag::Deprecated);
            if deprecation.replacement.is_none() {
                finding.fix = remove(context, set, entry);
            }
        }
    }
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
}

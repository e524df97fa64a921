//! `conflicting-modules`

use crate::context::{Context, Findings};
use crate::registry::declare_rule;
use crate::{Edit, Fix, list, module_lists};

declare_rule! {
    /// Finds modules that are enabled together with the one that replaces them.
    ///
    /// Both answer the same requests of clients. Which of the two a client gets to talk to is chance, or Prosody leaves the
    /// old one out with an error in its log.
    ///
    /// Bad:
    /// ```lua
    /// modules_enabled = { "roster", "vcard", "vcard_legacy" }
    /// ```
    /// Good:
    /// ```lua
    /// modules_enabled = { "roster", "vcard_legacy" }
    /// ```
    CONFLICTING_MODULES = "conflicting-modules", Warning, check
}

/// The old one, the new one, and whether Prosody itself leaves the old one out.
/// From `core/modulemanager.lua` and `util/prosodyctl/check.lua`.
const CONFLICTS: [(&str, &str, bool); 2] = [("vcard", "vcard_legacy", true), ("pep_simple", "pep", false)];

fn check(context: &Context<'_>, findings: &mut Findings) {
    for listed in module_lists::names(context) {
        let Some((set, entry)) = listed.set else { continue };
        let Some(&(old, new, is_dropped)) = CONFLICTS.iter().find(|(old, ..)| *old == listed.name) else {
            continue;
        };
        if !module_lists::enables(context, &set.host, new) && !module_lists::enables(context, "*", new) {
            continue;
        }
        let finding = findings.add(listed.span, format!("\"{new}\" is enabled, too, and replaces \"{old}\""));
        if let Some(origin) = entry.origin.filter(|origin| origin.file == context.file.id) {
            finding.fix = Some(Fix {
                title: format!("Remove \"{old}\""),
                edits: vec![Edit {
                    file: origin.file,
                    span: list::removal(&context.file.text, origin.entry),
                    text: String::new(),
                }],
                safe: is_dropped,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, fixed};

    #[test]
    fn old_and_new() {
        check(
            "conflicting-modules",
            r#"
modules_enabled = { "vcard_legacy", "pep" }
VirtualHost "example.com"
modules_enabled = { "vcard" }
                    ^^^^^^^ warning[conflicting-modules]: "vcard_legacy" is enabled, too, and replaces "vcard"
"#,
        );
        check("conflicting-modules", "modules_enabled = { \"vcard\", \"pep_simple\" }\n");
    }

    #[test]
    fn the_old_one_goes() {
        assert_eq!(
            fixed("conflicting-modules", "modules_enabled = { \"pep\", \"pep_simple\" }\n"),
            "modules_enabled = { \"pep\",  }\n"
        );
    }
}

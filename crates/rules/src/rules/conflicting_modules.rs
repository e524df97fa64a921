//! `conflicting-modules`

use crate::context::{Context, Findings};
use crate::registry::declare_rule;
use crate::{Edit, Fix, list, module_lists};

declare_rule! {
    /// Finds modules that are enabled together with the one that replaces them.
    ///
    /// Both answer the same requests of clients. Which of the two a client gets to talk to is chance, or Prosody leaves the
    /// old one out with an error in its log. Mostly the new one has become part of Prosody, or was added after the example of a
    /// newer guide, and the old one was left where it was.
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

/// Two modules that get in each other's way.
struct Conflict {
    old: &'static str,
    new: &'static str,
    how: How,
}

/// How they do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    /// Prosody itself leaves the old one out.
    Dropped,
    /// The new one took the place of the old one, and both answer.
    Replaced,
    /// They are two ways to do the same thing.
    Same,
}

const fn conflict(old: &'static str, new: &'static str, how: How) -> Conflict {
    Conflict { old, new, how }
}

/// From `core/modulemanager.lua` and `util/prosodyctl/check.lua`; the others from the events that both modules hook with
/// the same priority, and from what their authors say of them.
const CONFLICTS: [Conflict; 15] = [
    // XEP-0191
    conflict("blocking", "blocklist", How::Replaced),
    // XEP-0402, and XEP-0049 for bookmarks
    conflict("bookmarks2", "bookmarks", How::Replaced),
    // The same stream feature
    conflict("bidi", "s2s_bidi", How::Replaced),
    // The same ad-hoc command
    conflict("easy_invite", "invites_adhoc", How::Replaced),
    // XEP-0215
    conflict("extdisco", "external_services", How::Replaced),
    conflict("extdisco", "turn_external", How::Replaced),
    conflict("turncredentials", "external_services", How::Replaced),
    conflict("turncredentials", "extdisco", How::Same),
    conflict("turncredentials", "turn_external", How::Replaced),
    // XEP-0363
    conflict("http_upload", "http_file_share", How::Replaced),
    conflict("http_upload_external", "http_file_share", How::Same),
    // XEP-0163
    conflict("pep_simple", "pep", How::Replaced),
    // XEP-0054
    conflict("pep_vcard_avatar", "vcard_legacy", How::Replaced),
    conflict("vcard", "vcard_legacy", How::Dropped),
    // XEP-0092
    conflict("version", "version_spoofed", How::Replaced),
];

fn check(context: &Context<'_>, findings: &mut Findings) {
    for listed in module_lists::names(context) {
        let Some((set, entry)) = listed.set else { continue };
        let is_on = |module: &str| {
            module_lists::enables(context, &set.host, module) || module_lists::enables(context, "*", module)
        };
        // One of the user's own does what they like.
        let is_private = |module: &str| {
            context.schema.private_module(module).is_some()
                || context.tree.plugins.paths.find(module).is_some()
        };
        let conflict = CONFLICTS.iter().find(|conflict| {
            conflict.old == listed.name
                && is_on(conflict.new)
                && !is_private(conflict.old)
                && !is_private(conflict.new)
        });
        let Some(&Conflict { old, new, how }) = conflict else { continue };
        let why = match how {
            How::Dropped | How::Replaced => format!("replaces \"{old}\""),
            How::Same => format!("does the same as \"{old}\""),
        };
        let finding = findings.add(listed.span, format!("\"{new}\" is enabled, too, and {why}"));
        if let Some(origin) = entry.origin.filter(|origin| origin.file == context.file.id) {
            finding.fix = Some(Fix {
                title: format!("Remove \"{old}\""),
                edits: vec![Edit {
                    file: origin.file,
                    span: list::removal(&context.file.text, origin.entry),
                    text: String::new(),
                }],
                safe: how == How::Dropped,
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
    fn what_has_become_part_of_prosody() {
        check(
            "conflicting-modules",
            r#"
modules_enabled = { "bookmarks", "bookmarks2", "turncredentials", "turn_external" }
                                 ^^^^^^^^^^^^ warning[conflicting-modules]: "bookmarks" is enabled, too, and replaces "bookmarks2"
                                               ^^^^^^^^^^^^^^^^^ warning[conflicting-modules]: "turn_external" is enabled, too, and replaces "turncredentials"
VirtualHost "a.example"
modules_enabled = { "http_file_share", "http_upload_external" }
                                       ^^^^^^^^^^^^^^^^^^^^^^ warning[conflicting-modules]: "http_file_share" is enabled, too, and does the same as "http_upload_external"
VirtualHost "b.example"
modules_enabled = { "http_upload_external" }
"#,
        );
    }

    #[test]
    fn modules_of_the_users_own_are_left_alone() {
        check(
            "conflicting-modules",
            r#"
//- prosody.cfg.lua
plugin_paths = { "plugins" }
modules_enabled = { "blocking", "blocklist" }
//- plugins/mod_blocking.lua
module:hook("x", print)
"#,
        );
    }

    #[test]
    fn the_old_one_goes() {
        assert_eq!(
            fixed("conflicting-modules", "modules_enabled = { \"pep\", \"pep_simple\" }\n"),
            "modules_enabled = { \"pep\",  }\n"
        );
    }
}

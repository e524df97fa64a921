//! `repeated-module`

use std::sync::Arc;

use config::HostKind;
use rustc_hash::FxHashMap;

use crate::context::{Context, Findings, is_certain};
use crate::registry::declare_rule;
use crate::{Edit, Fix, Tag, list, module_lists};

declare_rule! {
    /// Finds modules that are enabled where they are enabled already.
    ///
    /// That does no harm. But a host adds its modules to the global ones, so that a copy of the global list says nothing,
    /// and when one of the two is changed some day it looks as if it did.
    ///
    /// Bad:
    /// ```lua
    /// modules_enabled = { "roster", "mam", "roster" }
    /// ```
    /// Good:
    /// ```lua
    /// modules_enabled = { "roster", "mam" }
    /// ```
    REPEATED_MODULE = "repeated-module", Hint, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    // What runs only on a condition is a list of its own: another may take its place otherwise.
    let mut first: FxHashMap<(Arc<str>, String, Option<u32>), syntax::Span> = FxHashMap::default();
    for listed in module_lists::names(context) {
        let Some((set, entry)) = listed.set else { continue };
        let Some(origin) = entry.origin.filter(|origin| origin.file == context.file.id) else { continue };
        // A list that is built before may be used elsewhere, too.
        if origin.entry.start < set.value_span.start || set.value_span.end < origin.entry.end {
            continue;
        }
        let alone = (!is_certain(set)).then_some(set.name_span.start);
        let key = (Arc::clone(&set.host), listed.name.clone(), alone);
        let message = match first.get(&key) {
            // A list that is built first and used twice, or a loop, says it at one place.
            Some(before) if before.start >= origin.value.start => continue,
            Some(_) => format!("\"{}\" is in this list already", listed.name),
            None => {
                first.insert(key, origin.value);
                let kind = context.settings.host(&set.host).map(|host| &host.kind);
                if matches!(kind, Some(HostKind::Component(module)) if **module == *listed.name) {
                    report(
                        findings,
                        context,
                        &listed.name,
                        listed.span,
                        origin,
                        format!("this component is made of \"{}\" already", listed.name),
                    );
                    continue;
                }
                if kind != Some(&HostKind::VirtualHost)
                    || !context.is_complete()
                    || !module_lists::enables(context, "*", &listed.name)
                {
                    continue;
                }
                format!("\"{}\" is enabled globally already", listed.name)
            }
        };
        report(findings, context, &listed.name, listed.span, origin, message);
    }
}

fn report(
    findings: &mut Findings,
    context: &Context<'_>,
    name: &str,
    span: syntax::Span,
    origin: config::Origin,
    message: String,
) {
    let finding = findings.add(span, message);
    finding.tag = Some(Tag::Unnecessary);
    finding.fix = Some(Fix {
        title: format!("Remove \"{name}\" here"),
        edits: vec![Edit {
            file: origin.file,
            span: list::removal(&context.file.text, origin.entry),
            text: String::new(),
        }],
        safe: true,
    });
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, fixed};

    #[test]
    fn lists_and_hosts() {
        check(
            "repeated-module",
            r#"
modules_enabled = { "roster", "mam", "roster" }
                                     ^^^^^^^^ hint[repeated-module]: "roster" is in this list already
VirtualHost "example.com"
modules_enabled = { "mam", "carbons" }
                    ^^^^^ hint[repeated-module]: "mam" is enabled globally already
Component "rooms.example.com" "muc"
modules_enabled = { "mam", "vcard" }
"#,
        );
    }

    #[test]
    fn each_list_of_hosts_without_a_name_is_one_of_its_own() {
        check(
            "repeated-module",
            r#"
VirtualHost(ENV_DOMAIN)
modules_enabled = { "mam", "mam" }
                           ^^^^^ hint[repeated-module]: "mam" is in this list already
VirtualHost(ENV_OTHER_DOMAIN)
modules_enabled = { "mam" }
"#,
        );
    }

    #[test]
    fn lists_of_several_hosts_are_written_once() {
        check(
            "repeated-module",
            r#"
local usual = { "mam" }
modules_enabled = usual
VirtualHost "a.example"
modules_enabled = usual
VirtualHost "b.example"
modules_enabled = usual
"#,
        );
    }

    #[test]
    fn the_second_one_goes() {
        assert_eq!(
            fixed("repeated-module", "modules_enabled = {\n  \"mam\";\n  \"mam\";\n}\n"),
            "modules_enabled = {\n  \"mam\";\n}\n"
        );
    }

    #[test]
    fn components_are_made_of_one() {
        check(
            "repeated-module",
            r#"
Component "rooms.example.com" "muc"
modules_enabled = { "muc", "muc_mam" }
                    ^^^^^ hint[repeated-module]: this component is made of "muc" already
"#,
        );
    }
}

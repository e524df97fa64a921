//! `invalid-jid`

use config::Assignment;
use syntax::Span;

use crate::context::{Context, Findings};
use crate::registry::declare_rule;
use crate::template::is_unfilled;
use crate::{Edit, Fix, list, show};

declare_rule! {
    /// Finds addresses of users that belong to nobody.
    ///
    /// `admins`, `unlimited_jids` and `registration_watchers` are compared with whole addresses, `user@host`. A name
    /// without its host, an address with a resource or with `xmpp:` in front, or several in one string never match, and
    /// nothing is said about it. A host alone is fine: services can be administrators, too.
    ///
    /// Bad:
    /// ```lua
    /// admins = { "alice", "xmpp:bob@example.com", "carol@example.com, dave@example.com" }
    /// ```
    /// Good:
    /// ```lua
    /// admins = { "alice@example.com", "bob@example.com", "carol@example.com", "dave@example.com" }
    /// ```
    INVALID_JID = "invalid-jid", Warning, check
}

/// Options that hold addresses of users, and whether a resource does harm there.
const OPTIONS: [(&str, bool); 3] =
    [("admins", true), ("registration_watchers", false), ("unlimited_jids", true)];

fn check(context: &Context<'_>, findings: &mut Findings) {
    for assigned in context.lasting_written() {
        let set = assigned.set;
        let Some((_, is_bare)) = OPTIONS.iter().find(|(option, _)| *option == &*set.option) else { continue };
        match set.value.as_str() {
            Some(jid) => report(context, set, jid, *is_bare, context.value_span(set), findings),
            None => {
                for entry in assigned.own_known_items() {
                    if let Some(jid) = entry.value.as_str() {
                        report(context, set, jid, *is_bare, context.entry_span(set, entry), findings);
                    }
                }
            }
        }
    }
}

fn report(
    context: &Context<'_>,
    set: &Assignment,
    jid: &str,
    is_bare: bool,
    span: Span,
    findings: &mut Findings,
) {
    let Some(problem) = problem(context, jid, is_bare) else { return };
    let (said, instead) = problem;
    let finding =
        findings.add(span, format!("`{}` takes addresses such as \"user@example.com\": {said}", set.option));
    finding.url =
        context.schema.option(&set.option).and_then(|info| info.best().module.url).map(str::to_owned);
    let Some(instead) = instead else { return };
    finding.help = Some(format!("Write {}", show::string(&instead)));
    if let Some(inside) = list::quoted(&context.file.text, span, jid) {
        finding.fix = Some(Fix {
            title: format!("Change to \"{instead}\""),
            edits: vec![Edit { file: context.file.id, span: inside, text: instead }],
            safe: false,
        });
    }
}

/// What is wrong about an address, and what was most likely meant.
fn problem(context: &Context<'_>, jid: &str, is_bare: bool) -> Option<(String, Option<String>)> {
    // `[admin]` and `@ADMIN@` are to be filled in, too.
    if jid.is_empty() || is_unfilled(jid) || jid.contains('[') || jid.starts_with('@') {
        return None;
    }
    let shown = show::string(jid);
    let trimmed = jid.trim();
    if trimmed != jid {
        return Some((format!("{shown} has blanks around it"), Some(trimmed.to_owned())));
    }
    if let Some(bare) = ["xmpp:", "mailto:"].iter().find_map(|scheme| jid.strip_prefix(scheme)) {
        return Some((format!("{shown} is a link"), Some(bare.to_owned())));
    }
    if jid.contains([',', ';', ' ', '\t', '\n']) {
        let several = jid.split([',', ';', ' ', '\t', '\n']).filter(|part| part.contains('@')).count() > 1;
        let what = if several { "holds several, and each needs a string of its own" } else { "is none" };
        return Some((format!("{shown} {what}"), None));
    }
    let (bare, resource) = jid.split_once('/').map_or((jid, None), |(bare, resource)| (bare, Some(resource)));
    if resource.is_some() && is_bare {
        return Some((format!("{shown} names one device, and never matches"), Some(bare.to_owned())));
    }
    match bare.split_once('@') {
        Some((_, host)) if host.is_empty() || host.contains('@') => Some((format!("{shown} is none"), None)),
        Some(_) => None,
        // Services have names of hosts.
        None if bare.contains('.') || bare == "localhost" || context.settings.host(bare).is_some() => None,
        None => {
            let instead = context.knowledge.first_host().map(|host| format!("{bare}@{host}"));
            Some((format!("{shown} names no host"), instead))
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, fixed};

    #[test]
    fn addresses_that_never_match() {
        check(
            "invalid-jid",
            r#"
admins = { "alice", "xmpp:bob@example.com", "carol@example.com/phone", "eve@example.com " }
           ^^^^^^^ warning[invalid-jid]: `admins` takes addresses such as "user@example.com": "alice" names no host
                    ^^^^^^^^^^^^^^^^^^^^^^ warning[invalid-jid]: `admins` takes addresses such as "user@example.com": "xmpp:bob@example.com" is a link
                                            ^^^^^^^^^^^^^^^^^^^^^^^^^ warning[invalid-jid]: `admins` takes addresses such as "user@example.com": "carol@example.com/phone" names one device, and never matches
                                                                       ^^^^^^^^^^^^^^^^^^ warning[invalid-jid]: `admins` takes addresses such as "user@example.com": "eve@example.com " has blanks around it
VirtualHost "example.com"
admins = "a@example.com, b@example.com"
         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[invalid-jid]: `admins` takes addresses such as "user@example.com": "a@example.com, b@example.com" holds several, and each needs a string of its own
"#,
        );
    }

    #[test]
    fn services_and_templates_are_left_alone() {
        check(
            "invalid-jid",
            r#"
admins = { "Alice@Example.com", "videobridge.example.com", "localhost", "bridge", ENV_ADMIN, "{{ admin }}", "__ADMIN__" }
registration_watchers = { "alice@example.com/phone" }
unlimited_jids = { "example.net" }
Component "bridge"
component_secret = ENV_SECRET
"#,
        );
    }

    #[test]
    fn the_first_host_is_proposed() {
        assert_eq!(
            fixed("invalid-jid", "admins = { 'alice' }\nVirtualHost 'example.com'\n"),
            "admins = { 'alice@example.com' }\nVirtualHost 'example.com'\n"
        );
    }
}

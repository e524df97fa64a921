//! `invalid-contact`

use config::Value;

use crate::context::{Context, Findings, is_vague};
use crate::registry::declare_rule;
use crate::template::is_unfilled;
use crate::{Edit, Fix, list, show};

declare_rule! {
    /// Finds addresses in `contact_info` that nobody can use.
    ///
    /// What stands there is published as it is (XEP-0157), and has to be a link: `xmpp:`, `mailto:`, `https:` or another
    /// kind. A bare address is no link, and clients do not know what to make of it. Each kind of address is a list in
    /// braces; a single string is published as nothing at all.
    ///
    /// Bad:
    /// ```lua
    /// contact_info = { abuse = { "abuse@example.com" } }
    /// ```
    /// Good:
    /// ```lua
    /// contact_info = { abuse = { "mailto:abuse@example.com", "xmpp:abuse@example.com" } }
    /// ```
    INVALID_CONTACT = "invalid-contact", Warning, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    for assigned in context.lasting_written().filter(|assigned| &*assigned.set.option == "contact_info") {
        let set = assigned.set;
        let own = assigned.own_value();
        for kind in own.as_table().into_iter().flat_map(|table| &table.entries) {
            let span = context.entry_span(set, kind);
            let Some(name) = kind.key.as_str() else {
                if !is_vague(&kind.value) {
                    let finding = findings
                        .add(span, "`contact_info` says what each address is for: this one is not published");
                    finding.help = Some("Write `contact_info = { admin = { \"mailto:...\" } }`".to_owned());
                }
                continue;
            };
            match &kind.value {
                Value::Table(addresses) => {
                    for entry in addresses.items() {
                        if let Some(address) = entry.value.as_str() {
                            report(context, address, context.entry_span(set, entry), findings);
                        }
                    }
                }
                value => {
                    if let Some(address) = value.as_str() {
                        let message = format!(
                            "`contact_info.{name}` takes a list in braces, not {}: nothing is published",
                            show::string(address)
                        );
                        let finding = findings.add(span, message);
                        finding.help = Some(format!("Write `{name} = {{ {} }}`", show::string(address)));
                        if let Some(inside) = list::quoted(&context.file.text, span, address) {
                            let quote = String::from_utf8_lossy(
                                syntax::Span::new(inside.start - 1, inside.start).slice(&context.file.text),
                            )
                            .into_owned();
                            finding.fix = Some(Fix {
                                title: "Put it into braces".to_owned(),
                                edits: vec![Edit {
                                    file: context.file.id,
                                    span: syntax::Span::new(inside.start - 1, inside.end + 1),
                                    text: format!("{{ {quote}{address}{quote} }}"),
                                }],
                                safe: false,
                            });
                        }
                    }
                }
            }
        }
    }
}

fn report(context: &Context<'_>, address: &str, span: syntax::Span, findings: &mut Findings) {
    if address.is_empty() || is_unfilled(address) || address.contains('[') {
        return;
    }
    let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme);
    let is_scheme = scheme.len() > 1
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
        && !scheme.contains('.');
    let rest = address.get(scheme.len()..).unwrap_or_default().trim_start_matches(':');
    let names_nobody = matches!(scheme, "xmpp" | "mailto") && !rest.contains(['@', '.', ':']);
    if is_scheme && names_nobody {
        let finding =
            findings.add(span, format!("{} names no host: clients can't use it", show::string(address)));
        finding.help = Some(format!("Write a whole address, such as \"{scheme}:admin@example.com\""));
        return;
    }
    if is_scheme && !rest.starts_with(' ') {
        return;
    }
    let finding = findings.add(span, format!("{} is no link: clients can't use it", show::string(address)));
    let bare = if is_scheme { rest.trim() } else { address };
    let instead = match scheme {
        _ if is_scheme => format!("{scheme}:{bare}"),
        _ if bare.contains('@') => format!("mailto:{bare}"),
        _ if bare.contains('.') && !bare.contains(' ') => format!("https://{bare}"),
        _ => {
            finding.help = Some("Write a whole address, such as \"mailto:admin@example.com\"".to_owned());
            return;
        }
    };
    finding.help = Some(if instead.starts_with("mailto:") && !is_scheme {
        format!("Write \"{instead}\", or \"xmpp:{bare}\" if it is an address for chats")
    } else {
        format!("Write \"{instead}\"")
    });
    if let Some(inside) = list::quoted(&context.file.text, span, address) {
        finding.fix = Some(Fix {
            title: format!("Change to \"{instead}\""),
            edits: vec![Edit { file: context.file.id, span: inside, text: instead }],
            safe: false,
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, fixed};

    #[test]
    fn addresses_are_links_in_lists() {
        check(
            "invalid-contact",
            r#"
contact_info = {
    abuse = { "abuse@example.com", "mailto:abuse@example.com", "mailto: a@example.com" },
              ^^^^^^^^^^^^^^^^^^^ warning[invalid-contact]: "abuse@example.com" is no link: clients can't use it
                                                               ^^^^^^^^^^^^^^^^^^^^^^^ warning[invalid-contact]: "mailto: a@example.com" is no link: clients can't use it
    admin = "xmpp:admin@example.com",
            ^^^^^^^^^^^^^^^^^^^^^^^^ warning[invalid-contact]: `contact_info.admin` takes a list in braces, not "xmpp:admin@example.com": nothing is published
    sales = { "xmpp:admin" },
              ^^^^^^^^^^^^ warning[invalid-contact]: "xmpp:admin" names no host: clients can't use it
    support = { "xmpp:help@rooms.example.com?join", "https://example.com/", "tel:+12", "example.com/help" },
                                                                                       ^^^^^^^^^^^^^^^^^^ warning[invalid-contact]: "example.com/help" is no link: clients can't use it
    "mailto:a@example.com",
    ^^^^^^^^^^^^^^^^^^^^^^ warning[invalid-contact]: `contact_info` says what each address is for: this one is not published
}
"#,
        );
        check(
            "invalid-contact",
            "contact_info = { abuse = { ENV_ABUSE, \"{{ abuse }}\", \"sip:a@b.example\" } }\n",
        );
    }

    #[test]
    fn they_are_completed() {
        assert_eq!(
            fixed("invalid-contact", "contact_info = { abuse = { 'a@example.com' } }\n"),
            "contact_info = { abuse = { 'mailto:a@example.com' } }\n"
        );
        assert_eq!(
            fixed("invalid-contact", "contact_info = { abuse = 'mailto:a@example.com' }\n"),
            "contact_info = { abuse = { 'mailto:a@example.com' } }\n"
        );
    }
}

//! `plain-passwords`

use crate::context::{Context, Findings};
use crate::registry::declare_rule;
use crate::{Edit, Fix, Severity, list};

declare_rule! {
    /// Finds hosts that store the passwords of their users as they are, or accept any.
    ///
    /// Whoever gets hold of the data has all passwords. `internal_hashed` stores what is enough to check them, and takes
    /// over what `internal_plain` has stored.
    ///
    /// Bad:
    /// ```lua
    /// authentication = "internal_plain"
    /// ```
    /// Good:
    /// ```lua
    /// authentication = "internal_hashed"
    /// ```
    PLAIN_PASSWORDS = "plain-passwords", Info, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    for assigned in context.lasting_anywhere().filter(|assigned| &*assigned.set.option == "authentication") {
        let set = assigned.set;
        let span = context.value_span(set);
        match set.value.as_str() {
            Some(name @ "internal_plain") => {
                let finding = findings.add(span, "passwords are stored as they are");
                finding.url = Some("https://prosody.im/doc/authentication".to_owned());
                if let Some(inside) = list::quoted(&context.file.text, span, name) {
                    finding.fix = Some(Fix {
                        title: "Use \"internal_hashed\"".to_owned(),
                        edits: vec![Edit {
                            file: context.file.id,
                            span: inside,
                            text: "internal_hashed".to_owned(),
                        }],
                        // Clients that know only `DIGEST-MD5` can't log in any more.
                        safe: false,
                    });
                }
            }
            Some("insecure") => {
                findings.add(span, "any password is accepted").severity = Severity::Warning;
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, fixed};

    #[test]
    fn passwords_are_hashed() {
        check(
            "plain-passwords",
            r#"
authentication = "internal_plain"
                 ^^^^^^^^^^^^^^^^ info[plain-passwords]: passwords are stored as they are
VirtualHost "test.example.com"
    authentication = "insecure"
                     ^^^^^^^^^^ warning[plain-passwords]: any password is accepted
VirtualHost "example.com"
    authentication = "internal_hashed"
"#,
        );
        assert_eq!(
            fixed("plain-passwords", "authentication = 'internal_plain'\n"),
            "authentication = 'internal_hashed'\n"
        );
    }
}

//! `syntax-error`

use crate::context::{Context, Findings};
use crate::registry::declare_rule;
use crate::template;

declare_rule! {
    /// Finds text that is not Lua.
    ///
    /// A configuration file is a Lua program. Prosody does not load it, nor any file that includes it, until the first
    /// mistake is mended: a server that runs keeps its old configuration, one that starts does not start. Mistakes behind
    /// the first one are reported as far as they can be told. Of a template that something else fills in only the first
    /// one is told.
    ///
    /// Bad:
    /// ```lua
    /// modules_enabled = { "roster" "saslauth" }
    /// ```
    /// Good:
    /// ```lua
    /// modules_enabled = { "roster", "saslauth" }
    /// ```
    SYNTAX_ERROR = "syntax-error", Error, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    let is_template = template::is_template(context.file);
    for error in &context.file.parse.errors {
        let finding = findings.add(context.first_line(error.span), error.message.clone());
        if is_template {
            // The others are its, too.
            finding.help = Some("This looks like a template: check what it is filled in to".to_owned());
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn a_missing_comma() {
        check(
            "syntax-error",
            r#"
modules_enabled = { "roster" "saslauth" }
                             ^^^^^^^^^^ error[syntax-error]: '}' expected near '"saslauth"'
"#,
        );
    }

    #[test]
    fn a_template_is_one_mistake() {
        check(
            "syntax-error",
            r#"
admins = { {% for admin in admins %}"{{ admin }}",{% endfor %} }
            ^ error[syntax-error]: unexpected symbol near '%'
c2s_require_encryption = {{ encryption }}
{% if archive %}
archive_expires_after = "1w"
{% endif %}
"#,
        );
        check(
            "syntax-error",
            r#"
{{ $SECURE := .Env.SECURE | default "true" }}
^ error[syntax-error]: unexpected symbol near '{'
s2s_secure_auth = {{ $SECURE }}
"#,
        );
    }

    #[test]
    fn what_is_to_be_filled_in_is_no_value() {
        check(
            "wrong-type",
            r#"
allow_registration = {{ registration }}
s2s_secure_auth = "{{ secure }}"
s2s_require_encryption = '${S2S_ENCRYPTION}'
c2s_require_encryption = {{ 1 }}
                         ^^^^^^^ error[wrong-type]: `c2s_require_encryption` takes true or false, not a table: Prosody ignores it
"#,
        );
        check(
            "duplicate-option",
            "{{ if .Env.DEBUG }}\ns2s_secure_auth = false\n{{ else }}\ns2s_secure_auth = true\n{{ end }}\n",
        );
    }
}

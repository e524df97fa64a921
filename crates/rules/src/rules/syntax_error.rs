//! `syntax-error`

use crate::context::{Context, Findings};
use crate::registry::declare_rule;

declare_rule! {
    /// Finds text that is not Lua.
    ///
    /// A configuration file is a Lua program. Prosody does not load it, nor any file that includes it, until the first
    /// mistake is mended: a server that runs keeps its old configuration, one that starts does not start. Mistakes behind
    /// the first one are reported as far as they can be told.
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
    for error in &context.file.parse.errors {
        findings.add(context.first_line(error.span), error.message.clone());
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
}

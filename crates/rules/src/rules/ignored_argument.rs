//! `ignored-argument`

use syntax::Span;
use syntax::ast::{CallForm, ExprKind, Node, walk};

use crate::context::{Context, Findings};
use crate::registry::declare_rule;
use crate::rules::missing_quotes::declared;
use crate::{Edit, Fix};

declare_rule! {
    /// Finds hosts whose module or options stand between the same brackets as their name.
    ///
    /// `Component` and `VirtualHost` take one argument, the name. What follows the name is a call of its own, of what the
    /// first one gave back. A second argument is not looked at: the component becomes one that a separate program runs,
    /// and the options of a host are lost.
    ///
    /// Bad:
    /// ```lua
    /// Component("rooms.example.com", "muc")
    /// ```
    /// Good:
    /// ```lua
    /// Component("rooms.example.com") "muc"
    /// ```
    IGNORED_ARGUMENT = "ignored-argument", Warning, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    walk(&context.file.parse.chunk.block, &mut |node| {
        let Node::Expr(expr) = node else { return };
        let ExprKind::Call { callee, args } = &expr.kind else { return };
        let Some(name) = callee.as_name() else { return };
        let ([first, second, ..], CallForm::Parens) = (args.values.as_slice(), args.form) else { return };
        if !matches!(name, "Component" | "component" | "VirtualHost" | "Host" | "host") {
            return;
        }
        // Functions of the same name are the file's own affair: Prosody's opens a section here, if there is a name for it.
        let opens = |section: &config::HostSection| section.call.start == expr.span.start;
        let may_open = || {
            context.knowledge.reads_unset_environment()
                && !declared(&context.file.parse.chunk.block).contains(name)
        };
        if !context.settings.sections_in(context.file.id).any(opens) && !may_open() {
            return;
        }
        let finding = findings.add(
            context.first_line(second.span),
            format!("`{name}` looks at its first argument only: this is ignored"),
        );
        finding.help = Some(format!("Close the bracket behind the name: `{name}(name) what follows it`"));
        // With more than two there is no telling what was meant.
        if args.values.len() == 2 {
            let between = Span::new(first.span.end, second.span.start);
            let behind = Span::new(second.span.end, args.span.end);
            let is_plain = matches!(second.kind, ExprKind::Str(_)) || second.as_table().is_some();
            let (open, close) = if is_plain { (") ", "") } else { (")(", ")") };
            let edit = |span, text: &str| Edit { file: context.file.id, span, text: text.to_owned() };
            finding.fix = Some(Fix {
                title: "Close the bracket behind the name".to_owned(),
                edits: vec![edit(between, open), edit(behind, close)],
                // The host becomes another one.
                safe: false,
            });
        }
    });
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, fixed};

    #[test]
    fn what_follows_the_name_is_a_call_of_its_own() {
        check(
            "ignored-argument",
            r#"
Component("rooms.example.com", "muc")
                               ^^^^^ warning[ignored-argument]: `Component` looks at its first argument only: this is ignored
VirtualHost("example.com", { enabled = false })
                           ^^^^^^^^^^^^^^^^^^^ warning[ignored-argument]: `VirtualHost` looks at its first argument only: this is ignored
Component("share.example.com") "http_file_share"
Component "proxy.example.com" "proxy65" { proxy65_ports = { 5000 } }
VirtualHost("example.net") { enabled = false }
"#,
        );
    }

    #[test]
    fn a_name_from_the_environment() {
        check(
            "ignored-argument",
            r#"
local rooms = ENV_ROOMS
Component(rooms, "muc")
                 ^^^^^ warning[ignored-argument]: `Component` looks at its first argument only: this is ignored
"#,
        );
    }

    #[test]
    fn functions_of_the_file_take_what_they_like() {
        check(
            "ignored-argument",
            r#"
local prosodys = Component
local function Component(name, module)
    prosodys(name)(module)
end
Component("rooms.example.com", "muc")
"#,
        );
    }

    #[test]
    fn the_bracket_is_closed() {
        assert_eq!(
            fixed("ignored-argument", "Component(\"rooms.example.com\", \"muc\")\n"),
            "Component(\"rooms.example.com\") \"muc\"\n"
        );
        assert_eq!(
            fixed("ignored-argument", "local kind = \"muc\"\nComponent( \"rooms.example.com\" , kind )\n"),
            "local kind = \"muc\"\nComponent( \"rooms.example.com\")(kind)\n"
        );
    }
}

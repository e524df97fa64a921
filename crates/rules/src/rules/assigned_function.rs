//! `assigned-function`

use syntax::Span;
use syntax::ast::{ExprKind, StatKind};

use crate::context::{Context, Findings};
use crate::registry::declare_rule;
use crate::{Edit, Fix};

declare_rule! {
    /// Finds `VirtualHost`, `Component` and `Include` with an equals sign behind them.
    ///
    /// They are functions, not options: `Include = "..."` loads no file, and `VirtualHost = "..."` makes no host. What is
    /// worse, the rest of the file can't use the function any more.
    ///
    /// Bad:
    /// ```lua
    /// VirtualHost = "example.com"
    /// Include = "conf.d/*.cfg.lua"
    /// ```
    /// Good:
    /// ```lua
    /// VirtualHost "example.com"
    /// Include "conf.d/*.cfg.lua"
    /// ```
    ASSIGNED_FUNCTION = "assigned-function", Error, check
}

/// The functions, and what they do not do then. In small letters they may be variables.
const FUNCTIONS: [(&str, &str); 7] = [
    ("Component", "makes no component"),
    ("Include", "loads no file"),
    ("RunScript", "runs no file"),
    ("VirtualHost", "makes no host"),
    ("component", "makes no component"),
    ("host", "makes no host"),
    ("include", "loads no file"),
];

fn check(context: &Context<'_>, findings: &mut Findings) {
    // A call behind an assignment would call what was assigned: the signs go together, the first ones first.
    let mut signs: Vec<(&str, Edit)> = Vec::new();
    for stat in context.statements() {
        let StatKind::Assign { targets, values } = &stat.kind else { continue };
        let ([target], [value]) = (targets.as_slice(), values.as_slice()) else { continue };
        let Some((name, not)) = FUNCTIONS.iter().find(|(name, _)| target.as_name() == Some(name)) else {
            continue;
        };
        // A function of one's own in its place may be meant.
        let is_text = matches!(value.kind, ExprKind::Str(_));
        if !is_text && value.as_table().is_none() {
            continue;
        }
        if name.starts_with(|c: char| c.is_ascii_lowercase())
            && (context.is_used(name) || context.is_fragment())
        {
            return;
        }
        let finding = findings.add(target.span, format!("`{name}` is a function: with `=` it {not}"));
        finding.help = Some(format!("Write `{name} \"...\"`"));
        if is_text {
            let span = Span::new(target.span.end, value.span.start);
            signs.push((name, Edit { file: context.file.id, span, text: " ".to_owned() }));
            let edits: Vec<Edit> =
                signs.iter().filter(|(of, _)| of == name).map(|(_, edit)| edit.clone()).collect();
            let title = match edits.len() {
                1 => "Remove the equals sign".to_owned(),
                _ => "Remove the equals signs up to this one".to_owned(),
            };
            finding.fix = Some(Fix { title, edits, safe: false });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, fixed};

    #[test]
    fn they_are_called() {
        check(
            "assigned-function",
            r#"
Include = "conf.d/*.cfg.lua"
^^^^^^^ error[assigned-function]: `Include` is a function: with `=` it loads no file
if ENV_X then
    Component = "rooms.example.com"
    ^^^^^^^^^ error[assigned-function]: `Component` is a function: with `=` it makes no component
end
local old = VirtualHost
VirtualHost = function(name) return old(name) end
host = "example.com"
^^^^ error[assigned-function]: `host` is a function: with `=` it makes no host
"#,
        );
        check("assigned-function", "host = \"example.com\"\nVirtualHost(host)\n");
    }

    #[test]
    fn the_sign_goes() {
        assert_eq!(fixed("assigned-function", "VirtualHost = 'a.example'\n"), "VirtualHost 'a.example'\n");
        // Each fix by itself leaves something that loads.
        let snapshot =
            fixture::Fixture::new("VirtualHost = 'a.example'\nVirtualHost = 'b.example'\n").snapshot;
        let file = snapshot.files().next().unwrap().id;
        let found = crate::check(&snapshot, file).into_iter();
        let signs = found.filter(|it| it.rule == "assigned-function").map(|it| it.fix.unwrap().edits.len());
        assert_eq!(signs.collect::<Vec<_>>(), [1, 2]);
    }
}

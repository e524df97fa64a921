//! `misplaced-global-option`

use config::{Assignment, HostSection};
use schema::{OptionInfo, Reader, Scope};
use syntax::Span;
use syntax::ast::{Expr, ExprKind, Node};

use crate::context::{Context, Findings, is_certain};
use crate::registry::declare_rule;
use crate::{Edit, Fix, Tag, statement};

declare_rule! {
    /// Finds options in a host's section that Prosody reads from the global section only.
    ///
    /// All that follows `VirtualHost` or `Component` belongs to that host, to the end of the file. An option of the whole
    /// server, such as a port, has no effect there.
    ///
    /// Bad:
    /// ```lua
    /// VirtualHost "example.com"
    /// c2s_ports = { 5222 }
    /// ```
    /// Good:
    /// ```lua
    /// c2s_ports = { 5222 }
    /// VirtualHost "example.com"
    /// ```
    MISPLACED_GLOBAL_OPTION = "misplaced-global-option", Warning, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    // On a host whose name is not known, as far as it is certain that there is one.
    let is_unnamed = |set: &Assignment| {
        let mut sections = context.settings.unnamed_sections_in(context.file.id);
        !set.has_named_host() && sections.any(|section| section.span.touches(set.span.start))
    };
    let written = context.written().map(|assigned| assigned.set);
    for set in written.filter(|set| is_certain(set) || is_unnamed(set)) {
        if &*set.host == "*" {
            continue;
        }
        let Some(info) = context.option(set) else { continue };
        // What a module reads that cannot be seen is not known.
        let is_sure = info.is_core() || context.knows_all_modules();
        // `mod_tls` asks the host only whether two options contradict; `mod_s2s` decides by the global section alone.
        let is_global = &*set.option == "s2s_secure_auth" || is_global_only(context, info);
        if !is_global || !is_sure || context.schema.host_key(&set.option).is_some() {
            continue;
        }
        let finding = findings.add(
            set.name_span,
            format!(
                "`{}` has no effect on a host: Prosody reads it from the global section only",
                set.option
            ),
        );
        finding.help = Some("Move it above the first `VirtualHost` or `Component` of the file".to_owned());
        finding.url = info.best().module.url.map(str::to_owned);
        finding.tag = Some(Tag::Unnecessary);
        finding.fix = move_up(context, set);
    }
}

/// Whether nothing that this configuration loads reads the option from a host. A module of the community that is not
/// enabled here has no say, as far as that is known.
fn is_global_only(context: &Context<'_>, info: OptionInfo<'_>) -> bool {
    if !context.is_complete() || !context.knowledge.knows_module_lists() {
        return info.is_global_only();
    }
    let is_here = |reader: &Reader<'_>| {
        reader.module.is_core() || context.knowledge.loaded().contains(&*reader.module.name)
    };
    info.readers().filter(is_here).all(|reader| reader.facts.scope == Scope::Global)
        && info.readers().any(|reader| is_here(&reader))
}

/// Moves the statement above the first section of the file, if nothing else sets the option and its value needs nothing
/// of what stands between.
fn move_up(context: &Context<'_>, set: &Assignment) -> Option<Fix> {
    let removal = statement::removal(context, set)?;
    let stat = statement::outermost(context, set)?;
    let uses_nothing = {
        let mut uses = false;
        Node::Stat(stat).children(&mut |node| uses |= uses_names(node, &set.option));
        !uses
    };
    if !context.settings.is_only(set) || !uses_nothing {
        return None;
    }
    let is_outermost = |section: &&HostSection| {
        let stat = statement::outermost_at(context, section.call.start);
        stat.is_some_and(|stat| stat.span.end <= set.span.start)
    };
    let sections = context.settings.sections_in(context.file.id).filter(is_outermost);
    let first = sections.min_by_key(|section| section.call.start)?;
    let at = statement::above(&context.file.text, first.call.start);
    let code = String::from_utf8_lossy(set.span.slice(&context.file.text)).into_owned();
    // Something else may stand on the line of the section.
    let before = context.file.text.get(..at as usize)?;
    if before.last().is_some_and(|byte| *byte != b'\n') || at >= removal.span.start {
        return None;
    }
    Some(Fix {
        title: format!("Move `{}` to the global section", set.option),
        edits: vec![
            Edit { file: context.file.id, span: Span::empty(at), text: format!("{code}\n") },
            removal,
        ],
        // It has an effect then.
        safe: false,
    })
}

/// Whether a part of a statement uses names that may mean something else above.
fn uses_names(node: Node<'_>, option: &str) -> bool {
    if let Node::Expr(Expr { kind: ExprKind::Name(name), .. }) = node
        && &**name != option
        && !name.starts_with("ENV_")
    {
        return true;
    }
    if matches!(node, Node::Expr(Expr { kind: ExprKind::Function(_) | ExprKind::Vararg, .. })) {
        return true;
    }
    let mut uses = false;
    node.children(&mut |child| uses |= uses_names(child, option));
    uses
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, fixed};

    #[test]
    fn ports_of_a_host_have_no_effect() {
        check(
            "misplaced-global-option",
            r#"
c2s_ports = { 5222 }
VirtualHost "example.com"
    c2s_ports = { 5222 }
    ^^^^^^^^^ warning[misplaced-global-option]: `c2s_ports` has no effect on a host: Prosody reads it from the global section only
    c2s_require_encryption = true
Component "turn.example.com" "external_services" { s2s_ports = { 80 } }
                                                   ^^^^^^^^^ warning[misplaced-global-option]: `s2s_ports` has no effect on a host: Prosody reads it from the global section only
"#,
        );
    }

    #[test]
    fn a_host_is_a_host_whatever_its_name() {
        check(
            "misplaced-global-option",
            r"
VirtualHost(ENV_DOMAIN)
c2s_ports = { 5222 }
^^^^^^^^^ warning[misplaced-global-option]: `c2s_ports` has no effect on a host: Prosody reads it from the global section only
",
        );
        // Here it may be global.
        check(
            "misplaced-global-option",
            "if ENV_DOMAIN then VirtualHost(ENV_DOMAIN) end\nc2s_ports = { 5222 }\n",
        );
    }

    #[test]
    fn an_included_file_begins_in_the_global_section() {
        check(
            "misplaced-global-option",
            r#"
//- prosody.cfg.lua
VirtualHost "example.com"
Include "ports.cfg.lua"
//- ports.cfg.lua
c2s_ports = { 5222 }
"#,
        );
    }

    #[test]
    fn certificates_of_servers_are_a_matter_of_all_hosts() {
        check(
            "misplaced-global-option",
            r#"
VirtualHost "a.example"
s2s_secure_auth = false
^^^^^^^^^^^^^^^ warning[misplaced-global-option]: `s2s_secure_auth` has no effect on a host: Prosody reads it from the global section only
c2s_require_encryption = false
"#,
        );
    }

    #[test]
    fn it_is_moved_above_the_first_section() {
        assert_eq!(
            fixed(
                "misplaced-global-option",
                "log = 'info'\n\n-- Ours.\nVirtualHost 'a.example'\n    c2s_ports = { 5222 } -- usual\n    enabled = true\n"
            ),
            "log = 'info'\n\nc2s_ports = { 5222 }\n-- Ours.\nVirtualHost 'a.example'\n    enabled = true\n"
        );
    }
}

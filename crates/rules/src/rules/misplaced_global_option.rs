//! `misplaced-global-option`

use crate::Tag;
use crate::context::{Context, Findings};
use crate::registry::declare_rule;

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
    for (_, set) in context.assignments() {
        if &*set.host == "*" {
            continue;
        }
        let Some(info) = context.option(set) else { continue };
        // What a module reads that cannot be seen is not known.
        let is_sure = info.is_core() || context.knowledge.knows_all_modules();
        if !info.is_global_only() || !is_sure || context.schema.host_key(&set.option).is_some() {
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
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

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
}

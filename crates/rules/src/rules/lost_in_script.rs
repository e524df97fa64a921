//! `lost-in-script`

use config::LoadKind;
use syntax::ast::StatKind;

use crate::context::{Context, Findings};
use crate::registry::declare_rule;
use crate::{Edit, Fix, show};

declare_rule! {
    /// Finds configuration files that are run as plain Lua, so that what they set is lost.
    ///
    /// `RunScript`, `dofile` and `require` run a file among Lua's own globals, not among Prosody's options: an assignment
    /// there makes a variable that nobody reads. `Include` loads a file as part of the configuration.
    ///
    /// Bad:
    /// ```lua
    /// -- prosody.cfg.lua
    /// RunScript "admins.cfg.lua"
    /// -- admins.cfg.lua
    /// admins = { "me@example.com" }
    /// ```
    /// Good:
    /// ```lua
    /// -- prosody.cfg.lua
    /// Include "admins.cfg.lua"
    /// -- admins.cfg.lua
    /// admins = { "me@example.com" }
    /// ```
    LOST_IN_SCRIPT = "lost-in-script", Warning, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    let scripts = context.settings.includes_in(context.file.id).filter(|site| site.kind == LoadKind::Script);
    for site in scripts {
        // Where it is included, too, it counts.
        let is_included = |file| {
            context
                .settings
                .includes()
                .any(|other| other.kind != LoadKind::Script && other.targets.contains(&file))
        };
        let [file] = site.targets.as_slice() else { continue };
        if is_included(*file) {
            continue;
        }
        let lost = options_of(context, *file);
        // One may be a variable that only looks like an option; what the configuration reads is one.
        if lost.is_empty() || lost.iter().any(|option| context.is_used(option)) {
            continue;
        }
        let names: Vec<String> = lost.iter().map(|option| format!("`{option}`")).collect();
        let are = if lost.len() == 1 { "is" } else { "are" };
        let finding = findings.add(
            context.first_line(site.span),
            format!("this runs as plain Lua: {} {are} set for nobody", show::list(&names, "and")),
        );
        finding.help = Some("Use `Include`, which loads the file as part of the configuration".to_owned());
        if let Some(call) = callee(&context.file.text, site.span) {
            finding.fix = Some(Fix {
                title: "Use `Include`".to_owned(),
                edits: vec![Edit { file: context.file.id, span: call, text: "Include".to_owned() }],
                safe: false,
            });
        }
    }
}

/// The options that a file sets with statements of its own.
fn options_of(context: &Context<'_>, file: config::FileId) -> Vec<String> {
    let Some(source) = context.knowledge.file(file) else { return Vec::new() };
    let mut found: Vec<String> = Vec::new();
    for stat in &source.parse.chunk.block.stats {
        let StatKind::Assign { targets, .. } = &stat.kind else { continue };
        for name in targets.iter().filter_map(|target| target.as_name()) {
            if context.schema.option(name).is_some() && !found.iter().any(|known| known == name) {
                found.push(name.to_owned());
            }
        }
    }
    found
}

/// The bytes of `RunScript` or `dofile` before an argument.
fn callee(text: &[u8], argument: syntax::Span) -> Option<syntax::Span> {
    let before = text.get(..argument.start as usize)?;
    let before = before.trim_ascii_end();
    let before = before.strip_suffix(b"(").unwrap_or(before).trim_ascii_end();
    let name = [&b"RunScript"[..], b"dofile"].into_iter().find(|name| before.ends_with(name))?;
    let start = before.len() - name.len();
    let is_whole =
        before.get(..start)?.last().is_none_or(|byte| !byte.is_ascii_alphanumeric() && !b"_.".contains(byte));
    let offset = |at: usize| u32::try_from(at).ok();
    is_whole.then_some(syntax::Span::new(offset(start)?, offset(before.len())?))
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, fixed};

    #[test]
    fn scripts_set_no_options() {
        check(
            "lost-in-script",
            r#"
//- prosody.cfg.lua
RunScript "more.cfg.lua"
          ^^^^^^^^^^^^^^ warning[lost-in-script]: this runs as plain Lua: `admins` and `storage` are set for nobody
RunScript "helper.lua"
local name = domain
//- more.cfg.lua
admins = { "a@example.com" }
storage = "sql"
//- helper.lua
domain = "example.com"
"#,
        );
        check(
            "lost-in-script",
            "RunScript \"helper.lua\"\ncertificates = certificates\n//- helper.lua\ncertificates = \"certs\"\n",
        );
    }

    #[test]
    fn include_is_meant() {
        assert_eq!(
            fixed("lost-in-script", "RunScript(\"a.cfg.lua\")\n//- a.cfg.lua\nadmins = {}\n"),
            "Include(\"a.cfg.lua\")\n"
        );
    }
}

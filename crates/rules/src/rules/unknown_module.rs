//! `unknown-module`

#[cfg(test)]
mod tests;

use config::{Assignment, Entry, How, Value};
use syntax::Span;

use crate::context::{Context, Findings};
use crate::loaded::{PROVIDERS, is_built_in};
use crate::registry::declare_rule;
use crate::{Edit, Fix, Severity, former, list, module_lists};

declare_rule! {
    /// Finds modules that are not there.
    ///
    /// Names in `modules_enabled`, after `Component "..."`, and the providers that `authentication`, `storage` and
    /// `authorization` choose are looked for among Prosody's own modules, those of the community collection, in the
    /// `plugin_paths` of the configuration and everywhere in the workspace. Prosody logs an error for a module that it does not find, and goes on without.
    ///
    /// Lists that are built first are followed: a name counts wherever it ends up in `modules_enabled`, and in branches of
    /// the file that are not taken this time, too.
    ///
    /// Of names in `modules_disabled` only those are told that look like a slip of the pen.
    ///
    /// Where `plugin_paths` names directories that are not on this machine, it is only a hint, and nothing is said of
    /// modules that come with other products (Jitsi Meet, Snikket).
    ///
    /// Bad:
    /// ```lua
    /// modules_enabled = { "roster", "carbon" }
    /// ```
    /// Good:
    /// ```lua
    /// modules_enabled = { "roster", "carbons" }
    /// ```
    UNKNOWN_MODULE = "unknown-module", Warning, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    for listed in module_lists::names(context) {
        // Others say what is wrong about those.
        let is_known = |name: &str| context.schema.module(name).is_some();
        if !listed.name.strip_prefix("mod_").is_some_and(is_known) && !former::is(context, &listed.name) {
            report(context, &listed.name, "", listed.span, findings);
        }
    }
    for assigned in context.lasting_written().filter(|assigned| &*assigned.set.option == "modules_disabled") {
        let set = assigned.set;
        for entry in assigned.own_items().unwrap_or_default() {
            // To disable what is not there does no harm, unless something else was meant.
            if let Some(name) = entry.value.as_str()
                && context.schema.module_history(name).is_none()
                && schema::suite_of(name).is_none()
                && !former::is(context, name)
                && !near(context, name, "").is_empty()
            {
                report(context, name, "", context.entry_span(set, entry), findings);
            }
        }
    }
    for assigned in context.lasting_written() {
        let set = assigned.set;
        let option = &*set.option;
        let Some((_, prefix)) = PROVIDERS.into_iter().find(|(name, _)| *name == option) else { continue };
        match &set.value {
            Value::Table(table) if option == "storage" => {
                for entry in &table.entries {
                    report_entry(context, set, entry, prefix, findings);
                }
            }
            value if set.how != How::Append => {
                if let Some(name) = value.as_str()
                    && !former::is(context, &format!("{prefix}{name}"))
                {
                    report(context, name, prefix, context.value_span(set), findings);
                }
            }
            _ => {}
        }
    }
    for section in context.sections() {
        if let Some(module) = &section.component {
            report(context, module, "", context.first_line(section.call), findings);
        }
    }
}

fn report_entry(
    context: &Context<'_>,
    set: &Assignment,
    entry: &Entry,
    prefix: &str,
    findings: &mut Findings,
) {
    if let Some(name) = entry.value.as_str()
        && !former::is(context, &format!("{prefix}{name}"))
    {
        report(context, name, prefix, context.entry_span(set, entry), findings);
    }
}

fn report(context: &Context<'_>, name: &str, prefix: &str, span: Span, findings: &mut Findings) {
    // A template that nobody has filled in yet.
    if ["{{", "${", "<%"].iter().any(|mark| name.contains(mark)) {
        return;
    }
    let (schema, module) = (context.schema, format!("{prefix}{name}"));
    if schema.module(&module).is_some()
        || is_built_in(&module)
        || context.tree.plugins.paths.find(&module).is_some()
    {
        return;
    }
    if let Some(other) = schema.module_history(&module) {
        let version = schema.version();
        let message = match (other.since, other.removed) {
            (Some(since), _) if version < since => {
                format!("Prosody {version} does not have the module \"{module}\": it came with {since}")
            }
            (_, Some(removed)) => {
                format!(
                    "Prosody {version} does not have the module \"{module}\": it was removed in {removed}"
                )
            }
            _ => return,
        };
        let finding = findings.add(span, message);
        finding.url = other.url.map(str::to_owned);
        if context.tree.plugins.paths.unseen {
            finding.severity = Severity::Hint;
        }
        return;
    }
    if let Some(suite) = schema::suite_of(&module) {
        // Where `plugin_paths` leads out of sight, it leads to the product's modules.
        if !context.tree.plugins.paths.unseen {
            let message = format!(
                "the module \"{module}\" comes with {}, but no directory in `plugin_paths` has it",
                suite.name
            );
            findings.add(span, message).url = Some(suite.url.to_owned());
        }
        return;
    }
    let finding = findings.add(
        span,
        format!(
            "\"{module}\" is not a module of Prosody, nor of the community collection as it is known here"
        ),
    );
    let near = near(context, &module, prefix);
    if !near.is_empty() {
        let quoted: Vec<String> = near.iter().map(|name| format!("\"{name}\"")).collect();
        finding.help = Some(format!("Did you mean {}?", crate::show::list(&quoted, "or")));
    }
    if let [only] = near.as_slice()
        && let Some(inside) = list::quoted(&context.file.text, span, name)
    {
        finding.fix = Some(Fix {
            title: format!("Change to \"{only}\""),
            edits: vec![Edit { file: context.file.id, span: inside, text: only.clone() }],
            safe: false,
        });
    }
    if context.tree.plugins.paths.unseen {
        finding.severity = Severity::Hint;
    }
}

/// Modules with nearly the same name, without the prefix.
fn near(context: &Context<'_>, module: &str, prefix: &str) -> Vec<String> {
    let near = context.knowledge.nearest().modules(context.schema, module);
    near.iter().filter_map(|name| name.strip_prefix(prefix)).map(str::to_owned).collect()
}

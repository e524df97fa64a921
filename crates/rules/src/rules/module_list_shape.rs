//! `module-list-shape`

use config::{How, Value};

use crate::context::{Context, Findings, is_vague};
use crate::registry::declare_rule;
use crate::show;

declare_rule! {
    /// Finds lists of modules that are no lists of names.
    ///
    /// `modules_enabled` and `modules_disabled` take names in braces. What is no string there Prosody cannot load, and a
    /// `name = value` between them sets no option: it belongs outside the braces.
    ///
    /// Bad:
    /// ```lua
    /// modules_enabled = { "bosh", cross_domain_bosh = true }
    /// ```
    /// Good:
    /// ```lua
    /// modules_enabled = { "bosh" }
    /// consider_bosh_secure = true
    /// ```
    MODULE_LIST_SHAPE = "module-list-shape", Error, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    for assigned in context.lasting_written() {
        let set = assigned.set;
        let option = &*set.option;
        if !matches!(option, "modules_enabled" | "modules_disabled") {
            continue;
        }
        match &set.value {
            Value::Table(table) => {
                for entry in table.entries.iter().filter(|entry| !is_vague(&entry.value)) {
                    let span = context.entry_span(set, entry);
                    // `{{name}}`: a template that is still to be filled in.
                    if span.slice(&context.file.text).starts_with(b"{{") {
                        continue;
                    }
                    if let Some(key) = entry.key.as_str() {
                        findings.add(
                            span,
                            format!(
                                "`{key}` is no module but a key: an option belongs outside of `{option}`"
                            ),
                        );
                    } else if matches!(entry.key, Value::Int(_)) && !matches!(entry.value, Value::Str(_)) {
                        findings.add(
                            span,
                            format!("`{option}` takes names of modules, not {}", show::value(&entry.value)),
                        );
                    }
                }
            }
            value if is_vague(value) || *value == Value::Nil || set.how == How::Append => {}
            value => {
                let message =
                    format!("`{option}` takes a list of names in braces, not {}", show::value(value));
                let finding = findings.add(context.value_span(set), message);
                if let Some(name) = value.as_str() {
                    finding.help = Some(format!("Write `{option} = {{ \"{name}\" }}`"));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn names_in_braces() {
        check(
            "module-list-shape",
            r#"
modules_enabled = { "roster", { "mam" }, 7, storage = "sql" }
                              ^^^^^^^^^ error[module-list-shape]: `modules_enabled` takes names of modules, not a table
                                         ^ error[module-list-shape]: `modules_enabled` takes names of modules, not 7
                                                      ^^^^^ error[module-list-shape]: `storage` is no module but a key: an option belongs outside of `modules_enabled`
modules_disabled = "s2s"
                   ^^^^^ error[module-list-shape]: `modules_disabled` takes a list of names in braces, not "s2s"
"#,
        );
    }
}

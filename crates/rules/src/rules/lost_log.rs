//! `lost-log`

use config::{Assignment, Entry, Value};
use schema::Domain;
use syntax::Span;

use crate::context::{Context, Findings, is_vague};
use crate::registry::declare_rule;
use crate::template::is_unfilled;
use crate::{Edit, Fix, list, show};

declare_rule! {
    /// Finds settings of the log that make messages go nowhere.
    ///
    /// What `log` says is taken as it is: an unknown target, or a target without the `*` that tells it from the name of a
    /// file, is no error. The messages do not turn up, or do in a file called `debug`.
    ///
    /// Bad:
    /// ```lua
    /// log = { info = "*stderr" }
    /// ```
    /// Good:
    /// ```lua
    /// log = { info = "*console" }
    /// ```
    LOST_LOG = "lost-log", Warning, check
}

/// The levels, from the most harmless.
const LEVELS: [&str; 4] = ["debug", "info", "warn", "error"];

/// Targets that other programs have.
const OF_OTHERS: [&str; 7] = ["journal", "journald", "screen", "stderr", "systemd", "terminal", "tty"];

fn check(context: &Context<'_>, findings: &mut Findings) {
    for assigned in context
        .lasting_written()
        .filter(|assigned| &*assigned.set.option == "log" && &*assigned.set.host == "*")
    {
        let set = assigned.set;
        match &*assigned.own_value() {
            Value::Table(table) => {
                for entry in &table.entries {
                    inside(context, set, entry, findings);
                }
            }
            value => {
                if let Some(text) = value.as_str() {
                    whole(context, text, context.value_span(set), findings);
                }
            }
        }
    }
}

/// `log = "..."`
fn whole(context: &Context<'_>, text: &str, span: Span, findings: &mut Findings) {
    if let Some(target) = text.strip_prefix('*') {
        unknown(context, target, span, findings);
    } else if LEVELS.contains(&text) {
        let finding = findings.add(span, format!("{} is taken for the name of a file", show::string(text)));
        finding.help = Some(format!(
            "Write `{{ {text} = \"*console\" }}`, or the file that the log is to be written to"
        ));
    }
}

/// One entry of `log = { ... }`.
fn inside(context: &Context<'_>, set: &Assignment, entry: &Entry, findings: &mut Findings) {
    let span = context.entry_span(set, entry);
    if let Some(level) = entry.key.as_str() {
        match &entry.value {
            _ if !LEVELS.contains(&level) => {}
            value if is_vague(value) && value.as_table().is_none() => {}
            Value::Str(_) => {
                if let Some(target) = entry.value.as_str().and_then(|text| text.strip_prefix('*')) {
                    unknown(context, target, span, findings);
                }
            }
            Value::Nil | Value::Bool(false) => {}
            value => {
                let message = format!(
                    "`log.{level}` takes a file or a target, not {}: its messages are not written",
                    show::value(value)
                );
                findings.add(span, message).help =
                    Some(format!("Write `{level} = \"*console\"` or the like"));
            }
        }
        return;
    }
    match &entry.value {
        Value::Str(_) => match entry.value.as_str().map(|text| (text, text.strip_prefix('*'))) {
            Some((_, Some(target))) => unknown(context, target, span, findings),
            Some((text, None)) => {
                let message =
                    format!("{} in a list is no target: nothing is written to it", show::string(text));
                let finding = findings.add(span, message);
                finding.help = Some(format!("Say from which level on: `info = {}`", show::string(text)));
            }
            None => {}
        },
        Value::Table(table) => {
            let of = |key: &str| table.get(key);
            let Some(to) = of("to") else {
                if !table.open {
                    let finding = findings.add(span, "this says not where to: nothing is written");
                    finding.help = Some("Add `to = \"console\"` or the like".to_owned());
                }
                return;
            };
            let Some(target) = to.value.as_str() else { return };
            let span = context.entry_span(set, to);
            if let Some(bare) = target.strip_prefix('*') {
                let finding = findings
                    .add(span, format!("{} has no `*` here: nothing is written", show::string(target)));
                finding.help = Some(format!("Write \"{bare}\""));
                replace(context, finding, span, target, bare);
            } else if target == "file" && of("filename").is_none() && !table.open {
                let finding = findings.add(span, "a file has to have a name: Prosody does not start");
                finding.help =
                    Some("Add `filename = \"/var/log/prosody/prosody.log\"` or the like".to_owned());
            } else {
                unknown(context, target, span, findings);
            }
        }
        _ => {}
    }
}

/// Says so of a target that nothing provides.
fn unknown(context: &Context<'_>, target: &str, span: Span, findings: &mut Findings) {
    if is_unfilled(target) {
        return;
    }
    let known: Vec<&str> = context.schema.domain(Domain::LogSink).into_iter().map(|word| word.name).collect();
    if known.contains(&target) {
        return;
    }
    let mut near = known.iter().filter(|word| strsim::osa_distance(word, target) <= 2);
    let near = near.next().filter(|_| target.len() > 3).copied();
    // Modules may bring others.
    let may_be_provided = !context.is_complete()
        || !context.knows_all_modules()
        || context.knowledge.loaded().iter().any(|name| name.contains("log") || name.contains("sentry"));
    if near.is_none() && !OF_OTHERS.contains(&target) && may_be_provided {
        return;
    }
    let message = format!("Prosody knows no target {}: these messages are lost", show::string(target));
    let finding = findings.add(span, message);
    let words: Vec<String> = known.iter().map(|word| format!("\"{word}\"")).collect();
    finding.help = Some(format!("There are {}", show::list(&words, "and")));
    if let Some(near) = near {
        replace(context, finding, span, target, near);
    }
}

/// Proposes another target; `*` in front of it stays.
fn replace(context: &Context<'_>, finding: &mut crate::Finding, span: Span, old: &str, new: &str) {
    let starred = format!("*{old}");
    let inside = list::quoted(&context.file.text, span, old).or_else(|| {
        Some(Span::new(
            list::quoted(&context.file.text, span, &starred)?.start + 1,
            list::quoted(&context.file.text, span, &starred)?.end,
        ))
    });
    if let Some(inside) = inside {
        finding.fix = Some(Fix {
            title: format!("Change to \"{new}\""),
            edits: vec![Edit { file: context.file.id, span: inside, text: new.to_owned() }],
            safe: false,
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, fixed};

    #[test]
    fn targets_that_are_none() {
        check(
            "lost-log",
            r#"
log = {
    info = "*stderr",
           ^^^^^^^^^ warning[lost-log]: Prosody knows no target "stderr": these messages are lost
    warn = "*syslog",
    error = true,
            ^^^^ warning[lost-log]: `log.error` takes a file or a target, not true: its messages are not written
    "*console",
    "prosody.log",
    ^^^^^^^^^^^^^ warning[lost-log]: "prosody.log" in a list is no target: nothing is written to it
    { to = "*console" },
           ^^^^^^^^^^ warning[lost-log]: "*console" has no `*` here: nothing is written
    { to = "file" },
           ^^^^^^ warning[lost-log]: a file has to have a name: Prosody does not start
    { to = "file", filename = "x.log" },
    { levels = { min = "info" } },
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[lost-log]: this says not where to: nothing is written
}
"#,
        );
        check(
            "lost-log",
            r#"
log = "debug"
      ^^^^^^^ warning[lost-log]: "debug" is taken for the name of a file
"#,
        );
    }

    #[test]
    fn modules_may_bring_targets() {
        check("lost-log", "modules_enabled = { \"log_json\" }\nlog = { info = \"*json\" }\n");
        check("lost-log", "log = \"*console\"\n");
        check("lost-log", "log = { info = ENV_LOG, debug = \"/var/log/x.log\" }\n");
    }

    #[test]
    fn slips_are_mended() {
        assert_eq!(fixed("lost-log", "log = '*consle'\n"), "log = '*console'\n");
        assert_eq!(fixed("lost-log", "log = { { to = '*syslog' } }\n"), "log = { { to = 'syslog' } }\n");
    }
}

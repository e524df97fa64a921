//! `wrong-type`

mod keys;

use config::{Assignment, Value};
use syntax::Span;

use crate::accessor::{Verdict, Wrong, reads_as_number};
use crate::context::{Context, Findings, Judged};
use crate::registry::declare_rule;
use crate::{Edit, Fix, Severity, list, show};

declare_rule! {
    /// Finds values that Prosody does not understand.
    ///
    /// Prosody is generous: a number may be written as a string, `"true"` is as good as `true`, a single value stands
    /// for a list of one. What it cannot make sense of it ignores, with an error in its log, and goes on without
    /// the option. Only that is reported.
    ///
    /// Bad:
    /// ```lua
    /// c2s_require_encryption = "yes"
    /// ```
    /// Good:
    /// ```lua
    /// c2s_require_encryption = true
    /// ```
    WRONG_TYPE = "wrong-type", Error, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    keys::check(context, findings);
    for Judged { set, option: info, verdict } in context.judged() {
        if let Some(message) = raw(set) {
            findings.add(context.value_span(set), message);
            continue;
        }
        let (Some(info), Verdict::Wrong(wrong)) = (info, verdict) else { continue };
        let option = &set.option;
        let span = context.value_span(set);
        let shown = show::value(&set.value);
        let finding = match wrong {
            Wrong::NotUnderstood(expected) => {
                findings.add(span, format!("`{option}` takes {expected}, not {shown}: Prosody ignores it"))
            }
            Wrong::Ignored(expected) => findings
                .add(span, format!("`{option}` takes {expected}: Prosody ignores a table without items")),
            Wrong::FirstOnly => {
                findings.add(span, format!("`{option}` takes one value: Prosody uses only the first item"))
            }
            Wrong::Keys => findings.add(span, format!("`{option}` takes a list: Prosody ignores named keys")),
            Wrong::Item(entry, expected) => findings.add(
                context.entry_span(set, entry),
                format!(
                    "`{option}` takes a list of numbers: {} is not {expected}",
                    show::value(&entry.value)
                ),
            ),
            Wrong::Ambiguous(number) => {
                let has_unit =
                    unit(set, number).is_some_and(|unit| matches!(unit.as_str(), "m" | "mo" | "mi"));
                let finding = if has_unit {
                    let message = format!("{shown} is ambiguous: Prosody logs an error and guesses");
                    let finding = findings.add(span, message);
                    finding.help =
                        Some(format!("Write \"{number} minutes\", \"{number} months\" or the like"));
                    finding
                } else {
                    let message = format!(
                        "{shown} has no unit that Prosody knows: it logs an error and takes it for {number} seconds"
                    );
                    let finding = findings.add(span, message);
                    finding.help = Some(format!(
                        "Write {number} without quotes for seconds, or a whole number with a unit, such as \"{number} days\""
                    ));
                    finding
                };
                finding.fix = period(context, set, span, number);
                finding
            }
            Wrong::Fraction(whole) => {
                let finding = findings.add(
                    span,
                    format!("`{option}` takes a whole number: Prosody uses {}", show::number(*whole)),
                );
                finding.severity = Severity::Warning;
                finding
            }
        };
        finding.url = info.best().module.url.map(str::to_owned);
    }
}

/// What is wrong about the value of an option that Prosody reads as it is, without an accessor that would understand
/// `"false"`: from `core/portmanager.lua`, `core/hostmanager.lua`, `util/startup.lua`.
fn raw(set: &Assignment) -> Option<String> {
    let option = &*set.option;
    let shown = show::value(&set.value);
    let is_global = &*set.host == "*";
    let is_word_for_no =
        matches!(set.value.as_str(), Some("false" | "no" | "off")) || set.value == Value::Int(0);
    match option {
        "use_ipv4" | "use_ipv6" if is_global && is_word_for_no => {
            Some(format!("`{option}` is switched off by `false` alone: {shown} leaves it on"))
        }
        "enabled" if is_word_for_no => {
            Some(format!("a host is switched off by `enabled = false` alone: {shown} leaves it on"))
        }
        // `core/storagemanager.lua` asks the table for the name of each store.
        "storage" => {
            let table = set.value.as_table().filter(|table| !table.open)?;
            table.items().next()?;
            Some("`storage` takes one name, or a name for each store (`archive = \"sql\"`): Prosody ignores a list".to_owned())
        }
        // `pposix.umask` reads as many octal digits as there are.
        "umask" if is_global => {
            let text = match &set.value {
                Value::Int(number) => number.to_string(),
                value => value.as_str()?.to_owned(),
            };
            let octal: String = text.chars().take_while(|c| ('0'..='7').contains(c)).collect();
            let taken = octal.trim_start_matches('0');
            (octal.len() < text.len()).then(|| {
                format!("`umask` takes octal digits such as \"027\": Prosody takes {shown} for \"0{taken}\"")
            })
        }
        "statistics"
            if is_global && matches!(set.value, Value::Bool(true) | Value::Int(_) | Value::Table(_)) =>
        {
            Some(format!(
                "`statistics` takes a string such as \"internal\", not {shown}: Prosody does not start"
            ))
        }
        "statistics_interval" if is_global => {
            let text = set.value.as_str()?;
            (text != "manual" && !reads_as_number(&set.value)).then(|| {
                format!("`statistics_interval` takes a number of seconds or \"manual\", not {shown}: there are no statistics")
            })
        }
        "plugin_paths" if is_global && set.value.as_str().is_some() => {
            Some(format!("`plugin_paths` takes a list in braces, not {shown}: Prosody does not start"))
        }
        _ => None,
    }
}

/// What is written behind the number of a period, in small letters.
fn unit(set: &Assignment, number: &str) -> Option<String> {
    let text = set.value.as_str()?.to_ascii_lowercase();
    Some(text.split_once(number)?.1.trim_start().to_owned())
}

/// The period that Prosody takes an ambiguous one for, in words.
fn period(context: &Context<'_>, set: &Assignment, span: Span, number: &str) -> Option<Fix> {
    // `util.human.io`: `m` and `mo` are months, anything else is seconds.
    let unit = match unit(set, number)?.as_str() {
        "m" | "mo" => "month",
        "mi" => "minute",
        _ => return None,
    };
    let plural = if number == "1" { "" } else { "s" };
    let inside = list::quoted(&context.file.text, span, set.value.as_str()?)?;
    Some(Fix {
        title: format!("Write \"{number} {unit}{plural}\", which is what Prosody takes it for"),
        edits: vec![Edit { file: context.file.id, span: inside, text: format!("{number} {unit}{plural}") }],
        // It may be meant otherwise.
        safe: false,
    })
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, fixed};

    #[test]
    fn keys_have_shapes_too() {
        check(
            "wrong-type",
            r#"
limits = { c2s = "10kb/s", s2sin = { rate = "10kb/s", burst = 5 } }
                 ^^^^^^^^ error[wrong-type]: `limits.c2s` takes a table, not "10kb/s"
ssl = { certificate = { "x.pem" }, key = "x.key", depth = "one" }
                      ^^^^^^^^^^^ error[wrong-type]: `ssl.certificate` takes a string, not a table
                                                          ^^^^^ error[wrong-type]: `ssl.depth` takes a number, not "one"
"#,
        );
    }

    #[test]
    fn one_string_is_no_list_of_ports() {
        check(
            "wrong-type",
            r#"
c2s_ports = "5222,5223"
            ^^^^^^^^^^^ error[wrong-type]: `c2s_ports` takes a list of numbers, not "5222,5223": Prosody ignores it
s2s_ports = "5269"
"#,
        );
    }

    #[test]
    fn periods_have_units() {
        check(
            "wrong-type",
            r#"
c2s_timeout = "300"
              ^^^^^ error[wrong-type]: "300" has no unit that Prosody knows: it logs an error and takes it for 300 seconds
archive_expires_after = "1 fortnight"
                        ^^^^^^^^^^^^^ error[wrong-type]: "1 fortnight" has no unit that Prosody knows: it logs an error and takes it for 1 seconds
"#,
        );
    }

    #[test]
    fn what_the_server_reads_while_it_starts() {
        check(
            "wrong-type",
            r#"
umask = "0o27"
        ^^^^^^ error[wrong-type]: `umask` takes octal digits such as "027": Prosody takes "0o27" for "0"
statistics = true
             ^^^^ error[wrong-type]: `statistics` takes a string such as "internal", not true: Prosody does not start
statistics_interval = "manually"
                      ^^^^^^^^^^ error[wrong-type]: `statistics_interval` takes a number of seconds or "manual", not "manually": there are no statistics
"#,
        );
        check(
            "wrong-type",
            r#"
storage = { "sql" }
          ^^^^^^^^^ error[wrong-type]: `storage` takes one name, or a name for each store (`archive = "sql"`): Prosody ignores a list
"#,
        );
        check("wrong-type", "umask = 027\nstatistics_interval = \"60\"\nstatistics = \"internal\"\n");
    }

    #[test]
    fn values_that_are_not_understood() {
        check(
            "wrong-type",
            r#"
c2s_require_encryption = "yes"
                         ^^^^^ error[wrong-type]: `c2s_require_encryption` takes true or false, not "yes": Prosody ignores it
max_history_messages = "ten"
                       ^^^^^ error[wrong-type]: `max_history_messages` takes a whole number, not "ten": Prosody ignores it
c2s_ports = { 5222, "xmpp" }
                    ^^^^^^ error[wrong-type]: `c2s_ports` takes a list of numbers: "xmpp" is not a number
"#,
        );
    }

    #[test]
    fn in_branches_and_on_hosts_that_only_the_environment_knows() {
        check(
            "wrong-type",
            r#"
if ENV_STAGE == "test" then
    c2s_timeout = "5m"
                  ^^^^ error[wrong-type]: "5m" is ambiguous: Prosody logs an error and guesses
end
VirtualHost(ENV_DOMAIN)
archive_expires_after = "1m"
                        ^^^^ error[wrong-type]: "1m" is ambiguous: Prosody logs an error and guesses
"#,
        );
        // Another one is always there.
        check("wrong-type", "if ENV_STAGE then c2s_timeout = \"5m\" end\nc2s_timeout = 300\n");
    }

    #[test]
    fn options_of_private_modules_are_read_like_others() {
        check(
            "wrong-type",
            r#"
//- prosody.cfg.lua
plugin_paths = { "plugins" }
modules_enabled = { "ours" }
ours_loud = "very"
            ^^^^^^ error[wrong-type]: `ours_loud` takes true or false, not "very": Prosody ignores it
ours_wait = "soon"
            ^^^^^^ error[wrong-type]: `ours_wait` takes a number of seconds or a period such as "2 days", not "soon": Prosody ignores it
ours_words = { hello = true }
             ^^^^^^^^^^^^^^^^ error[wrong-type]: `ours_words` takes a list: Prosody ignores named keys
admins = { "a@example.com" }
//- plugins/mod_ours.lua
local loud = module:get_option_boolean("ours_loud", false)
local wait = module:get_option_period("ours_wait", "1 day")
local words = module:get_option_array("ours_words", {})
local admins = module:get_option_string("admins")
"#,
        );
    }

    #[test]
    fn ambiguous_periods_are_written_out() {
        assert_eq!(
            fixed("wrong-type", "archive_expires_after = '1m'\n"),
            "archive_expires_after = '1 month'\n"
        );
    }

    #[test]
    fn what_is_read_as_it_is() {
        check(
            "wrong-type",
            r#"
use_ipv6 = "false"
           ^^^^^^^ error[wrong-type]: `use_ipv6` is switched off by `false` alone: "false" leaves it on
plugin_paths = "/opt/modules"
               ^^^^^^^^^^^^^^ error[wrong-type]: `plugin_paths` takes a list in braces, not "/opt/modules": Prosody does not start
use_ipv4 = true
"#,
        );
    }
}

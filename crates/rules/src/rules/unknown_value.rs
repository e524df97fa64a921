//! `unknown-value`

mod limits;
mod mechanisms;
mod tls;

use config::{Assignment, Entry, How, Value};
use schema::{Domain, EnumValue, Key, OptionType};

use crate::accessor::is_value;
use crate::context::{Context, Findings, is_vague};
use crate::registry::declare_rule;
use crate::template::is_unfilled;
use crate::{Edit, Fix, list, show};

declare_rule! {
    /// Finds words that Prosody does not know where it knows but a few.
    ///
    /// Names of network backends and TLS profiles, levels of log messages, and the values of some keys in tables are taken
    /// from short lists. Prosody passes over any other word, or does not start. The rates of `limits` have one form only.
    ///
    /// Bad:
    /// ```lua
    /// log = { { to = "syslog", levels = { min = "warning" } } }
    /// ```
    /// Good:
    /// ```lua
    /// log = { { to = "syslog", levels = { min = "warn" } } }
    /// ```
    UNKNOWN_VALUE = "unknown-value", Warning, check
}

/// Tables nested deeper have no keys that are known.
const DEPTH: usize = 5;

fn check(context: &Context<'_>, findings: &mut Findings) {
    for assigned in context.lasting_written().filter(|assigned| assigned.set.how != How::Append) {
        let set = assigned.set;
        let Some(info) = context.option(set).filter(|info| info.is_core()) else { continue };
        if context.is_used(&set.option) {
            continue;
        }
        match &*assigned.own_value() {
            value if mechanisms::are_in(&set.option) => mechanisms::look(context, set, value, findings),
            Value::Table(table) => {
                let keys: Vec<&'static Key> = info.keys().collect();
                for entry in &table.entries {
                    look(context, set, &mut vec![set.option.to_string()], &keys, entry, findings);
                }
            }
            value if info.common_type() != Some(OptionType::Enum) => {
                if let Some(words) = words(context, &[&set.option])
                    && let Some(word) = value.as_str()
                    && !words.contains(&word)
                    // `:name` is a module of Lua.
                    && !(word.starts_with(':') && &*set.option == "statistics")
                {
                    report(context, context.value_span(set), &set.option, word, &words, findings);
                }
            }
            _ => {}
        }
    }
}

fn look(
    context: &Context<'_>,
    set: &Assignment,
    path: &mut Vec<String>,
    keys: &[&'static Key],
    entry: &Entry,
    findings: &mut Findings,
) {
    let name = match &entry.key {
        Value::Int(_) => Key::ITEM,
        key => match key.as_str() {
            Some(key) => key,
            None => return,
        },
    };
    let key = keys
        .iter()
        .find(|key| key.name == name)
        .or_else(|| keys.iter().find(|key| key.name == Key::ANY && name != Key::ITEM))
        .copied();
    path.push(name.to_owned());
    let names: Vec<&str> = path.iter().map(String::as_str).collect();
    let shown = || path.iter().filter(|part| *part != Key::ITEM).cloned().collect::<Vec<_>>().join(".");
    match &entry.value {
        Value::Table(table) if path.len() < DEPTH => {
            let inner: Vec<&'static Key> =
                key.map(|key| key.keys(context.schema.version()).collect()).unwrap_or_default();
            for entry in &table.entries {
                look(context, set, path, &inner, entry, findings);
            }
        }
        value if is_vague(value) => {}
        value => {
            let span = context.entry_span(set, entry);
            if let Some(words) = tls::words(&names) {
                tls::report(findings, span, &names, value, words);
            } else if let Some(key) = key.filter(|key| key.ty == OptionType::Enum && !key.values.is_empty()) {
                let is_known = key.values.iter().any(|known| is_value(known, value));
                if !is_known && !value.as_str().is_some_and(is_unfilled) {
                    let words: Vec<String> = key.values.iter().map(EnumValue::to_string).collect();
                    let message = format!("{} is not a value of `{}`", show::value(value), shown());
                    findings.add(span, message).help = Some(format!("Use {}", show::list(&words, "or")));
                }
            } else if let Some(words) = words(context, &names)
                && let Some(word) = value.as_str()
                && !words.contains(&word)
            {
                report(context, span, &shown(), word, &words, findings);
            } else if let ["limits", _, "rate" | "burst"] = names.as_slice() {
                limits::report(findings, span, name, &shown(), value);
            }
        }
    }
    path.pop();
}

/// What `pposix.syslog_open` knows.
const FACILITIES: [&str; 20] = [
    "auth", "authpriv", "cron", "daemon", "ftp", "kern", "local0", "local1", "local2", "local3", "local4",
    "local5", "local6", "local7", "lpr", "mail", "news", "syslog", "user", "uucp",
];

/// The words that Prosody knows at a path of keys, where there can be no others.
fn words<'a>(context: &Context<'a>, path: &[&str]) -> Option<Vec<&'a str>> {
    if let ["statistics"] = path {
        return Some(vec!["internal", "statsd"]);
    }
    if let ["syslog_facility"] | ["log", _, "syslog_facility"] = path {
        return Some(FACILITIES.to_vec());
    }
    let domain = Domain::of_value(path)?;
    let is_closed = matches!(domain, Domain::LogLevel | Domain::NetworkBackend | Domain::TlsProfile);
    is_closed.then(|| context.schema.domain(domain).into_iter().map(|word| word.name).collect())
}

fn report(
    context: &Context<'_>,
    span: syntax::Span,
    what: &str,
    word: &str,
    words: &[&str],
    findings: &mut Findings,
) {
    if is_unfilled(word) {
        return;
    }
    let finding = findings.add(span, format!("{} is not a value of `{what}`", show::string(word)));
    let all: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    finding.help = Some(format!("Use {}", show::list(&all, "or")));
    let lower = word.to_lowercase();
    let is_near = |known: &&&str| {
        strsim::osa_distance(known, &lower) <= 1 || lower.starts_with(**known) || known.starts_with(&*lower)
    };
    let mut near = words.iter().filter(is_near);
    if let (Some(only), None) = (near.next(), near.next())
        && let Some(inside) = list::quoted(&context.file.text, span, word)
    {
        finding.fix = Some(Fix {
            title: format!("Change to \"{only}\""),
            edits: vec![Edit { file: context.file.id, span: inside, text: (*only).to_owned() }],
            safe: false,
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, fixed};

    #[test]
    fn words_that_prosody_knows() {
        check(
            "unknown-value",
            r#"
log = { { to = "syslog", levels = { min = "warning", max = "error" } } }
                                          ^^^^^^^^^ warning[unknown-value]: "warning" is not a value of `log.levels.min`
network_backend = "libevent"
                  ^^^^^^^^^^ warning[unknown-value]: "libevent" is not a value of `network_backend`
"#,
        );
        check("unknown-value", "network_backend = ENV_BACKEND\nlog = { { to = \"ours\" } }\n");
        assert_eq!(fixed("unknown-value", "network_backend = 'epol'\n"), "network_backend = 'epoll'\n");
    }

    #[test]
    fn words_for_openssl() {
        check(
            "unknown-value",
            r#"
ssl = { options = { "no_sslv3", "no_sslv9" }, verify = "nothing", verifyext = { lsec_continue = true, lsec_ignore = true } }
                                ^^^^^^^^^^ warning[unknown-value]: "no_sslv9" is not a value of `ssl.options`: no connection can be encrypted
                                                       ^^^^^^^^^ warning[unknown-value]: "nothing" is not a value of `ssl.verify`: no connection can be encrypted
                                                                                                                    ^^^^ warning[unknown-value]: "lsec_ignore" is not a value of `ssl.verifyext`: no connection can be encrypted
"#,
        );
    }

    #[test]
    fn mechanisms_are_called_in_capital_letters() {
        check(
            "unknown-value",
            r#"
disable_sasl_mechanisms = { "plain", "DIGEST-MD5", "OURS", "SCRAM_SHA_1" }
                            ^^^^^^^ warning[unknown-value]: "plain" is no mechanism: it is called "PLAIN"
                                                           ^^^^^^^^^^^^^ warning[unknown-value]: "SCRAM_SHA_1" is no mechanism: it is called "SCRAM-SHA-1"
"#,
        );
    }

    #[test]
    fn statistics_and_the_system_log() {
        check(
            "unknown-value",
            r#"
statistics = "intern"
             ^^^^^^^^ warning[unknown-value]: "intern" is not a value of `statistics`
syslog_facility = "deamon"
                  ^^^^^^^^ warning[unknown-value]: "deamon" is not a value of `syslog_facility`
"#,
        );
        check("unknown-value", "statistics = \":ours\"\nsyslog_facility = \"local3\"\n");
    }

    #[test]
    fn rates_have_a_number_and_a_unit_for_each_second() {
        check(
            "unknown-value",
            r#"
limits = {
    c2s = { rate = "10kbps", burst = "2s" },
                   ^^^^^^^^ warning[unknown-value]: "10kbps" is not a value of `limits.c2s.rate`: Prosody logs an error and takes a rate of its own
    s2sin = { rate = "1.5mb/s" },
                     ^^^^^^^^^ warning[unknown-value]: "1.5mb/s" is not a value of `limits.s2sin.rate`: Prosody logs an error and takes a rate of its own
    s2sout = { rate = "300 KB/s" },
    s2s = { rate = "10000b/s", burst = 5 },
    component = { rate = 10240, burst = "2 minutes" },
                         ^^^^^ warning[unknown-value]: 10240 is not a value of `limits.component.rate`: the module does not load
                                        ^^^^^^^^^^^ warning[unknown-value]: "2 minutes" is not a value of `limits.component.burst`: Prosody logs an error and takes two seconds
}
"#,
        );
    }
}

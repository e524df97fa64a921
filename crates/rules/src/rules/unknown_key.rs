//! `unknown-key`

mod names;

use config::{Assignment, How, Table, Value};
use schema::{Key, OptionInfo, OptionType};

use crate::context::{Context, Findings};
use crate::registry::declare_rule;
use crate::{Edit, Finding, Fix, Severity, template};

declare_rule! {
    /// Finds keys in tables that nothing reads.
    ///
    /// Some options take tables whose keys have a meaning, such as `sql` or `limits`. As with options Prosody says nothing
    /// about a key that it does not know: what stands behind it has no effect.
    ///
    /// Options whose keys are not known, or that a module may read whose source is not known, are left alone.
    ///
    /// Bad:
    /// ```lua
    /// sql = { driver = "SQLite3", databse = "prosody.sqlite" }
    /// ```
    /// Good:
    /// ```lua
    /// sql = { driver = "SQLite3", database = "prosody.sqlite" }
    /// ```
    UNKNOWN_KEY = "unknown-key", Warning, check
}

/// Tables nested deeper have no keys that are known.
const DEPTH: usize = 5;

fn check(context: &Context<'_>, findings: &mut Findings) {
    for assigned in context.lasting_written().filter(|assigned| assigned.set.how != How::Append) {
        let set = assigned.set;
        let own = assigned.own_value();
        let Value::Table(table) = &*own else { continue };
        let Some(info) = context.option(set).filter(|info| is_keyed(*info)) else { continue };
        let is_sure = info.is_core() || context.knows_all_modules();
        if is_sure && !context.is_used(&set.option) {
            look(context, set, info, table, &mut Vec::new(), findings);
        }
    }
}

/// Whether keys of the option's own table mean something. Of lists others tell.
fn is_keyed(info: OptionInfo<'_>) -> bool {
    let is_list =
        |ty: OptionType| matches!(ty, OptionType::Set | OptionType::Array | OptionType::InheritedSet);
    !info.common_type().is_some_and(is_list)
}

fn look(
    context: &Context<'_>,
    set: &Assignment,
    info: OptionInfo<'_>,
    table: &Table,
    path: &mut Vec<String>,
    findings: &mut Findings,
) {
    for entry in &table.entries {
        let key = match &entry.key {
            Value::Int(_) => Key::ITEM.to_owned(),
            key => match key.as_str() {
                Some(key) => key.to_owned(),
                None => continue,
            },
        };
        let is_item = key == Key::ITEM;
        path.push(key);
        let keys: Vec<&str> = path.iter().map(String::as_str).collect();
        if info.takes_keys(&keys) && !is_lost(info, &keys, &entry.value) {
            if let Value::Table(inner) = &entry.value
                && path.len() < DEPTH
                && !(&*set.option == "log" && is_item && goes_elsewhere(inner))
            {
                look(context, set, info, inner, path, findings);
            }
        } else if !is_item {
            report(context, set, info, entry, path, findings);
        }
        if let [key] = &**path
            && !is_item
        {
            names::look(context, set, entry, key, findings);
        }
        path.pop();
    }
}

/// Whether a key only passes as one of many that stand for a table each, and has no table: `ssl = { cert = "x.pem" }`,
/// where tables may stand for ports, or `limits = { rate = "10kb/s" }`.
fn is_lost(info: OptionInfo<'_>, path: &[&str], value: &Value) -> bool {
    let is_single = matches!(value, Value::Str(_) | Value::Int(_) | Value::Float(_) | Value::Bool(true));
    info.is_core()
        && is_single
        && key_at(info, path).is_some_and(|key| key.name == Key::ANY && key.ty == OptionType::Table)
}

/// The key that a path means.
pub(super) fn key_at(info: OptionInfo<'_>, path: &[&str]) -> Option<&'static Key> {
    let (last, parents) = path.split_last()?;
    key_among(&keys_below(info, parents.iter().copied()), last)
}

/// The keys of the table that a path leads to.
fn keys_below<'p>(info: OptionInfo<'_>, path: impl Iterator<Item = &'p str>) -> Vec<&'static Key> {
    let mut keys: Vec<&'static Key> = info.keys().collect();
    for name in path {
        keys = key_among(&keys, name).map(|key| key.keys(info.version()).collect()).unwrap_or_default();
    }
    keys
}

/// The key of a name, or the one that stands for any name.
fn key_among(keys: &[&'static Key], name: &str) -> Option<&'static Key> {
    let named = keys.iter().find(|key| key.name == name);
    let any = || keys.iter().find(|key| key.name == Key::ANY && name != Key::ITEM);
    named.or_else(any).copied()
}

/// Targets of Prosody's own. What modules register as others takes keys of its own.
const OWN_TARGETS: [&str; 5] = ["console", "file", "nowhere", "stdout", "syslog"];

/// Whether a sink of the log is one that a module provides.
fn goes_elsewhere(sink: &Table) -> bool {
    let target = sink.get("to").and_then(|entry| entry.value.as_str());
    target.is_some_and(|target| !OWN_TARGETS.contains(&target))
}

fn report(
    context: &Context<'_>,
    set: &Assignment,
    info: OptionInfo<'_>,
    entry: &config::Entry,
    path: &[String],
    findings: &mut Findings,
) {
    let Some((key, parents)) = path.split_last() else { return };
    // A template that nobody has filled in yet.
    if template::is_unfilled(key) {
        return;
    }
    let table = std::iter::once(&*set.option).chain(parents.iter().map(String::as_str));
    let table: Vec<&str> = table.filter(|part| *part != Key::ITEM).collect();
    let span = key_span(context, set, entry, key);
    let later = newer(info, path);
    let finding = findings.add(
        span,
        match later {
            Some(since) => {
                format!("`{}` has no key `{key}` yet: it came with {since}", table.join("."))
            }
            None => format!("nothing reads a key `{key}` of `{}`", table.join(".")),
        },
    );
    finding.url = info.best().module.url.map(str::to_owned);
    if later.is_some() {
        return;
    }
    let near = near(info, parents, key);
    match near.as_slice() {
        [] => finding.severity = Severity::Info,
        [only] => propose(context, finding, key, only),
        several => {
            let names: Vec<String> = several.iter().map(|name| format!("`{name}`")).collect();
            finding.help = Some(format!("Did you mean {}?", crate::show::list(&names, "or")));
        }
    }
}

/// Where a key is written, or else its option.
fn key_span(context: &Context<'_>, set: &Assignment, entry: &config::Entry, key: &str) -> syntax::Span {
    let here = entry.origin.filter(|origin| origin.file == context.file.id);
    here.map_or_else(|| context.value_span(set), |origin| name_span(context, origin.entry, key))
}

/// Proposes the key that was most likely meant.
fn propose(context: &Context<'_>, finding: &mut Finding, key: &str, meant: &str) {
    finding.help = Some(format!("Did you mean `{meant}`?"));
    if finding.span.slice(&context.file.text) == key.as_bytes() {
        finding.fix = Some(Fix {
            title: format!("Change to `{meant}`"),
            edits: vec![Edit { file: context.file.id, span: finding.span, text: meant.to_owned() }],
            safe: false,
        });
    }
}

/// The key's name at the beginning of its entry, or all of the entry that is on its first line.
fn name_span(context: &Context<'_>, entry: syntax::Span, key: &str) -> syntax::Span {
    let text = entry.slice(&context.file.text);
    let length = u32::try_from(key.len()).unwrap_or(0);
    if text.starts_with(key.as_bytes()) {
        syntax::Span::new(entry.start, entry.start + length)
    } else {
        context.first_line(entry)
    }
}

/// The release that brought a key, if this Prosody is older.
fn newer(info: OptionInfo<'_>, path: &[String]) -> Option<schema::Version> {
    let mut since = None;
    for reader in info.readers() {
        let mut keys: Vec<&Key> = reader.option.keys.iter().collect();
        for name in path {
            let found = keys.iter().find(|key| key.name == *name)?;
            since = since.max(found.since);
            keys = found.keys.iter().collect();
        }
    }
    since.filter(|since| *since > info.version())
}

/// The keys of a table with nearly the same name.
fn near(info: OptionInfo<'_>, parents: &[String], key: &str) -> Vec<&'static str> {
    let keys = keys_below(info, parents.iter().map(String::as_str));
    let limit = if key.len() < 5 { 1 } else { 2 };
    let is_near =
        |name: &&'static str| strsim::osa_distance(&name.to_lowercase(), &key.to_lowercase()) <= limit;
    keys.iter().filter(|key| key.is_named()).map(|key| key.name).filter(is_near).collect()
}

#[cfg(test)]
mod tests {
    use schema::Version;

    use crate::tests_support::{check, fixed, for_version, merging};

    #[test]
    fn modules_provide_targets_of_the_log_with_keys_of_their_own() {
        check(
            "unknown-key",
            r#"
log = {
    { to = "ringbuffer", size = 500, filename_template = "debug-{count}.log", signal = "SIGUSR2" },
    { to = "file", filname = "prosody.log" },
                   ^^^^^^^ warning[unknown-key]: nothing reads a key `filname` of `log`
}
"#,
        );
    }

    #[test]
    fn keys_that_nothing_reads() {
        check(
            "unknown-key",
            r#"
sql = { driver = "SQLite3", databse = "prosody.sqlite" }
                            ^^^^^^^ warning[unknown-key]: nothing reads a key `databse` of `sql`
limits = {
    c2s = { rate = "10kb/s", brust = "2s" };
                             ^^^^^ warning[unknown-key]: nothing reads a key `brust` of `limits.c2s`
}
"#,
        );
        assert_eq!(fixed("unknown-key", "sql = { drivr = 'x' }\n"), "sql = { driver = 'x' }\n");
    }

    #[test]
    fn names_of_ports_are_no_excuse() {
        check(
            "unknown-key",
            r#"
ssl = { certificat = "x.pem", key = "x.key", [5223] = { key = "y.key" } }
        ^^^^^^^^^^ warning[unknown-key]: nothing reads a key `certificat` of `ssl`
limits = { rate = "10kb/s", c2s = { rate = "10kb/s" } }
           ^^^^ info[unknown-key]: nothing reads a key `rate` of `limits`
"#,
        );
    }

    #[test]
    fn stores_have_names() {
        check(
            "unknown-key",
            r#"
storage = { mam = "sql", archive = "sql", accounts = "internal", ours = "sql" }
            ^^^ warning[unknown-key]: no module keeps anything in a store called `mam`
"#,
        );
    }

    #[test]
    fn applications_have_names_of_their_own() {
        check(
            "unknown-key",
            r#"
http_paths = { bosch = "/x", mod_websocket = "/y", file_share = "/z", ours = "/o" }
               ^^^^^ warning[unknown-key]: no application of the web server is called `bosch`
                             ^^^^^^^^^^^^^ warning[unknown-key]: no application of the web server is called `mod_websocket`
"#,
        );
    }

    #[test]
    fn what_a_loader_merges_is_told_where_it_is_written() {
        check(
            "unknown-key",
            &merging(
                r#"
limits = { c2s = { rate = "10kb/s", brust = "2s" } }
                                    ^^^^^ warning[unknown-key]: nothing reads a key `brust` of `limits.c2s`
"#,
                r#"
limits = { c2s = { rate = "20kb/s" }, s2sin = { rate = "1mb/s", brust = "3s" } }
                                                                ^^^^^ warning[unknown-key]: nothing reads a key `brust` of `limits.s2sin`
"#,
            ),
        );
    }

    #[test]
    fn keys_have_their_time() {
        for_version(
            Version::V0_12,
            "unknown-key",
            r"
limits = { c2s = { max_connections_per_ip = 5 } }
                   ^^^^^^^^^^^^^^^^^^^^^^ warning[unknown-key]: `limits.c2s` has no key `max_connections_per_ip` yet: it came with 13.0
",
        );
        check("unknown-key", "limits = { c2s = { max_connections_per_ip = 5 } }\n");
    }

    #[test]
    fn open_tables_and_variables_are_left_alone() {
        check(
            "unknown-key",
            "log = { info = \"a.log\", { to = \"syslog\" } }\nhttp_paths = { ours = \"/x\" }\n\
             contact_info = { abuse = { \"mailto:a@example.com\" } }\nssl = { options = { \"no_sslv3\" } }\n\
             sql = { ours = 1 }\nprint(sql.ours)\n",
        );
    }
}

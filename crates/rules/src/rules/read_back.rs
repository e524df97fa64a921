//! `read-back`

use config::{How, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use schema::Version;
use syntax::ast::{Expr, Node, StatKind, walk};

use crate::context::{Context, Findings};
use crate::loaded::PROVIDERS;
use crate::registry::declare_rule;
use crate::rules::missing_quotes::declared;
use crate::{Edit, Fix, Severity, list};

declare_rule! {
    /// Finds options that are read back as if they were variables.
    ///
    /// Up to 0.12 an option can be set, but not read: its name is nil. From 13.0 on the name of a list gives a reference to
    /// the option, not the list: what is inserted into it gets lost, and assigned to an option it leaves that without
    /// items. `option { ... }` adds to a list.
    ///
    /// Bad:
    /// ```lua
    /// modules_enabled = { "roster" }
    /// modules_enabled = modules_enabled or {}
    /// table.insert(modules_enabled, "mam")
    /// ```
    /// Good, from Prosody 13.0 on:
    /// ```lua
    /// modules_enabled = { "roster" }
    /// modules_enabled { "mam" }
    /// ```
    READ_BACK = "read-back", Error, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    if context.schema.version() < Version::V13_0 {
        return in_old_releases(context, findings);
    }
    for set in context.assignments().filter(|set| set.how != How::Append) {
        let Value::Proxy(proxy) = &set.value else {
            references_within(context, set, &set.value, findings);
            continue;
        };
        let (host, option) = (&proxy.host, &proxy.option);
        let itself = *option == set.option && *host == set.host;
        let message = if itself {
            format!("`{option}` is made a reference to itself, and has no items any more")
        } else {
            format!("`{}` gets a reference to `{option}`, not its items: Prosody finds none", set.option)
        };
        let finding = findings.add(set.name_span, message);
        if itself {
            finding.help = Some(format!("Leave it out: `{option} {{ ... }}` adds to the list"));
            if is_fallback(context, set) {
                finding.fix = Some(Fix {
                    title: "Remove it".to_owned(),
                    edits: vec![Edit {
                        file: context.file.id,
                        span: list::removal(&context.file.text, set.span),
                        text: String::new(),
                    }],
                    safe: true,
                });
            }
        } else {
            finding.help = Some("Put the list into a `local` variable and assign that twice".to_owned());
        }
    }
    let holds_insert = memchr::memmem::find(&context.file.text, b"insert").is_some();
    if holds_insert {
        insertions(context, findings);
    }
}

/// What a table of another option says by naming one: `contact_info = { admin = my_addresses }`
fn references_within(
    context: &Context<'_>,
    set: &config::Assignment,
    value: &Value,
    findings: &mut Findings,
) {
    for entry in value.as_table().into_iter().flat_map(|table| &table.entries) {
        let Value::Proxy(proxy) = &entry.value else {
            references_within(context, set, &entry.value, findings);
            continue;
        };
        let finding = findings.add(
            context.entry_span(set, entry),
            format!("this is a reference to `{}`, not its items: Prosody finds none", proxy.option),
        );
        finding.help = Some("Put the list into a `local` variable and use that".to_owned());
    }
}

/// `option = option or {}`
fn is_fallback(context: &Context<'_>, set: &config::Assignment) -> bool {
    let written: Vec<&[u8]> = set
        .value_span
        .slice(&context.file.text)
        .split(u8::is_ascii_whitespace)
        .filter(|word| !word.is_empty())
        .collect();
    matches!(written.as_slice(), [name, b"or", b"{}"] if *name == set.option.as_bytes())
        || matches!(written.as_slice(), [name, b"or", b"{", b"}"] if *name == set.option.as_bytes())
}

/// Up to 0.12: what was set before is lost.
fn in_old_releases(context: &Context<'_>, findings: &mut Findings) {
    for assigned in context.assigned() {
        let (id, set) = (assigned.id, assigned.set);
        let before = assigned.chain.and_then(|chain| {
            let at = context.settings.position(chain, id)?;
            context.settings.assignment(*chain.assignments.get(at.checked_sub(1)?)?)
        });
        if let Some(before) = before
            && is_fallback(context, set)
        {
            let finding = findings.add(
                set.name_span,
                format!(
                    "`{0}` cannot be read back in Prosody {1}: the list is empty now",
                    set.option,
                    context.schema.version()
                ),
            );
            finding.notes.push(context.note(before, "this value is lost"));
        }
    }
    let set_at: FxHashMap<u32, &config::Assignment> =
        context.assignments().map(|set| (set.value_span.start, set)).collect();
    let locals = declared(&context.file.parse.chunk.block);
    walk(&context.file.parse.chunk.block, &mut |node| {
        let Node::Stat(stat) = node else { return };
        let StatKind::Assign { values, .. } = &stat.kind else { return };
        for value in values {
            let set = set_at.get(&value.span.start).filter(|set| set.value_span == value.span);
            // Of a word that a provider is called quotes are missing: another rule tells.
            let is_provider = |option: &str| PROVIDERS.iter().any(|(provider, _)| *provider == option);
            // `ssl = ssl` on a host leaves it to the global section, which was meant.
            let is_itself = |option: &str| value.as_name() == Some(option);
            let is_meant = |option: &str| !is_provider(option) && !is_itself(option);
            if let Some(set) = set.filter(|set| is_meant(&set.option)) {
                names_of_options(context, &locals, value, &set.value, findings);
            }
        }
    });
}

/// Up to 0.12: names of options in an assigned expression that came to nothing when it was evaluated.
fn names_of_options(
    context: &Context<'_>,
    locals: &FxHashSet<&str>,
    expr: &Expr,
    value: &Value,
    findings: &mut Findings,
) {
    if let (Some(name), Value::Nil) = (expr.as_name(), value)
        && context.settings.hosts_with(name) > 0
        && !locals.contains(name)
    {
        let version = context.schema.version();
        let finding = findings
            .add(expr.span, format!("`{name}` cannot be read back in Prosody {version}: it is nothing here"));
        finding.help = Some("Put the value into a `local` variable and use that".to_owned());
        finding.severity = Severity::Warning;
    }
    let Value::Table(table) = value else { return };
    for field in expr.as_table().unwrap_or_default() {
        let is_this = |entry: &&config::Entry| {
            let here = entry.origin.filter(|origin| origin.file == context.file.id);
            here.is_some_and(|origin| origin.value == field.value.span)
        };
        let entry = table.entries.iter().find(is_this);
        names_of_options(
            context,
            locals,
            &field.value,
            entry.map_or(&Value::Nil, |entry| &entry.value),
            findings,
        );
    }
}

/// 13.0: `table.insert(option, x)`
fn insertions(context: &Context<'_>, findings: &mut Findings) {
    let reads: Vec<_> = context.settings.reads_in(context.file.id).collect();
    if reads.is_empty() {
        return;
    }
    let fails = context.settings.error.as_ref().and_then(|error| error.place);
    walk(&context.file.parse.chunk.block, &mut |node| {
        let Node::Stat(stat) = node else { return };
        let StatKind::Call(call) = &stat.kind else { return };
        let Some((target, value)) = insertion(call) else { return };
        let Some(read) = reads.iter().find(|read| read.span == target.span) else { return };
        // Where the option is not set yet, it is an error that others tell.
        let is_error = fails.is_some_and(|(file, at)| file == context.file.id && stat.span.touches(at.start));
        let is_set = context.settings.host(&read.host).is_some_and(|host| host.chain(&read.option).is_some());
        if is_error || !is_set {
            return;
        }
        let option = &read.option;
        let finding = findings
            .add(context.first_line(stat.span), format!("what is inserted into `{option}` gets lost"));
        let item = String::from_utf8_lossy(value.span.slice(&context.file.text)).into_owned();
        finding.help = Some(format!("Write `{option} {{ ... }}` to add to it"));
        finding.fix = Some(Fix {
            title: format!("Add it by `{option} {{ ... }}`"),
            edits: vec![Edit {
                file: context.file.id,
                span: stat.span,
                text: format!("{option} {{ {item} }}"),
            }],
            safe: true,
        });
    });
}

/// The two arguments of `table.insert(list, value)`.
fn insertion(call: &Expr) -> Option<(&Expr, &Expr)> {
    let (callee, args) = call.as_call()?;
    let name = callee.dotted_name()?;
    let is_insert = matches!(name.as_slice(), ["table", "insert"] | ["Lua", "table", "insert"]);
    match args.values.as_slice() {
        [list, value] if is_insert => Some((list, value)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, fixed, for_version};
    use schema::Version;

    #[test]
    fn references_are_no_lists() {
        check(
            "read-back",
            r#"
modules_enabled = { "roster" }
Lua.table.insert(modules_enabled, "mam")
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[read-back]: what is inserted into `modules_enabled` gets lost
admins = { "a@example.com" }
registration_watchers = admins
^^^^^^^^^^^^^^^^^^^^^ error[read-back]: `registration_watchers` gets a reference to `admins`, not its items: Prosody finds none
local own = {}
Lua.table.insert(own, "x")
"#,
        );
    }

    #[test]
    fn options_are_nil_up_to_0_12() {
        for_version(
            Version::V0_12,
            "read-back",
            r#"
modules_enabled = { "roster" }
modules_enabled = modules_enabled or {}
^^^^^^^^^^^^^^^ error[read-back]: `modules_enabled` cannot be read back in Prosody 0.12: the list is empty now
admins = admins or {}
registration_watchers = admins
                        ^^^^^^ warning[read-back]: `admins` cannot be read back in Prosody 0.12: it is nothing here
our_address = "mailto:a@example.com"
local other = "mailto:b@example.com"
contact_info = { admin = { our_address, other }, abuse = { other } }
                           ^^^^^^^^^^^ warning[read-back]: `our_address` cannot be read back in Prosody 0.12: it is nothing here
ssl = { key = "x.key", certificate = "x.crt" }
VirtualHost "example.com"
ssl = ssl
"#,
        );
    }

    #[test]
    fn references_within_tables() {
        check(
            "read-back",
            r#"
our_addresses = { "mailto:a@example.com" }
our_name = "example"
contact_info = {
    admin = our_addresses,
            ^^^^^^^^^^^^^ error[read-back]: this is a reference to `our_addresses`, not its items: Prosody finds none
    abuse = { our_name },
}
"#,
        );
    }

    #[test]
    fn they_are_mended() {
        assert_eq!(
            fixed("read-back", "admins = { \"a\" }\nadmins = admins or {}\nadmins { \"b\" }\n"),
            "admins = { \"a\" }\nadmins { \"b\" }\n"
        );
        assert_eq!(
            fixed("read-back", "admins = { \"a\" }\nLua.table.insert(admins, \"b\")\n"),
            "admins = { \"a\" }\nadmins { \"b\" }\n"
        );
    }
}

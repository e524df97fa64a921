//! `disco-items-shape`

use config::{Entry, How, Value};
use schema::Version;

use crate::context::{Context, Findings, is_vague};
use crate::registry::declare_rule;
use crate::{Edit, Fix, show};

declare_rule! {
    /// Finds items in `disco_items` that Prosody does not understand.
    ///
    /// Each item is a table of its own: the address of a service, and perhaps its name, both strings. From 13.0 on a single
    /// item of another kind makes Prosody log an error and drop the whole list; older releases fail when somebody asks.
    ///
    /// Bad:
    /// ```lua
    /// disco_items = { "rooms.example.net", "Rooms" }
    /// ```
    /// Good:
    /// ```lua
    /// disco_items = { { "rooms.example.net", "Rooms" } }
    /// ```
    DISCO_ITEMS_SHAPE = "disco-items-shape", Error, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    for assigned in context.lasting_written().filter(|assigned| &*assigned.set.option == "disco_items") {
        let set = assigned.set;
        let Value::Table(table) = &set.value else { continue };
        // A host of this name may be described; whatever else is named is no item.
        let items: Vec<&Entry> = table.items().collect();
        for entry in &items {
            let Some(problem) = problem(context, entry) else { continue };
            let span = context.entry_span(set, entry);
            if context.schema.version() >= Version::V13_0 {
                findings.add(span, format!("{problem}: Prosody drops all of `disco_items`"));
            } else {
                findings.add(span, format!("{problem}: Prosody fails to answer clients"));
            }
        }
        // `disco_items = { "address", "name" }`: braces are missing, beyond doubt if it is an address.
        let texts: Vec<&str> = items.iter().filter_map(|entry| entry.value.as_str()).collect();
        let is_one = matches!(texts.as_slice(), [address] | [address, _] if address.contains('.'))
            && texts.len() == items.len()
            && table.entries.len() == items.len()
            && !texts.get(1).is_some_and(|name| looks_like_address(name))
            && set.how != How::Append;
        let written = set.value_span.slice(&context.file.text);
        if is_one
            && written.starts_with(b"{")
            && let Some(finding) = findings.found.last_mut()
        {
            let code = String::from_utf8_lossy(written).into_owned();
            finding.fix = Some(Fix {
                title: "Put the item into braces of its own".to_owned(),
                edits: vec![Edit {
                    file: context.file.id,
                    span: set.value_span,
                    text: format!("{{ {code} }}"),
                }],
                safe: false,
            });
        }
    }
}

/// What is wrong about an item, as `mod_disco` looks at it.
fn problem(context: &Context<'_>, entry: &Entry) -> Option<String> {
    if is_vague(&entry.value) {
        return None;
    }
    let Value::Table(item) = &entry.value else {
        return Some(format!("an item is a table, not {}", show::value(&entry.value)));
    };
    let at = |index: i64| {
        item.entries.iter().find(|entry| entry.key == Value::Int(index)).map(|entry| &entry.value)
    };
    match at(1) {
        // A variable that is not set here may be set where it runs.
        None if context.knowledge.reads_unset_environment() => None,
        None => Some("an item begins with an address".to_owned()),
        Some(address) if is_vague(address) => None,
        Some(Value::Str(_)) => match at(2) {
            None | Some(Value::Nil | Value::Bool(false) | Value::Str(_)) => None,
            Some(name) if is_vague(name) && !matches!(name, Value::Table(_)) => None,
            Some(name) => Some(format!("the name of an item is a string, not {}", show::value(name))),
        },
        Some(other) => Some(format!("the address of an item is a string, not {}", show::value(other))),
    }
}

fn looks_like_address(text: &str) -> bool {
    text.contains('.') && !text.contains(' ')
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, fixed};

    #[test]
    fn items_are_tables_of_strings() {
        check(
            "disco-items-shape",
            r#"
disco_items = { { "a.example", "A" }, "b.example", { 5 }, { "c.example", {} }, {}, { "d.example" } }
                                      ^^^^^^^^^^^ error[disco-items-shape]: an item is a table, not "b.example": Prosody drops all of `disco_items`
                                                   ^^^^^ error[disco-items-shape]: the address of an item is a string, not 5: Prosody drops all of `disco_items`
                                                          ^^^^^^^^^^^^^^^^^^^ error[disco-items-shape]: the name of an item is a string, not a table: Prosody drops all of `disco_items`
                                                                               ^^ error[disco-items-shape]: an item begins with an address: Prosody drops all of `disco_items`
"#,
        );
        check("disco-items-shape", "disco_items = { { ENV_A, ENV_B }, { x() } }\n");
    }

    #[test]
    fn addresses_may_come_from_the_environment() {
        check(
            "disco-items-shape",
            "local share = ENV_SHARE\nVirtualHost(ENV_DOMAIN)\ndisco_items = { { share } }\n",
        );
    }

    #[test]
    fn braces_are_added() {
        assert_eq!(
            fixed("disco-items-shape", "disco_items = { 'a.example' }\n"),
            "disco_items = { { 'a.example' } }\n"
        );
    }
}

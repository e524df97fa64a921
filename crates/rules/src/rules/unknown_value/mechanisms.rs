//! Mechanisms of SASL, whose names are in capital letters.

use config::{Assignment, Value};
use schema::Domain;

use crate::context::{Context, Findings};
use crate::{Edit, Fix, list, show};

/// Whether an option lists mechanisms of SASL.
pub(super) fn are_in(option: &str) -> bool {
    Domain::of_value(&[option]) == Some(Domain::SaslMechanism)
}

/// Tells of mechanisms that are written otherwise than they are called: capital letters count.
pub(super) fn look(context: &Context<'_>, set: &Assignment, value: &Value, findings: &mut Findings) {
    let known: Vec<&str> =
        context.schema.domain(Domain::SaslMechanism).into_iter().map(|word| word.name).collect();
    let mut report = |word: &str, span| {
        let proper = word.trim().to_ascii_uppercase().replace('_', "-");
        if proper == word {
            return;
        }
        let Some(name) = known.iter().find(|name| **name == proper || name.replace('-', "") == proper) else {
            return;
        };
        let message = format!("{} is no mechanism: it is called \"{name}\"", show::string(word));
        let finding = findings.add(span, message);
        if let Some(inside) = list::quoted(&context.file.text, span, word) {
            finding.fix = Some(Fix {
                title: format!("Change to \"{name}\""),
                edits: vec![Edit { file: context.file.id, span: inside, text: (*name).to_owned() }],
                safe: false,
            });
        }
    };
    match value {
        Value::Table(table) => {
            for entry in table.items() {
                if let Some(word) = entry.value.as_str() {
                    report(word, context.entry_span(set, entry));
                }
            }
        }
        value => {
            if let Some(word) = value.as_str() {
                report(word, context.value_span(set));
            }
        }
    }
}

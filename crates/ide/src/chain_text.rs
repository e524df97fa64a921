//! Why an option has its value, in words: what `prosody-ls explain HOST OPTION` and the command "show chain" say.

use std::fmt::Write as _;

use config::{Settings, Snapshot, Tree, Value};

use crate::chain::{OptionChain, Step, StepFate, option_chain};
use crate::short_value;

/// The chain of an option on a host, for a person; `None` if it is set nowhere.
pub fn chain_text(snapshot: &Snapshot, tree: &Tree, host: &str, option: &str) -> Option<String> {
    let chain = option_chain(snapshot, tree, host, option, true)?;
    Some(render(&chain, &tree.settings, tree))
}

fn render(chain: &OptionChain, settings: &Settings, tree: &Tree) -> String {
    let mut out = format!(
        "{} on {} (Prosody {}, profile {})\n",
        chain.option,
        host_text(&chain.host),
        tree.version(),
        tree.profile_name
    );
    if chain.from != chain.host && !chain.steps.is_empty() {
        let _ = writeln!(
            out,
            "{} sets nothing of its own: what counts is {}.",
            host_text(&chain.host),
            host_text(&chain.from)
        );
    }
    let place = |step: &Step| format!("{}:{}", settings.shown_name(step.file).unwrap_or_default(), step.line);
    let width = chain.steps.iter().map(|step| place(step).len()).max().unwrap_or_default();
    for (number, step) in (1..).zip(&chain.steps) {
        let fate = match step.fate {
            StepFate::Effective => "in effect".to_owned(),
            StepFate::OverriddenBy(by) => format!("replaced by {}", by + 1),
            StepFate::ExtendedBy(by) => format!("extended by {}", by + 1),
            StepFate::Uncertain => "can't tell whether it counts".to_owned(),
        };
        let value = change(step);
        let _ = writeln!(out, "{number:>3}. {:width$}  {value}  ({fate})", place(step));
        if !chain.elsewhere.is_empty() && step.counts_in.is_empty() {
            let _ = writeln!(out, "     counts in no profile");
        }
        if let Some(condition) = &step.condition {
            let _ = writeln!(out, "     only if: {condition}");
        }
        if let Some(pattern) = &step.race {
            let _ = writeln!(
                out,
                "     {pattern} loads this and the next in the file system's order: which one wins is luck"
            );
        }
    }
    for place in &chain.other_places {
        let _ = writeln!(
            out,
            "   - {}:{}  {}  ({})",
            place.name,
            place.line,
            short_value(&place.value),
            if place.counts_in.is_empty() {
                "replaced wherever it is loaded".to_owned()
            } else {
                format!("only in {}", place.counts_in.join(", "))
            }
        );
    }
    match &chain.value {
        Value::Unknown(reason) => {
            let _ = writeln!(out, "Its value can't be told: {reason}");
        }
        Value::Nil if chain.steps.is_empty() => {
            let _ = writeln!(out, "It is not set in this profile.");
        }
        value => {
            let _ = writeln!(out, "In effect: {}", short_value(value));
        }
    }
    let here = chain.elsewhere.iter().position(|group| group.profiles.contains(&tree.profile_name));
    let others: Vec<_> = chain
        .elsewhere
        .iter()
        .enumerate()
        .filter(|(at, _)| Some(*at) != here)
        .map(|(_, group)| group)
        .collect();
    if !others.is_empty() {
        let _ = writeln!(out, "In other profiles:");
        for group in others {
            let value = group.value.as_ref().map_or("not set".to_owned(), short_value);
            let _ = writeln!(out, "     {value}  in {}", group.profiles.join(", "));
        }
    }
    out
}

/// What a step says: a value, or how it changes what is there.
fn change(step: &Step) -> String {
    let value = short_value(&step.value);
    let is_empty = matches!(&step.value, Value::Table(table) if table.entries.is_empty());
    match (step.adds, &step.removes) {
        (false, _) => value,
        (true, None) if is_empty => "adds nothing new".to_owned(),
        (true, None) => format!("adds {value}"),
        (true, Some(gone)) if is_empty => format!("removes {}", short_value(gone)),
        (true, Some(gone)) => format!("adds {value}, removes {}", short_value(gone)),
    }
}

fn host_text(host: &str) -> &str {
    if host == "*" { "the global section" } else { host }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use fixture::Fixture;

    #[test]
    fn every_assignment_is_told_with_what_became_of_it() {
        let fixture = Fixture::new(
            "//- prosody.cfg.lua
archive_expires_after = '1w'
Include 'features/mam.cfg.lua'
Include('environments/' .. (ENV_E or 'production') .. '.cfg.lua')
VirtualHost 'example.org'
//- features/mam.cfg.lua

archive_expires_after = '1y'
//- environments/production.cfg.lua
log = 'info.log'
//- environments/staging.cfg.lua
archive_expires_after = '1d'
",
        );
        let tree = fixture.snapshot.trees().next().unwrap();
        let text = |host, option| super::chain_text(&fixture.snapshot, tree, host, option);
        expect![[r#"
            archive_expires_after on example.org (Prosody 13.0, profile default)
            example.org sets nothing of its own: what counts is the global section.
              1. prosody.cfg.lua:1       "1w"  (replaced by 2)
                 counts in no profile
              2. features/mam.cfg.lua:2  "1y"  (in effect)
               - environments/staging.cfg.lua:1  "1d"  (only in E=staging)
            In effect: "1y"
            In other profiles:
                 "1d"  in E=staging
        "#]]
        .assert_eq(&text("example.org", "archive_expires_after").unwrap());
        assert_eq!(text("*", "no_such_option"), None);
    }
}

//! `prosody-ls compare`: what changes from one profile to others.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;

use clap::ValueEnum;
use config::{Settings, Value};
use ide::{Difference, changes, compare, shown_value};
use schema::Schema;

use super::tree::TreeArgs;

/// Arguments of `prosody-ls compare`.
#[derive(Debug, clap::Args)]
#[command(after_help = "The global section is the host '*'.")]
pub(crate) struct Args {
    /// Which profiles: those that `explain` names, or variables that are set, as in LEVEL=high,TIER=small [default: all that are known]
    #[arg(value_name = "PROFILE")]
    profiles: Vec<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    tree: TreeArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Profile by profile.
    Text,
    /// A table with a column for each profile.
    Markdown,
}

/// Prints what the profiles change.
///
/// # Errors
/// If there is no tree or no such profile, or one under which nothing loads.
pub(crate) fn run(args: &Args) -> io::Result<ExitCode> {
    let (snapshot, tree) = args.tree.read()?;
    let mut others: Vec<(String, Arc<Settings>)> = Vec::new();
    for name in &args.profiles {
        // All profiles are only read where one is known by a name alone.
        let settings = if name.contains('=') {
            Arc::new(args.tree.with_variables(name)?)
        } else {
            let survey = snapshot.survey(&tree);
            let known = survey.profiles.iter().find(|(profile, _)| *profile.name == **name);
            let (_, settings) = known.ok_or_else(|| super::tree::unknown_profile(name, &survey))?;
            Arc::clone(settings)
        };
        others.push((name.clone(), settings));
    }
    if others.is_empty() {
        let survey = snapshot.survey(&tree);
        let all = survey.profiles.iter().filter(|(profile, _)| profile.name != tree.profile_name);
        others = all.map(|(profile, settings)| (profile.name.to_string(), Arc::clone(settings))).collect();
    }
    if others.is_empty() {
        return Err(io::Error::other("there is only one profile here: nothing to compare it with"));
    }
    for (name, settings) in &others {
        if let Some(error) = &settings.error {
            return Err(io::Error::other(format!("under {name} nothing loads: {}", error.message)));
        }
    }
    let after: Vec<&Settings> = others.iter().map(|(_, settings)| &**settings).collect();
    let differences = compare(&tree.settings, &after);
    let names: Vec<&str> = others.iter().map(|(name, _)| name.as_str()).collect();
    let text = match args.format {
        Format::Text => text(&names, &differences, tree.schema()),
        Format::Markdown => markdown(&tree.profile_name, &names, &differences, tree.schema()),
    };
    io::stdout().lock().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// A paragraph for each profile.
fn text(names: &[&str], differences: &[Difference], schema: Schema<'_>) -> String {
    let mut out = String::new();
    for (at, name) in names.iter().enumerate() {
        let _ = writeln!(out, "{}{name}", if at == 0 { "" } else { "\n" });
        let mut host = None;
        let told = |found: &Difference| changes(&found.option, found.before.as_ref(), value(found, at));
        for (found, told) in differences.iter().map(|found| (found, told(found))) {
            if told.is_empty() {
                continue;
            }
            if host.replace(&found.host) != Some(&found.host) {
                let _ = writeln!(out, "  {}", host_text(&found.host));
            }
            let before = match &found.before {
                Some(Value::Table(_)) => String::new(),
                before => format!("{} → ", before_text(schema, &found.option, before.as_ref())),
            };
            let _ = writeln!(out, "    {}: {before}{}", found.option, told.join(", "));
        }
        if host.is_none() {
            out.push_str("  the same\n");
        }
    }
    out
}

/// A table with a column for each profile; what does not change is left empty.
fn markdown(base: &str, names: &[&str], differences: &[Difference], schema: Schema<'_>) -> String {
    let titles = titles(names);
    let mut out =
        format!("| option | {base} | {} |\n|---|---|{}\n", titles.join(" | "), "---|".repeat(names.len()));
    let mut host = "*";
    for found in differences {
        if &*found.host != host {
            host = &found.host;
            let _ = writeln!(out, "| **{host}** |{}", " |".repeat(names.len() + 1));
        }
        let before = match &found.before {
            Some(Value::Table(table)) if table.entries.len() > 3 => "…".to_owned(),
            before => code(&before_text(schema, &found.option, before.as_ref())),
        };
        let _ = write!(out, "| `{}` | {before} |", found.option);
        for at in 0..names.len() {
            let told = changes(&found.option, found.before.as_ref(), value(found, at));
            let cell: Vec<String> = told.iter().map(|change| code(change)).collect();
            let _ = write!(out, " {} |", cell.join("<br>"));
        }
        out.push('\n');
    }
    out
}

/// Without the variable, where all are values of the same one.
fn titles<'a>(names: &[&'a str]) -> Vec<&'a str> {
    let variable = |name: &'a str| name.split_once('=').filter(|(_, value)| !value.contains('='));
    let parts: Option<Vec<(&str, &str)>> = names.iter().map(|name| variable(name)).collect();
    match parts {
        Some(parts) if parts.iter().all(|(name, _)| Some(name) == parts.first().map(|(name, _)| name)) => {
            parts.into_iter().map(|(_, value)| value).collect()
        }
        _ => names.to_vec(),
    }
}

fn value(found: &Difference, at: usize) -> Option<&Value> {
    found.after.get(at).and_then(Option::as_ref)
}

/// A value before the change; where there is none, what Prosody takes then.
fn before_text(schema: Schema<'_>, option: &str, value: Option<&Value>) -> String {
    match value {
        Some(value) => shown_value(option, value),
        None => match schema.option(option).and_then(schema::OptionInfo::default) {
            Some(default) => format!("{default} (Prosody's own)"),
            None => "not set".to_owned(),
        },
    }
}

/// Text as code in a cell of a table; words are left as they are.
fn code(text: &str) -> String {
    let (text, own) = text.strip_suffix(" (Prosody's own)").map_or((text, ""), |text| (text, " (default)"));
    let text = text.replace('|', "\\|");
    match (text.as_str(), text.strip_prefix("− "), text.strip_prefix("+ ")) {
        ("not set", ..) => "*not set*".to_owned(),
        (_, Some(item), _) => format!("− `{item}`"),
        (_, _, Some(item)) => format!("+ `{item}`"),
        _ => format!("`{text}`{own}"),
    }
}

fn host_text(host: &str) -> &str {
    if host == "*" { "the global section" } else { host }
}

//! Our answers beside those of real Prosody, field by field.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// What both answers have.
pub(crate) const FIELDS: [&str; 11] = [
    "ok",
    "error",
    "warnings",
    "files_started",
    "files_completed",
    "hosts_order",
    "hosts",
    "partial_hosts",
    "set_at",
    "sets",
    "modules",
];

/// The circumstances that a configuration is read in.
#[derive(Debug, Clone)]
pub(crate) struct Run<'a> {
    /// The directory on this machine.
    pub(crate) root: &'a Path,
    /// The path that the configuration believes it has.
    pub(crate) mount: &'a str,
    /// The file that Prosody is started with, below the root.
    pub(crate) entry: &'a str,
    /// Prosody's working directory.
    pub(crate) cwd: &'a str,
    /// Environment variables.
    pub(crate) env: &'a [(String, String)],
    /// Who reads it, if it matters: `prosody` or `prosodyctl`.
    pub process_type: Option<&'a str>,
}

/// What a comparison found.
#[derive(Debug, Default, Clone)]
pub(crate) struct Figures {
    /// How many configurations were compared.
    pub(crate) runs: usize,
    /// How many options have a value on some host.
    pub(crate) values: usize,
    /// How many of these, or parts of them, we do not know.
    pub(crate) unknown: usize,
    /// How many runs differ.
    pub(crate) differences: usize,
}

impl Figures {
    /// The share of values that are known, in percent.
    pub(crate) fn known(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52")]
        let share = |part: usize| part as f64 / self.values.max(1) as f64;
        100.0 * (1.0 - share(self.unknown))
    }
}

impl std::fmt::Display for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} runs, {} values, {} unknown ({:.2} % known), {} differences",
            self.runs,
            self.values,
            self.unknown,
            self.known(),
            self.differences
        )
    }
}

/// What we make of a configuration.
pub(crate) fn ours(run: &Run<'_>, version: &str) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_prosody-ls"));
    command.arg("resolve").arg(run.entry).arg("--root").arg(run.root);
    command.args(["--mount", run.mount, "--cwd", run.cwd, "--prosody", version]);
    for (name, value) in run.env {
        command.arg("--env").arg(format!("{name}={value}"));
    }
    if let Some(process_type) = run.process_type {
        command.args(["--process-type", process_type]);
    }
    let output = command.output().expect("prosody-ls runs");
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("no answer: {}", String::from_utf8_lossy(&output.stderr)))
}

/// Whether it matters in which order hosts were first named. Where a loop over a table names them, Lua walks it in an
/// order of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HostOrder {
    Matters,
    #[allow(dead_code, reason = "one test wants it")]
    IsAny,
}

/// Compares two answers, counting what it saw; gives the first place where they differ.
pub(crate) fn compare(
    ours: &Value,
    theirs: &Value,
    order: HostOrder,
    figures: &mut Figures,
) -> Result<(), String> {
    figures.runs += 1;
    // Where Prosody does not end, there is nothing more to ask.
    let fields = if theirs["stage"] == "limit" { &FIELDS[..1] } else { &FIELDS[..] };
    // What modules there are is up to the machine.
    if theirs["error"].as_str().is_some_and(|error| error.contains("no field package.preload")) {
        return Ok(());
    }
    if ours.get("incomplete").is_some() {
        return compare_known(ours, theirs, figures);
    }
    let mut first = Ok(());
    for field in fields {
        let (ours, theirs) = (comparable(field, ours, order), comparable(field, theirs, order));
        match unknown_values(field, &ours, &theirs) {
            Ok(count) if *field == "hosts" => figures.unknown += count,
            Ok(_) => {}
            Err(place) => first = first.and(Err(place)),
        }
    }
    if let Some(hosts) = theirs.get("hosts").and_then(Value::as_object) {
        figures.values +=
            hosts.values().filter_map(Value::as_object).map(serde_json::Map::len).sum::<usize>();
    }
    figures.differences += usize::from(first.is_err());
    first
}

/// Where we lost track, what we know of options must be right all the same.
fn compare_known(ours: &Value, theirs: &Value, figures: &mut Figures) -> Result<(), String> {
    for field in ["hosts", "partial_hosts"] {
        let (Some(ours), Some(theirs)) = (ours[field].as_object(), theirs[field].as_object()) else {
            continue;
        };
        for (host, theirs) in theirs {
            let Some(theirs) = theirs.as_object() else { continue };
            for (option, theirs) in theirs {
                let place = format!("{field}/{host}/{option}");
                let ours = ours.get(host).and_then(|ours| ours.get(option));
                let unknown = ours.map_or(Ok(1), |ours| unknown_values(&place, ours, theirs));
                match unknown {
                    Ok(count) if field == "hosts" => figures.unknown += count,
                    Ok(_) => {}
                    Err(place) => {
                        figures.differences += 1;
                        return Err(place);
                    }
                }
                figures.values += usize::from(field == "hosts");
            }
        }
    }
    Ok(())
}

/// A field without what differs from run to run.
fn comparable(field: &str, answer: &Value, order: HostOrder) -> Value {
    let mut value = answer.get(field).cloned().unwrap_or(Value::Null);
    match (field, &mut value) {
        // The order in which `VirtualHost "x" { ... }` sets its options is Lua's own.
        ("sets", Value::Array(sets)) => sets.sort_by_key(Value::to_string),
        ("hosts_order", Value::Array(hosts)) if order == HostOrder::IsAny => {
            hosts.sort_by_key(Value::to_string);
        }
        ("modules", Value::Object(hosts)) => {
            for modules in hosts.values_mut().filter_map(|host| host.get_mut("not_strings")?.as_array_mut()) {
                modules.sort_by_key(Value::to_string);
            }
        }
        ("error", Value::String(error)) => {
            if error.starts_with("table: 0x") {
                // What Prosody prints of an error that is a table.
                "(error object is a table value)".clone_into(error);
            } else if error.contains("C stack overflow") || error.contains("LuaFileSystem not available") {
                // How much stack there was is the machine's affair.
                "C stack overflow".clone_into(error);
            }
        }
        _ => {}
    }
    value
}

/// How many of their values we do not know; `Err` with the place of the first that we have wrong.
fn unknown_values(place: &str, ours: &Value, theirs: &Value) -> Result<usize, String> {
    if ours.get("$unknown").is_some() {
        return Ok(1);
    }
    match (ours, theirs) {
        // What is not known may as well be nothing.
        (Value::Object(a), Value::Object(b))
            if b.keys().all(|key| a.contains_key(key))
                && a.iter().all(|(key, value)| b.contains_key(key) || value.get("$unknown").is_some()) =>
        {
            a.iter()
                .map(|(key, value)| {
                    unknown_values(&format!("{place}/{key}"), value, &b.get(key).cloned().unwrap_or_default())
                })
                .sum()
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).map(|(a, b)| unknown_values(place, a, b)).sum()
        }
        _ if ours == theirs => Ok(0),
        _ => Err(format!("{place}: {ours} instead of {theirs}")),
    }
}

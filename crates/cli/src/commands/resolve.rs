//! `prosody-ls resolve`: what a configuration means, as JSON.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;
use config::{
    AssignmentId, Chain, DirOrder, LoadStage, ModulesError, Mount, Profile, Settings, Tree, Value, read_tree,
};
use serde_json::{Map, Value as Json, json};

/// Arguments of `prosody-ls resolve`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The file that Prosody is started with; relative to --root, if that is given.
    entry: PathBuf,
    /// The Prosody that reads it: a series (0.12, 13.0, trunk) or a release (0.12.3).
    #[arg(long, value_name = "VERSION", default_value = "13.0")]
    prosody: String,
    /// A directory on this machine that stands for --mount: a checkout of what is deployed there.
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// The path that the configuration believes it has.
    #[arg(long, value_name = "PATH")]
    mount: Option<String>,
    /// The working directory that Prosody has.
    #[arg(long, value_name = "PATH")]
    cwd: Option<PathBuf>,
    /// An environment variable that is set; may be given several times.
    #[arg(long, value_name = "K=V")]
    env: Vec<String>,
    /// Who reads the configuration, if it matters.
    #[arg(long, value_parser = ["prosody", "prosodyctl"])]
    process_type: Option<String>,
    /// The order in which directories list their files.
    #[arg(long, value_enum, default_value = "sorted")]
    dir_order: Order,
    /// The output format.
    #[arg(long, value_enum, default_value = "json")]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Order {
    Sorted,
    Reverse,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For programs.
    Json,
    /// As one flat configuration file that means the same.
    Lua,
}

/// Where Prosody's own configuration lies.
const DEFAULT_MOUNT: &str = "/etc/prosody";

/// Prints what the configuration means. Exits with 1 if Prosody would not load it.
///
/// # Errors
/// If an argument makes no sense or the output can't be written.
pub(crate) fn run(args: &Args) -> io::Result<ExitCode> {
    let (profile, entry) = profile(args)?;
    let tree = read_tree(profile, &entry);
    let mut out = io::stdout().lock();
    match args.format {
        Format::Json => {
            serde_json::to_writer(&mut out, &report(args, &tree))?;
            writeln!(out)?;
        }
        Format::Lua => {
            let flat = ide::flat(&tree.settings, &tree.profile);
            out.write_all(flat.text.as_bytes())?;
            for what in &flat.left_out {
                writeln!(io::stderr(), "prosody-ls: left out: {what}")?;
            }
            let incomplete = !flat.left_out.is_empty() || tree.settings.error.is_some();
            return Ok(ExitCode::from(u8::from(incomplete)));
        }
    }
    Ok(ExitCode::from(u8::from(tree.settings.error.is_some())))
}

fn invalid(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message)
}

/// The profile that the arguments describe, and the entry file on this machine.
fn profile(args: &Args) -> io::Result<(Profile, PathBuf)> {
    let mut env = BTreeMap::new();
    for pair in &args.env {
        let (name, value) =
            pair.split_once('=').ok_or_else(|| invalid(format!("--env wants NAME=VALUE, not '{pair}'")))?;
        env.insert(name.to_owned(), value.to_owned());
    }
    let (root, entry, default_mount) = match &args.root {
        Some(root) => {
            let root = std::path::absolute(root)?;
            (root.clone(), root.join(&args.entry), DEFAULT_MOUNT.to_owned())
        }
        None => {
            let entry = std::path::absolute(&args.entry)?;
            let root = entry.parent().unwrap_or(Path::new("/")).to_owned();
            let mount = root.to_string_lossy().into_owned();
            (root, entry, mount)
        }
    };
    let mount = args.mount.clone().unwrap_or(default_mount);
    let mut profile = Profile {
        env,
        cwd: args.cwd.clone(),
        process_type: args.process_type.clone(),
        dir_order: match args.dir_order {
            Order::Sorted => DirOrder::Sorted,
            Order::Reverse => DirOrder::Reverse,
        },
        mount: Some(Mount { root, path: mount.trim_end_matches('/').to_owned() }),
        ..Profile::default()
    };
    profile.set_release(&args.prosody).map_err(invalid)?;
    Ok((profile, entry))
}

fn report(args: &Args, tree: &Tree) -> Json {
    let (settings, profile) = (&tree.settings, &tree.profile);
    let name = |file| settings.name(profile, file).unwrap_or_default().to_owned();
    let mut out = Map::new();
    out.insert("prosody".into(), json!(args.prosody));
    out.insert("config".into(), json!(args.entry.to_string_lossy()));
    out.insert("mount".into(), json!(profile.mount.as_ref().map(|mount| &mount.path)));
    out.insert("env".into(), json!(profile.env));
    out.insert("ok".into(), json!(settings.error.is_none()));
    if let Some(error) = &settings.error {
        out.insert("stage".into(), json!(stage(error.stage)));
        out.insert("error".into(), json!(error.message));
    }
    if settings.lost_track() {
        // More may have been set than is shown.
        out.insert("incomplete".into(), json!(true));
    }
    out.insert("warnings".into(), settings.warnings().map(|warning| json!(warning.message())).collect());
    out.insert(
        "files_started".into(),
        settings.files_started.iter().map(|&file| json!(name(file))).collect(),
    );
    out.insert(
        "files_completed".into(),
        settings.files_completed.iter().map(|&file| json!(name(file))).collect(),
    );
    out.insert("hosts_order".into(), settings.hosts.iter().map(|host| json!(&*host.name)).collect());
    let hosts = if settings.error.is_none() { "hosts" } else { "partial_hosts" };
    let position = |id: AssignmentId| {
        let assignment = settings.assignment(id)?;
        Some(json!(format!("{}:{}", name(assignment.reported_in), assignment.line)))
    };
    out.insert(
        hosts.into(),
        per_host(settings, |chain| match &chain.value {
            Value::Nil => None,
            value => Some(value_json(settings, profile, value)),
        }),
    );
    out.insert("set_at".into(), set_at(settings, position));
    out.insert(
        "sets".into(),
        settings
            .assignments()
            .filter(|(_, set)| settings.host(&set.host).is_some())
            .map(|(_, set)| {
                json!([&*set.host, &*set.option, format!("{}:{}", name(set.reported_in), set.line)])
            })
            .collect(),
    );
    if settings.error.is_none() {
        let (modules, problems) = modules(settings, profile);
        out.insert("modules".into(), modules);
        if !problems.is_empty() {
            out.insert("modules_error".into(), json!(problems));
        }
    }
    Json::Object(out)
}

const fn stage(stage: LoadStage) -> &'static str {
    match stage {
        LoadStage::File => "file",
        LoadStage::Parser => "parser",
        LoadStage::Crash => "crash",
        LoadStage::Limit => "limit",
    }
}

/// An object of hosts, each an object of its options that `show` gives something for. All hosts are there.
fn per_host(settings: &Settings, show: impl Fn(&Chain) -> Option<Json>) -> Json {
    let mut hosts: Vec<_> = settings.hosts.iter().collect();
    hosts.sort_by(|a, b| a.name.cmp(&b.name));
    let object = hosts.into_iter().map(|host| {
        let mut options: Vec<_> = host.chains.iter().collect();
        options.sort_by(|a, b| a.option.cmp(&b.option));
        let options: Map<String, Json> =
            options.into_iter().filter_map(|chain| Some((chain.option.to_string(), show(chain)?))).collect();
        (host.name.to_string(), Json::Object(options))
    });
    Json::Object(object.collect())
}

/// Where each option was last set; hosts without any are left out.
fn set_at(settings: &Settings, position: impl Fn(AssignmentId) -> Option<Json>) -> Json {
    let mut all = per_host(settings, |chain| position(chain.last()?));
    if let Json::Object(hosts) = &mut all {
        hosts.retain(|_, options| options.as_object().is_some_and(|options| !options.is_empty()));
    }
    all
}

fn modules(settings: &Settings, profile: &Profile) -> (Json, Vec<String>) {
    let mut problems = Vec::new();
    let mut hosts: Vec<_> = settings.hosts.iter().map(|host| &*host.name).collect();
    hosts.sort_unstable();
    let mut out = Map::new();
    for host in hosts {
        match settings.modules_for(profile, host) {
            Ok(found) => {
                let mut entry = Map::new();
                if let Some(component) = &found.component {
                    entry.insert("component".into(), json!(&**component));
                }
                entry.insert("modules".into(), json!(found.modules));
                if !found.not_strings.is_empty() {
                    let others = found.not_strings.iter().map(|item| value_json(settings, profile, item));
                    entry.insert("not_strings".into(), others.collect());
                }
                out.insert(host.to_owned(), Json::Object(entry));
            }
            Err(ModulesError::Unknown(reason)) => {
                out.insert(host.to_owned(), json!({ "modules": { "$unknown": &*reason } }));
            }
            Err(ModulesError::Fails(message)) => problems.push(format!("{host}: {message}")),
        }
    }
    (Json::Object(out), problems)
}

/// A value in JSON: tables with keys 1 to n are arrays, those with string keys objects, the rest is spelled out.
fn value_json(settings: &Settings, profile: &Profile, value: &Value) -> Json {
    match value {
        Value::Nil => Json::Null,
        Value::Bool(value) => json!(value),
        Value::Int(value) => json!(value),
        Value::Float(value) if value.is_nan() => json!({ "$number": "nan" }),
        Value::Float(value) if value.is_infinite() => {
            json!({ "$number": if *value > 0.0 { "inf" } else { "-inf" } })
        }
        Value::Float(value) => json!(value),
        Value::Str(bytes) => {
            std::str::from_utf8(bytes).map_or_else(|_| json!({ "$bytes": hex(bytes) }), |s| json!(s))
        }
        Value::Table(table) if table.open => json!({ "$unknown": "it holds entries that are not known" }),
        Value::Table(table) => {
            let items: Vec<_> = table.items().collect();
            let is_plain_key = |key: &Value| key.as_str().is_some_and(|key| !key.starts_with('$'));
            if items.len() == table.entries.len() {
                items.into_iter().map(|entry| value_json(settings, profile, &entry.value)).collect()
            } else if table.entries.iter().all(|entry| is_plain_key(&entry.key)) {
                let mut entries: Vec<_> = table.entries.iter().collect();
                entries.sort_by(|a, b| a.key.as_str().cmp(&b.key.as_str()));
                let object = entries.into_iter().filter_map(|entry| {
                    Some((entry.key.as_str()?.to_owned(), value_json(settings, profile, &entry.value)))
                });
                Json::Object(object.collect())
            } else {
                let mut entries: Vec<_> = table.entries.iter().collect();
                entries.sort_by(|a, b| {
                    order(&a.key).partial_cmp(&order(&b.key)).unwrap_or(std::cmp::Ordering::Equal)
                });
                let pairs = entries.into_iter().map(|entry| {
                    json!([
                        value_json(settings, profile, &entry.key),
                        value_json(settings, profile, &entry.value)
                    ])
                });
                json!({ "$table": pairs.collect::<Vec<_>>() })
            }
        }
        Value::Function(file, span) => {
            let line = settings.line(*file, span.start);
            let name = settings.name(profile, *file).unwrap_or_default();
            json!({ "$fn": true, "what": "Lua", "at": format!("{name}:{line}") })
        }
        Value::Builtin { native } => json!({ "$fn": true, "what": if *native { "C" } else { "prosody" } }),
        Value::Proxy(proxy) => {
            let key = if proxy.stripped { "$stripped_proxy" } else { "$proxy" };
            json!({ key: format!("{}/{}", proxy.host, proxy.option) })
        }
        Value::Error(text) => json!({ "$error": &**text }),
        Value::Cycle => json!({ "$cycle": true }),
        Value::Unknown(reason) => json!({ "$unknown": &**reason }),
    }
}

/// Keys sort by type, then by value.
fn order(key: &Value) -> (u8, f64, Vec<u8>) {
    match key {
        Value::Bool(value) => (1, f64::from(u8::from(*value)), Vec::new()),
        #[expect(clippy::cast_precision_loss, reason = "only the order matters")]
        Value::Int(value) => (2, *value as f64, Vec::new()),
        Value::Float(value) => (2, *value, Vec::new()),
        Value::Str(bytes) => (3, 0.0, bytes.to_vec()),
        _ => (9, 0.0, Vec::new()),
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        // Writing to a string can't fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

//! `prosody-ls check`: what is wrong with a configuration.

mod concise;
mod json;
mod located;
mod selection;
mod text;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use config::{Mount, Profile};
use rules::Severity;

use located::Report;

/// Arguments of `prosody-ls check`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exits with 0 if there are no warnings and errors (hints and remarks do not count), with 1 if \
                        there are, and with 2 if it could not look."
)]
pub(crate) struct Args {
    /// Files and directories; of a file all that it includes is checked, too. Relative to --root, if that is given
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// The Prosody that reads it: a series (0.12, 13.0, trunk) or a release (0.12.3)
    #[arg(long, value_name = "VERSION", default_value = "13.0")]
    prosody: String,
    /// A directory on this machine that stands for --mount: a checkout of what is deployed there
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// The path that the configuration believes it has [default: /etc/prosody, with --root]
    #[arg(long, value_name = "PATH", requires = "root")]
    mount: Option<String>,
    /// An environment variable that is set; may be given several times
    #[arg(long, value_name = "K=V")]
    env: Vec<String>,
    /// How to print the findings
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, with the lines in question.
    Text,
    /// One line for each finding.
    Concise,
    /// For programs.
    Json,
}

/// Where Prosody's own configuration lies.
const DEFAULT_MOUNT: &str = "/etc/prosody";

/// Prints the findings. Exits with 1 if there are warnings or errors.
///
/// # Errors
/// If an argument makes no sense, a path can't be read or the output can't be written.
pub(crate) fn run(args: &Args) -> io::Result<ExitCode> {
    let report = look(args)?;
    let mut text = Vec::new();
    match args.format {
        Format::Text => text::write(&report, &mut text)?,
        Format::Concise => concise::write(&report, &mut text)?,
        Format::Json => json::write(&report, &mut text)?,
    }
    // Takes the colours out again unless it is a terminal that wants them.
    let mut out = anstream::stdout().lock();
    out.write_all(&text)?;
    out.flush()?;
    let bad = report.findings.iter().any(|located| located.finding.severity >= Severity::Warning);
    Ok(ExitCode::from(u8::from(bad)))
}

fn invalid(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message)
}

fn look(args: &Args) -> io::Result<Report> {
    let profile = profile(args)?;
    let base = args.root.clone().unwrap_or_default();
    let mut report = Report::new()?;
    for group in selection::groups(&base, &args.paths, args.root.is_some())? {
        report.add(&group, &profile)?;
    }
    report.sort();
    Ok(report)
}

/// The profile that the arguments describe.
fn profile(args: &Args) -> io::Result<Profile> {
    let mut env = BTreeMap::new();
    for pair in &args.env {
        let (name, value) =
            pair.split_once('=').ok_or_else(|| invalid(format!("--env wants NAME=VALUE, not '{pair}'")))?;
        env.insert(name.to_owned(), value.to_owned());
    }
    let mount = match &args.root {
        Some(root) => Some(Mount {
            root: selection::normal(root)?,
            path: args.mount.as_deref().unwrap_or(DEFAULT_MOUNT).trim_end_matches('/').to_owned(),
        }),
        None => None,
    };
    let mut profile = Profile { env, mount, ..Profile::default() };
    profile.set_release(&args.prosody).map_err(invalid)?;
    Ok(profile)
}

//! One file per command.

mod check;
mod compare;
mod completions;
mod diff;
mod explain;
mod format;
mod graph;
mod init;
mod page;
mod paths;
mod replace;
mod resolve;
mod rule;
mod schema;
mod server;
mod tree;

use std::io;
use std::process::ExitCode;

use ::schema::Schema;
use clap::Subcommand;

/// The exit code of a command that could not do its work; 0 is success, 1 is that there are findings.
pub(crate) const FAILURE: u8 = 2;

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Say what is wrong with a configuration.
    Check(check::Args),
    /// Print what changes from one profile to others.
    Compare(compare::Args),
    /// Print the script that makes a shell complete these commands.
    Completions(completions::Args),
    /// Explain an option, a module, a key, a XEP or an RFC; or why an option has its value on a host.
    Explain(explain::Args),
    /// Lay out configuration files evenly.
    Format(format::Args),
    /// Print which file loads which, in what order, and the layers that they make.
    Graph(graph::Args),
    /// Write a configuration to start from.
    Init(init::Args),
    /// Write the manual pages.
    #[command(hide = true)]
    Man(completions::ManArgs),
    /// Print what a configuration means to Prosody.
    Resolve(resolve::Args),
    /// Explain a rule of `check`, or list them all.
    Rule(rule::Args),
    /// Print what Prosody knows: modules and options.
    Schema(schema::Args),
    /// Speak the Language Server Protocol on standard input and output (the default)
    Server(server::Args),
}

impl Default for Command {
    fn default() -> Self {
        Self::Server(server::Args::default())
    }
}

impl Command {
    /// Does it.
    ///
    /// # Errors
    /// Those of reading and writing, with the file in their message.
    pub(crate) fn run(&self) -> io::Result<ExitCode> {
        match self {
            Self::Check(args) => check::run(args),
            Self::Compare(args) => compare::run(args),
            Self::Completions(args) => completions::run(args),
            Self::Explain(args) => explain::run(args),
            Self::Format(args) => format::run(args),
            Self::Graph(args) => graph::run(args),
            Self::Init(args) => init::run(args),
            Self::Man(args) => completions::run_man(args),
            Self::Resolve(args) => resolve::run(args),
            Self::Rule(args) => rule::run(args),
            Self::Schema(args) => schema::run(args),
            Self::Server(_) => Ok(server::run()),
        }
    }
}

/// `; did you mean x?`: the options and modules whose names are nearest to one that is unknown.
fn did_you_mean(schema: Schema<'_>, name: &str) -> String {
    let mut near = schema.closest_option(name);
    near.extend(schema.closest_module(name.strip_prefix("mod_").unwrap_or(name)));
    near.dedup();
    if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(" or ")) }
}

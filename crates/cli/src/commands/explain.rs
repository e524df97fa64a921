//! `prosody-ls explain`: what a name means, or why an option has its value.

use std::io::{self, Write};
use std::process::ExitCode;

use super::tree::TreeArgs;
use super::{chain, schema};

/// Arguments of `prosody-ls explain`.
#[derive(Debug, clap::Args)]
#[command(after_help = "The global section is the host '*'.")]
pub(crate) struct Args {
    /// The name of an option or module; or a host and one of its options
    #[arg(required = true, num_args = 1..=2, value_names = ["NAME|HOST", "OPTION"])]
    names: Vec<String>,
    #[command(flatten)]
    tree: TreeArgs,
}

/// Prints what there is to say.
///
/// # Errors
/// If there is no such name, or no tree.
pub(crate) fn run(args: &Args) -> io::Result<ExitCode> {
    match args.names.as_slice() {
        [host, option] => {
            let (snapshot, tree) = args.tree.read()?;
            let host = host.to_lowercase();
            if host != "*" && tree.settings.host(&host).is_none() {
                let hosts: Vec<&str> =
                    tree.settings.hosts.iter().map(|host| &*host.name).filter(|name| *name != "*").collect();
                return Err(io::Error::other(format!(
                    "there is no host '{host}' here, only {}",
                    hosts.join(", ")
                )));
            }
            let Some(text) = chain::text(&snapshot, &tree, &host, option) else {
                return Err(io::Error::other(format!("nothing sets '{option}' on {host}, in any profile")));
            };
            io::stdout().lock().write_all(text.as_bytes())?;
            Ok(ExitCode::SUCCESS)
        }
        names => schema::explain(names.first().map_or("", String::as_str), args.tree.prosody.as_deref()),
    }
}

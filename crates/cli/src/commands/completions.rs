//! `prosody-ls completions` and `prosody-ls man`: what a package installs beside the program.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::Cli;

const NAME: &str = "prosody-ls";

/// Arguments of `prosody-ls completions`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  prosody-ls completions bash > ~/.local/share/bash-completion/completions/prosody-ls
  prosody-ls completions zsh > ~/.zfunc/_prosody-ls
  prosody-ls completions fish > ~/.config/fish/completions/prosody-ls.fish")]
pub(crate) struct Args {
    /// Which shell's
    shell: Shell,
}

/// Prints the script that makes a shell complete the arguments of this program.
///
/// # Errors
/// If it can't be written.
pub(crate) fn run(args: &Args) -> io::Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), NAME, &mut script);
    io::stdout().lock().write_all(&script)?;
    Ok(ExitCode::SUCCESS)
}

/// Arguments of `prosody-ls man`.
#[derive(Debug, clap::Args)]
pub(crate) struct ManArgs {
    /// The directory to write a page for each command to; without, the page about all of them is printed
    dir: Option<PathBuf>,
}

/// Writes the manual pages.
///
/// # Errors
/// If they can't be written.
pub(crate) fn run_man(args: &ManArgs) -> io::Result<ExitCode> {
    match &args.dir {
        Some(dir) => {
            std::fs::create_dir_all(dir)?;
            clap_mangen::generate_to(Cli::command(), dir)?;
        }
        None => clap_mangen::Man::new(Cli::command()).render(&mut io::stdout().lock())?,
    }
    Ok(ExitCode::SUCCESS)
}

//! The command line of prosody-ls.

mod commands;
mod markdown;

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use clap::Parser;

use commands::Command;

/// Understands Prosody configuration: in your editor, and here.
#[derive(Debug, Parser)]
#[command(name = "prosody-ls", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    /// For editors that start every server with it
    #[arg(long, hide = true)]
    stdio: bool,
}

fn main() -> ExitCode {
    match Cli::parse().command.unwrap_or_default().run() {
        Ok(code) => code,
        // Whoever read our output has seen enough, as in `prosody-ls schema | head`.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing is left to tell if standard error is closed too.
            let _ = writeln!(io::stderr(), "prosody-ls: {error}");
            ExitCode::from(commands::FAILURE)
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn arguments_are_well_formed() {
        super::Cli::command().debug_assert();
    }
}

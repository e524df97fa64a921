//! `prosody-ls server`, and `prosody-ls` alone: the language server on standard input and output.

use std::process::ExitCode;

/// Arguments that other servers need; ours accepts them.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Args {
    /// What the server always does; some editors insist on saying so
    #[arg(long, hide = true)]
    stdio: bool,
}

/// Serves until the editor says `exit`. Status 0 if the session ended as it should, otherwise 1.
pub(crate) fn run() -> ExitCode {
    server::run_stdio()
}

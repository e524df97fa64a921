//! Tasks of the project itself: `cargo xtask <task>`.

// A task talks to its terminal.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::process::ExitCode;

use clap::Parser;

#[derive(Parser)]
#[command(name = "xtask", about = "Tasks of the project itself", subcommand_required = true)]
enum Task {
    /// Works on `schemas/`: facts from Prosody's source, prose, reports.
    #[command(subcommand)]
    Schemas(xtask::schemas::Command),
    /// Makes what a release consists of, in `target/dist`.
    Dist(xtask::dist::Args),
    /// Writes the pages in `docs/` that are made from the source: the reference, the rules, the settings.
    Docs(xtask::docs::Args),
}

fn main() -> ExitCode {
    let result = match Task::parse() {
        Task::Schemas(command) => command.run(),
        Task::Dist(args) => args.run(),
        Task::Docs(args) => args.run(),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

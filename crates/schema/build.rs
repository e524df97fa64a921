//! Compiles the schema files into static data.

// A build script talks to cargo on its standard output.
#![allow(clippy::print_stdout)]

#[path = "src/compile/mod.rs"]
mod compile;
#[allow(dead_code, unreachable_pub, unused_macros, reason = "made for the crate itself")]
#[path = "src/version.rs"]
mod version;
#[allow(dead_code, unreachable_pub, reason = "made for the crate itself")]
#[path = "src/vocabulary.rs"]
mod vocabulary;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problems) => {
            for problem in problems {
                println!("cargo::error={problem}");
            }
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Vec<String>> {
    let variable =
        |name: &str| env::var_os(name).map(PathBuf::from).ok_or_else(|| vec![format!("{name} is not set")]);
    let schemas = variable("CARGO_MANIFEST_DIR")?.join("../../schemas");
    // Cargo looks at a directory's files at any depth.
    println!("cargo::rerun-if-changed={}", schemas.display());
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/compile");
    println!("cargo::rerun-if-changed=src/version.rs");
    println!("cargo::rerun-if-changed=src/vocabulary.rs");

    let failed = |error: io::Error| vec![format!("{}: {error}", schemas.display())];
    let mut sources = Vec::new();
    for folder in ["core", "server", "community"] {
        read_folder(&schemas, folder, &mut sources).map_err(failed)?;
    }
    let list = |name: &str| {
        let text = fs::read_to_string(schemas.join(name)).map_err(failed)?;
        Ok::<_, Vec<String>>(compile::Source { path: format!("schemas/{name}"), text })
    };
    let code = compile::compile(&sources, &list("xeps.toml")?, &list("rfcs.toml")?)
        .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    let target = variable("OUT_DIR")?.join("data.rs");
    fs::write(&target, code).map_err(|error| vec![format!("{}: {error}", target.display())])
}

/// Reads a folder's schema files in the order of their names.
fn read_folder(schemas: &Path, folder: &str, sources: &mut Vec<compile::Source>) -> io::Result<()> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(schemas.join(folder))?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        sources.push(compile::Source {
            path: format!("schemas/{folder}/{name}"),
            text: fs::read_to_string(&path)?,
        });
    }
    Ok(())
}

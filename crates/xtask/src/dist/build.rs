//! The program, built for a release.

use std::path::PathBuf;
use std::process::Command;

use super::{output, program_name};
use crate::schemas::Failure;

/// This machine's platform; on Linux the one with musl if it is there: its program runs on any Linux.
pub(super) fn usual_target() -> Result<String, Failure> {
    let about = String::from_utf8(output(Command::new("rustc").arg("-vV"))?)?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).ok_or("rustc names no host")?;
    let Some(musl) = host.strip_suffix("-gnu").map(|linux| format!("{linux}-musl")) else {
        return Ok(host.to_owned());
    };
    let sysroot = String::from_utf8(output(Command::new("rustc").args(["--print", "sysroot"]))?)?;
    let libraries: PathBuf = [sysroot.trim(), "lib", "rustlib", &musl, "lib"].iter().collect();
    if libraries.is_dir() {
        return Ok(musl);
    }
    eprintln!(
        "the program will need this system's glibc: `rustup target add {musl}` makes it run on any Linux"
    );
    Ok(host.to_owned())
}

/// The path of the built program.
pub(super) fn release(target: &str) -> Result<PathBuf, Failure> {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--release", "--locked", "--package", "prosody-ls", "--target", target]);
    // A few lines of assembly need a compiler; any for this processor will do.
    let variable = format!("CC_{}", target.replace('-', "_"));
    if target.ends_with("-musl") && std::env::var_os(&variable).is_none() {
        cargo.env(variable, "cc");
    }
    let status = cargo.status().map_err(|error| format!("cargo: {error}"))?;
    if !status.success() {
        return Err(format!("cargo: {status}").into());
    }
    let folder = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    Ok(folder.join(target).join("release").join(program_name(target)))
}

//! Puts the files below `tree/` into the program.

// A build script talks to cargo on its standard output.
#![allow(clippy::print_stdout)]

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let variable = |name: &str| {
        env::var_os(name).map(PathBuf::from).ok_or_else(|| io::Error::other(format!("{name} is not set")))
    };
    let tree = variable("CARGO_MANIFEST_DIR")?.join("tree");
    // Cargo looks at a directory's files at any depth.
    println!("cargo::rerun-if-changed={}", tree.display());
    println!("cargo::rerun-if-changed=build.rs");
    let mut paths = Vec::new();
    walk(&tree, &mut paths)?;
    paths.sort();
    let mut code = String::from("&[\n");
    for path in &paths {
        let name = path.strip_prefix(&tree).map_err(io::Error::other)?.to_string_lossy().replace('\\', "/");
        // Writing to a string can't fail.
        let _ = writeln!(code, "    ({name:?}, include_str!({:?})),", path.display().to_string());
    }
    code += "]\n";
    fs::write(variable("OUT_DIR")?.join("files.rs"), code)
}

fn walk(directory: &Path, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}

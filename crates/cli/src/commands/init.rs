//! `prosody-ls init`: writes a configuration to start from.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use scaffold::{File, Layout, Wish};
use schema::Version;

/// Arguments of `prosody-ls init`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Where the tree is written to
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// How it is laid out: hybrid, layers, clients, xeps, debian or single
    #[arg(long, default_value = "hybrid")]
    layout: Layout,
    /// The domain of the users
    #[arg(long, default_value = "example.org")]
    domain: String,
    /// Which of the layout's folders to write, separated by commas: core,features; all if not given
    #[arg(long, value_name = "PARTS", value_delimiter = ',')]
    with: Option<Vec<String>>,
    /// The Prosody that will read it: 0.12 or 13.0
    #[arg(long, value_name = "VERSION", default_value = "13.0")]
    prosody: String,
    /// Only print which files would be written
    #[arg(long)]
    dry_run: bool,
}

/// Writes the tree, or prints what it would be. Files that exist already are never touched.
///
/// # Errors
/// If an argument makes no sense, if a file is there already, or if one can't be written.
pub(crate) fn run(args: &Args) -> io::Result<ExitCode> {
    let invalid = |message| io::Error::new(ErrorKind::InvalidInput, message);
    let version: Version = args.prosody.parse().map_err(invalid)?;
    if version < Version::V0_12 {
        return Err(invalid("the trees are for Prosody 0.12 and later".to_owned()));
    }
    if !is_domain(&args.domain) {
        return Err(invalid(format!("'{}' is no domain", args.domain)));
    }
    let wish = Wish { layout: args.layout, domain: args.domain.clone(), parts: args.with.clone(), version };
    let files = scaffold::tree(&wish).map_err(invalid)?;
    let mut out = io::stdout().lock();
    if args.dry_run {
        for file in &files {
            writeln!(out, "{}", args.dir.join(&file.path).display())?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    write_tree(&args.dir, &files)?;
    writeln!(out, "{} files written to {}", files.len(), args.dir.display())?;
    let entry = args.dir.join("prosody.cfg.lua");
    writeln!(out, "Next: look into {} and run `prosody-ls check {}`", entry.display(), args.dir.display())?;
    Ok(ExitCode::SUCCESS)
}

/// Whether a text can be a domain; it is written into Lua strings.
fn is_domain(text: &str) -> bool {
    let is_label =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    text.split('.').all(is_label)
}

fn write_tree(directory: &Path, files: &[File]) -> io::Result<()> {
    let explain =
        |path: &Path, error: &io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
    // Nothing at all is written beside files that would be in the way.
    if let Some(file) = files.iter().find(|file| directory.join(&file.path).symlink_metadata().is_ok()) {
        let path = directory.join(&file.path);
        let message = format!("{} is there already; nothing was written", path.display());
        return Err(io::Error::new(ErrorKind::AlreadyExists, message));
    }
    for file in files {
        let path = directory.join(&file.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| explain(parent, &error))?;
        }
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path)
            .and_then(|mut to| to.write_all(file.text.as_bytes()))
            .map_err(|error| explain(&path, &error))?;
    }
    Ok(())
}

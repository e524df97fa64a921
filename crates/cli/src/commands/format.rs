//! `prosody-ls format`: lays out configuration files as StyLua does.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use config::Workspace;

use super::paths::{normal, shown};
use super::{FAILURE, diff, replace};

/// Arguments of `prosody-ls format`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Settings are those of StyLua: stylua.toml or .stylua.toml beside a file or above it, otherwise .editorconfig. A file that is \
not Lua, or that would not be the same program afterwards, is left as it is. Comments `-- stylua: ignore` are heeded.

Exits with 0 if all is well, with 1 if --check or --diff found something to do, and with 2 if a file could not be formatted.")]
pub(crate) struct Args {
    /// Files, and directories whose *.cfg.lua files are meant
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// Write nothing, only name the files that would change
    #[arg(long)]
    check: bool,
    /// Write nothing, print what would change
    #[arg(long)]
    diff: bool,
}

/// What came of one file.
enum Outcome {
    AsItWas,
    /// Text before and after.
    Changed(Vec<u8>, Vec<u8>),
    /// With the reason.
    Refused(String),
}

/// Formats files. Those that can't be formatted are told, and do not keep others from it.
///
/// # Errors
/// If a path can't be read, or a file not written.
pub(crate) fn run(args: &Args) -> io::Result<ExitCode> {
    let directory = std::env::current_dir()?;
    let mut out = anstream::stdout().lock();
    let mut problems = io::stderr().lock();
    let (mut changed, mut unchanged, mut refused) = (0_usize, 0_usize, 0_usize);
    for path in files(&args.paths)? {
        let shown = shown(&directory, &path);
        match format(&path) {
            Outcome::AsItWas => unchanged += 1,
            Outcome::Refused(why) => {
                refused += 1;
                writeln!(problems, "{shown}: not formatted: {why}")?;
            }
            Outcome::Changed(before, after) => {
                changed += 1;
                if args.diff {
                    diff::write(&shown, &before, &after, &mut out)?;
                } else if args.check {
                    writeln!(out, "Would format {shown}")?;
                } else {
                    replace::replace(&path, &before, &after)?;
                }
            }
        }
    }
    out.flush()?;
    let is_dry = args.check || args.diff;
    writeln!(problems, "{}", summary(is_dry, changed, unchanged, refused))?;
    Ok(match (refused, changed) {
        (0, changed) => ExitCode::from(u8::from(is_dry && changed > 0)),
        _ => ExitCode::from(FAILURE),
    })
}

fn summary(is_dry: bool, changed: usize, unchanged: usize, refused: usize) -> String {
    let files = |count: usize| format!("{count} file{}", if count == 1 { "" } else { "s" });
    let verb = if is_dry { "would be formatted" } else { "formatted" };
    let mut parts = vec![format!("{} {verb}", files(changed)), format!("{unchanged} left as they were")];
    if refused > 0 {
        parts.push(format!("{refused} could not be formatted"));
    }
    parts.join(", ")
}

/// The files that the arguments mean, without doubles, in order.
fn files(paths: &[PathBuf]) -> io::Result<BTreeSet<PathBuf>> {
    let mut files = BTreeSet::new();
    for given in paths {
        let path = normal(given)?;
        let metadata = std::fs::metadata(&path)
            .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", given.display())))?;
        if !metadata.is_dir() {
            files.insert(path);
            continue;
        }
        let before = files.len();
        let mut workspace = Workspace::new();
        workspace.set_roots(vec![path.clone()]);
        let snapshot = workspace.snapshot(&|_, _| {});
        let below = snapshot.files().map(|file| &file.path).filter(|file| file.starts_with(&path));
        files.extend(below.filter(|file| file.to_string_lossy().ends_with(".cfg.lua")).cloned());
        if files.len() == before {
            let message = format!("no configuration files (*.cfg.lua) in {}: name a file", given.display());
            return Err(io::Error::new(io::ErrorKind::NotFound, message));
        }
    }
    Ok(files)
}

fn format(path: &Path) -> Outcome {
    let before = match std::fs::read(path) {
        Ok(before) => before,
        Err(error) => return Outcome::Refused(error.to_string()),
    };
    match ide::format_text(path, &before) {
        Ok(after) if after == before => Outcome::AsItWas,
        Ok(after) => Outcome::Changed(before, after),
        Err(why) => Outcome::Refused(why),
    }
}

#[cfg(test)]
mod tests {
    use super::summary;

    #[test]
    fn the_summary_counts() {
        assert_eq!(summary(false, 1, 2, 0), "1 file formatted, 2 left as they were");
        assert_eq!(
            summary(true, 2, 0, 1),
            "2 files would be formatted, 0 left as they were, 1 could not be formatted"
        );
    }
}

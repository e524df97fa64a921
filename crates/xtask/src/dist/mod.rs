//! `cargo xtask dist`: what a release consists of, for one platform, in `target/dist`.
//!
//! - `prosody-ls-VERSION-TRIPLE.tar.gz`: the program with its manual pages and completions,
//! - `prosody-ls_VERSION_ARCH.deb`, on Linux,
//! - `prosody-ls-VERSION-PLATFORM.vsix`, the extension for VS Code with the program in it,
//! - `prosody-ls-VERSION-TRIPLE.cdx.json`: what the program is built from,
//! - `SHA256SUMS` of all of them.
//!
//! Archives depend on their content alone: the same files make the same bytes. `sh tests/packages.sh` unpacks them and runs
//! what is inside.

mod build;
mod deb;
mod sbom;
mod tar;

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use crate::schemas::Failure;

/// Of the workspace: the only place where it is written is its `Cargo.toml`.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

const NAME: &str = "prosody-ls";

/// What to make.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The platform; by default this machine's, on Linux with musl if `rustup target add` has brought that.
    #[arg(long, value_name = "TRIPLE")]
    target: Option<String>,
    /// Where to put the files.
    #[arg(long, value_name = "DIR", default_value = "target/dist")]
    out: PathBuf,
    /// A program that was built already, instead of a release build.
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
    /// Leave out the extension for VS Code, which needs Node and npm.
    #[arg(long)]
    no_vsix: bool,
}

impl Args {
    /// Makes everything, from the root of the workspace.
    ///
    /// # Errors
    /// If a file can't be read or written, or a program that is needed is not there or fails: the message names it.
    pub fn run(self) -> Result<ExitCode, Failure> {
        let target = match self.target {
            Some(target) => target,
            None => build::usual_target()?,
        };
        let program = match self.program {
            Some(program) => program,
            None => build::release(&target)?,
        };
        fs::create_dir_all(&self.out)?;
        let extras = Extras::of(&program)?;
        let program = stripped(&program, &target)?;
        archive(&program, &target, &extras, &self.out)?;
        if target.contains("-linux-") {
            deb::write(&program, &target, &extras, &self.out)?;
        }
        if !self.no_vsix {
            extension(&program, &target, &self.out)?;
        }
        let bill = self.out.join(format!("{NAME}-{VERSION}-{target}.cdx.json"));
        fs::write(bill, sbom::bill(Path::new("."), &target)?)?;
        checksums(&self.out)?;
        println!("{}", self.out.display());
        Ok(ExitCode::SUCCESS)
    }
}

/// A copy without what is for debuggers, which is four fifths of it, where there is a tool that takes it out.
fn stripped(program: &Path, target: &str) -> Result<PathBuf, Failure> {
    let folder = PathBuf::from("target/stripped");
    fs::create_dir_all(&folder)?;
    let copy = folder.join(program_name(target));
    fs::copy(program, &copy)?;
    if Command::new("strip").arg(&copy).status().is_err() {
        eprintln!("the program keeps what is for debuggers: there is no `strip`");
    }
    Ok(copy)
}

/// What the program says about itself for others.
struct Extras {
    /// Names and contents of manual pages.
    pages: Vec<(String, Vec<u8>)>,
    /// Shells and their scripts.
    completions: Vec<(&'static str, Vec<u8>)>,
}

/// The shells, with the name that the script has for each.
const SHELLS: [(&str, &str); 5] = [
    ("bash", "prosody-ls.bash"),
    ("zsh", "_prosody-ls"),
    ("fish", "prosody-ls.fish"),
    ("elvish", "prosody-ls.elv"),
    ("powershell", "_prosody-ls.ps1"),
];

impl Extras {
    fn of(program: &Path) -> Result<Self, Failure> {
        let mut completions = Vec::new();
        for (shell, _) in SHELLS {
            completions.push((shell, output(Command::new(program).args(["completions", shell]))?));
        }
        let folder = std::env::temp_dir().join(format!("{NAME}-pages-{}", std::process::id()));
        output(Command::new(program).arg("man").arg(&folder))?;
        let mut pages = Vec::new();
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            pages.push((name, fs::read(path)?));
        }
        fs::remove_dir_all(folder)?;
        pages.sort();
        Ok(Self { pages, completions })
    }

    fn completion(&self, shell: &str) -> Vec<u8> {
        let found = self.completions.iter().find(|(name, _)| *name == shell);
        found.map(|(_, script)| script.clone()).unwrap_or_default()
    }
}

/// The name of the program's file.
fn program_name(target: &str) -> &'static str {
    if target.contains("windows") { "prosody-ls.exe" } else { NAME }
}

fn archive(program: &Path, target: &str, extras: &Extras, out: &Path) -> Result<(), Failure> {
    let folder = format!("{NAME}-{VERSION}-{target}");
    let mut tar = tar::Tar::new();
    tar.file(&format!("{folder}/{}", program_name(target)), &fs::read(program)?, 0o755)?;
    for name in ["README.md", "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT"] {
        tar.file(&format!("{folder}/{name}"), &fs::read(name)?, 0o644)?;
    }
    for (name, page) in &extras.pages {
        tar.file(&format!("{folder}/man/{name}"), page, 0o644)?;
    }
    for (shell, name) in SHELLS {
        tar.file(&format!("{folder}/completions/{name}"), &extras.completion(shell), 0o644)?;
    }
    fs::write(out.join(format!("{folder}.tar.gz")), gzip(&tar.end())?)?;
    Ok(())
}

fn extension(program: &Path, target: &str, out: &Path) -> Result<(), Failure> {
    let (system, arch) = match target {
        _ if target.contains("windows") => ("win32", target),
        _ if target.contains("darwin") => ("darwin", target),
        _ => ("linux", target),
    };
    let arch = if arch.starts_with("aarch64") { "arm64" } else { "x64" };
    let mut script = Command::new("sh");
    script.arg("editors/vscode/package.sh").arg(fs::canonicalize(program)?).arg(format!("{system}-{arch}"));
    let printed = String::from_utf8(output(&mut script)?)?;
    let vsix = Path::new(printed.trim());
    fs::copy(vsix, out.join(vsix.file_name().unwrap_or_default()))?;
    Ok(())
}

/// The sums of all files beside it.
fn checksums(out: &Path) -> Result<(), Failure> {
    let mut names: Vec<_> =
        fs::read_dir(out)?.map(|entry| Ok(entry?.file_name())).collect::<Result<Vec<_>, std::io::Error>>()?;
    names.retain(|name| name != OsStr::new("SHA256SUMS"));
    names.sort();
    let sums = output(Command::new("sha256sum").args(&names).current_dir(out))
        .or_else(|_| output(Command::new("shasum").args(["-a", "256"]).args(&names).current_dir(out)))?;
    fs::write(out.join("SHA256SUMS"), sums)?;
    Ok(())
}

/// Compressed bytes, without name and date.
fn gzip(bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut process = Command::new("gzip")
        .args(["-9", "-n", "-c"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("gzip: {error}"))?;
    let input = process.stdin.take();
    // It writes while it reads: both at once, or the pipes fill up.
    let output = std::thread::scope(|scope| {
        scope.spawn(move || {
            use std::io::Write as _;
            // If gzip ends early, its status tells.
            input.map(|mut input| input.write_all(bytes))
        });
        process.wait_with_output()
    })?;
    if output.status.success() { Ok(output.stdout) } else { Err("gzip failed".into()) }
}

/// What a program prints; its errors go to the terminal.
fn output(command: &mut Command) -> Result<Vec<u8>, Failure> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.stderr(Stdio::inherit()).output().map_err(|error| format!("{name}: {error}"))?;
    if output.status.success() { Ok(output.stdout) } else { Err(format!("{name}: {}", output.status).into()) }
}

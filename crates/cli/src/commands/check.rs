//! `prosody-ls check`: what is wrong with a configuration.

mod concise;
mod filter;
mod fix;
mod github;
mod gitlab;
mod json;
mod junit;
mod located;
mod profiles;
mod sarif;
mod selection;
mod text;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;
use config::{Mount, Profile};

use filter::Filter;
use located::Report;
use profiles::Profiles;

use super::paths::normal;
use super::tree::environment;

/// Arguments of `prosody-ls check`.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exits with 0 if there are no findings, with 1 if there are, and with 2 if it could not look.

Examples:
  prosody-ls check                                  what is below this directory
  prosody-ls check --all-profiles /etc/prosody      under all environments that the tree knows
  prosody-ls check --fix                            mends what can be mended safely
  prosody-ls check --select 'unknown-*,port-clash' --format sarif")]
pub(crate) struct Args {
    /// Files and directories; of a file all that it includes is checked, too. Relative to --root, if that is given
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// The Prosody that reads it: a series (0.12, 13.0, trunk) or a release (0.12.3) [default: what prosody-ls.toml says, or 13.0]
    #[arg(long, value_name = "VERSION")]
    prosody: Option<String>,
    /// A directory on this machine that stands for --mount: a checkout of what is deployed there
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// The path that the configuration believes it has [default: /etc/prosody, with --root]
    #[arg(long, value_name = "PATH", requires = "root")]
    mount: Option<String>,
    /// An environment variable that is set; may be given several times
    #[arg(long, value_name = "K=V")]
    env: Vec<String>,
    /// The profile to read it under: one of those that `explain` and `graph` name, or NAME=VALUE
    #[arg(long, value_name = "NAME", conflicts_with = "all_profiles")]
    profile: Option<String>,
    /// Look under each profile; what holds in some of them only says in which
    #[arg(long)]
    all_profiles: bool,
    #[command(flatten)]
    filter: Filter,
    /// Apply the fixes that are safe, again until none is left, and report what remains
    #[arg(long)]
    fix: bool,
    /// Print what --fix would change instead; exits with 1 if that is anything
    #[arg(long)]
    diff: bool,
    /// How to print the findings
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Exit with 0 even if there are findings
    #[arg(long)]
    exit_zero: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, with the lines in question.
    Text,
    /// One line for each finding.
    Concise,
    /// For programs.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of GitHub workflows.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// JUnit XML, a suite for each file.
    Junit,
}

/// Where Prosody's own configuration lies.
const DEFAULT_MOUNT: &str = "/etc/prosody";

/// Prints the findings. Exits with 1 if there are warnings or errors.
///
/// # Errors
/// If an argument makes no sense, a path can't be read or written, or the output can't be written.
pub(crate) fn run(args: &Args) -> io::Result<ExitCode> {
    let directory = std::env::current_dir()?;
    let status = |is_bad: bool| ExitCode::from(u8::from(is_bad && !args.exit_zero));
    if args.diff {
        let mended = fix::mend(|texts| look(args, &directory, texts))?;
        let mut diff = Vec::new();
        mended.diff(&mut diff)?;
        print(&diff)?;
        mended.summary("Would mend", &mut io::stderr().lock())?;
        return Ok(status(mended.changes()));
    }
    if !args.fix {
        let report = look(args, &directory, &BTreeMap::new())?;
        print(&render(&report, args.format)?)?;
        return Ok(status(!report.findings.is_empty()));
    }
    let mended = fix::mend(|texts| look(args, &directory, texts))?;
    mended.write()?;
    print(&render(&mended.report, args.format)?)?;
    // The report alone is for programs.
    mended.summary("Mended", &mut io::stderr().lock())?;
    Ok(status(!mended.report.findings.is_empty()))
}

/// Takes the colours out again unless it is a terminal that wants them.
fn print(text: &[u8]) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    out.write_all(text)?;
    out.flush()
}

/// The report as text, with colours.
fn render(report: &Report, format: Format) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    match format {
        Format::Text => text::write(report, &mut text)?,
        Format::Concise => concise::write(report, &mut text)?,
        Format::Json => json::write(report, &mut text)?,
        Format::Sarif => sarif::write(report, &mut text)?,
        Format::Github => github::write(report, &mut text)?,
        Format::Gitlab => gitlab::write(report, &mut text)?,
        Format::Junit => junit::write(report, &mut text)?,
    }
    Ok(text)
}

fn invalid(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message)
}

/// What to look for, and under which circumstances.
struct Look {
    profile: Profile,
    profiles: Profiles,
    filter: Filter,
}

/// Looks at everything, at some files with another text than on disk. Paths are shown relative to `directory`.
fn look(args: &Args, directory: &Path, texts: &BTreeMap<PathBuf, Vec<u8>>) -> io::Result<Report> {
    let profiles = match &args.profile {
        _ if args.all_profiles => Profiles::All,
        Some(name) => Profiles::Named(name.clone()),
        None => Profiles::Usual,
    };
    let look = Look { profile: profile(args)?, profiles, filter: args.filter.clone() };
    let base = args.root.clone().unwrap_or_default();
    let mut report = Report::new(directory.to_owned());
    for group in selection::groups(&base, &args.paths, args.root.is_some())? {
        report.add(&group, &look, texts)?;
    }
    report.sort();
    Ok(report)
}

/// The profile that the arguments describe.
fn profile(args: &Args) -> io::Result<Profile> {
    let env = environment(&args.env)?;
    let mount = match &args.root {
        Some(root) => Some(Mount {
            root: normal(root)?,
            path: args.mount.as_deref().unwrap_or(DEFAULT_MOUNT).trim_end_matches('/').to_owned(),
        }),
        None => None,
    };
    let mut profile = Profile { env, mount, ..Profile::default() };
    if let Some(release) = &args.prosody {
        profile.set_release(release).map_err(invalid)?;
    }
    Ok(profile)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use clap::Parser;
    use expect_test::{Expect, expect};
    use fixture::Directory;

    use super::{Args, BTreeMap, Format, Report, look, render};

    #[derive(Parser)]
    struct Cli {
        #[command(flatten)]
        args: Args,
    }

    fn directory() -> Directory {
        let directory = Directory::new();
        directory.write("prosody.cfg.lua", b"Include \"conf.d/*.cfg.lua\"\nlog = \"a\"\n");
        directory.write(
            "conf.d/a.cfg.lua",
            "\tadmins = { \"ä@b.c\" }; modules_enabled = { \"carbon\" }\n".as_bytes(),
        );
        directory.write("alone.cfg.lua", b"c2s_require_encryption = \"no\"\n");
        directory
    }

    fn report(directory: &Directory, arguments: &[&str]) -> Report {
        let arguments =
            arguments.iter().map(|argument| argument.replace("$DIR", &directory.path().to_string_lossy()));
        let cli = Cli::parse_from(std::iter::once("check".to_owned()).chain(arguments));
        look(&cli.args, directory.path(), &BTreeMap::new()).unwrap()
    }

    fn print(report: &Report, format: Format, expected: &Expect) {
        let mut stream = anstream::StripStream::new(Vec::new());
        stream.write_all(&render(report, format).unwrap()).unwrap();
        expected.assert_eq(&String::from_utf8(stream.into_inner()).unwrap());
    }

    #[test]
    fn a_directory_is_checked_whole() {
        let directory = directory();
        let report = report(&directory, &["$DIR"]);
        print(
            &report,
            Format::Concise,
            &expect![[r#"
                alone.cfg.lua:1:26: error[wrong-type]: `c2s_require_encryption` takes true or false, not "no": Prosody ignores it
                conf.d/a.cfg.lua:1:44: warning[unknown-module]: "carbon" is not a module of Prosody, nor of the community collection as it is known here
            "#]],
        );
        assert!(!report.findings.is_empty());
    }

    #[test]
    fn a_file_is_checked_with_what_it_includes() {
        let directory = directory();
        print(
            &report(&directory, &["$DIR/prosody.cfg.lua"]),
            Format::Text,
            &expect![[r#"
                conf.d/a.cfg.lua:1:44: warning[unknown-module]: "carbon" is not a module of Prosody, nor of the community collection as it is known here
                  |
                1 |     admins = { "ä@b.c" }; modules_enabled = { "carbon" }
                  |                                               ^^^^^^^^
                  = help: Did you mean "carbons"?

                1 warning in 2 files
            "#]],
        );
    }

    #[test]
    fn a_file_that_another_includes_is_checked_as_part_of_that() {
        let directory = directory();
        print(
            &report(&directory, &["$DIR/conf.d/a.cfg.lua"]),
            Format::Json,
            &expect![[r#"
                {"findings":[{"rule":"unknown-module","severity":"warning","message":"\"carbon\" is not a module of Prosody, nor of the community collection as it is known here","file":"conf.d/a.cfg.lua","line":1,"column":44,"end_line":1,"end_column":52,"help":"Did you mean \"carbons\"?","url":null,"profiles":null,"fix":{"title":"Change to \"carbons\"","safe":false,"edits":[{"file":"conf.d/a.cfg.lua","line":1,"column":45,"end_line":1,"end_column":51,"text":"carbons"}]}}]}
            "#]],
        );
    }

    #[test]
    fn a_file_that_is_named_may_be_called_anything() {
        let directory = Directory::new();
        directory.write(
            "prosody.cfg.lua.j2",
            b"VirtualHost \"{{ domain }}\"\nComponent \"proxy.{{ domain }}\" \"Proxy65\"\n",
        );
        print(
            &report(&directory, &["$DIR/prosody.cfg.lua.j2", "--ignore", "no-*"]),
            Format::Concise,
            &expect![[r#"
            prosody.cfg.lua.j2:2:1: warning[unknown-module]: "Proxy65" is not a module of Prosody, nor of the community collection as it is known here
        "#]],
        );
    }

    #[test]
    fn environment_and_version_count() {
        let directory = Directory::new();
        let text = b"if ENV_STAGE == \"test\" then storage = \"memry\"; \
              Component \"a.example\" \"http_file_share\" end\n";
        directory.write("prosody.cfg.lua", text);
        // A name that nothing has is wrong in whatever case it is used.
        let unset = report(&directory, &["$DIR"]);
        print(
            &unset,
            Format::Text,
            &expect![[r#"
                prosody.cfg.lua:1:39: warning[unknown-module]: "storage_memry" is not a module of Prosody, nor of the community collection as it is known here
                  |
                1 | if ENV_STAGE == "test" then storage = "memry"; Component "a.example" "http_file_share" end
                  |                                       ^^^^^^^
                  = help: Did you mean "memory"?

                1 warning in 1 file
            "#]],
        );
        let test = report(&directory, &["$DIR", "--prosody", "0.11", "--env", "STAGE=test"]);
        print(
            &test,
            Format::Concise,
            &expect![[r#"
                prosody.cfg.lua:1:39: warning[unknown-module]: "storage_memry" is not a module of Prosody, nor of the community collection as it is known here
                prosody.cfg.lua:1:48: info[undiscoverable-component]: clients do not find a.example: no host names it
                prosody.cfg.lua:1:48: warning[unknown-module]: Prosody 0.11 does not have the module "http_file_share": it came with 0.12
            "#]],
        );
    }

    #[test]
    fn private_modules_are_read_below_the_mount_and_beside_the_entry_file() {
        let directory = Directory::new();
        directory
            .write("prosody/plugins/mod_private.lua", b"module:get_option_integer('private_loud', 3, 1, 10)");
        for (plugins, arguments) in [
            ("plugins", &["$DIR"][..]),
            ("plugins", &["$DIR/prosody/prosody.cfg.lua"]),
            ("/etc/prosody/plugins", &["--root", "$DIR/prosody", "prosody.cfg.lua"]),
            ("/srv/x/plugins", &["--root", "$DIR/prosody", "--mount", "/srv/x", "."]),
        ] {
            let text = format!(
                "plugin_paths = {{ \"{plugins}\" }}\nmodules_enabled = {{ \"private\" }}\nprivate_loud = 11\n"
            );
            directory.write("prosody/prosody.cfg.lua", text.as_bytes());
            print(
                &report(&directory, arguments),
                Format::Concise,
                &expect![[r"
                    prosody/prosody.cfg.lua:3:16: warning[out-of-range]: `private_loud` has to be at most 10: Prosody uses 10 instead of 11
                "]],
            );
        }
    }

    #[test]
    fn remarks_are_findings_too() {
        let directory = Directory::new();
        directory.write("prosody.cfg.lua", b"favourite_colour = 1\n");
        let report = report(&directory, &["--root", "$DIR", "prosody.cfg.lua"]);
        print(
            &report,
            Format::Concise,
            &expect![[r"
            prosody.cfg.lua:1:1: info[unknown-option]: nothing in Prosody 13.0 or in the community modules known here reads `favourite_colour`
        "]],
        );
    }
}

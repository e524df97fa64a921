//! `cargo xtask schemas`: the facts in `schemas/`, from Prosody's own source.

mod collect;
mod community;
mod corrected;
mod declared;
mod doap;
mod edition;
mod history;
mod markup;
mod prose;
mod record;
mod report;
mod source;
mod verify;
mod write;
mod xeps;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use schema::Version;

/// What stopped a task.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The tasks.
#[derive(clap::Subcommand)]
pub enum Command {
    /// Writes the facts found in source trees into `schemas/`; prose stays as it is.
    Extract(Sources),
    /// Compares the facts in `schemas/` with source trees; fails on any difference.
    Verify(Sources),
    /// Merges texts about modules and options, written apart, into `schemas/`.
    MergeProse {
        /// The folder with files `<module>.toml`.
        from: PathBuf,
        /// The folder of the schema files.
        #[arg(long, default_value = "schemas")]
        schemas: PathBuf,
    },
    /// Counts modules and options by origin and series, and lists those that nobody has written about.
    Report {
        /// Fail if there are any of these.
        #[arg(long)]
        strict: bool,
    },
    /// Writes `xeps.toml` from the XSF's files.
    Xeps {
        /// The folder with the files `xep-NNNN.xml`.
        #[arg(long, value_name = "DIR")]
        from: PathBuf,
        /// The folder of the schema files.
        #[arg(long, default_value = "schemas")]
        schemas: PathBuf,
    },
}

/// Where the sources are.
#[derive(clap::Args, Debug, Default)]
pub struct Sources {
    /// A Prosody source tree or installation, as `SERIES=DIR`; repeat for each series.
    #[arg(long = "prosody", value_name = "SERIES=DIR", value_parser = parse_tree)]
    pub prosody: Vec<(Version, PathBuf)>,
    /// A checkout of the community modules, as `YYYY-MM=DIR`; repeat, oldest first.
    #[arg(long = "community", value_name = "YYYY-MM=DIR", value_parser = parse_checkout)]
    pub community: Vec<(String, PathBuf)>,
    /// The folder of the schema files.
    #[arg(long, default_value = "schemas")]
    pub schemas: PathBuf,
}

impl Command {
    /// Runs the task.
    ///
    /// # Errors
    /// What stopped it: a file that cannot be read or written, or understood.
    pub fn run(self) -> Result<ExitCode, Failure> {
        match self {
            Self::Extract(sources) => extract(&sources),
            Self::Verify(sources) => verify(&sources),
            Self::MergeProse { from, schemas } => {
                let unmatched = prose::merge(&schemas, &from)?;
                for what in &unmatched {
                    println!("{what}");
                }
                Ok(if unmatched.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
            }
            Self::Report { strict } => {
                let report = report::report();
                for what in &report.lacking {
                    println!("{what}");
                }
                println!("{}", report.tables);
                let failed = strict && !report.lacking.is_empty();
                Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
            }
            Self::Xeps { from, schemas } => {
                let (text, count) = xeps::render(&from)?;
                std::fs::write(schemas.join("xeps.toml"), text)?;
                println!("{count} XEPs");
                Ok(ExitCode::SUCCESS)
            }
        }
    }
}

fn extract(sources: &Sources) -> Result<ExitCode, Failure> {
    let collected = collect::collect(sources)?;
    for note in &collected.notes {
        println!("{note}");
    }
    for record in &collected.records {
        write::write(&sources.schemas, record)?;
    }
    let left = write::leftovers(&sources.schemas, &collected.records, sources)?;
    for path in &left {
        println!("not in the sources: {}", path.display());
    }
    println!("{}", collected.summary());
    Ok(ExitCode::SUCCESS)
}

fn verify(sources: &Sources) -> Result<ExitCode, Failure> {
    let mut wrong = Vec::new();
    for (version, root) in &sources.prosody {
        wrong.extend(differences(&sources.schemas, root, *version)?);
    }
    for (month, root) in &sources.community {
        wrong.extend(community_differences(&sources.schemas, month, root)?);
    }
    for difference in &wrong {
        println!("{difference}");
    }
    println!("{} differences", wrong.len());
    Ok(if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What the files in `schemas` say otherwise than the Prosody tree at `root`; one line for each difference.
///
/// # Errors
/// A file that cannot be read.
pub fn differences(schemas: &Path, root: &Path, version: Version) -> Result<Vec<String>, Failure> {
    verify::prosody(schemas, root, version)
}

/// What the schema files, as compiled into this program, leave without a word: one line for each module and option.
pub fn lacking_prose() -> Vec<String> {
    report::report().lacking
}

/// The same for a checkout of the community modules; `month` is when it was made, `2026-07`.
///
/// # Errors
/// A file that cannot be read.
pub fn community_differences(schemas: &Path, month: &str, root: &Path) -> Result<Vec<String>, Failure> {
    verify::community(schemas, month, root)
}

fn parse_tree(text: &str) -> Result<(Version, PathBuf), String> {
    let (series, folder) = split(text)?;
    Ok((series.parse()?, folder.to_owned()))
}

fn parse_checkout(text: &str) -> Result<(String, PathBuf), String> {
    let (month, folder) = split(text)?;
    Ok((month.to_owned(), folder.to_owned()))
}

fn split(text: &str) -> Result<(&str, &Path), String> {
    let (name, folder) = text.split_once('=').ok_or_else(|| format!("'{text}' is not NAME=DIR"))?;
    Ok((name, Path::new(folder)))
}

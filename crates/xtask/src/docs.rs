//! `cargo xtask docs`: the pages of the book that are made from the source: of the schema files, the rules, the settings.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::book::pages;
use crate::schemas::Failure;

/// The folders below `docs/` in which all pages are made.
const MADE: [&str; 2] = ["reference", "rules"];

/// Where to write the pages.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The folder of the book; pages of its reference that no longer belong there are removed.
    #[arg(default_value = "docs")]
    folder: PathBuf,
}

impl Args {
    /// Writes all pages.
    ///
    /// # Errors
    /// A file that cannot be read or written.
    pub fn run(self) -> Result<ExitCode, Failure> {
        let pages = pages();
        let wanted: BTreeMap<PathBuf, &str> =
            pages.iter().map(|page| (self.folder.join(&page.path), page.text.as_str())).collect();
        for (path, text) in &wanted {
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            // What is as it should be keeps its date.
            if fs::read_to_string(path).ok().as_deref() != Some(text) {
                fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))?;
            }
        }
        for path in made_files(&self.folder)? {
            if !wanted.contains_key(&path) {
                fs::remove_file(&path)?;
            }
        }
        println!("{} pages", pages.len());
        Ok(ExitCode::SUCCESS)
    }
}

/// The pages in a folder that are not as they would be written now, or that would not be written at all.
///
/// # Errors
/// A folder that cannot be read.
pub fn stale_pages(folder: &Path) -> Result<Vec<String>, Failure> {
    let pages: BTreeMap<PathBuf, String> =
        pages().into_iter().map(|page| (folder.join(page.path), page.text)).collect();
    let mut stale: Vec<String> = pages
        .iter()
        .filter(|(path, text)| fs::read_to_string(path).ok().as_ref() != Some(text))
        .map(|(path, _)| path.display().to_string())
        .collect();
    let extra = made_files(folder)?.into_iter().filter(|path| !pages.contains_key(path));
    stale.extend(extra.map(|path| path.display().to_string()));
    Ok(stale)
}

/// The Markdown files in folders where all are made.
fn made_files(book: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for folder in MADE {
        files.extend(markdown_files(&book.join(folder))?);
    }
    Ok(files)
}

/// All Markdown files below a folder.
///
/// # Errors
/// A folder that cannot be read.
pub fn markdown_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return Ok(files) };
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(markdown_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            files.push(path);
        }
    }
    Ok(files)
}

//! The arguments that name a tree, and the circumstances under which it is read.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use config::{Mount, Profile, Settings, Snapshot, Survey, Tree, Workspace};

use super::paths::normal;

/// Which tree, and how to read it.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct TreeArgs {
    /// The entry file, or a directory with one
    #[arg(long = "in", value_name = "PATH", default_value = ".")]
    pub(crate) place: PathBuf,
    /// The Prosody that reads it: a series (0.12, 13.0, trunk) or a release (0.12.3) [default: what prosody-ls.toml says, or 13.0]
    #[arg(long, value_name = "VERSION")]
    pub(crate) prosody: Option<String>,
    /// The path that the entry's directory has where it is deployed
    #[arg(long, value_name = "PATH")]
    pub(crate) mount: Option<String>,
    /// An environment variable that is set; may be given several times
    #[arg(long, value_name = "K=V")]
    pub(crate) env: Vec<String>,
    /// The profile to read it under: one of those that `explain` and `graph` name, or NAME=VALUE
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
}

/// The name of the file that Prosody begins with.
const ENTRY: &str = "prosody.cfg.lua";

impl TreeArgs {
    /// Reads the tree.
    ///
    /// # Errors
    /// If there is no such file or an argument makes no sense.
    pub(crate) fn read(&self) -> io::Result<(Arc<Snapshot>, Arc<Tree>)> {
        let place = normal(&self.place)?;
        let mut workspace = Workspace::new();
        workspace.set_profile(self.circumstances(&place)?);
        workspace.choose_profile(self.profile.clone());
        let root = if place.is_dir() {
            place.clone()
        } else if place.is_file() {
            workspace.set_entry(Some(place.clone()));
            place.parent().unwrap_or(Path::new("/")).to_owned()
        } else {
            return Err(io::Error::new(
                io::ErrorKind::NotFound,
                format!("{}: no such file or directory", self.place.display()),
            ));
        };
        workspace.set_roots(vec![root]);
        let snapshot = workspace.snapshot(&|_, _| {});
        let tree = snapshot.trees().next().map(Arc::clone).ok_or_else(|| {
            io::Error::other(format!(
                "{}: no {ENTRY} here; name the entry file with --in, or in prosody-ls.toml",
                self.place.display()
            ))
        })?;
        if let Some(wanted) = self.profile.as_ref().filter(|name| ***name != *tree.profile_name) {
            let survey = snapshot.survey(&tree);
            return Err(unknown_profile(wanted, &survey));
        }
        Ok((snapshot, tree))
    }

    /// Reads the same tree with more variables set: `LEVEL=high,TIER=small`.
    ///
    /// # Errors
    /// As for [`Self::read`].
    pub(crate) fn with_variables(&self, pairs: &str) -> io::Result<Settings> {
        let mut args = self.clone();
        for part in pairs.split(',') {
            match args.env.last_mut().filter(|_| !part.contains('=')) {
                // A comma inside of a value.
                Some(pair) => *pair = format!("{pair},{part}"),
                None => args.env.push(part.to_owned()),
            }
        }
        Ok(args.read()?.1.settings.clone())
    }

    fn circumstances(&self, place: &Path) -> io::Result<Profile> {
        let mut profile = Profile { env: environment(&self.env)?, ..Profile::default() };
        if let Some(release) = &self.prosody {
            profile.set_release(release).map_err(invalid)?;
        }
        if let Some(mount) = &self.mount {
            let root = if place.is_dir() { place } else { place.parent().unwrap_or(place) };
            profile.mount =
                Some(Mount { root: root.to_owned(), path: mount.trim_end_matches('/').to_owned() });
        }
        Ok(profile)
    }
}

/// That a tree has no profile of this name.
pub(crate) fn unknown_profile(wanted: &str, survey: &Survey) -> io::Error {
    let known: Vec<&str> = survey.profiles.iter().map(|(profile, _)| &*profile.name).collect();
    io::Error::other(format!("there is no profile '{wanted}' here, only {}", known.join(", ")))
}

/// The variables of `--env NAME=VALUE`.
///
/// # Errors
/// If there is no `=`.
pub(crate) fn environment(pairs: &[String]) -> io::Result<BTreeMap<String, String>> {
    let split = |pair: &String| match pair.split_once('=') {
        Some((name, value)) => Ok((name.to_owned(), value.to_owned())),
        None => Err(invalid(format!("--env wants NAME=VALUE, not '{pair}'"))),
    };
    pairs.iter().map(split).collect()
}

fn invalid(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message)
}

//! `prosody-ls.toml`: what a project says about itself.
//!
//! ```toml
//! prosody = "13.0"                     # the Prosody that reads it: a series or a release
//! entry = "prosody.cfg.lua"            # the file that Prosody is started with, relative to this file
//! mount = "/etc/prosody"               # where this directory lies on the server
//! cwd = "/var/lib/prosody"             # the working directory that Prosody has
//! profile = "staging"                  # the profile to show, if nobody chooses another
//! layers = ["core", "features"]        # the order of layers where no entry file says it
//! plugin_paths = ["plugins"]           # further directories with modules
//!
//! [profiles.staging]
//! prosody = "0.12.3"
//! env = { PROSODY_ENVIRONMENT = "staging" }
//! ```
//!
//! Read leniently: what makes no sense is left out and told.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use syntax::Span;
use toml::{Spanned, Value};

/// The file's name.
pub const PROJECT_FILE: &str = "prosody-ls.toml";

/// What a `prosody-ls.toml` says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Project {
    /// Where it lies.
    pub path: PathBuf,
    /// The release, such as `13.0` or `0.12.3`.
    pub prosody: Option<String>,
    /// The entry file, absolute.
    pub entry: Option<PathBuf>,
    /// The absolute path that its directory has on the server.
    pub mount: Option<String>,
    /// The working directory of Prosody.
    pub cwd: Option<PathBuf>,
    /// The profile that is shown unless somebody chooses another.
    pub profile: Option<String>,
    /// The order of layers where no entry file says it.
    pub layers: Vec<String>,
    /// Further directories with modules, absolute.
    pub plugin_paths: Vec<PathBuf>,
    /// Named profiles, in the order of their names.
    pub profiles: BTreeMap<String, ProjectProfile>,
    /// What else stands there, for those whose business it is: `rules`, `ignore`.
    pub other: toml::Table,
    /// What makes no sense: the bytes, and a sentence.
    pub problems: Vec<(Span, String)>,
}

/// `[profiles.NAME]`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProjectProfile {
    /// The release, if it is another one than the project's.
    pub prosody: Option<String>,
    /// Environment variables that are set.
    pub env: BTreeMap<String, String>,
    /// The bytes of its environment.
    pub span: Span,
}

/// The keys that stand for something other than what this crate reads.
const FOREIGN: [&str; 4] = ["rules", "ignore", "format", "diagnostics"];

impl Project {
    /// Reads the text of a project file that lies at `path`.
    pub fn parse(path: &Path, text: &str) -> Self {
        let mut project = Self { path: path.to_owned(), ..Self::default() };
        let table: BTreeMap<Spanned<String>, Spanned<Value>> = match toml::from_str(text) {
            Ok(table) => table,
            Err(error) => {
                let span = error.span().map_or_else(Span::default, |span| to_span(&span));
                project.problems.push((span, error.message().to_owned()));
                return project;
            }
        };
        let folder = path.parent().unwrap_or(Path::new("/")).to_owned();
        let below = |text: String| crate::disk::clean(&folder.join(text));
        for (key, value) in &table {
            let mut read = Reader { name: key.get_ref(), value, problems: &mut project.problems };
            match key.get_ref().as_str() {
                "prosody" => project.prosody = read.release(),
                "entry" => project.entry = read.text().map(below),
                "mount" => {
                    project.mount = read.text().map(|path| path.trim_end_matches('/').to_owned());
                }
                "cwd" => project.cwd = read.text().map(PathBuf::from),
                "profile" => project.profile = read.text(),
                "layers" => project.layers = read.texts(),
                "plugin_paths" => project.plugin_paths = read.texts().into_iter().map(below).collect(),
                "profiles" => project.profiles = read.profiles(),
                name if FOREIGN.contains(&name) => {
                    project.other.insert(name.to_owned(), value.get_ref().clone());
                }
                name => project.problems.push((to_span(&key.span()), format!("unknown key '{name}'"))),
            }
        }
        project
    }
}

/// Reads one value.
struct Reader<'a> {
    name: &'a str,
    value: &'a Spanned<Value>,
    problems: &'a mut Vec<(Span, String)>,
}

impl Reader<'_> {
    fn wrong(&mut self, wanted: &str) {
        self.problems.push((to_span(&self.value.span()), format!("{}: must be {wanted}", self.name)));
    }

    fn text(&mut self) -> Option<String> {
        let text = self.value.get_ref().as_str().map(str::to_owned);
        if text.is_none() {
            self.wrong("a string");
        }
        text
    }

    fn release(&mut self) -> Option<String> {
        let text = self.text()?;
        match crate::Profile::default().set_release(&text) {
            Ok(()) => Some(text),
            Err(problem) => {
                self.problems.push((to_span(&self.value.span()), problem));
                None
            }
        }
    }

    fn texts(&mut self) -> Vec<String> {
        let items: Option<Vec<String>> = self
            .value
            .get_ref()
            .as_array()
            .and_then(|items| items.iter().map(|item| item.as_str().map(str::to_owned)).collect());
        if items.is_none() {
            self.wrong("a list of strings");
        }
        items.unwrap_or_default()
    }

    fn profiles(&mut self) -> BTreeMap<String, ProjectProfile> {
        let mut profiles = BTreeMap::new();
        let Some(table) = self.value.get_ref().as_table() else {
            self.wrong("a table of profiles");
            return profiles;
        };
        for (name, value) in table {
            let span = to_span(&self.value.span());
            let mut profile = ProjectProfile { span, ..ProjectProfile::default() };
            let release = value.get("prosody").and_then(Value::as_str);
            match release.map(|text| crate::Profile::default().set_release(text)) {
                Some(Err(problem)) => {
                    self.problems.push((span, format!("profiles.{name}.prosody: {problem}")));
                }
                _ => profile.prosody = release.map(str::to_owned),
            }
            for (variable, value) in value.get("env").and_then(Value::as_table).into_iter().flatten() {
                match value {
                    Value::String(text) => drop(profile.env.insert(variable.clone(), text.clone())),
                    Value::Integer(_) | Value::Boolean(_) | Value::Float(_) => {
                        profile.env.insert(variable.clone(), value.to_string());
                    }
                    _ => self
                        .problems
                        .push((span, format!("profiles.{name}.env.{variable}: must be a string"))),
                }
            }
            profiles.insert(name.clone(), profile);
        }
        profiles
    }
}

fn to_span(range: &std::ops::Range<usize>) -> Span {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(offset(range.start), offset(range.end))
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::Project;

    fn parse(text: &str) -> Project {
        Project::parse(Path::new("/srv/prosody/prosody-ls.toml"), text)
    }

    #[test]
    fn everything_can_be_said() {
        let project = parse(
            "prosody = '0.12.3'\nentry = 'a/../main.cfg.lua'\nmount = '/etc/prosody/'\nlayers = ['core']\n\
             [profiles.staging]\nprosody = '13.0'\nenv = { A = 'x', PORT = 5222 }\n[rules]\nunknown-module = 'off'\n",
        );
        assert_eq!(project.problems, []);
        assert_eq!(project.entry, Some(PathBuf::from("/srv/prosody/main.cfg.lua")));
        assert_eq!(project.mount.as_deref(), Some("/etc/prosody"));
        let staging = &project.profiles["staging"];
        assert_eq!(staging.env.get("PORT").map(String::as_str), Some("5222"));
        assert!(project.other.contains_key("rules"));
    }

    #[test]
    fn what_makes_no_sense_is_told_with_its_place() {
        let project = parse("prosody = '7'\nentri = 'x'\nlayers = 'core'\n");
        let problems: Vec<_> = project.problems.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(
            problems,
            [
                "unknown key 'entri'",
                "layers: must be a list of strings",
                "unknown Prosody version '7': use 0.11, 0.12, 13.0 or trunk"
            ]
        );
        assert_eq!(parse("a = ").problems.len(), 1);
    }
}

//! The user's settings, section `prosody-ls`.
//!
//! ```json
//! {
//!   "prosody": {"version": "13.0"},
//!   "env": {"PROSODY_ENVIRONMENT": "staging"},
//!   "cwd": "/",
//!   "entry": "prosody.cfg.lua",
//!   "profile": "staging",
//!   "root": {"path": "/etc/prosody", "directory": "deploy/prosody"},
//!   "diagnostics": {"workspace": false},
//!   "inlayHints": {"overridden": true, "replaces": true, "periods": true, "sizes": true},
//!   "codeLenses": {"overridden": true, "hosts": true, "files": true}
//! }
//! ```
//! Read leniently: a setting that makes no sense is left at its default and named in a message.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use config::{Mount, Profile};
use ide::{HintKind, LensKind};
use serde_json::{Map, Value};

/// The section's name.
pub(crate) const SECTION: &str = "prosody-ls";

/// The settings in force.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Settings {
    /// `prosody.version`, `env`, `cwd` and `root`: the circumstances under which trees are read.
    pub(crate) profile: Profile,
    /// `entry`: the file that Prosody is started with; without, every `prosody.cfg.lua` is one.
    pub(crate) entry: Option<PathBuf>,
    /// `profile`: the name of the profile to read trees under.
    pub(crate) profile_name: Option<String>,
    /// `diagnostics.workspace`: findings are published for all files, not only for open ones.
    pub(crate) workspace_diagnostics: bool,
    /// `inlayHints` and `codeLenses`: the kinds that are switched off.
    pub(crate) hidden: Arc<Hidden>,
}

/// What the user does not want to see.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Hidden {
    /// Kinds of inlay hints.
    pub(crate) hints: Vec<HintKind>,
    /// Kinds of code lenses.
    pub(crate) lenses: Vec<LensKind>,
}

/// The settings of inlay hints.
const HINTS: [(&str, HintKind); 4] = [
    ("overridden", HintKind::Overridden),
    ("replaces", HintKind::Replaces),
    ("periods", HintKind::Period),
    ("sizes", HintKind::Size),
];

/// The settings of code lenses.
const LENSES: [(&str, LensKind); 3] =
    [("overridden", LensKind::Overridden), ("hosts", LensKind::Host), ("files", LensKind::File)];

/// Lays `over` over `under`: objects are merged, anything else is replaced; `null` replaces nothing.
pub(crate) fn merge(under: Value, over: Value) -> Value {
    match (under, over) {
        (under, Value::Null) => under,
        (Value::Object(mut under), Value::Object(over)) => {
            for (key, value) in over {
                let merged = merge(under.remove(&key).unwrap_or_default(), value);
                under.insert(key, merged);
            }
            Value::Object(under)
        }
        (_, over) => over,
    }
}

impl Settings {
    /// Reads the section, or an object that has it. `folder` is what relative paths are relative to.
    /// Also returns one sentence for each setting that makes no sense.
    pub(crate) fn read(value: &Value, folder: Option<&Path>) -> (Self, Vec<String>) {
        let section = value.get(SECTION).unwrap_or(value);
        let mut reader = Reader { problems: Vec::new() };
        let settings = reader.settings(section, folder);
        (settings, reader.problems)
    }
}

struct Reader {
    problems: Vec<String>,
}

impl Reader {
    fn settings(&mut self, section: &Value, folder: Option<&Path>) -> Settings {
        let empty = Map::new();
        let section = self.object("", Some(section)).unwrap_or(&empty);
        let prosody = self.object("prosody", section.get("prosody")).unwrap_or(&empty);
        let diagnostics = self.object("diagnostics", section.get("diagnostics")).unwrap_or(&empty);
        let mut profile = Profile::default();
        self.release(prosody.get("version"), &mut profile);
        profile.env = self.env(section.get("env"));
        profile.cwd = self.text("cwd", section.get("cwd")).map(PathBuf::from);
        profile.mount = self.mount(section.get("root"), folder);
        let entry = self.text("entry", section.get("entry"));
        let entry = entry.and_then(|entry| self.below("entry", entry, folder));
        let workspace_diagnostics =
            self.flag("diagnostics.workspace", diagnostics.get("workspace")).unwrap_or_default();
        let profile_name = self.text("profile", section.get("profile")).map(str::to_owned);
        let hidden = Arc::new(Hidden {
            hints: self.switched_off("inlayHints", section, HINTS),
            lenses: self.switched_off("codeLenses", section, LENSES),
        });
        Settings { profile, entry, profile_name, workspace_diagnostics, hidden }
    }

    /// The kinds that a group of switches, each `true` by default, has `false` for.
    fn switched_off<T: Copy, const N: usize>(
        &mut self,
        group: &str,
        section: &Map<String, Value>,
        kinds: [(&str, T); N],
    ) -> Vec<T> {
        let Some(switches) = self.object(group, section.get(group)) else { return Vec::new() };
        let mut off = Vec::new();
        for (name, kind) in kinds {
            if self.flag(&format!("{group}.{name}"), switches.get(name)) == Some(false) {
                off.push(kind);
            }
        }
        off
    }

    fn release(&mut self, value: Option<&Value>, profile: &mut Profile) {
        let text = match value {
            // Written without quotes, 13.0 arrives as a number.
            Some(Value::Number(number)) => Some(number.to_string()),
            value => self.text("prosody.version", value).map(str::to_owned),
        };
        if let Some(Err(problem)) = text.map(|text| profile.set_release(&text)) {
            self.problems.push(format!("prosody.version: {problem}"));
        }
    }

    fn env(&mut self, value: Option<&Value>) -> BTreeMap<String, String> {
        let mut env = BTreeMap::new();
        for (name, value) in self.object("env", value).into_iter().flatten() {
            match value {
                Value::Null => {}
                Value::String(text) => drop(env.insert(name.clone(), text.clone())),
                Value::Bool(_) | Value::Number(_) => drop(env.insert(name.clone(), value.to_string())),
                _ => self.wrong(&format!("env.{name}"), "a string, or null for an unset variable", value),
            }
        }
        env
    }

    fn mount(&mut self, value: Option<&Value>, folder: Option<&Path>) -> Option<Mount> {
        let root = self.object("root", value)?;
        let path = self.text("root.path", root.get("path"))?;
        if !path.starts_with('/') {
            self.wrong("root.path", "an absolute path such as /etc/prosody", &Value::from(path));
            return None;
        }
        let directory = self.text("root.directory", root.get("directory")).unwrap_or(".");
        let root = self.below("root.directory", directory, folder)?;
        Some(Mount { root, path: path.trim_end_matches('/').to_owned() })
    }

    /// A path that may be relative to the workspace folder.
    fn below(&mut self, name: &str, path: &str, folder: Option<&Path>) -> Option<PathBuf> {
        match folder {
            Some(folder) if path == "." => Some(folder.to_path_buf()),
            Some(folder) => Some(folder.join(path)),
            None if Path::new(path).is_absolute() => Some(PathBuf::from(path)),
            None => {
                self.problems.push(format!("{name}: relative, but no workspace folder is open"));
                None
            }
        }
    }

    fn object<'v>(&mut self, name: &str, value: Option<&'v Value>) -> Option<&'v Map<String, Value>> {
        match value? {
            Value::Null => None,
            Value::Object(object) => Some(object),
            value => {
                self.wrong(name, "an object", value);
                None
            }
        }
    }

    fn text<'v>(&mut self, name: &str, value: Option<&'v Value>) -> Option<&'v str> {
        match value? {
            Value::Null => None,
            Value::String(text) => Some(text),
            value => {
                self.wrong(name, "a string", value);
                None
            }
        }
    }

    fn flag(&mut self, name: &str, value: Option<&Value>) -> Option<bool> {
        match value? {
            Value::Null => None,
            Value::Bool(flag) => Some(*flag),
            value => {
                self.wrong(name, "true or false", value);
                None
            }
        }
    }

    fn wrong(&mut self, name: &str, wanted: &str, value: &Value) {
        let name = if name.is_empty() { SECTION } else { name };
        self.problems.push(format!("{name}: must be {wanted}, not {value}"));
    }
}

#[cfg(test)]
mod tests {
    use schema::Version;
    use serde_json::json;

    use super::*;

    fn read(value: &Value) -> (Settings, Vec<String>) {
        Settings::read(value, Some(Path::new("/work")))
    }

    #[test]
    fn everything_can_be_set_with_and_without_the_section_around_it() {
        let section = json!({
            "prosody": {"version": "0.12.3"},
            "env": {"A": "x", "PORT": 5222, "UNSET": null},
            "cwd": "/var",
            "entry": "server/main.cfg.lua",
            "profile": "staging",
            "root": {"path": "/etc/prosody/", "directory": "deploy"},
            "diagnostics": {"workspace": true},
        });
        let (settings, problems) = read(&section);
        assert_eq!(problems, [""; 0]);
        assert_eq!((settings.profile.version, settings.profile.patch), (Version::V0_12, Some(3)));
        assert_eq!(settings.entry.as_deref(), Some(Path::new("/work/server/main.cfg.lua")));
        assert_eq!(
            Vec::from_iter(&settings.profile.env),
            [(&"A".to_owned(), &"x".to_owned()), (&"PORT".to_owned(), &"5222".to_owned())]
        );
        assert_eq!(settings.profile.cwd.as_deref(), Some(Path::new("/var")));
        let mount = Mount { root: "/work/deploy".into(), path: "/etc/prosody".to_owned() };
        assert_eq!(settings.profile.mount, Some(mount));
        assert!(settings.workspace_diagnostics);
        assert_eq!(settings.profile_name.as_deref(), Some("staging"));
        assert_eq!(read(&json!({ "prosody-ls": section })).0, settings);
    }

    #[test]
    fn kinds_of_hints_and_lenses_are_switched_off() {
        let (settings, problems) = read(&json!({
            "inlayHints": {"sizes": false, "periods": true},
            "codeLenses": {"hosts": false, "files": "no"},
        }));
        assert_eq!(settings.hidden.hints, [HintKind::Size]);
        assert_eq!(settings.hidden.lenses, [LensKind::Host]);
        assert_eq!(problems, ["codeLenses.files: must be true or false, not \"no\""]);
    }

    #[test]
    fn nothing_means_the_defaults() {
        for nothing in [json!(null), json!({}), json!({"prosody-ls": null}), json!({"prosody": null})] {
            assert_eq!(read(&nothing), (Settings::default(), vec![]), "{nothing}");
        }
    }

    #[test]
    fn what_makes_no_sense_is_named_and_the_rest_is_kept() {
        let (settings, problems) = read(&json!({
            "prosody": {"version": "7"},
            "env": {"A": [], "B": "kept"},
            "root": {"path": "etc"},
            "diagnostics": {"workspace": "yes"},
        }));
        assert_eq!(
            problems,
            [
                "prosody.version: unknown Prosody version '7': use 0.11, 0.12, 13.0 or trunk",
                "env.A: must be a string, or null for an unset variable, not []",
                "root.path: must be an absolute path such as /etc/prosody, not \"etc\"",
                "diagnostics.workspace: must be true or false, not \"yes\"",
            ]
        );
        assert_eq!(settings.profile.env.get("B").map(String::as_str), Some("kept"));
        assert_eq!(read(&json!([1])).1, ["prosody-ls: must be an object, not [1]"]);
    }

    #[test]
    fn later_settings_lie_over_earlier_ones() {
        let merged = merge(json!({"a": {"b": 1, "c": 2}, "d": 3}), json!({"a": {"b": 4}, "d": null}));
        assert_eq!(merged, json!({"a": {"b": 4, "c": 2}, "d": 3}));
    }
}

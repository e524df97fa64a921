//! The keys of a project file, with what they mean.

/// A key.
#[derive(Debug, Clone, Copy)]
pub(super) struct ProjectKey {
    pub(super) name: &'static str,
    /// What it takes, in a few words.
    pub(super) ty: &'static str,
    /// What is written behind `=`, as a snippet.
    pub(super) value: &'static str,
    /// What it is for, in Markdown.
    pub(super) doc: &'static str,
}

const RELEASE: &str = "The Prosody that reads the configuration: a series such as `13.0`, a release such as `0.12.3`, or `trunk`.";

/// The keys at the top.
pub(super) const TOP: [ProjectKey; 7] = [
    ProjectKey { name: "prosody", ty: "string", value: "\"$0\"", doc: RELEASE },
    ProjectKey {
        name: "entry",
        ty: "path",
        value: "\"$0\"",
        doc: "The file that Prosody is started with, relative to this file. Without it every `prosody.cfg.lua` is one.",
    },
    ProjectKey {
        name: "mount",
        ty: "path",
        value: "\"${1:/etc/prosody}\"",
        doc: "Where this directory lies on the server, so that absolute paths in the configuration are found here.",
    },
    ProjectKey {
        name: "cwd",
        ty: "path",
        value: "\"$0\"",
        doc: "The working directory that Prosody has on the server: `/` for a service.",
    },
    ProjectKey {
        name: "profile",
        ty: "string",
        value: "\"$0\"",
        doc: "The profile under which the configuration is shown, unless somebody chooses another one.",
    },
    ProjectKey {
        name: "layers",
        ty: "list of strings",
        value: "[\"$0\"]",
        doc: "The order of layers, by their directories, where no entry file says it.",
    },
    ProjectKey {
        name: "plugin_paths",
        ty: "list of paths",
        value: "[\"$0\"]",
        doc: "Further directories with modules, relative to this file.",
    },
];

/// The keys of a profile.
pub(super) const PROFILE: [ProjectKey; 2] = [
    ProjectKey { name: "prosody", ty: "string", value: "\"$0\"", doc: RELEASE },
    ProjectKey {
        name: "env",
        ty: "table of strings",
        value: "{ $0 }",
        doc: "The environment variables that are set in this profile; any other is not.",
    },
];

/// The tables that a project file may have: the header, what is inserted, what it is for.
pub(super) const TABLES: [(&str, &str, &str); 2] = [
    (
        "[profiles.…]",
        "[profiles.${1:name}]\nenv = { $0 }",
        "A profile: circumstances under which the configuration may be read, a release and environment variables.",
    ),
    (
        "[rules]",
        "[rules]\n$0",
        "How bad the findings of each rule are taken to be; `off` switches a rule off.",
    ),
];

/// What a level means.
pub(super) fn level(name: &str) -> Option<&'static str> {
    Some(match name {
        "off" => "The rule looks for nothing.",
        "hint" => "A remark: editors show it faintly or on demand.",
        "info" => "Worth knowing.",
        "warning" => "Most likely not what was meant.",
        "error" => "Prosody will not do what it says.",
        _ => return None,
    })
}

//! The names that the configuration language gives a meaning of its own: they are no options.
//! From `core/configmanager.lua` of each series.

use crate::{Schema, Version};

/// A name of the configuration language.
#[derive(Debug, PartialEq, Eq)]
pub struct LanguageName {
    /// The name, or how it begins for [`LanguageName::ENVIRONMENT`].
    pub name: &'static str,
    /// The name to use instead, if it is an older spelling of that.
    pub alias_of: Option<&'static str>,
    /// How it is written, with its arguments.
    pub usage: &'static str,
    /// The first series that has it; `None` for 0.11 or older.
    pub since: Option<Version>,
    /// What it does, in one Markdown sentence.
    pub doc: &'static str,
    /// What it is.
    pub kind: LanguageKind,
}

/// What a name of the configuration language is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LanguageKind {
    /// Opens the section of a host.
    Section,
    /// Brings in another file.
    File,
    /// Gives a value.
    Value,
}

impl LanguageName {
    /// How the names of environment variables begin.
    pub const ENVIRONMENT: &'static str = "ENV_";

    /// Whether this series has it.
    pub fn in_version(&self, version: Version) -> bool {
        self.since.is_none_or(|since| since <= version)
    }
}

impl Schema<'_> {
    /// The names of the configuration language in this series.
    pub fn language_names(self) -> impl Iterator<Item = &'static LanguageName> + Clone {
        NAMES.iter().filter(move |name| name.in_version(self.version()))
    }

    /// What the configuration language means by a name, in this series; `ENV_HOME` and the like are found too.
    pub fn language_name(self, name: &str) -> Option<&'static LanguageName> {
        self.language_names().find(|known| {
            known.name == name || (known.name == LanguageName::ENVIRONMENT && name.starts_with(known.name))
        })
    }

    /// The same in whichever series has it.
    pub fn language_name_in_any_version(name: &str) -> Option<&'static LanguageName> {
        Schema::of(Version::Trunk).language_name(name)
    }
}

const NEW: Option<Version> = Some(Version::V13_0);

const fn alias(name: &'static str, of: &'static LanguageName) -> LanguageName {
    LanguageName {
        name,
        alias_of: Some(of.name),
        usage: of.usage,
        since: of.since,
        doc: of.doc,
        kind: of.kind,
    }
}

const VIRTUAL_HOST: LanguageName = LanguageName {
    name: "VirtualHost",
    alias_of: None,
    usage: "VirtualHost \"example.com\"",
    since: None,
    doc: "Opens the section of a host whose users have accounts here; the options that follow, up to the next host \
          or the end of the file, are its own.",
    kind: LanguageKind::Section,
};

const COMPONENT: LanguageName = LanguageName {
    name: "Component",
    alias_of: None,
    usage: "Component \"rooms.example.com\" \"muc\"",
    since: None,
    doc: "Opens the section of a service with an address of its own, run by the module that is named after the \
          address; without a module, a separate program connects and provides it.",
    kind: LanguageKind::Section,
};

const INCLUDE: LanguageName = LanguageName {
    name: "Include",
    alias_of: None,
    usage: "Include \"conf.d/*.cfg.lua\"",
    since: None,
    doc: "Reads another configuration file, beginning in the global section; its path is relative to this file, and \
          `*` and `?` in the last part stand for several files.",
    kind: LanguageKind::File,
};

const RUN_SCRIPT: LanguageName = LanguageName {
    name: "RunScript",
    alias_of: None,
    usage: "RunScript \"script.lua\"",
    since: None,
    doc: "Runs a file as plain Lua, outside the configuration: what it assigns sets no options.",
    kind: LanguageKind::File,
};

const FILE_CONTENTS: LanguageName = LanguageName {
    name: "FileContents",
    alias_of: None,
    usage: "FileContents \"motd.txt\"",
    since: NEW,
    doc: "Gives the whole content of a file as a string; its path is relative to this file.",
    kind: LanguageKind::Value,
};

const FILE_LINE: LanguageName = LanguageName {
    name: "FileLine",
    alias_of: None,
    usage: "FileLine \"secret.txt\"",
    since: NEW,
    doc: "Gives the first line of a file as a string, without its end; its path is relative to this file.",
    kind: LanguageKind::Value,
};

const FILE_LINES: LanguageName = LanguageName {
    name: "FileLines",
    alias_of: None,
    usage: "FileLines \"admins.txt\"",
    since: NEW,
    doc: "Gives the lines of a file as a list of strings; its path is relative to this file.",
    kind: LanguageKind::Value,
};

const CREDENTIAL: LanguageName = LanguageName {
    name: "Credential",
    alias_of: None,
    usage: "Credential \"turn_secret\"",
    since: NEW,
    doc: "Gives the content of a file in the directory that `$CREDENTIALS_DIRECTORY` names, as systemd provides it; \
          without that variable it is an error.",
    kind: LanguageKind::Value,
};

const ENVIRONMENT: LanguageName = LanguageName {
    name: LanguageName::ENVIRONMENT,
    alias_of: None,
    usage: "ENV_NAME",
    since: None,
    doc: "Gives the value of the environment variable that is named after `ENV_`, or nothing if it is not set.",
    kind: LanguageKind::Value,
};

const LUA: LanguageName = LanguageName {
    name: "Lua",
    alias_of: None,
    usage: "Lua.os.getenv(\"NAME\")",
    since: NEW,
    doc: "Holds all that plain Lua offers; from Prosody 13.0 on, reaching for `os`, `table` and the like without it \
          is warned about.",
    kind: LanguageKind::Value,
};

static NAMES: [LanguageName; 14] = [
    VIRTUAL_HOST,
    alias("Host", &VIRTUAL_HOST),
    alias("host", &VIRTUAL_HOST),
    COMPONENT,
    alias("component", &COMPONENT),
    INCLUDE,
    alias("include", &INCLUDE),
    RUN_SCRIPT,
    FILE_CONTENTS,
    FILE_LINE,
    FILE_LINES,
    CREDENTIAL,
    ENVIRONMENT,
    LUA,
];

#[cfg(test)]
mod tests {
    use crate::{Schema, Version};

    #[test]
    fn each_series_has_its_names() {
        let old = Schema::of(Version::V0_12);
        assert!(old.language_name("FileLine").is_none());
        assert!(Schema::language_name_in_any_version("FileLine").is_some());
        assert_eq!(old.language_names().count(), 9);
        assert_eq!(Schema::of(Version::V13_0).language_names().count(), 14);
    }

    #[test]
    fn aliases_say_what_they_stand_for() {
        let host = Schema::of(Version::V0_11).language_name("host").unwrap();
        assert_eq!(host.alias_of, Some("VirtualHost"));
    }

    #[test]
    fn environment_variables_are_found_by_their_prefix() {
        let schema = Schema::of(Version::V13_0);
        assert!(schema.language_name("ENV_PROSODY_ENVIRONMENT").is_some());
        assert!(schema.language_name("ENVIRONMENT").is_none());
    }
}

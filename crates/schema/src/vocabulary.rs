//! The closed sets of words that schema files use, as types. Shared with the build script.

/// Declares an enum whose variants have the names that schema files write.
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$doc])* $variant,)+
        }

        impl $name {
            /// All of them, in the order of their declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name that schema files and JSON use.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }

            /// The one with this name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($text => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}

vocabulary! {
    /// Where the code that reads an option comes from.
    Origin {
        /// A module of Prosody itself.
        Core = "core",
        /// A part of Prosody that is no module, such as `core.portmanager`.
        Server = "server",
        /// A module of the community collection.
        Community = "community",
        /// A module of the user's own, read from its source: no schema file describes it.
        Private = "private",
    }
}

impl Origin {
    /// Those that schema files have.
    pub const OF_FILES: &'static [Self] = &[Self::Core, Self::Server, Self::Community];

    /// The one with this name, if schema files have it.
    pub fn of_file(name: &str) -> Option<Self> {
        Self::from_name(name).filter(|origin| Self::OF_FILES.contains(origin))
    }
}

vocabulary! {
    /// What a module is, or may be used as. A module can be several of these.
    ModuleKind {
        /// Loaded on hosts.
        Host = "host",
        /// Works only as the module of a `Component`.
        ComponentOnly = "component-only",
        /// Works on a host and as the module of a `Component`.
        ComponentCapable = "component-capable",
        /// Loaded once, for the whole server.
        Global = "global",
        /// Loaded on hosts, with one part shared by all.
        Shared = "shared",
        /// Loaded without being asked for.
        Autoloaded = "autoloaded",
        /// Chosen by `authentication`; its name begins with `auth_`.
        AuthProvider = "auth-provider",
        /// Chosen by `storage`; its name begins with `storage_`.
        StorageProvider = "storage-provider",
        /// Chosen by `authorization`; its name begins with `authz_`.
        AuthzProvider = "authz-provider",
        /// Opens ports.
        NetProvider = "net-provider",
        /// Brings a command along: `prosodyctl mod_NAME`.
        Command = "command",
    }
}

vocabulary! {
    /// What Prosody takes an option's value for. Named after the accessors of its module API.
    OptionType {
        /// A string; any other scalar is turned into one.
        String = "string",
        /// `true` or `false`; also `"true"`, `1`, `"false"` and `0`.
        Boolean = "boolean",
        /// A number, or a string that reads as one.
        Number = "number",
        /// A number that is cut to a whole one.
        Integer = "integer",
        /// A number of seconds, or a string such as `"2 days"`, or `"never"`.
        Period = "period",
        /// One of a few values.
        Enum = "enum",
        /// A list without order or duplicates.
        Set = "set",
        /// A list.
        Array = "array",
        /// A set to which a host's own items are added to the global ones.
        InheritedSet = "inherited-set",
        /// The path of a file or directory.
        Path = "path",
        /// A table with named keys.
        Table = "table",
        /// Read as it is: only the code that uses it knows.
        Any = "any",
    }
}

vocabulary! {
    /// Where an option is looked for.
    Scope {
        /// On the host, then in the global section.
        Host = "host",
        /// In the global section alone.
        Global = "global",
    }
}

vocabulary! {
    /// How far a community module is, as its authors say.
    Stage {
        /// It may work.
        Alpha = "alpha",
        /// It works for some.
        Beta = "beta",
        /// It works.
        Stable = "stable",
        /// It tries something out.
        Experimental = "experimental",
        /// It does not work.
        Broken = "broken",
        /// It is part of Prosody now.
        Merged = "merged",
        /// There is no use for it any more.
        Obsolete = "obsolete",
        /// It ought not to be used.
        Deprecated = "deprecated",
    }
}

vocabulary! {
    /// How much of a XEP a module implements.
    Extent {
        /// All of it.
        Complete = "complete",
        /// Some of it.
        Partial = "partial",
        /// It is meant to.
        Planned = "planned",
        /// It once did.
        Removed = "removed",
        /// It does, and ought not to be used.
        Deprecated = "deprecated",
        /// It says that it has to do with it.
        Mentioned = "mentioned",
    }
}

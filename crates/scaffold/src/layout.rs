//! The ways to lay out a configuration.

use std::fmt;
use std::str::FromStr;

/// How a configuration is laid out in folders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layout {
    /// Core, features, clients, use cases, environments and policies, joined by the loader.
    Hybrid,
    /// The layers of the XMPP stack, from ports to integrations, joined by the loader.
    Layers,
    /// By the clients and uses that the server is for, joined by the loader.
    Clients,
    /// A file per standard, joined by the loader.
    Xeps,
    /// As Debian's package lays it out: one global file, and one file per host in `conf.d`.
    Debian,
    /// One file.
    Single,
}

impl Layout {
    /// All of them, the most complete first.
    pub const ALL: [Self; 6] =
        [Self::Hybrid, Self::Layers, Self::Clients, Self::Xeps, Self::Debian, Self::Single];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hybrid => "hybrid",
            Self::Layers => "layers",
            Self::Clients => "clients",
            Self::Xeps => "xeps",
            Self::Debian => "debian",
            Self::Single => "single",
        }
    }

    /// Whether its files are joined by the Lua loader.
    pub const fn has_loader(self) -> bool {
        !matches!(self, Self::Debian | Self::Single)
    }
}

impl fmt::Display for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Layout {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|layout| layout.name() == text).ok_or_else(|| {
            let known = Self::ALL.map(Self::name).join(", ");
            format!("there is no layout '{text}'; there is {known}")
        })
    }
}

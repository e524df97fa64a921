//! Prosody's release series.

use std::fmt;
use std::str::FromStr;

/// A release series of Prosody. Within one, options and semantics are the same for our purposes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Version {
    /// 0.11
    V0_11,
    /// 0.12
    V0_12,
    /// 13.0
    #[default]
    V13_0,
    /// The development branch.
    Trunk,
}

impl Version {
    /// All series, oldest first.
    pub const ALL: [Self; 4] = [Self::V0_11, Self::V0_12, Self::V13_0, Self::Trunk];

    /// The name people use: `0.12`, `13.0`, `trunk`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::V0_11 => "0.11",
            Self::V0_12 => "0.12",
            Self::V13_0 => "13.0",
            Self::Trunk => "trunk",
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Version {
    type Err = String;

    /// Takes a series (`0.12`, `13.0`, `13`, `trunk`) or a full release (`0.12.3`, `13.0.7`).
    fn from_str(text: &str) -> Result<Self, String> {
        let starts = |series: &str| {
            text.strip_prefix(series).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        Self::ALL
            .into_iter()
            .find(|version| starts(version.name()))
            .or_else(|| (text == "13").then_some(Self::V13_0))
            .ok_or_else(|| format!("unknown Prosody version '{text}': use 0.11, 0.12, 13.0 or trunk"))
    }
}

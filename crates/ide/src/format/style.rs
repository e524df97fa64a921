//! How text is to be formatted: what the nearest `stylua.toml` or `.stylua.toml` says, in the file's directory or above it;
//! without one, what `.editorconfig` says, over settings that suit configurations.
//!
//! With a `stylua.toml`, the result is StyLua's own. Two of its settings do not count: the syntax is that of Lua 5.4, which
//! configurations are read as, and statements are never sorted.
//!
//! Without it, calls keep their form (`VirtualHost "example.org"`, `Include("a.cfg.lua")`), lines end as those of the file do,
//! and they are indented as the editor says, or with tabs, as in the configuration that Prosody comes with.

use std::path::{Path, PathBuf};

use stylua_lib::{CallParenType, Config, IndentType, LineEndings, LuaVersion, SortRequiresConfig};

/// How lines are indented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Indent {
    /// With tabs.
    Tabs,
    /// With so many blanks for each level.
    Spaces(u32),
}

/// The names of StyLua's settings file, in the order in which it looks for them.
const NAMES: [&str; 2] = ["stylua.toml", ".stylua.toml"];

/// How a file with this text is to be formatted.
///
/// # Errors
/// If a settings file can't be read or makes no sense: it says which one, and what is wrong with it.
pub(super) fn for_file(path: &Path, text: &str, indent: Option<Indent>) -> Result<Config, String> {
    let config = match settings_file(path) {
        Some(file) => read(&file)?,
        None => stylua_lib::editorconfig::parse(defaults(text, indent), path)
            .map_err(|error| format!(".editorconfig: {error}"))?,
    };
    Ok(Config { syntax: LuaVersion::Lua54, sort_requires: SortRequiresConfig::new(), ..config })
}

fn settings_file(path: &Path) -> Option<PathBuf> {
    path.ancestors()
        .skip(1)
        .flat_map(|directory| NAMES.map(|name| directory.join(name)))
        .find(|file| file.is_file())
}

fn read(file: &Path) -> Result<Config, String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    toml::from_str(&text).map_err(|error| format!("{}: {}", file.display(), error.message()))
}

fn defaults(text: &str, indent: Option<Indent>) -> Config {
    let first_line_end = text.find('\n').unwrap_or(0);
    let ends_as_in_windows = text.get(..first_line_end).is_some_and(|line| line.ends_with('\r'));
    let config = Config {
        call_parentheses: CallParenType::Input,
        line_endings: if ends_as_in_windows { LineEndings::Windows } else { LineEndings::Unix },
        ..Config::default()
    };
    match indent {
        None | Some(Indent::Tabs) => config,
        Some(Indent::Spaces(width)) => {
            Config { indent_type: IndentType::Spaces, indent_width: width.clamp(1, 16) as usize, ..config }
        }
    }
}

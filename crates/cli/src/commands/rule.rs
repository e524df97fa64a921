//! `prosody-ls rule`: what the rules of `check` look for.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::process::ExitCode;

use rules::Severity;

/// Arguments of `prosody-ls rule`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Levels are set in prosody-ls.toml: under [rules], NAME = \"off\", \"hint\", \"info\", \"warning\" or \"error\"."
)]
pub(crate) struct Args {
    /// The rule; without, all are listed
    name: Option<String>,
}

/// Prints a rule's page, or all names with what they are about.
///
/// # Errors
/// If there is no such rule.
pub(crate) fn run(args: &Args) -> io::Result<ExitCode> {
    let text = match &args.name {
        None => list(),
        Some(name) => rules::rule(name).ok_or_else(|| io::Error::other(unknown(name)))?.page(),
    };
    io::stdout().lock().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// What to say about a name that no rule has.
pub(super) fn unknown(name: &str) -> String {
    let near = rules::closest(name);
    let hint = if near.is_empty() { ":".to_owned() } else { format!("; did you mean {near}?") };
    format!("there is no rule '{name}'{hint} `prosody-ls rule` lists them all")
}

/// One line for each rule.
fn list() -> String {
    let width = rules::rules().iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let mut out = String::new();
    for rule in rules::rules() {
        let _ = writeln!(out, "{:width$}  {:7}  {}", rule.name, severity(rule.severity), rule.summary());
    }
    out
}

/// The word for a severity.
pub(super) const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Hint => "hint",
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::list;

    #[test]
    fn every_rule_is_listed() {
        assert_eq!(list().lines().count(), rules::rules().len());
    }

    #[test]
    fn a_page_is_the_documentation() {
        expect![[r#"
            # syntax-error

            Finds text that is not Lua.

            A configuration file is a Lua program. Prosody does not load it, nor any file that includes it, until the first
            mistake is mended: a server that runs keeps its old configuration, one that starts does not start. Mistakes behind
            the first one are reported as far as they can be told. Of a template that something else fills in only the first
            one is told.

            Bad:
            ```lua
            modules_enabled = { "roster" "saslauth" }
            ```
            Good:
            ```lua
            modules_enabled = { "roster", "saslauth" }
            ```

            Level: error. To ignore it in one line: `-- prosody-ls: ignore[syntax-error]`
        "#]]
        .assert_eq(&rules::rule("syntax-error").unwrap().page());
    }
}

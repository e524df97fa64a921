//! `include-not-found`

use crate::Severity;
use crate::context::{Context, Findings};
use crate::registry::declare_rule;

declare_rule! {
    /// Finds included files that are not there.
    ///
    /// Prosody looks for them from the directory of the file that includes them. A file that is missing, or a pattern in a
    /// directory that is missing, makes it load nothing at all; a pattern that matches no file is fine.
    ///
    /// Bad:
    /// ```lua
    /// Include "hosts/example.com.cfg.lua"
    /// ```
    /// Good:
    /// ```lua
    /// Include "*.cfg.inc"
    /// ```
    INCLUDE_NOT_FOUND = "include-not-found", Error, check
}

/// What templates write where a value is to be.
const TEMPLATE_MARKS: [&str; 3] = ["{{", "${", "<%"];

fn check(context: &Context<'_>, findings: &mut Findings) {
    for include in context.settings.includes_in(context.file.id) {
        let Some(missing) = &include.missing else {
            continue;
        };
        let what = if include.wildcard { "directory" } else { "file" };
        let finding = findings.add(
            context.first_line(include.span),
            format!("there is no {what} {}: Prosody does not load the configuration", missing.display()),
        );
        let directory = include.pattern.rsplit_once('/').map_or("", |(directory, _)| directory);
        if directory.contains(['*', '?']) {
            finding.help = Some(
                "Wildcards work in the last part of a path only: write one `Include` for each directory"
                    .to_owned(),
            );
        }
        if TEMPLATE_MARKS.iter().any(|mark| include.pattern.contains(mark)) {
            finding.severity = Severity::Hint;
            finding.help = Some("It looks like a template that is still to be filled in".to_owned());
        } else if context.is_fragment() {
            // Where the file will lie when it is used is not known.
            finding.severity = Severity::Warning;
        }
    }
}

#[cfg(test)]
mod tests {
    use fixture::Fixture;

    use crate::tests_support::check;

    #[test]
    fn patterns_may_match_nothing_but_directories_have_to_be_there() {
        check(
            "include-not-found",
            r#"
Include "*.inc.lua"
Include "hosts/*.cfg.lua"
        ^^^^^^^^^^^^^^^^^ error[include-not-found]: there is no directory $DIR/hosts: Prosody does not load the configuration
"#,
        );
    }

    #[test]
    fn wildcards_in_directories_find_nothing() {
        let fixture = Fixture::new("Include \"*/a.cfg.lua\"\n//- d/a.cfg.lua\n");
        let found = crate::check(&fixture.snapshot, fixture.id("prosody.cfg.lua"));
        let help =
            found.iter().find(|finding| finding.rule == "include-not-found").and_then(|it| it.help.clone());
        assert!(help.is_some_and(|help| help.starts_with("Wildcards work in the last part")), "{found:?}");
    }
}

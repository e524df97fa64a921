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
        let (directory, glob) = include.pattern.rsplit_once('/').unwrap_or(("", &include.pattern));
        // A directory lists links, too, whose files are gone.
        let is_listed = include.wildcard
            && missing.parent().is_some_and(|parent| parent.ends_with(directory.trim_start_matches("./")))
            && missing
                .file_name()
                .is_some_and(|name| config::glob_matches(glob.as_bytes(), name.as_encoded_bytes()));
        let what = match (include.wildcard, is_listed) {
            (true, false) => format!("there is no directory {}", missing.display()),
            (true, true) => format!("{} is a link to a file that is not there", missing.display()),
            (false, _) => format!("there is no file {}", missing.display()),
        };
        let finding = findings.add(
            context.first_line(include.span),
            format!("{what}: Prosody does not load the configuration"),
        );
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
    #[cfg(unix)]
    fn links_may_lead_nowhere() {
        let fixture = Fixture::new("Include \"conf.d/*.cfg.lua\"\n//- conf.d/a.cfg.lua\n");
        let link = fixture.path("conf.d/gone.cfg.lua");
        std::os::unix::fs::symlink("../conf.avail/gone.cfg.lua", &link).expect("a link");
        let mut workspace = config::Workspace::new();
        workspace.set_roots(vec![fixture.path("")]);
        let snapshot = workspace.snapshot(&|_, _| {});
        let entry = snapshot.file_id(&fixture.path("prosody.cfg.lua")).expect("the entry file");
        let found = crate::check(&snapshot, entry);
        let message =
            found.iter().find(|finding| finding.rule == "include-not-found").map(|it| it.message.clone());
        let expected = format!(
            "{} is a link to a file that is not there: Prosody does not load the configuration",
            link.display()
        );
        assert_eq!(message, Some(expected));
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

//! `prosody-ls.toml` as a document: completions, hovers and findings.
//!
//! What stands at a cursor is told from the lines alone, so half-typed text does no harm.

mod completion;
mod hover;
mod keys;
mod page;
mod place;
mod problems;

use std::path::Path;

use config::PROJECT_FILE;

pub(crate) use completion::completion;
pub(crate) use hover::{hover, rule_card};
pub use page::project_file_page;
pub(crate) use problems::problems;

/// Whether a path names a project file.
pub(crate) fn is_project(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == PROJECT_FILE)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use fixture::Fixture;

    use crate::{Analysis, Position};

    /// A workspace with a project file that is open in the editor.
    fn open(text: &str) -> (Fixture, Analysis, Position) {
        let at = text.find("$0").unwrap_or(0);
        let files = "//- prosody.cfg.lua\nlog = ENV_LEVEL\nInclude 'core/*.cfg.lua'\n//- core/a.cfg.lua\nadmins = {}\n\
                     //- plugins/mod_x.lua\n";
        let fixture = Fixture::new(files);
        let mut workspace = config::Workspace::new();
        workspace.set_roots(vec![fixture.path("")]);
        let path = fixture.path("prosody-ls.toml");
        workspace.set_text(&path, text.replace("$0", "").as_bytes().into(), 1);
        let analysis = Analysis::new(workspace.snapshot(&|_, _| {}));
        let file = analysis.file_id(&path).unwrap();
        (fixture, analysis, Position { file, offset: u32::try_from(at).unwrap() })
    }

    fn labels(text: &str) -> String {
        let (_fixture, analysis, at) = open(text);
        let items = analysis.completion(at).items;
        items.iter().take(8).map(|item| item.label.as_str()).collect::<Vec<_>>().join(" ")
    }

    fn inserted(text: &str) -> String {
        let (_fixture, analysis, at) = open(text);
        analysis.completion(at).items.first().map(|item| item.insert.clone()).unwrap_or_default()
    }

    #[test]
    fn keys_and_tables_complete() {
        expect!["[profiles.…] [rules] cwd entry layers mount plugin_paths profile"]
            .assert_eq(&labels("prosody = '13.0'\n$0\n"));
        assert_eq!(inserted("ent$0\n"), "entry = \"$0\"");
        assert_eq!(inserted("ent$0 = 'x'\n"), "entry");
        expect!["env prosody"].assert_eq(&labels("[profiles.x]\n$0"));
        expect![""].assert_eq(&labels("# $0"));
    }

    #[test]
    fn values_complete() {
        expect!["0.11 0.12 13.0 trunk"].assert_eq(&labels("prosody = \"$0\"\n"));
        assert_eq!(inserted("prosody = $0\n"), "\"0.11\"");
        expect!["prosody.cfg.lua core/a.cfg.lua"].assert_eq(&labels("entry = '$0'\n"));
        expect!["core plugins"].assert_eq(&labels("layers = [\"$0\"]\n"));
        expect!["a b"].assert_eq(&labels("profile = '$0'\n[profiles.a]\n[profiles.b]\n"));
        expect!["LEVEL"].assert_eq(&labels("[profiles.a]\nenv = { $0 }\n"));
        expect!["LEVEL"].assert_eq(&labels("[profiles.a.env]\nL$0"));
    }

    #[test]
    fn rules_and_levels_complete() {
        assert!(labels("[rules]\nunknown$0").starts_with("unknown-key unknown-module unknown-option"));
        assert_eq!(inserted("[rules]\nunknown-m$0"), "unknown-module = \"$0\"");
        expect!["off hint info warning error"].assert_eq(&labels("[rules]\nunknown-module = \"$0\"\n"));
    }

    #[test]
    fn keys_rules_and_levels_are_explained() {
        let hover = |text: &str| {
            let (_fixture, analysis, at) = open(text);
            analysis.hover(at).map(|hover| hover.markdown.lines().next().unwrap_or_default().to_owned())
        };
        assert_eq!(hover("ent$0ry = 'x'\n").as_deref(), Some("**entry** · path"));
        assert_eq!(
            hover("[profiles.a]\nprosody = 'x'\ne$0nv = {}").as_deref(),
            Some("**env** · table of strings")
        );
        assert_eq!(
            hover("[rules]\nunknown-mod$0ule = 'off'").as_deref(),
            Some("**unknown-module** · warning")
        );
        assert_eq!(hover("[rules]\nunknown-module = 'o$0ff'").as_deref(), Some("**off**"));
        assert_eq!(hover("x = $0 1"), None);
    }

    #[test]
    fn what_makes_no_sense_is_found_where_it_stands() {
        let (_fixture, analysis, at) =
            open("entri = 'x'\n[rules]\nunknown-modul = 'off'\nunknown-option = 'loud'\n");
        let file = analysis.file(at.file).unwrap();
        let found: Vec<String> = analysis
            .diagnostics(at.file)
            .iter()
            .map(|it| format!("{}: {}", String::from_utf8_lossy(it.span.slice(&file.text)), it.message))
            .collect();
        expect![[r#"
            entri: unknown key 'entri'
            unknown-modul: there is no rule "unknown-modul", did you mean unknown-module?
            unknown-option: must be one of off, hint, info, warning, error"#]]
        .assert_eq(&found.join("\n"));
    }
}

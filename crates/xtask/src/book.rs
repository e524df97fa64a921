//! The pages of the book that are made from the source, apart from the reference: rules, settings, the table of contents.

use std::fmt::Write as _;

use ide::reference::Page;

/// The settings of editors, with their descriptions.
const EXTENSION: &str = include_str!("../../../editors/vscode/package.json");

/// Chapters in their order: how deep, title, page. An empty page begins a part.
const CHAPTERS: &[(usize, &str, &str)] = &[
    (0, "In your editor", "start/index.md"),
    (1, "VS Code", "start/vscode.md"),
    (1, "Neovim", "start/neovim.md"),
    (1, "Helix", "start/helix.md"),
    (1, "Emacs", "start/emacs.md"),
    (1, "Others", "start/others.md"),
    (0, "On the command line", "command-line.md"),
    (0, "In continuous integration", "ci.md"),
    (0, "Settings", "settings.md"),
    (0, "How it sees a configuration", ""),
    (0, "Layers", "concepts/layers.md"),
    (0, "Profiles", "concepts/profiles.md"),
    (0, "Chains", "concepts/chains.md"),
    (0, "A tour", "tour.md"),
    (0, "Reference", ""),
    (0, "Features", "features.md"),
    (0, "Code actions", "actions.md"),
    (0, "Policies", "policies.md"),
    (0, "Performance", "performance.md"),
    (0, "For authors of editors", "protocol.md"),
    (0, "Questions", "faq.md"),
];

/// All of them; paths are below `docs/`.
pub(crate) fn pages() -> Vec<Page> {
    let reference = ide::reference::book();
    let mut pages = vec![
        page("SUMMARY.md", summary(&reference)),
        page("settings.md", settings()),
        page("rules/index.md", rules_index()),
    ];
    pages.extend(rules::rules().iter().map(|rule| page(&format!("rules/{}.md", rule.name), rule.page())));
    pages.extend(reference.into_iter().map(|it| Page { path: format!("reference/{}", it.path), ..it }));
    pages
}

fn page(path: &str, text: String) -> Page {
    Page { path: path.to_owned(), text }
}

fn summary(reference: &[Page]) -> String {
    let mut out = "# Summary\n\n[prosody-ls](introduction.md)\n\n".to_owned();
    for (depth, title, path) in CHAPTERS {
        let _ = match *path {
            "" => writeln!(out, "\n# {title}\n"),
            path => writeln!(out, "{}- [{title}]({path})", "  ".repeat(*depth)),
        };
    }
    let _ = writeln!(out, "- [Rules](rules/index.md)");
    for rule in rules::rules() {
        let _ = writeln!(out, "  - [{0}](rules/{0}.md)", rule.name);
    }
    let _ = writeln!(out, "- [What Prosody reads](reference/README.md)");
    for (folder, title) in [
        ("", ""),
        ("core/", "Modules of Prosody"),
        ("server/", "Parts of the server"),
        ("community/", "Modules of the community"),
    ] {
        let inside = |it: &&Page| match folder {
            "" => !it.path.contains('/') && it.path != "README.md",
            folder => it.path.starts_with(folder),
        };
        if !folder.is_empty() {
            let _ = writeln!(out, "  - [{title}]()");
        }
        for it in reference.iter().filter(inside) {
            let indent = if folder.is_empty() { "  " } else { "    " };
            let title = it.text.lines().next().unwrap_or_default().trim_start_matches("# ");
            let _ = writeln!(out, "{indent}- [{title}](reference/{})", it.path);
        }
    }
    out
}

fn rules_index() -> String {
    let mut out = "# Rules\n\nWhat `check` and editors look for. Levels are set in `prosody-ls.toml`: [how](../settings.md#rules).\n\n\
                   | rule | level | |\n|---|---|---|\n"
        .to_owned();
    for rule in rules::rules() {
        let _ =
            writeln!(out, "| [{0}]({0}.md) | {1} | {2} |", rule.name, rule.severity.name(), rule.summary());
    }
    out
}

fn settings() -> String {
    let mut out = "# Settings\n\nNone is needed. What belongs to a project stands in its `prosody-ls.toml`, what belongs to you in your editor's settings; these go before it.\n\n\
                   ## prosody-ls.toml\n\nBeside the entry file, or in a directory above. It is read anew when it changes, and completes in editors.\n\n"
        .to_owned();
    out += &ide::project_file_page();
    out += "\n## In an editor\n\nThe section `prosody-ls`, whatever way an editor has for the settings of a server:\n\n\
            | setting | takes | for |\n|---|---|---|\n";
    let extension: serde_json::Value = serde_json::from_str(EXTENSION).unwrap_or_default();
    let properties = extension.pointer("/contributes/configuration/properties");
    for (name, setting) in properties.and_then(serde_json::Value::as_object).into_iter().flatten() {
        let says = |key: &str| setting.get(key).and_then(serde_json::Value::as_str);
        let doc = says("markdownDescription").or_else(|| says("description")).unwrap_or_default();
        let kinds = setting.get("type").map(|kind| match kind.as_array() {
            Some(kinds) => {
                kinds.iter().filter_map(serde_json::Value::as_str).filter(|it| *it != "null").collect()
            }
            None => Vec::from_iter(kind.as_str()),
        });
        let kinds = kinds.unwrap_or_default().join(" or ");
        let _ = writeln!(out, "| `{name}` | {kinds} | {doc} |");
    }
    out + "\n`prosody-ls.path`, `prosody-ls.arguments` and `prosody-ls.trace.server` are VS Code's alone: other editors have their own way to say what is run.\n"
}

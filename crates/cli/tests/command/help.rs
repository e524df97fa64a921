use crate::Place;

/// The commands that `--help` names.
pub(crate) fn commands(place: &Place) -> Vec<String> {
    let help = place.run(&["--help"]).out;
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    listed
        .take_while(|line| !line.trim().is_empty())
        // What is indented further goes on with the line above.
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .filter(|name| name != "help")
        .collect()
}

#[test]
fn every_command_explains_itself_and_its_arguments() {
    let place = Place::new(&[]);
    let commands = commands(&place);
    assert!(commands.contains(&"check".to_owned()) && commands.contains(&"format".to_owned()));
    for command in commands {
        let help = place.run(&[&command, "--help"]);
        assert_eq!(help.code, 0);
        let lines: Vec<&str> = help.out.lines().collect();
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.trim_start().starts_with("--")) {
            // A long text stands below its argument.
            let text = format!("{line} {}", lines.get(at + 1).unwrap_or(&""));
            let words = text.split_whitespace().filter(|word| !word.starts_with(['-', '<']));
            assert!(words.count() >= 2, "{command}: {line} says nothing");
        }
    }
}

#[test]
fn the_readme_has_a_row_for_every_command() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md")).unwrap();
    for command in commands(&Place::new(&[])) {
        let is_there = readme.contains(&format!("| `prosody-ls {command}")) || command == "server";
        assert!(is_there, "no row for {command}");
    }
}

#[test]
fn shells_get_completions_and_packages_manual_pages() {
    let place = Place::new(&[]);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = place.run(&["completions", shell]);
        assert_eq!(ran.code, 0, "{shell}: {}", ran.err);
        assert!(ran.out.contains("all-profiles"), "{shell}");
    }
    assert!(place.run(&["man"]).out.contains(".TH prosody-ls 1"));
    assert_eq!(place.run(&["man", "pages"]).code, 0);
    assert!(place.read("pages/prosody-ls-check.1").contains("sarif"));
}

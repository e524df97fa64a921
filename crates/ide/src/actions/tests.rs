//! Every action does what its documentation shows, and some more.

use std::collections::BTreeMap;
use std::sync::Arc;

use config::{FileId, Profile};
use expect_test::expect_file;
use fixture::Fixture;
use schema::Version;
use syntax::Span;

use super::{Action, ActionKind, ActionRequest, Changes, action_list};
use crate::Analysis;

/// What is offered at the cursor.
fn offered(fixture: &Fixture) -> Vec<Action> {
    let (file, offset) = fixture.cursor();
    let request = ActionRequest {
        file,
        span: Span::empty(offset),
        kinds: ActionKind::ALL.to_vec(),
        creates_files: true,
        changes: Changes::Now,
    };
    Analysis::new(Arc::clone(&fixture.snapshot)).actions(&request)
}

/// The files of a fixture after an action, and those that it creates.
fn after(fixture: &Fixture, action: &Action) -> BTreeMap<String, String> {
    let change = action.change.as_ref().expect("a change");
    let root = fixture.path("");
    let mut texts = BTreeMap::new();
    for file in &fixture.files {
        let id: Option<FileId> = fixture.snapshot.file_id(&fixture.path(&file.path));
        let mut edits: Vec<_> = change.edits.iter().filter(|edit| Some(edit.file) == id).collect();
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
        let mut text = file.text.clone();
        for edit in edits {
            text.replace_range(std::ops::Range::from(edit.span), &edit.text);
        }
        texts.insert(file.path.clone(), text);
    }
    for new in &change.creates {
        let path = new.path.strip_prefix(&root).unwrap().display().to_string();
        assert!(texts.insert(path, new.text.clone()).is_none());
    }
    texts
}

/// The one titled like this, done: all files, each behind a header if there are several.
fn done(version: Version, text: &str, title: &str) -> String {
    let fixture = Fixture::with(text, Profile { version, ..Profile::default() });
    let actions = offered(&fixture);
    let titles: Vec<&str> = actions.iter().map(|action| action.title.as_str()).collect();
    let action = actions.iter().find(|action| action.title == title).unwrap_or_else(|| panic!("{titles:?}"));
    let texts = after(&fixture, action);
    if texts.len() == 1 {
        return texts.into_values().collect();
    }
    texts.iter().flat_map(|(path, text)| ["//- ", path, "\n", text]).collect()
}

fn titles(text: &str) -> Vec<String> {
    offered(&Fixture::new(text)).into_iter().map(|action| action.title).collect()
}

/// Turns comments that name a file into what begins one in a fixture.
fn with_headers(example: &str) -> String {
    let lines = example.trim_start_matches("lua\n").trim_end().lines().map(|line| {
        let line = line.strip_prefix(' ').unwrap_or(line);
        match line.strip_prefix("-- ") {
            Some(path) if path.ends_with(".cfg.lua") => format!("//- {path}\n"),
            _ => format!("{line}\n"),
        }
    });
    lines.collect()
}

#[test]
fn examples_are_true() {
    for info in action_list() {
        let examples: Vec<&str> = info.doc.split("```").skip(1).step_by(2).collect();
        assert_eq!(examples.len(), 2, "{}: an example before and after", info.name);
        let fixture = Fixture::new(&with_headers(examples[0]));
        let actions = offered(&fixture);
        let action = actions.iter().find(|action| action.name == info.name);
        let action = action.unwrap_or_else(|| panic!("{} is not offered: {actions:#?}", info.name));
        let found = after(&fixture, action);
        let (expected, _) = fixture::parse(&with_headers(examples[1]));
        for file in &expected {
            assert_eq!(found.get(&file.path), Some(&file.text), "{}: {}", info.name, file.path);
        }
        for file in fixture.files.iter().filter(|file| expected.iter().all(|other| other.path != file.path)) {
            assert_eq!(found.get(&file.path), Some(&file.text), "{}: {} was changed", info.name, file.path);
        }
    }
}

#[test]
fn every_action_explains_itself() {
    for info in action_list() {
        assert!(info.summary().ends_with(['.', ',', 's', 't']), "{}: {}", info.name, info.summary());
    }
    let mut page = String::from(
        "# Code actions\n\nWhat an editor offers at a place, with an example of each. `$0` is the cursor; a comment that is a path names the file that follows.\nThis page is made from the comments in `crates/ide/src/actions`.\n",
    );
    for info in action_list() {
        let lines = info.doc.lines().flat_map(|line| [line.strip_prefix(' ').unwrap_or(line), "\n"]);
        page.extend(["\n## `", info.name, "`\n\n"].into_iter().chain(lines));
    }
    expect_file!["../../../../docs/actions.md"].assert_eq(&page);
}

#[test]
fn what_is_put_together_later_is_the_same() {
    let fixture = Fixture::new("modules_enabled = { \"to$0fu\", \"mam\" }\n");
    let (file, offset) = fixture.cursor();
    let analysis = Analysis::new(Arc::clone(&fixture.snapshot));
    let ask = |changes| {
        let (span, kinds) = (Span::empty(offset), ActionKind::ALL.to_vec());
        analysis.actions(&ActionRequest { file, span, kinds, creates_files: true, changes })
    };
    let (now, later) = (ask(Changes::Now), ask(Changes::Later));
    assert!(now.len() > 3 && now.len() == later.len());
    for (now, later) in now.iter().zip(&later) {
        let resolved = ask(Changes::Of(now.name.to_owned(), now.title.clone()));
        assert_eq!(resolved.iter().find(|action| action.title == now.title), Some(now));
        assert_eq!((later.name, &later.title), (now.name, &now.title));
    }
}

#[test]
fn only_the_kinds_that_are_wanted() {
    let fixture = Fixture::new("modules_enabled = { \"to$0fu\", \"mam\" }\n");
    let (file, offset) = fixture.cursor();
    let request = ActionRequest {
        file,
        span: Span::empty(offset),
        kinds: vec![ActionKind::QuickFix],
        creates_files: true,
        changes: Changes::Later,
    };
    let found = Analysis::new(Arc::clone(&fixture.snapshot)).actions(&request);
    assert!(!found.is_empty() && found.iter().all(|action| action.kind == ActionKind::QuickFix));
}

#[test]
fn ignore_comments_go_where_they_are_read() {
    let done = |text: &str| done(Version::V13_0, text, "Ignore `unknown-module` here");
    assert_eq!(
        done("modules_enabled = {\n\t\"to$0fu\"; -- ours\n}\n"),
        "modules_enabled = {\n\t-- prosody-ls: ignore[unknown-module]\n\t\"tofu\"; -- ours\n}\n"
    );
    assert_eq!(
        done("modules_enabled = { \"to$0fu\" } -- prosody-ls: ignore[repeated-module]\n"),
        "modules_enabled = { \"tofu\" } -- prosody-ls: ignore[repeated-module, unknown-module]\n"
    );
    let none = titles("x = [[\n]] modules_enabled = { \"to$0fu\" } --[[\n]]\n");
    assert!(!none.contains(&"Ignore `unknown-module` here".to_owned()), "{none:?}");
}

#[test]
fn lost_items_are_written_down_for_older_releases() {
    let text = "//- prosody.cfg.lua\nInclude 'a.cfg.lua'\nInclude 'b.cfg.lua'\n//- a.cfg.lua\nmodules_enabled = { 'roster', 'mam' }\n\
                //- b.cfg.lua\nmodules_ena$0bled = {\n\t'bosh' -- web\n}\n";
    let after = done(Version::V0_12, text, "Write the lost items into this list");
    assert!(
        after.contains("modules_enabled = {\n\t'bosh', -- web\n\t\"roster\",\n\t\"mam\",\n}\n"),
        "{after}"
    );
}

#[test]
fn lists_are_added_to_as_they_are_written() {
    let add = |list: &str| {
        let text = format!("modules_enabled = {list}\nturn_exter$0nal_host = 'x'\nVirtualHost 'a.example'\n");
        let after = done(Version::V13_0, &text, "Enable \"turn_external\"");
        after.split("\nturn").next().unwrap().trim_start_matches("modules_enabled = ").to_owned()
    };
    assert_eq!(add("{ }"), "{ \"turn_external\" }");
    assert_eq!(add("{ \"mam\"; }"), "{ \"mam\"; \"turn_external\"; }");
    assert_eq!(add("{\n\t\"mam\"\n}"), "{\n\t\"mam\",\n\t\"turn_external\",\n}");
    assert_eq!(add("{\n  \"mam\"; -- x\n  -- y\n}"), "{\n  \"mam\"; -- x\n  \"turn_external\";\n  -- y\n}");
}

#[test]
fn modules_are_commented_out_and_in() {
    let out = done(Version::V13_0, "modules_enabled = { \"roster\"; \"ma$0m\" }\n", "Comment out \"mam\"");
    assert_eq!(out, "modules_enabled = { \"roster\"; --[[ \"mam\" ]] }\n");
    let text = "modules_enabled = {\n\t\"roster\"\n\t--\"m$0am\" -- kept\n}\n";
    let enabled = done(Version::V13_0, text, "Enable \"mam\", which is commented out");
    assert_eq!(enabled, "modules_enabled = {\n\t\"roster\";\n\t\"mam\" -- kept\n}\n".replace(';', ","));
    let prose = titles("modules_enabled = {\n\t-- \"m$0am\" is what we want\n}\n");
    assert!(prose.iter().all(|title| !title.starts_with("Enable")), "{prose:?}");
}

#[test]
fn hosts_go_where_hosts_are_kept() {
    let text = "//- prosody.cfg.lua\nInclude 'conf.d/*.cfg.lua'\n-- ours\nVirtual$0Host 'b.example'\nlog = 'x'\n\
                //- conf.d/a.example.cfg.lua\nVirtualHost 'a.example'\n";
    let after = done(Version::V13_0, text, "Put the section of b.example into conf.d/b.example.cfg.lua");
    assert!(
        after.contains("//- conf.d/b.example.cfg.lua\n-- ours\nVirtualHost 'b.example'\nlog = 'x'\n")
            && after.ends_with("//- prosody.cfg.lua\nInclude 'conf.d/*.cfg.lua'\n"),
        "{after}"
    );
    for crowded in
        ["log = 1 Virtual$0Host 'b.example'\n", "Virtual$0Host 'b.example'\na = 1 VirtualHost 'c.example'\n"]
    {
        let found = titles(crowded);
        assert!(found.iter().all(|title| !title.starts_with("Put the section of b")), "{found:?}");
    }
    let tied = titles("local name = 'x'\nVirtual$0Host 'b.example'\nlog = name\n");
    assert!(tied.iter().all(|title| !title.starts_with("Put the section")), "{tied:?}");
}

#[test]
fn what_depends_on_its_place_stays_there() {
    for value in ["motd", "FileLine 'x'", "f()", "function() end"] {
        let text = format!("local f = print\nVirtualHost 'b.example'\nlo$0g = {value}\n");
        let found = titles(&text);
        assert!(found.iter().all(|title| !title.starts_with("Move")), "{value}: {found:?}");
    }
    let indented = done(
        Version::V13_0,
        "VirtualHost 'b.example'\n    lim$0its = {\n        c2s = { rate = '1kb/s' };\n    }\n    log = 'x'\n",
        "Move `limits` to the global section",
    );
    assert_eq!(
        indented,
        "limits = {\n    c2s = { rate = '1kb/s' };\n}\n\nVirtualHost 'b.example'\n    log = 'x'\n"
    );
}

#[test]
fn moving_creates_files_where_they_are_loaded() {
    let text = "//- prosody.cfg.lua\nInclude 'core/*.cfg.lua'\nInclude 'policies/*.cfg.lua'\n//- core/server.cfg.lua\nlo$0g = 'info'\n\
                //- policies/tls.cfg.lua\nssl = {}\n";
    let after = done(Version::V13_0, text, "Move `log` to a new file policies/server.cfg.lua");
    assert!(after.contains("//- policies/server.cfg.lua\nlog = 'info'\n"), "{after}");
}

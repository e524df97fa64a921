//! Real configurations: no error where Lua sees none, else Lua's own words.

#![allow(clippy::unwrap_used, reason = "these are tests")]

mod support;

use support::{ask_lua, corpus, first_error, shared};

#[test]
fn every_configuration_is_judged_as_lua_judges_it() {
    let files = corpus();
    let texts: Vec<Vec<u8>> = files.iter().map(|(_, text)| text.clone()).collect();
    let Some(verdicts) = ask_lua(&texts) else { return };
    let mut wrong = Vec::new();
    for ((path, text), verdict) in files.iter().zip(verdicts) {
        let ours = first_error(&syntax::parse(text));
        if ours != verdict {
            wrong.push(format!("{}\n  lua:  {verdict:?}\n  ours: {ours:?}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), files.len(), wrong.join("\n"));
}

/// What real Prosody said when it loaded a broken configuration: the file, and what we should say of it.
fn recorded_error(truth: &std::path::Path) -> Option<(String, support::Verdict)> {
    let truth: serde_json::Value = serde_json::from_slice(&std::fs::read(truth).ok()?).ok()?;
    let (file, rest) = truth.get("error")?.as_str()?.split_once(':')?;
    let (line, message) = rest.split_once(": ")?;
    Some((file.to_owned(), Some((message.to_owned(), Some(line.parse().ok()?)))))
}

#[test]
fn broken_configurations_fail_as_they_did_in_prosody() {
    let Some(root) = shared("corpus") else { return };
    let files = corpus();
    let mut compared = 0;
    for case in std::fs::read_dir(root).unwrap() {
        let case = case.unwrap().path();
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        if !name.starts_with("b-") && !name.starts_with("p-syntax-") {
            continue;
        }
        for truth in std::fs::read_dir(case.join("truth")).unwrap() {
            // Others fail for other reasons, such as a file that is missing.
            let Some((file, verdict)) = recorded_error(&truth.unwrap().path()) else { continue };
            let config = case.join("config");
            let (_, text) =
                files.iter().find(|(path, _)| path.starts_with(&config) && path.ends_with(&file)).unwrap();
            assert_eq!(first_error(&syntax::parse(text)), verdict, "{name}");
            compared += 1;
        }
    }
    assert!(compared > 20, "{compared}");
}

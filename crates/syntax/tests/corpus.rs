//! Real configurations: no error where Lua sees none, else Lua's own words.

mod support;

use support::{ask_lua, corpus, first_error};

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

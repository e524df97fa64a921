//! Nothing that Prosody reads is left unexplained.

use xtask::schemas::lacking_prose;

#[test]
fn every_module_and_option_of_prosody_is_explained() {
    let lacking: Vec<String> =
        lacking_prose().into_iter().filter(|what| !what.starts_with("schemas/community/")).collect();
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}

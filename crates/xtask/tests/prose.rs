//! Nothing that Prosody or a module of the community reads is left unexplained.

use xtask::schemas::lacking_prose;

#[test]
fn every_module_and_option_is_explained() {
    let lacking = lacking_prose();
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}

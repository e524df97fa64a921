//! Options, and modules in lists.
#![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

use expect_test::expect;
use schema::Version;

use super::check;
use crate::testing::{at, in_version};

#[test]
fn options_where_a_statement_begins() {
    check(
        "archive_exp$0\n",
        &expect![[r#"
        archive_expires_after: "archive_exp" -> "archive_expires_after = \"${1:1w}\"" -- period, default "1w"
        storage_archive_experimental_fast_delete: "archive_exp" -> "storage_archive_experimental_fast_delete = ${1:true}" -- boolean, default false
    "#]],
    );
    check(
        "Virt$0\n",
        &expect![[r#"
            VirtualHost: "Virt" -> "VirtualHost \"${1:example.com}\"\n\t$0" -- VirtualHost "example.com"
        "#]],
    );
    assert!(at("fo$0\n").labels().iter().any(|label| label == "for"));
}

#[test]
fn options_of_loaded_modules_come_first() {
    let before = at("$0\n").labels();
    let with = at("modules_enabled = { \"turn_external\" }\n$0\n").labels();
    assert!(!before.iter().any(|label| label.starts_with("turn_external")));
    assert!(with.iter().any(|label| label.starts_with("turn_external")));
}

#[test]
fn functions_and_keywords_do_not_drown() {
    let labels = at("$0\n").labels();
    for label in ["VirtualHost", "Component", "Include", "if", "local"] {
        assert!(labels.iter().any(|found| found == label), "{label}");
    }
    assert!(labels.len() < 120, "{}", labels.len());
}

#[test]
fn what_a_host_cannot_use_or_has_already_comes_last() {
    let labels = at("VirtualHost \"a.example\"\n  c2s_$0\n").labels();
    let position = |wanted: &str| labels.iter().position(|label| label == wanted).unwrap();
    assert!(position("c2s_ports") > position("c2s_require_encryption"));
    let global = at("c2s_$0\n").labels();
    let position = |wanted: &str| global.iter().position(|label| label == wanted).unwrap();
    assert!(position("c2s_ports") < position("c2s_require_encryption"));

    let labels = at("VirtualHost \"a.example\"\n  archive_expires_after = 1\n  archive$0\n").labels();
    let position = |wanted: &str| labels.iter().position(|label| label == wanted).unwrap();
    assert!(position("archive_expires_after") > position("archive_store"));
}

#[test]
fn renaming_an_option_keeps_its_value() {
    check(
        "archive_exp$0ires = 1\n",
        &expect![[r#"
        archive_expires_after: "archive_expires" -> "archive_expires_after" -- period, default "1w"
        storage_archive_experimental_fast_delete: "archive_expires" -> "storage_archive_experimental_fast_delete" -- boolean, default false
    "#]],
    );
}

#[test]
fn options_of_the_profiles_series_only() {
    assert_eq!(in_version(Version::V0_11, "http_file_share_s$0\n").labels(), Vec::<String>::new());
    assert!(!in_version(Version::V0_12, "http_file_share_s$0\n").labels().is_empty());
}

#[test]
fn modules_in_a_list() {
    expect![[r#"
        mam: "ma" -> "mam" -- core module, XEP-0313
    "#]]
    .assert_eq(&at("modules_enabled = { \"ma$0\" }\n").complete(1));
    expect![[r#"
        mam: "ma" -> "\"mam\"" -- core module, XEP-0313
    "#]]
    .assert_eq(&at("modules_enabled = { ma$0 }\n").complete(1));
    let labels = at("modules_enabled = {\n  \"mam\";\n  \"mam$0\n}\n").labels();
    assert!(labels.iter().any(|label| label == "muc_mam") && labels.iter().all(|label| label != "mam"));
    let providers = at("modules_enabled = { \"auth_$0\" }\n").labels();
    assert!(providers.iter().all(|label| !label.starts_with("auth_")), "{providers:?}");
}

#[test]
fn a_component_takes_modules_that_can_be_one() {
    expect![[r#"
        muc: "mu" -> "muc" -- core module, only for components, XEP-0045
    "#]]
    .assert_eq(&at("Component \"a.example\" \"mu$0\"\n").complete(1));
    let labels = at("Component \"a.example\" \"$0\"\n").labels();
    assert!(labels.iter().all(|label| label != "roster"));
}

#[test]
fn an_option_brings_its_module_along() {
    let edits = |text: &str| -> Vec<String> {
        let item = at(text).resolved("turn_external_host").unwrap();
        let says_so = item.documentation.unwrap().contains("Enables `turn_external`, which is off");
        assert_eq!(says_so, !item.additional.is_empty());
        item.additional.into_iter().map(|edit| edit.text).collect()
    };
    let with = |list: &str, host: &str| format!("{list}\nturn_external_ho$0\n{host}\n");
    let host = "VirtualHost 'a.example'";
    assert_eq!(edits(&with("modules_enabled = { 'roster' }", host)), [", \"turn_external\""]);
    assert_eq!(edits(&with("modules_enabled = { 'turn_external' }", host)), [""; 0]);
    // Nobody knows which list would count.
    assert_eq!(edits(&with("", host)), [""; 0]);
    assert_eq!(edits(&with("if os.time() > 1 then modules_enabled = { 'roster' } end", host)), [""; 0]);
}

#[test]
fn options_in_the_spirit_of_the_file_come_first() {
    let first = |file: &str, text: &str| {
        let tree = format!("//- prosody.cfg.lua\nInclude 'x/*.cfg.lua'\n//- x/{file}.cfg.lua\n{text}");
        at(&tree).labels().remove(0)
    };
    assert!(first("smacks", "$0\n").starts_with("smacks"));
    assert!(first("more", "smacks_max_queue_size = 5\n$0\n").starts_with("smacks"));
    assert!(!first("more", "$0\n").starts_with("smacks"));
}

#[test]
fn modules_that_are_on_already_come_last() {
    let labels =
        at("modules_enabled = { \"mam\" }\nVirtualHost 'a.example'\nmodules_enabled = { \"ma$0\" }\n");
    let item = labels.items().into_iter().find(|item| item.label == "mam").unwrap();
    assert!(item.detail.unwrap().ends_with("on already"));
    assert!(item.rank > 0);
}

const PRIVATE: &str = "//- plugins/mod_ours.lua
-- Greets everybody who joins.

-- how loudly
local loud = module:get_option_integer(\"ours_loudness\", 3, 1, 10)
local mode = module:get_option_enum(\"ours_mode\", \"quiet\", \"loud\")
local words = module:get_option_array(\"ours_words\", {})
local wait = module:get_option_period(\"ours_wait\", \"1 day\")
//- plugins/mod_auth_ours.lua
module:provides(\"auth\", provider)
";

#[test]
fn private_modules_and_what_they_read() {
    let with = |text: &str| format!("//- prosody.cfg.lua\n{text}{PRIVATE}");
    check(
        &with("modules_enabled = { \"our$0\" }\n"),
        &expect![[r#"
            ours: "our" -> "ours" -- private module
            compact_resource: "our" -> "compact_resource" -- community module
            muc_eventsource: "our" -> "muc_eventsource" -- community module, beta
            pubsub_eventsource: "our" -> "pubsub_eventsource" -- community module, beta
            register_oob_url: "our" -> "register_oob_url" -- community module, alpha
        "#]],
    );
    check(
        &with("authentication = \"our$0\"\n"),
        &expect![[r#"
        ours: "our" -> "ours" -- private module
    "#]],
    );
    check(
        &with("ours_$0\n"),
        &expect![[r#"
        ours_loudness: "ours_" -> "ours_loudness = ${1:3}" -- whole number, default 3
        ours_mode: "ours_" -> "ours_mode = \"$0\"" -- one of a few values, default "quiet"
        ours_wait: "ours_" -> "ours_wait = \"${1:1 day}\"" -- period, default "1 day"
        ours_words: "ours_" -> "ours_words = { \"$0\" }" -- list, default {}
    "#]],
    );
    check(
        &with("ours_mode = \"$0\"\n"),
        &expect![[r#"
        quiet: "" -> "quiet" -- default
        loud: "" -> "loud"
    "#]],
    );
    let documentation = |text: &str, label| at(&with(text)).resolved(label).unwrap().documentation;
    let module = documentation("modules_enabled = { \"our$0\" }\n", "ours");
    assert_eq!(module.as_deref(), Some("Greets everybody who joins."));
    let option = documentation("ours_l$0\n", "ours_loudness");
    assert_eq!(option.as_deref(), Some("how loudly\n\nRead by ours"));
}

//! Completions in small trees.
#![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

use expect_test::{Expect, expect};
use schema::Version;

use crate::testing::{at, in_environment, in_version};

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&at(text).complete(6));
}

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
fn values() {
    check(
        "allow_registration = $0\n",
        &expect![[r#"
            false: "" -> "false" -- default
            true: "" -> "true"
        "#]],
    );
    check(
        "authentication = \"$0\"\n",
        &expect![[r#"
            internal_hashed: "" -> "internal_hashed" -- core module, default
            anonymous: "" -> "anonymous" -- core module, XEP-0175
            insecure: "" -> "insecure" -- core module
            internal_plain: "" -> "internal_plain" -- core module
            ldap: "" -> "ldap" -- core module
            ccert: "" -> "ccert" -- community module, alpha
        "#]],
    );
    check(
        "default_archive_policy = $0\n",
        &expect![[r#"
            always: "" -> "\"always\"" -- default
            roster: "" -> "\"roster\""
            never: "" -> "\"never\""
            true: "" -> "true"
            false: "" -> "false"
        "#]],
    );
    check(
        "archive_expires_after = \"2$0\"\n",
        &expect![[r#"
        2 minutes: "2" -> "2 minutes"
        2 hours: "2" -> "2 hours"
        2 days: "2" -> "2 days"
        2 weeks: "2" -> "2 weeks"
        2 months: "2" -> "2 months"
        2 years: "2" -> "2 years"
    "#]],
    );
    check(
        "http_host = \"$0\"\nVirtualHost \"a.example\"\nComponent \"b.example\" \"muc\"\n",
        &expect![[r#"
        a.example: "" -> "a.example" -- virtual host
        b.example: "" -> "b.example" -- component, muc
    "#]],
    );
}

#[test]
fn keys_at_every_level() {
    check(
        "ssl = { prot$0 }\n",
        &expect![[r#"
        protocol: "prot" -> "protocol = \"$0\"" -- one of a few values
    "#]],
    );
    check(
        "limits = { c2s = { $0 } }\n",
        &expect![[r#"
        burst: "" -> "burst = \"$0\"" -- string or number
        max_connections_per_ip: "" -> "max_connections_per_ip = $0" -- whole number
        rate: "" -> "rate = \"$0\"" -- string
    "#]],
    );
    check(
        "limits = { c2s = { rate = \"1kb/s\", r$0 } }\n",
        &expect![[r#"
        burst: "r" -> "burst = \"$0\"" -- string or number
        max_connections_per_ip: "r" -> "max_connections_per_ip = $0" -- whole number
    "#]],
    );
    check(
        "log = { { levels = { min = \"$0\" } } }\n",
        &expect![[r#"
        debug: "" -> "debug"
        info: "" -> "info"
        warn: "" -> "warn"
        error: "" -> "error"
    "#]],
    );
    check(
        "VirtualHost \"a.example\" { archive_exp$0 }\n",
        &expect![[r#"
        archive_expires_after: "archive_exp" -> "archive_expires_after = \"${1:1w}\"" -- period, default "1w"
        storage_archive_experimental_fast_delete: "archive_exp" -> "storage_archive_experimental_fast_delete = ${1:true}" -- boolean, default false
    "#]],
    );
}

#[test]
fn hosts() {
    check(
        "//- prosody.cfg.lua\nVirtualHost \"a.example\"\nComponent \"b.example\" \"muc\"\nInclude \"c.cfg.lua\"\n//- c.cfg.lua\nVirtualHost \"$0\"\n",
        &expect![[r#"
            a.example: "" -> "a.example" -- virtual host
            b.example: "" -> "b.example" -- component, muc
        "#]],
    );
}

#[test]
fn paths_one_component_at_a_time() {
    check(
        "Include \"$0\"\n//- conf.d/a.cfg.lua\na = 1\n//- b.cfg.lua\nb = 1\n//- c.txt\nc\n",
        &expect![[r#"
        *.cfg.lua: "" -> "*.cfg.lua" -- all configuration files here
        b.cfg.lua: "" -> "b.cfg.lua"
        conf.d/: "" -> "conf.d/"
    "#]],
    );
    check(
        "Include \"conf.d/$0x.cfg.lua\"\n//- conf.d/a.cfg.lua\na = 1\n",
        &expect![[r#"
        *.cfg.lua: "x.cfg.lua" -> "*.cfg.lua" -- all configuration files here
        a.cfg.lua: "x.cfg.lua" -> "a.cfg.lua"
    "#]],
    );
}

#[test]
fn environment_variables() {
    let set = [("PROSODY_DOMAIN", "example.org")];
    expect![[r#"
        PROSODY_DOMAIN: "" -> "PROSODY_DOMAIN" -- "example.org"
    "#]]
    .assert_eq(&in_environment(&set, "x = os.getenv(\"$0\")\n").complete(3));
    expect![[r#"
        ENV_PROSODY_DOMAIN: "ENV_" -> "ENV_PROSODY_DOMAIN" -- "example.org"
    "#]]
    .assert_eq(&in_environment(&set, "x = ENV_$0\n").complete(3));
}

#[test]
fn nothing_where_nothing_fits() {
    for text in ["-- mod$0\n", "x = 12$0\n", "local na$0\n", "x = \"some $0 text\"\n", "x = os.$0\n"] {
        assert_eq!(at(text).labels(), Vec::<String>::new(), "{text}");
    }
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

#[test]
fn words_that_prosody_knows() {
    check(
        "network_backend = \"$0\"\n",
        &expect![[r#"
        epoll: "" -> "epoll"
        event: "" -> "event"
        select: "" -> "select"
    "#]],
    );
    check(
        "disable_sasl_mechanisms = { \"SCRAM$0\" }\n",
        &expect![[r#"
        SCRAM-SHA-1: "SCRAM" -> "SCRAM-SHA-1"
        SCRAM-SHA-1-PLUS: "SCRAM" -> "SCRAM-SHA-1-PLUS"
        SCRAM-SHA-256: "SCRAM" -> "SCRAM-SHA-256"
        SCRAM-SHA-256-PLUS: "SCRAM" -> "SCRAM-SHA-256-PLUS"
    "#]],
    );
    check(
        "default_provisioned_role = $0\n",
        &expect![[r#"
        prosody:member: "" -> "\"prosody:member\"" -- default
        prosody:guest: "" -> "\"prosody:guest\""
        prosody:registered: "" -> "\"prosody:registered\""
        prosody:admin: "" -> "\"prosody:admin\""
        prosody:operator: "" -> "\"prosody:operator\""
        Credential: "" -> "Credential \"$0\"" -- Credential "turn_secret"
    "#]],
    );
    check(
        "storage = \"nu$0\"\n",
        &expect![[r#"
        null: "nu" -> "null"
    "#]],
    );
    check(
        "http_upload_external_protocol = $0\n",
        &expect![[r#"
        v1: "" -> "\"v1\"" -- default
        v2: "" -> "\"v2\""
        Credential: "" -> "Credential \"$0\"" -- Credential "turn_secret"
        FileContents: "" -> "FileContents \"$0\"" -- FileContents "motd.txt"
        FileLine: "" -> "FileLine \"$0\"" -- FileLine "secret.txt"
        FileLines: "" -> "FileLines \"$0\"" -- FileLines "admins.txt"
    "#]],
    );
}

#[test]
fn keys_that_stand_for_applications_and_roles() {
    check(
        "http_paths = { open$0 }\n",
        &expect![[r#"
        openmetrics: "open" -> "openmetrics = \"$0\"" -- string
    "#]],
    );
    check(
        "add_permissions = { $0 }\n",
        &expect![[r#"
        prosody:admin: "" -> "[\"prosody:admin\"] = { \"$0\" }" -- list of strings
        prosody:guest: "" -> "[\"prosody:guest\"] = { \"$0\" }" -- list of strings
        prosody:member: "" -> "[\"prosody:member\"] = { \"$0\" }" -- list of strings
        prosody:operator: "" -> "[\"prosody:operator\"] = { \"$0\" }" -- list of strings
        prosody:registered: "" -> "[\"prosody:registered\"] = { \"$0\" }" -- list of strings
    "#]],
    );
}

#[test]
fn documentation_comes_for_one_item_at_a_time() {
    let asked = at("archive_exp$0\n");
    assert!(asked.items().iter().all(|item| item.documentation.is_none() && item.additional.is_empty()));
    let item = asked.resolved("archive_expires_after").unwrap();
    assert!(item.documentation.unwrap().contains("Read by mam"));
    assert_eq!(asked.resolved("no_such_option"), None);
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

#[test]
fn comments_name_rules_and_xeps() {
    check(
        "modules_enabled = { \"tofu\" } -- prosody-ls: ignore[$0\n",
        &expect![[r#"
            unknown-module: "" -> "unknown-module"
            unused-ignore: "" -> "unused-ignore"
            component-in-modules: "" -> "component-in-modules"
            component-without-secret: "" -> "component-without-secret"
            conflicting-modules: "" -> "conflicting-modules"
            deprecated-module: "" -> "deprecated-module"
        "#]],
    );
    check(
        "-- prosody-ls: ig$0",
        &expect![[r#"
        ignore: "ig" -> "ignore[$0]" -- findings of this line, or the next
        ignore-file: "ig" -> "ignore-file[$0]" -- findings of the whole file
    "#]],
    );
    assert!(
        !at("-- prosody-ls: ignore[unknown-module, unknown$0]\n")
            .labels()
            .contains(&"unknown-module".to_owned())
    );
    check(
        "-- see xep-031$0\n",
        &expect![[r#"
            XEP-0031: "xep-031" -> "XEP-0031" -- A Framework For Securing Jabber Conversations
            XEP-0313: "xep-031" -> "XEP-0313" -- Message Archive Management
            XEP-0317: "xep-031" -> "XEP-0317" -- Hats
            XEP-0319: "xep-031" -> "XEP-0319" -- Last User Interaction in Presence
            XEP-0310: "xep-031" -> "XEP-0310" -- Presence State Annotations
            XEP-0311: "xep-031" -> "XEP-0311" -- MUC Fast Reconnect
        "#]],
    );
    for text in ["-- just words$0\n", "-- prosody-ls: ignore[a] wh$0y\n", "-- vxep-0$0\n"] {
        assert_eq!(at(text).labels(), [""; 0], "{text}");
    }
}

#[test]
fn variables_that_are_read_elsewhere() {
    let labels = at(
        "//- prosody.cfg.lua\nlog = ENV_LEVEL\nInclude 'a.cfg.lua'\n//- a.cfg.lua\nx = os.getenv(\"$0\")\n",
    );
    assert_eq!(labels.labels(), ["LEVEL"]);
    let labels = at("log = os.getenv('LEVEL')\nadmins = ENV_$0\n").labels();
    assert!(labels.contains(&"ENV_LEVEL".to_owned()), "{labels:?}");
}

#[test]
fn loaders_are_asked_for_layers() {
    let tree = "//- core/a.cfg.lua
a = 1
//- environments/staging/a.cfg.lua
a = 1
//- environments/production.cfg.lua
a = 1
//- tools/core/loader.lua
return {}
//- prosody.cfg.lua
";
    let labels = |call: &str| at(&format!("{tree}require 'tools.core.loader'.{call}\n")).labels();
    assert_eq!(labels("load_directory(\"$0\")"), ["core", "environments"]);
    assert_eq!(labels("load_directory \"co$0\""), ["core"]);
    assert_eq!(labels("load_environment(\"$0\")"), ["production", "staging", "staging/a"]);
    assert_eq!(labels("load_usecase(\"$0\")"), [""; 0]);
}

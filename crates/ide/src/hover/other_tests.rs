//! Hovers over other things than options: modules, keys, hosts, files, variables.
#![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

use expect_test::{Expect, expect};
use schema::Version;

use crate::testing::{at, in_environment, in_version};

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&at(text).hover());
}

#[test]
fn modules_in_lists() {
    check(
        "modules_enabled = { \"m$0am\" }\narchive_expires_after = \"1y\"\n",
        &expect![[r#"
            **mod_mam** · core module · on hosts and as `Component`

            (summary)

            (doc)

            - [XEP-0313](https://xmpp.org/extensions/xep-0313.html) Message Archive Management (Stable), since 0.10.0
            - [XEP-0334](https://xmpp.org/extensions/xep-0334.html) Message Processing Hints (Stable), since 0.10.0
            - [XEP-0359](https://xmpp.org/extensions/xep-0359.html) Unique and Stable Stanza IDs (Experimental), since 0.10.0
            - [XEP-0441](https://xmpp.org/extensions/xep-0441.html) Message Archive Management Preferences (Experimental)

            Options that are set:
            - `archive_expires_after = "1y"`

            Other options: `archive_cleanup_date_cache_size`, `archive_store`, `default_archive_policy`, `dont_archive_namespaces`, `mam_include_total`, `mam_remove_expired_messages_period`, `mam_smart_enable`, `max_archive_query_results`, `send_legacy_offline_messages_to_mam_clients`, `storage_archive_item_limit`

            [Documentation](https://prosody.im/doc/modules/mod_mam)
        "#]],
    );
    check("modules_enabled = { \"no_such_modu$0le\" }\n", &expect!["nothing"]);
    check(
        "modules_enabled = { \"pol$0ls\" }\n",
        &expect![[r#"
            **mod_polls** · comes with [Jitsi Meet](https://github.com/jitsi/jitsi-meet/tree/master/resources/prosody-plugins)
        "#]],
    );
    check(
        "authentication = \"internal_hash$0ed\"\n",
        &expect![[r#"
            **mod_auth_internal_hashed** · core module · for `authentication`

            (summary)

            (doc)

            Loads `tokenauth` with it

            Options: `default_iteration_count`, `password_hash`

            [Documentation](https://prosody.im/doc/modules/mod_auth_internal_hashed)
        "#]],
    );
}

#[test]
fn keys_and_values_of_tables() {
    check(
        "ssl = { prot$0ocol = \"tlsv1_2+\" }\n",
        &expect![[r#"
            **ssl.protocol** · one of a few values · default `"tlsv1+"`

            (doc)

            Values: `"any"`, `"sslv23"`, `"sslv2"`, `"sslv3"`, `"tlsv1"`, `"tlsv1_1"`, `"tlsv1_2"`, `"tlsv1_3"`, `"sslv2+"`, `"sslv3+"`, `"tlsv1+"`, `"tlsv1_1+"`, `"tlsv1_2+"`, `"tlsv1_3+"`
        "#]],
    );
    check(
        "limits = { c2s = { ra$0te = \"10kb/s\" } }\n",
        &expect![[r#"
            **limits.c2s.rate** · string

            (doc)

            ```lua
            (example)
            ```
        "#]],
    );
}

#[test]
fn hosts() {
    check(
        "modules_enabled = { \"tls\", \"disco\" }\nComponent \"rooms.exa$0mple\" \"muc\"\n  component_secret = \"x\"\n",
        &expect![[r#"
            **rooms.example** · component, run by [mod_muc](https://prosody.im/doc/modules/mod_muc)

            1 option of its own:
            - `component_secret = "…"`

            4 modules: muc, iq, s2s, tls
        "#]],
    );
    check(
        "VirtualHost \"Exam$0ple.ORG\"\n",
        &expect![[r#"
        **example.org** · virtual host

        7 modules: c2s, iq, message, offline, presence, s2s, s2s_auth_certs
    "#]],
    );
}

#[test]
fn the_configuration_language() {
    check(
        "Virtual$0Host \"a.example\"\n",
        &expect![[r#"
        ```lua
        VirtualHost "example.com"
        ```

        Opens the section of a host whose users have accounts here; the options that follow, up to the next host or the end of the file, are its own.
    "#]],
    );
    expect![[r#"
        ```lua
        FileLine "secret.txt"
        ```

        Gives the first line of a file as a string, without its end; its path is relative to this file.

        Not in Prosody 0.12, only from 13.0 on.
    "#]]
    .assert_eq(&in_version(Version::V0_12, "x = FileL$0ine \"a\"\n").hover());
}

#[test]
fn includes_list_their_files() {
    check(
        "//- prosody.cfg.lua
Include \"conf.d/*.cfg$0.lua\"
//- conf.d/b.cfg.lua
b = 1
//- conf.d/a.cfg.lua
a = 1
",
        &expect![[r#"
            **conf.d/*.cfg.lua**

            1. `conf.d/a.cfg.lua`
            2. `conf.d/b.cfg.lua`

            Shown by name; Prosody takes them in the order in which the file system lists them.
        "#]],
    );
    check(
        "Include \"gone$0.cfg.lua\"\n",
        &expect![[r#"
        **gone.cfg.lua**

        Not found: `gone.cfg.lua`
    "#]],
    );
}

#[test]
fn environment_variables() {
    let set = [("PROSODY_DOMAIN", "example.org")];
    expect![[r#"
        **PROSODY_DOMAIN** · environment variable

        Here: `"example.org"`

        Read at `prosody.cfg.lua:1`
    "#]]
    .assert_eq(&in_environment(&set, "VirtualHost(ENV_PROSODY_D$0OMAIN)\n").hover());
    expect![[r#"
        **OTHER** · environment variable

        Here: not set

        Read at `prosody.cfg.lua:1`
    "#]]
    .assert_eq(&in_environment(&set, "x = os.getenv(\"OTH$0ER\")\n").hover());
}

#[test]
fn xeps_in_comments_and_strings() {
    check(
        "-- see XEP-03$013\n",
        &expect![[r#"
            [XEP-0313](https://xmpp.org/extensions/xep-0313.html) Message Archive Management (Stable)

            In [mod_mam](https://prosody.im/doc/modules/mod_mam), [mod_muc_mam](https://prosody.im/doc/modules/mod_muc_mam)
        "#]],
    );
    check("-- see XEP-99$099\n", &expect!["nothing"]);
}

#[test]
fn local_variables() {
    check(
        "local domain = \"example.org\"\nVirtualHost(dom$0ain)\n",
        &expect![[r#"
        ```lua
        local domain = "example.org"
        ```

        Local variable, line 1
    "#]],
    );
    check(
        "do local admins = 1 end\nadm$0ins = { }\n",
        &expect![[r#"
            **admins** · list · default `{}`

            (doc)

            **Global value**: `{}`, set here

            A host's own items are added to the global ones.

            ```lua
            (example)
            ```

            Read by [mod_authz_internal](https://prosody.im/doc/modules/mod_authz_internal), [mod_server_contact_info](https://prosody.im/doc/modules/mod_server_contact_info), [mod_watchregistrations](https://prosody.im/doc/modules/mod_watchregistrations) and 7 of the community
        "#]],
    );
}

#[test]
fn nothing_where_nothing_is_known() {
    for text in ["x = 1$02\n", "i$0f x then end\n", "-- com$0ment\n", "x = \"some te$0xt\"\n", "$0\n"] {
        assert_eq!(at(text).hover(), "nothing", "{text}");
    }
}

#[test]
fn a_private_module_tells_what_its_comment_says() {
    check(
        "//- prosody.cfg.lua
modules_enabled = { \"ou$0rs\" }
ours_loud = true
//- plugins/mod_ours.lua
-- Copyright (C) 2024 us
-- This file is MIT/X11 licensed.

-- Greets everybody who joins.
-- Loudly, if asked to.
--
-- Needs a voice.
module:depends(\"disco\")
local loud = module:get_option_boolean(\"ours_loud\", false)
local words = module:get_option_array(\"ours_words\", {})
",
        &expect![[r#"
            **mod_ours** · private module

            Greets everybody who joins. Loudly, if asked to.

            Needs a voice.

            Loads `disco` with it

            Options that are set:
            - `ours_loud = true`

            Other options: `ours_words`

            In `plugins/mod_ours.lua`
        "#]],
    );
}

#[test]
fn a_private_module_tells_what_its_readme_says() {
    check(
        "//- prosody.cfg.lua
Component \"x.example.com\" \"ou$0rs\"
//- lua/mod_ours/mod_ours.lua
//- lua/mod_ours/README.md
---
summary: Greets everybody
---

# Introduction
",
        &expect![[r#"
            **mod_ours** · private module

            Greets everybody

            In `lua/mod_ours/mod_ours.lua`
        "#]],
    );
}

#[test]
fn periods_and_sizes_say_what_they_come_to() {
    let first = |text: &str| at(text).hover().lines().next().unwrap_or_default().to_owned();
    assert_eq!(first("archive_expires_after = \"2$0y\"\n"), "**\"2y\"** = 2 years");
    assert_eq!(first("archive_expires_after = \"1$0m\"\n"), "**\"1m\"** taken for 31 days");
    assert_eq!(first("archive_expires_after = 86$0400\n"), "**86400** = 1 day");
    assert_eq!(first("http_file_share_size_limit = 10485$0760\n"), "**10485760** = 10 MiB");
    assert_eq!(first("x = 10485$0760\n"), "nothing");
    let card = at("archive_expires$0_after = \"2y\"\n").hover();
    assert!(card.contains("**Global value**: `\"2y\"` (= 2 years), set here"), "{card}");
}

#[test]
fn rules_and_rfcs_in_comments() {
    let first = |text: &str| at(text).hover().lines().next().unwrap_or_default().to_owned();
    assert_eq!(first("x = 1 -- prosody-ls: ignore[a, unknown-mod$0ule]\n"), "**unknown-module** · warning");
    assert_eq!(first("-- unknown-mod$0ule\n"), "nothing");
    assert!(first("-- see RFC 61$020\n").starts_with("[RFC 6120](https://www.rfc-editor.org/rfc/rfc6120) "));
    assert_eq!(first("rfc61$020 = 1\n").chars().next(), Some('*'));
}

#[test]
fn the_directory_of_a_layer() {
    let text = "//- prosody.cfg.lua
require 'tools.core.loader'.load_directory(\"co$0re\")
require 'tools.core.loader'.load_directory(\"features\")
//- core/a.cfg.lua
a = 1
//- core/b.cfg.lua
b = 1
//- features/c.cfg.lua
c = 1
";
    expect![[r#"
        **core** · layer 1 of 2

        Loaded in this order:
        - `core/a.cfg.lua`
        - `core/b.cfg.lua`
    "#]]
    .assert_eq(&at(text).hover());
}

#[test]
fn a_variable_says_who_sets_and_reads_it() {
    let text = "//- prosody.cfg.lua
Include(\"env/\" .. (ENV_ST$0AGE or \"one\") .. \".cfg.lua\")
//- env/one.cfg.lua
a = os.getenv(\"STAGE\")
//- .env
STAGE=one
//- prosody-ls.toml
[profiles.test]
env = { STAGE = 'two' }
";
    expect![[r#"
        **STAGE** · environment variable

        Here: not set

        Set to:
        - `"two"` in the profile test
        - `"one"` in `.env`

        Read at `prosody.cfg.lua:1`, `env/one.cfg.lua:1`
    "#]]
    .assert_eq(&at(text).hover());
}

#[test]
fn values_differ_between_profiles() {
    let text = "//- prosody.cfg.lua
lo$0g = \"info\"
if ENV_STAGE == \"test\" then log = \"debug\" end
";
    let card = at(text).hover();
    assert!(card.contains("By profile:\n- `\"info\"` in default\n- `\"debug\"` in STAGE=test"), "{card}");
}

#[test]
fn functions_behind_a_dot_or_a_colon() {
    let first = |text: &str| at(text).hover().lines().nth(1).unwrap_or_default().to_owned();
    assert_eq!(first("x = Lua.os.get$0env('A')\n"), "Lua.os.getenv(\"NAME\")");
    assert_eq!(first("admins = {}\nadmins:app$0end { 'a' }\n"), "admins:append(values)");
    assert_eq!(at("x = os.ti$0me()\n").hover(), "nothing");
}

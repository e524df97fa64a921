//! Hovers over options: what they are, what they are set to.
#![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

use expect_test::{Expect, expect};
use schema::Version;

use crate::testing::{at, in_version};

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&at(text).hover());
}

#[test]
fn an_option_tells_what_it_is_and_what_it_is_set_to() {
    check(
        "archive_expires$0_after = \"1y\"\n",
        &expect![[r#"
            **archive_expires_after** · period · default `"1w"`

            (doc)

            **Global value**: `"1y"` (= 1 year), set here

            A number counts seconds; text has a unit, such as `"2 days"` or `"1 week"`.

            ```lua
            (example)
            ```

            Read by [mod_mam](https://prosody.im/doc/modules/mod_mam)  
            [XEP-0313](https://xmpp.org/extensions/xep-0313.html) Message Archive Management (Stable)  
            [XEP-0334](https://xmpp.org/extensions/xep-0334.html) Message Processing Hints (Stable)  
            [XEP-0359](https://xmpp.org/extensions/xep-0359.html) Unique and Stable Stanza IDs (Experimental)
        "#]],
    );
}

#[test]
fn a_host_inherits_the_global_value() {
    check(
        "c2s_require_encryption = true\nVirtualHost \"a.example\"\n  if c2s_require_encrypt$0ion then end\n",
        &expect![[r#"
            **c2s_require_encryption** · boolean · default `true`

            (doc)

            **On a.example**: `true`, from the global section, set at `prosody.cfg.lua:1`

            If not set: the value of `require_encryption`

            Read by [mod_invites_register](https://prosody.im/doc/modules/mod_invites_register), [mod_legacyauth](https://prosody.im/doc/modules/mod_legacyauth), [mod_register_ibr](https://prosody.im/doc/modules/mod_register_ibr), [mod_saslauth](https://prosody.im/doc/modules/mod_saslauth), [mod_tls](https://prosody.im/doc/modules/mod_tls) and 4 of the community
        "#]],
    );
}

#[test]
fn an_overridden_assignment_says_so() {
    check(
        "//- prosody.cfg.lua
max_archive_query_$0results = 10
Include \"conf.d/*.cfg.lua\"
//- conf.d/a.cfg.lua
max_archive_query_results = 20
//- conf.d/b.cfg.lua
max_archive_query_results = 30
",
        &expect![[r#"
            **max_archive_query_results** · whole number · default `50`

            (doc)

            **Not effective**: overridden by `conf.d/b.cfg.lua:1`

            **Global value**: `30`

            - set `conf.d/b.cfg.lua:1`: `30`
            - overridden `conf.d/a.cfg.lua:1`: `20`
            - overridden here: `10`

            Range: at least 0

            Read by [mod_mam](https://prosody.im/doc/modules/mod_mam), [mod_muc_mam](https://prosody.im/doc/modules/mod_muc_mam) and 1 of the community  
            [XEP-0313](https://xmpp.org/extensions/xep-0313.html) Message Archive Management (Stable)  
            [XEP-0334](https://xmpp.org/extensions/xep-0334.html) Message Processing Hints (Stable)  
            [XEP-0359](https://xmpp.org/extensions/xep-0359.html) Unique and Stable Stanza IDs (Experimental)
        "#]],
    );
}

#[test]
fn appended_lists_show_every_part() {
    check(
        "modules_enabled = { \"disco\" }\nmodules_enab$0led { \"mam\" }\n",
        &expect![[r#"
            **modules_enabled** · list of strings

            (doc)

            **Global value**: `{ "disco", "mam" }`

            - appended here: `{ "mam" }`
            - set `prosody.cfg.lua:1`: `{ "disco" }`

            A host's own items are added to the global ones.

            ```lua
            (example)
            ```

            Read by [mod_invites](https://prosody.im/doc/modules/mod_invites), [core.modulemanager](https://prosody.im/doc/modules_enabled) and 4 of the community
        "#]],
    );
}

#[test]
fn a_global_option_has_no_effect_on_a_host() {
    check(
        "VirtualHost \"a.example\"\n  c2s_po$0rts = { 5222 }\n",
        &expect![[r#"
            **c2s_ports** · list of numbers · default `{ 5222 }` · global section only

            (doc)

            **No effect here**: Prosody reads it in the global section only

            ```lua
            (example)
            ```

            Read by [mod_c2s](https://prosody.im/doc/modules/mod_c2s) and 1 of the community  
            [XEP-0368](https://xmpp.org/extensions/xep-0368.html) SRV records for XMPP over TLS (Stable)  
            [XEP-0478](https://xmpp.org/extensions/xep-0478.html) Stream Limits Advertisement (Experimental)
        "#]],
    );
}

#[test]
fn a_component_reads_options_its_own_way() {
    check(
        "Component \"rooms.example\" \"muc\"\n  na$0me = \"Rooms\"\n",
        &expect![[r#"
            **name** · string · default `"Prosody Chatrooms"`

            (doc)

            **On rooms.example**: `"Rooms"`, set here

            Read by [mod_component](https://prosody.im/doc/modules/mod_component), [mod_disco](https://prosody.im/doc/modules/mod_disco), [mod_http_file_share](https://prosody.im/doc/modules/mod_http_file_share), [mod_muc](https://prosody.im/doc/modules/mod_muc), [mod_proxy65](https://prosody.im/doc/modules/mod_proxy65), 1 more and 8 of the community
        "#]],
    );
}

#[test]
fn hosts_add_to_lists_of_modules_and_replace_other_values() {
    check(
        "modules_enabled = { \"disco\" }\nVirtualHost \"a.example\"\n  modules_enab$0led = { \"mam\" }\n",
        &expect![[r#"
            **modules_enabled** · list of strings

            (doc)

            **On a.example**: `{ "mam" }`, set here

            Added to the global value `{ "disco" }` of `prosody.cfg.lua:1`

            A host's own items are added to the global ones.

            ```lua
            (example)
            ```

            Read by [mod_invites](https://prosody.im/doc/modules/mod_invites), [core.modulemanager](https://prosody.im/doc/modules_enabled) and 4 of the community
        "#]],
    );
    check(
        "authentication = \"ldap\"\nVirtualHost \"a.example\"\n  authent$0ication = \"anonymous\"\n",
        &expect![[r#"
            **authentication** · string · default `"internal_hashed"`

            (doc)

            **On a.example**: `"anonymous"`, set here

            Replaces the global value `"ldap"` of `prosody.cfg.lua:1`

            ```lua
            (example)
            ```

            Read by [mod_authz_internal](https://prosody.im/doc/modules/mod_authz_internal), [mod_saslauth](https://prosody.im/doc/modules/mod_saslauth), [core.usermanager](https://prosody.im/doc/authentication) and 4 of the community
        "#]],
    );
}

#[test]
fn a_file_that_nothing_loads_speaks_for_itself() {
    check(
        "//- other.cfg.lua\narchive_expires$0_after = 1\n",
        &expect![[r#"
            **archive_expires_after** · period · default `"1w"`

            (doc)

            **Global value** (as far as this file tells): `1`, set here

            A number counts seconds; text has a unit, such as `"2 days"` or `"1 week"`.

            ```lua
            (example)
            ```

            Read by [mod_mam](https://prosody.im/doc/modules/mod_mam)  
            [XEP-0313](https://xmpp.org/extensions/xep-0313.html) Message Archive Management (Stable)  
            [XEP-0334](https://xmpp.org/extensions/xep-0334.html) Message Processing Hints (Stable)  
            [XEP-0359](https://xmpp.org/extensions/xep-0359.html) Unique and Stable Stanza IDs (Experimental)
        "#]],
    );
}

#[test]
fn a_file_of_another_profile_is_shown_in_that() {
    check(
        r#"
//- environments/staging.cfg.lua
archive_expires$0_after = 86400
//- environments/production.cfg.lua
archive_expires_after = "1y"
//- prosody.cfg.lua
archive_expires_after = "1w"
Include("environments/" .. (Lua.os.getenv("APP_ENV") or "production") .. ".cfg.lua")
VirtualHost "a.example"
"#,
        &expect![[r#"
            **archive_expires_after** · period · default `"1w"`

            (doc)

            **Global value** in the profile APP_ENV=staging: `86400` (= 1 day)

            - set here: `86400`
            - overridden `prosody.cfg.lua:1`: `"1w"`

            By profile:
            - `"1y"` in default, APP_ENV=production
            - `86400` in APP_ENV=staging

            A number counts seconds; text has a unit, such as `"2 days"` or `"1 week"`.

            ```lua
            (example)
            ```

            Read by [mod_mam](https://prosody.im/doc/modules/mod_mam)  
            [XEP-0313](https://xmpp.org/extensions/xep-0313.html) Message Archive Management (Stable)  
            [XEP-0334](https://xmpp.org/extensions/xep-0334.html) Message Processing Hints (Stable)  
            [XEP-0359](https://xmpp.org/extensions/xep-0359.html) Unique and Stable Stanza IDs (Experimental)
        "#]],
    );
}

#[test]
fn conditions_that_cannot_be_decided() {
    check(
        "if io.open(\"/x\") then authenti$0cation = \"ldap\" end\n",
        &expect![[r#"
            **authentication** · string · default `"internal_hashed"`

            (doc)

            **Global value**: can't be told: a file outside the workspace, set here
            Only under a condition that can't be decided here: a file outside the workspace

            ```lua
            (example)
            ```

            Read by [mod_authz_internal](https://prosody.im/doc/modules/mod_authz_internal), [mod_saslauth](https://prosody.im/doc/modules/mod_saslauth), [core.usermanager](https://prosody.im/doc/authentication) and 4 of the community
        "#]],
    );
}

#[test]
fn what_depends_on_something_unknown_says_why() {
    check(
        "admins = { io.popen(\"date\"):read() }\nx = 1\nauthentica$0tion = io.open(\"/x\"):read()\n",
        &expect![[r#"
            **authentication** · string · default `"internal_hashed"`

            (doc)

            **Global value**: can't be told: a file outside the workspace, set here

            ```lua
            (example)
            ```

            Read by [mod_authz_internal](https://prosody.im/doc/modules/mod_authz_internal), [mod_saslauth](https://prosody.im/doc/modules/mod_saslauth), [core.usermanager](https://prosody.im/doc/authentication) and 4 of the community
        "#]],
    );
}

#[test]
fn an_option_of_another_series_says_so() {
    expect![[r#"
        **http_file_share_size_limit** · not read by Prosody 0.11

        Since Prosody 0.12

        **Global value**: `1`, set here

        (doc)

        [Documentation](https://prosody.im/doc/modules/mod_http_file_share)
    "#]]
    .assert_eq(&in_version(Version::V0_11, "http_file_share_size_l$0imit = 1\n").hover());
}

#[test]
fn an_option_that_nothing_reads_shows_its_value_only() {
    check(
        "my_own = 1\nmy_ow$0n = 2\n",
        &expect![[r#"
        **my_own**

        Nothing that is known reads this option.

        **Global value**: `2`

        - set here: `2`
        - overridden `prosody.cfg.lua:1`: `1`
    "#]],
    );
    check("if my_ow$0n then end\n", &expect!["nothing"]);
}

#[test]
fn an_option_of_a_private_module_tells_what_its_source_does() {
    check(
        "//- prosody.cfg.lua
ours_loud$0ness = 5
//- plugins/mod_ours.lua
local x = 1
-- How loudly everybody is greeted.
local loud = module:get_option_integer(\"ours_loudness\", 3, 1, 10)
",
        &expect![[r#"
            **ours_loudness** · whole number · default `3`

            How loudly everybody is greeted.

            **Global value**: `5`, set here

            Range: 1 to 10

            Read by `mod_ours`  
            Read at `plugins/mod_ours.lua:3`
        "#]],
    );
}

#[test]
fn a_private_module_that_reads_an_option_of_prosody_is_named() {
    check(
        "//- prosody.cfg.lua
archive_expires$0_after = 5
//- plugins/mod_ours.lua
local loud = module:get_option(\"archive_expires_after\")
",
        &expect![[r#"
            **archive_expires_after** · period · default `"1w"`

            (doc)

            **Global value**: `5`, set here

            A number counts seconds; text has a unit, such as `"2 days"` or `"1 week"`.

            ```lua
            (example)
            ```

            Read by [mod_mam](https://prosody.im/doc/modules/mod_mam), `mod_ours`  
            Read at `plugins/mod_ours.lua:1`  
            [XEP-0313](https://xmpp.org/extensions/xep-0313.html) Message Archive Management (Stable)  
            [XEP-0334](https://xmpp.org/extensions/xep-0334.html) Message Processing Hints (Stable)  
            [XEP-0359](https://xmpp.org/extensions/xep-0359.html) Unique and Stable Stanza IDs (Experimental)
        "#]],
    );
}

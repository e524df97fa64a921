//! Values and keys.
#![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

use expect_test::expect;

use super::check;

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

//! Pages as they are read.

use schema::{Schema, Version};

use super::{
    Links, book, key_page, language_page, module_page, option_elsewhere_page, option_page, xep_page,
};

const NEW: Schema<'static> = Schema::of(Version::V13_0);
const OLD: Schema<'static> = Schema::of(Version::V0_12);

fn module(schema: Schema<'_>, name: &str) -> String {
    let module = schema.module(name).or_else(|| schema.module_history(name)).unwrap();
    module_page(schema, module, Links::Authors)
}

fn option(name: &str) -> String {
    option_page(NEW.option(name).unwrap(), Links::Authors)
}

/// That these lines are on a page, in this order.
#[track_caller]
fn check(page: &str, lines: &[&str]) {
    let mut rest = page.lines();
    for line in lines {
        assert!(rest.any(|other| other == *line), "no line '{line}', or not there:\n{page}");
    }
}

#[test]
fn a_module_says_what_it_is_and_every_option_that_it_reads() {
    check(
        &module(NEW, "mam"),
        &[
            "# mod_mam",
            "Core module · on hosts and as `Component`",
            "Implements:",
            "- [XEP-0313](https://xmpp.org/extensions/xep-0313.html) Message Archive Management (Stable), complete, since 0.10.0",
            "<https://prosody.im/doc/modules/mod_mam>",
            "## Options",
            "### archive_cleanup_date_cache_size",
            "Whole number · default `1000` · at least 1",
            "- In Prosody 0.11 and 0.12: number, no limits.",
            "### default_archive_policy",
            "- Values: `\"always\"`, `\"roster\"`, `\"never\"`, `true`, `false`.",
            "## Options of other releases",
            "### archive_cleanup_interval",
            "Gone from Prosody 0.12 on.",
        ],
    );
}

#[test]
fn a_series_has_its_own_facts() {
    check(
        &module(OLD, "mam"),
        &[
            "### archive_cleanup_date_cache_size",
            "Number · default `1000`",
            "- In Prosody 13.0 and trunk: whole number, at least 1.",
        ],
    );
    check(
        &module(OLD, "mam"),
        &[
            "## Options of other releases",
            "### send_legacy_offline_messages_to_mam_clients",
            "Since Prosody 13.0.",
        ],
    );
}

#[test]
fn a_module_of_the_community_says_what_it_needs_and_when_it_was_seen() {
    let page = module(NEW, "unified_push");
    check(&page, &["Community module · on hosts and as `Component` · alpha"]);
    assert!(
        page.contains("- Needs ") && page.contains("Seen in the community's collection in 2023-02, "),
        "{page}"
    );
    check(
        &module(NEW, "auth_any"),
        &["**Deprecated since 0.11**: use `auth_insecure`; part of Prosody as auth_insecure."],
    );
}

#[test]
fn what_is_gone_says_so() {
    check(&module(NEW, "auth_cyrus"), &["Community module · for `authentication`"]);
    let page = option_elsewhere_page(NEW, "archive_cleanup_interval", Links::Authors).unwrap();
    check(&page, &["# archive_cleanup_interval", "Not read by Prosody 13.0, but by mod_mam of 0.11."]);
    assert!(option_elsewhere_page(NEW, "no_such_option", Links::Authors).is_none());
}

#[test]
fn an_option_is_told_by_the_reader_that_knows_it_best() {
    check(
        &option("c2s_require_encryption"),
        &["# c2s_require_encryption", "Boolean · default `true`", "## Also read by"],
    );
    check(&option("tls_profile"), &["Read by [core.certmanager](https://prosody.im/doc/certificates)."]);
}

#[test]
fn tables_are_told_key_by_key() {
    let page = option("limits");
    assert!(page.contains("What the table holds:\n\n- `c2s`: table. "), "{page}");
    assert!(page.contains("\n  - `rate`: string. "), "{page}");
    assert!(page.contains("Holds the same as `s2s`.\n"), "{page}");
    let key = key_page(NEW.option("limits").unwrap(), &["c2s", "max_connections_per_ip"]).unwrap();
    check(&key, &["# limits.c2s.max_connections_per_ip", "Whole number · at least 1 · since Prosody 13.0"]);
    assert!(key_page(NEW.option("limits").unwrap(), &["c2s", "colour"]).is_none());
    assert!(key_page(NEW.option("ssl").unwrap(), &["5222", "key"]).is_some());
}

#[test]
fn a_xep_names_its_modules() {
    check(
        &xep_page(NEW, NEW.xep(363).unwrap(), Links::Authors),
        &["# XEP-0363: HTTP File Upload", "<https://xmpp.org/extensions/xep-0363.html>", "## Modules"],
    );
    let superseded = xep_page(NEW, NEW.xep(136).unwrap(), Links::Authors);
    check(
        &superseded,
        &[
            "Superseded by:",
            "- [XEP-0313](https://xmpp.org/extensions/xep-0313.html) Message Archive Management (Stable)",
        ],
    );
    check(
        &xep_page(NEW, NEW.xep(1).unwrap(), Links::Authors),
        &["No module of Prosody 13.0 is known to implement it."],
    );
}

#[test]
fn names_of_the_language_have_pages_in_the_series_that_have_them() {
    check(&language_page(NEW, "FileLine").unwrap(), &["# FileLine", "Since Prosody 13.0.", "```lua"]);
    assert!(language_page(OLD, "FileLine").is_none());
    check(&language_page(NEW, "enabled").unwrap(), &["# enabled", "Boolean"]);
}

#[test]
fn the_book_has_a_page_for_everything() {
    let pages = book();
    let paths: Vec<&str> = pages.iter().map(|page| page.path.as_str()).collect();
    assert!(paths.is_sorted());
    for path in [
        "README.md",
        "options.md",
        "xeps.md",
        "core/mam.md",
        "core/auth_cyrus.md",
        "server/core.certmanager.md",
    ] {
        assert!(paths.contains(&path), "{path}");
    }
    let options = &pages.iter().find(|page| page.path == "options.md").unwrap().text;
    assert!(options.contains(
        "| `archive_expires_after` | period | `\"1w\"` | [mod_mam](core/mam.md#archive_expires_after)"
    ));
}

//! Wrong schema files, and what the build says about them.

use super::{Source, compile};

const XEPS: &str =
    "[[xep]]\nnumber = 313\ntitle = \"Archive\"\nstatus = \"Stable\"\nkind = \"Standards Track\"\n";

const RFCS: &str =
    "[[rfc]]\nnumber = 6120\ntitle = \"Core\"\nstatus = \"Proposed Standard\"\ndate = \"2011-03\"\n";

fn source(path: &str, text: &str) -> Source {
    Source { path: path.into(), text: text.into() }
}

/// What is wrong with `schemas/core/x.toml`, whose first line names the module.
fn problems(rest: &str) -> Vec<String> {
    let text =
        format!("name = \"x\"\n{}{rest}", if rest.contains("origin =") { "" } else { "origin = \"core\"\n" });
    let result = compile(
        &[source("schemas/core/x.toml", &text)],
        &source("schemas/xeps.toml", XEPS),
        &source("schemas/rfcs.toml", RFCS),
    );
    result.err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

/// What is wrong with an option `o` that begins in line 3.
fn option(rest: &str) -> Vec<String> {
    problems(&format!("[options.o]\n{rest}"))
}

#[test]
fn accepts_a_good_file() {
    assert_eq!(
        option(
            "type = \"period\"\ndefault = '\"2 weeks\"'\nmin = 60\nversions.\"0.12\" = { type = \"any\", unset = [\"min\"] }"
        ),
        [""; 0]
    );
}

#[test]
fn refuses_what_is_no_toml() {
    assert_eq!(problems("kinds = [\n"), ["schemas/core/x.toml:3: unclosed array, expected `]`"]);
}

#[test]
fn refuses_unknown_keys() {
    assert_eq!(
        option("type = \"any\"\ndefualt = \"1\"\n"),
        [
            "schemas/core/x.toml:5: unknown field `defualt`, expected one of `type`, `default`, `min`, `max`, `enum`, \
            `scope`, `items`, `doc`, `example`, `since`, `removed`, `deprecated`, `fallback`, `at`, `accepts`, `suggest`, \
            `keys`, `keys_of`, `versions`"
        ]
    );
}

#[test]
fn refuses_unknown_words() {
    assert_eq!(
        option("type = \"perod\""),
        [
            "schemas/core/x.toml:4: unknown type 'perod', there are string, boolean, number, integer, period, enum, set, \
            array, inherited-set, path, table, any"
        ]
    );
    assert_eq!(
        option("type = \"any\"\nscope = \"globl\""),
        ["schemas/core/x.toml:5: unknown scope 'globl', there are host, global"]
    );
    assert_eq!(
        problems("kinds = [\"hots\"]")[0].split(',').next(),
        Some("schemas/core/x.toml:3: unknown kind 'hots'")
    );
    assert_eq!(
        problems("since = \"0.13\""),
        ["schemas/core/x.toml:3: unknown series '0.13', there are 0.11, 0.12, 13.0, trunk"]
    );
    assert_eq!(
        problems("origin = \"cor\""),
        [
            "schemas/core/x.toml:2: unknown origin 'cor', there are core, server, community",
            "schemas/core/x.toml:1: this file ought to be schemas/cor/x.toml"
        ]
    );
}

#[test]
fn refuses_values_that_do_not_go_together() {
    for (rest, reason) in [
        ("type = \"enum\"", "4: option 'o': an enum needs its values"),
        ("type = \"number\"\nmin = 2\nmax = 1", "5: option 'o': min 2 is above max 1"),
        (
            "type = \"number\"\ndefault = \"1 +\"",
            "5: option 'o': the default 1 + is no constant: unexpected end",
        ),
        ("type = \"number\"\ndefault = \"nil\"", "5: option 'o': the default nil says nothing: leave it out"),
        ("type = \"boolean\"\ndefault = \"1\"", "5: option 'o': the default 1 is no boolean"),
        ("type = \"integer\"\ndefault = \"9\"\nmax = 8", "5: option 'o': the default 9 is out of range"),
        (
            "type = \"period\"\ndefault = '\"1 day\"'\nmax = 8",
            "5: option 'o': the default \"1 day\" is out of range",
        ),
        (
            "type = \"enum\"\nenum = [\"a\", true]\ndefault = '\"b\"'",
            "6: option 'o': the default \"b\" is not among its values",
        ),
    ] {
        assert_eq!(option(rest), [format!("schemas/core/x.toml:{reason}")], "{rest}");
    }
}

#[test]
fn checks_the_facts_of_older_series_too() {
    assert_eq!(
        option("type = \"number\"\ndefault = \"5\"\nversions.\"0.12\" = { type = \"boolean\" }"),
        ["schemas/core/x.toml:5: option 'o': the default 5 is no boolean"]
    );
    assert_eq!(
        option("type = \"any\"\nversions.\"0.12\" = { unset = [\"doc\"] }"),
        [
            "schemas/core/x.toml:5: 'doc' cannot be unset, only default, min, max, enum, scope, items, fallback"
        ]
    );
}

#[test]
fn refuses_a_life_that_ends_before_it_begins() {
    assert_eq!(
        problems("since = \"13.0\"\nremoved = \"0.12\""),
        ["schemas/core/x.toml:4: removed in 0.12, but there since 13.0"]
    );
}

#[test]
fn refuses_names_that_nothing_declares() {
    for (rest, reason) in [
        ("depends = [\"y\"]", "3: depends on 'y', which is no known module"),
        ("xeps = [{ number = 1 }]", "3: XEP-0001 is not in xeps.toml"),
        ("deprecated = { use = \"y\" }", "3: use of 'y', which is no known option or module"),
        ("deprecated = { since = \"14.0\" }", "3: '14.0' is no release of Prosody"),
        ("[options.o]\ntype = \"any\"\nfallback = \"p\"", "5: falls back to 'p', which is no known option"),
        ("[options.o]\ntype = \"any\"\nkeys_of = \"p\"", "5: 'p' is no option with keys"),
    ] {
        let expected = format!("schemas/core/x.toml:{reason}");
        assert_eq!(problems(rest).first(), Some(&expected), "{rest}");
    }
}

#[test]
fn knows_whose_keys_are_meant() {
    let file = |name: &str, rest: &str| {
        source(&format!("schemas/core/{name}.toml"), &format!("name = \"{name}\"\norigin = \"core\"\n{rest}"))
    };
    let own = "[options.o]\ntype = \"table\"\nkeys.k.type = \"string\"\n";
    let problem = |keys_of: &str| {
        let user = file("c", &format!("[options.o]\ntype = \"table\"\nkeys_of = \"{keys_of}\"\n"));
        let files = [file("a.b", own), file("b", own), user];
        compile(&files, &source("schemas/xeps.toml", XEPS), &source("schemas/rfcs.toml", RFCS))
            .err()
            .map(|problems| problems[0].to_string())
    };
    assert_eq!(problem("a.b.o"), None);
    assert_eq!(problem("b.o"), None);
    assert_eq!(
        problem("o").unwrap(),
        "schemas/core/c.toml:5: both a.b and b say what 'o' holds: write \"a.b.o\" or the like"
    );
    assert_eq!(problem("a.o").unwrap(), "schemas/core/c.toml:5: 'a.o' is no option with keys");
    assert_eq!(problem("b.o\"\nkeys.more.type = \"string"), None);
    assert_eq!(
        problem("b.o\"\nkeys.k.type = \"string").unwrap(),
        "schemas/core/c.toml:6: 'b.o' has the key 'k' already"
    );
}

#[test]
fn refuses_suggestions_for_an_enum() {
    assert_eq!(option("type = \"string\"\nsuggest = [\"a\", 1, true]"), [""; 0]);
    assert_eq!(
        option("type = \"enum\"\nenum = [\"a\"]\nsuggest = [\"b\"]"),
        ["schemas/core/x.toml:6: an enum has its values already: suggest is for other types"]
    );
}

#[test]
fn refuses_a_module_that_is_declared_twice() {
    let text = "name = \"x\"\norigin = \"core\"\n";
    let twice = [source("schemas/core/x.toml", text), source("schemas/core/x2.toml", text)];
    let problems =
        compile(&twice, &source("schemas/xeps.toml", XEPS), &source("schemas/rfcs.toml", RFCS)).unwrap_err();
    assert_eq!(problems[0].to_string(), "schemas/core/x2.toml:1: 'x' is declared in schemas/core/x.toml too");
}

#[test]
fn refuses_an_option_that_is_declared_twice() {
    assert_eq!(
        option("type = \"any\"\n[options.o]\ntype = \"any\""),
        ["schemas/core/x.toml:5: duplicate key"]
    );
}

#[test]
fn refuses_half_a_sentence() {
    assert_eq!(
        option("type = \"any\"\ndoc = \"Half\""),
        ["schemas/core/x.toml:5: a sentence ends with a full stop"]
    );
}

#[test]
fn refuses_xeps_out_of_order() {
    let xeps = format!("{XEPS}{}", XEPS.replace("Stable", "Fine").replace("Archive", "Again"));
    let problems =
        compile(&[], &source("schemas/xeps.toml", &xeps), &source("schemas/rfcs.toml", RFCS)).unwrap_err();
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems[0], "schemas/xeps.toml:7: XEP-0313: numbers must rise");
    assert!(
        problems[1].starts_with("schemas/xeps.toml:9: XEP-0313: 'Fine' is none of Active"),
        "{}",
        problems[1]
    );
}

#[test]
fn refuses_rfcs_that_are_replaced_by_what_is_not_listed() {
    let rfcs = format!("{RFCS}obsoleted_by = [1]\n{}", RFCS.replace("Proposed", "Fine"));
    let problems = compile(&[], &source("schemas/xeps.toml", XEPS), &source("schemas/rfcs.toml", &rfcs));
    let problems: Vec<String> = problems.unwrap_err().iter().map(ToString::to_string).collect();
    assert_eq!(problems[0], "schemas/rfcs.toml:6: RFC 6120: obsoleted by 1, which is not listed");
    assert_eq!(problems[1], "schemas/rfcs.toml:8: RFC 6120: numbers must rise");
    assert!(problems[2].starts_with("schemas/rfcs.toml:10: RFC 6120: 'Fine Standard' is none of Best"));
}
